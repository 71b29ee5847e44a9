"""Online smoothing: bounds of jitter, lag and error."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from posecore.tracking import KeypointSmoother, Smoothing
from tests.tracking.recordings import deviation, jitter, person, recording
from tests.tracking.world import FPS, METRE


def smooth(times, measured, smoother: KeypointSmoother | None = None, score: float | np.ndarray = 0.8) -> np.ndarray:
    """(T,17,2) smoothed keypoints."""
    smoother = smoother or KeypointSmoother()
    return np.asarray([smoother(person(points, score), t).keypoints[0] for t, points in zip(times, measured, strict=True)])


@pytest.mark.parametrize("noise", [1.0, 2.0, 4.0])
@pytest.mark.parametrize("fps", [30.0, 15.0])
def test_a_still_person_jitters_five_times_less(noise: float, fps: float):
    times, truth, measured = recording(0.0, noise=noise, fps=fps)
    smoothed = smooth(times, measured)
    settled = times > 1.0
    assert jitter(measured[settled]) / jitter(smoothed[settled]) >= 5
    assert deviation(measured[settled], truth[settled]) / deviation(smoothed[settled], truth[settled]) >= 2


@pytest.mark.parametrize("fps", [30.0, 60.0, 15.0])
def test_lag_at_one_metre_a_second_is_below_one_frame(fps: float):
    times, truth, measured = recording(METRE, seconds=4.0, fps=fps)
    behind = (truth - smooth(times, measured))[times > 1.0][..., 0].mean()
    assert -0.1 < behind / METRE * fps < 1.0, "frames"


@pytest.mark.parametrize("noise", [1.0, 2.0, 4.0])
def test_a_walking_person_is_smoothed_too(noise: float):
    times, truth, measured = recording(METRE, seconds=4.0, noise=noise)
    settled = times > 1.0
    assert deviation(smooth(times, measured)[settled], truth[settled]) < 0.75 * deviation(measured[settled], truth[settled])


def test_a_sudden_stop_is_overshot_little_and_briefly():
    times, truth, measured = recording(0.0, seconds=4.0)
    path = np.stack([np.minimum(times, 2.0) * METRE, 0 * times], axis=1)[:, None]
    over = (smooth(times, measured + path) - truth - path)[..., 0].mean(axis=1)
    assert over[times > 2.0].max() < 0.03 * METRE, "3 cm"
    assert over[times > 2.4].max() < 0.01 * METRE


def test_dropped_frames_do_not_matter():
    """It works in time: with every third frame missing the result is nearly the same."""
    times, _, measured = recording(0.5 * METRE, noise=0.5)
    kept = np.arange(len(times)) % 3 != 1
    whole, dropped = smooth(times, measured)[kept], smooth(times[kept], measured[kept])
    assert np.abs(whole - dropped)[30:].mean() < 2.0


def test_low_scoring_keypoints_have_less_weight():
    times, truth, measured = recording(0.0, noise=1.0)
    outlier = measured.copy()
    outlier[100, 9] += (80, 0)
    scores = np.full(17, 0.8)
    high_score = smooth(times, outlier, score=scores)[100, 9]
    smoother = KeypointSmoother()
    for i, t in enumerate(times[:101]):
        low = scores.copy()
        low[9] = 0.05 if i == 100 else 0.8
        low_score = smoother(person(outlier[i], low), t).keypoints[0, 9]
    assert np.linalg.norm(low_score - truth[100, 9]) < 0.4 * np.linalg.norm(high_score - truth[100, 9])


def test_person_size_does_not_matter():
    times, _, measured = recording(0.3 * METRE, noise=1.0)
    assert np.allclose(smooth(times, measured * 3) / 3, smooth(times, measured), atol=0.01)


def test_people_pass_unchanged_without_smoothing_and_without_an_id():
    points = np.random.default_rng(0).uniform(0, 100, (17, 2))
    off = KeypointSmoother()
    off.smoothing = Smoothing.of_strength(0.0)
    on = KeypointSmoother()
    for i in range(5):
        assert off(person(points + i), i / FPS).keypoints[0] == pytest.approx(points + i, abs=1e-4)
        assert on(person(points + i, person_id=-1), i / FPS).keypoints[0] == pytest.approx(points + i, abs=1e-4)


def test_jitter_falls_with_the_strength():
    times, _, measured = recording(0.0)
    strengths = [0.2, 0.5, 0.8, 1.0]
    values = [jitter(smooth(times, measured, KeypointSmoother(Smoothing.of_strength(s)))[30:]) for s in strengths]
    assert all(weaker > stronger for weaker, stronger in pairwise(values))
    assert Smoothing.of_strength(0.5) == Smoothing()


def test_people_are_separate_and_start_again_after_a_gap():
    smoother = KeypointSmoother()
    a, b = np.full((17, 2), 10.0), np.full((17, 2), 500.0)
    a[0], b[0] = (90, 200), (600, 700)
    smoother(person(a, person_id=1), 0.0)
    assert smoother(person(b, person_id=2), 0.03).keypoints[0] == pytest.approx(b)
    assert smoother(person(b, person_id=1), 5.0).keypoints[0] == pytest.approx(b), "after more than a second it starts again"
