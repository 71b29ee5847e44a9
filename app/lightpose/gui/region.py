"""A part of the image, drawn with the mouse."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen
from PyQt6.QtWidgets import QWidget

from lightpose.gui.language import translate
from lightpose.gui.overlay import Mapping
from lightpose.gui.theme import current_theme
from posecore.pipelines.selection import Region

LEAST = 3.0
"""Percent of the frame's width and height below which a drag was an accident."""


class RegionDrawing:
    """Between the command and the end of the drag. ``waiting``: the next drag draws a region."""

    def __init__(self, view: QWidget) -> None:
        self.view = view
        self.waiting = False
        self._from: QPointF | None = None
        self._to = QPointF()

    def start(self) -> None:
        """Wait for a drag."""
        self.waiting, self._from = True, None
        self.view.setCursor(Qt.CursorShape.CrossCursor)
        self.view.setFocus()
        self.view.update()

    def cancel(self) -> None:
        """Draw nothing."""
        self.waiting, self._from = False, None
        self.view.unsetCursor()
        self.view.update()

    def begin(self, place: QPointF) -> None:
        """The button went down."""
        self._from = self._to = place

    def move(self, place: QPointF) -> None:
        """The mouse moved."""
        if self._from is not None:
            self._to = place
            self.view.update()

    def end(self, place: QPointF, mapping: Mapping | None) -> Region | None:
        """The button went up: what was drawn, in percent of the frame; None where it is too small, or outside of the image."""
        if self._from is None:
            return None
        drawn = QRectF(self._from, place).normalized()
        self.cancel()
        return region_of(drawn, mapping) if mapping is not None else None

    def paint(self, painter: QPainter) -> None:
        """The rectangle so far, and what to do."""
        if not self.waiting:
            return
        theme = current_theme()
        if self._from is not None:
            painter.setPen(QPen(QColor(theme.accent), 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self._from, self._to).normalized())
            return
        words = translate("View", "Drag over the part of the image in which people are to be shown. Esc: cancel")
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        text = painter.boundingRect(QRectF(self.view.rect()).adjusted(24, 24, -24, -16), flags, words)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(text.adjusted(-14, -8, 14, 8), 8, 8)
        painter.setPen(QColor(theme.text))
        painter.drawText(text, flags, words)


def region_of(drawn: QRectF, mapping: Mapping) -> Region | None:
    """A rectangle of the window → percent of the frame, cut to it; None where it is too small."""
    rect = drawn.intersected(mapping.rect)
    left = (mapping.rect.right() - rect.right() if mapping.mirror else rect.left() - mapping.rect.left()) / mapping.rect.width()
    top = (rect.top() - mapping.rect.top()) / mapping.rect.height()
    width, height = rect.width() / mapping.rect.width(), rect.height() / mapping.rect.height()
    if 100 * min(width, height) < LEAST:
        return None
    return Region(round(100 * left, 2), round(100 * top, 2), round(100 * width, 2), round(100 * height, 2), percent=True)


def paint_region(painter: QPainter, region: Region | None, mapping: Mapping) -> None:
    """Darken what is outside of ``region``."""
    if region is None:
        return
    part = region.of((mapping.width, mapping.height))
    x = mapping.width - part.x - part.width if mapping.mirror else part.x
    scale = mapping.scale
    inside = QRectF(mapping.rect.x() + x * scale, mapping.rect.y() + part.y * scale, part.width * scale, part.height * scale)
    outside = QPainterPath()
    outside.addRect(mapping.rect)
    outside.addRect(inside)
    painter.fillPath(outside, QColor(0, 0, 0, 110))
    painter.setPen(QPen(QColor(255, 255, 255, 200), 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(inside)
