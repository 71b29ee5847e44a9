"""The live engine put together: real threads, synthetic images, networks that know the truth."""

from __future__ import annotations

import asyncio
import time

import numpy as np
import pytest

from posecore.engine import EngineError, State
from posecore.pipelines.choice import ChooseStage
from posecore.pipelines.frame import Heatmaps, PoseFrame
from posecore.pipelines.live import Live, TrackedPipeline, TrackingSettings
from posecore.pipelines.selection import Selection
from posecore.pipelines.stages import DetectStage, PoseStage, ProposeStage, TrackStage
from posecore.tracking import DetectionPolicy, PoseTracker
from tests.clips import standing
from tests.engine.fakes import Counter, engine_threads
from tests.pipelines.fakes import Knowing, Numbered
from tests.tracking.world import HEIGHT, METRE, WIDTH, Walker, World


def test_camera_with_slow_networks_drops_and_keeps_up():
    camera = Numbered(1, (320, 180), fps=60.0)
    networks = Knowing(camera, detecting=0.03, posing=0.03)
    shown: list[PoseFrame] = []
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
    tracked = TrackedPipeline(world)
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    frames = []
    for i in range(40):
        world.time = i / 30
        if i == 30:
            tracked.smooth.smoother.smoothing = None
        frames.append(tracked.frame(image, i / 30))
    differ = [not np.array_equal(f.people.keypoints, f.measured.keypoints) for f in frames]
    assert all(differ[1:30])
    assert not any(differ[30:])


def test_who_is_wanted_can_change_while_it_runs():
    camera = Numbered(2, (320, 180), motion=0.2)
    first: list[PoseFrame] = []
    last: list[PoseFrame] = []
    live = Live(camera, Knowing(camera), selection=Selection(person="largest"))

    def sort(frame: PoseFrame) -> None:
        if len(frame.all_people) == 2:
            (last if frame.selection == Selection() else first).append(frame)
        if len(first) == 5:
            live.choose.selection = Selection()

    live.engine.add_consumer(sort)
    live.engine.start()
    deadline = time.monotonic() + 60
    while len(last) < 5 and time.monotonic() < deadline and live.engine.error is None:
        time.sleep(0.05)
    live.engine.stop()
    assert len(first) >= 5
    assert len(last) >= 5
    for frame in first:
        areas = (frame.all_people.boxes[:, 2:] - frame.all_people.boxes[:, :2]).prod(axis=1)
        assert frame.people.ids.tolist() == [frame.all_people.ids[areas.argmax()]]
        assert frame.measured is not None
        assert frame.measured.ids.tolist() == frame.people.ids.tolist()
    assert all(len(f.people) == 2 and f.everyone is None for f in last)


def test_heatmaps_follow_the_choice():
    maps = Heatmaps(np.arange(3, dtype=np.float32).reshape(3, 1, 1, 1), np.zeros((3, 2, 3)), 4)
    people = standing((0, 0, 10, 10), (20, 0, 60, 90), (70, 0, 80, 20), ids=[1, 2, 3])
    frame = PoseFrame(np.zeros((100, 100, 3), np.uint8), 0, 0.0, 0.0, people=people, heatmaps=maps)
    chosen = ChooseStage(Selection(max_people=2)).process(frame)
    assert chosen.people.ids.tolist() == [2, 3]
    assert chosen.heatmaps.values.ravel().tolist() == [1, 2]
    assert chosen.all_people is people


def test_without_smoothing_the_pose_is_the_networks():
    world = World([Walker(lambda t: 400 + METRE * t, 400, 650, 0)], noise=0.0)
    tracked = TrackedPipeline(world, TrackingSettings(smoothing=None))
    for i in range(20):
        world.time = i / 30
        people = tracked(np.zeros((HEIGHT, WIDTH, 3), np.uint8), world.time)
        assert people.keypoints[0] == pytest.approx(world.joints()[0], abs=0.01)
    assert tracked.detector_duty == pytest.approx(0.1, abs=0.05)


def test_network_errors_name_their_stage():
    class Broken(World):
        def pose(self, frame, boxes):
            raise RuntimeError("out of memory")

    live = Live(Counter(5, image=np.zeros((HEIGHT, WIDTH, 3), np.uint8)), Broken([Walker(lambda t: 400)]))
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

    tracked = TrackedPipeline(Pipeline(Two(), PoseEstimator(forward, InputSpec((48, 64)))))
    image = np.zeros((300, 400, 3), np.uint8)
    assert tracked.frame(image, 0.0).heatmaps is None
    tracked.pose.keep_heatmaps = True
    frame = tracked.frame(image, 1 / 30)
    assert frame.heatmaps.values.shape == (2, 17, 16, 12)
    assert frame.heatmaps.affines.shape == (2, 2, 3)
    assert frame.heatmaps.stride == 4
    assert len(frame.people) == 2


def test_detections_outlive_their_frame_and_are_taken_once():
    camera = Numbered(1, (320, 180), live=False, seed=2)
    networks = Knowing(camera)
    tracker, policy = PoseTracker(networks.skeleton), DetectionPolicy()
    detect, propose, pose = DetectStage(networks, tracker, policy), ProposeStage(tracker), PoseStage(networks)
    track = TrackStage(tracker, policy.report)

    def people(frame):
        return track.process(pose.process(propose.process(frame))).people

    frames = [PoseFrame(camera.render(i), i, i / 30, i / 30) for i in range(3)]
    for frame in frames[:2]:
        detect.process(frame)
    assert len(people(frames[1])) == 1, "frame 0, on which the detector ran, was overtaken in the mailbox"
    assert len(people(detect.process(frames[2]))) == 1
    assert networks.detector_runs == 1, "the track led to the last frame"
    assert frames[1].detections is not None
    assert frames[2].detector_result is None
    assert frames[0].detector_result.take() is None


def test_frames_in_a_coroutine():
    camera = Numbered(1, (320, 180), fps=60.0)
    live = Live(camera, Knowing(camera, posing=0.01))

    async def watch() -> list[PoseFrame]:
        seen: list[PoseFrame] = []
        frames = live.frames()
        async for frame in frames:
            seen.append(frame)
            await asyncio.sleep(0.1)  # slower than the networks: only the newest comes
            if len(seen) == 5:
                break
        await frames.aclose()
        return seen

    seen = asyncio.run(watch())
    assert live.engine.state is State.STOPPED
    assert not engine_threads()
    indices = [frame.index for frame in seen]
    assert indices == sorted(set(indices))
    assert indices[-1] - indices[0] > 4
    assert all(len(frame.people) == 1 for frame in seen[1:])


def test_a_coroutine_hears_of_the_end_and_of_errors():
    class Broken(World):
        def pose(self, frame, boxes):
            raise RuntimeError("out of memory")

    async def watch(networks: object, count: int) -> int:
        source = Counter(count, image=np.zeros((HEIGHT, WIDTH, 3), np.uint8))
        return len([frame async for frame in Live(source, networks).frames()])

    assert 1 <= asyncio.run(watch(World([Walker(lambda t: 400)]), 4)) <= 4
    with pytest.raises(EngineError, match="out of memory"):
        asyncio.run(watch(Broken([Walker(lambda t: 400)]), 4))
    assert not engine_threads()
