"""Recordings: three files on one clock, alive after a crash; snapshots."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from posecore import formats
from posecore.drawing.plan import Style
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.recorder import CAPACITY, CLOCK, Recorder, RecordingPlan, recover, snapshot
from posecore.sinks import SinkError
from tests.clips import standing, video_times
from tests.gui.fakes import picture


def frames(count: int, gap: float = 1 / 30, start: float = 100.0) -> list[PoseFrame]:
    people = standing((20, 10, 60, 110), ids=[4])
    return [PoseFrame(picture(i, 160, 120, 1), i + 7, start + i * gap, start + i * gap, people=people) for i in range(count)]


def record(plan: RecordingPlan, given: list[PoseFrame]) -> Recorder:
    recorder = Recorder(plan, Style)
    recorder.start()
    for frame in given:
        recorder.write(frame)
        while recorder._queue.qsize() > 5:
            time.sleep(0.005)
    recorder.finish()
    assert recorder.join(10)
    return recorder


@pytest.mark.parametrize("table", ["jsonl", "csv"])
def test_all_files_tell_the_same_times(tmp_path: Path, table: str) -> None:
    irregular = frames(40)
    for i, frame in enumerate(irregular):
        frame.captured += 0.01 * (i % 3)
    recorder = record(RecordingPlan(tmp_path / "new folder", True, True, table, "cam"), irregular)
    assert recorder.error is None
    assert recorder.frames == 40
    expected = [frame.captured - irregular[0].captured for frame in irregular]
    videos = [path for path in recorder.files if path.suffix == ".mp4"]
    assert len(videos) == 2
    for path in videos:
        assert video_times(path) == pytest.approx(expected, abs=float(CLOCK))
    last = recorder.files[-1]
    if table == "jsonl":
        assert [f.time for f in formats.read(last).frames] == pytest.approx(expected, abs=1e-5)
        assert json.loads(last.read_text().splitlines()[1])["source_frame"] == 7
    else:
        assert [float(line.split(",")[1]) for line in last.read_text().splitlines()[1:]] == pytest.approx(expected, abs=1e-5)
    assert not list(tmp_path.rglob("*.partial"))
    assert recorder.seconds == pytest.approx(expected[-1])


def test_the_annotated_video_shows_the_skeleton_and_the_raw_one_does_not(tmp_path: Path) -> None:
    given = frames(12)
    recorder = record(RecordingPlan(tmp_path, True, True, "none"), given)
    shown = []
    for path in recorder.files:
        with av.open(str(path)) as video:
            shown.append(next(video.decode(video=0)).to_ndarray(format="bgr24").astype(int))
    difference = [np.abs(image - given[0].image.astype(int)).mean() for image in shown]
    assert difference[1] < 3
    assert difference[0] > difference[1] + 2


def test_another_size_ends_the_recording_with_whole_files(tmp_path: Path) -> None:
    given = frames(6)
    given[4].image = np.zeros((48, 64, 3), np.uint8)
    recorder = record(RecordingPlan(tmp_path), given)
    assert str(recorder.error) == "the size of the frames changed"
    assert [path.suffix for path in sorted(tmp_path.iterdir())] == [".jsonl", ".mp4"]
    assert len(video_times(recorder.files[0])) == 4


def test_half_a_snapshot_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> int:
        path.open("wb").write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SinkError, match="No space left"):
        snapshot(tmp_path, frames(1)[0], Style())
    assert not list(tmp_path.iterdir())


def test_two_recordings_in_a_second_do_not_meet(tmp_path: Path) -> None:
    plan = RecordingPlan(tmp_path, True, False, "jsonl")
    files = [*record(plan, frames(3)).files, *record(plan, frames(3)).files, *record(plan, frames(3)).files]
    assert len(set(files)) == 6
    assert all(path.is_file() for path in files)


def test_a_slow_encoder_loses_frames_never_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posecore.pipelines.recorder.draw", lambda image, *_, **__: (time.sleep(0.03), image)[1])
    recorder = Recorder(RecordingPlan(tmp_path, True, False, "none"), Style)
    recorder.start()
    for frame in frames(CAPACITY * 3):
        recorder.write(frame)
    assert recorder._queue.qsize() <= CAPACITY
    deadline = time.monotonic() + 30
    while (
        not (recorder.frames or recorder.error) and time.monotonic() < deadline
    ):  # its encoder may come to work late beside other programs
        time.sleep(0.01)
    recorder.finish(0.2)
    assert recorder.join(5)
    assert recorder.dropped >= CAPACITY
    assert len(video_times(recorder.files[0])) == recorder.frames > 0


_CRASH = """
import sys, time, os
from pathlib import Path
from posecore.pipelines.recorder import Recorder, RecordingPlan
from posecore.drawing.plan import Style
from tests.pipelines.test_recorder import frames
recorder = Recorder(RecordingPlan(Path(sys.argv[1]), True, True, "jsonl"), Style)
recorder.start()
for number, frame in enumerate(frames(100)):
    recorder.write(frame)
    while recorder.frames <= number:
        time.sleep(0.002)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills itself by a signal")
def test_a_crash_keeps_what_was_recorded(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _CRASH, str(tmp_path)], check=False, timeout=60, cwd=Path(__file__).parents[2])
    assert len(list(tmp_path.glob("*.partial"))) == 3
    assert recover(tmp_path) == []  # another program may still be writing
    found = recover(tmp_path, older_than=0)
    assert len(found) == 3
    for path in found:
        assert path.name.endswith(f" recovered{path.suffix}")
        if path.suffix == ".mp4":
            assert len(video_times(path)) >= 60  # all but the last second or so


def test_snapshot_is_drawn_as_chosen(tmp_path: Path) -> None:
    (frame,) = frames(1)
    plain = snapshot(tmp_path, frame, Style(skeleton=False, boxes=False, ids=False))
    assert (cv2.imread(str(plain)) == frame.image).all()
    drawn: Any = cv2.imread(str(snapshot(tmp_path, frame, Style())))
    assert (drawn != frame.image).any()
