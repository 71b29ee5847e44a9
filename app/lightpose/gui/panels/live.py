"""The numbers of the running engine: rates, latency, times of the stages."""

from __future__ import annotations

import time

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lightpose.gui.fields import heading
from lightpose.gui.plots import Plot
from lightpose.gui.theme import current_theme
from posecore.engine import StageStats, Stats


class Tile(QFrame):
    """A large value with its name under it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("tile")
        self.number = QLabel("–")
        self.number.setProperty("role", "number")
        self.number.setAccessibleName(name)
        caption = QLabel(name)
        caption.setProperty("role", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(0)
        layout.addWidget(self.number)
        layout.addWidget(caption)


class LivePage(QWidget):
    """Fed with :class:`Stats` a few times a second."""

    def __init__(self) -> None:
        super().__init__()
        self.tiles = {name: Tile(name) for name in ("Frames a second", "Latency, ms", "People", "Detector runs")}
        self.tiles["Latency, ms"].setToolTip("From the camera to this screen: half of the frames are faster than this")
        self.tiles["Detector runs"].setToolTip("On how many frames the person detector ran; in between people are followed")
        grid = QGridLayout()
        grid.setSpacing(8)
        for i, tile in enumerate(self.tiles.values()):
            grid.addWidget(tile, i // 2, i % 2)
        self.fps_plot = Plot("Frames a second over the last 30 seconds", top=30)
        self.latency_plot = Plot("Latency in milliseconds over the last 30 seconds", top=60)
        for plot in (self.fps_plot, self.latency_plot):
            plot.setFixedHeight(92)
        self.table = QGridLayout()
        self.table.setHorizontalSpacing(8)
        self.table.setVerticalSpacing(3)
        self.table.setColumnStretch(0, 1)
        self.rows: dict[str, list[QLabel]] = {}
        for column, text in enumerate(("Step", "ms", "p95", "wait", "drops")):
            self.table.addWidget(_cell(text, column, "small"), 0, column)
        self.facts = {name: QLabel("–") for name in ("Runs on", "Source", "p95 latency", "Dropped")}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 2, 10, 4)
        layout.setSpacing(6)
        layout.addLayout(grid)
        layout.addWidget(heading("FRAMES A SECOND, 30 S"))
        layout.addWidget(self.fps_plot)
        layout.addWidget(heading("LATENCY, MS: HALF OF THE FRAMES, 95\u00a0%"))
        layout.addWidget(self.latency_plot)
        layout.addWidget(heading("TIME OF EACH STEP"))
        layout.addLayout(self.table)
        layout.addSpacing(4)
        for name, label in self.facts.items():
            row = QHBoxLayout()
            caption = QLabel(name)
            caption.setProperty("role", "muted")
            row.addWidget(caption)
            row.addStretch()
            row.addWidget(label)
            label.setAccessibleName(name)
            layout.addLayout(row)
        layout.addStretch()
        self.paint_theme()

    def paint_theme(self) -> None:
        """After a change of theme."""
        theme = current_theme()
        self.fps_plot.paint_theme(theme, {"fps": theme.accent})
        self.latency_plot.paint_theme(theme, {"p50": theme.good, "p95": theme.muted})

    def show_stats(self, stats: Stats | None, people: int, provider: str, source: str) -> None:
        """The numbers of now; None where nothing runs."""
        if stats is None or not stats.frames:
            for tile in self.tiles.values():
                tile.number.setText("–")
            return
        now = time.monotonic()
        duty = stats.gauges.get("detector_duty")
        self.fps_plot.add(now, fps=stats.fps)
        self.latency_plot.add(now, p50=stats.latency_p50_ms, p95=stats.latency_p95_ms)
        if not self.isVisible():
            return
        self.tiles["Frames a second"].number.setText(f"{stats.fps:.1f}")
        self.tiles["Latency, ms"].number.setText(f"{stats.latency_p50_ms:.0f}")
        self.tiles["People"].number.setText(str(people))
        self.tiles["Detector runs"].number.setText("–" if duty is None else f"{duty:.0%}")
        for stage in stats.stages:
            self._show_stage(stage)
        for name in set(self.rows) - {stage.name for stage in stats.stages}:
            for label in self.rows.pop(name):
                label.deleteLater()
        self.facts["Runs on"].setText(provider)
        self.facts["Source"].setText(f"{source}  {stats.source_fps:.0f}/s".strip())
        self.facts["p95 latency"].setText(f"{stats.latency_p95_ms:.0f} ms")
        self.facts["Dropped"].setText(f"{stats.drops} of {stats.frames + stats.drops} frames")

    def _show_stage(self, stage: StageStats) -> None:
        if stage.name not in self.rows:
            number = self.table.rowCount()
            self.rows[stage.name] = [_cell("", column) for column in range(5)]
            for column, label in enumerate(self.rows[stage.name]):
                self.table.addWidget(label, number, column)
        texts = (stage.name, f"{stage.work_ms:.1f}", f"{stage.work_p95_ms:.1f}", f"{stage.wait_ms:.1f}", str(stage.drops))
        for label, text in zip(self.rows[stage.name], texts, strict=True):
            label.setText(text)


def _cell(text: str, column: int, role: str = "") -> QLabel:
    label = QLabel(text)
    if role:
        label.setProperty("role", role)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight)
    return label
