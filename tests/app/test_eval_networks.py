"""``lightpose eval`` on networks of other kinds: those that detect and pose at once."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

pytest.importorskip("faster_coco_eval")

from lightpose.cli import app
from posecore.evaluation.measured import read_json
from posecore.skeletons import COCO17
from tests.runtime.standins import standin
from tests.runtime.test_onestage import BOXES, HEIGHT, POINTS, WIDTH, network, picture


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two images of the people that the stand-ins find, one of which they see nobody on."""
    (tmp_path / "images").mkdir()
    people = []
    for number, red in enumerate((10, 0)):
        cv2.imwrite(str(tmp_path / "images" / f"coco_{number}.png"), picture(red))
        for box, points in zip(BOXES, POINTS, strict=True):
            size = box[2:] - box[:2]
            people.append(
                {
                    "id": len(people) + 1, "image_id": number, "category_id": 1, "iscrowd": 0, "bbox": [*box[:2], *size],
                    "area": float(size.prod()) / 2, "num_keypoints": 17,
                    "keypoints": np.concatenate([points, np.full((17, 1), 2)], axis=1).reshape(-1).tolist(),
                }
            )  # fmt: skip
    images = [{"id": n, "file_name": f"coco_{n}.png", "width": WIDTH, "height": HEIGHT} for n in range(2)]
    categories = [{"id": 1, "name": "person", "keypoints": list(COCO17.keypoints), "skeleton": []}]
    (tmp_path / "val.json").write_text(json.dumps({"images": images, "annotations": people, "categories": categories}))
    boxes = [{"image_id": p["image_id"], "category_id": 1, "bbox": p["bbox"], "score": 0.5} for p in people]
    (tmp_path / "boxes.json").write_text(json.dumps(boxes))
    return tmp_path


@pytest.mark.parametrize("boxes", ["gt", "detector", "file"])
def test_one_stage_networks(data: Path, boxes: str) -> None:
    """Half of the people are found, exactly; with labelled boxes the others have joints that nobody saw, with the score 0."""
    numbers, source = data / "ap.json", str(data / "boxes.json") if boxes == "file" else boxes
    words = ["eval", "--data", data, "--weights", network(data, "yolo26-pose"), "--boxes", source, "--json", numbers, "--device", "cpu"]
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == 0, done.output
    (measured,) = read_json(numbers)
    row = measured.row("all")
    assert row["people"] == 4
    assert row["AP"] == pytest.approx(0.505, abs=0.01)  # 51 of COCO's 101 recalls
    assert measured.settings["flip"] is False
    assert "decoding" not in measured.settings
    assert measured.settings.get("detector") == ("its own" if boxes == "detector" else None)
    assert "on cpu" in " ".join(done.output.split())


@pytest.mark.parametrize("with_data", [True, False])
def test_files_are_compared(data: Path, with_data: bool) -> None:
    """A network that finds half of the people, one that finds the joints of nobody: speed, AP, the figure."""
    pytest.importorskip("matplotlib")
    sees = network(data, "yolo26-pose")
    simcc = {name: np.zeros((1, 17, 2 * side), np.float32) for name, side in (("simcc_x", 48), ("simcc_y", 64))}
    standin(data / "simcc.onnx", simcc, ("n", 3, 64, 48))
    words = ["bench", "models", "--pose", sees, "--pose", data / "simcc.onnx", "--sets", 2, "--rounds", 2, "--threads", 1]
    words += ["--figure", data / "figure.png", "--json", data / "speed.json", "--device", "cpu", *(["--data", data] if with_data else [])]
    done = CliRunner().invoke(app, list(map(str, words)), env={"COLUMNS": "160"})
    assert done.exit_code == 0, done.output
    first, second = json.loads((data / "speed.json").read_text())["runs"]
    assert (first["name"], first["kind"], second["name"], second["kind"]) == ("yolo26-pose", "yolo-pose-selected", "simcc", "simcc")
    assert second["size"] == "48x64"
    assert first["median_ms"] > 0 < second["cpu_ms"]
    assert first["ap"] == (pytest.approx(0.505, abs=0.01) if with_data else None)
    assert second["ap"] == (pytest.approx(0.0, abs=0.01) if with_data else None)
    assert (data / "figure.png").read_bytes().startswith(b"\x89PNG")
    assert ("50.5" in done.output) is with_data
    bad = CliRunner().invoke(app, ["bench", "models", "--pose", str(data / "boxes.json")])
    assert bad.exit_code != 0
