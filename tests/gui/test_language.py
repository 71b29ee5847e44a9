"""The window in other languages: every text is translated, all of them are complete, and they fit."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QCoreApplication, QTranslator
from PyQt6.QtWidgets import QAbstractButton, QComboBox, QDialogButtonBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from lightpose.gui import language
from lightpose.gui.actions import shown_key
from lightpose.gui.fields import LineSwitch, Switch
from lightpose.gui.language import LANGUAGES, choose_language, install, read_ts, translate, ts_file
from lightpose.gui.window import MainWindow

ROOT = Path(__file__).parents[2]
OTHERS = [key for key in LANGUAGES if key != "en"]
MARK = "⟦"

UNTRANSLATED = re.compile(
    r"[\W\d_]*|lightpose|–|ms|p95|cpu|abacus|\d+ (fps|ms)|\d+(\.\d+)?×|FP16|FP32|INT8|JSON Lines|CSV|Fake camera|#\S+( / \S+)?"
    r"|NVIDIA GPU.*|Core ML|OpenVINO|DirectML|COCO|NWB|OpenPose|OpenSim (MOT|TRC)|Parquet|SLEAP( HDF5)?|H\.26[45]|AV1|NAME\.[\w.]+"
    r"|WebSocket|OSC|UDP|\S*recordings|[\w/.~…-]*/\S*|\d+ × \d+|●.*"
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
    """Marks every text that asks for a translation."""

    def isEmpty(self) -> bool:
        return False

    def translate(  # type: ignore[override]
        self, context: str | None, source: str | None, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        return f"{MARK}{source}" if context in CONTEXTS else None


CONTEXTS = {context for context, _ in read_ts(ts_file("de"))}


def texts(widget: QWidget) -> Iterator[str]:
    """Everything that ``widget`` and its parts say."""
    for part in [widget, *widget.findChildren(QWidget)]:
        if isinstance(part.parent(), QDialogButtonBox) or part.property("role") == "key":
            continue  # Qt's own
        yield from (part.toolTip(), part.windowTitle())
        if isinstance(part, QLabel | QAbstractButton):
            yield part.text()
        if isinstance(part, QComboBox):
            yield from (part.itemText(i) for i in range(part.count()))
        for action in part.actions():
            yield from (action.text().split("\t")[0], action.toolTip())


def test_no_text_was_forgotten(make_window: Callable[..., MainWindow], qapp: Any, qtbot: QtBot) -> None:
    marking = Marking()
    qapp.installTranslator(marking)
    try:
        window = make_window()
        window.begin("0")
        qtbot.waitUntil(lambda: len(window.view.people) == 2, timeout=60_000)
        shown = [window]
        window.commands.run("process")
        assert window.dialogs.process is not None
        shown.append(window.dialogs.process)
        window.commands.run("streams")
        assert window.dialogs.streams is not None
        shown.append(window.dialogs.streams)
        for command in ("shortcuts", "open_url", "updates"):
            window.commands.run(command)
            shown.append(window.dialogs.current)
        for widget in shown:
            for text in texts(widget):
                if MARK not in text and text.replace("&&", "&") not in LANGUAGES.values():
                    assert UNTRANSLATED.fullmatch(text), (type(widget).__name__, text)
        window.dialogs.current.close()
    finally:
        qapp.removeTranslator(marking)


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
