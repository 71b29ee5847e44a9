"""Free memory goes back to the system (:mod:`posecore.engine.memory`)."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from posecore.engine import Engine, engine
from posecore.engine.memory import EVERY, MemoryReturn
from tests.engine.fakes import Counter, Step


def test_once_in_a_while_however_many_frames():
    times, calls = [0.0], []
    give_back = MemoryReturn(lambda: times[0], lambda: calls.append(times[0]))
    for i in range(100):
        times[0] = i * EVERY / 20
        give_back()
    assert calls == [EVERY * n for n in range(1, 5)]


def test_many_short_runs_give_back_as_one_long_does(monkeypatch: pytest.MonkeyPatch):
    times, calls = [0.0], []
    monkeypatch.setattr(engine, "give_back_memory", MemoryReturn(lambda: times[0], lambda: calls.append(times[0])))
    for _ in range(7):
        times[0] += EVERY / 3
        Engine(Counter(1), [Step("a")]).run()
    assert calls == [EVERY, 2 * EVERY]


HOLES = """
import ctypes
from posecore.engine.memory import MemoryReturn
def resident():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("RssAnon"))
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
blocks = [libc.malloc(60_000) for _ in range(2000)]
for block in blocks:
    ctypes.memset(block, 1, 60_000)
for block in blocks[:-1]:  # the last one keeps the heap's end where it is
    libc.free(block)
before = resident()
times = iter((0.0, 100.0, 100.0))
MemoryReturn(lambda: next(times))()
print(before - resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_memory_below_something_in_use_is_given_back():
    done = subprocess.run([sys.executable, "-c", HOLES], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 80_000
