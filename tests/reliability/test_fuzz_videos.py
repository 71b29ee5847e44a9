"""Damaged recordings: whatever the damage, the command ends soon, either with a playable result or with one line that blames the input."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from posecore.sinks import partial_path
from tests.clips import video_times
from tests.reliability.corruption import CLIPS, damaged, whole_clips
from tests.reliability.worker import Outcome, Worker

LONG = int(os.environ.get("LIGHTPOSE_FUZZ", "560"))
"""Clips of the long form."""


def fault(outcome: Outcome, clip: Path, video: Path, table: Path) -> str:
    """What is wrong with how a damaged ``clip`` was dealt with; "" where nothing is."""
    if outcome.trouble:
        return outcome.trouble
    if outcome.code == 0:
        if outcome.errors or partial_path(video).exists():
            return f"succeeded, but: {outcome.output}"
        frames = len(table.read_text().splitlines()) - 1
        shown = len(video_times(video))
        return "" if shown == frames > 0 else f"{frames} frames in the keypoint file, {shown} in the video"
    if outcome.code != 2 or len(outcome.errors) != 1:
        return f"exit code {outcome.code}, not one line: {outcome.output}"
    if str(clip) not in outcome.errors[0] or "cannot write" in outcome.errors[0]:
        return f"blames something else: {outcome.errors[0]}"
    if video.exists() or table.exists():
        return "failed, yet left a file that looks whole"
    partial = partial_path(video)
    if partial.exists() and not video_times(partial):
        return "left an empty partial"
    return ""


def fuzz(folder: Path, count: int, first: int = 0, *, real: bool = False) -> tuple[Counter[str], list[str]]:
    """Run ``video`` on ``count`` damaged clips; how they ended, and what was wrong."""
    folder.mkdir(exist_ok=True)
    originals = [path.read_bytes() for path in whole_clips(folder)]
    names = list(CLIPS)
    ends: Counter[str] = Counter()
    faults = []
    with Worker(folder, real=real) as worker:
        for seed in range(first, first + count):
            which = seed // 11 % len(names)
            kind, data = damaged(originals[which], seed)
            clip = folder / f"{seed:04d} {names[which]}"
            clip.write_bytes(data)
            video, table = folder / f"{seed:04d}.out.mp4", folder / f"{seed:04d}.out.jsonl"
            outcome = worker.run(["video", clip, "-o", video, "--keypoints", table])
            ends["whole" if outcome.code == 0 else "refused" if not partial_path(video).exists() else "part"] += 1
            if wrong := fault(outcome, clip, video, table):
                faults.append(f"seed {seed} ({kind}, {names[which]}): {wrong}")
            else:
                for path in (clip, video, table, partial_path(video), partial_path(table)):
                    path.unlink(missing_ok=True)
    return ends, faults


def test_damaged_recordings(tmp_path: Path) -> None:
    ends, faults = fuzz(tmp_path, 28, first=7000)
    assert not faults, "\n".join(faults)
    assert ends["whole"] > 5
    assert ends["refused"] + ends["part"] > 1


@pytest.mark.fuzz
@pytest.mark.parametrize("real", [False, True], ids=["stand-ins", "real networks"])
def test_many_damaged_recordings(tmp_path: Path, real: bool) -> None:
    ends, faults = fuzz(tmp_path, LONG // 5 if real else LONG, first=20_000 if real else 0, real=real)
    print(dict(ends))
    assert not faults, "\n".join(faults)
