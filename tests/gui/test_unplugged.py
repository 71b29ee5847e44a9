"""What vanishes while it is used: the camera, a driver, the disk, a port. The window says it, and goes on."""

from __future__ import annotations

import errno
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from lightpose.gui.sending import described
from lightpose.gui.window import MainWindow
from posecore.sinks import SinkError, virtual_camera
from posecore.sources import SourceInfo
from posecore.sources.camera import Camera
from posecore.sources.factory import parse
from posecore.sources.reconnecting import LiveSource
from tests.gui.fakes import PATIENCE, picture
from tests.sinks.test_virtual_camera import FakeDevice

MakeWindow = Callable[..., MainWindow]
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")


def wait(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=10_000 * PATIENCE)


def said(window: MainWindow, kind: str) -> str:
    notice = window.hint.notice
    return notice.sentence if notice is not None and notice.kind == kind and window.hint.isVisible() else ""


class Cable:
    """A camera of its own kind, plugged in or not."""

    size = (320, 240)
    trouble: Any = ""
    index = 0

    def open(self) -> SourceInfo:
        if self.trouble:
            raise OSError(errno.ENODEV, "No such device")
        return SourceInfo("Fake camera", *self.size, 30.0)

    def read(self) -> Any:
        time.sleep(1 / 60)
        type(self).index += 1
        if self.trouble == "raises":
            raise OSError(errno.ENODEV, "No such device")
        return None if self.trouble else picture(self.index, *self.size, 2)

    def close(self) -> None:
        if self.trouble:
            raise RuntimeError("it is gone")


@pytest.mark.parametrize("trouble", ["raises", "gives nothing"])
def test_a_camera_that_is_pulled_out_while_recording(
    make_window: MakeWindow, qtbot: QtBot, trouble: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Cable, "trouble", "")
    source = Camera(0, device=Cable, stall=0.3)
    source.delays = (0.05,)
    window = make_window(camera=lambda: source)
    window.begin("0")
    wait(qtbot, lambda: len(window.view.people) == 2)
    window.state.recording = True
    wait(qtbot, lambda: (window.capture.seconds or 0) > 0.1)
    monkeypatch.setattr(Cable, "trouble", trouble)
    wait(qtbot, lambda: window.card.isVisible())
    assert window.card.notice is not None
    assert (window.session.phase, window.card.notice.kind) == ("reconnecting", "unplugged")
    assert window.state.recording, "it goes on when the camera is back"
    before = window.capture.seconds or 0
    monkeypatch.setattr(Cable, "trouble", "")
    wait(qtbot, lambda: window.session.phase == "running" and not window.card.isVisible())
    wait(qtbot, lambda: (window.capture.seconds or 0) > before)
    window.state.recording = False
    wait(qtbot, lambda: said(window, "saved"))
    assert "Traceback" not in capfd.readouterr().err


def test_what_an_address_sends_may_end(make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cable, "trouble", "")
    window = make_window(camera=lambda: LiveSource(Cable, "host/film.mp4"))
    window.opener.open(parse("http://host/film.mp4"))
    wait(qtbot, lambda: len(window.view.people) == 2)
    monkeypatch.setattr(Cable, "trouble", "ends")
    wait(qtbot, lambda: said(window, "ended"))
    assert window.session.over
    assert not window.card.isVisible()
    monkeypatch.setattr(Cable, "trouble", "")
    window.actions_["pause"].trigger()
    wait(qtbot, lambda: window.session.phase == "running")


def test_another_size_ends_the_recording_and_keeps_it(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cable, "trouble", "")
    window = make_window(camera=lambda: Camera(0, device=Cable))
    window.begin("0")
    wait(qtbot, lambda: len(window.view.people) == 2)
    window.state.recording = True
    wait(qtbot, lambda: (window.capture.seconds or 0) > 0.1)
    monkeypatch.setattr(Cable, "size", (160, 120))
    wait(qtbot, lambda: said(window, "saved"))
    assert said(window, "saved").startswith("The recording ended: the size of the frames changed. Saved lightpose ")
    assert not window.state.recording
    assert sorted(path.suffix for path in (tmp_path / "recordings").iterdir()) == [".jsonl", ".mp4"]


