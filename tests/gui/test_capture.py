"""Recordings: three files on one clock, alive after a crash; snapshots."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import av
import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from lightpose.gui.recorder import CAPACITY, Recorder, RecordingPlan, recover, snapshot
from lightpose.gui.virtual_camera import VirtualCamera
from lightpose.gui.window import MainWindow
from posecore.drawing.painter import Style
from posecore.formats.keypoints import read_keypoints
from posecore.pipelines.frame import PoseFrame
from tests.clips import standing, video_times
from tests.gui.fakes import PATIENCE, picture


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
        assert video_times(path) == pytest.approx(expected, abs=1 / 90_000)
    last = recorder.files[-1]
    if table == "jsonl":
        assert [f.time for f in read_keypoints(last).frames] == pytest.approx(expected, abs=1e-5)
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


def test_two_recordings_in_a_second_do_not_meet(tmp_path: Path) -> None:
    plan = RecordingPlan(tmp_path, True, False, "jsonl")
    files = [*record(plan, frames(3)).files, *record(plan, frames(3)).files, *record(plan, frames(3)).files]
    assert len(set(files)) == 6
    assert all(path.is_file() for path in files)


def test_a_slow_encoder_loses_frames_never_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lightpose.gui.recorder.draw", lambda image, *_: (time.sleep(0.03), image)[1])
    recorder = Recorder(RecordingPlan(tmp_path, True, False, "none"), Style)
    recorder.start()
    for frame in frames(CAPACITY * 3):
        recorder.write(frame)
    assert recorder._queue.qsize() <= CAPACITY
    recorder.finish(0.2)
    assert recorder.join(5)
    assert recorder.dropped >= CAPACITY
    assert len(video_times(recorder.files[0])) == recorder.frames > 0


def test_a_folder_that_cannot_be(tmp_path: Path, qtbot: QtBot, window: MainWindow) -> None:
    (tmp_path / "file").write_text("")
    window.state.folder = str(tmp_path / "file" / "inside")
    window.state.recording = True
    qtbot.waitUntil(lambda: window.hint.notice is not None and window.hint.notice.kind == "unwritable", timeout=3_000 * PATIENCE)
    assert not window.state.recording
    window.do_snapshot()
    qtbot.waitUntil(lambda: "cannot write" in window.hint.sentence.text(), timeout=3_000 * PATIENCE)


_CRASH = """
import sys, time, os
from pathlib import Path
from lightpose.gui.recorder import Recorder, RecordingPlan
from posecore.drawing.painter import Style
from tests.gui.test_capture import frames
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
    assert recover(tmp_path) == []  # somebody may still be writing
    found = recover(tmp_path, older_than=0)
    assert len(found) == 3
    for path in found:
        assert path.name.endswith(f" recovered{path.suffix}")
        if path.suffix == ".mp4":
            assert len(video_times(path)) >= 60  # all but the last second or so


