"""The runner of recordings: every frame, in order, the same people on every machine."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posecore import annotate, follow, load
from posecore.engine import State
from posecore.people import People
from posecore.pipelines import recorded
from posecore.pipelines.live import TrackedPipeline
from posecore.pipelines.recorded import AHEAD, Recorded, recording_settings
from posecore.pipelines.selection import Region, Selection
from posecore.runtime import session
from posecore.sources import SourceError, SourceFrame
from posecore.sources.file import VideoFile
from posecore.sources.synthetic import SyntheticPeople
from tests.clips import fake_estimator, make_clip, standing
from tests.datasets import ROOT
from tests.engine.fakes import engine_threads
from tests.pipelines.fakes import Knowing, Numbered

SAMPLE = ROOT / "app" / "lightpose" / "assets" / "sample.mp4"


def run(camera: SyntheticPeople, networks: Knowing, **options) -> list[tuple[int, People]]:
    return [(frame.index, frame.people) for frame in Recorded(camera, networks, **options)]


@pytest.mark.parametrize("ahead", [0, 1, AHEAD])
def test_every_frame_has_its_people_and_runs_repeat(ahead: int):
    def once() -> list[tuple[int, People]]:
        camera = Numbered(2, (320, 180), live=False, frames=80, seed=4)
        return run(camera, Knowing(camera), ahead=ahead)

    first, second = once(), once()
    assert [i for i, _ in first] == list(range(80))
    assert all(p.ids.tolist() == [1, 2] for _, p in first), "from the first frame on"
    for (_, a), (_, b) in zip(first, second, strict=True):
        assert np.array_equal(a.keypoints, b.keypoints)
        assert np.array_equal(a.boxes, b.boxes)
    assert not engine_threads()


def test_ahead_zero_is_frame_after_frame():
    """The runner of recordings finds what the same stages find one frame after the other."""
    camera = Numbered(2, (320, 180), live=False, frames=60, seed=4)
    found = run(camera, Knowing(camera), ahead=0)
    tracked = TrackedPipeline(Knowing(camera), recording_settings())
    with Numbered(2, (320, 180), live=False, frames=60, seed=4) as again:
        for (_, people), frame in zip(found, again, strict=True):
            expected = tracked(frame.image, frame.time)
            assert np.array_equal(people.keypoints, expected.keypoints)
            assert np.array_equal(people.ids, expected.ids)


def test_poses_of_several_frames_at_once(monkeypatch):
    monkeypatch.setattr(recorded, "default_threads", lambda: 4)

    def seconds(ahead: int) -> float:
        camera = Numbered(1, (320, 180), live=False, frames=60)
        start = time.monotonic()
        assert len(run(camera, Knowing(camera, posing=0.02), ahead=ahead)) == 60
        assert not engine_threads()
        return time.monotonic() - start

    one, many = seconds(0), seconds(4)
    assert one > 1.2
    assert many < 0.6 * one


def test_who_stops_early_is_not_kept_waiting():
    camera = Numbered(1, (320, 180), live=False)
    runner = Recorded(camera, Knowing(camera, posing=0.05))
    frames = iter(runner)
    next(frames)
    start = time.monotonic()
    frames.close()
    assert time.monotonic() - start < 1.5
    assert runner.engine.state is State.STOPPED
    assert not engine_threads()


def test_what_the_networks_raise_comes_out():
    class Broken(Knowing):
        def pose(self, frame, boxes):
            if frame[0, 0, 0] == 20:
                raise MemoryError("out of memory")
            return super().pose(frame, boxes)

    camera = Numbered(1, (320, 180), live=False)
    runner = Recorded(camera, Broken(camera))
    with pytest.raises(MemoryError, match="out of memory"):
        list(runner)
    assert str(runner.engine.error) == "pose: out of memory"
    assert not engine_threads()


def test_a_source_that_breaks_off_gives_what_it_had():
    def frames():
        with Numbered(1, (320, 180), live=False, frames=9) as camera:
            yield from camera
        raise SourceError("cut off")

    camera = Numbered(1, (320, 180), live=False)
    found = follow(frames(), Knowing(camera))
    seen = [(frame.index, people.ids.tolist()) for frame, people in (next(found) for _ in range(9))]
    with pytest.raises(SourceError, match="cut off"):
        next(found)
    assert seen == [(i, [1]) for i in range(9)]


def test_follow_gives_the_frames_of_the_source(tmp_path: Path):
    clip = make_clip(tmp_path / "a.mp4", pts=[0, 20, 30, 70], size=(64, 48))
    pairs = list(follow(clip, fake_estimator))
    assert all(isinstance(frame, SourceFrame) for frame, _ in pairs)
    assert [frame.pts * frame.time_base for frame, _ in pairs] == pytest.approx([0, 20 / 600, 30 / 600, 70 / 600])
    assert all(people.ids.tolist() == [-1] for _, people in pairs), "a function sees each frame on its own"


def test_networks_need_not_do_single_images_unless_asked():
    camera = Numbered(1, (320, 180), live=False, frames=3)
    assert len(list(follow(iter([]), Knowing(camera)))) == 0
    with pytest.raises(TypeError, match="leave track on"):
        next(follow(iter([]), Knowing(camera), track=False))


@pytest.mark.parametrize("track", [True, False])
def test_annotate_writes_what_follow_finds(tmp_path: Path, track: bool):
    from posecore import formats

    clip = make_clip(tmp_path / "a.mp4", size=(64, 48))
    job = annotate(clip, tmp_path / "b.mp4", fake_estimator, keypoints=tmp_path / "b.jsonl", track=track)
    assert (job.frames, job.people) == (30, 30)
    found = [people for _, people in follow(clip, fake_estimator)]
    for line, people in zip(formats.read(tmp_path / "b.jsonl").frames, found, strict=True):
        np.testing.assert_allclose(line.people.keypoints, people.keypoints, atol=0.01)


@pytest.fixture(scope="module")
def clip_frames() -> list[SourceFrame]:
    with VideoFile(SAMPLE) as video:
        return [frame for frame, _ in zip(video, range(24), strict=False)]


def test_the_number_of_cores_changes_nothing(monkeypatch, clip_frames):
    """Bit for bit, with the bundled networks in float precision, whatever the machine's cores and threads."""
    results = []
    for cores in (1, 2, 8):
        monkeypatch.setattr(session, "default_threads", lambda n=cores: n)
        monkeypatch.setattr(recorded, "default_threads", lambda n=cores: n)
        networks = load(pose="fp32", threads=cores, providers=["cpu"])
        results.append([people for _, people in follow(iter(clip_frames), networks)])
    assert sum(len(people) for people in results[0]) >= len(clip_frames)
    for other in results[1:]:
        for a, b in zip(results[0], other, strict=True):
            for name in ("boxes", "scores", "keypoints", "keypoint_scores", "ids", "interpolated"):
                assert np.array_equal(getattr(a, name), getattr(b, name)), name


