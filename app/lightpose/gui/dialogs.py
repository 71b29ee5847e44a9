"""The small dialogs: address, keyboard shortcuts, about."""

from __future__ import annotations

import html
import platform
from importlib import metadata

from PyQt6.QtCore import PYQT_VERSION_STR, QT_VERSION_STR, Qt
from PyQt6.QtGui import QIcon, QKeySequence
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from lightpose.gui.actions import COMMANDS
from lightpose.gui.icons import app_icon
from lightpose.gui.panel_settings import bundled_weights
from lightpose.gui.theme import current_theme
from posecore.version import lightpose_version


class AddressDialog(QDialog):
    """Asks for the address of a stream."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open address")
        self.address = QLineEdit()
        self.address.setPlaceholderText("rtsp://user:password@192.168.1.20/stream")
        self.address.setAccessibleName("Address")
        self.address.setMinimumWidth(420)
        self.buttons = plain(QDialogButtonBox(QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel))
        opening = self.buttons.button(QDialogButtonBox.StandardButton.Open)
        assert opening is not None
        opening.setProperty("role", "primary")
        opening.setEnabled(False)
        self.address.textChanged.connect(lambda text: opening.setEnabled("://" in text.strip()[1:-1]))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        hint = QLabel("The address of a network camera or a video on the web: rtsp, http, https, udp or srt.")
        hint.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(hint)
        layout.addWidget(self.address)
        layout.addWidget(self.buttons)

    @property
    def value(self) -> str:
        """What was written."""
        return self.address.text().strip()


class ShortcutsDialog(QDialog):
    """Every command with its keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        columns = QHBoxLayout()
        columns.setSpacing(36)
        for group in (("File", "Capture"), ("View", "Help")):
            grid = QGridLayout()
            grid.setHorizontalSpacing(22)
            grid.setVerticalSpacing(7)
            row = 0
            for menu in group:
                title = QLabel(menu.upper())
                title.setProperty("role", "heading")
                title.setContentsMargins(0, 12 if row else 0, 0, 2)
                grid.addWidget(title, row, 0, 1, 2)
                row += 1
                for command in COMMANDS:
                    if command.menu == menu and command.keys:
                        keys = QKeySequence(command.keys.strip("()")).toString(QKeySequence.SequenceFormat.NativeText)
                        shown = QLabel(keys)
                        shown.setProperty("role", "key")
                        grid.addWidget(QLabel(command.text.rstrip("…")), row, 0)
                        grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignRight)
                        row += 1
            grid.setRowStretch(row, 1)
            columns.addLayout(grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 22, 28, 18)
        layout.setSpacing(16)
        layout.addLayout(columns)
        layout.addWidget(_close(self))


class AboutDialog(QDialog):
    """Versions, licence, and where the weights come from."""

    def __init__(self, parent: QWidget | None = None, provider: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("About lightpose")
        self.resize(560, 520)
        picture, title, line = QLabel(), QLabel("lightpose"), QLabel("Real-time poses of everybody in view, on this computer alone.")
        picture.setPixmap(app_icon().pixmap(56, 56))
        title.setProperty("role", "title")
        line.setProperty("role", "muted")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(title)
        words.addWidget(line)
        words.addStretch()
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture)
        head.addLayout(words, 1)
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(True)
        self.text.setAccessibleName("About")
        self.text.setHtml(about_html(provider))
        document = self.text.document()
        assert document is not None
        document.setDocumentMargin(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addWidget(self.text, 1)
        layout.addWidget(_close(self))


def about_html(provider: str = "") -> str:
    """The text of :class:`AboutDialog`."""
    muted = current_theme().muted
    versions = {
        "lightpose": lightpose_version(), "Python": platform.python_version(), "Qt": f"{QT_VERSION_STR} (PyQt {PYQT_VERSION_STR})",
        "ONNX Runtime": _version("onnxruntime"), "OpenCV": _version("opencv-python"), "PyAV": _version("av"), "NumPy": _version("numpy"),
    }  # fmt: skip
    if provider:
        versions["Networks run on"] = provider
    parts = [_heading("Versions", muted), _table(versions), _heading("Licence", muted)]
    parts.append(
        "<p>GNU Affero General Public License, version 3 or later. You may use, study, share and change it; who offers a changed version "
        "to others, over a network too, gives them its source.</p>"
    )
    parts.append("<p>Pictures never leave this computer.</p>")
    parts.append(_heading("Networks", muted))
    entries = bundled_weights()
    for entry in entries:
        facts = {"file": entry.path.name, "precision": entry.precision, **entry.facts}
        parts.append(f"<p><b>{html.escape(entry.name)}</b> ({html.escape(entry.kind)})</p>")
        parts.append(_table({name.replace("_", " "): str(value) for name, value in facts.items()}))
    if not entries:
        parts.append("<p>No bundled networks are installed.</p>")
    return "".join(parts)


def _heading(text: str, colour: str) -> str:
    return f'<p style="color: {colour}; font-weight: 600; margin-top: 12px">{text}</p>'


def _table(rows: dict[str, str]) -> str:
    cells = "".join(f'<tr><td style="padding-right: 18px">{html.escape(a)}</td><td>{html.escape(b)}</td></tr>' for a, b in rows.items())
    return f"<table>{cells}</table>"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "–"


def plain(buttons: QDialogButtonBox) -> QDialogButtonBox:
    """Without the style's little pictures."""
    for button in buttons.buttons():
        button.setIcon(QIcon())
    return buttons


def _close(dialog: QDialog) -> QDialogButtonBox:
    buttons = plain(QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
    buttons.rejected.connect(dialog.reject)
    return buttons
