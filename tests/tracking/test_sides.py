"""Left and right that change places for a moment are put back; who turns round, or crosses the legs, is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from posecore.people import People
from posecore.skeletons import COCO17
from posecore.tracking import Sides
from tests.tracking.world import FPS, STANDING, Walker

LEGS = np.asarray([COCO17.keypoints.index(f"{side}_{name}") for side in ("left", "right") for name in ("knee", "ankle")])
EVERYTHING = np.arange(17)


def person(points: np.ndarray, number: int = 1, score: float = 0.9) -> People:
    """One of 400 px, ``points`` (17,2) px; left joints score a little more."""
    scores = np.where(np.arange(17) % 2 == 1, score, score - 0.1)[None]
    box = np.concatenate([points.min(axis=0) - 20, points.max(axis=0) + 20])[None]
    return People.build(box, [0.9], points[None].astype(np.float32), scores.astype(np.float32), np.asarray([number]))


def swapped(people: People, joints: np.ndarray = EVERYTHING) -> People:
    """The same, those of ``joints`` with left and right the other way round, scores too."""
    flip = np.arange(17)
    flip[joints] = COCO17.flip_indices[joints]
    return People.build(people.boxes, people.scores, people.keypoints[:, flip], people.keypoint_scores[:, flip], people.ids)


def run(frames: list[People], fps: float = FPS, **options: float) -> list[People]:
    """All frames through :class:`Sides`: none is lost, in order."""
    sides = Sides[int](**options)  # type: ignore[arg-type]
    found = [pair for i, people in enumerate(frames) for pair in sides.add(i / fps, i, people)]
    found += sides.flush()
    assert [i for i, _ in found] == list(range(len(frames)))
    return [people for _, people in found]


def same(one: People, other: People) -> bool:
    return np.array_equal(one.keypoints, other.keypoints) and np.array_equal(one.keypoint_scores, other.keypoint_scores)


@pytest.mark.parametrize("joints", [EVERYTHING, LEGS], ids=["everything", "legs"])
@pytest.mark.parametrize("wrong", [{10}, {10, 11, 12}, {10, 12, 16}, {1}, {28}], ids=str)
def test_sides_that_change_for_a_moment_are_put_back(wrong: set[int], joints: np.ndarray):
    """While the person walks on, near the first and the last frame too."""
    right = [person(STANDING * 400 + (100 + 6 * i, 50)) for i in range(30)]
    found = run([swapped(people, joints) if i in wrong else people for i, people in enumerate(right)])
    assert all(same(a, b) for a, b in zip(found, right, strict=True))


@pytest.mark.parametrize(("fps", "count"), [(FPS, 4), (5, 1), (5, 2), (120, 7)])
def test_sides_that_change_for_longer_have_changed(fps: float, count: int):
    """Somebody turned, or the frames are too far apart to know."""
    frames = [person(STANDING * 400 + (100, 50)) for _ in range(60)]
    frames[20 : 20 + count] = [swapped(people) for people in frames[20 : 20 + count]]
    assert all(same(a, b) for a, b in zip(run(frames, fps), frames, strict=True))


@pytest.mark.parametrize("stride", [1.0, 2.0, 4.0], ids=["stroll", "walk", "sprint"])
def test_legs_that_pass_each_other_are_left_alone(stride: float):
    """Steps a second, seen from the side."""
    walker = Walker(lambda t: 100 + 200 * t, 400, 650, 0, stride=stride)
    frames = [person(walker.joints(i / FPS)) for i in range(60)]
    assert all(same(a, b) for a, b in zip(run(frames), frames, strict=True))


def test_two_people_each_on_their_own_and_nobody_without_a_number():
    one, two = person(STANDING * 400 + (100, 50)), person(STANDING * 400 + (700, 50), 2)
    unknown = person(STANDING * 400 + (400, 50), -1)
    whole = one.joined(two).joined(unknown)
    frames = [whole] * 9
    frames[4] = swapped(one).joined(two).joined(swapped(unknown))
    found = run(frames)
    assert same(found[4], one.joined(two).joined(swapped(unknown)))
    assert all(people is whole for i, people in enumerate(found) if i != 4)


def test_joints_that_were_not_seen_say_nothing():
    frames = [person(STANDING * 400 + (100, 50)) for _ in range(20)]
    frames[9] = swapped(person(STANDING * 400 + (100, 50), score=0.3))
    assert all(same(a, b) for a, b in zip(run(frames), frames, strict=True))


def test_joints_that_were_not_seen_go_with_the_body():
    """Else an arm would hang on the other shoulder."""
    frames = [person(STANDING * 400 + (100, 50)) for _ in range(20)]
    for people in frames[7:10]:
        people.keypoint_scores[0, 7:11] = 0.2
    found = run([*frames[:8], swapped(frames[8]), *frames[9:]])
    assert all(same(a, b) for a, b in zip(found, frames, strict=True))


def test_no_more_frames_than_that_are_held_back():
    sides = Sides[int](max_frames=3)
    ready = [len(sides.add(i / 1000, i, person(STANDING * 400))) for i in range(20)]
    assert ready == [0, 0, 0] + [1] * 17
    assert len(sides.flush()) == 3
