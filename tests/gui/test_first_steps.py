"""What people stumbled over who had only just started the program: what they press does something, and the keyboard stays there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QDesktopServices, QPalette
from PyQt6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lightpose.gui import notices
from lightpose.gui.dialogs.about import licence_rows
from lightpose.gui.fields import Choice
from lightpose.gui.focus import focus_kept
from lightpose.gui.plots import Plot
from lightpose.gui.process_queue import Job
from lightpose.gui.theme import DARK, LIGHT, apply_theme, choose_theme, current_theme, style_sheet
from lightpose.gui.window import MainWindow
from lightpose.licences import Component
from posecore.pipelines.frame import PoseFrame
from posecore.sources.factory import parse
from posecore.sources.inputs import Input
from tests.clips import make_clip, picture
from tests.gui.fakes import PATIENCE


@pytest.fixture
def film(make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window with a recorded video of a second, paused at its first frame."""
    window = make_window(source=lambda spec, options: spec.open())
    window.session.open(parse(make_clip(tmp_path / "clip.mp4")), 0.0, paused=True)
    qtbot.waitUntil(lambda: window.view.frame is not None, timeout=10_000 * PATIENCE)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=1_000 * PATIENCE)
    return window


def test_a_control_keeps_its_size_when_it_gets_the_keyboard(film: MainWindow) -> None:
    checked = 0
    for widget in film.findChildren(QAbstractButton):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            film.view.setFocus()
            before = widget.sizeHint()
            widget.setFocus()
            widget.ensurePolished()
            assert widget.hasFocus()
            assert widget.sizeHint() == before, widget.accessibleName() or widget.text()
            checked += 1
    assert checked > 15


def test_what_is_switched_off_hands_the_keyboard_to_the_video(film: MainWindow, qtbot: QtBot) -> None:
    film.controls.pause.setFocus()
    assert film.controls.pause.hasFocus()
    film.session.fail(film.session.spec, notices.no_camera())
    assert not film.controls.pause.isEnabled()
    assert not film.controls.snapshot.hasFocus()
    assert film.view.hasFocus()


def test_a_panel_that_is_closed_hands_the_keyboard_to_the_video(film: MainWindow) -> None:
    film.settings_page.reset.setFocus()
    film.commands.show_page(3)
    film.settings_page.reset.setFocus()
    assert film.panel.isAncestorOf(QApplication.focusWidget())
    film.commands.run("panel")
    assert film.view.hasFocus()


