from __future__ import annotations

from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from lightpose.cli import app, doctor
from posecore.runtime import weights
from posecore.sinks.images import write_image


def test_lists_what_is_there() -> None:
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 0, result.output
    for name in ("lightpose", "Python", "onnxruntime", "OpenCV", "PyAV", "PyQt6", "PyTorch", "Weights", "Cameras"):
        assert name in result.stdout
    assert metadata.version("av") in result.stdout
    assert metadata.version("onnxruntime") in result.stdout
    assert "CPU" in result.stdout


def test_says_what_runs_and_what_a_missing_device_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["AbacusExecutionProvider", "CPUExecutionProvider"])
    monkeypatch.setattr("posecore.runtime.openvino_session.is_installed", lambda: False)
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("posecore.runtime.devices.runtime_packages", lambda: ["onnxruntime", "onnxruntime-gpu"])
    rows = dict(doctor.devices())
    assert rows["auto"] == "cpu"
    assert rows["cpu"] == "works"
    assert rows["cuda"].endswith("pip uninstall -y onnxruntime && pip install onnxruntime-gpu")
    assert rows["openvino"].endswith("pip install openvino")
    assert "directml" not in rows
    assert rows["Abacus"] == "offered, not used"
    assert rows["conflict"].startswith("onnxruntime and onnxruntime-gpu overwrite each other")


@pytest.mark.parametrize(("tiles", "installed", "told"), [(True, False, True), (True, True, False), (False, False, False)])
def test_tells_of_openvino_where_it_is_faster(monkeypatch: pytest.MonkeyPatch, tiles: bool, installed: bool, told: bool) -> None:
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CPUExecutionProvider"])
    monkeypatch.setattr("posecore.runtime.openvino_session.is_installed", lambda: installed)
    monkeypatch.setattr("posecore.runtime.session.matrix_tiles", lambda: tiles)
    monkeypatch.setattr(doctor, "_starts", lambda device: "works")
    rows = dict(doctor.devices())
    assert ("faster" in rows) is told
    assert not told or rows["faster"].endswith("pip install openvino")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Synthetic:2", [("synthetic", "Test picture"), ("first frame", "1280×720, 30 frames/s")]),
        ("SCREEN:1,2", [("screen", "Screen"), ("error", "'screen:1,2': expected 4 whole numbers after the colon")]),
        ("gone.mp4", [("file", "gone.mp4"), ("error", "gone.mp4 does not exist")]),
    ],
)
def test_a_source_is_tried(text: str, rows: list[tuple[str, str]]) -> None:
    assert doctor.try_source(text) == rows


def test_an_address_is_tried_without_its_secrets() -> None:
    result = CliRunner().invoke(app, ["doctor", "--source", "rtsp://me:s3cret@127.0.0.1:9/1?token=abc1"])
    assert result.exit_code == 0, result.output
    assert "rtsp://127.0.0.1:9/1 cannot be opened" in result.stdout
    assert "s3cret" not in result.output
    assert "abc1" not in result.output


def test_files_left_out_are_named(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", np.zeros((6, 8, 3), np.uint8))
    (tmp_path / "notes.txt").touch()
    assert doctor.try_source(str(tmp_path))[1:] == [("first frame", "8×6, 30 frames/s"), ("left out", "notes.txt: not an image")]


def test_weights_right_wrong_and_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    (tmp_path / "good.onnx").write_bytes(b"good" * 1_000_000)
    (tmp_path / "bad.onnx").write_bytes(b"bad")
    digest = hashlib.sha256(b"good" * 1_000_000).hexdigest()
    entries = [("pose", "good"), ("pose", "bad"), ("person", "gone")]
    text = "\n".join(f'[[weights]]\nkind = "{kind}"\nname = "{name}"\nfile = "{name}.onnx"\nsha256 = "{digest}"' for kind, name in entries)
    (tmp_path / "manifest.toml").write_text(text)
    monkeypatch.setattr(weights, "weights_folder", lambda: tmp_path)
    weights.manifest.cache_clear()
    rows = dict(doctor.weights())
    weights.manifest.cache_clear()
    assert "4.0 MB, sha256 ok" in rows["pose good"]
    assert "sha256 WRONG" in rows["pose bad"]
    assert "missing" in rows["person gone"]


def test_no_weights_is_told_not_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "weights_folder", lambda: tmp_path)
    weights.manifest.cache_clear()
    rows = doctor.weights()
    weights.manifest.cache_clear()
    assert "install lightpose again" in rows[0][1]


def test_linux_cameras(tmp_path: Path) -> None:
    for number, index, name in ((0, 0, "HD Webcam"), (1, 1, "HD Webcam"), (10, 0, "Capture card"), (2, 0, "USB camera")):
        (tmp_path / "dev").mkdir(exist_ok=True)
        (tmp_path / "dev" / f"video{number}").touch()
        about = tmp_path / "sys" / f"video{number}"
        about.mkdir(parents=True)
        (about / "index").write_text(f"{index}\n")
        (about / "name").write_text(f"{name}\n")
    rows = doctor._linux_cameras(tmp_path / "dev", tmp_path / "sys")
    assert [(Path(device).name, name) for device, name in rows] == [
        ("video0", "HD Webcam"),
        ("video2", "USB camera"),
        ("video10", "Capture card"),
    ]
    assert doctor._linux_cameras(tmp_path / "nothing", tmp_path / "sys") == []
