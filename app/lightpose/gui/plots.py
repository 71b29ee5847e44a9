"""Small line plots over the last seconds (pyqtgraph)."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import Any

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QFrame, QVBoxLayout

from lightpose.gui.theme import Theme

CAPACITY = 6000
"""Values of a line that are kept: minutes."""
GAP = 1.0
"""Seconds without a value after which a line is broken."""


class Plot(QFrame):
    """Named lines over the last ``seconds``. It remembers values from the start; lines are to be seen once :meth:`build` was called.

    Times may go back, as after a jump in a video: values are kept by their time, and what was known of the time before is shown again.

    Args:
        title: for screen readers.
        seconds: how far back.
        top: the least upper end of the scale.
        bounds: fixed ends of the scale, where given.

    Attributes:
        now: the time that was added last, seconds; NaN before.
    """

    def __init__(self, title: str, seconds: float = 30.0, top: float = 1.0, bounds: tuple[float, float] | None = None) -> None:
        super().__init__()
        self.setObjectName("plot")
        self.seconds, self.top, self.bounds = seconds, top, bounds
        self.now = math.nan
        self.times: list[float] = []
        self.values: dict[str, list[float]] = {}
        self.lines: dict[str, Any] = {}
        self.chart: Any = None
        self.axis: Any = None
        self.room: Any = None
        self._colours: tuple[Theme, dict[str, str]] | None = None
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)

    def build(self) -> None:
        """Make the chart. Importing pyqtgraph takes a while: do that first, elsewhere."""
        if self.chart is not None:
            return
        import pyqtgraph

        chart = self.chart = pyqtgraph.GraphicsLayoutWidget()
        chart.setFrameStyle(0)
        chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chart.ci.layout.setContentsMargins(0, 4, 0, 4)
        self.axis = pyqtgraph.AxisItem("left")
        self.axis.setWidth(max(42, self.fontMetrics().horizontalAdvance("00000")))
        self.axis.setStyle(tickLength=0, maxTickLevel=0)
        self.axis.enableAutoSIPrefix(False)
        self.axis.setGrid(70)
        self.room = pyqtgraph.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0.02)
        self.axis.linkToView(self.room)
        chart.addItem(self.axis, 0, 0)
        chart.addItem(self.room, 0, 1)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(chart)
        if self._colours is not None:
            self.paint_theme(*self._colours)
        self.redraw()

    def paint_theme(self, theme: Theme, colours: dict[str, str]) -> None:
        """Colours of ground and lines; a line for each colour."""
        self._colours = (theme, colours)
        for name in colours:
            if name not in self.values:
                self.values[name] = [math.nan] * len(self.times)
        if self.chart is None:
            return
        import pyqtgraph

        self.chart.setBackground(QColor(theme.raised))
        self.axis.setPen(QColor(0, 0, 0, 0))
        self.axis.setTickPen(QColor(theme.muted))
        self.axis.setTextPen(QColor(theme.muted))
        for name, colour in colours.items():
            pen = pyqtgraph.mkPen(QColor(colour), width=1.8)
            if name in self.lines:
                self.lines[name].setPen(pen)
            else:
                self.lines[name] = pyqtgraph.PlotCurveItem(pen=pen, antialias=True)
                self.room.addItem(self.lines[name])

    def add(self, time: float, **values: float) -> None:
        """One more value of each line at ``time`` seconds; a line without one has a gap."""
        self.now = time
        at = bisect_left(self.times, time)
        if at < len(self.times) and self.times[at] == time:  # known before
            for name, line in self.values.items():
                line[at] = values.get(name, math.nan)
        else:
            self.times.insert(at, time)
            for name, line in self.values.items():
                line.insert(at, values.get(name, math.nan))
        if len(self.times) > CAPACITY:
            farthest = 0 if at else -1
            for numbers in (self.times, *self.values.values()):
                del numbers[farthest]
        if self.isVisible():
            self.redraw()

    def redraw(self) -> None:
        """Draw what is known of the last seconds up to now."""
        if self.chart is None:
            return
        if not self.times:
            self._show_range(self.top)
            return
        times = np.asarray(self.times) - self.now
        recent = (times > -self.seconds) & (times <= 0)
        joined = np.append(np.diff(times[recent]) < GAP, False) if recent.any() else np.zeros(0, bool)
        highest = self.top
        for name, line in self.values.items():
            data = np.asarray(line)
            drawn = data[recent]
            known = np.isfinite(drawn)
            both = known & np.append(known[1:], False) & joined
            self.lines[name].setData(times[recent], np.nan_to_num(drawn), connect=both.astype(np.int32))
            finite = drawn[known]
            highest = max(highest, float(finite.max()) * 1.15 if len(finite) else 0)
        self._show_range(highest)

    def _show_range(self, highest: float) -> None:
        self.room.setXRange(-self.seconds, 0, padding=0)
        low, high = self.bounds or (0.0, highest)
        self.room.setYRange(low, high, padding=0.02)

    def clear_values(self) -> None:
        """Start anew."""
        self.now = math.nan
        self.times.clear()
        for line in self.values.values():
            line.clear()
        for drawn in self.lines.values():
            drawn.setData([], [])


def legend_colours(theme: Theme) -> tuple[str, ...]:
    """Colours of lines that are told apart, with a contrast of at least 3:1 to the ground of a plot."""
    if theme.name == "light":
        return ("#0b73b8", "#c4521a", "#1c7f4d", "#8a4fd0", "#8a6a00", "#c8385f", "#0f7c85", "#667116", "#9c5a2f", "#5360d6", "#4a7a12",
            "#55606e",
        )  # fmt: skip
    return ("#3cb4ff", "#ff7a3c", "#4dc98b", "#c58cff", "#e8b93b", "#ff6f91", "#58d1d9", "#a3b04c", "#d98c5f", "#8f9bff", "#9fd356",
            "#d0d4da",
        )  # fmt: skip
