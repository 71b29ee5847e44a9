"""Lets the window run by itself and says how it held up: ``lightpose live --source synthetic --soak MINUTES``."""

from __future__ import annotations

import os
import time

from PyQt6.QtCore import QObject, QTimer

from lightpose.gui.timers import every
from lightpose.gui.window import MainWindow
from posecore.pipelines.frame import PoseFrame

BEAT_MS = 10
STALL_MS = 50.0
WARM_SECONDS = 60.0
PAGE_SECONDS = 10.0
PATIENCE_SECONDS = 60.0


class Heartbeat(QObject):
    """A fast timer in the window's thread: what comes between two beats held that thread up.

    Attributes:
        worst: the longest time between two beats, ms.
        work: what the thread itself worked in that time, ms; the rest went to other threads and programs.
        when: seconds from :meth:`start` to the end of that time.
        stalls: beats that came more than :data:`STALL_MS` after the one before.
        busiest: the longest that the thread worked between two beats, ms, whatever else the machine did.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.beats = self.stalls = 0
        self.worst = self.work = self.when = self.busiest = 0.0
        self._begun = 0.0
        self._last = (time.monotonic(), time.thread_time())
        self._timer = every(self, BEAT_MS, self._beat, precise=True)

    def start(self) -> None:
        """Begin now."""
        self._last = (time.monotonic(), time.thread_time())
        self._begun = self._last[0]
        self._timer.start()

    def _beat(self) -> None:
        now = (time.monotonic(), time.thread_time())
        gap, work = ((b - a) * 1000 for a, b in zip(self._last, now, strict=True))
        self._last = now
        self.beats += 1
        self.stalls += gap > STALL_MS
        self.busiest = max(self.busiest, work)
        if gap > self.worst:
            self.worst, self.work, self.when = gap, work, now[0] - self._begun


class Soak(QObject):
    """Watches ``window`` for ``minutes`` from its first skeleton on, turning to the next page of the panel now and then; then closes it.

    Attributes:
        first: seconds from the start of the program to the first skeleton; None while there is none.
        shown: different frames that were on the screen.
        memory: (seconds since the first skeleton, MB) about once a minute.
    """

    def __init__(self, window: MainWindow, minutes: float) -> None:
        super().__init__(window)
        self.window, self.seconds = window, 60 * minutes
        self.first: float | None = None
        self.shown = 0
        self.memory: list[tuple[float, float]] = []
        self.heart = Heartbeat(self)
        self._begun = self._turned = 0.0
        window.first_person.connect(self._begin)
        window.view.painted.connect(self._painted)
        self._timer = every(self, 200, self._look)
        window.session.changed.connect(lambda: self._give_up() if window.session.phase == "failed" else None)
        QTimer.singleShot(round(PATIENCE_SECONDS * 1000), self._give_up)

    def _give_up(self) -> None:
        if self.first is None:
            self.window.close()

    def _begin(self) -> None:
        self.first = program_seconds()
        self._begun = self._turned = time.monotonic()
        self.heart.start()
        self._timer.start()

    def _painted(self, _: PoseFrame) -> None:
        self.shown += self.first is not None

    def _look(self) -> None:
        now = time.monotonic()
        passed = now - self._begun
        if passed >= self.seconds:
            self._timer.stop()
            self._remember(passed)
            self.window.close()
            return
        if now - self._turned >= PAGE_SECONDS:
            self._turned = now
            self.window.show_page((self.window.state.panel_page + 1) % 4)
        if passed >= min(WARM_SECONDS * (len(self.memory) + 1), self.seconds / 2 if not self.memory else float("inf")):
            self._remember(passed)

    def _remember(self, passed: float) -> None:
        from posecore.bench.engine import resident_mb

        self.memory.append((passed, resident_mb()))

    @property
    def complete(self) -> bool:
        """Whether there is something to report."""
        return self.first is not None and len(self.memory) > 1

    def report(self) -> str:
        """What was seen, in a few lines."""
        if self.first is None or not self.complete:
            notice = self.window.session.notice
            why = f": {notice.sentence} {notice.detail}".rstrip() if notice is not None else ""
            return f"nobody was to be seen{why}" if self.first is None else "the window was closed too early to tell"
        (warm, before), (passed, after) = self.memory[0], self.memory[-1]
        heart = self.heart
        rows = (
            ("first skeleton", f"{self.first:.2f} s after the start of the program"),
            ("frames shown", f"{self.shown} in {passed:.0f} s, {self.shown / passed:.1f} a second"),
            ("memory", f"{before:.1f} MB after {warm:.0f} s, {after:.1f} MB at the end: {after - before:+.1f} MB"),
            ("most of it", f"{max(mb for _, mb in self.memory):.1f} MB"),
            ("stalls", f"{heart.stalls} over {STALL_MS:.0f} ms in {heart.beats} beats of the window's thread"),
            ("longest stall", f"{heart.worst:.0f} ms ({heart.work:.0f} ms its own work), {heart.when:.0f} s after the first skeleton"),
            ("busiest", f"{heart.busiest:.0f} ms of work at a stretch"),
        )
        return "\n".join(f"{name:<16}{text}" for name, text in rows)


def program_seconds() -> float:
    """Seconds since this program was started; since this module was imported where the system does not tell."""
    try:
        with open("/proc/self/stat") as stat, open("/proc/uptime") as uptime:
            ticks = int(stat.read().rpartition(")")[2].split()[19])
            return float(uptime.read().split()[0]) - ticks / os.sysconf("SC_CLK_TCK")
    except OSError:
        return time.monotonic() - _IMPORTED


_IMPORTED = time.monotonic()
