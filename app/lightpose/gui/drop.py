"""Files dropped on a window, and the sign that says what comes of them while they are held over it."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QMimeData, Qt
from PyQt6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from lightpose.gui.theme import current_theme

_AWAY, _ROUND = 10, 14
_VEIL = 225
"""How much of what lies below the sign is hidden, of 255."""


class DropSign(QWidget):
    """Lies over the whole of its ``parent`` while files are held over it; the mouse does not notice it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text = ""
        self.hide()

    def show_text(self, text: str) -> None:
        """Over everything else, in the size of the window of now."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.text = text
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(theme.window)
        veil.setAlpha(_VEIL)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(theme.accent), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(_AWAY, _AWAY, -_AWAY, -_AWAY), _ROUND, _ROUND)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        inner = self.rect().adjusted(*[3 * _AWAY] * 2, *[-3 * _AWAY] * 2)
        text = painter.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class FileDrop:
    """Mixed in before a widget's Qt class: dropped files and folders come to :meth:`take_files`."""

    drop_sign: DropSign | None = None

    def take_files(self, paths: list[Path]) -> None:
        """What was dropped, at least one."""
        raise NotImplementedError

    def drop_text(self, paths: list[Path]) -> str:
        """What would be done with ``paths``, in a few words."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        if event is not None and (paths := _paths(event.mimeData())):
            event.acceptProposedAction()
            if self.drop_sign is None and isinstance(self, QWidget):
                self.drop_sign = DropSign(self)
            if self.drop_sign is not None:
                self.drop_sign.show_text(self.drop_text(paths))

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:
        if self.drop_sign is not None:
            self.drop_sign.hide()

    def dropEvent(self, event: QDropEvent | None) -> None:
        self.dragLeaveEvent(None)
        if event is not None and (paths := _paths(event.mimeData())):
            event.acceptProposedAction()
            self.take_files(paths)


def _paths(data: QMimeData | None) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data is not None else []
