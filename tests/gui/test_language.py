"""The window in other languages: every text is translated, all of them are complete, and they fit."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QCoreApplication, QLibraryInfo, Qt, QTranslator
from PyQt6.QtGui import QTextDocument
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QSpinBox,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lightpose.gui import language
from lightpose.gui.actions import shown_key
from lightpose.gui.dialogs.about import AboutDialog
from lightpose.gui.dialogs.address import AddressDialog
from lightpose.gui.dialogs.files import media_filter
from lightpose.gui.dialogs.licences import LicencesDialog, cached_components, licences_html
from lightpose.gui.dialogs.updates import UpdatesDialog
from lightpose.gui.fields import LineSwitch, Switch
from lightpose.gui.language import LANGUAGES, choose_language, install, read_ts, translate, ts_file
from lightpose.gui.networks import bundled_weights
from lightpose.gui.window import MainWindow
from lightpose.updates import NoReleaseError, Release, UpdateError

ROOT = Path(__file__).parents[2]
OTHERS = [key for key in LANGUAGES if key != "en"]
MARK = "⟦"

UNTRANSLATED = re.compile(
    r"[\W\d_]*|lightpose|–|ms|p95|cpu|abacus|\d+ (fps|ms)|\d+(\.\d+)?×|FP16|FP32|INT8|JSON Lines|CSV|Fake camera|#\S+( / \S+)?"
    r"|NVIDIA GPU.*|Core ML|OpenVINO|DirectML|COCO|NWB|OpenPose|OpenSim (MOT|TRC)|Parquet|SLEAP( HDF5)?|H\.26[45]|AV1|NAME\.[\w.]+"
    r"|WebSocket|OSC|UDP|rtsp://\S+|\w+\.mp4|\S*recordings|[\w/.~…-]*/\S*|\d+ × \d+|●.*"
)
"""What needs no translation: numbers, units, names, paths."""


@pytest.fixture(scope="module")
def tool() -> Iterator[Any]:
    """``packaging/translations.py``, which looks for the texts in the code once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "packaging"))
        sys.modules.pop("translations", None)
        yield __import__("translations")


@pytest.fixture
def spoken(qapp: Any) -> Iterator[Callable[[str], None]]:
    """Sets a language for one test."""
    yield lambda key: install(qapp, key)
    install(qapp, "en")


def test_every_text_of_the_window_is_translated_into_every_language(tool: Any) -> None:
    assert {path.stem.removeprefix("lightpose_") for path in language.FOLDER.glob("*.ts")} == set(OTHERS)
    assert tool.problems() == []
    wanted = tool.extracted()
    assert len(wanted) > 200
    for key in OTHERS:
        assert set(read_ts(ts_file(key))) == wanted


@pytest.mark.parametrize("key", OTHERS)
def test_placeholders_and_ellipses_stay(key: str) -> None:
    for (_, source), text in read_ts(ts_file(key)).items():
        assert sorted(re.findall(r"{\w+}", source)) == sorted(re.findall(r"{\w+}", text)), source
        assert source.endswith("…") == text.endswith("…"), source
        assert source.count("&") == text.count("&"), source


