"""What people wear: the same in other light, another from other clothes, nothing where nothing is seen."""

from __future__ import annotations

import numpy as np
import pytest

from posecore.skeletons import COCO17, MPII16
from posecore.tracking.appearance import REGIONS, Appearance, AppearanceSampler, preferences, told_by_rest
from tests.tracking.appearance_images import Painter
from tests.tracking.world import HEIGHT, WIDTH, Walker, World

ONE = np.ones((1, 1), bool)
LONG = np.asarray([2.0])


def look(shirt=(40, 40, 170), legs=(125, 85, 55), light: float = 1.0, x: float = 640.0, seen: np.ndarray | None = None) -> Appearance:
    world = World([Walker(lambda t: x, 400, 650, 0)], noise=0.0)
    painter = Painter(1, 0, noise=4.0, dim=light)
    painter.shirts, painter.trousers, painter.short = [np.asarray(shirt, float)], [np.asarray(legs, float)], np.zeros(1, bool)
    image = painter(world)
    points, scores = world.pose(image, world.boxes())
    return AppearanceSampler(COCO17)(image, world.boxes(), points, scores if seen is None else scores * seen)


def choice(pose: Appearance, *people: Appearance) -> np.ndarray:
    """What the look of a pose says for each of these people."""
    count = len(people)
    return preferences(Appearance.joined(people), pose, np.ones((count, 1), bool), np.full(count, 2.0))[:, 0]


@pytest.mark.parametrize("light", [0.5, 0.8, 1.2])
@pytest.mark.parametrize("x", [200.0, 1000.0])
def test_known_again_in_other_light(light: float, x: float):
    red, blue, black = look(), look((150, 80, 40)), look((40, 40, 40), (50, 50, 50))
    for other in (blue, black):
        mine, others = choice(look(light=light, x=x), red, other)
        assert mine > 1
        assert others < -1


def test_dressed_alike_or_unknown_or_alone_says_nothing():
    red = look()
    assert choice(red, red, look()) == pytest.approx([0, 0])
    assert choice(red, red, Appearance.unknown(1)) == pytest.approx([0, 0])
    assert choice(red, look((150, 80, 40))) == pytest.approx([0])
    assert choice(Appearance.unknown(1), red, look((150, 80, 40))) == pytest.approx([0, 0])


def test_it_says_nothing_of_those_just_seen():
    both = Appearance.joined([look(), look((150, 80, 40))])
    assert preferences(both, look(), np.ones((2, 1), bool), np.asarray([1 / 30, 0.1])) == pytest.approx(0)


def test_it_never_says_more_than_it_may():
    both = Appearance.joined([look((0, 0, 255)), look((255, 0, 0), (0, 255, 0))])
    assert np.abs(preferences(both, look((0, 0, 255)), np.ones((2, 1), bool), np.full(2, 9.0))).max() <= 3.0


def test_only_patches_between_joints_in_view_count():
    legs = np.asarray([joint.endswith(("hip", "knee", "ankle")) for joint in COCO17.keypoints], float)
    assert look(seen=1 - legs).seen.tolist() == [[True, True, False, False]], "hips are not needed for the torso"
    assert look(seen=legs).seen.tolist() == [[False, False, True, True]]
    assert not look(seen=np.zeros(17)).seen.any()
    assert look(x=-400.0).seen.tolist() == [[False] * len(REGIONS)]


def test_whoever_stands_in_front_is_not_taken_for_the_one_behind():
    world = World([Walker(lambda t: 640, 400, 650, 1), Walker(lambda t: 650, 380, 610, 0)], noise=0.0)
    points, scores = world.joints().astype(np.float32), np.full((2, 17), 0.9, np.float32)
    found = AppearanceSampler(COCO17)(Painter(2, 0)(world), world.boxes(), points, scores)
    assert found.seen[0].all()
    assert not found.seen[1, 0]


def test_learns_slowly_and_keeps_what_is_hidden():
    red, blue = look(), look((150, 80, 40))
    known = Appearance.unknown(1).learn(red, 0.0)
    assert known.values == pytest.approx(red.values)
    after = known.learn(blue, 1 / 30)
    assert np.abs(after.values - red.values).max() < 0.02 * np.abs(blue.values - red.values).max()
    assert known.learn(Appearance.unknown(1), 1.0).values == pytest.approx(red.values)


def test_told_by_what_is_not_seen_yet():
    red, blue = look(), look((150, 80, 40))
    torso, legs = np.asarray([True, True, False, False]), np.asarray([False, False, True, True])
    assert told_by_rest(red, blue, legs)
    assert not told_by_rest(red, blue, torso), "their trousers are the same"


def test_other_joint_sets():
    image = np.full((HEIGHT, WIDTH, 3), (60, 90, 200), np.uint8)
    points = np.random.default_rng(0).uniform(200, 400, (1, 16, 2))
    found = AppearanceSampler(MPII16)(image, np.asarray([[200.0, 200, 400, 400]]), points, np.ones((1, 16)))
    assert found.seen.all()
    assert found.values[0, 0, 0] == pytest.approx(np.log(216 / 106))
