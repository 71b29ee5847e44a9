"""Recorded videos in the window: frame by frame, mirrored or not; what cannot be used says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPoint
from PyQt6.QtGui import QHelpEvent
from PyQt6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from lightpose.gui.actions import Menu
from lightpose.gui.controls import clock
from lightpose.gui.needs import PICTURE, PLAYING, RECORDED, RUNNING, SEEKABLE
from lightpose.gui.panels.angles import NO_LIMB, TOO_CLOSE, AnglesPage
from lightpose.gui.plots import Plot
from lightpose.gui.state import AppState
from lightpose.gui.window import MainWindow
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.sources.factory import parse
from tests.clips import make_clip, standing
from tests.gui.fakes import PATIENCE

PTS = [0, 20, 40, 70, 80, 120, 130, 200, 220, 260]
"""Of 600 a second: no constant rate."""


@pytest.fixture
def film(make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window with a recorded video of 10 frames, paused at its first one."""
    window = make_window(source=lambda spec, options: spec.open())
    window.session.open(parse(make_clip(tmp_path / "clip.mp4", pts=PTS)), 0.0, paused=True)
    qtbot.waitUntil(lambda: window.view.frame is not None, timeout=10_000 * PATIENCE)
    return window


def at(window: MainWindow) -> int:
    """Index of the frame that was painted last."""
    return PTS.index(round(window.session.position * 600))


def test_one_frame_on_and_one_back(film: MainWindow, qtbot: QtBot) -> None:
    assert at(film) == 0
    for wanted in (1, 2, 3, 4):
        film.commands.run("step")
        qtbot.waitUntil(lambda wanted=wanted: at(film) == wanted, timeout=3_000 * PATIENCE)
    for wanted in (3, 2, 1, 0, 0):
        film.commands.run("step_back")
        qtbot.waitUntil(lambda wanted=wanted: at(film) == wanted, timeout=3_000 * PATIENCE)
    assert film.state.paused
    film._show_numbers()
    assert film.controls.time.text().startswith("0:00.00 / 0:00.")
    assert film.controls.frame.text().startswith("#1 / ")


def test_back_from_the_end(film: MainWindow, qtbot: QtBot) -> None:
    film.state.paused = False
    qtbot.waitUntil(lambda: film.session.phase == "ended", timeout=5_000 * PATIENCE)
    qtbot.waitUntil(lambda: at(film) == len(PTS) - 1, timeout=3_000 * PATIENCE)
    film.commands.run("step_back")
    qtbot.waitUntil(lambda: film.session.phase == "paused" and at(film) == len(PTS) - 2, timeout=5_000 * PATIENCE)
    assert film.state.paused


