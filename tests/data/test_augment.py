from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecore.data.augment import NO_AUGMENTATION, Augmentation, disturb, draw_geometry, half_body_box, incomplete_box, truncated_box
from posecore.skeletons import COCO17
from tests.datasets import STANDING

POINTS = STANDING * (100, 200) + (50, 30)
BOX = np.array([70.0, 40.0, 130.0, 225.0])
SEEN = np.full(17, 2.0)


def drawn(settings, count=3000):
    rng = np.random.default_rng(0)
    return [draw_geometry(BOX, POINTS, SEEN, 0.75, COCO17, settings, rng) for _ in range(count)]


def test_the_papers_distributions():
    geometries = drawn(replace(Augmentation(), half_body=0))
    plain = draw_geometry(BOX, POINTS, SEEN, 0.75, COCO17, NO_AUGMENTATION, np.random.default_rng(0))
    factors = np.array([g.scale[0] / plain.scale[0] for g in geometries])
    turns = np.array([g.rotation for g in geometries])
    assert 0.46 < np.mean([g.flip for g in geometries]) < 0.54
    assert factors.min() == pytest.approx(0.5)
    assert factors.max() == pytest.approx(1.5)
    assert 0.95 < factors.mean() < 1.05
    assert 0.36 < (turns == 0).mean() < 0.44
    assert np.abs(turns).max() <= 80
    assert 28 < turns[turns != 0].std() < 44


def test_switched_off_means_the_plain_crop():
    geometry = draw_geometry(BOX, POINTS, SEEN, 0.75, COCO17, NO_AUGMENTATION, np.random.default_rng(0))
    assert geometry.rotation == 0
    assert not geometry.flip
    np.testing.assert_allclose(geometry.center, [100, 132.5])
    np.testing.assert_allclose(geometry.scale, [185 * 0.75 * 1.25, 185 * 1.25])


def test_padding_is_a_factor_on_the_box():
    settings = replace(NO_AUGMENTATION, padding=1.1)
    geometry = draw_geometry(BOX, POINTS, SEEN, 0.75, COCO17, settings, np.random.default_rng(0))
    np.testing.assert_allclose(geometry.scale, [185 * 0.75 * 1.1, 185 * 1.1])


def test_half_body_takes_one_half():
    rng = np.random.default_rng(0)
    boxes = np.array([half_body_box(BOX, POINTS, SEEN > 0, COCO17, rng) for _ in range(200)])
    upper = boxes[:, 1] < 60
    assert 0.35 < upper.mean() < 0.65
    assert (boxes[upper, 3] < 180).all()
    assert (boxes[~upper, 1] > 100).all()


def test_half_body_needs_more_than_eight_joints():
    few = np.where(np.arange(17) < 8, 2.0, 0.0)
    always = replace(NO_AUGMENTATION, half_body=1.0)
    geometry = draw_geometry(BOX, POINTS, few, 0.75, COCO17, always, np.random.default_rng(0))
    np.testing.assert_allclose(geometry.center, [100, 132.5])


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6))
def test_an_incomplete_box_misses_up_to_a_third_at_one_or_two_sides(seed):
    moved = (incomplete_box(BOX, np.random.default_rng(seed)) - BOX) / np.tile(BOX[2:] - BOX[:2], 2) * (1, 1, -1, -1)
    assert 1 <= (moved != 0).sum() <= 2
    assert (moved >= 0).all()
    assert ((moved[moved != 0] >= 0.05 - 1e-12) & (moved <= 0.3 + 1e-12)[moved != 0]).all()


def test_boxes_miss_a_part_as_often_as_asked():
    centers = np.array([g.center for g in drawn(replace(NO_AUGMENTATION, miss=0.25))])
    share = (np.abs(centers - [100, 132.5]) > 1e-9).any(axis=1).mean()
    assert 0.2 < share < 0.3
    sides = {tuple(np.flatnonzero(incomplete_box(BOX, np.random.default_rng(i)) != BOX)) for i in range(200)}
    assert {(0,), (1,), (2,), (3,)} < sides


def test_truncation_ends_between_chest_and_hips():
    rng = np.random.default_rng(0)
    boxes = np.array([truncated_box(BOX, POINTS, SEEN > 0, COCO17, rng) for _ in range(100)])
    shoulders, hips = POINTS[5, 1], POINTS[11, 1]
    assert (boxes[:, 3] > shoulders).all()
    assert (boxes[:, 3] <= hips + 0.16 * (hips - shoulders)).all()
    upside_down = POINTS.copy()
    upside_down[:, 1] = 255 - upside_down[:, 1]
    np.testing.assert_array_equal(truncated_box(BOX, upside_down, SEEN > 0, COCO17, rng), BOX)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["small", "colour", "blur", "cutout", "lowlight", "jpeg", "occlude"]))
def test_disturbing_keeps_shape_and_never_touches_the_source(seed, name):
    image = np.random.default_rng(1).integers(0, 256, (96, 72, 3)).astype(np.uint8)
    before = image.copy()
    occluder = np.full((20, 200, 3), 7, np.uint8)
    out = disturb(image, replace(NO_AUGMENTATION, **{name: 1.0}), np.random.default_rng(seed), lambda: occluder)
    assert out.shape == image.shape
    assert out.dtype == np.uint8
    np.testing.assert_array_equal(image, before)
    assert (out != image).any()
    np.testing.assert_array_equal(disturb(image, NO_AUGMENTATION, np.random.default_rng(seed), lambda: occluder), image)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_a_small_person_has_no_fine_detail_but_stays_in_place(seed):
    image = np.zeros((96, 72, 3), np.uint8)
    image[:, ::2] = 255
    image[:48] //= 4
    out = disturb(image, replace(NO_AUGMENTATION, small=1.0), np.random.default_rng(seed)).astype(float)
    assert np.abs(np.diff(out, axis=1)).mean() < 0.7 * np.abs(np.diff(image.astype(float), axis=1)).mean()
    np.testing.assert_allclose(out[:40].mean(), image[:40].mean(), atol=4)
    np.testing.assert_allclose(out[56:].mean(), image[56:].mean(), atol=4)
