"""Boxes and the top-down affine: pure NumPy functions, and the one coordinate convention of the project.

The convention
--------------
*Pixel centres lie at integers.* The centre of the top-left pixel of an image is (0.0, 0.0), x grows to the right, y grows down. This is how
``cv2.warpAffine`` samples and how COCO's keypoints are used by every common evaluator. It holds in all three frames:

- **image**: pixels of the frame or picture as given;
- **crop**: pixels of the network's input. A box with centre c and size (w, h) maps so that c lands on (W/2, H/2) and w spans W pixels;
- **heatmap**: crop coordinates divided by the stride (4): ``heatmap = crop / 4``. Mirroring an image of width W maps x to W-1-x, so a
  mirrored heatmap lies 3/4 of a heatmap pixel off, by which the flip test moves it back; the paper's moves it by one (facts: "shifted one
  pixel to the right", :func:`posecore.codec.flip_shift`).

Boxes are ``xyxy`` = (left, top, right, bottom), float, in the image frame; width is ``x2 - x1`` without any +1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Channels = Literal["rgb", "bgr"]

IMAGE_MEAN = np.asarray([0.485, 0.456, 0.406], np.float32)
IMAGE_STD = np.asarray([0.229, 0.224, 0.225], np.float32)

_FOURTH_CHANNEL = 4
"""OpenCV samples pixels of four bytes three times as fast as those of three. It pays to add a byte to the part of an image that a crop is
sampled from where this has at most so many times the crop's pixels (measured, see docs/speed.md)."""

BOX_PADDING = 1.25
"""A box is expanded to the network's aspect ratio and then by this factor (facts, "Training")."""


def xywh_to_xyxy(boxes: Floats) -> Floats:
    """(...,4) xywh (left, top, width, height) → (...,4) xyxy."""
    boxes = np.asarray(boxes)
    return np.concatenate([boxes[..., :2], boxes[..., :2] + boxes[..., 2:]], axis=-1)


def xyxy_to_xywh(boxes: Floats) -> Floats:
    """(...,4) xyxy → (...,4) xywh (left, top, width, height)."""
    boxes = np.asarray(boxes)
    return np.concatenate([boxes[..., :2], boxes[..., 2:] - boxes[..., :2]], axis=-1)


def clip_boxes(boxes: Floats, width: int, height: int) -> Floats:
    """(N,4) xyxy boxes cut to an image of ``width`` × ``height`` px."""
    limits = np.asarray([width, height, width, height], dtype=np.asarray(boxes).dtype)
    return np.clip(boxes, 0, limits)


