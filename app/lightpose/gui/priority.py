"""Who waits where there is more to do than there are processors."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
NICE = 5


def stepped_back(work: Callable[[], T]) -> T:
    """What ``work`` gives or raises, done in a thread with a little less of the processor than the others; threads it starts inherit that.

    It is meant for threads that compute and need no Python, such as the networks' own. One that runs Python must not step back: stopped
    for another program while it holds the interpreter, it would stop the window's thread too.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        _step_back()
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, name="stepped back", daemon=True)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


def _step_back() -> None:
    if sys.platform == "linux":  # elsewhere it would be the whole program
        thread = threading.get_native_id()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, min(19, os.getpriority(os.PRIO_PROCESS, thread) + NICE))