def test_an_unfinished_text_is_found(tool: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = ts_file("de").read_text(encoding="utf-8")
    (tmp_path / "lightpose_de.ts").write_text(
        text.replace("<translation>Beenden", '<translation type="unfinished">Beenden'), encoding="utf-8"
    )
    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    assert tool.problems() == ["lightpose_de.ts: not translated: Quit"]


@pytest.mark.parametrize(
    ("wanted", "system", "chosen"),
    [
        ("fr", ["de-DE"], "fr"),
        ("system", ["de-AT", "en-US"], "de"),
        ("system", ["it-IT", "es-MX", "en"], "es"),
        ("system", ["zh-Hans-CN"], "zh_CN"),
        ("system", ["zh-Hant-TW", "zh-TW", "zh"], "zh_CN"),
        ("system", ["zh-Hant-TW", "fr"], "fr"),
        ("system", ["sw"], "en"),
        ("system", [], "en"),
    ],
)
def test_the_language_is_that_of_the_system_unless_one_is_chosen(wanted: str, system: list[str], chosen: str) -> None:
    assert choose_language(wanted, system) == chosen


def test_qt_itself_and_what_nobody_translated(spoken: Callable[[str], None]) -> None:
    spoken("de")
    assert translate("Menu", "Quit") == "Beenden"
    assert translate("Menu", "no such text") == "no such text"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert QCoreApplication.translate("nobody", "Hello %1") == "Hello %1"
    assert shown_key("Space") == "Leertaste"
    spoken("en")
    assert translate("Menu", "Quit") == "Quit"


def test_the_frozen_program_keeps_qts_own_texts() -> None:
    spec = (ROOT / "packaging" / "frozen" / "lightpose.spec").read_text(encoding="utf-8")
    for key in OTHERS:
        assert f'"qtbase_{key}.qm"' in spec


class Marking(QTranslator):
    """Marks every text that asks for a translation.

    Attributes:
        asked: (context, text, what tells equal texts apart, number) of ours and of Qt's own.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[tuple[str, str, str | None, int]] = set()

    def isEmpty(self) -> bool:
        return False

    def translate(  # type: ignore[override]
        self, context: str | None, source: str | None, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        if source == "QT_LAYOUT_DIRECTION":  # no text
            return None
        self.asked.add((context or "", source or "", disambiguation, n))
        return f"{MARK}{source}"


KEYS = ("Ctrl", "Shift", "Alt", "Space", "Left", "Right", "Del", "Esc", "F%1", "Return", "Tab")
"""Keys that the window names; Qt asks for the names of all that there are."""


@pytest.fixture
def marking(qapp: Any) -> Iterator[Marking]:
    """Every text is marked for one test."""
    translator = Marking()
    qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)


def texts(widget: QWidget) -> Iterator[str]:
    """Everything that ``widget`` and its parts say, to the eye or to a screen reader."""
    for part in [widget, *widget.findChildren(QWidget)]:
        yield from (part.toolTip(), part.windowTitle(), part.accessibleName(), part.accessibleDescription(), part.statusTip())
        if isinstance(part, QLabel | QAbstractButton):
            yield part.text()
        if isinstance(part, QMenu):
            yield part.title()
        if isinstance(part, QLineEdit):
            yield part.placeholderText()
        if isinstance(part, QAbstractSpinBox):
            yield part.specialValueText()
        if isinstance(part, QSpinBox | QDoubleSpinBox):
            yield from (part.prefix(), part.suffix())
        if isinstance(part, QComboBox):
            yield from (part.itemText(i) for i in range(part.count()))
            yield from (str(part.itemData(i, Qt.ItemDataRole.ToolTipRole) or "") for i in range(part.count()))
        if isinstance(part, QTableWidget):
            items = [part.item(row, column) for row in range(part.rowCount()) for column in range(part.columnCount())]
            items += [part.horizontalHeaderItem(column) for column in range(part.columnCount())]
            for item in items:
                if item is not None:
                    yield from (item.text(), item.toolTip())
        for action in part.actions():
            yield from (action.text().split("\t")[0], action.toolTip(), action.statusTip())


def english(found: Iterable[str]) -> list[str]:
    """Those that nobody asked a translation of, and that need one."""
    known = {name.lower() for name in LANGUAGES.values()}
    found = [text for text in found if len(text) > 1]  # letters of the keyboard
    return [
        text for text in found if MARK not in text and text.replace("&&", "&").lower() not in known and not UNTRANSLATED.fullmatch(text)
    ]


def test_no_text_was_forgotten(make_window: Callable[..., MainWindow], marking: Marking, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    window.begin("0")
    qtbot.waitUntil(lambda: len(window.view.people) == 2, timeout=60_000)
    process, streams = window.dialogs.show_process(), window.dialogs.show_streams()
    (tmp_path / "videos").mkdir()
    for name in ("a.mp4", "note.txt", ".hidden.mp4"):
        (tmp_path / "videos" / name).write_bytes(b"")
    process.add_files([tmp_path / "videos", tmp_path / "nothere.mp4"])
    process.queue.jobs[0].phase, process.queue.jobs[0].message = "failed", f"{tmp_path}/videos/a.mp4 is empty (0 bytes)"
    process.refresh()
    shown: list[QWidget] = [window, process, streams]
    for number in range(4):
        window.commands.show_page(number)
    for command in ("shortcuts", "open_url"):
        window.commands.run(command)
        assert window.dialogs.current is not None
        assert not english(texts(window.dialogs.current)), command
    for widget in shown:
        assert not english(texts(widget)), type(widget).__name__
    process.queue.jobs.clear()
    for widget in (window.dialogs.current, process, streams):
        assert widget is not None
        widget.close()


@pytest.mark.parametrize(
    "answer",
    [
        Release("9.0", "https://example.org", True),
        Release("0.0.1", "https://example.org", False),
        NoReleaseError("not a release"),
        UpdateError("example.org did not answer: timed out"),
    ],
    ids=["newer", "newest", "no release", "no answer"],
)
def test_every_answer_of_the_updates_is_translated(marking: Marking, qtbot: QtBot, answer: Release | UpdateError) -> None:
    def check() -> Release:
        if isinstance(answer, UpdateError):
            raise answer
        return answer

    dialog = UpdatesDialog(check=check)
    qtbot.addWidget(dialog)
    before = dialog.text.text()
    assert not english(texts(dialog))
    dialog.show()
    qtbot.waitUntil(lambda: dialog.text.text() != before, timeout=20_000)
    assert not english(texts(dialog))
    if isinstance(answer, UpdateError) and not isinstance(answer, NoReleaseError):
        assert dialog.text.text().count(MARK) == 3  # the sentence, the reason, and the reason of that


def test_about_and_licences_are_translated(marking: Marking, qtbot: QtBot) -> None:
    about, licences = AboutDialog(), LicencesDialog()
    for dialog in (about, licences):
        qtbot.addWidget(dialog)
        assert not english(texts(dialog))
    names = {c.name for c in cached_components()} | {f"{c.name} {c.version}" for c in cached_components()}
    names |= {part for c in cached_components() for part in (c.licence, *c.licence.split("; "))}
    facts = {str(value) for entry in bundled_weights() for value in (entry.path.name, entry.precision.upper(), *entry.facts.values())}
    versions = re.compile(r"Python|Qt|ONNX Runtime|OpenCV|PyAV|NumPy|[\d.]+( \((PyQt|commit) .*\))?")
    table = QTextDocument()
    table.setHtml(licences_html([replace(c, text="") for c in cached_components()]))
    for text in (about.text.toPlainText(), table.toPlainText()):
        left = [line for line in english(text.splitlines()) if line not in names | facts and not versions.fullmatch(line)]
        assert not [line for line in left if not set(line.split("; ")) <= names]


@pytest.mark.parametrize("key", OTHERS)
def test_qts_own_words_are_there_in_every_language(
    make_window: Callable[..., MainWindow], marking: Marking, qapp: Any, tmp_path: Path, key: str
) -> None:
    """Buttons, keys, menus of fields for text, and the dialog for files, where the system has none of its own."""
    window = make_window()
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.mp4").write_bytes(b"0")
    files = QFileDialog(window, "", str(tmp_path), media_filter())
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    files.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    files.show()
    window.commands.run("shortcuts")
    address = AddressDialog(window)
    address.show()
    menu = address.address.createStandardContextMenu()
    assert menu is not None
    assert not english(text for widget in (files, address, menu) for text in texts(widget) if not re.search(r"[/.*]", text))
    files.close()
    address.close()
    qapp.removeTranslator(marking)
    of_qt = QTranslator()
    assert of_qt.load(f"qtbase_{key}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert len(marking.asked) > 40
    ours = read_ts(ts_file(key))
    asked = [
        text
        for text in sorted(marking.asked, key=str)
        if (text[0] != "QShortcut" or text[1] in KEYS) and not UNTRANSLATED.fullmatch(text[1])
    ]
    assert not [text for text in asked if text[:2] not in ours and not of_qt.translate(*text)]


@pytest.mark.parametrize("key", ["de", "fr", "es"])
def test_longer_words_fit(make_window: Callable[..., MainWindow], qtbot: QtBot, spoken: Callable[[str], None], key: str) -> None:
    spoken(key)
    window = make_window()
    window.resize(1000, 640)
    for number in range(4):
        window.commands.show_page(number)
        qtbot.wait(20)
        page = window.panel.current
        for part in [*page.findChildren(QLabel), *page.findChildren(Switch), *page.findChildren(LineSwitch)]:
            if part.isVisible() and not (isinstance(part, QLabel) and part.wordWrap()):
                assert part.width() >= part.sizeHint().width(), part.text()
                assert part.mapTo(window.panel, part.rect().topRight()).x() <= window.panel.width(), part.text()
    for tab in window.panel.tabs.buttons():
        assert tab.width() >= tab.fontMetrics().horizontalAdvance(tab.text()), tab.text()


def test_another_language_is_announced(window: MainWindow) -> None:
    window.state.language = "fr"
    assert window.hint.notice is not None
    assert window.hint.notice.kind == "language"
