"""No word is cut: in any language, at any width of the window, with large letters; and hints beside the panel, not under it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractButton, QAbstractSpinBox, QDialog, QHeaderView, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lightpose.gui import dialogs
from lightpose.gui.dialogs.updates import UpdatesDialog
from lightpose.gui.language import LANGUAGES, install
from lightpose.gui.notices import Notice, failure, loading, no_camera, nobody, reconnecting, slow_machine
from lightpose.gui.placing import FittedDialog
from lightpose.gui.state import AppState
from lightpose.gui.text import ElidedLabel
from lightpose.gui.window import MainWindow
from lightpose.updates import NoReleaseError, Release
from posecore.engine import EngineError, Stats
from posecore.sources import SourceError
from posecore.sources.camera import CameraError
from posecore.sources.factory import SourceSpec, parse
from posecore.sources.images import NoImages
from tests.gui.fakes import PATIENCE

LONG = "C:/models/rtmpose-m_simcc-body7_pt-body7_420e-256x192-e48f03d0_20230504.onnx"


@pytest.fixture(params=[*LANGUAGES, "de 17"])
def words(request: pytest.FixtureRequest, qapp: Any) -> Iterator[None]:
    """Every language, one with letters of 17 points."""
    key, _, points = request.param.partition(" ")
    usual, font = qapp.font(), qapp.font()
    font.setPointSizeF(float(points or usual.pointSizeF()))
    install(qapp, key)
    qapp.setFont(font)
    yield
    install(qapp, "en")
    qapp.setFont(usual)


def cut(root: QWidget) -> list[str]:
    """Words of visible labels and buttons that are not seen whole."""
    found = []
    for part in root.findChildren(QWidget):
        if not part.isVisible():
            continue
        if isinstance(part, QLabel) and part.text():
            wrapped = part.wordWrap()
            whole = part.height() >= part.heightForWidth(part.width()) if wrapped else part.width() >= part.sizeHint().width()
            if isinstance(part, ElidedLabel):
                whole = part.shown == part.text() or (part.shown.endswith("…") and part.text() in part.toolTip())
            whole = whole and part.height() >= min(part.minimumSizeHint().height(), part.fontMetrics().ascent())
        elif isinstance(part, QAbstractButton) and part.text() and not part.text().isspace():
            whole = part.height() >= part.fontMetrics().height()
            if isinstance(part, QPushButton):
                whole = whole and part.contentsRect().width() >= part.fontMetrics().horizontalAdvance(part.text())
        elif isinstance(part, QLineEdit) and not isinstance(part.parent(), QAbstractSpinBox):
            text = part.text() or part.placeholderText()
            whole = part.contentsRect().width() - 16 >= part.fontMetrics().horizontalAdvance(text)
        elif isinstance(part, QHeaderView) and part.orientation() == Qt.Orientation.Horizontal:
            columns = range(part.count())
            titles = [str(part.model().headerData(c, part.orientation())) for c in columns]  # type: ignore[union-attr]
            whole = all(part.sectionSize(c) > part.fontMetrics().horizontalAdvance(titles[c]) + 10 for c in columns if titles[c])
        else:
            continue
        if not whole:
            text = "" if isinstance(part, QHeaderView) else part.text()
            found.append(f"{type(part).__name__} {text!r} {part.width()}×{part.height()}")
    return found


def test_the_window_has_no_dialogs_that_do_not_fit() -> None:
    found = []
    for entry in pkgutil.iter_modules(dialogs.__path__):
        module = importlib.import_module(f"{dialogs.__name__}.{entry.name}")
        found += [kind for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, QDialog)]
    ours = {kind for kind in found if kind.__module__.startswith("lightpose.")}
    assert len(ours) > 6
    assert all(issubclass(kind, FittedDialog) for kind in ours), ours


def test_dialogs_show_all_their_words(make_window: Callable[..., MainWindow], qtbot: QtBot, words: None) -> None:
    window = make_window()
    for command in ("about", "open_url", "shortcuts", "process", "streams"):
        window.commands.run(command)
        dialog = {"process": window.dialogs.process, "streams": window.dialogs.streams}.get(command, window.dialogs.current)
        assert dialog is not None
        qtbot.wait(10)
        if command == "process":
            window.dialogs.process.add_address("rtsp://127.0.0.1:9/x")  # type: ignore[union-attr]
            qtbot.wait(10)
        assert not cut(dialog)
        dialog.close()


def test_a_dialog_grows_with_its_words(make_window: Callable[..., MainWindow], qtbot: QtBot, words: None) -> None:
    def check() -> Release:
        raise NoReleaseError("no release")

    dialog = UpdatesDialog(make_window(), check)
    dialog.show()
    before = dialog.text.text()
    qtbot.waitUntil(lambda: dialog.text.text() != before and not cut(dialog), timeout=1000 * PATIENCE)
    dialog.close()


def test_cards_show_all_their_words(make_window: Callable[..., MainWindow], qtbot: QtBot, words: None) -> None:
    """Each with as many and as long buttons as it ever has, in a wide window and in narrow ones."""
    window = make_window(cameras=[])
    camera, stream, film = (
        SourceSpec("camera", "0", "Integrated Camera"),
        SourceSpec("url", "rtsp://a/b", "a/b"),
        parse(Path("clips/a.mp4")),
    )
    cards = [
        no_camera(), no_camera(again=True), loading(), reconnecting(camera), reconnecting(stream),
        *(failure(CameraError("x", kind), camera) for kind in ("missing", "busy", "denied", "silent")),
        failure(SourceError("a/b cannot be opened: timed out"), stream), failure(SourceError("clips/a.mp4 does not exist"), film),
        failure(EngineError("models", ValueError("no provider")), film), failure(EngineError("models", ValueError("x")), film),
        failure(EngineError("pose", ValueError("x")), film), failure(NoImages("x", 3), SourceSpec("folder", "clips", "clips")),
    ]  # fmt: skip
    narrowest = [(420, 480)] if window.font().pointSizeF() < 12 else []
    for size in ((1280, 720), (640, 480), *narrowest):
        window.resize(*size)
        qtbot.wait(10)
        for card in cards:
            window.card.show_notice(None)
            window.card.show_notice(card)
            qtbot.wait(1)
            assert not cut(window.card), (size, card.kind, card.title)
            assert window.view.rect().contains(window.card.geometry()) or size[1] < 500, (size, card.kind)


def test_the_bar_fits_at_every_width(make_window: Callable[..., MainWindow], words: None) -> None:
    window = make_window()
    bar = window.controls
    for device in ("abacus", "NVIDIA GPU (TensorRT)"):
        for width in range(420, 1300, 60):
            window.resize(width, 480)
            for fps in (9, 1000):
                bar.show_status(Stats(fps=fps, latency_p50_ms=10 * fps), 12, device, 13)
                assert not cut(bar), (width, fps)
                for part in bar.findChildren(QWidget):
                    if part.isVisible():
                        assert bar.rect().contains(part.geometry()), (width, part.objectName(), part.geometry())
                assert device in bar.status.toolTip()


def test_a_line_with_too_little_room_ends_in_dots(qtbot: QtBot, qapp: Any) -> None:
    label = ElidedLabel("30 fps   12 ms   2 people   <abacus>")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.show()
    assert label.shown == label.text()
    assert label.toolTip() == ""
    whole = inked(label)
    label.resize(label.width() // 2, label.height())
    assert label.shown.endswith("…")
    assert "&lt;abacus&gt;" in label.toolTip()
    assert 0 < inked(label) < label.width() < whole
    label.tip = "something else"
    label.setText("short")
    assert (label.shown, label.toolTip()) == ("short", "something else")


def inked(label: QLabel) -> int:
    """The last column of a picture of ``label`` that is not ground, px."""
    image = label.grab().toImage()
    rows, columns = range(image.height()), range(image.width())
    return max(x for x in columns if any(image.pixel(x, y) != image.pixel(0, 0) for y in rows))


def test_long_names_of_files_make_no_page_wider(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.commands.show_page(3)
    page = window.settings_page
    window.state.folder = str(tmp_path / ("录像" * 20))
    before = page.width()
    page.state.blockSignals(True)  # the session would look for it
    page.state.pose = LONG
    page.state.blockSignals(False)
    models = page.findChild(QWidget, "pose")
    models.addItem(LONG, LONG)  # type: ignore[union-attr]
    models.setCurrentIndex(models.count() - 1)  # type: ignore[union-attr]
    qtbot.wait(50)
    assert page.width() == before
    assert models.mapTo(page, models.rect().topRight()).x() < before  # type: ignore[union-attr]
    assert not cut(page)
    assert str(tmp_path) in page.folder.toolTip()


@pytest.mark.parametrize("notice", [nobody(True), slow_machine(9)])
def test_a_hint_stands_beside_the_panel(window: MainWindow, qtbot: QtBot, notice: Notice) -> None:
    window.resize(640, 480)
    qtbot.waitUntil(lambda: window.stage.narrow)
    window.messages.show(notice)
    wide = window.hint.width()
    window.state.panel = True
    assert window.hint.isVisible()
    assert window.hint.geometry().right() < window.panel.geometry().left()
    assert not cut(window.hint)
    assert window.hint.button.geometry().top() >= window.hint.sentence.geometry().bottom()
    assert window.hint.rect().contains(window.hint.button.geometry())
    window.state.panel = False
    assert window.hint.width() == wide
    window.panel.wanted_width = 590  # large letters
    window.state.panel = True
    assert not window.hint.isVisible()
    window.messages.show(nobody(False))
    assert not window.hint.isVisible()
    window.state.panel = False
    assert window.hint.isVisible()


def test_an_angle_of_nothing_has_no_sign(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.show_page(2)
    qtbot.waitUntil(lambda: window.angles_page.numbers["Head tilt"].text() != "–", timeout=1000 * PATIENCE)
    assert f"{-0.2:z.0f}" == "0"
    assert "-0°" not in {number.text() for number in window.angles_page.numbers.values()}


def test_the_open_result_button_has_its_words(window: MainWindow, tmp_path: Path, qtbot: QtBot, state: AppState) -> None:
    dialog = window.dialogs.show_process()
    (tmp_path / "a very long name of a file, as phones and cameras like to give them, 2026-11-26.mp4").write_bytes(b"no video")
    dialog.add_files(tmp_path.glob("*.mp4"))
    for width in (1000, 560):
        dialog.resize(width, 500)
        box = dialog.table.cellWidget(0, 3)
        assert box is not None
        button = box.findChild(QPushButton)
        assert button is not None
        button.show()
        qtbot.wait(20)
        assert button.width() >= button.sizeHint().width()
        assert dialog.table.columnWidth(0) > 120
    dialog.close()
