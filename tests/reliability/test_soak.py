"""Runs of many minutes gather neither memory nor threads nor open files. ``LIGHTPOSE_SOAK``: minutes of each, 5 if not said."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path

import pytest

from posecore import formats
from tests.clips import video_times
from tests.reliability.endurance import FPS, long_recording, watch

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts by /proc")
MINUTES = float(os.environ.get("LIGHTPOSE_SOAK", "5"))
LIGHTPOSE = [sys.executable, "-m", "lightpose"]
PATIENCE = 20 * 60 * MINUTES + 600

LEAK = """
import sys, threading, time
kept = []
for _ in range(40):
    time.sleep(0.015)
    if sys.argv[1] == "everything":
        kept += bytes([1]) * 5_000_000, open("/dev/null")
        threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
"""


@pytest.mark.parametrize(
    ("what", "told"), [("nothing", []), ("everything", ["resident memory grew by", "more threads", "more open files"])]
)
def test_what_a_program_gathers_is_seen(tmp_path: Path, what: str, told: list[str]) -> None:
    faults = watch([sys.executable, "-S", "-c", LEAK, what], tmp_path, patience=60, every=0.02).faults(warm=0.2)
    assert len(faults) == len(told), faults
    assert all(text in fault for text, fault in zip(told, faults, strict=True))


@pytest.mark.parametrize(("code", "told"), [("raise SystemExit('no')", "exit code 1: no"), ("", "ended after")])
def test_what_ends_too_early_is_a_fault(tmp_path: Path, code: str, told: str) -> None:
    assert watch([sys.executable, "-S", "-c", code], tmp_path, patience=60).faults()[0].startswith(told)


def test_what_does_not_end_is_ended(tmp_path: Path) -> None:
    watched = watch([sys.executable, "-S", "-c", "import time; time.sleep(100)"], tmp_path, patience=0.2, every=0.02)
    assert watched.faults()[0].startswith("did not end")


@pytest.mark.soak
def test_live_input_for_long(tmp_path: Path) -> None:
    video, table = tmp_path / "out.mp4", tmp_path / "out.jsonl"
    options = ["--size", "640x360", "--fps", str(FPS), "-o", str(video), "-k", str(table), "--duration", str(60 * MINUTES)]
    watched = watch([*LIGHTPOSE, "live", "--headless", "--source", "synthetic:2", *options], tmp_path, patience=PATIENCE)
    print(watched)
    assert not watched.faults()
    times = [frame.time for frame in formats.read(table).frames]
    assert len(times) > 10
    assert times[-1] == pytest.approx(60 * MINUTES, abs=20)
    assert video_times(video) == pytest.approx(times, abs=1e-3)


@pytest.mark.soak
def test_a_long_recording(tmp_path: Path) -> None:
    """Three times as long as the others: it is done faster than it is shown."""
    clip = long_recording(tmp_path, 3 * MINUTES)
    video, table = tmp_path / "out.mp4", tmp_path / "out.jsonl"
    watched = watch([*LIGHTPOSE, "video", str(clip), "-o", str(video), "-k", str(table)], tmp_path, patience=PATIENCE)
    print(watched)
    assert not watched.faults()
    assert len(formats.read(table).frames) == len(video_times(video)) == len(video_times(clip))


@pytest.mark.soak
def test_a_camera_that_is_lost_and_recorded_again_and_again(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.reliability.cycles", str(tmp_path), str(60 * MINUTES)]
    watched = watch(command, tmp_path, patience=PATIENCE)
    print(watched)
    assert not watched.faults()
    done = json.loads(watched.output.splitlines()[-1])
    print(done)
    assert not done["faults"]
    assert done["rounds"] > 3 * MINUTES
    assert done["lost"] > done["rounds"] / 2


@pytest.mark.soak
@pytest.mark.skipif(importlib.util.find_spec("PyQt6") is None, reason="Qt is not installed")
def test_the_window_for_long(tmp_path: Path) -> None:
    settings = {"QT_QPA_PLATFORM": "offscreen", "LIGHTPOSE_SETTINGS": str(tmp_path / "settings.ini"), "HOME": str(tmp_path)}
    command = [*LIGHTPOSE, "live", "--source", "synthetic:2", "--soak", str(MINUTES)]
    watched = watch(command, tmp_path, patience=PATIENCE, **settings)
    if "Could not load the Qt platform plugin" in watched.errors or "cannot open shared object file" in watched.errors:
        pytest.skip("Qt's system libraries are not installed")
    print(watched, watched.output, sep="\n")
    assert not watched.faults()
    rows = {line[:16].strip(): line[16:] for line in watched.output.splitlines()}
    assert int(rows["frames shown"].split()[0]) > 10
