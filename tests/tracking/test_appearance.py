"""Appearance: independent of the light, different for different people, unknown where nothing is visible."""

from __future__ import annotations

import numpy as np
import pytest

from posecore.skeletons import COCO17, MPII16
from posecore.tracking.appearance import REGIONS, Appearance, AppearanceSampler, appearance_gains, differ_elsewhere
from tests.tracking.appearance_images import Renderer
from tests.tracking.world import HEIGHT, WIDTH, Walker, World


def appearance_of(
    shirt=(40, 40, 170), legs=(125, 85, 55), light: float = 1.0, x: float = 640.0, visible: np.ndarray | None = None
) -> Appearance:
    """Of one person of these colours (BGR) at ``x`` px; ``visible`` (17,): factors on the scores."""
    world = World([Walker(lambda t: x, 400, 650, 0)], noise=0.0)
    renderer = Renderer(1, 0, noise=4.0, dim=light)
    renderer.shirts, renderer.trousers, renderer.short = [np.asarray(shirt, float)], [np.asarray(legs, float)], np.zeros(1, bool)
    image = renderer(world)
    points, scores = world.pose(image, world.boxes())
    return AppearanceSampler(COCO17)(image, world.boxes(), points, scores if visible is None else scores * visible)


def gains(pose: Appearance, *tracks: Appearance) -> np.ndarray:
    """(T,) the appearance term of a pose for each of these tracks, two seconds after they were updated."""
    count = len(tracks)
    return appearance_gains(Appearance.stack(tracks), pose, np.ones((count, 1), bool), np.full(count, 2.0))[:, 0]


@pytest.mark.parametrize("light", [0.5, 0.8, 1.2])
@pytest.mark.parametrize("x", [200.0, 1000.0])
def test_the_same_person_is_recognised_in_different_light(light: float, x: float):
    red, blue, black = appearance_of(), appearance_of((150, 80, 40)), appearance_of((40, 40, 40), (50, 50, 50))
    for other in (blue, black):
        mine, others = gains(appearance_of(light=light, x=x), red, other)
        assert mine > 1
        assert others < -1


def test_no_gain_where_people_look_alike_or_are_unknown_or_there_is_one_track():
    red = appearance_of()
    assert gains(red, red, appearance_of()) == pytest.approx([0, 0])
    assert gains(red, red, Appearance.unknown(1)) == pytest.approx([0, 0])
    assert gains(red, appearance_of((150, 80, 40))) == pytest.approx([0])
    assert gains(Appearance.unknown(1), red, appearance_of((150, 80, 40))) == pytest.approx([0, 0])


def test_no_gain_for_tracks_just_updated():
    both = Appearance.stack([appearance_of(), appearance_of((150, 80, 40))])
    assert appearance_gains(both, appearance_of(), np.ones((2, 1), bool), np.asarray([1 / 30, 0.1])).tolist() == [[0], [0]]


def test_the_gain_is_bounded():
    both = Appearance.stack([appearance_of((0, 0, 255)), appearance_of((255, 0, 0), (0, 255, 0))])
    assert 2.0 < np.abs(appearance_gains(both, appearance_of((0, 0, 255)), np.ones((2, 1), bool), np.full(2, 9.0))).max() <= 3.0


def test_regions_are_valid_where_their_keypoints_are_visible():
    legs = np.asarray([joint.endswith(("hip", "knee", "ankle")) for joint in COCO17.keypoints], float)
    assert appearance_of(visible=1 - legs).valid.tolist() == [[True, True, False, False]], "hips are not needed for the torso"
    assert appearance_of(visible=legs).valid.tolist() == [[False, False, True, True]]
    assert not appearance_of(visible=np.zeros(17)).valid.any()
    assert appearance_of(x=-400.0).valid.tolist() == [[False] * len(REGIONS)]


def test_regions_behind_a_nearer_person_are_not_valid():
    world = World([Walker(lambda t: 640, 400, 650, 1), Walker(lambda t: 650, 380, 610, 0)], noise=0.0)
    points, scores = world.joints().astype(np.float32), np.full((2, 17), 0.9, np.float32)
    found = AppearanceSampler(COCO17)(Renderer(2, 0)(world), world.boxes(), points, scores)
    assert found.valid[0].all()
    assert not found.valid[1, 0]


def test_the_average_is_slow_and_keeps_occluded_regions():
    red, blue = appearance_of(), appearance_of((150, 80, 40))
    known = Appearance.unknown(1).updated(red, 0.0)
    assert known.values == pytest.approx(red.values)
    after = known.updated(blue, 1 / 30)
    assert np.abs(after.values - red.values).max() < 0.02 * np.abs(blue.values - red.values).max()
    assert known.updated(Appearance.unknown(1), 1.0).values == pytest.approx(red.values)


def test_people_who_differ_in_regions_not_visible_yet():
    red, blue = appearance_of(), appearance_of((150, 80, 40))
    torso, legs = np.asarray([True, True, False, False]), np.asarray([False, False, True, True])
    assert differ_elsewhere(red, blue, legs)
    assert not differ_elsewhere(red, blue, torso), "their legs look alike"


def test_other_skeletons():
    image = np.full((HEIGHT, WIDTH, 3), (60, 90, 200), np.uint8)
    points = np.random.default_rng(0).uniform(200, 400, (1, 16, 2))
    found = AppearanceSampler(MPII16)(image, np.asarray([[200.0, 200, 400, 400]]), points, np.ones((1, 16)))
    assert found.valid.all()
    assert found.values[0, 0, 0] == pytest.approx(np.log(216 / 106))
