"""An encoder that starts does not change how the system schedules the program."""

from __future__ import annotations

import os
import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from posecore.sinks.priority import kept_priority
from posecore.sinks.video import CODECS, VideoWriter

if not hasattr(os, "sched_getscheduler"):
    pytest.skip("Linux only", allow_module_level=True)


def policies() -> set[int]:
    return {os.sched_getscheduler(int(task)) for task in os.listdir("/proc/self/task")}


def test_threads_get_back_the_scheduling_of_before() -> None:
    """The caller, and those that were started meanwhile."""
    end, started = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: started.set() or end.wait(10))
    before = os.sched_getscheduler(0)
    with kept_priority():
        os.sched_setscheduler(0, os.SCHED_IDLE if before == os.SCHED_BATCH else os.SCHED_BATCH, os.sched_param(0))
        thread.start()
        assert started.wait(10)
        assert os.sched_getscheduler(0) != before
    assert os.sched_getscheduler(0) == os.sched_getscheduler(thread.native_id or 0) == before
    end.set()
    thread.join()


@pytest.mark.parametrize("codec", CODECS)
def test_a_video_leaves_all_threads_as_they_were(tmp_path: Path, codec: str) -> None:
    """SVT-AV1 makes them real-time ones, where root starts it."""
    before = policies()
    with VideoWriter(tmp_path / "out.mp4", width=64, height=64, time_base=Fraction(1, 30), codec=codec) as writer:
        for i in range(3):
            writer.write(np.zeros((64, 64, 3), np.uint8), i)
        assert policies() == before
