"""Give back to the system what is free but kept by the C library."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

EVERY = 30.0
"""Seconds between two times. One takes 0.5 to 1.5 ms."""


class MemoryReturn:
    """Called again and again, has glibc give back its free memory every :data:`EVERY` seconds.

    By itself it keeps what lies below anything in use. The images and tensors of a pipeline are freed by another thread than the one that
    asked for them and differ in size with the number of people, so that such gaps grow by some megabytes in a minute for hours.

    Args:
        clock: seconds, monotonic.
        trim: what gives memory back; None: glibc's ``malloc_trim``, or nothing where there is none.
    """

    def __init__(self, clock: Callable[[], float], trim: Callable[[], object] | None = None) -> None:
        self._clock = clock
        self._trim = trim or _malloc_trim()
        self._last = clock()

    def __call__(self) -> None:
        """Give back if it is time."""
        if self._trim is not None and self._clock() - self._last >= EVERY:
            self._last = self._clock()
            self._trim()


def _malloc_trim() -> Callable[[], object] | None:
    if sys.platform != "linux":
        return None
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError):  # another C library than glibc
        return None
    return lambda: trim(0)
