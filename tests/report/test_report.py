"""The page on a recording: its numbers, its safety, and how it is laid out in a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

from lightpose.cli import app
from posecore.formats import KeypointFile, KeypointFrame, KeypointHeader, open_writer
from posecore.people import People
from posecore.report import crop_of, page, repetitions, summarize
from posecore.skeletons import COCO17
from tests.clips import standing

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
RATE = 25
Angles = NDArray[np.float64]


def curls(count: int = 4, source: str = "gym.mp4") -> KeypointFile:
    """Person 1 bends the left elbow ``count`` times in 2 s each, from 180° to 40°; person 2 is there in the first and last two seconds."""
    frames = []
    for i in range(2 * RATE * count):
        people = standing((100, 20, 200, 220), (300, 40, 360, 200), ids=[1, 2])
        angle = np.radians(180 - 70 * (1 - np.cos(np.pi * i / RATE)))
        shoulder, elbow = (people.keypoints[0, COCO17.index(f"left_{name}")] for name in ("shoulder", "elbow"))
        arm = (shoulder - elbow) * 0.9
        turn = np.asarray([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        people.keypoints[0, COCO17.index("left_wrist")] = elbow + turn @ arm
        there = i < 2 * RATE or i >= 2 * RATE * (count - 1)
        frames.append(KeypointFrame(i, i / RATE, people if there else people[:1]))
    return KeypointFile(KeypointHeader(source, width=640, height=240), frames)


def write(path: Path, file: KeypointFile) -> Path:
    with open_writer(path, file.header) as writer:
        for frame in file.frames:
            writer.write(frame.index, frame.time, frame.people)
    return path


def test_numbers_of_a_known_movement() -> None:
    one, two = summarize(curls())
    elbow = one.angles[0]
    assert (one.id, two.id, elbow.name) == (1, 2, "left_elbow")
    assert (elbow.least, elbow.most) == pytest.approx((40, 180), abs=0.5)
    assert len(elbow.peaks) == 4
    assert [len(angle.peaks) for angle in two.angles] == [0] * len(two.angles)
    assert [time for person in (one, two) for span in person.spans for time in span] == pytest.approx([0, 7.96, 0, 1.96, 6, 7.96])


def test_jitter_is_no_repetition_and_gaps_are_bridged() -> None:
    times = np.arange(200) / 25
    noise = np.random.default_rng(0).normal(0, 2, 200)
    assert len(repetitions(times, 90 + noise)) == 0
    wave = 90 + 40 * np.sin(2 * np.pi * times) + noise
    wave[30:33] = np.nan
    assert len(repetitions(times, wave)) == 8
    assert len(repetitions(times, np.full(200, np.nan))) == 0


def bends(rest: float, bent: float, count: int, lead: float) -> tuple[Angles, Angles, Angles]:
    """Times s, degrees, and the times of ``count`` bends of 0.5 s, one each 1.25 s, the first after ``lead`` s; at rest between them."""
    times = np.arange(int(RATE * (lead + 1.25 * count))) / RATE
    middles = lead + 1.25 * np.arange(count)
    near = np.abs(times[:, None] - middles).min(axis=1)
    return times, rest + (bent - rest) * np.cos(np.pi * np.minimum(near, 0.25) / 0.5) ** 2, middles


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("rest", "bent"), [(172, 112), (10, 70)])
def test_repetitions_are_marked_where_the_angle_is_farthest_from_rest(rest: float, bent: float, seed: int) -> None:
    """As a knee in walking: stretched for longer than it is bent, whatever the recording begins and ends with."""
    times, degrees, middles = bends(rest, bent, 5, lead=0.1 + 0.2 * seed)
    degrees += np.random.default_rng(seed).normal(0, 2, len(times))
    found = repetitions(times, degrees)
    assert len(found) in (4, 5) if seed == 0 else len(found) == 5
    assert np.abs(degrees[found] - bent).max() < 10
    assert np.abs(times[found][:, None] - middles).min(axis=1).max() <= 2 / RATE


def test_a_squat_that_is_held_is_counted_where_it_is_deepest() -> None:
    """Down for 1 s, up for 1 s; the deepest moment is not in the middle of the time spent below."""
    times = np.arange(10 * RATE) / RATE
    phase = times % 2
    degrees = np.interp(phase, [0, 0.4, 0.6, 1.3, 1.6, 2], [175, 175, 95, 88, 175, 175])
    found = repetitions(times, degrees)
    assert len(found) == 5
    assert degrees[found].max() < 95


def test_a_mark_is_at_the_extreme_of_what_was_measured() -> None:
    times = np.arange(8 * RATE) / RATE
    degrees = 90 + 40 * np.sin(2 * np.pi * times / 2)
    found = repetitions(times, degrees)
    assert np.abs(np.abs(degrees[found] - 90) - 40).max() < 0.5
    degrees[found[1] - 1 : found[1] + 2] = np.nan
    again = repetitions(times, degrees)
    assert len(again) == 4
    assert np.isfinite(degrees[again]).all()


def test_names_are_escaped_and_nothing_comes_from_elsewhere() -> None:
    text = page(curls(source='<script>alert("x")</script> & co.mp4'))
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert not re.search(r"https?://|src=\"(?!data:)|@import|url\(", text)


@pytest.mark.parametrize("frames", [[], [KeypointFrame(0, 0.0, People.empty())], [KeypointFrame(0, 0.0, standing((0, 0, 9, 9)))]])
def test_nobody(frames: list[KeypointFrame]) -> None:
    assert "Nobody with an id" in page(KeypointFile(KeypointHeader("x"), frames))


def test_images_of_people() -> None:
    image = np.full((240, 640, 3), 80, np.uint8)
    crop = crop_of(image, (100, 20, 200, 220))
    assert crop is not None
    assert crop.shape == (240, 120, 3)
    assert crop_of(image, (700, 20, 800, 220)) is None
    text = page(curls(), {1: crop})
    assert text.count('<img alt="Person 1" src="data:image/jpeg;base64,') == 1


def test_command(tmp_path: Path) -> None:
    source = write(tmp_path / "k.jsonl", curls())
    done = CliRunner().invoke(app, ["report", str(source), "-o", str(tmp_path / "r.html")])
    assert done.exit_code == 0, done.output
    assert "Person 2" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["report", str(source), "-o", str(tmp_path / "r.pdf")]).exit_code == 2
    (tmp_path / "bad.jsonl").write_text("no")
    done = CliRunner().invoke(app, ["report", str(tmp_path / "bad.jsonl"), "-o", str(tmp_path / "b.html")])
    assert (done.exit_code, "line 1" in done.output, (tmp_path / "b.html").exists()) == (2, True, False)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_in_a_browser(tmp_path: Path, dark: bool) -> None:
    (tmp_path / "r.html").write_text(page(curls()), encoding="utf-8")
    shot = tmp_path / "shot.png"
    assert CHROMIUM is not None
    words = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,1000"]
    words.append(f"--screenshot={shot}")
    if dark:
        words.append("--blink-settings=preferredColorScheme=0")
    subprocess.run([*words, (tmp_path / "r.html").as_uri()], timeout=120, check=True, capture_output=True)
    image = cv2.imread(str(shot))
    assert image is not None
    ground = image[5, 5].astype(int)
    assert (ground.max() < 60) if dark else (ground.min() > 200)
    accent = np.asarray([255, 178, 77] if dark else [203, 107, 11])
    assert (np.abs(image.astype(int) - accent).max(axis=2) < 12).sum() > 2000  # bars and plots are drawn
