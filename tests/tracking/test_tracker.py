"""The tracker frame by frame: proposals, detections, duplicates, boxes, state."""

from __future__ import annotations

import numpy as np
import pytest

from posecore.people import People
from posecore.pipelines.live import TrackedPipeline, TrackingSettings
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.skeletons import COCO17, MPII16
from posecore.tracking import RECORDED, DetectionSettings, PoseTracker, Proposals
from tests.tracking.scenarios import BLANK, track
from tests.tracking.world import FPS, HEIGHT, METRE, WIDTH, Walker, World


@pytest.mark.parametrize(("shift", "score"), [(120, 0.4), (0, 0.6)])
def test_a_box_beside_a_person_is_not_a_second_person(shift: float, score: float):
    """The network finds the nearest face, whatever box it is given, with the same body or with keypoints of none."""
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


class Truncating(World):
    """A detector whose boxes end at the borders of the frame."""

    def detect(self, frame):
        boxes, scores = super().detect(frame)
        return np.clip(boxes, 0, (WIDTH, HEIGHT, WIDTH, HEIGHT)).astype(np.float32), scores


@pytest.mark.parametrize(("feet", "truncated"), [(HEIGHT + 100, True), (HEIGHT - 60, False)])
def test_a_truncated_box_goes_on_ending_at_the_border(feet: float, truncated: bool):
    """A person in front of a webcam who moves up and down reaches to the lower border, whatever the pose says."""
    world = Truncating([Walker(lambda t: 640, 400, feet, 0, stride=0.0)], noise=0.004, box_noise=0.0)
    tracker = PoseTracker(COCO17)
    bottoms = []
    for i in range(40):
        time = i / FPS
        world.walkers[0].feet = feet + 12 * np.sin(2 * np.pi * time)
        proposals = tracker.propose(time, WIDTH, HEIGHT, world.detect(BLANK) if i == 0 else None)
        tracker.update(proposals, *world.pose(BLANK, proposals.boxes), time, WIDTH, HEIGHT)
        bottoms.append(proposals.boxes[0, 3])
    assert (np.asarray(bottoms) == HEIGHT).all() == truncated


def test_the_detector_runs_again_for_a_person_who_enters():
    """A box truncated by the border grows with what becomes visible."""
    world = Truncating([Walker(lambda t: 10 + 80 * t, 400, 650, 0, stride=0.0)], noise=0.001, box_noise=0.0)
    tracked = TrackedPipeline(world, TrackingSettings(detection=DetectionSettings(10.0, 10.0, changed_interval=10.0)))
    for i in range(60):
        world.time = i / FPS
        people = tracked(BLANK, world.time)
    assert people.boxes[0] == pytest.approx(world.boxes()[0], abs=15)
    assert world.detector_runs < 15


def test_the_detector_runs_rarely_while_nothing_changes():
    world = World([Walker(lambda t: 600 + 80 * np.sin(t), 400, 650, 0)])
    switches, _ = track(world, 20.0)
    assert world.detector_runs <= 20, "about once in 1.6 s"
    assert switches.count == 0
    assert switches.seen == switches.visible


def test_a_new_person_gets_a_track_and_one_who_left_has_none():
    world = World([Walker(lambda t: 400, 400, 650, 0), Walker(lambda t: 900 if 3 <= t < 6 else 5000, 400, 650, 1)])
    tracked = TrackedPipeline(world)
    counts = {}
    for i in range(300):
        world.time = i / FPS
        counts[i] = len(tracked(BLANK, world.time))
    first = min(i for i, n in counts.items() if n == 2)
    assert 90 <= first <= 90 + 1.7 * FPS, "the detector runs every 1.6 s even on images that do not change"
    gone = min(i for i, n in counts.items() if i > first and n == 1)
    assert 180 <= gone <= 183
    assert counts[299] == 1


def test_the_detector_runs_more_often_on_recordings():
    world = World([Walker(lambda t: 400, 400, 650, 0), Walker(lambda t: 900 if t >= 3 else 5000, 400, 650, 1)])
    tracked = TrackedPipeline(world, TrackingSettings(RECORDED))
    counts = []
    for i in range(150):
        world.time = i / FPS
        counts.append(len(tracked(BLANK, world.time)))
    assert 90 <= counts.index(2) <= 90 + 0.55 * FPS


class LowConfidence(World):
    """A detector that is confident of the first person alone; the others, and ``false`` places without a person, are low-confidence
    detections. ``pose_score`` is that of the visible keypoints; ``most_boxes``: largest number of boxes in one frame."""

    acceptance = AcceptancePolicy.for_detector(0.25)
    false = 0
    pose_score = 0.85
    most_boxes = 0

    def detect(self, frame):
        boxes, scores = super().detect(frame)
        false = [[60 * i, 20, 60 * i + 40, 90] for i in range(self.false)]
        scores[1:] = 0.1
        boxes = np.concatenate([boxes, np.asarray(false, np.float32).reshape(-1, 4)])
        return boxes, np.append(scores, np.full(self.false, 0.09, np.float32))

    def pose(self, frame, boxes):
        self.most_boxes = max(self.most_boxes, len(boxes))
        points, scores = super().pose(frame, boxes)
        return points, np.where(scores > 0.5, np.float32(self.pose_score), scores)


