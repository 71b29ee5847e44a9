"""People keep their numbers: crossings and milling crowds with known truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from posecore.people import People
from posecore.pipelines.live import TrackedPipeline, TrackingSettings
from posecore.skeletons import COCO17, MPII16
from posecore.tracking import RECORDED, DetectionSettings, PoseTracker
from tests.tracking.appearance_images import Painter
from tests.tracking.world import FOCAL, FPS, HEIGHT, METRE, WIDTH, Switches, Walker, World

BLANK = np.zeros((HEIGHT, WIDTH, 3), np.uint8)


def watch(
    world: World, seconds: float, fps: float = FPS, settings: TrackingSettings | None = None, painter: Painter | None = None
) -> tuple[Switches, TrackedPipeline]:
    """Follow the people of ``world``; without a painter all pictures are black."""
    tracked = TrackedPipeline(world, settings)
    switches = Switches(len(world.walkers))
    for i in range(int(seconds * fps)):
        world.time = i / fps
        switches.add(world, tracked(painter(world) if painter else BLANK, world.time))
    return switches, tracked


def crossing(seed: int) -> World:
    """Two people walk towards, past and away from each other, one in front of the other."""
    random = np.random.default_rng(seed)
    speeds = random.uniform(0.7, 1.6, 2) * METRE * (1, -1)
    heights = random.uniform(360, 440, 2)
    meet = random.uniform(1.5, 2.5)
    walkers = [
        Walker(
            x=lambda t, v=speeds[i]: WIDTH / 2 + v * (t - meet),  # type: ignore[misc]
            height=heights[i],
            feet=640 + 30 * i,
            near=i,
            stride=random.uniform(1.5, 2.1),
            phase=random.uniform(),
        )
        for i in range(2)
    ]
    return World(walkers, seed=seed)


@pytest.mark.parametrize("fps", [30.0, 15.0])
def test_twenty_crossings_without_a_switch(fps: float):
    total = [watch(crossing(seed), 4.0, fps)[0] for seed in range(20)]
    assert [s.count for s in total] == [0] * 20
    assert sum(s.seen for s in total) > 0.93 * sum(s.visible for s in total), "people in full view are reported"


def crowd(seed: int, people: int = 5, seconds: float = 60.0) -> World:
    """People who stroll from place to place in a hall, 6 to 9 m from the camera, pass in front of each other and do not collide."""
    random = np.random.default_rng(seed)
    low, high = np.asarray([-3.6, 6.0]), np.asarray([3.6, 9.0])
    steps = int((seconds + 1) * FPS)
    places, goals = random.uniform(low, high, (people, 2)), random.uniform(low, high, (people, 2))
    speed, ways = np.zeros((people, 2)), np.empty((steps, people, 2))
    for step in range(steps):
        ways[step] = places
        there = np.linalg.norm(goals - places, axis=1) < 0.4
        goals[there] = random.uniform(low, high, (int(there.sum()), 2))
        towards = goals - places
        wanted = 0.8 * towards / np.linalg.norm(towards, axis=1, keepdims=True)
        apart = places[:, None] - places[None]
        distance = np.linalg.norm(apart, axis=-1) + np.eye(people)
        push = (apart / distance[..., None] * 4.0 * np.exp(-((distance / 0.5) ** 2))[..., None]).sum(axis=1)
        speed += ((wanted - speed) / 0.5 + push) / FPS
        places = places + speed / FPS
    times = np.arange(steps) / FPS
    walkers = []
    for i in range(people):
        side, distance = CubicSpline(times, ways[:, i, 0]), CubicSpline(times, ways[:, i, 1])
        walkers.append(
            Walker(
                x=lambda t, p=side, d=distance: WIDTH / 2 + FOCAL * float(p(t)) / float(d(t)),  # type: ignore[misc]
                distance=distance,
                phase=random.uniform(),
            )
        )
    return World(walkers, seed=seed)


@pytest.mark.parametrize("seed", [0, 1])
def test_five_people_milling_for_a_minute(seed: int):
    """These two crowds stay within two switches even where nothing tells people apart but their places; others do not, see the next."""
    switches, tracked = watch(crowd(seed), 60.0)
    assert switches.count <= 2
    assert switches.seen > 0.95 * switches.visible
    assert tracked.detector_duty < 0.3


def test_five_people_some_of_whom_vanish_behind_the_same_one():
    """Two come out from behind a third at one place, where place and size hardly tell them apart: more switches than the two we want.

    Bounded so that it does not get worse. In colour their clothes tell them apart.
    """
    switches, _ = watch(crowd(3), 60.0)
    assert 2 < switches.count <= 8
    assert switches.seen > 0.95 * switches.visible


@pytest.mark.parametrize("seed", [3, 12])
def test_five_people_milling_in_their_clothes(seed: int):
    """In both crowds there are more than two switches without the clothes."""
    switches, tracked = watch(crowd(seed), 60.0, painter=Painter(5, seed))
    assert switches.count <= 2
    assert switches.seen > 0.95 * switches.visible
    assert tracked.detector_duty < 0.3


class Flickering(Painter):
    """Everybody is dressed anew in every frame."""

    def __call__(self, world: World) -> np.ndarray:
        self.shirts, self.trousers = ([self.random.uniform(20, 240, 3) for _ in of] for of in (self.shirts, self.trousers))
        return super().__call__(world)


@pytest.mark.parametrize("kind", [Painter, Flickering])
def test_wrong_colours_lose_nobody(kind: type[Painter]):
    total = [watch(crossing(seed), 4.0, painter=kind(2, seed))[0] for seed in range(6)]
    assert [s.count for s in total] == [0] * 6
    assert sum(s.seen for s in total) > 0.93 * sum(s.visible for s in total)


def test_a_grey_or_dark_picture_changes_nothing():
    def followed(painter: Painter | None, grey: bool = False) -> list[People]:
        world = crowd(2)
        tracked = TrackedPipeline(world, TrackingSettings(detection=DetectionSettings.every(0.0)))
        found = []
        for i in range(300):
            world.time = i / FPS
            image = painter(world) if painter else BLANK
            found.append(tracked(image[..., 1:2].repeat(3, axis=2) if grey else image, world.time))
        return found

    expected = followed(None)
    for others in (followed(Painter(5, 2), grey=True), followed(Painter(5, 2, noise=1.0, dim=0.04))):
        for a, b in zip(expected, others, strict=True):
            assert a.ids.tolist() == b.ids.tolist()
            assert np.array_equal(a.keypoints, b.keypoints)


@pytest.mark.parametrize(("shift", "score"), [(120, 0.4), (0, 0.6)])
def test_a_box_beside_somebody_is_not_a_second_person(shift: float, score: float):
    """The network finds the face it sees, whatever box it is given, sometimes with the same body, sometimes with none."""
    world = World([Walker(lambda t: 640, 400, 650, 0)], noise=0.0)
    box = world.boxes()[0]
    beside = box - (0.9 * (box[2] - box[0]), 0, 0.9 * (box[2] - box[0]), 0)
    points, scores = world.pose(BLANK, np.stack([box, box]))
    points[0, 5:, 0] -= shift
    tracker = PoseTracker(COCO17)
    proposals = tracker.propose(0.0, WIDTH, HEIGHT, (np.stack([beside, box]), np.asarray([score, 0.6])))
    people, rows = tracker.update(proposals, points, scores, 0.0, WIDTH, HEIGHT)
    assert rows.tolist() == [1]
    assert people.boxes[0] == pytest.approx(box, abs=0.1)


class Cut(World):
    """A detector whose boxes end at the picture's borders."""

    def detect(self, frame):
        boxes, scores = super().detect(frame)
        return np.clip(boxes, 0, (WIDTH, HEIGHT, WIDTH, HEIGHT)).astype(np.float32), scores


