"""SIGTERM and Ctrl-C as a wish to end, for commands that finish their files first."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


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
