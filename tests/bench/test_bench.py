"""The benchmarks measure what they say, on networks whose speed is known."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from lightpose.cli.bench import app
from posecore.bench.engine import bench_engine
from posecore.bench.pipeline import bench_pipeline
from posecore.bench.timing import Replay, at_rest, jitter, keypoint_distance, missing, offset
from posecore.bench.video import bench_video
from posecore.people import Detections, People, Poses
from posecore.pipelines.image import Pipeline
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.skeletons import COCO17
from posecore.sources.synthetic import SyntheticPeople
from tests.clips import make_clip, standing


class Slow(Pipeline):
    """Networks that need a known time and always find the same people."""

    def __init__(self, detecting: float = 0.06, posing: float = 0.005) -> None:
        self.detecting, self.posing = detecting, posing
        self.acceptance, self.multiscale, self.estimator = AcceptancePolicy.strict(0.25), False, None

    @property
    def skeleton(self):
        return COCO17

    def pose_side_by_side(self, callers):
        return self.pose

    def detect(self, frame):
        time.sleep(self.detecting)
        height, width = frame.shape[:2]
        return Detections(np.asarray([[0.2 * width, 0.1 * height, 0.5 * width, 0.9 * height]], np.float32), np.asarray([0.9], np.float32))

    def pose(self, frame, boxes):
        time.sleep(self.posing * len(boxes))
        height, width = frame.shape[:2]
        people = standing(*[(0.2 * width, 0.1 * height, 0.5 * width, 0.9 * height)] * len(boxes))
        return Poses(people.keypoints, people.keypoint_scores)


def test_pipeline_run_has_every_number():
    runs = bench_pipeline(Slow(), (1,), seconds=1.5, pictures=20, size=(320, 180))
    run = runs[0].to_dict()
    wanted = {"people", "fps", "ratio", "latency_p50_ms", "latency_p95_ms", "drops", "detector_duty", "sequential_fps", "throughput_fps"}
    assert wanted <= set(run)
    assert run["people"] == 1
    assert run["sequential_fps"] < 1 / 0.065
    assert run["ratio"] > 1.5, "the detector rests on most frames"
    assert run["ratio"] == pytest.approx(run["throughput_fps"] / run["sequential_fps"])
    assert 1 < run["fps"] <= 31
    assert run["latency_p50_ms"] > 5
    assert run["keypoint_difference_px"] < 0.01
    assert run["missed"] == 0
    assert run["second_crops"] == 0
    assert 0 < run["detector_duty"] < 0.4
    json.dumps(run)


def test_video_run(tmp_path: Path):
    run = bench_video(make_clip(tmp_path / "a.mp4", size=(128, 96)), Slow(), limit=25)
    assert (run.frames, run.people, run.missed) == (25, 1.0, 0.0)
    assert run.ratio > 1.5
    assert run.ratio == pytest.approx(run.fps / run.sequential_fps)
    assert run.keypoint_difference_px < 0.01


def test_video_is_timed_on_the_runner_of_the_program(tmp_path: Path, monkeypatch):
    """What ``bench video`` times is what ``lightpose video`` and Process files run."""
    from posecore import annotate
    from posecore.bench import video
    from posecore.pipelines import recorded

    made = []

    class Watched(recorded.Recorded):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            made.append([type(stage) for stage in self.engine.stages])

    monkeypatch.setattr(recorded, "Recorded", Watched)
    monkeypatch.setattr(video, "Recorded", Watched)
    clip = make_clip(tmp_path / "a.mp4", size=(128, 96))
    bench_video(clip, Slow(0.002, 0.002), limit=5)
    annotate(clip, None, Slow(0.002, 0.002), keypoints=tmp_path / "k.jsonl")
    assert len(made) == 2
    assert made[0] == made[1]


def test_engine_run():
    run = bench_engine(2500)
    assert run.frames == 2500
    assert run.fps > 250, "half of the bar: the machine may be busy"
    assert run.growth_mb < 10
    assert run.threads == 0


def test_difference_is_measured_on_sure_joints_of_the_same_person():
    expected = standing((0, 0, 100, 200), (300, 0, 400, 200))
    moved = expected.keypoints + np.asarray([3, 4])
    found = People.build(*(a[::-1] for a in (expected.boxes, expected.scores, moved, expected.keypoint_scores)))
    assert keypoint_distance(found, expected) == (pytest.approx(5 * 34, rel=1e-4), 34)
    expected.keypoint_scores[0, :10] = 0.1
    assert keypoint_distance(found, expected)[1] == 24
    assert missing(found[:1], expected) == 1
    assert missing(People.empty(), expected) == 2


def test_jitter_and_offset_on_people_who_move():
    camera = SyntheticPeople(1, (320, 180), live=False)
    random = np.random.default_rng(0)
    frames = range(60)
    boxes, moves = [camera.truth(i) for i in frames], [camera.moves(i) for i in frames]
    still = standing(*camera.truth(0))

    def seen(noise: float, shift: float) -> list[People]:
        points = [still.keypoints + m[:, None] + shift + random.normal(0, noise, still.keypoints.shape) for m in moves]
        return [People.build(b, still.scores, p, still.keypoint_scores) for b, p in zip(boxes, points, strict=True)]

    exact, rough = at_rest(seen(0.0, 0.0), boxes, moves), at_rest(seen(2.0, 3.0), boxes, moves)
    assert exact[0][0].shape == (60, 17, 2)
    assert jitter(exact) < 1e-4
    assert jitter(rough) == pytest.approx(2 * np.sqrt(np.pi / 2), rel=0.1)
    assert offset(rough, exact) == pytest.approx(3 * np.sqrt(2), rel=0.1)
    assert at_rest([People.empty()] * 60, boxes, moves) == []
    assert jitter([]) == offset([], exact) == 0.0


def test_replay_to_and_fro():
    images = [np.full((4, 4, 3), i, np.uint8) for i in range(4)]
    with Replay(images, 30.0, 9, live=False) as source:
        assert [int(f.image[0, 0, 0]) for f in source] == [0, 1, 2, 3, 2, 1, 0, 1, 2]


def test_command_line(tmp_path: Path):
    runner = CliRunner()
    out = tmp_path / "engine.json"
    assert runner.invoke(app, ["engine", "--frames", "1500", "--json", str(out)]).exit_code == 0
    assert json.loads(out.read_text())["runs"][0]["frames"] == 1500
    wrong = runner.invoke(app, ["pose", "--batches", "one"])
    assert "expected whole numbers" in str(wrong.exception)
