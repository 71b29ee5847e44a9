"""Cameras that come, go, hang and come back; with a device that does as it is told."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import ClassVar

import cv2
import numpy as np
import pytest

from posecore.engine import Engine, Frame, State
from posecore.sources import SourceError, SourceInfo
from posecore.sources import camera as registered
from posecore.sources.camera import Camera, CameraEntry, CameraError, find_camera, register_camera_backend
from posecore.sources.opencv_camera import OpenCVCamera, _video4linux
from posecore.sources.registry import load_sources

IMAGE = np.zeros((48, 64, 3), np.uint8)


class Plug:
    """The world outside: what opening and reading do just now."""

    def __init__(self) -> None:
        self.mode = "fine"
        self.opened = self.closed = 0
        self.release = threading.Event()

    def device(self) -> FakeDevice:
        return FakeDevice(self)


class FakeDevice:
    def __init__(self, plug: Plug) -> None:
        self.plug = plug

    def open(self) -> SourceInfo:
        if self.plug.mode in ("gone", "busy"):
            raise CameraError(f"fake camera: {self.plug.mode}", "missing" if self.plug.mode == "gone" else "busy")
        self.plug.opened += 1
        return SourceInfo("fake camera", 64, 48, 30.0)

    def read(self) -> np.ndarray | None:
        if self.plug.mode == "hangs":
            self.plug.release.wait(20)
        if self.plug.mode == "gone":
            raise SourceError("fake camera gives no pictures")
        if self.plug.mode == "pulled":
            raise OSError(19, "No such device")
        if self.plug.mode == "nothing":
            return None
        time.sleep(0.005)
        return IMAGE.copy()

    def close(self) -> None:
        self.plug.closed += 1
        if self.plug.mode == "pulled":
            raise RuntimeError("it is gone")


def camera(plug: Plug, stall: float = 0.3) -> Camera:
    source = Camera(0, device=plug.device, stall=stall)
    source.delays = (0.05, 0.1)
    return source


def readers() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name.startswith("source-")]


def test_frames_are_stamped_and_counted():
    with camera(Plug()) as source:
        frames = [source.read() for _ in range(5)]
        assert (source.info.name, source.info.width, source.live) == ("fake camera", 64, True)
    assert all(f is not None for f in frames)
    assert [f.index for f in frames if f] == list(range(5))
    times = [f.time for f in frames if f]
    assert times == sorted(times)
    assert abs(times[-1] - time.monotonic()) < 1
    assert all(float(f.pts * f.time_base) == pytest.approx(f.time) for f in frames if f)
    assert not readers()


def test_a_camera_that_is_not_there():
    plug = Plug()
    plug.mode = "busy"
    with pytest.raises(CameraError, match="busy") as caught:
        camera(plug).open()
    assert caught.value.kind == "busy"
    assert not readers()


@pytest.mark.parametrize("trouble", ["gone", "hangs", "nothing", "pulled"])
@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_lost_is_noticed_told_and_mended(trouble: str):
    plug, told = Plug(), []
    source = camera(plug)
    source.on_connection = lambda connected, what: told.append((connected, what, time.monotonic()))
    with source:
        assert source.read() is not None
        plug.mode = trouble
        started = time.monotonic()
        threading.Timer(0.8, lambda: (setattr(plug, "mode", "fine"), plug.release.set())).start()
        frame = source.read()
        while frame is not None and not (told and told[-1][0]):
            frame = source.read()
        assert frame is not None
    assert told[0][0] is False
    assert told[0][2] - started < 0.6, "the time allowed here is 0.3 s of silence"
    assert "trying again" in told[0][1]
    assert told[-1][0] is True
    assert plug.opened >= 2
    assert plug.closed >= plug.opened
    assert not readers()


class Socket:
    """A back end with one camera, which may get another number."""

    plug = Plug()
    listed: ClassVar[list[CameraEntry]] = []

    def cameras(self) -> list[CameraEntry]:
        return list(self.listed)

    def device(self, entry: CameraEntry, size: tuple[int, int] | None, fps: float | None) -> FakeDevice:
        return FakeDevice(self.plug)


@pytest.mark.parametrize("number", [0, 3])
def test_a_camera_that_comes_back_under_another_number_is_read_on(number: int, monkeypatch: pytest.MonkeyPatch):
    load_sources()
    monkeypatch.setattr(registered, "_backends", {})
    register_camera_backend("socket")(Socket)
    Socket.plug, Socket.listed = Plug(), [CameraEntry(0, "Desk camera")]
    told: list[str] = []
    source = Camera(0, stall=0.3)
    source.delays = (0.05, 0.1)
    source.on_connection = lambda connected, what: told.append(what)
    with source:
        assert source.read() is not None
        Socket.plug.mode, Socket.listed = "gone", []
        plugs = [CameraEntry(number, "Desk camera"), *([CameraEntry(0, "Another")] if number else [])]
        threading.Timer(0.3, lambda: (setattr(Socket.plug, "mode", "fine"), setattr(Socket, "listed", plugs))).start()
        while "camera 0 is back" not in told:
            assert source.read() is not None
        assert source._opening is not None
        assert (source._opening.entry.index, source._opening.entry.name) == (number, "Desk camera")


def test_default_notices_within_two_seconds():
    assert Camera(0).stall < 2.0


def test_engine_shows_reconnecting_and_stops_at_once():
    plug, seen = Plug(), []
    stage = type("Stage", (), {"name": "a", "process": lambda self, frame: frame})()
    states: list[State] = []
    engine = Engine(camera(plug), [stage], consumers=[lambda f: seen.append(f)], on_state=lambda s, d: states.append(s))
    engine.start()
    limit = time.monotonic() + 3
    while len(seen) < 3 and time.monotonic() < limit:
        time.sleep(0.01)
    plug.mode = "hangs"
    while State.RECONNECTING not in states and time.monotonic() < limit:
        time.sleep(0.01)
    assert engine.state is State.RECONNECTING
    assert "trying again" in engine.detail
    plug.mode = "fine"
    plug.release.set()
    count = len(seen)
    while len(seen) < count + 3 and time.monotonic() < limit:
        time.sleep(0.01)
    assert engine.state is State.RUNNING
    plug.release.clear()
    plug.mode = "hangs"
    time.sleep(0.05)
    start = time.monotonic()
    engine.stop()
    assert time.monotonic() - start < 1.0
    assert not engine.stragglers, "the hanging driver has a thread of its own"
    plug.release.set()
    assert isinstance(seen[0], Frame)


def test_few_threads_hang_in_a_dead_driver():
    plug = Plug()
    source = camera(plug, stall=0.03)
    source.patience, source.delays = 0.09, (0.01,)
    source.open()
    plug.mode = "hangs"
    threading.Timer(0.8, source.interrupt).start()
    while source.read() is not None:
        pass
    assert 2 <= len(readers()) <= 5
    plug.release.set()
    source.close()
    assert not readers()


CAMERAS = [CameraEntry(0, "Integrated Webcam", 200), CameraEntry(2, "USB Video Grabber", 200)]


@pytest.mark.parametrize(("wanted", "index"), [(0, 0), ("2", 2), ("usb", 2), ("Integrated", 0)])
def test_found_by_number_or_name(wanted: int | str, index: int):
    assert find_camera(wanted, CAMERAS).index == index


def test_unknown_name_tells_the_known():
    with pytest.raises(CameraError, match=r"no camera called 'kinect'; there are: 0 \(Integrated Webcam\), 2") as caught:
        find_camera("kinect", CAMERAS)
    assert caught.value.kind == "missing"
    with pytest.raises(CameraError, match="no camera is connected"):
        find_camera("kinect", [])


def test_linux_names(tmp_path: Path):
    for node, name, index in (("video0", "Webcam", "0"), ("video1", "Webcam", "1"), ("video10", "Other", "0"), ("video2", "", "")):
        (tmp_path / node).mkdir()
        (tmp_path / node / "name").write_text(name + "\n")
        (tmp_path / node / "index").write_text(index + "\n")
    assert [(c.index, c.name) for c in _video4linux(tmp_path)] == [(0, "Webcam"), (10, "Other")]
    assert _video4linux(tmp_path / "none") == []


@pytest.mark.skipif(os.name != "posix" or Path("/dev/video97").exists(), reason="looks for a camera that cannot be")
def test_real_backend_without_a_camera():
    with pytest.raises(CameraError):
        OpenCVCamera(97).open()


class FakeCapture:
    """cv2.VideoCapture over no hardware."""

    asked: dict[int, float]

    def __init__(self, index: int, backend: int) -> None:
        self.asked, self.released = {}, False

    def isOpened(self) -> bool:
        return True

    def set(self, key: int, value: float) -> bool:
        self.asked[key] = value
        return True

    def get(self, key: int) -> float:
        return {cv2.CAP_PROP_FRAME_WIDTH: 640.0, cv2.CAP_PROP_FRAME_HEIGHT: 480.0, cv2.CAP_PROP_FPS: 15.0}[key]

    def read(self) -> tuple[bool, np.ndarray | None]:
        return (True, np.zeros((48, 64), np.uint8)) if not self.released else (False, None)

    def release(self) -> None:
        self.released = True


def test_size_and_rate_are_asked_for_and_what_was_given_is_told(monkeypatch: pytest.MonkeyPatch):
    made: list[FakeCapture] = []
    monkeypatch.setattr(cv2, "VideoCapture", lambda *a: made.append(FakeCapture(*a)) or made[-1])
    monkeypatch.setattr("posecore.sources.camera.list_cameras", lambda: CAMERAS)
    device = OpenCVCamera("grabber", (1280, 720), 60.0)
    info = device.open()
    assert (info.name, info.width, info.height, info.fps) == ("USB Video Grabber", 640, 480, 15.0)
    assert made[0].asked[cv2.CAP_PROP_FRAME_WIDTH] == 1280
    assert made[0].asked[cv2.CAP_PROP_FPS] == 60.0
    assert device.read().shape == (48, 64, 3), "grey cameras give colour pictures"
    device.close()
    with pytest.raises(SourceError, match="gives no pictures"):
        device.read()
