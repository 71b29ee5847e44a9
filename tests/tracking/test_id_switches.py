"""People keep their ids: crossings and crowds with ground truth."""

from __future__ import annotations

import numpy as np
import pytest

from posecore.people import People
from posecore.pipelines.live import TrackedPipeline, TrackingSettings
from posecore.tracking import DetectionSettings
from tests.tracking.appearance_images import Renderer
from tests.tracking.scenarios import BLANK, crossing, crowd, track
from tests.tracking.world import FPS, METRE, Walker, World


@pytest.mark.parametrize("seeds", [range(6), pytest.param(range(6, 20), marks=pytest.mark.slow)], ids=["six", "fourteen"])
@pytest.mark.parametrize("fps", [30.0, 15.0])
def test_twenty_crossings_without_an_id_switch(fps: float, seeds: range):
    results = [track(crossing(seed), 4.0, fps)[0] for seed in seeds]
    assert [s.count for s in results] == [0] * len(seeds)
    assert sum(s.seen for s in results) > 0.93 * sum(s.visible for s in results), "people in full view are tracked"


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_crowd_of_five_for_a_minute_by_motion_alone(seed: int):
    """Crowds in which motion tells people apart; see the next test for others."""
    switches, tracked = track(crowd(seed), 60.0)
    assert switches.count <= 2
    assert switches.seen > 0.95 * switches.visible
    assert tracked.detector_duty < 0.3


@pytest.mark.slow
def test_appearance_prevents_id_switches_where_two_people_are_occluded_by_one():
    """Two people come out from behind a third at one place, where position and size hardly tell them apart."""
    by_motion, by_appearance = 0, 0
    for seed in (3, 12):
        without, _ = track(crowd(seed), 60.0)
        switches, tracked = track(crowd(seed), 60.0, renderer=Renderer(5, seed))
        assert without.count <= 8
        assert switches.count <= 2
        for counted in (without, switches):
            assert counted.seen > 0.95 * counted.visible
        assert tracked.detector_duty < 0.3
        by_motion, by_appearance = by_motion + without.count, by_appearance + switches.count
    assert by_appearance < by_motion or by_motion == 0


class Flickering(Renderer):
    """The appearance of all people is another in every frame."""

    def __call__(self, world: World) -> np.ndarray:
        self.shirts, self.trousers = ([self.random.uniform(20, 240, 3) for _ in of] for of in (self.shirts, self.trousers))
        return super().__call__(world)


@pytest.mark.parametrize("kind", [Renderer, Flickering])
def test_wrong_appearance_loses_no_track(kind: type[Renderer]):
    results = [track(crossing(seed), 4.0, renderer=kind(2, seed))[0] for seed in range(6)]
    assert [s.count for s in results] == [0] * 6
    assert sum(s.seen for s in results) > 0.93 * sum(s.visible for s in results)


def test_grey_and_dark_images_give_the_result_of_motion_alone():
    def result(renderer: Renderer | None, grey: bool = False) -> list[People]:
        world = crowd(2)
        tracked = TrackedPipeline(world, TrackingSettings(detection=DetectionSettings.every(0.0)))
        people = []
        for i in range(300):
            world.time = i / FPS
            image = renderer(world) if renderer else BLANK
            people.append(tracked(image[..., 1:2].repeat(3, axis=2) if grey else image, world.time))
        return people

    expected = result(None)
    assert max(len(people) for people in expected) == 5
    for others in (result(Renderer(5, 2), grey=True), result(Renderer(5, 2, noise=1.0, dim=0.04))):
        for a, b in zip(expected, others, strict=True):
            assert a.ids.tolist() == b.ids.tolist()
            assert np.array_equal(a.keypoints, b.keypoints)


def test_short_dropout_keeps_the_id():
    class Dropout(World):
        def pose(self, frame, boxes):
            points, scores = super().pose(frame, boxes)
            return points, scores * (0.05 if 2.0 <= self.time < 2.3 else 1.0)

    switches, _ = track(Dropout([Walker(lambda t: 300 + METRE * t * 0.8, 400, 650, 0)]), 4.0)
    assert switches.count == 0
    assert 0.9 * switches.visible < switches.seen < switches.visible


def test_false_detections_are_not_people():
    class FalseDetections(World):
        def detect(self, frame):
            boxes, scores = super().detect(frame)
            return np.concatenate([boxes, [[900, 100, 1000, 300]]]).astype(np.float32), np.append(scores, 0.9).astype(np.float32)

    switches, _ = track(FalseDetections([Walker(lambda t: 400, 400, 650, 0)]), 3.0)
    assert switches.extra == 0
    assert switches.seen == switches.visible > 0