@pytest.mark.parametrize(("pose_score", "people"), [(0.85, 2), (0.6, 1)])
def test_low_confidence_detections_need_a_strong_pose(pose_score: float, people: int):
    world = LowConfidence([Walker(lambda t: 400, 400, 650, 0), Walker(lambda t: 900, 400, 650, 1)])
    world.pose_score, world.false = pose_score, 6
    tracked = TrackedPipeline(world)
    counts = []
    for i in range(90):
        world.time = i / FPS
        counts.append(len(tracked(BLANK, world.time)))
    assert set(counts) == {people}
    assert world.most_boxes <= 2 + 3, "at most three low-confidence detections are proposed"


def test_low_confidence_detections_sustain_a_track():
    """The detector becomes less confident of a person than before; nothing moves."""
    world = LowConfidence([Walker(lambda t: 400, 400, 650, 0), Walker(lambda t: 900, 400, 650, 1)])
    tracked = TrackedPipeline(world)
    confident = World.detect
    ids = []
    for i in range(300):
        world.time = i / FPS
        world.detect = (lambda frame: confident(world, frame)) if i < 30 else (lambda frame: LowConfidence.detect(world, frame))
        ids.append(tracked(BLANK, world.time).ids.tolist())
    assert ids[29:] == [[1, 2]] * 271


@pytest.mark.parametrize(
    ("policy", "pose_score", "shown"),
    [
        (AcceptancePolicy(), 0.85, 60),
        (AcceptancePolicy(), 0.6, 8),
        (AcceptancePolicy(), 0.4, 4),
        (AcceptancePolicy.strict(0.25), 0.85, 8),
    ],
)
def test_whom_the_detector_no_longer_finds_is_followed_by_a_strong_pose(policy: AcceptancePolicy, pose_score: float, shown: int):
    """Against the light, say. Weaker poses last until the detector missed the person twice, weak ones until it did once; then they are
    shadows. Where only what the detector is sure of counts, no pose is enough."""
    world = World([Walker(lambda t: 300 + 60 * t, 400, 650, 0)])
    tracker = PoseTracker(COCO17, acceptance=policy)
    started(world, tracker)
    seen = []
    for i in range(1, 61):
        world.time = i / FPS
        detections = (np.zeros((0, 4)), np.zeros(0)) if i % 4 == 1 and i > 4 else None
        proposals = tracker.propose(world.time, WIDTH, HEIGHT, detections)
        points, scores = world.pose(BLANK, proposals.boxes)
        people, _ = tracker.update(proposals, points, np.minimum(scores, pose_score), world.time, WIDTH, HEIGHT)
        seen.append(people.ids.tolist())
    assert seen == [[1]] * shown + [[]] * (60 - shown)


def test_two_boxes_of_one_person_are_one():
    world = World([Walker(lambda t: 400, 400, 650, 0)])
    tracker = PoseTracker(COCO17)
    boxes = np.concatenate([world.boxes(), world.boxes() + np.asarray([10, 5, -5, 8])])
    proposals = tracker.propose(0.0, WIDTH, HEIGHT, (boxes, np.asarray([0.9, 0.8])))
    people, rows = tracker.update(proposals, *world.pose(BLANK, boxes), 0.0, WIDTH, HEIGHT)
    assert len(people) == 1
    assert people.ids.tolist() == [1]
    assert len(rows) == 1


def test_rows_are_those_of_the_proposals():
    world = World([Walker(lambda t: 900, 400, 650, 0), Walker(lambda t: 300, 400, 650, 1)])
    tracker = PoseTracker(COCO17)
    boxes = world.boxes()[[1, 0]]
    proposals = tracker.propose(0.0, WIDTH, HEIGHT, (boxes, np.asarray([0.9, 0.9])))
    points, scores = world.pose(BLANK, boxes)
    people, rows = tracker.update(proposals, points, scores, 0.0, WIDTH, HEIGHT)
    assert rows.tolist() == [0, 1]
    assert np.array_equal(people.keypoints, points[rows])
    proposals = tracker.propose(1 / FPS, WIDTH, HEIGHT, (boxes[::-1], np.asarray([0.9, 0.9])))
    people, rows = tracker.update(proposals, points[::-1], scores[::-1], 1 / FPS, WIDTH, HEIGHT)
    assert people.ids.tolist() == [1, 2]
    assert rows.tolist() == [1, 0], "ids stay with the poses, not with the rows"
    assert np.array_equal(people.keypoints, points)


