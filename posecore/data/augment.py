"""Augmentation of the paper (facts, "Training") and, off by default, what helps small data sets.

Geometry is drawn first and applied as one affine; images are touched last. Random numbers come from the caller's generator.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.geometry import BOX_PADDING, box_to_center_scale, boxes_from_keypoints
from posecore.skeletons import Skeleton

Image = NDArray[np.uint8]

_MISSED = (0.05, 0.3)
"""Share of a box's width or height by which one of its sides is moved inwards."""


@dataclass(frozen=True, kw_only=True)
class Augmentation:
    """What is drawn at random for one training sample; the defaults are the paper's.

    Attributes:
        flip: probability of mirroring.
        half_body: probability of keeping only the upper or the lower body, where more than ``half_body_joints`` joints are labelled.
        padding: crop size per box size; the paper crops for training as for testing.
        scale: the crop is scaled by clip(1 + scale·randn, 1 - scale, 1 + scale).
        rotation: degrees; turned by clip(rotation·randn, ±2·rotation), with probability ``rotation_probability``.
        truncate: probability of cutting the person at the chest or waist, as a laptop's camera does (not in the paper).
        shift: the box is moved by up to this part of its size (not in the paper; detectors are not exact).
        miss: probability of a box that misses a part of the person, a raised arm or a foot: one or two of its sides are moved inwards, see
            :func:`incomplete_box` (not in the paper).
        edge: probability that the image ends within the person, see :func:`posecore.data.clutter.edge_window`; twice that of people at
            least as tall as the crop, who are as sharp then as in front of a webcam (not in the paper).
        neighbour: probability of another person beside the person, see :func:`posecore.data.clutter.paste_neighbour` (not in the paper).
        small: probability of a crop with the detail of a person far away: 1.5 to 4 times fewer pixels a side (not in the paper).
        colour, blur, cutout, lowlight, jpeg, occlude: probabilities of disturbing the image (not in the paper).
    """

    flip: float = 0.5
    half_body: float = 0.3
    half_body_joints: int = 8
    padding: float = BOX_PADDING
    scale: float = 0.5
    rotation: float = 40.0
    rotation_probability: float = 0.6
    truncate: float = 0.0
    shift: float = 0.0
    miss: float = 0.0
    edge: float = 0.0
    neighbour: float = 0.0
    small: float = 0.0
    colour: float = 0.0
    blur: float = 0.0
    cutout: float = 0.0
    lowlight: float = 0.0
    jpeg: float = 0.0
    occlude: float = 0.0


NO_AUGMENTATION = Augmentation(flip=0, half_body=0, scale=0, rotation=0, rotation_probability=0)


@dataclass(frozen=True)
class CropGeometry:
    """The drawn geometry: crop centre (2,) and scale (2,) in px of the image, rotation in degrees, mirrored or not."""

    center: NDArray[np.float64]
    scale: NDArray[np.float64]
    rotation: float
    flip: bool


def draw_geometry(
    box: NDArray[np.float64],
    keypoints: NDArray[np.floating],
    visibility: NDArray[np.floating],
    aspect_ratio: float,
    skeleton: Skeleton,
    settings: Augmentation,
    rng: np.random.Generator,
) -> CropGeometry:
    """Choose the crop of one person.

    Args:
        box: (4,) xyxy px.
        keypoints: (K,2) xy px.
        visibility: (K,), 0 where not labelled.
        aspect_ratio: width / height of the network's input.
    """
    labelled = visibility > 0
    box = box.astype(np.float64)
    if labelled.sum() > settings.half_body_joints and rng.random() < settings.half_body:
        box = half_body_box(box, keypoints, labelled, skeleton, rng)
    elif settings.truncate and rng.random() < settings.truncate:
        box = truncated_box(box, keypoints, labelled, skeleton, rng)
    if settings.shift:
        size = np.tile(box[2:] - box[:2], 2)
        box = box + size * np.tile(rng.uniform(-settings.shift, settings.shift, 2), 2)
    if settings.miss and rng.random() < settings.miss:
        box = incomplete_box(box, rng)
    centers, scales = box_to_center_scale(box[None], aspect_ratio, settings.padding)
    factor = float(np.clip(1 + settings.scale * rng.standard_normal(), 1 - settings.scale, 1 + settings.scale))
    rotation = 0.0
    if rng.random() < settings.rotation_probability:
        rotation = float(np.clip(settings.rotation * rng.standard_normal(), -2 * settings.rotation, 2 * settings.rotation))
    return CropGeometry(centers[0], scales[0] * factor, rotation, bool(rng.random() < settings.flip))


