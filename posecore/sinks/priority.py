"""The scheduling of the process stays as it is while an encoder starts."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator


@contextlib.contextmanager
def kept_priority() -> Iterator[None]:
    """Give all threads of the process the scheduling of the one that calls this, as it was before, at the end. Does nothing but on Linux.

    SVT-AV1, started by root, makes every thread real-time: one that does not rest then keeps its core for itself, before all other programs
    and threads, also those of the system, and stays so when the video is done.
    """
    if not hasattr(os, "sched_getscheduler"):
        yield
        return
    policy, parameters = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            for task in map(int, os.listdir("/proc/self/task")):
                with contextlib.suppress(OSError):  # it has ended meanwhile
                    if os.sched_getscheduler(task) != policy:
                        os.sched_setscheduler(task, policy, parameters)
