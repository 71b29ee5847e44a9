"""Threads that compute step back for the window's."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from lightpose.gui.priority import NICE, stepped_back


def test_the_result_comes_back() -> None:
    assert stepped_back(lambda: 7) == 7


def test_an_error_comes_back() -> None:
    with pytest.raises(ZeroDivisionError):
        stepped_back(lambda: 1 // 0)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have priorities of their own on Linux only")
def test_threads_started_there_step_back_and_ours_does_not() -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def inherited() -> int:
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(priority()))
        thread.start()
        thread.join()
        return found[0]

    before = priority()
    assert stepped_back(inherited) == min(19, before + NICE)
    assert priority() == before
