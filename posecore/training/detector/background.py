"""Images without people, cut from beside the people of other images: walls, flags, trees and gear that fill the frame.

Where every training image shows a person, a detector learns that there always is one, and takes the largest object for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.data.images import read_image
from posecore.geometry import box_iou
from posecore.training.detector.labels import read_labels

EMPTY = "empty_"
"""Prefix of the images that :func:`write_empty` adds."""

SMALLEST = 96
"""Shorter side of the smallest window that is cut, px."""


def empty_window(
    width: int, height: int, boxes: NDArray[np.floating], rng: np.random.Generator, tries: int = 100
) -> NDArray[np.int64] | None:
    """A large window of an image that no person's box touches.

    Args:
        width, height: the image's size, px.
        boxes: (N,4) xyxy of its people, px.
        rng: draws the windows that are tried, with sides from 96 px to the image's own and aspect ratios of 1:2 to 2:1.

    Returns:
        (4,) xyxy px, the largest of those tried, or None where all of them touch a person.
    """
    if min(width, height) < SMALLEST:
        return None
    sizes = np.stack([rng.uniform(SMALLEST, width, tries), rng.uniform(SMALLEST, height, tries)], axis=1)
    corners = rng.uniform(size=(tries, 2)) * ([width, height] - sizes)
    windows = np.concatenate([corners, corners + sizes], axis=1).round().astype(np.int64)
    aspect = sizes[:, 0] / sizes[:, 1]
    free = (aspect >= 0.5) & (aspect <= 2.0)
    if len(boxes):
        free &= box_iou(windows.astype(np.float64), np.asarray(boxes, np.float64)).max(axis=1) == 0
    if not free.any():
        return None
    best: NDArray[np.int64] = windows[np.argmax(np.where(free, sizes.prod(axis=1), -1.0))]
    return best


def write_empty(images: Path, labels: Path, names: Sequence[str], count: int, seed: int = 0) -> int:
    """Add up to ``count`` images without people to a folder that ultralytics reads; returns how many were written.

    Args:
        images, labels: folders of the training split, see :mod:`posecore.training.detector.data`.
        names: file names of the images in ``images`` to cut from, in whichever order; each gives at most one.
        count: how many are wanted.
        seed: of the choice of images and windows.
    """
    rng = np.random.default_rng(seed)
    written = 0
    for name in rng.permutation(sorted(names)):
        if written == count:
            break
        image, stem = read_image(images / name), Path(name).stem
        height, width = image.shape[:2]
        window = empty_window(width, height, read_labels(labels / f"{stem}.txt", width, height), rng)
        if window is None:
            continue
        x1, y1, x2, y2 = window
        cv2.imwrite(str(images / f"{EMPTY}{stem}.jpg"), image[y1:y2, x1:x2], [cv2.IMWRITE_JPEG_QUALITY, 92])
        (labels / f"{EMPTY}{stem}.txt").write_text("")
        written += 1
    return written
