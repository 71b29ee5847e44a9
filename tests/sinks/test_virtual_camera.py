"""The virtual camera with a stand-in for its driver: for pyvirtualcam, and for what pyvirtualcam drives."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest

from posecore.drawing.plan import Style
from posecore.sinks import virtual_camera
from posecore.sinks.virtual_camera import BACKGROUNDS, VirtualCamera, explain
from tests.pipelines.test_recorder import frames


class FakeDevice:
    """What pyvirtualcam opens."""

    made: ClassVar[list[FakeDevice]] = []
    device = "/dev/video7"

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


def test_a_driver_that_vanishes_or_hangs_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Leaving(FakeDevice):
        go = threading.Event()

        def send(self, image: Any) -> None:
            super().send(image)
            if self.frames == 2:
                self.go.wait(20)
                raise OSError(19, "No such device")

        def close(self) -> None:
            super().close()
            raise RuntimeError("no device any more")

    monkeypatch.setattr(Leaving, "made", [])
    fake = SimpleNamespace(Camera=Leaving, PixelFormat=SimpleNamespace(BGR="bgr"))
    monkeypatch.setitem(sys.modules, "pyvirtualcam", fake)
    monkeypatch.setattr(virtual_camera, "STUCK_SECONDS", 0.05)
    camera = VirtualCamera(Style)
    first, second = frames(2)
    camera.write(first)
    assert camera.failure is None
    writer = threading.Thread(target=camera.write, args=(second,))
    writer.start()
    while not camera.hangs:
        time.sleep(0.01)
    assert "does not answer" in camera.trouble
    camera.close(0.05)
    assert not Leaving.made[0].closed, "it is still in use"
    Leaving.go.set()
    writer.join(20)
    assert Leaving.made[0].closed
    assert camera.trouble == "No such device"


class StrictDriver:
    """What pyvirtualcam asks of a driver, held to the letter: one user, even sizes, whole frames, closed once and silent afterwards."""

    log: ClassVar[list[tuple[str, int, int]]] = []
    open: ClassVar[StrictDriver | None] = None

    def __init__(self, *, width: int, height: int, fps: float, fourcc: int, device: str | None, **_: Any) -> None:
        if StrictDriver.open is not None:
            raise RuntimeError("device could not be opened: busy")
        assert width % 2 == height % 2 == 0
        assert width > 0 < height
        assert 0 < fps <= 1000
        self.size, self.fourcc = (width, height), fourcc
        StrictDriver.open = self
        self.log.append(("open", width, height))

    def send(self, frame: np.ndarray) -> None:
        assert StrictDriver.open is self
        assert frame.dtype == np.uint8
        assert frame.flags.c_contiguous
        assert frame.size == self.size[0] * self.size[1] * 3
        self.log.append(("send", *self.size))

    def close(self) -> None:
        assert StrictDriver.open is self
        StrictDriver.open = None
        self.log.append(("close", *self.size))

    def device(self) -> str:
        return "strict"

    def native_fourcc(self) -> int:
        return self.fourcc


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[StrictDriver]]:
    """The only driver of a real pyvirtualcam."""
    pytest.importorskip("pyvirtualcam")
    import pyvirtualcam.camera

    monkeypatch.setattr(pyvirtualcam.camera, "BACKENDS", {})
    pyvirtualcam.register_backend("strict", StrictDriver)
    StrictDriver.log.clear()
    yield StrictDriver
    assert StrictDriver.open is None, "the device was let go"


def test_the_real_library_drives_a_device_from_size_to_size(driver: type[StrictDriver]) -> None:
    camera = VirtualCamera(Style)
    frame = frames(1)[0]
    for height, width in ((120, 160), (120, 160), (121, 161), (90, 121), (120, 160)):
        camera.write(replace(frame, image=np.zeros((height, width, 3), np.uint8)))
    camera.close()
    camera.write(frame)
    camera.close()
    assert camera.error is None
    assert driver.log == [
        ("open", 160, 120), ("send", 160, 120), ("send", 160, 120), ("send", 160, 120), ("close", 160, 120),
        ("open", 120, 90), ("send", 120, 90), ("close", 120, 90),
        ("open", 160, 120), ("send", 160, 120), ("close", 160, 120),
    ]  # fmt: skip


def test_a_device_in_use_is_said_and_left_alone(driver: type[StrictDriver]) -> None:
    first, second = VirtualCamera(Style), VirtualCamera(Style)
    frame = frames(1)[0]
    first.write(frame)
    second.write(frame)
    assert "another program uses the virtual camera" in second.trouble
    second.close()
    first.write(frame)
    first.close()
    assert first.error is None
    assert [what for what, *_ in driver.log] == ["open", "send", "send", "close"]


def test_without_any_driver_the_library_says_what_is_missing() -> None:
    pytest.importorskip("pyvirtualcam")
    if sys.platform != "linux" or list(Path("/dev").glob("video*")):
        pytest.skip("there may be a device")
    camera = VirtualCamera(Style)
    camera.write(frames(1)[0])
    assert "v4l2loopback" in camera.trouble
    camera.close()
