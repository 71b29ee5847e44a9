"""SIGKILL at random moments: what was written is playable or can be recovered, training goes on bit for bit. Short and long forms."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.processes import ROOT

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts processor time by /proc")
LONG = os.environ.get("LIGHTPOSE_KILLS", "50")
needs_torch = pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed")
needs_qt = pytest.mark.skipif(importlib.util.find_spec("PyQt6") is None, reason="Qt is not installed")


def killings(kind: str, folder: Path, count: str, seed: int, patience: float = 300) -> dict[str, Any]:
    """What ``tests.reliability.killing`` found."""
    command = [sys.executable, "-m", "tests.reliability.killing", kind, str(folder), count, str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=patience, check=False)
    if "Could not load the Qt platform plugin" in done.stderr or "cannot open shared object file" in done.stderr:
        pytest.skip("Qt's system libraries are not installed")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert not found["faults"], found
    return found


def test_a_killed_video_is_recovered(tmp_path: Path) -> None:
    assert killings("video", tmp_path, "3", 5)["counts"]["playable"] >= 1


@pytest.mark.slow
@needs_torch
def test_a_killed_training_goes_on_bit_for_bit(tmp_path: Path) -> None:
    assert killings("training", tmp_path, "2", 1)["counts"]["runs"] >= 1


@pytest.mark.slow
@needs_qt
def test_a_killed_window_leaves_its_recording(tmp_path: Path) -> None:
    assert killings("window", tmp_path, "2", 3)["counts"]


@pytest.mark.kill
@pytest.mark.parametrize("kind", ["video", pytest.param("training", marks=needs_torch), pytest.param("window", marks=needs_qt)])
def test_many_kills(tmp_path: Path, kind: str) -> None:
    print(killings(kind, tmp_path, LONG, 2026, 7200)["counts"])
