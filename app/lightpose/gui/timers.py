"""Work that comes again and again in the window's thread."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject, Qt, QTimer


def every(owner: QObject, milliseconds: int, work: Callable[[], object], *, precise: bool = False, once: bool = False) -> QTimer:
    """A timer of ``owner`` that does ``work``; ``once``: only a single time after each start. It is not started yet."""
    timer = QTimer(owner)
    timer.setTimerType(Qt.TimerType.PreciseTimer if precise else Qt.TimerType.CoarseTimer)
    timer.setInterval(milliseconds)
    timer.setSingleShot(once)
    timer.timeout.connect(work)
    return timer