@pytest.mark.parametrize(("feet", "cut_off"), [(HEIGHT + 100, True), (HEIGHT - 60, False)])
def test_a_border_that_cuts_somebody_off_goes_on_doing_so(feet: float, cut_off: bool):
    """Who sits in front of a webcam and bobs is in the picture down to its border, whatever the pose says."""
    world = Cut([Walker(lambda t: 640, 400, feet, 0, stride=0.0)], noise=0.004, box_noise=0.0)
    tracker = PoseTracker(COCO17)
    bottoms = []
    for i in range(40):
        time = i / FPS
        world.walkers[0].feet = feet + 12 * np.sin(2 * np.pi * time)
        proposals = tracker.propose(time, WIDTH, HEIGHT, world.detect(BLANK) if i == 0 else None)
        tracker.update(proposals, *world.pose(BLANK, proposals.boxes), time, WIDTH, HEIGHT)
        bottoms.append(proposals.boxes[0, 3])
    assert (np.asarray(bottoms) == HEIGHT).all() == cut_off


def test_who_comes_in_is_looked_at_again():
    """A box cut off by the picture's border grows with what comes in."""
    world = Cut([Walker(lambda t: 10 + 80 * t, 400, 650, 0, stride=0.0)], noise=0.001, box_noise=0.0)
    tracked = TrackedPipeline(world, TrackingSettings(detection=DetectionSettings(10.0, 10.0, changed_interval=10.0)))
    for i in range(60):
        world.time = i / FPS
        people = tracked(BLANK, world.time)
    assert people.boxes[0] == pytest.approx(world.boxes()[0], abs=15)
    assert world.looks < 15


