"""Object keypoint similarity (OKS): between poses, as non-maximum suppression, and the scores that rank poses. Pure NumPy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posecore.people import People

Floats = NDArray[np.floating]


def oks_matrix(
    a: Floats, b: Floats, areas: Floats, sigmas: Floats, a_valid: NDArray[np.bool_], b_valid: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """OKS as COCO defines it, of every pair of poses.

    Args:
        a, b: (N,K,2) and (M,K,2) xy px, in one frame.
        areas: (N,M) px², the area of the person by which each pair is scaled.
        sigmas: (K,) per-keypoint constants of the skeleton.
        a_valid, b_valid: (N,K) and (M,K) bool; a keypoint counts where both are true.

    Returns:
        (N,M) float64 in [0,1]; 0 where no keypoint counts.
    """
    squared = ((a[:, None] - b[None]) ** 2).sum(axis=-1, dtype=np.float64)
    exponent = squared / (8 * np.asarray(sigmas, np.float64) ** 2 * np.maximum(areas, 1e-9)[..., None])
    valid = a_valid[:, None] & b_valid[None]
    similarity: NDArray[np.float64] = (np.exp(-exponent) * valid).sum(axis=-1) / np.maximum(valid.sum(axis=-1), 1)
    return similarity


def joint_oks(a: Floats, b: Floats, areas: Floats, sigmas: Floats) -> NDArray[np.float64]:
    """OKS of single joints: (N,K,2) and (N,K,2) xy px, areas (N,) px², sigmas (K,) → (N,K) in [0,1]."""
    squared = ((np.asarray(a) - b) ** 2).sum(axis=-1, dtype=np.float64)
    return np.asarray(np.exp(-squared / (8 * np.asarray(sigmas, np.float64) ** 2 * np.maximum(areas, 1e-9)[:, None])))


def oks(a: Floats, b: Floats, area: float, sigmas: Floats, valid: NDArray[np.bool_]) -> float:
    """OKS of one pair of poses (K,2) of a person of ``area`` px²; ``valid`` (K,) bool: the keypoints that count. See :func:`oks_matrix`."""
    return float(oks_matrix(a[None], b[None], np.full((1, 1), area), sigmas, valid[None], valid[None])[0, 0])


def oks_nms(people: People, threshold: float = 0.9, keypoint_threshold: float = 0.2) -> People:
    """Greedy non-maximum suppression by OKS (facts, "Testing"): of two people of nearly the same pose the lower scored one is dropped.

    Args:
        people: the people of one frame.
        threshold: OKS above which the lower scored one goes. The area of a pair is the mean of the areas of the two boxes.
        keypoint_threshold: keypoints that score no more than this are left out of the comparison.

    Returns:
        The kept people, best score first.

    Raises:
        ValueError: the skeleton has no OKS constants.
    """
    return people[oks_nms_rows(people, people.scores, threshold, keypoint_threshold)]


def oks_nms_rows(people: People, ranks: Floats, threshold: float = 0.9, keypoint_threshold: float = 0.2) -> list[int]:
    """Rows that :func:`oks_nms` keeps where ``ranks`` (N,) say who is better, best first. Raises ValueError without OKS constants."""
    if people.skeleton.sigmas is None:
        raise ValueError(f"the joint set {people.skeleton.name} has no OKS constants")
    size = np.clip(people.boxes[:, 2:] - people.boxes[:, :2], 0, None)
    areas = size[:, 0] * size[:, 1]
    valid = people.keypoint_scores > keypoint_threshold
    pair_areas = (areas[:, None] + areas[None]) / 2
    similar = oks_matrix(people.keypoints, people.keypoints, pair_areas, np.asarray(people.skeleton.sigmas), valid, valid)
    kept: list[int] = []
    for i in np.argsort(-ranks, kind="stable"):
        if all(similar[i, j] <= threshold for j in kept):
            kept.append(int(i))
    return kept


def pose_confidence(keypoint_scores: Floats) -> Floats:
    """Confidence that a pose is a person's: (N,K) → (N,), the mean score of each person's best K // 2 keypoints.

    The others may be outside the image or occluded, which says nothing against the person.
    """
    count = keypoint_scores.shape[1]
    best = np.sort(keypoint_scores, axis=1)[:, count - count // 2 :]
    return np.asarray(best.mean(axis=1)) if len(best) else np.zeros(0)


def pose_scores(box_scores: Floats, keypoint_scores: Floats, threshold: float = 0.2) -> Floats:
    """The paper's score: box score × mean score of the keypoints above ``threshold``: (N,), (N,K) → (N,) (facts, "Testing")."""
    valid = keypoint_scores > threshold
    mean = (keypoint_scores * valid).sum(axis=1) / np.maximum(valid.sum(axis=1), 1)
    return np.asarray(box_scores * mean)


def person_scores(box_scores: Floats, keypoint_scores: Floats) -> Floats:
    """Fifth root of the box score × mean of the keypoints' scores, weighed by themselves, and a 0 of weight 1: (N,), (N,K) → (N,).

    :func:`pose_scores` ranks a person with two confident keypoints as high as one with all, and weighs the detector as much as the pose.
    With a small detector, which is less certain of people than the pose network is of their keypoints, this ranks better. The weights
    leave out keypoints that are not there: a person who is half outside the image does not rank behind false alarms. The 0 keeps those
    behind of whom only one or two keypoints are seen.
    """
    return np.asarray(np.power(box_scores, 0.2) * (keypoint_scores**2).sum(axis=1) / (keypoint_scores.sum(axis=1) + 1))
