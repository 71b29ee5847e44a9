"""Offline smoothing of recordings."""

from __future__ import annotations

import numpy as np
import pytest

from posecore.people import People
from posecore.tracking import ZeroPhase, zero_phase
from tests.tracking.recordings import jitter, person, recording
from tests.tracking.world import FPS, METRE


def test_no_lag():
    times, truth, measured = recording(METRE, seconds=4.0)
    smoothed = zero_phase(times, measured, np.full(measured.shape[:2], 0.9))
    inner = slice(10, -10)
    assert abs((truth - smoothed)[inner, :, 0].mean()) / METRE * FPS < 0.02, "frames"
    assert jitter((measured - truth)[inner]) / jitter((smoothed - truth)[inner]) > 4
    assert zero_phase(times[:1], measured[:1], np.ones((1, 17))) == pytest.approx(measured[:1], abs=1e-3)


def test_low_scoring_keypoints_have_no_weight():
    times, truth, measured = recording(0.0, noise=0.5)
    measured[50] += 60
    scores = np.full(measured.shape[:2], 0.9)
    scores[50] = 0.0
    assert np.abs(zero_phase(times, measured, scores)[50] - truth[50]).max() < 3


@pytest.mark.parametrize("fps", [5.0, 30.0, 50.0])
def test_the_result_is_the_same_while_reading(fps: float):
    times, _, measured = recording(METRE, seconds=2.0, fps=fps)
    smoother: ZeroPhase[int] = ZeroPhase()
    returned: list[tuple[int, People]] = []
    kept = 0
    for i, (time, points) in enumerate(zip(times, measured, strict=True)):
        returned += smoother.add(time, i, person(points, 0.9))
        kept = max(kept, i + 1 - len(returned))
    returned += smoother.flush()
    assert [item for item, _ in returned] == list(range(len(times)))
    assert kept <= 17
    expected = zero_phase(times, measured, np.full(measured.shape[:2], 0.9))
    assert np.asarray([p.keypoints[0] for _, p in returned]) == pytest.approx(expected, abs=0.01)
