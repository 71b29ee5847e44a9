"""The window on small screens and large ones: its place, the panel over the video, dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, QRect, QSettings, QSize, Qt
from PyQt6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from lightpose.gui import placing
from lightpose.gui.placing import FRAME, place, remember, was_maximized
from lightpose.gui.state import AppState
from lightpose.gui.window import MainWindow

LAPTOP, DOUBLE, OTHER = QRect(0, 0, 1920, 1040), QRect(0, 0, 800, 500), QRect(1920, 0, 1280, 1024)


@pytest.mark.parametrize("screen", [LAPTOP, DOUBLE, QRect(0, 28, 640, 452), QRect(100, 50, 1280, 800)])
@pytest.mark.parametrize("stored", ["", "nonsense", "1,2,3", "0,0,-5,9", "5000,5000,900,600", "10,60,3000,2000", "-300,100,1280,720,max"])
def test_the_window_is_on_the_screen_with_its_title(screen: QRect, stored: str) -> None:
    there = place(stored, [screen])
    assert screen.contains(there)
    assert there.top() - screen.top() >= FRAME
    assert there.width() >= min(640, screen.width())


def test_the_window_comes_back_where_it_was() -> None:
    assert place("", [LAPTOP]).size() == QSize(1280, 720)
    assert place("2000,100,900,600", [LAPTOP, OTHER]) == QRect(2000, 100, 900, 600)
    assert LAPTOP.contains(place("2000,100,900,600", [LAPTOP]))  # the other screen is gone
    assert was_maximized("1,2,3,4,max")
    assert not was_maximized("1,2,3,4")


def test_size_and_place_are_remembered(
    make_window: Callable[..., MainWindow], state: AppState, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "screens", lambda: [LAPTOP])
    monkeypatch.setattr("lightpose.gui.window.screens", lambda: [LAPTOP])
    first = make_window()
    first.setGeometry(150, 120, 930, 610)
    first.close()
    assert state.place == "150,120,930,610"
    assert remember(first) == state.place
    assert make_window().pos() != QPoint(0, 0)
    again = QRect(150, 120, 930, 610)
    assert place(state.place, [LAPTOP]) == again
    store = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    kept = AppState(store)
    kept.place = state.place
    assert AppState(store).place == state.place
    kept.reset()
    assert kept.place == state.place


def test_in_a_narrow_window_the_panel_opens_over_the_video(window: MainWindow, qtbot: QtBot) -> None:
    assert window.panel.isVisible()
    assert window.view.geometry().right() < window.panel.geometry().left()
    window.resize(640, 480)
    qtbot.waitUntil(lambda: window.stage.narrow and not window.panel.isVisible())
    assert window.view.width() == window.stage.width()
    window.commands.run("panel")
    assert window.panel.isVisible()
    assert window.view.width() == window.stage.width()  # the video stays where it is
    assert window.panel.geometry().right() == window.stage.rect().right()
    assert window.panel.x() >= 40
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=QPoint(10, 100))
    assert not window.panel.isVisible()
    assert window.state.person == -1  # the click chose nobody
    window.commands.run("panel")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.panel.isVisible()
    window.resize(1000, 640)
    qtbot.waitUntil(lambda: window.panel.isVisible() and not window.stage.narrow)
    assert window.view.geometry().right() < window.panel.geometry().left()


def test_what_a_narrow_window_does_to_the_panel_is_not_stored(qtbot: QtBot, tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    state = AppState(store)
    state.keep_to_itself("panel", True)
    state.panel = False
    assert AppState(store).panel
    state.keep_to_itself("panel", False)
    state.panel = True
    state.panel = False
    assert not AppState(store).panel


def test_dialogs_are_no_larger_than_the_screen(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen:
        def availableGeometry(self) -> QRect:
            return DOUBLE

    monkeypatch.setattr(QDialog, "screen", lambda self: Screen())
    for command in ("about", "shortcuts", "open_url", "process"):
        window.commands.run(command)
        dialog = window.dialogs.process if command == "process" else window.dialogs.current
        assert dialog is not None
        assert dialog.width() <= DOUBLE.width()
        assert dialog.height() <= DOUBLE.height() - FRAME
        dialog.close()