def test_the_box_of_a_track_stays_that_of_the_detector():
    """After seconds without the detector the box is still the one it would give, moved with the person."""
    world = World([Walker(lambda t: 300 + METRE * t, 400, 650, 0)], noise=0.003, box_noise=0.0)
    rare = TrackingSettings(detection=DetectionSettings(10.0, 10.0))
    tracked = TrackedPipeline(world, rare)
    for i in range(75):
        world.time = i / FPS
        people: People = tracked(BLANK, world.time)
    assert world.detector_runs <= 1
    truth = world.boxes()[0]
    height = truth[3] - truth[1]
    assert np.abs(people.boxes[0, [1, 3]] - truth[[1, 3]]).max() < 0.08 * height
    assert np.abs(people.boxes[0, [0, 2]] - truth[[0, 2]]).max() < 0.15 * height


def test_no_people_and_other_skeletons():
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


def started(world: World, tracker: PoseTracker, time: float = 0.0) -> None:
    """Update ``tracker`` with detections of all people of ``world``."""
    world.time = time
    proposals = tracker.propose(time, WIDTH, HEIGHT, (world.boxes(), np.full(len(world.walkers), 0.9)))
    tracker.update(proposals, *world.pose(BLANK, proposals.boxes), time, WIDTH, HEIGHT)


def test_proposals_are_detections_and_predicted_boxes_without_one():
    world = World([Walker(lambda t: 300, 400, 650, 0), Walker(lambda t: 900, 400, 650, 1)], noise=0.0)
    tracker = PoseTracker(COCO17, acceptance=AcceptancePolicy(0.25, 0.0))
    started(world, tracker)
    detected = world.boxes()[:1] + 5
    predicted = tracker.propose(1 / FPS, WIDTH, HEIGHT, None)
    assert not predicted.detector_ran
    assert predicted.from_detector.tolist() == [False, False]
    assert predicted.boxes == pytest.approx(world.boxes(), abs=1)
    both = tracker.propose(1 / FPS, WIDTH, HEIGHT, (detected, np.asarray([0.9])))
    assert both.detector_ran
    assert both.from_detector.tolist() == [True, False]
    assert both.boxes == pytest.approx(np.stack([world.boxes()[0] + 2.5, world.boxes()[1]]), abs=1), "averaged with the predicted box"
    low = tracker.propose(1 / FPS, WIDTH, HEIGHT, (detected, np.asarray([0.1])))
    assert low.from_detector.tolist() == [False, False]


def test_a_snapshot_does_not_change():
    world = World([Walker(lambda t: 300 + METRE * t, 400, 650, 0)], noise=0.0)
    tracker = PoseTracker(COCO17)
    started(world, tracker)
    snapshot = tracker.snapshot()
    before = tracker.propose(0.1, WIDTH, HEIGHT, None).boxes
    for i in range(1, 4):
        started(world, tracker, i / FPS)
    assert snapshot.new_tracks == 1
    assert tracker.new_tracks == 0
    assert np.array_equal(tracker.propose(0.1, WIDTH, HEIGHT, None, snapshot).boxes, before)
    assert not np.array_equal(tracker.propose(0.1, WIDTH, HEIGHT, None).boxes, before)


def missed(tracker: PoseTracker, time: float) -> People:
    """Update ``tracker`` with a frame in which the detector finds no one."""
    none = Proposals(np.zeros((0, 4)), np.zeros(0), np.zeros(0, bool), True)
    return tracker.update(none, np.zeros((0, 17, 2)), np.zeros((0, 17)), time, WIDTH, HEIGHT)[0]


def test_the_state_tells_of_a_lost_person_and_for_how_long():
    tracker = PoseTracker(COCO17)
    started(World([Walker(lambda t: 300, 400, 650, 0)], noise=0.0), tracker)
    assert (tracker.state().lost, tracker.state().awaiting_return) == (False, False)
    assert len(tracker.state().boxes) == 1
    for time, lost, awaiting_return in ((0.5, True, True), (2.0, False, True), (4.0, False, False)):
        assert len(missed(tracker, time)) == len(tracker.state().boxes) == 0
        assert (tracker.state().lost, tracker.state().awaiting_return) == (lost, awaiting_return), time


@pytest.mark.parametrize(("gap", "track_id"), [(5.0, 1), (7.0, 2)])
def test_a_person_who_returns_within_max_age_keeps_the_id(gap: float, track_id: int):
    world = World([Walker(lambda t: 300, 400, 650, 0)], noise=0.0)
    tracker = PoseTracker(COCO17)
    started(world, tracker)
    missed(tracker, gap - 0.1)
    started(world, tracker, gap)
    assert [track.id for track in tracker.snapshot().tracks] == [track_id]


def test_reset_removes_all_tracks_and_ids_are_used_once():
    world = World([Walker(lambda t: 300, 400, 650, 0)], noise=0.0)
    tracker = PoseTracker(COCO17)
    started(world, tracker)
    tracker.reset()
    assert tracker.snapshot().tracks == ()
    assert len(tracker.state().boxes) == 0
    started(world, tracker, 1.0)
    assert [track.id for track in tracker.snapshot().tracks] == [2]
