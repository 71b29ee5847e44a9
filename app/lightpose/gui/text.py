"""Text that is shown as it is: names of files and devices are never taken for HTML, nor an ``&`` in them for a key."""

from __future__ import annotations

import html
import re

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QLabel, QWidget


class PlainLabel(QLabel):
    """A label whose text is never HTML. The window has no other labels."""

    def __init__(self, text: str = "", parent: QWidget | None = None, role: str = "") -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        if role:
            self.setProperty("role", role)


class ElidedLabel(PlainLabel):
    """One line that ends in … where it has too little room; its tooltip then has the whole.

    Attributes:
        tip: tooltip that is to be there in any case, instead.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, role: str = "") -> None:
        self.tip = ""
        super().__init__(text, parent, role)

    @property
    def shown(self) -> str:
        """What is seen of the text."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def setText(self, text: str | None) -> None:
        super().setText(text)
        self._set_tip()

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(least.width(), 3 * self.fontMetrics().averageCharWidth()), least.height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._set_tip()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        style, shown = self.style(), self.shown
        if style is None or shown == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        place, role = self.contentsRect(), self.foregroundRole()
        style.drawItemText(painter, place, int(self.alignment()), self.palette(), self.isEnabled(), shown, role)
        painter.end()

    def _set_tip(self) -> None:
        self.setToolTip(plain_tip(self.tip or ("" if self.shown == self.text() else self.text())))


def shortened(text: str, widget: QWidget, letters: int, mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> str:
    """``text``, a part left out where ``widget`` makes it wider than so many average ``letters``."""
    metrics = widget.fontMetrics()
    return metrics.elidedText(text, mode, letters * metrics.averageCharWidth())


def plain_tip(text: str) -> str:
    """A tooltip that shows ``text``: Qt takes what looks like HTML for HTML."""
    return f"<p>{html.escape(text)}</p>".replace("\n", "<br>") if "<" in text else text


def no_key(text: str) -> str:
    """The words of a button or menu entry that show ``text``: a single ``&`` would underline the next letter."""
    return text.replace("&", "&&")


def without_key(text: str) -> str:
    """``text`` of a menu without the mark of its key: ``&File``, or ``文件(&F)`` where the letter is none of the words."""
    return re.sub(r"\s*\(&\w\)", "", text).replace("&", "")
