"""Object keypoint similarity: between poses, as NMS, and the score that ranks a pose. Pure NumPy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posecore.people import People

Floats = NDArray[np.floating]


def oks_matrix(
    a: Floats, b: Floats, areas: Floats, sigmas: Floats, a_valid: NDArray[np.bool_], b_valid: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Object keypoint similarity (COCO) of every pair of poses.

    Args:
        a, b: (N,K,2) and (M,K,2) xy px.
        areas: (N,M) px², the person's size each pair is judged by.
        sigmas: (K,) constants of the joint set.
        a_valid, b_valid: (N,K) and (M,K) bool; a joint counts where both are true.

    Returns:
        (N,M) in [0,1]; 0 where no joint counts.
    """
    squared = ((a[:, None] - b[None]) ** 2).sum(axis=-1, dtype=np.float64)
    exponent = squared / (8 * np.asarray(sigmas, np.float64) ** 2 * np.maximum(areas, 1e-9)[..., None])
    valid = a_valid[:, None] & b_valid[None]
    return np.asarray((np.exp(-exponent) * valid).sum(axis=-1) / np.maximum(valid.sum(axis=-1), 1))


def oks(a: Floats, b: Floats, area: float, sigmas: Floats, valid: NDArray[np.bool_]) -> float:
    """As :func:`oks_matrix` for one pair of poses (K,2) of a person of ``area`` px²; ``valid`` (K,) bool says which joints count."""
    return float(oks_matrix(a[None], b[None], np.full((1, 1), area), sigmas, valid[None], valid[None])[0, 0])


def oks_nms(people: People, threshold: float = 0.9, keypoint_threshold: float = 0.2) -> People:
    """Drop a person whose pose is nearly that of a better scored one (facts, "Testing").

    Args:
        people: any number of people of one frame; the joint set must have OKS constants.
        threshold: OKS above which the lower scored one goes.
        keypoint_threshold: joints below it do not count in the comparison.

    Returns:
        The kept people, best score first.
    """
    return people[oks_nms_rows(people, people.scores, threshold, keypoint_threshold)]


def oks_nms_rows(people: People, ranks: Floats, threshold: float = 0.9, keypoint_threshold: float = 0.2) -> list[int]:
    """Rows that :func:`oks_nms` keeps where ``ranks`` (N,) say who is better, best first. Raises ValueError without OKS constants."""
    if people.skeleton.sigmas is None:
        raise ValueError(f"the joint set {people.skeleton.name} has no OKS constants")
    size = np.clip(people.boxes[:, 2:] - people.boxes[:, :2], 0, None)
    areas = size[:, 0] * size[:, 1]
    sure = people.keypoint_scores > keypoint_threshold
    pairs = (areas[:, None] + areas[None]) / 2
    similar = oks_matrix(people.keypoints, people.keypoints, pairs, np.asarray(people.skeleton.sigmas), sure, sure)
    kept: list[int] = []
    for i in np.argsort(-ranks, kind="stable"):
        if all(similar[i, j] <= threshold for j in kept):
            kept.append(int(i))
    return kept


def pose_confidence(keypoint_scores: Floats) -> Floats:
    """(N,K) → (N,): mean score of each person's better half of joints (the other half may be out of the picture)."""
    best = np.sort(keypoint_scores, axis=1)[:, -(-keypoint_scores.shape[1] // 2) :]
    return best.mean(axis=1) if len(best) else np.zeros(0)


def pose_scores(box_scores: Floats, keypoint_scores: Floats, threshold: float = 0.2) -> Floats:
    """Box score × mean score of the joints above ``threshold``: (N,), (N,K) → (N,) (facts, "Testing")."""
    sure = keypoint_scores > threshold
    mean = (keypoint_scores * sure).sum(axis=1) / np.maximum(sure.sum(axis=1), 1)
    return np.asarray(box_scores * mean)


def person_scores(box_scores: Floats, keypoint_scores: Floats) -> Floats:
    """Fourth root of the box score × cubic mean of the scores of all joints: (N,), (N,K) → (N,).

    The paper's :func:`pose_scores` ranks somebody of whom two joints are sure as high as one of whom all are, and trusts the detector as
    much as the pose. With a small detector, which is less sure of people than the pose network is of their joints, this ranks better; the
    cubic mean, which the surest joints make most of, does not put people of whom the picture shows half behind false alarms.
    """
    return np.asarray(np.power(box_scores, 0.25) * np.cbrt((keypoint_scores**3).mean(axis=1)))
