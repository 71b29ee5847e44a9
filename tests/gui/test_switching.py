"""One source after the other, quickly: nothing of the one before is seen, and the keyboard is enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lightpose.gui.presenter import Presenter
from lightpose.gui.window import MainWindow
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.sources import Source
from posecore.sources.factory import SourceSpec, parse
from tests.gui.fakes import PATIENCE, FakeCamera, picture

BUSY = 0.5


def sources(spec: SourceSpec, options: Any) -> Source:
    """Cameras are fakes with as many people as their number says, and two more; all else is what it is."""
    return FakeCamera(int(spec.value) + 2) if spec.kind == "camera" else spec.open(options.size, options.fps)


@pytest.fixture
def switching(make_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
    """A window with two people on the screen, and :func:`sources` to switch to."""
    window = make_window(source=sources)
    window.begin("0")
    qtbot.waitUntil(lambda: len(window.view.people) == 2, timeout=10_000 * PATIENCE)
    return window


def test_nothing_of_the_source_before_is_shown(switching: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = switching
    window.session._work.put(lambda: time.sleep(BUSY))  # the camera goes on meanwhile
    window.opener.open(parse(tmp_path / "nowhere.mp4"))
    seen = []
    window.view.painted.connect(seen.append)
    end = time.monotonic() + BUSY
    while time.monotonic() < end:
        qtbot.wait(10)
        assert window.view.screen_image is None
    qtbot.waitUntil(lambda: window.session.phase == "failed", timeout=5_000 * PATIENCE)
    qtbot.wait(300)
    assert not seen
    assert window.controls.time.text() == "0:00.00"
    assert window.controls.frame.text() == "#1"
    assert (window.session.position, window.session.frame) == (0.0, 0)


def test_an_image_that_is_being_prepared_is_forgotten_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The source changes while the presenter is at work on the last frame of the one before."""
    presenter = Presenter()
    monkeypatch.setattr("lightpose.gui.presenter.prepare", lambda *_: presenter.clear())
    frame = PoseFrame(picture(0, 64, 48, 1), 0, 0.0, 0.0, People.empty())
    presenter.start()
    try:
        presenter.offer(frame)
        time.sleep(0.2)
        assert presenter.take() is None
    finally:
        assert presenter.stop(PATIENCE)
    assert presenter.error is None
    assert presenter.forgotten


def test_twenty_switches_end_at_the_last_source(switching: MainWindow, qtbot: QtBot) -> None:
    window = switching
    for number in range(20):
        window.opener.open(SourceSpec("camera", str(number % 3), f"Camera {number % 3}"))
        qtbot.wait(5 * (number % 4))
    qtbot.waitUntil(lambda: len(window.view.people) == 3, timeout=10_000 * PATIENCE)
    assert window.session.phase == "running"
    assert window.controls.source.text() == "Camera 1"
    assert not window.card.isVisible()


def test_the_button_that_helps_has_the_keyboard(switching: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = switching
    window.view.setFocus()
    window.opener.open(parse(tmp_path / "nowhere.mp4"))
    qtbot.waitUntil(lambda: window.session.phase == "failed" and bool(window.card.buttons), timeout=5_000 * PATIENCE)
    focused = window.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused is window.card.buttons[0]
    chosen = []
    window.card.chosen.connect(chosen.append)
    window.card.chosen.disconnect(window.commands.run)
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert chosen == [focused.objectName()]
    window.opener.open(SourceSpec("camera", "1", "Camera"))
    qtbot.waitUntil(lambda: len(window.view.people) == 3, timeout=10_000 * PATIENCE)
    assert window.focusWidget() is window.view


def test_who_is_at_another_place_keeps_the_keyboard(switching: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = switching
    box = window.view_page.people.who
    box.setFocus()
    window.opener.open(parse(tmp_path / "nowhere.mp4"))
    qtbot.waitUntil(lambda: window.session.phase == "failed" and bool(window.card.buttons), timeout=5_000 * PATIENCE)
    assert window.focusWidget() is box
