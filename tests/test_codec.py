import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecore.codec import decode_heatmaps, encode_heatmaps, merge_flipped
from posecore.skeletons import COCO17

WIDTH, HEIGHT = 48, 64
joint = st.tuples(st.floats(0, WIDTH - 1), st.floats(0, HEIGHT - 1))


@given(st.lists(joint, min_size=1, max_size=17), st.sampled_from(["quarter", "dark", "none"]))
def test_round_trip_within_half_a_pixel(joints, method):
    points = np.array(joints, np.float32)
    heatmaps, weights = encode_heatmaps(points, np.ones(len(points)), (WIDTH, HEIGHT))
    decoded, scores = decode_heatmaps(heatmaps[None], method)
    assert np.abs(decoded[0] - points).max() <= 0.5 + 1e-4
    assert (weights == 1).all()
    assert (scores > 0.85).all()


@given(st.lists(st.tuples(st.floats(8, WIDTH - 9), st.floats(8, HEIGHT - 9)), min_size=1, max_size=5))
def test_quarter_offset_halves_the_error_and_dark_removes_it(joints):
    points = np.array(joints, np.float32)
    heatmaps, _ = encode_heatmaps(points, np.ones(len(points)), (WIDTH, HEIGHT))
    assert np.abs(decode_heatmaps(heatmaps[None], "quarter")[0][0] - points).max() <= 0.25 + 1e-3
    assert np.abs(decode_heatmaps(heatmaps[None], "dark")[0][0] - points).max() <= 0.02


@pytest.mark.parametrize("sigma", [2.0, 3.0])
def test_targets_are_gaussians(sigma):
    heatmaps, _ = encode_heatmaps(np.array([[10.25, 20.5]]), np.ones(1), (WIDTH, HEIGHT), sigma)
    ys, xs = np.mgrid[:HEIGHT, :WIDTH]
    expected = np.exp(-((xs - 10.25) ** 2 + (ys - 20.5) ** 2) / (2 * sigma**2))
    np.testing.assert_allclose(heatmaps[0], expected, atol=1e-6)
    assert heatmaps.dtype == np.float32


def test_far_outside_and_unlabelled_joints_have_no_weight():
    points = np.array([[-30.0, 10], [10, HEIGHT + 30], [10, 10], [-3, 10]])
    heatmaps, weights = encode_heatmaps(points, np.array([1, 1, 0, 0.5]), (WIDTH, HEIGHT))
    np.testing.assert_array_equal(weights, np.array([0, 0, 0, 0.5], np.float32))
    assert heatmaps[:3].max() == 0
    assert heatmaps[3].max() > 0


def test_decoding_at_the_border_stays_inside():
    heatmaps = np.zeros((1, 4, 8, 6), np.float32)
    for k, (y, x) in enumerate([(0, 0), (0, 5), (7, 0), (7, 5)]):
        heatmaps[0, k, y, x] = 2.0
    for method in ("quarter", "dark"):
        points, scores = decode_heatmaps(heatmaps, method)
        assert np.isfinite(points).all()
        np.testing.assert_allclose(points[0], [[0, 0], [5, 0], [0, 7], [5, 7]], atol=0.5)
        assert (scores == 1).all()


def test_no_people_and_unknown_method():
    points, scores = decode_heatmaps(np.zeros((0, 17, 8, 6), np.float32))
    assert points.shape == (0, 17, 2)
    assert scores.shape == (0, 17)
    with pytest.raises(ValueError, match="unknown decoding 'best'"):
        decode_heatmaps(np.zeros((1, 1, 8, 6), np.float32), "best")


def test_flip_merge_puts_joints_back_in_place():
    """Heatmaps of a crop and of its mirror image agree to within a quarter pixel after the shift (geometry's convention)."""
    rng = np.random.default_rng(3)
    crop = rng.uniform([20, 20], [172, 236], (17, 2))
    mirrored = np.stack([191 - crop[:, 0], crop[:, 1]], axis=1)[COCO17.flip_indices]
    straight, _ = encode_heatmaps(crop / 4, np.ones(17), (WIDTH, HEIGHT))
    other, _ = encode_heatmaps(mirrored / 4, np.ones(17), (WIDTH, HEIGHT))
    merged = merge_flipped(straight[None], other[None], COCO17.flip_indices)
    error = decode_heatmaps(merged, "dark")[0][0] - crop / 4
    np.testing.assert_allclose(error[:, 0], 0.125, atol=0.03)
    np.testing.assert_allclose(error[:, 1], 0, atol=0.03)
    unshifted = merge_flipped(straight[None], other[None], COCO17.flip_indices, shift=False)
    assert np.abs(decode_heatmaps(unshifted, "dark")[0][0] - crop / 4)[:, 0].mean() > 0.3
