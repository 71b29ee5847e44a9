"""The latency of the screen: stamps that are painted and read back, errors of joints at the time of display."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from lightpose.cli import app
from posecore.bench.latency import FPS, JointErrors, StampedCamera, latency_run
from posecore.bench.stamps import WRAP, Framebuffer, age, find_bar, paint_stamp, read_bar
from posecore.pipelines.frame import PoseFrame
from posecore.sources.synthetic import SyntheticPeople
from posecore.tracking import predict
from tests.clips import standing
from tests.processes import needs_xvfb


@pytest.mark.parametrize("scale", [0.55, 1.0, 1.37])
@pytest.mark.parametrize("seconds", [0.0, 12.345, 65.535, 1e6 + 0.001])
def test_a_stamp_is_read_from_a_screen_at_any_size(scale: float, seconds: float) -> None:
    image = np.random.default_rng(0).integers(60, 200, (720, 1280, 3)).astype(np.uint8)
    paint_stamp(image, seconds)
    shown = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    screen = np.full((shown.shape[0] + 60, shown.shape[1] + 40, 3), 30, np.uint8)
    screen[31 : 31 + shown.shape[0], 17 : 17 + shown.shape[1]] = shown
    bar = find_bar(screen)
    assert bar is not None
    assert read_bar(screen, bar) == int(seconds * 1000) % WRAP


def test_what_is_no_stamp_or_half_a_stamp_is_not_read() -> None:
    image = np.zeros((100, 640, 3), np.uint8)
    assert find_bar(image) is None
    paint_stamp(image, 1.5)
    bar = find_bar(image)
    assert bar is not None
    other = image.copy()
    paint_stamp(other, 9.3)
    image[:, 260:] = other[:, 260:]  # painted half
    assert read_bar(image, bar) is None
    image[:] = 0
    assert read_bar(image, bar) is None


def test_ages_go_on_where_the_stamp_starts_anew() -> None:
    assert age(70.0, int(69.95 * 1000) % WRAP) == pytest.approx(50)
    assert age(65.546, 65_526) == pytest.approx(20)


def test_the_screen_of_xvfb_is_read(tmp_path: Path) -> None:
    width, height, line = 40, 30, 176
    fields = [100, 7, 2, 24, width, height, 0, 0, 32, 0, 32, 32, line, 4, 0, 0, 0, 8, 256, 256, width, height, 0, 0, 0]
    pixels = np.random.default_rng(0).integers(0, 255, (height, line), dtype=np.uint8)
    path = tmp_path / "Xvfb_screen0"
    path.write_bytes(struct.pack(">25I", *fields) + bytes(256 * 12) + pixels.tobytes())
    assert (Framebuffer(tmp_path).pixels == pixels[:, : 4 * width].reshape(height, width, 4)).all()
    fields[11] = 16
    path.write_bytes(struct.pack(">25I", *fields))
    with pytest.raises(ValueError, match="16 bits"):
        Framebuffer(tmp_path)


def test_the_camera_paints_the_time_of_capture() -> None:
    camera = StampedCamera(1, (640, 360), FPS)
    camera.open()
    frame = camera.read()
    camera.close()
    assert frame is not None
    bar = find_bar(frame.image)
    assert bar is not None
    assert read_bar(frame.image, bar) == int(frame.time * 1000) % WRAP


def painted(camera: SyntheticPeople, late: float, ahead: float, bias: float = 0.0) -> JointErrors:
    """Frames painted ``late`` seconds after their capture, joints exactly known and drawn ``ahead`` seconds later than captured."""
    errors = JointErrors(camera)
    for index in range(240):
        truth = standing(*camera.truth(0), ids=range(camera.people))
        points = truth.keypoints + camera.moves(index)[:, None] + bias
        people = standing(*camera.truth(index), ids=range(camera.people))
        people.keypoints[:] = points
        motion = ((camera.moved(index / FPS + 0.01) - camera.moved(index / FPS - 0.01)) / 0.02)[:, None].repeat(17, axis=1)
        frame = PoseFrame(np.zeros((720, 1280, 3), np.uint8), index, index / FPS, 50 + index / FPS, people=people, motion=motion)
        errors.add(frame, predict(people, motion, ahead), frame.captured + late)
    return errors


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize("bias", [0.0, 4.0])
def test_errors_of_joints_are_those_at_the_time_of_display(people: int, bias: float) -> None:
    camera = SyntheticPeople(people, (1280, 720), FPS, tempo=4.0, motion=0.5)
    held = painted(camera, late=0.05, ahead=0.0, bias=bias).result()
    drawn = painted(camera, late=0.05, ahead=0.05, bias=bias).result()
    assert held is not None
    assert drawn is not None
    assert held.frames > 20
    assert 0.8 < held.speed < 1.2
    assert held.held_mm == held.drawn_mm == pytest.approx(1000 * held.speed * 0.05, rel=0.1)
    assert drawn.held_mm == held.held_mm
    assert drawn.drawn_mm < 5
    assert painted(SyntheticPeople(people, (1280, 720), FPS, motion=0.0), 0.05, 0.05).result() is None


def test_joints_of_who_was_only_predicted_are_as_old_as_the_last_look() -> None:
    errors = JointErrors(SyntheticPeople(2, (1280, 720), FPS))
    people = standing((100, 100, 200, 400), (400, 100, 500, 400), ids=range(1, 3))
    for index, waits in enumerate([False, True, True]):
        found = replace(people, interpolated=np.asarray([False, waits]))
        frame = PoseFrame(np.zeros((720, 1280, 3), np.uint8), index, index / 10, index / 10, people=found)
        errors.add(frame, found, frame.captured + 0.05)
    assert errors.found_ms == pytest.approx([50, 100, 150]), "50 of the one, 50, 150, 250 of the other"


def test_a_run_in_numbers() -> None:
    run = latency_run(2, [40.0] * 90 + [60.0] * 10, 4.0, [70.0, 80.0], None)
    assert (run.frames, run.fps, run.p50_ms, run.found_p50_ms) == (100, 25.0, 40.0, 75.0)
    assert run.p95_frames == pytest.approx(60 * 30 / 1000)
    with pytest.raises(ValueError, match="no image"):
        latency_run(1, [], 1.0, [1.0], None)


def test_without_xvfb_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    result = CliRunner().invoke(app, ["bench", "latency"])
    assert result.exit_code == 2
    assert "apt-get install xvfb" in result.output


@pytest.mark.slow
@needs_xvfb
def test_the_real_window_is_measured(tmp_path: Path) -> None:
    report = tmp_path / "latency.json"
    result = CliRunner().invoke(app, ["bench", "latency", "--people", "1", "--seconds", "4", "--json", str(report)])
    assert result.exit_code == 0, result.output
    (run,) = json.loads(report.read_text())["runs"]
    assert run["frames"] > 1
    assert 0 < run["p50_ms"] <= run["p95_ms"]
    assert run["found_p50_ms"] > 0
