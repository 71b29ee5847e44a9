"""Ctrl-C, SIGTERM and SIGHUP: commands are stopped by them, or asked to finish their files first. The exit code is 128 + the number."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

from lightpose.start import INTERRUPTED, end_now
from posecore.terminal import ending_signals, hear_signals, importing, let_go, uninterrupted, uninterrupted_now

__all__ = ["Ending", "asked_to_end", "exit_code", "heed_signals"]

PATIENCE = 3.0
"""Seconds that the main thread has to heed a signal. Python tells it between two of its lines only: a network that never ends keeps it."""

AGAIN = 0.005
"""Seconds after which a signal comes once more that came while the main thread was in what nothing may interrupt."""

_received = 0
_watched = False


def exit_code() -> int:
    """Of a command that was stopped: 130 after Ctrl-C, 143 after SIGTERM, 129 where its terminal was closed."""
    return 128 + _received if _received else INTERRUPTED


@uninterrupted
def heed_signals() -> None:
    """From now on these signals raise KeyboardInterrupt in the main thread, or end the program at once where it is importing something
    just then; they wait for what is :func:`posecore.terminal.uninterrupted`. A second one ends the program at once in any case, and so does
    one that the main thread does not heed for :data:`PATIENCE` seconds."""
    if threading.current_thread() is not threading.main_thread():
        return
    process = os.getpid()

    def stop(number: int, frame: FrameType | None) -> None:
        global _received
        ours = os.getpid() == process  # else a child that inherited this
        if ours and uninterrupted_now(frame):
            later = threading.Timer(AGAIN, signal.raise_signal, (number,))
            later.daemon = True
            later.start()
            return
        let_go(number)
        if not ours:
            os._exit(128 + number)
        if _received or importing(frame):
            end_now(number)
        _received = number
        raise KeyboardInterrupt

    for number in ending_signals():
        signal.signal(number, stop)
    _watch(stop)


def _watch(stop: Callable[[int, FrameType | None], None]) -> None:
    """A thread that ends the program where a signal came that ``stop`` is for, and the main thread does not get to it."""
    global _watched
    if _watched:
        return
    _watched = True

    def heard(number: int) -> None:
        time.sleep(PATIENCE)
        if not _received and signal.getsignal(number) is stop:
            end_now(number)

    hear_signals(ending_signals(), heard)


class Ending:
    """``event`` is set by the first signal; ``code`` is then the exit code, 128 + its number."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.code = 0

    def ask(self, number: int, frame: FrameType | None = None) -> None:
        """The handler. A second signal raises KeyboardInterrupt."""
        let_go(number)
        if self.event.is_set():
            raise KeyboardInterrupt
        self.code = 128 + number
        self.event.set()


@contextlib.contextmanager
def asked_to_end() -> Iterator[Ending]:
    """Signals are collected inside the block, and treated as before after it. In another thread than the main one nothing changes."""
    ending = Ending()
    before: dict[signal.Signals, object] = {}
    if threading.current_thread() is threading.main_thread():
        for number in ending_signals():
            before[number] = signal.signal(number, ending.ask)
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
