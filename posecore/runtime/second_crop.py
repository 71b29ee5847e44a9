"""A second crop for joints that lean on the edge of the first: the box cuts off a stretched arm, and the heatmap is highest at its border.

The box grows towards that side, and the network sees it once more. Measured with the bundled networks on the colour images of COCO's
validation part (150 images; own boxes, labelled boxes, labelled boxes that miss a fifth on one side): AP +0.1, 0.0, +1.9; 7 % of the
crops are seen twice.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import apply_affine

Floats = NDArray[np.floating]

EDGE = 4.0
"""px of the crop: a joint nearer to its border than that leans on it; the stride of the heatmaps."""
SCORE = 0.1
"""Least score of a joint that counts."""
GROWTH = 0.15
"""Share of the box's height (across: of its width, of half its height where that is more) by which it grows on a side."""
CLEARLY = 0.05
"""By so much must the mean score of the second pose be higher for all of its joints to be taken; else the leaning ones are."""
_BORDER = 2.0
"""px of the image: a box that ends there cannot grow."""


class SecondCrops(NamedTuple):
    """Which boxes are cropped again: rows (M,) of the boxes, the larger boxes (M,4) xyxy px, and which joints lean (M,K)."""

    rows: NDArray[np.int64]
    boxes: NDArray[np.float64]
    leaning: NDArray[np.bool_]


def second_crops(boxes: Floats, keypoints: Floats, scores: Floats, affines: Floats, crop: tuple[int, int], images: Floats) -> SecondCrops:
    """Find joints that lean on the edge of their crop where the image goes on.

    Args:
        boxes: (N,4) xyxy px of the image.
        keypoints: (N,K,2) xy px of the image.
        scores: (N,K) in [0,1].
        affines: (N,2,3) image → crop.
        crop: (W, H) of the crops, px.
        images: (N,2) or (2,) width and height of the images, px.
    """
    boxes = np.asarray(boxes, np.float64)
    if not len(boxes):
        return SecondCrops(np.zeros(0, np.int64), np.zeros((0, 4)), np.zeros((0, *scores.shape[1:]), np.bool_))
    sure = np.asarray(scores >= SCORE)
    inside = np.stack([apply_affine(affine, points) for affine, points in zip(affines, keypoints, strict=True)])
    far = np.asarray(crop, np.float64) - 1 - EDGE
    # left, top, right, bottom: where joints lean (N,4,K), where the image goes on (N,4)
    near: NDArray[np.bool_] = np.concatenate([inside < EDGE, inside > far], axis=2).transpose(0, 2, 1) & sure[:, None, :]
    room = np.concatenate([boxes[:, :2], np.asarray(images) - 1 - boxes[:, 2:]], axis=1) > _BORDER
    near = np.asarray(near & np.asarray(room, np.bool_)[:, :, None])
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    across = GROWTH * np.maximum(width, height / 2)
    step = np.stack([-across, -GROWTH * height, across, GROWTH * height], axis=1)
    sides, joints = np.asarray(near.any(axis=2)), np.asarray(near.any(axis=1))
    rows = np.flatnonzero(joints.any(axis=1))
    return SecondCrops(rows, (boxes + step * sides)[rows], joints[rows])


def merge_second(
    keypoints: NDArray[np.float32],
    scores: NDArray[np.float32],
    again: SecondCrops,
    second_keypoints: NDArray[np.float32],
    second_scores: NDArray[np.float32],
) -> None:
    """Put what was found in the second crops (M,K,2), (M,K) into the poses (N,K,2), (N,K), in place."""
    clearly = second_scores.mean(axis=1) > scores[again.rows].mean(axis=1) + CLEARLY
    taken = again.leaning | clearly[:, None]
    keypoints[again.rows] = np.where(taken[..., None], second_keypoints, keypoints[again.rows])
    scores[again.rows] = np.where(taken, second_scores, scores[again.rows])
