"""The live engine put together: real threads, synthetic pictures, networks that know the truth."""

from __future__ import annotations

import time

import numpy as np
import pytest

from posecore.engine import Frame, State, run_stages
from posecore.people import People
from posecore.pipelines.live import Live, LiveSettings, TrackedPipeline, stages
from posecore.sources.synthetic import SyntheticPeople
from tests.clips import standing
from tests.engine.fakes import Counter, engine_threads
from tests.tracking.world import HEIGHT, METRE, WIDTH, Walker, World


class Knowing:
    """Networks that find the people of a :class:`SyntheticPeople` by looking the frame up, and can take their time."""

    skeleton = World.skeleton

    def __init__(self, camera: SyntheticPeople, detecting: float = 0.0, posing: float = 0.0) -> None:
        self.camera, self.detecting, self.posing = camera, detecting, posing
        self.looks = 0

    def detect(self, frame):
        self.looks += 1
        time.sleep(self.detecting)
        index = int(frame[0, 0, 0]) + 256 * int(frame[0, 1, 0])
        boxes = self.camera.truth(index).astype(np.float32)
        return boxes, np.full(len(boxes), 0.9, np.float32)

    def pose(self, frame, boxes):
        time.sleep(self.posing)
        index = int(frame[0, 0, 0]) + 256 * int(frame[0, 1, 0])
        truth = standing(*self.camera.truth(index))
        points, scores = np.zeros((len(boxes), 17, 2), np.float32), np.full((len(boxes), 17), 0.05, np.float32)
        for i, box in enumerate(boxes):
            near = np.abs(truth.boxes - box).sum(axis=1)
            if len(near) and near.min() < 0.5 * (box[3] - box[1]):
                points[i], scores[i] = truth.keypoints[near.argmin()], 0.9
        return points, scores