def incomplete_box(box: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """(4,) xyxy box with one or two of its sides moved inwards, each by 5 to 30 % of the width or height: what a detector that misses a
    limb gives."""
    size = np.tile(box[2:] - box[:2], 2)
    sides = rng.choice(4, size=int(rng.integers(1, 3)), replace=False)
    inwards = np.zeros(4)
    inwards[sides] = rng.uniform(*_MISSED, len(sides))
    return box + size * inwards * (1, 1, -1, -1)


def half_body_box(
    box: NDArray[np.float64], keypoints: NDArray[np.floating], labelled: NDArray[np.bool_], skeleton: Skeleton, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(4,) box around the labelled joints of the upper or the lower body, whichever is drawn; ``box`` where fewer than three are there."""
    upper = labelled & skeleton.upper_body_mask
    lower = labelled & ~skeleton.upper_body_mask
    chosen = upper if (rng.random() < 0.5 and upper.sum() > 2) or lower.sum() <= 2 else lower
    if chosen.sum() < 3:
        return box
    half = boxes_from_keypoints(keypoints[None], chosen[None], margin=0.25)[0]
    return half if (half[2:] - half[:2]).min() >= 4 else box


def truncated_box(
    box: NDArray[np.float64], keypoints: NDArray[np.floating], labelled: NDArray[np.bool_], skeleton: Skeleton, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(4,) box of an upright person cut between chest and hips, as a webcam sees one; ``box`` where the person is not upright."""
    names = skeleton.keypoints
    shoulders = [names.index(n) for n in ("left_shoulder", "right_shoulder") if n in names and labelled[names.index(n)]]
    hips = [names.index(n) for n in ("left_hip", "right_hip") if n in names and labelled[names.index(n)]]
    if not shoulders or not hips:
        return box
    top, bottom = keypoints[shoulders, 1].mean(), keypoints[hips, 1].mean()
    cut = top + (bottom - top) * rng.uniform(0.35, 1.15)
    if bottom - top < 0.15 * (box[3] - box[1]) or cut - box[1] < 8 or cut > box[3]:
        return box
    above = labelled & (keypoints[:, 1] <= cut)
    around = boxes_from_keypoints(keypoints[None], above[None], margin=0.15)[0] if above.sum() >= 3 else box
    return np.asarray([min(around[0], box[2] - 8), box[1], max(around[2], box[0] + 8), cut])


def disturb(image: Image, settings: Augmentation, rng: np.random.Generator, occluder: Callable[[], Image] | None = None) -> Image:
    """Fewer pixels, colour, light, blur, JPEG, cut-out and pasted occluders on a crop (H,W,3) BGR uint8, each with its probability.

    ``occluder`` gives an image to paste a piece of; it is called only when one is needed.
    """
    if settings.small and rng.random() < settings.small:
        image = _far_away(image, rng)
    if rng.random() < settings.colour:
        image = _recolour(image, rng)
    if rng.random() < settings.lowlight:
        dark = np.power(np.arange(256) / 255.0, rng.uniform(1.3, 2.5)) * rng.uniform(0.4, 0.9) * 255
        noise = rng.normal(0, rng.uniform(2, 10), image.shape)
        image = np.clip(dark[image] + noise, 0, 255).astype(np.uint8)
    if rng.random() < settings.blur:
        image = _blur(image, rng)
    if rng.random() < settings.cutout:
        image = _cover(image, rng, None)
    if occluder is not None and rng.random() < settings.occlude:
        image = _cover(image, rng, occluder())
    if rng.random() < settings.jpeg:
        _, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(20, 75))])
        image = np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)
    return image


def _recolour(image: Image, rng: np.random.Generator) -> Image:
    gains: NDArray[np.float32] = (1 + rng.uniform(-0.15, 0.15, 3) + rng.uniform(-0.25, 0.25)).astype(np.float32)
    shifted: NDArray[np.float32] = (image + np.float32(rng.uniform(-20, 20))) * gains
    if rng.random() < 0.15:
        shifted = np.repeat(shifted.mean(axis=2, keepdims=True), 3, axis=2)
    return np.asarray(np.clip(shifted, 0, 255), np.uint8)


def _blur(image: Image, rng: np.random.Generator) -> Image:
    """Out of focus, or moved along a line."""
    if rng.random() < 0.5:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.5, 2.0))), np.uint8)
    length = int(rng.integers(3, 10))
    kernel = np.zeros((length, length), np.float32)
    cv2.line(kernel, (0, int(rng.integers(length))), (length - 1, int(rng.integers(length))), 1.0)
    return np.asarray(cv2.filter2D(image, -1, kernel / kernel.sum()), np.uint8)


def _far_away(image: Image, rng: np.random.Generator) -> Image:
    """Shrunk and grown again: what a crop around a small person looks like."""
    height, width = image.shape[:2]
    factor = rng.uniform(1.5, 4.0)
    shrunk = cv2.resize(image, (max(4, round(width / factor)), max(4, round(height / factor))), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(shrunk, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _cover(image: Image, rng: np.random.Generator, filler: Image | None) -> Image:
    """A copy with one rectangle covered by a colour, or by a piece of ``filler``."""
    height, width = image.shape[:2]
    image = image.copy()
    h, w = int(height * rng.uniform(0.08, 0.35)), int(width * rng.uniform(0.1, 0.45))
    y, x = int(rng.integers(height - h)), int(rng.integers(width - w))
    if filler is None:
        image[y : y + h, x : x + w] = rng.integers(0, 256, 3)
    else:
        fy, fx = (int(rng.integers(max(1, side - part + 1))) for side, part in zip(filler.shape[:2], (h, w), strict=True))
        patch = filler[fy : fy + h, fx : fx + w]
        image[y : y + patch.shape[0], x : x + patch.shape[1]] = patch
    return image