def test_the_keyboard_stays_where_it_can_be_used(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    one, two, three = (QPushButton(name, box) for name in "abc")
    box.show()
    qtbot.waitExposed(box)
    box.activateWindow()
    one.setFocus()
    two.setEnabled(False)
    with focus_kept(two, three):
        one.hide()
    assert box.focusWidget() is three
    with focus_kept(two, one):
        pass
    assert box.focusWidget() is three


def test_another_source_gets_the_keyboard(film: MainWindow, tmp_path: Path) -> None:
    film.controls.source.setFocus()
    film.opener.open(parse(make_clip(tmp_path / "other.mp4")))
    assert film.view.hasFocus()


def test_in_full_screen_the_panel_comes_at_the_first_press(film: MainWindow, qtbot: QtBot) -> None:
    film.commands.run("fullscreen")
    qtbot.waitUntil(film.isFullScreen, timeout=2_000 * PATIENCE)
    assert not film.panel.isVisible()
    film.commands.run("panel")
    assert film.panel.isVisible()
    film.commands.run("panel")
    film.commands.run("fullscreen")
    qtbot.waitUntil(lambda: not film.isFullScreen(), timeout=2_000 * PATIENCE)
    assert film.panel.isVisible()


def test_the_position_is_where_it_was_asked_for_until_its_frame_comes(film: MainWindow) -> None:
    late = film.view.frame
    assert late is not None
    film.session.seek(0.5)
    film.session.shown(late)  # of before, still on its way
    assert film.session.position == 0.5
    film.session.shown(PoseFrame(picture(0), 20, 0.66, film.session._sought + 0.01))
    assert (film.session.position, film.session.frame) == (0.66, 20)


def test_the_buttons_of_a_video_do_not_pass_below_the_mouse(film: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[int] = []
    layout = film.controls.layout()
    assert layout is not None
    for widget in film.controls.extras:
        monkeypatch.setattr(widget, "setVisible", lambda on, widget=widget: order.append(layout.indexOf(widget)))
    film.controls.fit()
    assert order == sorted(order)
    assert len(order) == len(film.controls.extras)


def test_a_plot_without_values_has_its_range(qtbot: QtBot) -> None:
    plot = Plot("fps", top=30)
    qtbot.addWidget(plot)
    plot.paint_theme(DARK, {"fps": DARK.accent})
    plot.build()
    low, high = plot.room.viewRange()[1]
    assert (low, high) == pytest.approx((0, 30), abs=2)


def test_an_export_of_angles_says_what_came_of_it(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.commands.show_page(2)
    qtbot.waitUntil(lambda: bool(window.angles_page.kept), timeout=1_000 * PATIENCE)
    window.angles_page.export_to(tmp_path / "nowhere" / "a.csv")
    qtbot.wait(250)  # the page has shown other frames meanwhile
    assert "nowhere" in window.hint.sentence.text()
    assert window.hint.isVisible()
    window.angles_page.export_to(tmp_path / "a.csv")
    assert str(tmp_path / "a.csv") in window.hint.sentence.text()


def test_a_reset_leaves_the_page_and_can_be_undone(window: MainWindow) -> None:
    state = window.state
    window.commands.show_page(3)
    state.boxes, state.joint_threshold, state.addresses = True, 0.4, '["udp://127.0.0.1:9"]'
    window.settings_page.reset.click()
    assert (state.boxes, state.joint_threshold, state.addresses, state.panel_page) == (False, 0.25, "", 3)
    assert window.hint.notice is not None
    assert window.hint.notice.kind == "reset"
    window.hint.button.click()
    assert (state.boxes, state.joint_threshold, state.addresses) == (True, 0.4, '["udp://127.0.0.1:9"]')
    assert window.hint.notice is None or window.hint.notice.kind != "reset"


def test_looking_for_a_camera_again_is_answered(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window(cameras=[])
    window.begin(None)
    qtbot.waitUntil(lambda: window.card.notice is not None and window.card.notice.kind == "no_camera", timeout=5_000 * PATIENCE)
    before = window.card.title.text()
    window.commands.run("retry")
    assert window.card.title.text() != before
    assert window.card.notice is not None
    assert window.card.notice.kind == "no_camera"


def test_the_folder_of_recordings_is_named_where_no_program_shows_it(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    window.commands.run("open_folder")
    assert str(window.state.output_folder) in window.hint.sentence.text()


def test_the_look_of_the_system_is_not_the_one_chosen_before(qapp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lightpose.gui.theme.QGuiApplication.styleHints", lambda: None)
    before, palette = current_theme(), qapp.palette()
    known = qapp.property("lightpose_system_dark")
    try:
        for ground, system in (("#ffffff", LIGHT), ("#111111", DARK)):
            qapp.setProperty("lightpose_system_dark", None)
            own = QPalette(QColor(ground))
            own.setColor(QPalette.ColorRole.Window, QColor(ground))
            qapp.setPalette(own)
            for chosen in (DARK, LIGHT):
                apply_theme(qapp, chosen)
                assert choose_theme("system") is system
    finally:
        qapp.setProperty("lightpose_system_dark", known)
        qapp.setPalette(palette)
        apply_theme(qapp, before)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_the_chosen_line_of_a_list_can_be_read(qtbot: QtBot, theme: Any) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    box.setStyleSheet(style_sheet(theme))
    field = Choice()
    field.setParent(box)
    field.addItems(["one", "two"])
    box.show()
    field.showPopup()
    popup = field.view()
    assert popup is not None
    place = popup.visualRect(popup.model().index(0, 0)).adjusted(2, 2, -2, -2)  # type: ignore[union-attr]
    image = popup.viewport().grab(place).toImage()  # type: ignore[union-attr]
    assert image.pixelColor(image.width() - 3, image.height() // 2) == QColor(theme.hover)
    field.hidePopup()


def test_licences_of_one_library_in_two_places_are_both_named() -> None:
    found = [Component("FFmpeg", "", "GPL-3.0", inside="av"), Component("FFmpeg", "", "LGPL-2.1", inside="cv"), Component("x", "1", "MIT")]
    assert licence_rows([*found, found[0]]) == {"FFmpeg": "GPL-3.0; LGPL-2.1", "x 1": "MIT"}


def test_a_stream_without_readers_has_left_out_nothing(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = window.dialogs.show_streams()
    entry = SimpleNamespace(stream=None, phase="on", shown="ws://127.0.0.1:9000", why="", page="")
    seen = []
    with monkeypatch.context() as patch:
        patch.setattr(dialog.sending, "entries", [entry])
        for readers, sent in ((0, 0), (1, 5), (None, 0), (0, 5)):
            entry.stream = SimpleNamespace(readers=readers, sent=sent, dropped=7, page="p", error=None)
            dialog.refresh()
            seen.append([dialog.table.item(0, column).text() for column in (2, 3)])  # type: ignore[union-attr]
        dialog.timer.stop()
    assert seen == [["–", "–"], ["5", "7"], ["0", "7"], ["5", "7"]]
    dialog.close()


def test_the_list_of_files_gives_the_keyboard_to_what_can_be_pressed(window: MainWindow, tmp_path: Path, monkeypatch: Any) -> None:
    dialog = window.dialogs.show_process()
    dialog.activateWindow()
    dialog.queue.jobs.append(Job(Input(str(tmp_path / "a.mp4"), Path("a")), None))
    dialog._add_row(dialog.queue.jobs[0])
    dialog.refresh()
    dialog.start.setFocus()
    monkeypatch.setattr(type(dialog.queue), "running", property(lambda _: True))
    dialog.refresh()
    assert dialog.focusWidget() is dialog.cancel
    monkeypatch.setattr(type(dialog.queue), "running", property(lambda _: False))
    dialog.refresh()
    assert dialog.focusWidget() is dialog.start
    dialog.queue.jobs.clear()
    dialog.close()


def test_why_a_file_failed_can_be_read_whole(window: MainWindow, tmp_path: Path) -> None:
    dialog = window.dialogs.show_process()
    long = tmp_path / ("long " * 20) / "a.mp4"
    dialog.queue.jobs.append(Job(Input(str(long), Path("a")), None, phase="failed", message=f"{long} is empty (0 bytes)"))
    dialog._add_row(dialog.queue.jobs[0])
    dialog.refresh()
    assert not dialog.problem.isVisible()
    dialog.table.selectRow(0)
    assert dialog.problem.isVisible()
    assert dialog.problem.text() == f"{long} is empty (0 bytes)."
    dialog.table.clearSelection()
    assert not dialog.problem.isVisible()
    dialog.queue.jobs.clear()
    dialog.close()