def test_detector_rests_while_all_goes_well():
    world = World([Walker(lambda t: 600 + 80 * np.sin(t), 400, 650, 0)])
    switches, _ = watch(world, 20.0)
    assert world.looks <= 20, "about once in 1.6 s"
    assert switches.count == 0
    assert switches.seen == switches.visible


def test_newcomer_is_noticed_and_the_gone_forgotten():
    world = World([Walker(lambda t: 400, 400, 650, 0), Walker(lambda t: 900 if 3 <= t < 6 else 5000, 400, 650, 1)])
    tracked = TrackedPipeline(world)
    counts = {}
    for i in range(300):
        world.time = i / FPS
        counts[i] = len(tracked(BLANK, world.time))
    first = min(i for i, n in counts.items() if n == 2)
    assert 90 <= first <= 90 + 1.7 * FPS, "even a picture that shows no change is looked at every 1.6 s"
    gone = min(i for i, n in counts.items() if i > first and n == 1)
    assert 180 <= gone <= 183
    assert counts[299] == 1


def test_recordings_are_looked_at_more_often():
    world = World([Walker(lambda t: 400, 400, 650, 0), Walker(lambda t: 900 if t >= 3 else 5000, 400, 650, 1)])
    tracked = TrackedPipeline(world, TrackingSettings(RECORDED))
    counts = []
    for i in range(150):
        world.time = i / FPS
        counts.append(len(tracked(BLANK, world.time)))
    assert 90 <= counts.index(2) <= 90 + 0.55 * FPS


class Faint(World):
    """A detector that is sure of the first alone, and of ``parts`` places without anybody as little as of the others."""

    threshold = 0.25
    parts = 0
    plain = 0.85
    asked = 0

    def detect(self, frame):
        boxes, scores = super().detect(frame)
        false = [[60 * i, 20, 60 * i + 40, 90] for i in range(self.parts)]
        scores[1:] = 0.1
        boxes = np.concatenate([boxes, np.asarray(false, np.float32).reshape(-1, 4)])
        return boxes, np.append(scores, np.full(self.parts, 0.09, np.float32))

    def pose(self, frame, boxes):
        self.asked = max(self.asked, len(boxes))
        points, scores = super().pose(frame, boxes)
        return points, np.where(scores > 0.5, np.float32(self.plain), scores)


@pytest.mark.parametrize(("plain", "people"), [(0.85, 2), (0.6, 1)])
def test_who_is_found_faintly_needs_a_plain_pose(plain: float, people: int):
    world = Faint([Walker(lambda t: 400, 400, 650, 0), Walker(lambda t: 900, 400, 650, 1)])
    world.plain, world.parts = plain, 6
    tracked = TrackedPipeline(world)
    counts = []
    for i in range(90):
        world.time = i / FPS
        counts.append(len(tracked(BLANK, world.time)))
    assert set(counts) == {people}
    assert world.asked <= 2 + 3, "no more than three faint boxes are looked into"


