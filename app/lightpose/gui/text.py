"""Text that is shown as it is: names of files and devices are never taken for HTML, nor an ``&`` in them for a key."""

from __future__ import annotations

import html

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QWidget


class PlainLabel(QLabel):
    """A label whose text is never HTML. The window has no other labels."""

    def __init__(self, text: str = "", parent: QWidget | None = None, role: str = "") -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        if role:
            self.setProperty("role", role)


def plain_tip(text: str) -> str:
    """A tooltip that shows ``text``: Qt takes what looks like HTML for HTML."""
    return f"<p>{html.escape(text)}</p>".replace("\n", "<br>") if "<" in text else text


def no_key(text: str) -> str:
    """The words of a button or menu entry that show ``text``: a single ``&`` would underline the next letter."""
    return text.replace("&", "&&")
