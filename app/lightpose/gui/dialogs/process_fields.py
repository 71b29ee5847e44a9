"""The fields of the options for recorded videos, and how they are arranged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import (
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from lightpose.gui.fields import Choice, Count, Number, Switch
from lightpose.gui.text import PlainLabel

LEAST_WIDTH = 300
"""Of a page, logical px."""


def switch_field(text: str, on: bool, tip: str) -> Switch:
    widget = Switch(text)
    widget.inset = 0
    widget.setChecked(on)
    widget.setToolTip(tip)
    return widget


def choice_field(name: str, *options: tuple[str, Any, str]) -> Choice:
    """``options``: text, value, tool tip."""
    widget = Choice()
    widget.setAccessibleName(name)
    for text, value, tip in options:
        widget.addItem(text, value)
        widget.setItemData(widget.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
    return widget


def count_field(least: int, most: int, special: str, name: str, tip: str) -> QSpinBox:
    """``special``: shown in place of ``least``."""
    widget = Count()
    widget.setRange(least, most)
    widget.setValue(least)
    widget.setSpecialValueText(special)
    widget.setAccessibleName(name)
    widget.setToolTip(tip)
    return widget


def number_field(least: float, most: float, special: str, name: str, tip: str) -> QDoubleSpinBox:
    widget = Number()
    widget.setRange(least, most)
    widget.setSingleStep(0.05)
    widget.setSpecialValueText(special)
    widget.setAccessibleName(name)
    widget.setToolTip(tip)
    return widget


def line_field(name: str, hint: str, tip: str) -> QLineEdit:
    widget = QLineEdit()
    widget.setAccessibleName(name)
    widget.setPlaceholderText(hint)
    widget.setToolTip(tip)
    return widget


def caption(text: str, widget: QWidget) -> PlainLabel:
    caption = PlainLabel(text)
    caption.setBuddy(widget)
    return caption


def row(widgets: Iterable[QWidget]) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch()
    return layout


def together(*widgets: QWidget) -> QWidget:
    box = QWidget()
    box.setLayout(row(widgets))
    return box


def form(*columns: Sequence[tuple[str, QWidget]]) -> QWidget:
    """Fields with their labels at the left, in columns; what has no label begins where labels do."""
    page = QWidget()
    layout = QGridLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(12)
    layout.setVerticalSpacing(8)
    for number, fields in enumerate(columns):
        place = 3 * number  # labels, fields, and a gap before the next labels
        layout.setColumnStretch(place + 1, 1)
        if number:
            layout.setColumnMinimumWidth(place - 1, 8)
        for line, (label, widget) in enumerate(fields):
            grows = widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding
            side = Qt.AlignmentFlag(0) if grows else Qt.AlignmentFlag.AlignLeft
            if label:
                layout.addWidget(caption(label, widget), line, place)
                layout.addWidget(widget, line, place + 1, side)
            else:
                layout.addWidget(widget, line, place, 1, 2, side)
    layout.setRowStretch(max(map(len, columns)), 1)
    return page


class Sideways(QScrollArea):
    """As high as ``page``, and as narrow as the screen is: what there is no room for is scrolled to."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)

    def minimumSizeHint(self) -> QSize:
        page, bar = self.widget(), self.horizontalScrollBar()
        assert page is not None
        assert bar is not None
        least = page.minimumSizeHint()
        return QSize(LEAST_WIDTH, least.height() + (bar.sizeHint().height() if least.width() > self.width() else 0))

    def sizeHint(self) -> QSize:
        page = self.widget()
        assert page is not None
        return page.sizeHint()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.updateGeometry()
