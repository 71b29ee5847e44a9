"""Ending a run before its time (:mod:`posecore.training.ending`)."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from posecore.training.ending import StopRequest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGCHLD")


def test_signals_of_children_that_end_later_find_a_reader(capfd):
    complained = []
    earlier, hook = signal.signal(signal.SIGCHLD, lambda *_: None), sys.unraisablehook
    sys.unraisablehook = complained.append
    try:
        with StopRequest(lambda code: None) as stop:
            signal.raise_signal(signal.SIGTERM)
            stop.heed()
            for _ in range(3):
                subprocess.run([sys.executable, "-S", "-c", ""], check=True)
                time.sleep(0.02)
    finally:
        sys.unraisablehook = hook
        signal.signal(signal.SIGCHLD, earlier)
    assert stop.code == 128 + signal.SIGTERM
    assert not complained
    assert "Exception ignored" not in capfd.readouterr().err
