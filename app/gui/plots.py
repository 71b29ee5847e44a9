"""Small line plots over the last seconds (pyqtgraph)."""

from __future__ import annotations

from collections import deque

import numpy as np
import pyqtgraph
from PyQt6.QtGui import QColor

from app.gui.theme import Theme


class Plot(pyqtgraph.PlotWidget):
    """Named lines over the last ``seconds``.

    Args:
        title: for screen readers.
        seconds: how far back.
        top: the least upper end of the scale.
        bounds: fixed ends of the scale, where given.
    """

    def __init__(self, title: str, seconds: float = 30.0, top: float = 1.0, bounds: tuple[float, float] | None = None) -> None:
        super().__init__()
        self.seconds, self.top, self.bounds = seconds, top, bounds
        self.times: deque[float] = deque(maxlen=1200)
        self.values: dict[str, deque[float]] = {}
        self.lines: dict[str, pyqtgraph.PlotDataItem] = {}
        self.setAccessibleName(title)
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        self.hideButtons()
        self.setMinimumHeight(84)
        self.setFrameStyle(0)
        item = self.getPlotItem()
        item.hideAxis("bottom")
        item.showGrid(y=True, alpha=0.15)
        item.getAxis("left").setWidth(34)
        item.getAxis("left").setStyle(tickLength=0, maxTickLevel=0)
        item.getAxis("left").enableAutoSIPrefix(False)
        self.getViewBox().setDefaultPadding(0.02)

    def paint_theme(self, theme: Theme, colours: dict[str, str]) -> None:
        """Colours of ground and lines."""
        self.setBackground(QColor(theme.raised))
        axis = self.getPlotItem().getAxis("left")
        axis.setPen(QColor(0, 0, 0, 0))
        axis.setTextPen(QColor(theme.muted))
        for name, colour in colours.items():
            pen = pyqtgraph.mkPen(QColor(colour), width=1.8)
            if name in self.lines:
                self.lines[name].setPen(pen)
            else:
                self.lines[name] = self.plot(pen=pen, antialias=True, connect="finite")
                self.values[name] = deque([float("nan")] * len(self.times), maxlen=self.times.maxlen)

    def add(self, time: float, **values: float) -> None:
        """One more value of each line at ``time`` seconds; a line without one has a gap."""
        self.times.append(time)
        for name, line in self.values.items():
            line.append(values.get(name, float("nan")))
        if self.isVisible():
            self.redraw()

    def redraw(self) -> None:
        """Draw what is known."""
        if not self.times:
            return
        now = self.times[-1]
        times = np.asarray(self.times) - now
        recent = times > -self.seconds
        highest = self.top
        for name, line in self.values.items():
            data = np.asarray(line)
            self.lines[name].setData(times[recent], data[recent])
            finite = data[recent][np.isfinite(data[recent])]
            highest = max(highest, float(finite.max()) * 1.15 if len(finite) else 0)
        self.setXRange(-self.seconds, 0, padding=0)
        low, high = self.bounds or (0.0, highest)
        self.setYRange(low, high, padding=0.02)

    def clear_values(self) -> None:
        """Start anew."""
        self.times.clear()
        for name, line in self.values.items():
            line.clear()
            self.lines[name].setData([], [])


def legend_colours() -> tuple[str, ...]:
    """Colours of lines that are told apart on both themes."""
    return ("#3cb4ff", "#ff7a3c", "#4dc98b", "#c58cff", "#e8b93b", "#ff6f91", "#58d1d9", "#a3b04c")