def test_recording_from_the_window(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.state.record_raw = True
    window.actions_["record"].trigger()
    assert window.state.recording
    qtbot.waitUntil(lambda: window.controls.timer.isVisible() and (window.capture.seconds or 0) > 0.8, timeout=8_000 * PATIENCE)
    window.actions_["record"].trigger()
    qtbot.waitUntil(lambda: window.hint.isVisible() and "Saved" in window.hint.sentence.text(), timeout=8_000 * PATIENCE)
    files = sorted((tmp_path / "recordings").iterdir())
    assert [path.suffix for path in files] == [".mp4", ".jsonl", ".mp4"]
    assert all(len(video_times(path)) > 5 for path in files if path.suffix == ".mp4")
    assert {int(i) for frame in read_keypoints(files[1]).frames for i in frame.people.ids} == {1, 2}
    qtbot.waitUntil(lambda: not window.controls.timer.isVisible(), timeout=2_000 * PATIENCE)


def test_recording_goes_on_when_settings_change(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.state.recording = True
    qtbot.waitUntil(lambda: (window.capture.seconds or 0) > 0.3, timeout=8_000 * PATIENCE)
    window.state.threads = 2  # another engine
    before = window.capture.seconds or 0
    qtbot.waitUntil(lambda: (window.capture.seconds or 0) > before + 0.5, timeout=8_000 * PATIENCE)


class FakeDevice:
    """What pyvirtualcam opens."""

    made: ClassVar[list[FakeDevice]] = []

    def __init__(self, width: int, height: int, fps: float, fmt: Any) -> None:
        self.width, self.height, self.frames, self.closed = width, height, 0, False
        self.made.append(self)

    def send(self, image: Any) -> None:
        assert image.shape == (self.height, self.width, 3)
        self.frames += 1

    def close(self) -> None:
        self.closed = True


def test_other_programs_see_the_window_as_a_camera(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeDevice, "made", [])
    fake = SimpleNamespace(Camera=FakeDevice, PixelFormat=SimpleNamespace(BGR="bgr"))
    monkeypatch.setitem(sys.modules, "pyvirtualcam", fake)
    window.state.virtual_camera = True
    qtbot.waitUntil(lambda: bool(FakeDevice.made) and FakeDevice.made[0].frames > 2, timeout=5_000 * PATIENCE)
    assert (FakeDevice.made[0].width, FakeDevice.made[0].height) == (320, 240)
    window.state.virtual_camera = False
    assert FakeDevice.made[0].closed


def test_a_frame_that_comes_after_the_end_opens_no_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeDevice, "made", [])
    fake = SimpleNamespace(Camera=FakeDevice, PixelFormat=SimpleNamespace(BGR="bgr"))
    monkeypatch.setitem(sys.modules, "pyvirtualcam", fake)
    camera = VirtualCamera(Style)
    first, second = frames(2)
    camera.write(first)
    camera.close()
    camera.write(second)
    assert camera.error is None
    assert [(device.frames, device.closed) for device in FakeDevice.made] == [(1, True)]


def test_a_virtual_camera_without_its_driver_is_said(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: Any) -> None:
        raise RuntimeError("no loopback device")

    fake = SimpleNamespace(Camera=fails, PixelFormat=SimpleNamespace(BGR="bgr"))
    monkeypatch.setitem(sys.modules, "pyvirtualcam", fake)
    window.state.virtual_camera = True
    qtbot.waitUntil(lambda: not window.state.virtual_camera, timeout=5_000 * PATIENCE)
    assert window.hint.isVisible()
    assert "no loopback device" in window.hint.sentence.text()


def test_nothing_to_record_is_said(window: MainWindow) -> None:
    window.state.record_annotated, window.state.record_keypoints = False, "none"
    window.state.recording = True
    assert not window.state.recording
    assert window.hint.notice is not None
    assert window.hint.notice.kind == "nothing"


def test_closing_finishes_the_recording(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.state.recording = True
    qtbot.waitUntil(lambda: window.capture.recorder is not None and window.capture.recorder.frames > 5, timeout=8_000 * PATIENCE)
    window.close()
    files = sorted((tmp_path / "recordings").iterdir())
    assert [path.suffix for path in files] == [".jsonl", ".mp4"]
    assert len(video_times(files[1])) > 5


def test_snapshot(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.actions_["snapshot"].trigger()
    qtbot.waitUntil(lambda: window.hint.notice is not None and window.hint.notice.kind == "saved", timeout=5_000 * PATIENCE)
    (path,) = (tmp_path / "recordings").glob("*.png")
    assert cv2.imread(str(path)).shape == (240, 320, 3)


def test_snapshot_is_drawn_as_chosen(tmp_path: Path) -> None:
    (frame,) = frames(1)
    plain = snapshot(tmp_path, frame, Style(skeleton=False, boxes=False, ids=False))
    assert (cv2.imread(str(plain)) == frame.image).all()
    drawn: Any = cv2.imread(str(snapshot(tmp_path, frame, Style())))
    assert (drawn != frame.image).any()
