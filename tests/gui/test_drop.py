"""Files dragged over the window and the dialog for recorded videos, as the system's events bring them, at every place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lightpose.gui.assembly import make_source
from lightpose.gui.drop import FileDrop
from lightpose.gui.window import MainWindow
from tests.clips import make_clip

BUTTON, PLAIN, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def hold(top: QWidget, at: QPoint, data: QMimeData) -> bool:
    """Hold ``data`` over ``at``, by the events of the system's window, which finds the widget; whether it would be taken."""
    handle = top.windowHandle()
    enter = QDragEnterEvent(at, COPY, data, BUTTON, PLAIN)
    QApplication.sendEvent(handle, enter)
    move = QDragMoveEvent(at, COPY, data, BUTTON, PLAIN)
    move.setDropAction(enter.dropAction())
    move.setAccepted(enter.isAccepted())
    QApplication.sendEvent(handle, move)
    return move.isAccepted()


def let_fall(top: QWidget, at: QPoint, data: QMimeData) -> bool:
    event = QDropEvent(QPointF(at), COPY, data, BUTTON, PLAIN)
    QApplication.sendEvent(top.windowHandle(), event)
    return event.isAccepted()


def places(top: QWidget) -> list[QPoint]:
    """The middle of everything that is seen."""
    shown = [child for child in top.findChildren(QWidget) if child.isVisible() and child.window() is top]
    middles = [child.mapTo(top, child.rect().center()) for child in shown]
    return [at for at in middles if top.rect().contains(at)]


@pytest.mark.parametrize("page", [0, 1, 2, 3])
def test_every_place_of_the_window_takes_files(window: MainWindow, page: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window.state.panel_page = page
    check_every_place(window, tmp_path, monkeypatch)


def test_every_place_of_the_dialog_takes_files(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = window.dialogs.show_process()
    check_every_place(dialog, tmp_path, monkeypatch)
    dialog.add_files([make_clip(tmp_path / "a.mp4")])  # now there is a table
    check_every_place(dialog, tmp_path, monkeypatch)


def check_every_place(top: FileDrop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(top, QWidget)
    taken: list[list[Path]] = []
    monkeypatch.setattr(top, "take_files", taken.append)
    data = files(folder / "a.mp4", folder)
    where = places(top)
    assert len(where) > 20
    for at in where:
        assert hold(top, at, data), at
        assert let_fall(top, at, data), at
    assert taken == [[folder / "a.mp4", folder]] * len(where)


def test_while_files_are_held_the_window_says_what_comes_of_them(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    middle = window.rect().center()
    hold(window, middle, files(tmp_path / "walk & run.mp4"))
    sign = window.drop_sign
    assert sign is not None
    assert (sign.text, sign.geometry()) == ("Open walk & run.mp4", window.rect())
    assert sign.isVisible()
    QApplication.sendEvent(window.windowHandle(), QDragLeaveEvent())
    assert not sign.isVisible()
    hold(window, middle, files(tmp_path / "a.mp4", tmp_path / "b.mp4"))
    assert (sign.text, sign.isVisible()) == ("Process 2 files", True)
    let_fall(window, middle, files(make_clip(tmp_path / "a.mp4"), make_clip(tmp_path / "b.mp4")))
    assert not sign.isVisible()
    dialog = window.dialogs.process
    assert dialog is not None
    assert [job.title for job in dialog.queue.jobs] == ["a.mp4", "b.mp4"]
    (tmp_path / "more").mkdir()
    data = files(make_clip(tmp_path / "more" / "c.mp4"), tmp_path / "more")
    assert hold(dialog, dialog.rect().center(), data)
    assert dialog.drop_sign is not None
    assert dialog.drop_sign.text == "Add to the list"
    let_fall(dialog, dialog.rect().center(), data)
    assert [job.title for job in dialog.queue.jobs] == ["a.mp4", "b.mp4", "c.mp4"], "nothing twice"


def test_what_is_no_file_is_not_taken(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("words")
    data.setUrls([QUrl("https://example.org/film.mp4")])
    assert not hold(window, window.rect().center(), data)
    assert window.drop_sign is None


def test_a_folder_of_videos_that_is_dropped_can_be_processed(make_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot) -> None:
    window = make_window(source=make_source)
    (tmp_path / "films").mkdir()
    make_clip(tmp_path / "films" / "a.mp4")
    data = files(tmp_path / "films")
    assert hold(window, window.rect().center(), data)
    let_fall(window, window.rect().center(), data)
    qtbot.waitUntil(lambda: window.card.notice is not None and window.card.notice.kind == "folder_of_videos", timeout=20_000)
    window.commands.run("process_folder")
    assert window.dialogs.process is not None
    assert [job.title for job in window.dialogs.process.queue.jobs] == ["a.mp4"]
