"""SIGTERM and Ctrl-C: commands are stopped by them, or asked to finish their files first. The exit code after SIGTERM is 143."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType

TERMINATED = 143
_received = False


def terminated() -> bool:
    """Whether SIGTERM has come."""
    return _received


def heed_sigterm() -> None:
    """From now on SIGTERM raises KeyboardInterrupt in the main thread; a second one ends the program at once."""
    if threading.current_thread() is not threading.main_thread():
        return
    process = os.getpid()

    def stop(number: int, frame: FrameType | None) -> None:
        global _received
        if _received or os.getpid() != process:  # impatient, or a child that inherited this
            os._exit(TERMINATED)
        _received = True
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


class Ending:
    """``event`` is set by the first signal; ``code`` is then the exit code, 128 + its number."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.code = 0

    def ask(self, number: int, frame: FrameType | None = None) -> None:
        """The handler. A second signal raises KeyboardInterrupt."""
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
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, ending.ask)
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
