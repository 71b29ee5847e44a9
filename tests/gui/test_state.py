from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PyQt6 import sip
from PyQt6.QtCore import QSettings
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lightpose.gui.fields import follow
from lightpose.gui.panels.settings import SettingsPage
from lightpose.gui.state import AppState, settings
from posecore.runtime.weights import find_weights


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("joint_threshold", 7, 0.95),
        ("joint_threshold", float("nan"), 0.25),
        ("theme", "pink", "system"),
        ("precision", "fp16", "auto"),
        ("threads", "3", 3),
        ("threads", "many", 0),
        ("boxes", "true", True),
        ("skeleton", "false", False),
        ("detector_interval", -5, -1.0),
        ("speed", None, 1.0),
    ],
)
def test_nonsense_never_gets_in(name: str, given: Any, kept: Any) -> None:
    state = AppState()
    setattr(state, name, given)
    assert getattr(state, name) == kept
    assert type(getattr(state, name)) is type(getattr(AppState, name).default)


def test_each_change_is_told_once() -> None:
    state, told = AppState(), []
    state.changed.connect(told.append)
    state.boxes = True
    state.boxes = True
    state.boxes = False
    assert told == ["boxes", "boxes"]


def test_every_precision_that_is_offered_can_be_loaded(qtbot: QtBot) -> None:
    page = SettingsPage(AppState())
    qtbot.addWidget(page)
    offered = [page.precision.itemData(i) for i in range(page.precision.count())]
    assert offered[0] == "auto"
    for precision in offered[1:]:
        assert find_weights("pose", precision).suffix == ".onnx"
        assert find_weights("person", precision).suffix == ".onnx"


def test_settings_come_back_and_reset_puts_them_back(tmp_path: Path) -> None:
    def store() -> QSettings:
        return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)

    first = AppState(store())
    first.boxes, first.smoothing, first.theme, first.threads, first.source, first.recording = True, 0.8, "dark", 3, "2", True
    first._store.sync()  # type: ignore[union-attr]
    second = AppState(store())
    assert (second.boxes, second.smoothing, second.theme, second.threads, second.source) == (True, 0.8, "dark", 3, "2")
    assert not second.recording  # of the moment only
    second.reset()
    second._store.sync()  # type: ignore[union-attr]
    third = AppState(store())
    assert third.source == "2"
    for setting in settings():
        if setting.stored and setting.name != "source":
            assert getattr(third, setting.name) == setting.default, setting.name


def test_what_the_command_line_says_is_not_kept(tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    state = AppState(store)
    state.override(threads=2, theme=None, resolution="640x480")
    assert state.threads == 2
    assert state.size == (640, 480)
    assert not store.allKeys()


def test_a_damaged_file_of_settings_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_text("[General]\nboxes=perhaps\nthreads=@Variant(\\0)\nsmoothing=\\x1\nresolution=1x1\n")
    state = AppState(QSettings(str(path), QSettings.Format.IniFormat))
    assert not state.boxes
    assert state.threads == 0
    assert state.smoothing == 0.5
    assert state.size is None


def test_who_is_gone_follows_no_more(qapp: Any) -> None:
    state, owner = AppState(), QWidget()
    seen: list[bool] = []
    follow(state, "boxes", owner, seen.append)
    state.boxes = True
    sip.delete(owner)
    state.boxes = False
    assert seen == [True]
