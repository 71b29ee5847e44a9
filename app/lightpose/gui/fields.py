"""Small widgets that show one property of the state and change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PyQt6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QSlider,
    QSpinBox,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from lightpose.gui.state import AppState, setting
from lightpose.gui.text import PlainLabel
from lightpose.gui.theme import current_theme

CHOICE_WIDTH = 110
"""A choice needs no more, however long its texts are, px."""


class Switch(QCheckBox):
    """A check box that looks like a switch, its text at the left.

    Attributes:
        inset: of the text, px, so that it stands below labels that have the same.
    """

    inset = 2

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().size(0, self.text())
        return QSize(text.width() + 56, max(text.height() + 12, 30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: Any) -> bool:
        return bool(self.rect().contains(pos))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, usable = self.isChecked(), self.isEnabled()
        painter.setPen(QColor(theme.text if usable else theme.muted))
        painter.drawText(
            self.rect().adjusted(self.inset, 0, -48, 0), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text()
        )
        track = QRectF(self.width() - 38.0, self.height() / 2 - 10, 36, 20)
        painter.setOpacity(1.0 if usable else 0.5)
        painter.setPen(Qt.PenStyle.NoPen if on else QPen(QColor(theme.muted), 1))
        painter.setBrush(QColor(theme.accent if on else theme.raised))
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), 9.5, 9.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.on_accent if on else theme.muted))
        knob = QRectF(track.right() - 17 if on else track.left() + 3, track.top() + 3, 14, 14)
        painter.drawEllipse(knob)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), 12, 12)
        painter.end()


class Choice(QComboBox):
    """A combo box with a plain arrow; the mouse wheel scrolls the page, not the choice."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(QStyledItemDelegate(self))  # the usual one paints menus, and takes no colours of the style sheet

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), CHOICE_WIDTH), hint.height())

    def initStyleOption(self, option: QStyleOptionComboBox | None) -> None:
        super().initStyleOption(option)
        if option is not None:  # such as the long name of a file
            option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideMiddle, self.width() - 38)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_theme().muted), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        x, y = self.width() - 17.0, self.height() / 2 - 2
        painter.drawPolyline(QPolygonF([QPointF(x, y), QPointF(x + 4, y + 4), QPointF(x + 8, y)]))
        painter.end()

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is not None:
            event.ignore()


class Count(QSpinBox):
    """A whole number with plain arrows."""

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        _paint_arrows(self)


class Number(QDoubleSpinBox):
    """A number with plain arrows."""

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        _paint_arrows(self)


def _paint_arrows(field: QWidget) -> None:
    painter = QPainter(field)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(current_theme().muted), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    x, middle = field.width() - 16.0, field.height() / 2
    for side in (-1, 1):
        y = middle + side * 4
        painter.drawPolyline(QPolygonF([QPointF(x, y), QPointF(x + 3.5, y + side * 3.5), QPointF(x + 7, y)]))
    painter.end()


class LineSwitch(QCheckBox):
    """A check box whose mark is the colour of a line: full where the line is drawn, a ring where it is not."""

    def __init__(self, text: str, colour: str) -> None:
        super().__init__(text)
        self.colour = colour

    def hitButton(self, pos: Any) -> bool:
        return bool(self.rect().contains(pos))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.colour), 2))
        painter.setBrush(QColor(self.colour) if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(9, self.height() / 2), 5, 5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(current_theme().accent), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(QColor(current_theme().text))
        painter.drawText(self.rect().adjusted(22, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        painter.end()


def switch(state: AppState, name: str, text: str, tip: str = "") -> Switch:
    """A :class:`Switch` for the boolean property ``name``."""
    widget = Switch(text)
    widget.setObjectName(name)
    widget.setToolTip(tip)
    widget.setChecked(state.get(name))
    widget.toggled.connect(lambda on: state.set(name, on))
    follow(state, name, widget, widget.setChecked)
    return widget


def choice(state: AppState, name: str, options: Sequence[tuple[str, Any]], label: str) -> Choice:
    """A combo box for property ``name``; ``options`` are (text, value)."""
    widget = Choice()
    widget.setObjectName(name)
    widget.setAccessibleName(label)
    for text, value in options:
        widget.addItem(text, value)
    show = lambda value: widget.setCurrentIndex(max(0, widget.findData(value)))  # noqa: E731
    show(state.get(name))
    widget.activated.connect(lambda _: state.set(name, widget.currentData()))
    follow(state, name, widget, show)
    return widget


class Scale(QWidget):
    """A slider for a number, with its label and its value above it. The property changes when the slider rests."""

    def __init__(self, state: AppState, name: str, label: str, least: float, most: float, step: float, text: Callable[[Any], str]) -> None:
        super().__init__()
        self.step, self.text = step, text
        self.kind = type(setting(name).default)
        self.value = PlainLabel(role="muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName(name)
        self.slider.setAccessibleName(label)
        self.slider.setRange(round(least / step), round(most / step))
        self.slider.setPageStep(max(1, round((most - least) / step / 10)))
        self.slider.setTracking(True)
        caption = PlainLabel(label)
        caption.setBuddy(self.slider)
        head = QHBoxLayout()
        head.addWidget(caption)
        head.addStretch()
        head.addWidget(self.value)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.slider)
        self.show_value(state.get(name))
        self.slider.valueChanged.connect(lambda _: self.value.setText(text(self.number)))
        self.slider.sliderReleased.connect(lambda: state.set(name, self.number))
        self.slider.actionTriggered.connect(lambda _: None if self.slider.isSliderDown() else state.set(name, self._coming))
        follow(state, name, self, self.show_value)

    @property
    def number(self) -> Any:
        """The value where the slider stands."""
        return self.kind(self.slider.value() * self.step)

    @property
    def _coming(self) -> Any:
        return self.kind(self.slider.sliderPosition() * self.step)

    def show_value(self, number: Any) -> None:
        """Put the slider on ``number``."""
        self.slider.setValue(round(number / self.step))
        self.value.setText(self.text(number))


def follow(state: AppState, name: str, owner: QWidget, show: Callable[[Any], None]) -> None:
    """Call ``show`` with each new value of property ``name`` for as long as ``owner`` lives."""
    _Follower(state, name, owner, show)


class _Follower(QObject):
    """A part of its owner: Qt itself ends the connection with it. Python that runs while a widget is destroyed may be half gone itself."""

    def __init__(self, state: AppState, name: str, owner: QWidget, show: Callable[[Any], None]) -> None:
        super().__init__(owner)
        self._state, self._name, self._show = state, name, show
        state.changed.connect(self._changed)

    def _changed(self, which: str) -> None:
        if which == self._name:
            self._show(self._state.get(self._name))


def heading(text: str) -> PlainLabel:
    """A small title above a group."""
    label = PlainLabel(text.upper(), role="heading")
    label.setContentsMargins(2, 10, 0, 2)
    label.setWordWrap(True)  # where letters are large
    return label


def labelled(label: str, widget: QWidget) -> QWidget:
    """``widget`` with its label above it, joined for screen readers."""
    box = QWidget()
    caption = PlainLabel(label)
    caption.setBuddy(widget)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(2, 2, 2, 2)
    layout.setSpacing(4)
    layout.addWidget(caption)
    layout.addWidget(widget)
    return box


def line() -> QFrame:
    """A thin horizontal line."""
    frame = QFrame()
    frame.setObjectName("line")
    frame.setFixedHeight(1)
    return frame
