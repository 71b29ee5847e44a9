import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecore import codec
from posecore.codec import METHODS, decode_heatmaps, encode_heatmaps, flip_shift, merge_flipped, within_reach
from posecore.skeletons import COCO17

WIDTH, HEIGHT = 48, 64
joint = st.tuples(st.floats(0, WIDTH - 1), st.floats(0, HEIGHT - 1))


@given(st.lists(joint, min_size=1, max_size=17), st.sampled_from(METHODS))
def test_round_trip_within_half_a_pixel(joints, method):
    points = np.array(joints, np.float32)
    heatmaps, weights = encode_heatmaps(points, np.ones(len(points)), (WIDTH, HEIGHT))
    decoded, scores = decode_heatmaps(heatmaps[None], method)
    assert np.abs(decoded[0] - points).max() <= 0.5 + 1e-4
    assert (weights == 1).all()
    assert (scores > 0.85).all()


@given(st.lists(st.tuples(st.floats(8, WIDTH - 9), st.floats(8, HEIGHT - 9)), min_size=1, max_size=5))
def test_quarter_offset_halves_the_error_and_the_others_remove_it(joints):
    points = np.array(joints, np.float32)
    heatmaps, _ = encode_heatmaps(points, np.ones(len(points)), (WIDTH, HEIGHT))
    assert np.abs(decode_heatmaps(heatmaps[None], "quarter")[0][0] - points).max() <= 0.25 + 1e-3
    assert np.abs(decode_heatmaps(heatmaps[None], "dark")[0][0] - points).max() <= 0.02
    sigmas = COCO17.sigmas[5 : 5 + len(points)]
    assert np.abs(decode_heatmaps(heatmaps[None], "oks", sigmas)[0][0] - points).max() <= 0.02


@given(st.floats(14, WIDTH - 15), st.floats(14, HEIGHT - 15), st.floats(0.02, 0.05))
def test_a_broad_hill_wins_over_a_narrow_spike(x, y, above):
    """The spike is higher, but a hip that is a little off still counts: the expected OKS is highest on the hill."""
    hill, _ = encode_heatmaps(np.array([[x, y]]), np.ones(1), (WIDTH, HEIGHT), sigma=4.0)
    spike, _ = encode_heatmaps(np.array([[12.0, 12.0]]), np.ones(1), (WIDTH, HEIGHT), sigma=0.7)
    both = np.maximum(hill, (1 + above) * spike)[None]
    hip, score = decode_heatmaps(both, "oks", (0.107,))
    np.testing.assert_allclose(hip[0, 0], [x, y], atol=0.3)
    assert score[0, 0] == 1, "the score is the heatmap's height, whatever the place"
    np.testing.assert_allclose(decode_heatmaps(both, "dark")[0][0, 0], [12, 12], atol=0.6)


def test_noise_moves_the_place_of_highest_expected_oks_less():
    rng = np.random.default_rng(0)
    hill, _ = encode_heatmaps(np.full((17, 2), [20.3, 30.6]), np.full(17, 1.0), (WIDTH, HEIGHT), sigma=3.5)
    noisy = 0.5 * hill + rng.normal(0, 0.02, (40, 17, HEIGHT, WIDTH)).astype(np.float32)
    spread = {m: np.linalg.norm(decode_heatmaps(noisy, m, COCO17.sigmas)[0][:, 5:] - [20.3, 30.6], axis=-1).mean() for m in METHODS}
    assert spread["oks"] < 0.6 * spread["dark"]


def test_joint_sets_without_oks_constants_are_decoded_too():
    heatmaps, _ = encode_heatmaps(np.array([[20.3, 30.6]]), np.ones(1), (WIDTH, HEIGHT))
    np.testing.assert_allclose(decode_heatmaps(heatmaps[None], "oks", None)[0][0, 0], [20.3, 30.6], atol=0.02)


@pytest.mark.parametrize("size", [WIDTH, HEIGHT])
def test_smoothing_multiplies_with_no_subnormal_numbers_which_are_slow(size):
    kernels = codec._kernels(size, HEIGHT, COCO17.sigmas)
    smallest = kernels[kernels > 0].min()
    assert (kernels == 0).any(), "narrow kernels end before the map does"
    assert smallest**2 * 1e-6 > np.finfo(np.float32).tiny, "nor do products of both axes with a faint pixel become subnormal"
    np.testing.assert_allclose(kernels[:, size // 2].sum(axis=1), 1, atol=0.03)


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


def test_joints_leave_a_trace_up_to_three_sigma_outside():
    points = np.array([[-6.1, 10], [-5.9, 10], [WIDTH + 4.9, 10], [WIDTH + 5.1, 10], [10, HEIGHT + 5.1], [10, -5.9]])
    assert within_reach(points, (WIDTH, HEIGHT)).tolist() == [False, True, True, False, False, True]


def test_decoding_at_the_border_stays_inside():
    heatmaps = np.zeros((1, 4, 8, 6), np.float32)
    for k, (y, x) in enumerate([(0, 0), (0, 5), (7, 0), (7, 5)]):
        heatmaps[0, k, y, x] = 2.0
    for method in ("quarter", "dark", "oks"):
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
    """Heatmaps of a crop and of its mirror image lie 3/4 px apart (geometry's convention); the paper moves them by one."""
    rng = np.random.default_rng(3)
    crop = rng.uniform([20, 20], [172, 236], (17, 2))
    mirrored = np.stack([191 - crop[:, 0], crop[:, 1]], axis=1)[COCO17.flip_indices]
    straight, _ = encode_heatmaps(crop / 4, np.ones(17), (WIDTH, HEIGHT))
    other, _ = encode_heatmaps(mirrored / 4, np.ones(17), (WIDTH, HEIGHT))
    for shift, right in ((flip_shift("oks"), 0.0), (flip_shift("quarter"), 0.125), (0.0, -0.375)):
        merged = merge_flipped(straight[None], other[None], COCO17.flip_indices, shift)
        error = decode_heatmaps(merged, "dark")[0][0] - crop / 4
        np.testing.assert_allclose(error[:, 0], right, atol=0.03)
        np.testing.assert_allclose(error[:, 1], 0, atol=0.03)
