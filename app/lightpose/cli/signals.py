"""SIGTERM ends a command as Ctrl-C does: files are closed, what is done stays; the exit code is 143."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

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

    def stop(number: int, frame: Any) -> None:
        global _received
        if _received or os.getpid() != process:  # impatient, or a child that inherited this
            os._exit(TERMINATED)
        _received = True
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
