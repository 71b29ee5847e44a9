"""README's section "Train", command by command, on a tiny data set."""

import json
import sys

import pytest
from typer.testing import CliRunner

pytest.importorskip("torch")

from lightpose.cli import app
from posecore.evaluation.measured import read_json
from posecore.runtime.weights import manifest
from tests.datasets import make_dataset

SMALL = ["--height=64", "--width=64", "--batch-size=4", "--workers=0", "--threads=1", "--epochs=1", "--samples-per-epoch=16"]


def lightpose(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return make_dataset(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def run(data, tmp_path_factory):
    out = tmp_path_factory.mktemp("run")
    done = lightpose("train", "--config", "smoke", "--data", data, "--out", out, *SMALL)
    assert done.exit_code == 0, done.output
    return out


def test_train_resume_and_preview(data, run):
    assert (run / "best.safetensors").is_file()
    assert lightpose("train", "--out", run, "--resume").exit_code == 0
    done = lightpose("train", "--config", "small_data", "--data", data, "--out", run, "--preview", "4")
    assert done.exit_code == 0, done.output
    assert (run / "preview.jpg").stat().st_size > 1000


@pytest.mark.parametrize("weights", ["best.safetensors", "last.pt"])
def test_eval_knows_the_network_of_its_file(data, run, weights, tmp_path):
    numbers, worst = tmp_path / "ap.json", tmp_path / "worst"
    done = lightpose("eval", "--data", data, "--weights", run / weights, "--json", numbers, "--worst", 3, "--out", worst)
    assert done.exit_code == 0, done.output
    (measured,) = read_json(numbers)
    assert [(row["group"], row["people"]) for row in measured.values] == [("coco", 3), ("lspet", 3), ("all", 6)]
    assert (measured.measure, measured.network, measured.sha256, measured.dataset) == ("keypoint_ap", weights, "", "val")
    assert measured.settings == {"boxes": "gt", "decoding": "oks", "flip": True, "padding": 1.125}
    assert len(list(worst.glob("*.jpg"))) == 3


@pytest.mark.parametrize("decoding", ["quarter", "none"])
def test_eval_options(data, run, decoding):
    done = lightpose("eval", "--data", data, "--weights", run / "best.safetensors", "--no-flip", "--decoding", decoding, "--size", "96x64")
    assert done.exit_code == 0, done.output
    assert "AP50" in done.output


@pytest.mark.slow
def test_eval_with_boxes_of_a_file_and_of_the_detector(data, run, tmp_path):
    truth = json.loads((data / "val.json").read_text())
    boxes = [{"image_id": a["image_id"], "category_id": 1, "bbox": a["bbox"], "score": 0.9} for a in truth["annotations"]]
    (tmp_path / "boxes.json").write_text(json.dumps(boxes))
    for source in (tmp_path / "boxes.json", "detector"):
        done = lightpose("eval", "--data", data, "--weights", run / "best.safetensors", "--boxes", source)
        assert done.exit_code == 0, done.output


def test_eval_tells_how_well_joint_scores_find_unlabelled_joints(data, run, tmp_path):
    truth = json.loads((data / "val.json").read_text())
    for annotation in truth["annotations"]:
        annotation["keypoints"][-6:] = [0] * 6
        annotation["num_keypoints"] = 15
    (tmp_path / "val.json").write_text(json.dumps(truth))
    (tmp_path / "images").symlink_to(data / "images")
    done = lightpose("eval", "--data", tmp_path, "--weights", run / "best.safetensors", "--json", tmp_path / "ap.json", "--no-flip")
    assert done.exit_code == 0, done.output
    assert "AUROC" in done.output
    (measured,) = read_json(tmp_path / "ap.json")
    assert all(0 <= row["AUROC"] <= 1 for row in measured.values)


def test_eval_of_the_detector(data, tmp_path):
    done = lightpose("eval", "--data", data, "--detector", "--json", tmp_path / "recall.json")
    assert done.exit_code == 0, done.output
    assert "recall" in done.output
    (measured,) = read_json(tmp_path / "recall.json")
    person = next(entry for entry in manifest() if entry.kind == "person")
    assert (measured.network, measured.sha256) == (person.name, person.sha256[:12])
    assert measured.settings == {"scales": 2, "threshold": 0.25, "iou": 0.5}
    assert measured.row("run")["images"] == 6
    assert measured.row("coco")["people"] == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--data", "/nowhere"], "/nowhere: no such folder"),
        (["--data", "DATA", "--weights", "/nowhere/w.onnx"], "no such model file"),
        (["--data", "DATA", "--weights", "/nowhere/w.pt"], "no such checkpoint"),
        (["--data", "DATA", "--boxes", "/nowhere/b.json"], "no such file"),
        (["--data", "DATA", "--weights", "RUN", "--decoding", "best"], "unknown decoding"),
        (["--data", "DATA", "--weights", "RUN", "--size", "big"], "--size big"),
    ],
)
def test_eval_of_bad_input_is_one_line(data, run, arguments, message):
    names = {"DATA": data, "RUN": run / "best.safetensors"}
    done = lightpose("eval", *(names.get(a, a) for a in arguments))
    assert done.exit_code == 2, done.output
    assert message in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize("boxes", ["gt", "detector"])
def test_eval_of_a_set_without_labels_is_one_line(data, run, tmp_path, boxes):
    truth = json.loads((data / "val.json").read_text())
    for annotation in truth["annotations"]:
        annotation["keypoints"][2::3] = [0] * 17
    (tmp_path / "val.json").write_text(json.dumps(truth))
    (tmp_path / "images").symlink_to(data / "images")
    done = lightpose("eval", "--data", tmp_path, "--weights", run / "best.safetensors", "--boxes", boxes)
    assert done.exit_code == 2, done.output
    assert "6 without labelled joints" in done.output


def test_ablate_refuses_unknown_tables(data, tmp_path):
    done = lightpose("ablate", "depth", "--data", data, "--out", tmp_path)
    assert done.exit_code == 2
    assert "unknown ablation 'depth'" in done.output


@pytest.mark.slow
def test_training_and_evaluation_never_need_qt(data, tmp_path):
    import subprocess

    script = (
        "import sys\nfor name in ('PyQt6', 'pyqtgraph'):\n    sys.modules[name] = None\n"
        f"sys.argv = ['lightpose', 'train', '--config', 'smoke', '--data', {str(data)!r}, '--out', {str(tmp_path)!r}, *{SMALL!r}]\n"
        "from lightpose.cli import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
