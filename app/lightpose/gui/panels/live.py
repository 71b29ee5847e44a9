"""The numbers of the running engine: rates, latency, times of the stages."""

from __future__ import annotations

import time

from PyQt6.QtCore import QT_TRANSLATE_NOOP, Qt
from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lightpose.gui.fields import heading
from lightpose.gui.language import translate
from lightpose.gui.plots import Plot
from lightpose.gui.text import ElidedLabel, PlainLabel, shortened
from lightpose.gui.theme import current_theme
from posecore.engine import StageStats, Stats

TILES = (
    QT_TRANSLATE_NOOP("Live", "Frames a second"), QT_TRANSLATE_NOOP("Live", "Latency, ms"), QT_TRANSLATE_NOOP("Live", "People"),
    QT_TRANSLATE_NOOP("Live", "Detector runs"),
)  # fmt: skip
FACTS = (
    QT_TRANSLATE_NOOP("Live", "Runs on"), QT_TRANSLATE_NOOP("Live", "Source"), QT_TRANSLATE_NOOP("Live", "p95 latency"),
    QT_TRANSLATE_NOOP("Live", "Dropped"),
)  # fmt: skip
_STAGES = {
    "source": QT_TRANSLATE_NOOP("Live", "source"),
    "detect": QT_TRANSLATE_NOOP("Live", "detector"),
    "pose": QT_TRANSLATE_NOOP("Live", "pose"),
    "smooth": QT_TRANSLATE_NOOP("Live", "smoothing"),
}
"""Stages of the engine, as people read them."""
SOURCE_LETTERS = 20


class Tile(QFrame):
    """A large value with its name under it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("tile")
        self.number = PlainLabel("–", role="number")
        self.number.setAccessibleName(name)
        caption = PlainLabel(name, role="small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(0)
        layout.addWidget(self.number)
        layout.addWidget(caption)


class LivePage(QWidget):
    """Fed with :class:`Stats` a few times a second."""

    def __init__(self) -> None:
        super().__init__()
        self.tiles = {name: Tile(translate("Live", name)) for name in TILES}
        self.tiles["Latency, ms"].setToolTip(
            translate("Live", "From the camera to this screen: half of the frames are faster than this")
        )  # fmt: skip
        self.tiles["Detector runs"].setToolTip(
            translate("Live", "On how many frames the person detector ran; in between people are followed")
        )  # fmt: skip
        grid = QGridLayout()
        grid.setSpacing(8)
        for i, tile in enumerate(self.tiles.values()):
            grid.addWidget(tile, i // 2, i % 2)
        self.fps_plot = Plot(translate("Live", "Frames a second over the last 30 seconds"), top=30)
        self.latency_plot = Plot(translate("Live", "Latency in milliseconds over the last 30 seconds"), top=60)
        for plot in (self.fps_plot, self.latency_plot):
            plot.setFixedHeight(92)
        self.table = QGridLayout()
        self.table.setHorizontalSpacing(8)
        self.table.setVerticalSpacing(3)
        self.table.setColumnStretch(0, 1)
        self.rows: dict[str, list[PlainLabel]] = {}
        for column, text in enumerate((translate("Live", "Step"), "ms", "p95", translate("Live", "wait"), translate("Live", "drops"))):
            self.table.addWidget(_cell(text, column, "small"), 0, column)
        self.facts = {name: ElidedLabel("–") for name in FACTS}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 2, 10, 4)
        layout.setSpacing(6)
        layout.addLayout(grid)
        layout.addWidget(heading(translate("Live", "Frames a second, 30 s")))
        layout.addWidget(self.fps_plot)
        layout.addWidget(heading(translate("Live", "Latency, ms: half of the frames, 95\u00a0%")))
        layout.addWidget(self.latency_plot)
        layout.addWidget(heading(translate("Live", "Time of each step")))
        layout.addLayout(self.table)
        layout.addSpacing(4)
        for name, label in self.facts.items():
            row = QHBoxLayout()
            caption = PlainLabel(translate("Live", name), role="muted")
            row.addWidget(caption)
            row.addStretch()
            row.addWidget(label)
            label.setAccessibleName(caption.text())
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
        self._show_source(source, f"  {stats.source_fps:.0f}/s")
        self.facts["p95 latency"].setText(f"{stats.latency_p95_ms:.0f} ms")
        of = translate("Live", "{dropped} of {all}")
        self.facts["Dropped"].setText(of.format(dropped=stats.drops, all=stats.frames + stats.drops))

    def _show_source(self, name: str, rate: str) -> None:
        """The name shortened, so that the rate stays to be seen."""
        label = self.facts["Source"]
        label.tip = name
        label.setText((shortened(name, label, SOURCE_LETTERS) + rate).strip())

    def _show_stage(self, stage: StageStats) -> None:
        if stage.name not in self.rows:
            number = self.table.rowCount()
            self.rows[stage.name] = [_cell("", column) for column in range(5)]
            for column, label in enumerate(self.rows[stage.name]):
                self.table.addWidget(label, number, column)
        shown = translate("Live", _STAGES[stage.name]) if stage.name in _STAGES else stage.name
        texts = (shown, f"{stage.work_ms:.1f}", f"{stage.work_p95_ms:.1f}", f"{stage.wait_ms:.1f}", str(stage.drops))
        for label, text in zip(self.rows[stage.name], texts, strict=True):
            label.setText(text)


def _cell(text: str, column: int, role: str = "") -> PlainLabel:
    label = PlainLabel(text, role=role)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight)
    return label