class Numbered(SyntheticPeople):
    """Writes the frame's number into its corner."""

    def render(self, index: int):
        image = super().render(index)
        image[0, :2, 0] = (index % 256, index // 256)
        return image


def test_file_gives_every_frame_its_people_and_is_repeatable():
    def run() -> list[People]:
        camera = Numbered(2, (320, 180), live=False, frames=60, seed=4)
        found: list[People] = []
        live = Live(camera, Knowing(camera), consumers=[lambda f: found.append(f.people)])
        live.engine.run()
        return found

    first, second = run(), run()
    assert len(first) == 60
    assert all(len(p) == 2 for p in first)
    assert all(p.ids.tolist() == [1, 2] for p in first)
    assert all(np.array_equal(a.keypoints, b.keypoints) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("ahead", [0, 1, 3])
def test_looking_ahead_misses_nobody_and_repeats(ahead: int):
    def run() -> list[tuple[int, People]]:
        camera = Numbered(2, (320, 180), live=False, frames=80, seed=4)
        found: list[tuple[int, People]] = []
        Live(camera, Knowing(camera), ahead=ahead, consumers=[lambda f: found.append((f.index, f.people))]).engine.run()
        return found

    first, second = run(), run()
    assert [i for i, _ in first] == list(range(80))
    assert all(p.ids.tolist() == [1, 2] for _, p in first), "from the first frame on"
    for (_, a), (_, b) in zip(first, second, strict=True):
        assert np.array_equal(a.keypoints, b.keypoints)
        assert np.array_equal(a.boxes, b.boxes)


def test_poses_of_several_frames_at_once(monkeypatch):
    monkeypatch.setattr("posecore.pipelines.recorded.default_threads", lambda: 4)

    def seconds(ahead: int) -> float:
        camera = Numbered(1, (320, 180), live=False, frames=60)
        live = Live(camera, Knowing(camera, posing=0.02), ahead=ahead)
        start = time.monotonic()
        live.engine.run()
        assert live.engine.stats().frames == 60
        assert not engine_threads()
        return time.monotonic() - start

    one, many = seconds(0), seconds(4)
    assert one > 1.2
    assert many < 0.6 * one


def test_looking_ahead_ends_at_once_and_names_who_failed():
    camera = Numbered(1, (320, 180), live=False)
    live = Live(camera, Knowing(camera, posing=0.05), ahead=3)
    live.engine.start()
    time.sleep(0.3)
    start = time.monotonic()
    live.engine.stop()
    assert time.monotonic() - start < 1.0
    assert live.engine.state is State.STOPPED
    assert not engine_threads()

    class Broken(Knowing):
        def pose(self, frame, boxes):
            raise RuntimeError("out of memory")

    live = Live(camera, Broken(camera), ahead=3)
    live.engine.start()
    assert live.engine.wait(3)
    assert str(live.engine.error) == "pose: out of memory"
    live.engine.stop()
    assert not engine_threads()


def test_camera_with_slow_networks_drops_and_keeps_up():
    camera = Numbered(1, (320, 180), fps=60.0)
    networks = Knowing(camera, detecting=0.03, posing=0.03)
    shown: list[Frame] = []
    live = Live(camera, networks, consumers=[shown.append])
    started = time.monotonic()
    live.engine.start()
    time.sleep(1.5)
    live.engine.stop()
    seconds = time.monotonic() - started
    stats = live.engine.stats()
    assert live.engine.state is State.STOPPED
    assert not engine_threads()
    assert 8 <= len(shown) <= seconds / 0.03 + 1, "the slowest stage, 30 ms a frame, sets the pace"
    assert stats.drops > 20
    assert stats.gauges["people"] == 1.0
    assert 0 < stats.gauges["detector_duty"] < 0.3
    assert [s.name for s in stats.stages] == ["source", "detect", "pose", "smooth"]
    assert np.median([f.latency for f in shown]) < 0.2, "late frames are dropped, not queued"
    assert {int(n) for f in shown for n in f.people.ids} == {1}


def test_smoothing_can_be_switched_while_it_runs():
    world = World([Walker(lambda t: 400, 400, 650, 0)], noise=0.01)
    detect, pose, smooth = stages(world)
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    frames = []
    for i in range(40):
        world.time = i / 30
        if i == 30:
            smooth.smoother.smoothing = None
        frames.append(run_stages([detect, pose, smooth], Frame(image, i, i / 30, 0.0)))
    differ = [not np.array_equal(f.people.keypoints, f.data["measured"].keypoints) for f in frames if f]
    assert all(differ[1:30])
    assert not any(differ[30:])


def test_without_smoothing_the_pose_is_the_networks():
    world = World([Walker(lambda t: 400 + METRE * t, 400, 650, 0)], noise=0.0)
    tracked = TrackedPipeline(world, LiveSettings(smoothing=None))
    for i in range(20):
        world.time = i / 30
        people = tracked(np.zeros((HEIGHT, WIDTH, 3), np.uint8), world.time)
        assert people.keypoints[0] == pytest.approx(world.joints()[0], abs=0.01)
    assert tracked.detector_duty == pytest.approx(0.1, abs=0.05)


def test_network_errors_name_their_stage():
    class Broken(World):
        def pose(self, frame, boxes):
            raise RuntimeError("out of memory")

    live = Live(Counter(5, image=np.zeros((HEIGHT, WIDTH, 3), np.uint8)), Broken([Walker(lambda t: 400)]), live=True)  # type: ignore[arg-type]
    live.engine.start()
    assert live.engine.wait(3)
    assert str(live.engine.error) == "pose: out of memory"
    live.engine.stop()


def test_heatmaps_on_demand():
    from posecore.pipelines.image import Pipeline
    from posecore.runtime.crops import InputSpec
    from posecore.runtime.estimator import PoseEstimator

    def forward(batch):
        maps = np.zeros((len(batch), 17, 16, 12), np.float32)
        maps[:, np.arange(17), 4 + np.arange(17) % 9, 3 + np.arange(17) % 5] = 0.9
        return [maps]

    class Two:
        threshold = 0.3

        def __call__(self, image):
            return np.asarray([[10, 20, 110, 220], [200, 30, 290, 230]], np.float32), np.asarray([0.9, 0.8], np.float32)

    pipeline = Pipeline(Two(), PoseEstimator(forward, InputSpec((48, 64))))
    detect, pose, smooth = stages(pipeline)
    frame = Frame(np.zeros((300, 400, 3), np.uint8), 0, 0.0, 0.0)
    run_stages([detect, pose, smooth], frame)
    assert "heatmaps" not in frame.data
    pose.keep_heatmaps = True
    frame = Frame(frame.image, 1, 1 / 30, 0.0)
    run_stages([detect, pose, smooth], frame)
    assert frame.data["heatmaps"].shape == (2, 17, 16, 12)
    assert frame.data["heatmap_affines"].shape == (2, 2, 3)
    assert len(frame.people) == 2


def test_a_look_outlives_its_frame_and_is_taken_once():
    camera = Numbered(1, (320, 180), live=False, seed=2)
    detect, pose, _ = stages(Knowing(camera))
    frames = [Frame(camera.render(i), i, i / 30, i / 30) for i in range(3)]
    for frame in frames[:2]:
        detect.process(frame)
    assert len(pose.process(frames[1]).people) == 1, "frame 0, which the detector looked at, was overtaken in the mailbox"
    assert len(pose.process(detect.process(frames[2])).people) == 1
    assert detect.networks.looks == 1, "the track led to the last frame"
    assert "look" not in frames[2].data
    assert frames[0].data["look"].take() is None