def middle_point(points: Floats) -> Floats:
    """(N,2) → (2,): the median on each axis; NumPy's own takes five times as long for a few points."""
    ordered = np.sort(points, axis=0)
    return np.asarray((ordered[(len(points) - 1) // 2] + ordered[len(points) // 2]) / 2)


def box_areas(boxes: Floats) -> Floats:
    """(N,4) xyxy → (N,) areas in px²; inverted boxes have area 0."""
    size = np.clip(boxes[:, 2:] - boxes[:, :2], 0, None)
    return size[:, 0] * size[:, 1]


def box_iou(a: Floats, b: Floats) -> Floats:
    """Intersection over union of every pair: (N,4) and (M,4) xyxy → (N,M) in [0,1]. Two empty boxes have IoU 0."""
    top_left = np.maximum(a[:, None, :2], b[None, :, :2])
    bottom_right = np.minimum(a[:, None, 2:], b[None, :, 2:])
    size = np.clip(bottom_right - top_left, 0, None)
    intersection = size[..., 0] * size[..., 1]
    union = box_areas(a)[:, None] + box_areas(b)[None, :] - intersection
    overlap: Floats = np.divide(intersection, union, out=np.zeros_like(intersection), where=union > 0)
    return overlap


def box_to_center_scale(boxes: Floats, aspect_ratio: float, padding: float = BOX_PADDING) -> tuple[Floats, Floats]:
    """Centre and size of the crop for each box: grown in width or height to ``aspect_ratio``, then padded (paper IV-A2).

    Args:
        boxes: (N,4) xyxy, px.
        aspect_ratio: width / height of the network's input.
        padding: factor on both sides.

    Returns:
        centers (N,2) xy px, scales (N,2) width and height px. A degenerate box yields a crop of at least one pixel.
    """
    boxes = np.asarray(boxes, dtype=np.float64)
    centers = (boxes[:, :2] + boxes[:, 2:]) / 2
    size = np.maximum(boxes[:, 2:] - boxes[:, :2], 1.0)
    width = np.maximum(size[:, 0], size[:, 1] * aspect_ratio)
    scales = np.stack([width, width / aspect_ratio], axis=1) * padding
    return centers, scales


def crop_affine(center: Floats, scale: Floats, size: tuple[int, int], rotation: float = 0.0) -> Floats:
    """The affine from the image frame to the crop frame.

    Args:
        center: (2,) xy of the crop's centre in the image, px.
        scale: (2,) width and height of the crop in the image, px.
        size: (W, H) of the crop, px.
        rotation: degrees; the crop's content turns clockwise on screen (y down) by this angle.

    Returns:
        (2,3) float64 matrix for :func:`apply_affine`.
    """
    angle = np.deg2rad(rotation)
    cos, sin = np.cos(angle), np.sin(angle)
    linear = np.diag(np.asarray(size, np.float64) / scale) @ np.asarray([[cos, -sin], [sin, cos]])
    offset = np.asarray(size, np.float64) / 2 - linear @ np.asarray(center, np.float64)
    return np.concatenate([linear, offset[:, None]], axis=1)


def invert_affine(matrix: Floats) -> Floats:
    """The inverse (2,3) affine. Raises numpy.linalg.LinAlgError where the matrix is singular."""
    linear = np.linalg.inv(matrix[:, :2])
    return np.concatenate([linear, -(linear @ matrix[:, 2])[:, None]], axis=1)


def apply_affine(matrix: Floats, points: Floats) -> Floats:
    """Map points (...,2) by a (2,3) affine."""
    return points @ matrix[:, :2].T + matrix[:, 2]


def crop_image(image: NDArray[np.uint8], matrix: Floats, size: tuple[int, int], out: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
    """Sample the crop that ``matrix`` (image → crop, (2,3)) describes: (H,W,3) uint8, black outside the image.

    ``out`` receives the result without another copy when given.
    """
    left, top, right, bottom = _sampled(matrix, size, image.shape[1], image.shape[0])
    if image.ndim != 3 or image.shape[2] != 3 or not 0 < (right - left) * (bottom - top) <= _FOURTH_CHANNEL * size[0] * size[1]:
        return cv2.warpAffine(image, matrix, size, dst=out, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)  # type: ignore[return-value,call-overload]
    moved = np.array(matrix, np.float64)
    moved[:, 2] += moved[:, :2] @ (left, top)
    part = cv2.cvtColor(image[top:bottom, left:right], cv2.COLOR_BGR2BGRA)
    crop = cv2.warpAffine(part, moved, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return cv2.cvtColor(crop, cv2.COLOR_BGRA2BGR, dst=out)  # type: ignore[return-value,call-overload]


def _sampled(matrix: Floats, size: tuple[int, int], width: int, height: int) -> tuple[int, int, int, int]:
    """The part of an image of ``width`` × ``height`` that such a crop is sampled from, xyxy px, half open; empty where there is none, and
    for a singular matrix."""
    (a, b, x), (c, d, y) = matrix.tolist()
    determinant = a * d - b * c
    if not abs(determinant) > 1e-12:
        return 0, 0, 0, 0
    corners = [(u - x, v - y) for u in (0, size[0] - 1) for v in (0, size[1] - 1)]
    xs = [(d * u - b * v) / determinant for u, v in corners]
    ys = [(a * v - c * u) / determinant for u, v in corners]
    left, right = (min(max(end, 0), width) for end in (min(xs) - 1, max(xs) + 3))
    top, bottom = (min(max(end, 0), height) for end in (min(ys) - 1, max(ys) + 3))
    return int(left), int(top), int(right), int(bottom)


def normalise(
    crop: NDArray[np.uint8],
    out: NDArray[np.float32] | None = None,
    *,
    mean: Sequence[float] | Floats = IMAGE_MEAN,
    std: Sequence[float] | Floats = IMAGE_STD,
    channels: Channels = "rgb",
) -> NDArray[np.float32]:
    """(H,W,3) BGR uint8 → (3,H,W) float32 in the order ``channels``: divided by 255, less ``mean``, over ``std``, each (3,) in that order.

    Written into ``out`` when given.
    """
    mean, std = np.asarray(mean, np.float32), np.asarray(std, np.float32)
    out = np.empty((3, *crop.shape[:2]), np.float32) if out is None else out
    for channel in range(3):
        source = 2 - channel if channels == "rgb" else channel
        out[channel] = cv2.extractChannel(crop, source)
        out[channel] *= 1 / (255 * std[channel])
        out[channel] -= mean[channel] / std[channel]
    return out


def boxes_from_keypoints(keypoints: Floats, valid: NDArray[np.bool_], margin: float = 0.2) -> Floats:
    """Tight boxes around the valid joints, grown by ``margin`` of their size on each side.

    Args:
        keypoints: (N,K,2) xy px.
        valid: (N,K) bool, the joints that count; a person without any yields the empty box (0,0,0,0).

    Returns:
        (N,4) xyxy, float64.
    """
    boxes = np.zeros((len(keypoints), 4))
    for i, (points, mask) in enumerate(zip(keypoints, valid, strict=True)):
        if mask.any():
            low, high = points[mask].min(axis=0), points[mask].max(axis=0)
            grow = (high - low) * margin
            boxes[i] = (*(low - grow), *(high + grow))
    return boxes
