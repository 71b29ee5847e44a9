"""Duplicate poses of one frame: the same person found in two proposals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_areas
from posecore.oks import oks_matrix
from posecore.tracking.track import MIN_KEYPOINT_SCORE

Floats = NDArray[np.floating]

_SAME_FACE = 0.5
"""OKS of the common keypoints of two faces above which they are one: they are at most a third of a face apart."""

_MIN_FACE_KEYPOINTS = 3
"""Common keypoints of two faces that the comparison needs."""


def distinct_poses(
    boxes: Floats, keypoints: Floats, scores: Floats, ranks: Floats, sigmas: Floats, face: NDArray[np.bool_], threshold: float
) -> NDArray[np.int64]:
    """Greedy NMS by OKS, in which poses of one face are duplicates too: in a box beside a person the network finds the person's face.

    Args:
        boxes: (N,4) xyxy px; the smaller box of a pair scales its OKS.
        keypoints, scores: (N,K,2) px and (N,K); keypoints below :data:`MIN_KEYPOINT_SCORE` do not count.
        ranks: (N,); of two duplicates the higher ranked one stays.
        sigmas: (K,) OKS constants.
        face: (K,) bool, which keypoints are of the face.
        threshold: OKS above which two poses are duplicates.

    Returns:
        (M,) rows that stay, ascending.
    """
    if len(ranks) < 2:
        return np.arange(len(ranks))
    areas = box_areas(boxes)
    visible = scores >= MIN_KEYPOINT_SCORE
    smaller = np.minimum(areas[:, None], areas[None])
    faces = visible & face
    same = oks_matrix(keypoints, keypoints, smaller, sigmas, visible, visible) > threshold
    same |= (oks_matrix(keypoints, keypoints, smaller, sigmas, faces, faces) > _SAME_FACE) & (
        (faces[:, None] & faces[None]).sum(axis=-1) >= _MIN_FACE_KEYPOINTS
    )
    kept: list[int] = []
    for i in np.argsort(-ranks, kind="stable"):
        if not any(same[i, j] for j in kept):
            kept.append(int(i))
    return np.asarray(sorted(kept), np.int64)
