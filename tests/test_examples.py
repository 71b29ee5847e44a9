"""Each example runs, on the bundled clip cut short."""

import importlib.util
from pathlib import Path
from types import ModuleType

import cv2
import numpy as np
import pytest

from posecore.formats import KeypointHeader, open_writer
from tests.clips import make_clip, picture, standing

EXAMPLES = Path(__file__).parents[1] / "examples"


def example(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_own_camera_loop(tmp_path: Path) -> None:
    assert example("own_camera_loop").main(str(make_clip(tmp_path / "a.mp4", pts=range(0, 100, 20))), 3) == 3


def test_batch(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", pts=range(0, 60, 20))
    out = tmp_path / "out"
    out.mkdir()
    example("batch").main(str(out), str(clip))
    assert sorted(path.name for path in out.iterdir()) == ["a.angles.csv", "a.csv", "a.jsonl", "a.mp4"]


def test_plot_angle(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    with open_writer(tmp_path / "k.jsonl", KeypointHeader("x")) as writer:
        for i in range(8):
            writer.write(i, i / 25, standing((0, 0, 50, 100), ids=[1]))
    example("plot_angle").main(str(tmp_path / "k.jsonl"), str(tmp_path / "o.png"))
    assert cv2.imread(str(tmp_path / "o.png")) is not None


def test_jupyter(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), picture(0, 160, 120))
    png = example("jupyter").show(str(tmp_path / "a.png"))._repr_png_()
    assert cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR).shape == (120, 160, 3)
