"""Texts in the language of the person: Qt Linguist's .ts files of ``lightpose/translations``, read as they are.

Every text that a person sees goes through :func:`translate`, whose first two arguments are literals, so that ``pylupdate6`` finds them.
Texts of tables that are made at import are marked with ``QT_TRANSLATE_NOOP`` and translated where they are shown.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from PyQt6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "zh_CN": "简体中文"}
"""Languages of the window → their own names. English is what is written in the code."""
OF_QT = (
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Drive"), QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Folder"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "File"), QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "%1 File"),
)  # fmt: skip
"""What Qt's dialog for files says and Qt has no translation of in all of :data:`LANGUAGES`."""
FOLDER = Path(__file__).parents[1] / "translations"


def translate(context: str, text: str) -> str:
    """``text`` of ``context`` in the language that :func:`install` set; ``text`` itself where there is no translation."""
    return QCoreApplication.translate(context, text)


def choose_language(wanted: str, system: Iterable[str] | None = None) -> str:
    """A key of :data:`LANGUAGES`: ``wanted`` itself, or the first of the ``system``'s languages that there is, else English.

    Args:
        wanted: a key of :data:`LANGUAGES`, or ``system``.
        system: names such as ``de-AT`` in the order of preference; None: asked of the system.
    """
    if wanted in LANGUAGES:
        return wanted
    for name in QLocale.system().uiLanguages() if system is None else system:
        parts = name.replace("_", "-").split("-")
        if parts[0] == "zh" and not {"Hant", "TW", "HK", "MO"} & set(parts):
            return "zh_CN"
        if parts[0] in LANGUAGES:
            return parts[0]
    return "en"


def ts_file(language: str) -> Path:
    """Where the translations into ``language`` are."""
    return FOLDER / f"lightpose_{language}.ts"


@cache
def read_ts(path: Path) -> dict[tuple[str, str], str]:
    """(context, source text) → translation; those that are not finished are left out. Raises OSError, ElementTree.ParseError."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None and translation.text:
                found[name, message.findtext("source") or ""] = translation.text
    return found


class Catalogue(QTranslator):
    """The translations of one .ts file, asked by Qt."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.texts = read_ts(path)

    def isEmpty(self) -> bool:
        return not self.texts

    def translate(self, context: str | None, source: str | None, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]  # None: ask the next one; PyQt's stubs know only of str
        return self.texts.get((context or "", source or ""))


_installed: list[QTranslator] = []


def install(app: QCoreApplication, language: str) -> None:
    """From now on texts are in ``language``, a key of :data:`LANGUAGES`; those of Qt's own dialogs too. Windows made before stay."""
    while _installed:
        app.removeTranslator(_installed.pop())
    QLocale.setDefault(QLocale(language) if language != "en" else QLocale(QLocale.Language.English))
    if language == "en":
        return
    of_qt = QTranslator(app)
    if of_qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        _installed.append(of_qt)
    _installed.append(Catalogue(ts_file(language), app))
    for translator in _installed:
        app.installTranslator(translator)
