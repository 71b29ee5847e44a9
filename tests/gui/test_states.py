"""The states people really meet: each has its card or hint, and its button works."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from lightpose.gui import cameras as gui_cameras
from lightpose.gui.notices import slow_machine
from lightpose.gui.state import AppState
from lightpose.gui.window import MainWindow
from posecore.engine import State
from posecore.runtime.devices import choose_providers, providers_of
from posecore.sources import SourceError
from posecore.sources.camera import CameraError
from posecore.sources.factory import SourceSpec, parse
from tests.clips import make_clip
from tests.gui.fakes import PATIENCE, FakeCamera, FakeNetworks, crowd

MakeWindow = Callable[..., MainWindow]


def press(window: MainWindow, name: str) -> None:
    button = window.card.findChild(QPushButton, name)
    assert button is not None, [b.objectName() for b in window.card.buttons]
    assert button.isVisible()
    button.click()


def shows(window: MainWindow, kind: str) -> bool:
    return window.card.isVisible() and window.card.notice is not None and window.card.notice.kind == kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (CameraError("there is no camera 0", "missing"), "no_camera"),
        (CameraError("Cam cannot be opened", "busy"), "busy"),
        (CameraError("no permission to use it", "denied"), "permission"),
        (SourceError("camera 0 does not answer"), "silent"),
    ],
)
def test_a_camera_that_does_not_open_until_it_does(make_window: MakeWindow, qtbot: QtBot, error: Exception, kind: str) -> None:
    cameras = [FakeCamera(error=error), FakeCamera()]
    window = make_window(camera=lambda: cameras.pop(0), cameras=[])
    window.opener.open(SourceSpec("camera", "0", "Cam"))
    qtbot.waitUntil(lambda: shows(window, kind), timeout=5_000 * PATIENCE)
    inside = window.view.rect().adjusted(0, 0, 1, 1)
    assert inside.contains(window.card.geometry())
    assert window.card.sentence.text()
    usable = [window.actions_[name] for name in ("pause", "snapshot", "record")]
    assert not any(action.isEnabled() for action in usable)
    press(window, "retry")
    qtbot.waitUntil(lambda: window.session.phase == "running" and not window.card.isVisible(), timeout=5_000 * PATIENCE)
    qtbot.waitUntil(lambda: all(action.isEnabled() for action in usable), timeout=5_000 * PATIENCE)


def test_no_camera_at_all_then_one_is_plugged_in(make_window: MakeWindow, qtbot: QtBot) -> None:
    found: list[tuple[str, str]] = []
    window = make_window()
    window.cameras._list = lambda: list(found)
    window.begin(None)
    qtbot.waitUntil(lambda: shows(window, "no_camera"), timeout=5_000 * PATIENCE)
    found.append(("0", "Fake camera"))
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)
    assert window.controls.source.text() == "Fake camera"
    assert window.controls.menu.actions()[0].text() == "Fake camera"


@pytest.mark.parametrize(("platform", "tells", "cameras"), [("win32", False, [("0", "Camera")]), ("win32", True, []), ("linux", False, [])])
def test_where_the_system_does_not_name_its_cameras_the_first_is_tried(
    monkeypatch: pytest.MonkeyPatch, platform: str, tells: bool, cameras: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr(gui_cameras.sys, "platform", platform)
    monkeypatch.setattr(gui_cameras, "find_spec", lambda name: object() if tells else None)
    monkeypatch.setattr("posecore.sources.camera.list_cameras", list)
    assert gui_cameras.list_cameras() == cameras


def test_a_choice_of_cameras_by_name(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(cameras=[("0", "Front"), ("2", "Back")])
    window.begin(None)
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)
    assert window.session.spec == SourceSpec("camera", "0", "Front")
    window.controls.menu.actions()[1].trigger()
    assert window.session.spec == SourceSpec("camera", "2", "Back")
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)
    assert window.state.source == "2"  # and it is the first choice next time


def test_a_camera_opened_by_number_gets_its_name(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(cameras=[("0", "Front camera"), ("1", "Back camera")])
    window.begin("1")
    qtbot.waitUntil(lambda: window.controls.source.text() == "Back camera", timeout=5_000 * PATIENCE)
    listed = [action.text() for action in window.controls.menu.actions() if action.isChecked()]
    assert listed == ["Back camera"]


def test_a_camera_unplugged_while_running_comes_back(make_window: MakeWindow, qtbot: QtBot) -> None:
    camera = FakeCamera()
    window = make_window(camera=lambda: camera)
    window.begin("0")
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)
    camera.on_connection(False, "Fake camera gives no pictures; trying again")
    qtbot.waitUntil(lambda: shows(window, "unplugged"), timeout=2_000 * PATIENCE)
    camera.on_connection(True, "Fake camera is back")
    qtbot.waitUntil(lambda: window.session.phase == "running" and not window.card.isVisible(), timeout=2_000 * PATIENCE)


def test_a_stream_that_is_lost(make_window: MakeWindow, qtbot: QtBot) -> None:
    camera = FakeCamera()
    window = make_window(camera=lambda: camera)
    window.opener.open(parse("rtsp://me:pw@host/1"))
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)
    camera.on_connection(False, "no data")
    qtbot.waitUntil(lambda: shows(window, "stream_lost"), timeout=2_000 * PATIENCE)
    assert "pw" not in window.card.sentence.text()


@pytest.mark.parametrize(("name", "content"), [("missing.mp4", None), ("empty.mp4", b""), ("noise.mp4", b"no video" * 100)])
def test_a_file_that_cannot_be_played(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    window = make_window(source=lambda spec, options: spec.open())
    window.opener.open(parse(str(tmp_path / name)))
    qtbot.waitUntil(lambda: shows(window, "unreadable"), timeout=5_000 * PATIENCE)
    make_clip(tmp_path / name)
    press(window, "retry")
    qtbot.waitUntil(lambda: window.session.phase in ("running", "ended"), timeout=5_000 * PATIENCE)


@pytest.mark.parametrize(
    ("message", "kind"), [("provider 'cuda' is not in this onnxruntime", "provider"), ("x.onnx: no such file", "models")]
)
def test_networks_that_do_not_load(make_window: MakeWindow, qtbot: QtBot, state: AppState, message: str, kind: str) -> None:
    def load(options: Any) -> FakeNetworks:
        if options.pose:
            raise ValueError(message)
        return FakeNetworks()

    state.pose = "x.onnx"
    window = make_window(networks=load)
    window.begin("0")
    qtbot.waitUntil(lambda: shows(window, kind), timeout=5_000 * PATIENCE)
    press(window, "default_models")
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)
    assert state.pose == ""


def test_a_missing_accelerator_says_what_to_install(make_window: MakeWindow, qtbot: QtBot, state: AppState) -> None:
    def load(options: Any) -> FakeNetworks:
        choose_providers(["CPUExecutionProvider"], providers_of(options.device))
        return FakeNetworks()

    window = make_window(networks=load)
    window.begin("0")
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)
    device = window.settings_page.findChild(QComboBox, "device")
    assert device is not None
    device.setCurrentIndex(device.findData("openvino"))
    device.activated.emit(device.currentIndex())
    qtbot.waitUntil(lambda: shows(window, "provider"), timeout=5_000 * PATIENCE)
    assert "pip install openvino" in window.session.notice.sentence  # type: ignore[union-attr]
    press(window, "default_models")
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)
    assert state.device == "auto"
    qtbot.waitUntil(lambda: window.controls._words[-1:] == ["abacus"], timeout=5_000 * PATIENCE)


def test_a_stage_that_breaks(make_window: MakeWindow, qtbot: QtBot) -> None:
    networks: Any = FakeNetworks()
    works = networks.pose

    def broken(image: Any, boxes: Any) -> Any:
        raise RuntimeError("out of memory")

    networks.pose = broken
    window = make_window(networks=networks)
    window.begin("0")
    qtbot.waitUntil(lambda: shows(window, "stage"), timeout=5_000 * PATIENCE)
    assert "pose" in window.card.sentence.text()
    assert "out of memory" in window.card.detail.text()
    networks.pose = works
    press(window, "retry")
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)


def test_nobody_in_view(make_window: MakeWindow, qtbot: QtBot, state: AppState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lightpose.gui.hints.EMPTY_SECONDS", 0.5)
    window = make_window(camera=lambda: FakeCamera(people=0))
    window.begin("0")
    qtbot.waitUntil(lambda: window.hint.isVisible() and window.hint.notice.kind == "nobody", timeout=8_000 * PATIENCE)  # type: ignore[union-attr]
    window.hint.button.click()
    assert state.person_threshold == 0.15
    assert not window.hint.isVisible()


def test_a_slow_machine_is_offered_lighter_settings(window: MainWindow, qtbot: QtBot) -> None:
    window.hint.show_notice(slow_machine(6))
    assert "6 frames a second" in window.hint.sentence.text()
    window.hint.button.click()
    assert window.state.detector_interval == 2.0
    assert window.state.resolution == "640x480"
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)


def test_a_slow_machine_counts_in_good_grammar(qapp: Any) -> None:
    assert [slow_machine(fps).sentence.split(" on ")[0] for fps in (0.96, 1.3, 1.97, 7.4)] == [
        "Only 1.0 frames a second", "Only 1.3 frames a second", "Only 2 frames a second", "Only 7 frames a second",
    ]  # fmt: skip


def test_a_hint_can_be_dismissed(window: MainWindow) -> None:
    window.hint.show_notice(slow_machine(6))
    window.hint.cross.click()
    assert not window.hint.isVisible()


def test_a_film_plays_seeks_steps_and_ends(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", pts=range(0, 1200, 20))  # 2 s, 30 a second
    window = make_window(source=lambda spec, options: spec.open())
    start = time.monotonic()
    window.opener.open(parse(str(clip)))
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)
    assert window.controls.seek.isVisible()
    qtbot.waitUntil(lambda: window.session.phase == "ended", timeout=9_000 * PATIENCE)
    assert time.monotonic() - start > 1.7  # at its own pace
    assert window.hint.isVisible()
    window.hint.button.click()
    qtbot.waitUntil(lambda: window.session.phase == "running" and window.view.frame is not None, timeout=5_000 * PATIENCE)
    window.state.paused = True
    qtbot.waitUntil(lambda: window.session.phase == "paused", timeout=3_000 * PATIENCE)
    window.session.seek(1.0)
    qtbot.waitUntil(lambda: window.view.frame is not None and abs(window.view.frame.time - 1.0) < 0.04, timeout=3_000 * PATIENCE)
    at = window.view.frame.time  # type: ignore[union-attr]
    window.commands.run("step")
    qtbot.waitUntil(lambda: abs(window.view.frame.time - at - 1 / 30) < 0.01, timeout=3_000 * PATIENCE)  # type: ignore[union-attr]
    window.commands.run("back")
    qtbot.waitUntil(lambda: window.view.frame.time < 0.04, timeout=3_000 * PATIENCE)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: window.controls.time.text() == "0:00.00 / 0:02.00", timeout=2_000 * PATIENCE)
    window.state.speed = 4.0
    start = time.monotonic()
    window.state.paused = False
    qtbot.waitUntil(lambda: window.session.phase == "ended", timeout=5_000 * PATIENCE)
    assert time.monotonic() - start < 1.6 + crowd()


def test_at_the_end_of_a_film_the_recording_ends_and_space_plays_it_again(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", pts=range(0, 600, 20))
    window = make_window(source=lambda spec, options: spec.open())
    window.opener.open(parse(str(clip)))
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)
    window.state.recording = True
    qtbot.waitUntil(lambda: window.session.phase == "ended", timeout=9_000 * PATIENCE)
    assert not window.state.recording
    assert window.actions_["pause"].isEnabled()
    assert not window.actions_["record"].isEnabled()
    window.commands.run("step")
    assert window.session.phase == "ended"
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert not window.state.paused
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)


def test_a_late_word_of_running_does_not_undo_a_pause(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.phase == "running", timeout=5_000 * PATIENCE)
    window.state.paused = True
    qtbot.waitUntil(lambda: window.session.phase == "paused", timeout=5_000 * PATIENCE)
    window.session._engine_state.emit(window.session._generation, State.RUNNING, "")
    assert window.session.phase == "paused"