def test_who_is_known_is_believed_where_found_faintly():
    """The detector grows unsure of somebody it was sure of; nobody moves."""
    world = Faint([Walker(lambda t: 400, 400, 650, 0), Walker(lambda t: 900, 400, 650, 1)])
    tracked = TrackedPipeline(world)
    sure = World.detect
    numbers = []
    for i in range(300):
        world.time = i / FPS
        world.detect = (lambda frame: sure(world, frame)) if i < 30 else (lambda frame: Faint.detect(world, frame))
        numbers.append(tracked(BLANK, world.time).ids.tolist())
    assert numbers[29:] == [[1, 2]] * 271


def test_short_dropout_keeps_the_number():
    class Blinking(World):
        def pose(self, frame, boxes):
            points, scores = super().pose(frame, boxes)
            return points, scores * (0.05 if 2.0 <= self.time < 2.3 else 1.0)

    switches, _ = watch(Blinking([Walker(lambda t: 300 + METRE * t * 0.8, 400, 650, 0)]), 4.0)
    assert switches.count == 0
    assert 0.9 * switches.visible < switches.seen < switches.visible


def test_ghosts_of_the_detector_are_not_people():
    class Ghosts(World):
        def detect(self, frame):
            boxes, scores = super().detect(frame)
            return np.concatenate([boxes, [[900, 100, 1000, 300]]]).astype(np.float32), np.append(scores, 0.9).astype(np.float32)

    switches, _ = watch(Ghosts([Walker(lambda t: 400, 400, 650, 0)]), 3.0)
    assert switches.extra == 0


def test_two_boxes_of_one_person_are_one():
    world = World([Walker(lambda t: 400, 400, 650, 0)])
    tracker = PoseTracker(COCO17)
    boxes = np.concatenate([world.boxes(), world.boxes() + np.asarray([10, 5, -5, 8])])
    proposals = tracker.propose(0.0, WIDTH, HEIGHT, (boxes, np.asarray([0.9, 0.8])))
    people, rows = tracker.update(proposals, *world.pose(BLANK, boxes), 0.0, WIDTH, HEIGHT)
    assert len(people) == 1
    assert people.ids.tolist() == [1]
    assert len(rows) == 1


def test_rows_say_which_box_each_person_came_from():
    world = World([Walker(lambda t: 900, 400, 650, 0), Walker(lambda t: 300, 400, 650, 1)])
    tracker = PoseTracker(COCO17)
    boxes = world.boxes()[[1, 0]]
    proposals = tracker.propose(0.0, WIDTH, HEIGHT, (boxes, np.asarray([0.9, 0.9])))
    points, scores = world.pose(BLANK, boxes)
    people, rows = tracker.update(proposals, points, scores, 0.0, WIDTH, HEIGHT)
    assert np.array_equal(people.keypoints, points[rows])


def test_followed_box_stays_that_of_the_detector():
    """After seconds without a look the box is still the one a detector would give, moved along."""
    world = World([Walker(lambda t: 300 + METRE * t, 400, 650, 0)], noise=0.003, box_noise=0.0)
    rare = TrackingSettings(detection=DetectionSettings(10.0, 10.0))
    tracked = TrackedPipeline(world, rare)
    for i in range(75):
        world.time = i / FPS
        people: People = tracked(BLANK, world.time)
    assert world.looks <= 1
    truth = world.boxes()[0]
    height = truth[3] - truth[1]
    assert np.abs(people.boxes[0, [1, 3]] - truth[[1, 3]]).max() < 0.08 * height
    assert np.abs(people.boxes[0, [0, 2]] - truth[[0, 2]]).max() < 0.15 * height


def test_nobody_and_other_joint_sets():
    for skeleton in (COCO17, MPII16):
        tracker = PoseTracker(skeleton)
        proposals = tracker.propose(0.0, 64, 48, None)
        joints = len(skeleton)
        people, rows = tracker.update(proposals, np.zeros((0, joints, 2)), np.zeros((0, joints)), 0.0, 64, 48)
        assert len(people) == len(rows) == 0
        assert people.skeleton is skeleton
    tracker = PoseTracker(MPII16)
    box = np.asarray([[10.0, 10.0, 110.0, 310.0]])
    points = np.random.default_rng(0).uniform(20, 100, (1, 16, 2))
    for i in range(5):
        proposals = tracker.propose(i / FPS, 640, 480, (box, np.ones(1)))
        people, _ = tracker.update(proposals, points + i, np.ones((1, 16)), i / FPS, 640, 480)
        assert people.ids.tolist() == [1]
