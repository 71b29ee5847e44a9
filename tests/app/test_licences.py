"""The licences of what lightpose is made of."""

import subprocess
import sys
from pathlib import Path

from lightpose.licences import UNKNOWN, as_text, components, required


def test_everything_that_is_needed_is_there_with_its_licence() -> None:
    found = {(component.name.lower(), component.inside): component for component in components()}
    for name in ("numpy", "onnxruntime", "av", "pyqt6", "pyqt6-qt6", "opencv-python-headless", "protobuf"):
        if name in required("lightpose"):
            assert found[name, ""].licence != UNKNOWN
            assert found[name, ""].version
    assert "LGPL" in found["qt 6", "PyQt6-Qt6"].licence
    assert "GPL" in found["x264", "av"].licence
    assert "GPL" in found["ffmpeg", "av"].licence
    assert "torch" not in required("lightpose"), "extras are left out"


def test_the_file_beside_the_frozen_program_has_the_texts(tmp_path: Path) -> None:
    path = tmp_path / "licences.txt"
    subprocess.run([sys.executable, "-m", "lightpose.licences", str(path)], check=True, timeout=60)
    text = path.read_text(encoding="utf-8")
    assert text == as_text(components())
    assert "Microsoft" in text, "ONNX Runtime's own, with the notices of what it contains"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text.upper(), "Qt's"
