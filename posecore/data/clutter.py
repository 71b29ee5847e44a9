"""What crowded and badly framed images do to a person: an image's edge cuts them off, another person stands in front or behind.

Images of one athlete or model, seen whole, teach neither. Not in the paper; off by default.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.geometry import apply_affine, crop_image
from posecore.skeletons import Skeleton

Image = NDArray[np.uint8]
Floats = NDArray[np.floating]

_SIDES = ("bottom", "left", "right", "top")
_HOW_OFTEN = (0.55, 0.15, 0.15, 0.15)
_LEAST = 4
"""Labelled joints that must be left after a cut."""

_LIMB, _HEAD = 0.32, 0.4
"""Thickness of limbs and radius of the head, in lengths of the trunk."""


def edge_window(
    box: NDArray[np.float64], keypoints: Floats, visibility: Floats, size: tuple[int, int], rng: np.random.Generator
) -> NDArray[np.int64]:
    """The part of an image that is left where its edge cuts the person: (4,) xyxy px.

    Args:
        box: (4,) xyxy px of the person.
        keypoints, visibility: (K,2) px and (K,), 0 where not labelled.
        size: (W, H) of the image. The whole of it is left where too little would be of the person.
    """
    window = np.asarray([0, 0, *size], np.int64)
    cut = window.copy()
    side = _SIDES[int(rng.choice(len(_SIDES), p=_HOW_OFTEN))]
    kept = rng.uniform(0.3 if side == "bottom" else 0.45, 0.95)
    width, height = box[2] - box[0], box[3] - box[1]
    if side == "bottom":
        cut[3] = box[1] + kept * height
    elif side == "top":
        cut[1] = box[3] - kept * height
    elif side == "left":
        cut[0] = box[2] - kept * width
    else:
        cut[2] = box[0] + kept * width
    left = (visibility > 0) & inside(keypoints, cut)
    return cut if left.sum() >= _LEAST and min(cut[2] - cut[0], cut[3] - cut[1]) >= 16 else window


def inside(keypoints: Floats, window: NDArray[np.integer]) -> NDArray[np.bool_]:
    """(K,): which of the joints (K,2) lie on pixels of the window (4,) xyxy."""
    return np.asarray(((keypoints >= window[:2]) & (keypoints <= window[2:] - 1)).all(axis=1))


def body_mask(points: Floats, labelled: NDArray[np.bool_], skeleton: Skeleton, size: tuple[int, int]) -> Image | None:
    """About where a person's body is, from the joints: (H,W) uint8 0..255 with soft edges.

    Args:
        points, labelled: (K,2) px and (K,).
        size: (W, H).

    Returns:
        None where shoulders or hips are not labelled.
    """
    trunk = _trunk(points, labelled, skeleton)
    if trunk is None:
        return None
    corners, length = trunk
    mask: Image = np.zeros(size[::-1], np.uint8)
    thickness = max(1, round(_LIMB * length))
    whole = np.clip(np.round(points), -4096, 4096).astype(int)
    for a, b in skeleton.limb_indices:
        if labelled[a] and labelled[b]:
            cv2.line(mask, tuple(map(int, whole[a])), tuple(map(int, whole[b])), 255, thickness)
    cv2.fillConvexPoly(mask, cv2.convexHull(np.clip(np.round(corners), -4096, 4096).astype(np.int32)), 255)
    face = [i for i, name in enumerate(skeleton.keypoints) if labelled[i] and name in ("nose", "left_ear", "right_ear", "head_top")]
    if face:
        middle = whole[face].mean(axis=0).round().astype(int)
        cv2.circle(mask, (int(middle[0]), int(middle[1])), max(1, round(_HEAD * length)), 255, -1)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(1.0, 0.04 * length)), np.uint8)


def paste_neighbour(
    crop: Image,
    points: Floats,
    visibility: Floats,
    other: Image,
    other_points: Floats,
    other_visibility: Floats,
    skeleton: Skeleton,
    rng: np.random.Generator,
) -> tuple[Image, Floats]:
    """Another person beside the person of a crop, half of the time in front.

    Args:
        crop: (H,W,3) uint8; points, visibility: its person's joints in the crop frame, (K,2) and (K,).
        other: an image (h,w,3); other_points, other_visibility: of a person in it, in its own frame.

    Returns:
        The crop, and the visibility: joints that are hidden now are unsure (1). Both unchanged where trunks are not labelled.
    """
    size = crop.shape[1], crop.shape[0]
    here, there = _trunk(points, visibility > 0, skeleton), _trunk(other_points, other_visibility > 0, skeleton)
    if here is None or there is None or there[1] < 12:
        return crop, visibility
    factor = here[1] / there[1] * rng.uniform(0.75, 1.3)
    mirrored = rng.random() < 0.5
    side = rng.choice((-1.0, 1.0))
    away = here[1] * np.asarray([side * rng.uniform(0.55, 1.5), rng.uniform(-0.4, 0.4)])
    linear = np.diag([-factor if mirrored else factor, factor])
    matrix = np.column_stack([linear, here[0].mean(axis=0) + away - linear @ there[0].mean(axis=0)])
    alpha = body_mask(apply_affine(matrix, other_points), other_visibility > 0, skeleton, size)
    mine = body_mask(points, visibility > 0, skeleton, size)
    if alpha is None or mine is None:
        return crop, visibility
    weight = alpha.astype(np.float32) / 255
    if in_front := rng.random() < 0.5:
        hidden = _sampled(alpha, points) > 127
    else:
        weight *= 1 - mine.astype(np.float32) / 255
    pasted = crop_image(other, matrix, size)
    mixed = (pasted * weight[..., None] + crop * (1 - weight[..., None])).astype(np.uint8)
    return mixed, np.where(hidden, np.minimum(visibility, 1), visibility) if in_front else visibility


def _trunk(points: Floats, labelled: NDArray[np.bool_], skeleton: Skeleton) -> tuple[Floats, float] | None:
    """Corners (4,2) of the trunk and its length, px; None where one is not labelled."""
    names = ("left_shoulder", "right_shoulder", "right_hip", "left_hip")
    if not all(name in skeleton.keypoints and labelled[skeleton.index(name)] for name in names):
        return None
    corners = np.asarray(points, np.float64)[[skeleton.index(name) for name in names]]
    length = float(np.linalg.norm(corners[:2].mean(axis=0) - corners[2:].mean(axis=0)))
    return (corners, max(length, float(np.linalg.norm(corners[0] - corners[1])))) if length > 1 else None


def _sampled(mask: Image, points: Floats) -> NDArray[np.uint8]:
    """(K,): the mask at each joint, 0 outside."""
    whole = np.round(points).astype(int)
    valid = ((whole >= 0) & (whole < (mask.shape[1], mask.shape[0]))).all(axis=1)
    clipped = np.clip(whole, 0, (mask.shape[1] - 1, mask.shape[0] - 1))
    return np.where(valid, mask[clipped[:, 1], clipped[:, 0]], 0).astype(np.uint8)
