"""Recordings, snapshots and the virtual camera as the window commands them."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import pytest
from pytestqt.qtbot import QtBot

from lightpose.gui.window import MainWindow
from posecore import formats
from tests.clips import video_times
from tests.gui.fakes import PATIENCE
from tests.sinks.test_virtual_camera import FakeDevice


def test_a_folder_that_cannot_be(tmp_path: Path, qtbot: QtBot, window: MainWindow) -> None:
    (tmp_path / "file").write_text("")
    window.state.folder = str(tmp_path / "file" / "inside")
    window.state.recording = True
    qtbot.waitUntil(lambda: window.hint.notice is not None and window.hint.notice.kind == "unwritable", timeout=3_000 * PATIENCE)
    assert not window.state.recording
    window.commands.run("snapshot")
    qtbot.waitUntil(lambda: "cannot write" in window.hint.sentence.text().lower(), timeout=3_000 * PATIENCE)


def test_recording_from_the_window(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.state.record_raw = True
    window.actions_["record"].trigger()
    assert window.state.recording
    qtbot.waitUntil(lambda: window.controls.timer.isVisible() and (window.capture.seconds or 0) > 0.8, timeout=8_000 * PATIENCE)
    window.actions_["record"].trigger()
    qtbot.waitUntil(lambda: window.hint.isVisible() and "Saved" in window.hint.sentence.text(), timeout=8_000 * PATIENCE)
    files = sorted((tmp_path / "recordings").iterdir())
    assert [path.suffix for path in files] == [".mp4", ".jsonl", ".mp4"]
    assert all(len(video_times(path)) > 5 for path in files if path.suffix == ".mp4")
    assert {int(i) for frame in formats.read(files[1]).frames for i in frame.people.ids} == {1, 2}
    qtbot.waitUntil(lambda: not window.controls.timer.isVisible(), timeout=2_000 * PATIENCE)


def test_recording_goes_on_when_settings_change(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.state.recording = True
    qtbot.waitUntil(lambda: (window.capture.seconds or 0) > 0.3, timeout=8_000 * PATIENCE)
    window.state.threads = 2  # another engine
    before = window.capture.seconds or 0
    qtbot.waitUntil(lambda: (window.capture.seconds or 0) > before + 0.5, timeout=8_000 * PATIENCE)


def test_other_programs_see_the_window_as_a_camera(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeDevice, "made", [])
    fake = SimpleNamespace(Camera=FakeDevice, PixelFormat=SimpleNamespace(BGR="bgr"))
    monkeypatch.setitem(sys.modules, "pyvirtualcam", fake)
    window.state.virtual_camera = True
    qtbot.waitUntil(lambda: bool(FakeDevice.made) and FakeDevice.made[0].frames > 2, timeout=5_000 * PATIENCE)
    assert (FakeDevice.made[0].width, FakeDevice.made[0].height) == (320, 240)
    qtbot.waitUntil(lambda: window.hint.notice is not None and window.hint.notice.kind == "sharing", timeout=5_000 * PATIENCE)
    assert "/dev/video7" in window.hint.sentence.text()
    assert "/dev/video7" in window.badges.sharing.toolTip()
    assert window.badges.sharing.isVisible()
    assert window.view.rect().contains(window.badges.geometry())
    window.badges.sharing.click()
    assert not window.state.virtual_camera
    assert not window.badges.isVisible()
    assert FakeDevice.made[0].closed


def test_a_virtual_camera_without_its_driver_is_said(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: Any) -> None:
        raise RuntimeError("no loopback device")

    fake = SimpleNamespace(Camera=fails, PixelFormat=SimpleNamespace(BGR="bgr"))
    monkeypatch.setitem(sys.modules, "pyvirtualcam", fake)
    window.state.virtual_camera = True
    qtbot.waitUntil(lambda: not window.state.virtual_camera, timeout=5_000 * PATIENCE)
    assert window.hint.isVisible()
    assert "no loopback device" not in window.hint.sentence.text(), "there is a button for what helps"
    assert window.hint.notice is not None
    assert window.hint.notice.detail == "no loopback device"


def test_nothing_to_record_is_said(window: MainWindow) -> None:
    window.state.record_annotated, window.state.record_keypoints = False, "none"
    window.state.recording = True
    assert not window.state.recording
    assert window.hint.notice is not None
    assert window.hint.notice.kind == "nothing"


def test_closing_finishes_the_recording(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.state.recording = True
    qtbot.waitUntil(lambda: window.capture.recorder is not None and window.capture.recorder.frames > 5, timeout=8_000 * PATIENCE)
    window.close()
    files = sorted((tmp_path / "recordings").iterdir())
    assert [path.suffix for path in files] == [".jsonl", ".mp4"]
    assert len(video_times(files[1])) > 5


def test_snapshot(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.actions_["snapshot"].trigger()
    qtbot.waitUntil(lambda: window.hint.notice is not None and window.hint.notice.kind == "saved", timeout=5_000 * PATIENCE)
    (path,) = (tmp_path / "recordings").glob("*.png")
    assert cv2.imread(str(path)).shape == (240, 320, 3)
