"""``lightpose models`` and ``lightpose export`` as a person meets them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lightpose.cli import app

torch = pytest.importorskip("torch")
pytest.importorskip("onnxscript")

from posecore.models import MODELS, build_model  # noqa: E402
from posecore.models.paper import Cost  # noqa: E402
from posecore.runtime.estimator import PoseEstimator  # noqa: E402
from posecore.runtime.weights import manifest, measurements  # noqa: E402
from tests.costs import paper_costs  # noqa: E402
from tests.datasets import make_dataset  # noqa: E402


@pytest.fixture(scope="module")
def counted() -> list[Cost]:
    return paper_costs()


@pytest.fixture
def counts(counted: list[Cost], monkeypatch: pytest.MonkeyPatch) -> None:
    """Count once for all tests here."""
    monkeypatch.setattr("posecore.models.paper.measure_costs", lambda: counted)


@pytest.mark.usefixtures("counts")
def test_models_fits_eighty_columns_and_knows_which_weights_are_there() -> None:
    result = CliRunner().invoke(app, ["models", "--check"], env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert max(map(len, lines)) <= 80
    assert "…" not in result.output
    assert all(any(line.strip().startswith(name) for line in lines) for name in MODELS)
    having = [line.split()[:2] for line in lines if line.rstrip().endswith(" yes")]
    assert having == [["lightpose", "256×192/17"]]


@pytest.mark.usefixtures("counts")
def test_models_shows_the_accuracy_of_the_manifest() -> None:
    result = CliRunner().invoke(app, ["models"], env={"COLUMNS": "80"})
    default = next(entry for entry in manifest() if entry.kind == "pose" and entry.default)
    ap = next(m for m in measurements() if m.network == default.name and m.measure == "keypoint_ap").row()["AP"]
    line = next(line for line in result.output.splitlines() if f" {default.path.name} " in line)
    assert line.split()[-2:] == ["AP", f"{100 * float(ap):.1f}"]


@pytest.mark.usefixtures("counts")
def test_models_as_json() -> None:
    result = CliRunner().invoke(app, ["models", "--json"])
    models = json.loads(result.output)["models"]
    assert json.loads(result.output)["measured"] == [m.to_dict() for m in measurements()]
    assert [(m["name"], m["width"], m["joints"]) for m in models if m["weights"]] == [("lightpose", 192, 17)]
    assert {m["name"] for m in models if not m["within_bounds"]} == {m["name"] for m in models if m["reason"]} == {"vipnas-mobilenetv3"}


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from safetensors.torch import save_file

    path = tmp_path_factory.mktemp("weights") / "weights.safetensors"
    torch.manual_seed(0)
    facts = {"model": "lightpose", "height": "64", "width": "64", "skeleton": "coco17"}
    save_file(build_model("lightpose").state_dict(), str(path), metadata=facts)
    return path


@pytest.mark.slow
def test_int8_from_one_command_says_what_it_costs(checkpoint: Path, tmp_path: Path) -> None:
    data, out = make_dataset(tmp_path / "data"), tmp_path / "int8.onnx"
    arguments = ["export", str(checkpoint), "-o", str(out), "--int8", "--calibrate", str(data), "--check", str(data)]
    result = CliRunner().invoke(app, [*arguments, "--height", "64", "--width", "64"])
    assert result.exit_code == 0, result.output
    assert "keypoints of 6 people" in result.output
    assert "OKS AP without flip test, PyTorch → INT8" in result.output
    assert PoseEstimator.from_onnx(out).size == (64, 64)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--int8"], "give --calibrate"),
        (["--int8", "--calibrate", ".", "--plain"], "exclude each other"),
        (["--height", "100"], "multiple of 32"),
        (["--check", "nowhere"], "nowhere"),
    ],
)
def test_export_refuses_in_one_line(
    checkpoint: Path, tmp_path: Path, options: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posecore.export.onnx.export_onnx", lambda *_, **__: 0.0)
    monkeypatch.setattr("lightpose.cli.export.say", lambda *_, **__: None)
    result = CliRunner().invoke(app, ["export", str(checkpoint), "-o", str(tmp_path / "a.onnx"), *options])
    assert result.exit_code == 2
    assert message in result.output
    assert len(result.output.strip().splitlines()) == 1


def test_export_of_no_checkpoint(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["export", str(tmp_path / "none.pt"), "-o", str(tmp_path / "a.onnx")])
    assert result.exit_code == 2
    assert "none.pt" in result.output
    assert not (tmp_path / "a.onnx").exists()
