"""The virtual camera with a stand-in for its driver."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from posecore.drawing.plan import Style
from posecore.sinks.virtual_camera import VirtualCamera
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