class FullDisk:
    """A keypoint file for which there is room for three frames."""

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *_: object) -> None: ...

    def write(self, number: int, *_: Any, **__: Any) -> None:
        if number > 2:
            raise SinkError("cannot write film.jsonl: No space left on device")


def test_a_full_disk_ends_the_recording_and_not_the_window(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posecore.pipelines.recorder.open_writer", lambda path, header: FullDisk())
    window.state.recording = True
    wait(qtbot, lambda: said(window, "unwritable"))
    first, second = "cannot write film.jsonl: No space left on device.", "What was written until then is made whole at the next start."
    assert said(window, "unwritable") == f"The recording ended: {first} {second}"
    assert window.session.phase == "running"
    assert not window.state.recording
    wait(qtbot, lambda: window.capture.seconds is None)


@pytest.mark.parametrize("hangs", [False, True])
def test_the_driver_of_the_virtual_camera_vanishes(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, hangs: bool) -> None:
    class Leaving(FakeDevice):
        def send(self, image: np.ndarray) -> None:
            super().send(image)
            if self.frames > 2:
                if hangs:
                    time.sleep(0.8)
                raise OSError(errno.ENODEV, "No such device")

        def close(self) -> None:
            raise RuntimeError("it is gone")

    monkeypatch.setattr(virtual_camera, "STUCK_SECONDS", 0.2 if hangs else 60.0)
    monkeypatch.setattr(FakeDevice, "made", [])
    monkeypatch.setitem(sys.modules, "pyvirtualcam", SimpleNamespace(Camera=Leaving, PixelFormat=SimpleNamespace(BGR="bgr")))
    window.state.virtual_camera = True
    wait(qtbot, lambda: said(window, "virtual_camera"))
    why = "the driver of the virtual camera does not answer" if hangs else "No such device"
    assert said(window, "virtual_camera") == f"The virtual camera broke off: {why}."
    assert not window.state.virtual_camera
    assert not window.badges.sharing.isVisible()
    assert window.session.phase == "running"
    monkeypatch.setitem(sys.modules, "pyvirtualcam", SimpleNamespace(Camera=FakeDevice, PixelFormat=SimpleNamespace(BGR="bgr")))
    window.commands.run("virtual_camera")  # the button
    wait(qtbot, lambda: said(window, "sharing"))


def test_a_port_that_was_taken_is_tried_again(window: MainWindow, qtbot: QtBot) -> None:
    pytest.importorskip("websockets")
    window.commands.run("streams")
    dialog = window.dialogs.streams
    assert dialog is not None
    assert dialog.empty.isVisible()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        dialog.port.setValue(taken.getsockname()[1])
        dialog.add.click()
        wait(qtbot, lambda: dialog.retry.isVisible())
    assert not dialog.empty.isVisible()
    dialog.retry.click()
    wait(qtbot, lambda: described(window.sending.entries[0]) == "listening, no reader")
    dialog.refresh()
    assert not dialog.retry.isVisible()


def test_readers_that_break_off_leave_no_trace(window: MainWindow, qtbot: QtBot, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("websockets")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    window.sending.add(f"ws://127.0.0.1:{port}")
    entry = window.sending.entries[0]
    wait(qtbot, lambda: entry.phase == "on")
    upgrade = (
        f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()
    for first in (b"", b"\x16\x03\x01", b"GET / HTTP/1.1\r\n", upgrade, upgrade + b"\xff" * 9):
        reader = socket.create_connection(("127.0.0.1", port))
        reader.sendall(first)
        if first == upgrade:
            wait(qtbot, lambda: described(entry) == "1 reader")
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")  # no goodbye
        reader.close()
        wait(qtbot, lambda: described(entry) == "listening, no reader")
    qtbot.wait(100)
    assert entry.phase == "on"
    assert capfd.readouterr().err == ""
