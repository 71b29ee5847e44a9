"""A whole image in a network's input: scaled to fit, centred, grey around."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.runtime.detectors.base import Image

STRIDE = 32
GREY = 114
"""What the network saw beside the images in training."""


class Letterbox(NamedTuple):
    """Where an image lies in the network's input: input = image × ``scale`` + (``left``, ``top``)."""

    scale_x: float
    scale_y: float
    left: int
    top: int


def input_size(width: int, height: int, longest: int, stride: int = STRIDE) -> tuple[int, int]:
    """(W,H) of the smallest input that holds a ``width`` × ``height`` px image scaled to ``longest`` px, both multiples of ``stride``."""
    scale = longest / max(width, height)
    rounded = [max(stride, -(-round(side * scale) // stride) * stride) for side in (width, height)]
    return rounded[0], rounded[1]


def letterbox(image: Image, size: tuple[int, int]) -> tuple[Image, Letterbox]:
    """Fit an image into (W,H) = ``size`` without stretching it, centred, grey around: ((H,W,3) uint8, where it lies)."""
    height, width = image.shape[:2]
    scale = min(size[0] / width, size[1] / height)
    inner = max(1, min(size[0], round(width * scale))), max(1, min(size[1], round(height * scale)))
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    canvas = np.full((size[1], size[0], 3), GREY, np.uint8)
    shrink = scale < 0.5
    resized = cv2.resize(image, inner, interpolation=cv2.INTER_AREA if shrink else cv2.INTER_LINEAR)
    canvas[top : top + inner[1], left : left + inner[0]] = resized
    return canvas, Letterbox(inner[0] / width, inner[1] / height, left, top)


def to_input(image: Image) -> NDArray[np.float32]:
    """(H,W,3) uint8 BGR → (1,3,H,W) float32 RGB in [0,1]."""
    return np.ascontiguousarray(image.transpose(2, 0, 1)[None, ::-1], dtype=np.float32) / np.float32(255)


def from_letterbox(boxes: NDArray[np.float32], place: Letterbox) -> NDArray[np.float32]:
    """(N,4) xyxy in input pixels → in image pixels, not cut to the image."""
    offset = np.asarray([place.left, place.top] * 2, np.float32)
    scale = np.asarray([place.scale_x, place.scale_y] * 2, np.float32)
    return np.asarray((boxes - offset) / scale, np.float32)


def points_from_letterbox(points: NDArray[np.float32], place: Letterbox) -> NDArray[np.float32]:
    """(...,2) xy in input pixels → in image pixels."""
    offset, scale = np.asarray([place.left, place.top], np.float32), np.asarray([place.scale_x, place.scale_y], np.float32)
    return np.asarray((points - offset) / scale, np.float32)