def test_processed_files_are_the_same_too(tmp_path: Path, monkeypatch):
    """The whole way, as ``lightpose video`` and Process files go it."""
    clip = make_clip(tmp_path / "a.mp4", size=(160, 120))
    camera = Numbered(1, (320, 180), live=False)
    lines = []
    for cores in (1, 2, 8):
        monkeypatch.setattr(recorded, "default_threads", lambda n=cores: n)
        annotate(clip, None, Knowing(camera, posing=0.002), keypoints=tmp_path / "k.jsonl")
        lines.append([json.loads(line) for line in (tmp_path / "k.jsonl").read_text().splitlines()])
    assert lines[0] == lines[1] == lines[2]
    assert len(lines[0]) == 31


def test_left_and_right_do_not_change_places_for_a_frame():
    camera = Numbered(1, (320, 180), live=False, frames=30, seed=4)
    right, networks = dict(run(camera, Knowing(camera))), Knowing(camera)
    pose, calls = networks.pose, []

    def wrong(image: np.ndarray, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        points, scores = pose(image, boxes)
        calls.append(len(calls))
        flip = networks.skeleton.flip_indices if len(calls) % 9 == 5 else slice(None)
        return points[:, flip], scores[:, flip]

    networks.pose = wrong
    found = dict(run(Numbered(1, (320, 180), live=False, frames=30, seed=4), networks, ahead=0))
    assert len(calls) == 30
    assert all(np.array_equal(found[i].keypoints, right[i].keypoints) for i in range(30))


@pytest.mark.parametrize("ahead", [0, AHEAD])
def test_people_of_a_crowd_take_turns_and_lie_between_where_they_were_seen(ahead: int):
    """Eight people who glide: interpolated they are where they are, on however many threads."""

    def crowd(**changes) -> list[tuple[int, People]]:
        camera = Numbered(8, (1280, 360), live=False, frames=40, seed=4)
        settings = replace(recording_settings(), **changes)
        return run(camera, Knowing(camera), settings=settings, ahead=ahead)

    turns, every = crowd(), crowd(turns=None)
    assert [i for i, _ in turns] == list(range(40))
    assert not any(people.interpolated.any() for _, people in every)
    waited = [(people, whole) for (_, people), (_, whole) in zip(turns, every, strict=True) if people.interpolated.any()]
    assert len(waited) > 5
    for people, whole in waited:
        for number in people.ids[people.interpolated].tolist():
            mine, theirs = people.keypoints[people.ids == number][0], whole.keypoints[whole.ids == number]
            if len(theirs):
                assert np.abs(mine - theirs[0]).max() < 4.0
    again = crowd()
    assert all(np.array_equal(a.keypoints, b.keypoints) for (_, a), (_, b) in zip(turns, again, strict=True))
    assert not engine_threads()


@pytest.mark.parametrize(
    ("selection", "ids", "notice"),
    [
        (Selection(person=99), [5, 7], "none of them was chosen; their ids are 5, 7"),
        (Selection(person=99), list(range(13)), "none of them was chosen; their ids are 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …"),
        (Selection(region=Region.parse("90%,0,10%,100%")), None, "none of them was chosen"),
        (Selection(person="largest"), [5, 7], None),
    ],
)
def test_a_choice_that_chose_nobody_is_said(tmp_path: Path, selection: Selection, ids: list[int] | None, notice: str | None):
    """Not an error: for other recordings of a batch the same choice may be right. An empty file alone would look as if nobody was there."""
    clip = make_clip(tmp_path / "a.mp4", size=(64, 48))
    people = standing(*[(6, 4, 32, 43)] * len(ids or [1]), ids=ids)
    job = annotate(clip, None, lambda image: people, keypoints=tmp_path / "b.jsonl", selection=selection)
    assert job.people == (30 if notice is None else 0)
    assert [line.rpartition("found, but ")[2] for line in job.notices] == ([] if notice is None else [notice])
