"""Fit what turns heatmaps into joint scores (:class:`posecore.runtime.decoders.scores.ScoreModel`) on labelled people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from posecore.data.images import read_labelled
from posecore.data.samples import Sample
from posecore.evaluation.predict import BoxedPerson, predict_boxes
from posecore.oks import joint_oks
from posecore.runtime.decoders.scores import FEATURES, ScoreModel, log_heights
from posecore.runtime.estimator import PoseEstimator

_RIDGE = 1.0
"""Weight of the squared slopes beside the summed loss of the people: joints that are seldom labelled stay close to the others."""

_FEWEST = 50
"""People needed: a slope and a constant for each joint."""


def fit_scores(
    estimator: PoseEstimator,
    people: Sequence[Sample],
    read: Callable[[BoxedPerson], NDArray[np.uint8]] = read_labelled,
    batch_size: int = 16,
) -> ScoreModel:
    """The model under which a joint's score is the OKS that it is expected to have alone, 0 where it is not labelled.

    Args:
        estimator: a heatmap network with its decoding, whose scores are heights, one crop a person.
        people: with labelled joints; what an unlabelled joint of them looks like is learnt too.
        read, batch_size: see :func:`posecore.evaluation.predict.predict_boxes`.

    Raises:
        ValueError: fewer than 50 people, or a joint set without OKS constants.
    """
    if estimator.skeleton.sigmas is None:
        raise ValueError(f"the joint set {estimator.skeleton.name} has no OKS constants")
    if len(people) < _FEWEST:
        raise ValueError(f"{len(people)} labelled people are too few for joint scores; {_FEWEST} at least")
    points, heights = predict_boxes(estimator, people, read, batch_size)
    logarithms = log_heights(heights)
    features = np.stack([logarithms, np.ones_like(logarithms)], axis=-1)
    return ScoreModel(_fit(features, _expected(points, people, np.asarray(estimator.skeleton.sigmas))))


def _expected(points: NDArray[np.floating], people: Sequence[Sample], sigmas: NDArray[np.floating]) -> NDArray[np.float64]:
    """(N,K) OKS of each predicted joint with its label, 0 where there is none."""
    labels = np.stack([person.keypoints for person in people])
    visible = np.stack([person.visibility > 0 for person in people])
    similarity = joint_oks(points, labels, np.asarray([person.area for person in people]), sigmas)
    return np.where(visible, similarity, 0.0)


def _fit(features: NDArray[np.floating], targets: NDArray[np.floating]) -> tuple[tuple[float, float], ...]:
    """Logistic regression of each joint: (P,K,2) and (P,K) in [0,1] → K pairs."""
    rows = []
    for joint in range(features.shape[1]):
        x, y = features[:, joint].astype(np.float64), targets[:, joint].astype(np.float64)

        def loss(w: NDArray[np.float64], x: NDArray[np.float64] = x, y: NDArray[np.float64] = y) -> tuple[float, NDArray[np.float64]]:
            z = x @ w
            slopes = np.append(w[:-1], 0.0)
            value = np.sum(np.logaddexp(0, z) - y * z) + _RIDGE * np.sum(slopes**2)
            return float(value), x.T @ (1 / (1 + np.exp(-z)) - y) + 2 * _RIDGE * slopes

        fitted = minimize(loss, np.zeros(FEATURES), jac=True, method="BFGS").x
        rows.append((float(fitted[0]), float(fitted[1])))
    return tuple(rows)
