"""The virtual camera with a stand-in for its driver."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from posecore.drawing.plan import Style
from posecore.sinks.virtual_camera import BACKGROUNDS, VirtualCamera, explain
from tests.pipelines.test_recorder import frames


class FakeDevice:
    """What pyvirtualcam opens."""

    made: ClassVar[list[FakeDevice]] = []

    def __init__(self, width: int, height: int, fps: float, fmt: Any) -> None:
        self.width, self.height, self.frames, self.closed = width, height, 0, False
        self.made.append(self)

    def send(self, image: Any) -> None:
        assert image.shape == (self.height, self.width, 3)
        self.frames += 1

    def close(self) -> None:
        self.closed = True


def test_a_frame_that_comes_after_the_end_opens_no_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeDevice, "made", [])
    fake = SimpleNamespace(Camera=FakeDevice, PixelFormat=SimpleNamespace(BGR="bgr"))
    monkeypatch.setitem(sys.modules, "pyvirtualcam", fake)
    camera = VirtualCamera(Style)
    first, second = frames(2)
    camera.write(first)
    camera.close()
    camera.write(second)
    assert camera.error is None
    assert [(device.frames, device.closed) for device in FakeDevice.made] == [(1, True)]


def shown(monkeypatch: pytest.MonkeyPatch, **options: Any) -> Any:
    """What a device gets for a white frame with a person on it."""
    images: list[Any] = []

    class Keeping(FakeDevice):
        def send(self, image: Any) -> None:
            images.append(image)

    monkeypatch.setitem(sys.modules, "pyvirtualcam", SimpleNamespace(Camera=Keeping, PixelFormat=SimpleNamespace(BGR="bgr")))
    camera = VirtualCamera(Style, **options)
    frame = frames(1)[0]
    frame.image[:] = 255
    camera.write(frame)
    camera.close()
    assert camera.trouble == ""
    assert (frame.image == 255).all(), "the frame is others' too"
    return images[0]


def test_people_on_one_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, colour in (("image", (255, 255, 255)), ("black", (0, 0, 0)), ("green", (0, 255, 0))):
        image = shown(monkeypatch, background=BACKGROUNDS[name])
        assert tuple(image[0, -1]) == colour
        assert (image.reshape(-1, 3) != colour).any(axis=1).sum() > 200, "and the skeleton on it"


@pytest.mark.parametrize(
    ("error", "platform", "said"),
    [
        (ModuleNotFoundError("pyvirtualcam"), "linux", 'pip install "lightpose[camera]"'),
        (RuntimeError("'v4l2loopback' backend: No v4l2 loopback device found"), "linux", "modprobe v4l2loopback exclusive_caps=1"),
        (RuntimeError("'obs' backend: not installed"), "win32", "install OBS"),
        (RuntimeError("'obs' backend: not installed"), "darwin", "start its virtual camera once"),
        (RuntimeError("Device /dev/video0 could not be opened: busy"), "linux", "another program uses the virtual camera"),
    ],
)
def test_what_is_missing_is_said(error: Exception, platform: str, said: str) -> None:
    assert said in explain(error, platform)


def test_a_driver_that_is_missing_ends_it_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**options: Any) -> None:
        raise RuntimeError("no device")

    monkeypatch.setitem(sys.modules, "pyvirtualcam", SimpleNamespace(Camera=none, PixelFormat=SimpleNamespace(BGR="bgr")))
    camera = VirtualCamera(Style)
    for frame in frames(2):
        camera.write(frame)
    assert "no device" in camera.trouble
