"""Joints a moment later: against simulated people whose truth is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from posecore.people import People
from posecore.tracking import KeypointSmoother, Smoothing, predict
from posecore.tracking.prediction import MOST_SECONDS
from tests.tracking.recordings import jitter, person
from tests.tracking.world import METRE, Walker


def errors(walker: Walker, ahead: float, fps: float = 30.0, noise: float = 2.0) -> tuple[float, float, np.ndarray, np.ndarray]:
    """Mean error, px, of the smoothed and of the predicted joints against the truth ``ahead`` seconds later; and both (T,17,2)."""
    random, smoother = np.random.default_rng(0), KeypointSmoother()
    truth, smoothed, predicted = [], [], []
    for time in np.arange(int(8 * fps)) / fps:
        people = smoother(person(walker.joints(time) + random.normal(0, noise, (17, 2))), time)
        if time > 1:
            truth.append(walker.joints(time + ahead))
            smoothed.append(people.keypoints[0])
            predicted.append(predict(people, smoother.motion(people), ahead).keypoints[0])
    held, moved = (float(np.linalg.norm(np.subtract(points, truth), axis=-1).mean()) for points in (smoothed, predicted))
    return held, moved, np.asarray(smoothed), np.asarray(predicted)


@pytest.mark.parametrize("fps", [30.0, 15.0])
@pytest.mark.parametrize("ahead", [0.05, 0.1])
@pytest.mark.parametrize(
    "x",
    [lambda t: 200 + METRE * t, lambda t: 640 - METRE * 3 / (2 * np.pi) * np.sin(2 * np.pi / 3 * t)],
    ids=["walking", "to and fro in 3 s"],
)
def test_at_one_metre_a_second_the_error_falls_by_half(x: Callable[[float], float], ahead: float, fps: float) -> None:
    held, moved, _, _ = errors(Walker(x), ahead, fps)
    assert held > 0.4 * METRE * ahead
    assert moved < 0.5 * held


def test_a_still_person_stays_still() -> None:
    _, _, smoothed, predicted = errors(Walker(lambda t: 640.0, stride=0.0), 0.1)
    measured = np.random.default_rng(1).normal(0, 2.0, smoothed.shape)
    assert jitter(predicted) < 2.5 * jitter(smoothed)
    assert jitter(predicted) < jitter(measured) / 5


def test_the_box_moves_with_the_body_and_nobody_goes_too_far() -> None:
    people = person(np.random.default_rng(0).uniform(100, 200, (17, 2)))
    motion = np.full((1, 17, 2), (100.0, -50.0))
    motion[0, 9] = (900, 900)  # a hand that waves
    later = predict(people, motion, 0.1)
    assert later.boxes - people.boxes == pytest.approx(np.asarray([[10, -5, 10, -5]]), abs=1e-4)
    assert later.keypoints[0, 9] - people.keypoints[0, 9] == pytest.approx((90, 90), abs=1e-3)
    assert later.ids.tolist() == people.ids.tolist()
    assert predict(people, motion, 9.0).boxes == pytest.approx(predict(people, motion, MOST_SECONDS).boxes)
    assert predict(people, motion, -1.0) is people
    assert len(predict(People.empty(), np.zeros((0, 17, 2)), 0.1)) == 0


def test_who_is_not_smoothed_is_at_rest() -> None:
    smoother = KeypointSmoother()
    points = person(np.zeros((17, 2)) + 50)
    for i in range(5):
        people = smoother(person(points.keypoints[0] + 10.0 * i, person_id=-1), i / 30)
    assert not smoother.motion(people).any()
    smoother.smoothing = None
    smoother(person(points.keypoints[0]), 1.0)
    assert not smoother.motion(person(points.keypoints[0])).any()
    smoother.smoothing = Smoothing()
    assert smoother.motion(People.empty()).shape == (0, 17, 2)
