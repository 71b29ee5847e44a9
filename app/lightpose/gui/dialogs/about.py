"""About the program."""

from __future__ import annotations

import html
import platform
from importlib import metadata

from PyQt6.QtCore import PYQT_VERSION_STR, QT_TRANSLATE_NOOP, QT_VERSION_STR
from PyQt6.QtWidgets import QDialogButtonBox, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from lightpose.gui.dialogs.buttons import close_button
from lightpose.gui.dialogs.licences import LicencesDialog, cached_components, worded
from lightpose.gui.icons import app_icon
from lightpose.gui.language import translate
from lightpose.gui.networks import bundled_weights
from lightpose.gui.placing import FittedDialog
from lightpose.gui.text import PlainLabel
from lightpose.gui.theme import current_theme
from lightpose.licences import Component
from posecore.version import full_version

KINDS = {"pose": QT_TRANSLATE_NOOP("Settings", "Pose network"), "person": QT_TRANSLATE_NOOP("Settings", "Person detector")}
FACTS = {
    "file": QT_TRANSLATE_NOOP("About", "File"), "precision": QT_TRANSLATE_NOOP("About", "Precision"),
    "skeleton": QT_TRANSLATE_NOOP("About", "Joint set"), "trained_on": QT_TRANSLATE_NOOP("About", "Trained on"),
    "licence": QT_TRANSLATE_NOOP("About", "Licence"),
}  # fmt: skip
"""What is told of each network; the rest is in the model card."""


class AboutDialog(FittedDialog):
    """Versions, licence, and where the weights come from."""

    def __init__(self, parent: QWidget | None = None, provider: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Menu", "About lightpose"))
        self.resize(560, 520)
        symbol, title = PlainLabel(), PlainLabel("lightpose", role="title")
        line = PlainLabel(translate("About", "Real-time poses of everybody in view, on this computer alone."), role="muted")
        line.setWordWrap(True)
        symbol.setPixmap(app_icon().pixmap(56, 56))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(title)
        words.addWidget(line)
        words.addStretch()
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(symbol)
        head.addLayout(words, 1)
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(True)
        self.text.setAccessibleName(translate("Menu", "About lightpose"))
        self.text.setHtml(about_html(provider))
        document = self.text.document()
        assert document is not None
        document.setDocumentMargin(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addWidget(self.text, 1)
        buttons = close_button(self)
        licences = buttons.addButton(translate("About", "Licences…"), QDialogButtonBox.ButtonRole.ActionRole)
        assert licences is not None
        licences.clicked.connect(lambda: LicencesDialog(self).open())
        layout.addWidget(buttons)


def about_html(provider: str = "") -> str:
    """The text of :class:`AboutDialog`."""
    muted = current_theme().muted
    versions = {
        "lightpose": full_version(), "Python": platform.python_version(), "Qt": f"{QT_VERSION_STR} (PyQt {PYQT_VERSION_STR})",
        "ONNX Runtime": _version("onnxruntime"), "OpenCV": _version("opencv-python-headless", "opencv-python"), "PyAV": _version("av"),
        "NumPy": _version("numpy"),
    }  # fmt: skip
    if provider:
        versions[translate("About", "Networks run on")] = provider
    parts = [_heading(translate("About", "Versions"), muted), _table(versions), _heading(translate("About", "Licence"), muted)]
    licence = translate(
        "About",
        "GNU Affero General Public License, version 3 or later. You may use, study, share and change it; who offers a changed version "
        "to others, over a network too, gives them its source.",
    )
    parts.append(_paragraph(licence))
    parts.append(_paragraph(translate("About", "Images never leave this computer.")))
    parts.append(_heading(translate("About", "Made of"), muted))
    parts.append(_table(licence_rows(cached_components())))
    parts.append(_heading(translate("About", "Networks"), muted))
    entries = bundled_weights()
    for entry in entries:
        kind = translate("Settings", KINDS[entry.kind]) if entry.kind in KINDS else entry.kind
        facts = {"file": entry.path.name, "precision": entry.precision.upper(), **entry.facts}
        parts.append(f"<p><b>{html.escape(entry.name)}</b> ({html.escape(kind)})</p>")
        parts.append(_table({translate("About", title): str(facts[name]) for name, title in FACTS.items() if name in facts}))
    if not entries:
        parts.append(_paragraph(translate("Settings", "No bundled networks are installed.")))
    return "".join(parts)


def licence_rows(found: list[Component]) -> dict[str, str]:
    """Name and version → licence; several where the same library lies in more than one distribution under different ones."""
    rows: dict[str, str] = {}
    for c in found:
        name, licence = f"{c.name} {c.version}".strip(), worded(c.licence)
        if licence not in rows.setdefault(name, licence).split("; "):
            rows[name] += f"; {licence}"
    return rows


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def _heading(text: str, colour: str) -> str:
    return f'<p style="color: {colour}; font-weight: 600; margin-top: 12px">{html.escape(text)}</p>'


def _table(rows: dict[str, str]) -> str:
    cells = "".join(f'<tr><td style="padding-right: 18px">{html.escape(a)}</td><td>{html.escape(b)}</td></tr>' for a, b in rows.items())
    return f"<table>{cells}</table>"


def _version(*names: str) -> str:
    """Version of the first of these distributions that is installed."""
    for name in names:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return "–"
