"""The licences of everything the program is made of."""

from __future__ import annotations

import html
from functools import cache

from PyQt6.QtCore import QT_TRANSLATE_NOOP
from PyQt6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from lightpose.gui.dialogs.buttons import close_button
from lightpose.gui.language import translate
from lightpose.gui.placing import FittedDialog
from lightpose.licences import Component, components

cached_components = cache(components)
WORDS = (
    QT_TRANSLATE_NOOP("About", "see its page"),
    QT_TRANSLATE_NOOP("About", "LGPL-3.0-or-later, under the GPL together with x264 and x265"),
    QT_TRANSLATE_NOOP("About", "unchanged; the libraries lie beside the program as files of their own and may be replaced"),
    QT_TRANSLATE_NOOP(
        "About", "built by the PyAV project (--enable-version3, libx264, libx265); source: ffmpeg.org and github.com/PyAV-Org/pyav-ffmpeg"
    ),
)
"""What is said of components in whole words, beside names of licences."""


def worded(text: str) -> str:
    """A licence or note in the language of the window; names of licences stay."""
    return translate("About", text) if text in WORDS else text


class LicencesDialog(FittedDialog):
    """A list of components, then the texts of their licences.

    Args:
        parent: the window, or the dialog it is opened from.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("About", "Licences"))
        self.resize(720, 620)
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(True)
        self.text.setAccessibleName(translate("About", "Licences"))
        self.text.setHtml(licences_html(cached_components()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(14)
        layout.addWidget(self.text, 1)
        layout.addWidget(close_button(self))


def licences_html(found: list[Component]) -> str:
    """The text of :class:`LicencesDialog`."""
    texts = "".join(
        f'<h3><a name="{html.escape(c.name)}"></a>{html.escape(f"{c.name} {c.version}".strip())}</h3><pre>{html.escape(c.text)}</pre>'
        for c in found
        if c.text
    )
    return f"<style>pre {{ white-space: pre-wrap; }}</style><table>{''.join(map(_row, found))}</table>{texts}"


def _row(component: Component) -> str:
    name = html.escape(f"{component.name} {component.version}".strip())
    if component.text:
        name = f'<a href="#{html.escape(component.name, quote=True)}">{name}</a>'
    elif component.url:
        name = f'<a href="{html.escape(component.url, quote=True)}">{name}</a>'
    if component.inside:
        name = html.escape(translate("About", "{name} (inside {package})")).format(name=name, package=html.escape(component.inside))
    note = f"<br>{html.escape(worded(component.note))}" if component.note else ""
    return f'<tr><td style="padding-right: 18px">{name}</td><td>{html.escape(worded(component.licence))}{note}</td></tr>'
