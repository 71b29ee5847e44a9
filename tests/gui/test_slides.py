"""A folder of photos, and a single one, in the window."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lightpose.gui.assembly import make_source
from lightpose.gui.window import MainWindow
from posecore.sources.factory import parse
from tests.gui.fakes import PATIENCE
from tests.sources.test_slides import photos


@pytest.fixture
def show(make_window: Callable[..., MainWindow], qtbot: QtBot) -> Callable[[Path], MainWindow]:
    def show(path: Path) -> MainWindow:
        window = make_window(source=make_source)
        window.opener.open(parse(path))
        qtbot.waitUntil(lambda: name(window) == "1.png", timeout=10_000 * PATIENCE)
        return window

    return show


def name(window: MainWindow) -> str:
    """Of the image on the screen, once it is painted."""
    frame = window.view.frame
    painted = frame is not None and frame.source is not None and frame.time == window.session.position
    return frame.source.name if painted else ""


def test_photos_are_shown_for_seconds_and_one_can_go_from_one_to_the_next(
    show: Callable[[Path], MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = show(photos(tmp_path / "trip"))
    assert window.session.duration == 12

    def press(key: Qt.Key, then: str) -> None:
        start = time.monotonic()
        qtbot.keyClick(window.view, key)
        qtbot.waitUntil(lambda: name(window) == then, timeout=2_500 * PATIENCE)
        waited.append(time.monotonic() - start)

    waited: list[float] = []
    press(Qt.Key.Key_Right, "2.png")
    assert not window.state.paused
    press(Qt.Key.Key_Period, "3.png")
    assert window.state.paused
    press(Qt.Key.Key_Period, "4.png")
    press(Qt.Key.Key_Comma, "3.png")
    press(Qt.Key.Key_Comma, "2.png")
    press(Qt.Key.Key_Left, "1.png")
    press(Qt.Key.Key_Left, "1.png")
    press(Qt.Key.Key_Right, "2.png")
    assert sorted(waited)[len(waited) // 2] < 2, "nobody waits until the next one is due"
    window._show_numbers()
    assert (window.controls.time.text(), window.controls.frame.text()) == ("2.png", "#2 / 4")
    window.session.seek(9)
    qtbot.waitUntil(lambda: name(window) == "4.png", timeout=2_500 * PATIENCE)
    window.state.speed = 4.0
    window.state.paused = False
    qtbot.waitUntil(lambda: window.session.phase == "ended", timeout=5_000 * PATIENCE)
    assert window.hint.notice is not None
    assert window.hint.notice.sentence == "That was the last image."
    qtbot.keyClick(window.view, Qt.Key.Key_Comma)
    qtbot.waitUntil(lambda: name(window) == "3.png", timeout=5_000 * PATIENCE)


def test_a_pause_keeps_the_photo_that_is_shown(show: Callable[[Path], MainWindow], qtbot: QtBot, tmp_path: Path) -> None:
    window = show(photos(tmp_path / "trip"))
    qtbot.keyClick(window.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.phase == "paused", timeout=2_500 * PATIENCE)
    qtbot.wait(3300)
    assert name(window) == "1.png"


def test_a_single_photo_stays_and_has_nothing_to_play(show: Callable[[Path], MainWindow], qtbot: QtBot, tmp_path: Path) -> None:
    path = photos(tmp_path / "trip", 1) / "1.png"
    window = show(path)
    qtbot.waitUntil(lambda: window.session.phase == "ended", timeout=5_000 * PATIENCE)
    assert not window.hint.isVisible()
    assert not window.card.isVisible()
    for command in ("pause", "step", "step_back", "back", "forward"):
        assert not window.actions_[command].isEnabled()
        assert "it is a single image" in window.actions_[command].toolTip()
    assert not window.controls.seek.isEnabled()
    assert window.actions_["snapshot"].isEnabled()
    assert name(window) == "1.png"