def test_mirroring_a_video_shows_and_ends_with_it(film: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert not film.badges.mirror.isVisible()
    film.commands.run("mirror")
    assert film.state.mirror_file
    assert film.badges.mirror.isVisible()
    assert film.view.rect().contains(film.badges.geometry())
    film.badges.mirror.click()
    assert not film.state.mirror_file
    assert not film.badges.mirror.isVisible()
    film.commands.run("mirror")
    film.opener.open(parse(make_clip(tmp_path / "other.mp4")))
    assert not film.state.mirror_file
    assert "mirror_file" not in {name for name in ("mirror_file",) if AppState.mirror_file.stored}


def test_what_cannot_be_used_says_why(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("step", "step_back", "back", "forward"):
        assert not window.actions_[name].isEnabled()
        assert "only in recorded videos" in window.actions_[name].toolTip()
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, widget: said.append(text))
    menus = {action.text().replace("&", ""): action.menu() for action in window.menuBar().actions()}  # type: ignore[union-attr]
    menu = menus["Capture"]
    assert isinstance(menu, Menu)
    menu.adjustSize()
    for name in ("step", "record"):
        place = menu.actionGeometry(window.actions_[name]).center()
        menu.event(QHelpEvent(QEvent.Type.ToolTip, place, QPoint(5, 5)))
    assert said == [window.actions_["step"].toolTip()]


def test_what_needs_a_source_is_off_without_one(make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path) -> None:
    """Nothing open, a file that cannot be opened, one that plays, a camera; the buttons as the commands."""
    window = make_window(source=lambda spec, options: spec.open())
    (tmp_path / "broken.mp4").write_bytes(b"no video")
    clip = make_clip(tmp_path / "clip.mp4", pts=PTS)
    needing = [command for command in window.commands.by_name.values() if command.needs]
    assert {command.needs for command in needing} == {RUNNING, PLAYING, PICTURE, RECORDED, SEEKABLE}

    def usable() -> set[str]:
        bar, page = window.controls, window.view_page.people.buttons
        for name, button in (("step", bar.step), ("step_back", bar.step_back), ("pause", bar.pause), ("draw_region", page["draw_region"])):
            assert button.isEnabled() == window.actions_[name].isEnabled(), name
            assert button.isEnabled() or ": " in button.toolTip(), name
        for name, widget in (("step", bar.speed), ("back", bar.seek)):
            assert widget.isEnabled() == window.actions_[name].isEnabled(), name
            assert widget.isEnabled() or ": " in widget.toolTip(), name
        return {command.name for command in needing if window.actions_[command.name].isEnabled()}

    everything = {command.name for command in needing}
    assert usable() == set()
    window.opener.open(parse(tmp_path / "broken.mp4"))
    qtbot.waitUntil(lambda: window.session.phase == "failed", timeout=5_000 * PATIENCE)
    assert usable() == set()
    assert window.actions_["step"].toolTip().endswith(": nothing is playing")
    window.opener.open(parse(clip))
    qtbot.waitUntil(lambda: window.view.frame is not None and usable() >= everything - {"record"}, timeout=5_000 * PATIENCE)
    window.opener.open(parse(tmp_path / "broken.mp4"))
    qtbot.waitUntil(lambda: window.session.phase == "failed", timeout=5_000 * PATIENCE)
    assert usable() == set()
    window.opener.open_text("synthetic:1")
    recorded = {command.name for command in needing if command.needs in (RECORDED, SEEKABLE)}
    qtbot.waitUntil(lambda: window.view.frame is not None and usable() == everything - recorded, timeout=5_000 * PATIENCE)
    assert "only in recorded videos" in window.actions_["step"].toolTip()


def test_a_virtual_camera_that_is_not_installed_says_what_to_install(
    window: MainWindow, qtbot: QtBot, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyvirtualcam", None)
    action = window.actions_["virtual_camera"]
    assert action.isEnabled()
    action.trigger()
    qtbot.waitUntil(lambda: not window.state.virtual_camera, timeout=5_000 * PATIENCE)
    assert window.hint.isVisible()
    assert 'pip install "lightpose[camera]"' in window.hint.sentence.text()
    window.hint.button.click()
    from PyQt6.QtGui import QGuiApplication

    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == 'pip install "lightpose[camera]"'


def test_the_menu_of_sources_has_the_screen_and_folders(window: MainWindow) -> None:
    words = [action.text() for action in window.controls.menu.actions()]
    assert {"Open video…", "Open folder…", "Open address…", "Screen", "Test image"} <= set(words)


@pytest.mark.parametrize(("live", "text"), [(True, TOO_CLOSE), (False, NO_LIMB)])
def test_nobody_in_a_recording_is_told_to_step_back(qtbot: QtBot, live: bool, text: str) -> None:
    page = AnglesPage(AppState())
    qtbot.addWidget(page)
    page.show()
    people = standing((10, 10, 90, 190), ids=[3])
    unseen = People.build(people.boxes, people.scores, people.keypoints, people.keypoint_scores * 0, people.ids)
    page.show_frame(PoseFrame(np.zeros((200, 200, 3), np.uint8), 0, 0.0, 0.0, people=unseen), live)
    assert page.hint.text() == text


def test_going_back_keeps_what_was_measured(qtbot: QtBot, tmp_path: Path) -> None:
    page = AnglesPage(AppState())
    qtbot.addWidget(page)
    page.show()
    for i in (0, 1, 2, 3, 1, 2):  # back after the fourth
        people = standing((10, 10, 90, 190), ids=[3])
        page.show_frame(PoseFrame(np.zeros((200, 200, 3), np.uint8), i, i / 10, 0.0, people=people), False)
    assert page.plot.times == [0.0, 0.1, 0.2, 0.3]
    assert page.plot.now == 0.2
    page.export_to(tmp_path / "a.csv")
    assert [line.split(",")[0] for line in (tmp_path / "a.csv").read_text().splitlines()[1:]] == ["0", "1", "2", "3"]
    page.state.person = 3
    assert not page.plot.times


def test_a_plot_is_sorted_and_broken_where_nothing_is_known(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lightpose.gui.plots.CAPACITY", 5)
    plot = Plot("x", seconds=10)
    qtbot.addWidget(plot)
    from lightpose.gui.theme import DARK

    plot.paint_theme(DARK, {"a": "#ffffff"})
    plot.build()
    for time, value in ((5.0, 1), (5.1, 2), (1.0, 3), (1.1, 4), (1.0, 5)):
        plot.add(time, a=value)
    assert plot.times == [1.0, 1.1, 5.0, 5.1]
    assert plot.values["a"] == [5, 4, 1, 2]
    plot.redraw()
    assert plot.lines["a"].getData()[0].tolist() == [0.0]  # only what was before now
    plot.add(5.1, a=2)
    plot.redraw()
    assert plot.lines["a"].opts["connect"].tolist() == [1, 0, 1, 0]
    plot.add(0.5, a=9)
    plot.add(0.6, a=9)
    assert len(plot.times) == 5


def test_hundredths() -> None:
    assert [clock(s, True) for s in (0, 1.25, 65.999, 3600.07)] == ["0:00.00", "0:01.25", "1:05.99", "1:00:00.07"]
