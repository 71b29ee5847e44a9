"""Steady at rest, prompt in motion: the bars of the smoother, measured."""

from __future__ import annotations

import numpy as np
import pytest

from posecore.people import People
from posecore.tracking import KeypointSmoother, Smoothing, ZeroPhase, zero_phase
from tests.tracking.world import FPS, METRE, Walker, World

NOISE = 2.0


def recording(speed: float, seconds: float = 10.0, fps: float = FPS, seed: int = 0, noise: float = NOISE):
    """(times, true joints (T,17,2), measured joints) of somebody who moves at ``speed`` px/s without moving a limb."""
    world = World([Walker(lambda t: 200 + speed * t, 400, 650, 0, stride=0.0)])
    random = np.random.default_rng(seed)
    times = np.arange(int(seconds * fps)) / fps
    truth = np.asarray([world.walkers[0].joints(t) for t in times])
    return times, truth, truth + random.normal(0, noise, truth.shape)


def person(points: np.ndarray, score: float | np.ndarray = 0.8, number: int = 1) -> People:
    low, high = points.min(axis=0), points.max(axis=0)
    scores = np.broadcast_to(np.asarray(score, float), (17,))
    return People.build(np.asarray([[*low, *high]]), np.ones(1), points[None], scores[None], np.asarray([number]))


def smooth(times, measured, smoother: KeypointSmoother | None = None, score: float | np.ndarray = 0.8) -> np.ndarray:
    smoother = smoother or KeypointSmoother()
    return np.asarray([smoother(person(points, score), t).keypoints[0] for t, points in zip(times, measured, strict=True)])


def jitter(points: np.ndarray) -> float:
    """RMS movement from frame to frame, px."""
    return float(np.sqrt((np.diff(points, axis=0) ** 2).sum(axis=-1).mean()))


def deviation(points: np.ndarray, truth: np.ndarray) -> float:
    return float(np.sqrt(((points - truth) ** 2).sum(axis=-1).mean()))


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
    assert behind / METRE * fps < 1.0, "frames"
    assert behind > 0


@pytest.mark.parametrize("noise", [1.0, 2.0, 4.0])
def test_whoever_walks_is_steadied_too(noise: float):
    times, truth, measured = recording(METRE, seconds=4.0, noise=noise)
    settled = times > 1.0
    assert deviation(smooth(times, measured)[settled], truth[settled]) < 0.75 * deviation(measured[settled], truth[settled])


def test_who_stops_at_once_is_overshot_little_and_briefly():
    times, truth, measured = recording(0.0, seconds=4.0)
    way = np.stack([np.minimum(times, 2.0) * METRE, 0 * times], axis=1)[:, None]
    over = (smooth(times, measured + way) - truth - way)[..., 0].mean(axis=1)
    assert over[times > 2.0].max() < 0.03 * METRE, "3 cm"
    assert over[times > 2.4].max() < 0.01 * METRE


def test_drops_do_not_matter():
    """It works in time: with every third frame missing the result is nearly the same."""
    times, _, measured = recording(0.5 * METRE, noise=0.5)
    kept = np.arange(len(times)) % 3 != 1
    whole, holes = smooth(times, measured)[kept], smooth(times[kept], measured[kept])
    assert np.abs(whole - holes)[30:].mean() < 2.0


def test_unsure_joints_move_less():
    times, truth, measured = recording(0.0, noise=1.0)
    wild = measured.copy()
    wild[100, 9] += (80, 0)
    scores = np.full(17, 0.8)
    sure = smooth(times, wild, score=scores)[100, 9]
    smoother = KeypointSmoother()
    unsure = None
    for i, t in enumerate(times[:101]):
        weak = scores.copy()
        weak[9] = 0.05 if i == 100 else 0.8
        unsure = smoother(person(wild[i], weak), t).keypoints[0, 9]
    assert np.linalg.norm(unsure - truth[100, 9]) < 0.4 * np.linalg.norm(sure - truth[100, 9])


def test_size_does_not_matter():
    times, _, measured = recording(0.3 * METRE, noise=1.0)
    assert np.allclose(smooth(times, measured * 3) / 3, smooth(times, measured), atol=0.01)


def test_off_passes_unchanged_and_numbers_are_needed():
    points = np.random.default_rng(0).uniform(0, 100, (17, 2))
    off = KeypointSmoother()
    off.smoothing = Smoothing.of_strength(0.0)
    on = KeypointSmoother()
    for i in range(5):
        assert off(person(points + i), i / FPS).keypoints[0] == pytest.approx(points + i, abs=1e-4)
        assert on(person(points + i, number=-1), i / FPS).keypoints[0] == pytest.approx(points + i, abs=1e-4)


def test_strength_is_ordered():
    times, _, measured = recording(0.0)
    strengths = [0.2, 0.5, 0.8, 1.0]
    values = [jitter(smooth(times, measured, KeypointSmoother(Smoothing.of_strength(s)))[30:]) for s in strengths]
    assert values == sorted(values, reverse=True)
    assert Smoothing.of_strength(0.5) == Smoothing()


def test_people_apart_and_forgotten():
    smoother = KeypointSmoother()
    a, b = np.full((17, 2), 10.0), np.full((17, 2), 500.0)
    a[0], b[0] = (90, 200), (600, 700)
    smoother(person(a, number=1), 0.0)
    assert smoother(person(b, number=2), 0.03).keypoints[0] == pytest.approx(b)
    assert smoother(person(b, number=1), 5.0).keypoints[0] == pytest.approx(b), "after a second unseen it starts afresh"


def test_zero_phase_has_no_lag():
    times, truth, measured = recording(METRE, seconds=4.0)
    smoothed = zero_phase(times, measured, np.full(measured.shape[:2], 0.9))
    inner = slice(10, -10)
    assert abs((truth - smoothed)[inner, :, 0].mean()) / METRE * FPS < 0.02, "frames"
    assert jitter((measured - truth)[inner]) / jitter((smoothed - truth)[inner]) > 4
    assert zero_phase(times[:1], measured[:1], np.ones((1, 17))) == pytest.approx(measured[:1], abs=1e-3)


def test_zero_phase_passes_by_unsure_joints():
    times, truth, measured = recording(0.0, noise=0.5)
    measured[50] += 60
    scores = np.full(measured.shape[:2], 0.9)
    scores[50] = 0.0
    assert np.abs(zero_phase(times, measured, scores)[50] - truth[50]).max() < 3


@pytest.mark.parametrize("fps", [5.0, 30.0, 50.0])
def test_zero_phase_while_reading_is_the_same(fps: float):
    times, _, measured = recording(METRE, seconds=2.0, fps=fps)
    smoother, given, kept = ZeroPhase(), [], 0
    for i, (time, points) in enumerate(zip(times, measured, strict=True)):
        given += smoother.add(time, i, person(points, 0.9))
        kept = max(kept, i + 1 - len(given))
    given += smoother.flush()
    assert [item for item, _ in given] == list(range(len(times)))
    assert kept <= 17
    expected = zero_phase(times, measured, np.full(measured.shape[:2], 0.9))
    assert np.asarray([p.keypoints[0] for _, p in given]) == pytest.approx(expected, abs=0.01)
