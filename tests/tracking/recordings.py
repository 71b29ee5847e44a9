"""Recordings of one simulated person, and how steady and how right smoothed keypoints are."""

from __future__ import annotations

import numpy as np

from posecore.people import People
from tests.tracking.world import FPS, Walker, World

NOISE = 2.0
"""px, standard deviation of the measured keypoints."""


def recording(speed: float, seconds: float = 10.0, fps: float = FPS, seed: int = 0, noise: float = NOISE):
    """(times (T,), true and measured keypoints (T,17,2) px) of a person who moves at ``speed`` px/s with limbs at rest."""
    world = World([Walker(lambda t: 200 + speed * t, 400, 650, 0, stride=0.0)])
    random = np.random.default_rng(seed)
    times = np.arange(int(seconds * fps)) / fps
    truth = np.asarray([world.walkers[0].joints(t) for t in times])
    return times, truth, truth + random.normal(0, noise, truth.shape)


def person(points: np.ndarray, score: float | np.ndarray = 0.8, person_id: int = 1) -> People:
    """``points`` (17,2) px as one person with a box around them."""
    low, high = points.min(axis=0), points.max(axis=0)
    scores = np.broadcast_to(np.asarray(score, float), (17,))
    return People.build(np.asarray([[*low, *high]]), np.ones(1), points[None], scores[None], np.asarray([person_id]))


def jitter(points: np.ndarray) -> float:
    """Root mean square movement from frame to frame, px."""
    return float(np.sqrt((np.diff(points, axis=0) ** 2).sum(axis=-1).mean()))


def deviation(points: np.ndarray, truth: np.ndarray) -> float:
    """Root mean square error, px."""
    return float(np.sqrt(((points - truth) ** 2).sum(axis=-1).mean()))
