"""Groups of people made from single ones: cut-outs pasted over and beside the people of another image.

Images of one athlete or model teach a detector that people stand alone; in living rooms and streets they overlap. Cut-outs come from
GrabCut (Rother et al. 2004, in OpenCV) started with the labelled box; only what is plainly one person is kept.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.data.images import read_image
from posecore.geometry import box_areas, clip_boxes
from posecore.training.detector.labels import label_lines, read_labels

GROUP = "group_"
"""Prefix of the images that :func:`write_groups` adds."""

Image = NDArray[np.uint8]
LONGEST = 416


def cut_out(image: Image, box: NDArray[np.floating]) -> tuple[Image, Image] | None:
    """The person in a box and their mask: ((h,w,3), (h,w) uint8 0..255), or None where the mask has not the shape of one person.

    Args:
        image: (H,W,3) BGR.
        box: (4,) xyxy px.
    """
    height, width = image.shape[:2]
    x1, y1, x2, y2 = clip_boxes(np.asarray(box)[None], width, height)[0].round().astype(int)
    if x2 - x1 < 24 or y2 - y1 < 48:
        return None
    mask = np.zeros((height, width), np.uint8)
    cv2.grabCut(image, mask, (x1, y1, x2 - x1, y2 - y1), np.zeros((1, 65)), np.zeros((1, 65)), 2, cv2.GC_INIT_WITH_RECT)
    person = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(person)
    if count < 2:
        return None
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    left, top, w, h, area = (int(v) for v in stats[largest])
    box_width, box_height = x2 - x1, y2 - y1
    if h < 0.85 * box_height or w < 0.6 * box_width or not 0.28 <= area / (box_width * box_height) <= 0.85:
        return None
    alpha = cv2.GaussianBlur((labels == largest).astype(np.uint8) * 255, (3, 3), 0)
    inside = slice(top, top + h), slice(left, left + w)
    return image[inside].copy(), np.asarray(alpha[inside], np.uint8)


def paste(image: Image, person: Image, alpha: Image, left: int, top: int) -> None:
    """Lay a cut-out over ``image`` in place, its corner at (left, top), which may lie outside."""
    height, width = image.shape[:2]
    x1, y1 = max(left, 0), max(top, 0)
    x2, y2 = min(left + person.shape[1], width), min(top + person.shape[0], height)
    if x2 <= x1 or y2 <= y1:
        return
    part = slice(y1 - top, y2 - top), slice(x1 - left, x2 - left)
    weight = alpha[part][..., None].astype(np.float32) / 255
    below = image[y1:y2, x1:x2]
    image[y1:y2, x1:x2] = (person[part] * weight + below * (1 - weight)).round().astype(np.uint8)


def make_group(
    image: Image, boxes: NDArray[np.floating], cut_outs: list[tuple[Image, Image]], rng: np.random.Generator
) -> tuple[Image, NDArray[np.float64]]:
    """Paste one to four cut-outs near the people of an image, the far ones first.

    Args:
        image: (H,W,3) BGR, left as it is.
        boxes: (N,4) xyxy px of its people.
        cut_outs: to draw from, see :func:`cut_out`.

    Returns:
        The image, its longer side 416 px, and (M,4) boxes of everyone who is still at least 30 % visible, px.
    """
    scale = LONGEST / max(image.shape[:2])
    canvas: Image = np.asarray(cv2.resize(image, None, fx=scale, fy=scale), np.uint8)
    height, width = canvas.shape[:2]
    placed = list(clip_boxes(np.asarray(boxes, np.float64).reshape(-1, 4) * scale, width, height))
    owner = np.full((height, width), -1, np.int32)
    for i in np.argsort(box_areas(np.asarray(placed).reshape(-1, 4))):
        x1, y1, x2, y2 = placed[i].round().astype(int)
        owner[y1:y2, x1:x2] = i
    pixels = [int((owner == i).sum()) for i in range(len(placed))]
    sizes = np.sort(rng.uniform(0.3, 1.5, rng.integers(1, 5))) * height
    for tall in sizes:
        person, alpha = cut_outs[rng.integers(len(cut_outs))]
        factor = tall / person.shape[0]
        size = max(8, round(person.shape[1] * factor)), max(8, round(tall))
        person, alpha = (cv2.resize(v, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR) for v in (person, alpha))  # type: ignore[assignment]
        if rng.random() < 0.5:
            person, alpha = person[:, ::-1], alpha[:, ::-1]
        person = np.clip(person * rng.uniform(0.6, 1.25), 0, 255).astype(np.uint8)
        near = placed[rng.integers(len(placed))] if placed else np.asarray([0, 0, width, height], np.float64)
        left = round((near[0] + near[2]) / 2 + rng.normal(0, 0.6) * (near[2] - near[0] + size[0]) / 2 - size[0] / 2)
        top = round(np.clip(near[1] + rng.normal(0, 0.15) * height, -0.05 * height, 0.7 * height))
        before = len(placed)
        paste(canvas, person, alpha, left, top)
        region = clip_boxes(np.asarray([[left, top, left + size[0], top + size[1]]], np.float64), width, height)[0]
        x1, y1, x2, y2 = region.astype(int)
        solid = alpha[y1 - top : y2 - top, x1 - left : x2 - left] > 127
        owner[y1:y2, x1:x2][solid] = before
        placed.append(region)
        pixels.append(int((alpha > 127).sum()))
    visible = [i for i in range(len(placed)) if (owner == i).sum() >= 0.3 * max(pixels[i], 1)]
    return canvas, np.asarray([placed[i] for i in visible], np.float64).reshape(-1, 4)


def write_groups(images: Path, labels: Path, count: int, cut_outs: int = 600, prefix: str = "ccp_", seed: int = 0) -> int:
    """Add ``count`` images of groups to a folder that ultralytics reads.

    Args:
        images, labels: folders of the training split, see :mod:`posecore.training.detector.data`.
        cut_outs: how many people to cut out, from images whose name starts with ``prefix`` and whose largest person fills most of it.

    Returns:
        How many were written; 0 where no image gives a cut-out.
    """
    rng = np.random.default_rng(seed)
    names = sorted(p for p in images.glob("*.jpg") if not p.name.startswith(GROUP))
    found: list[tuple[Image, Image]] = []
    for path in rng.permutation(np.asarray([p for p in names if p.name.startswith(prefix)], dtype=object)):
        if len(found) == cut_outs:
            break
        image, boxes = _read(path, labels)
        if len(boxes):
            largest = boxes[int(box_areas(boxes).argmax())]
            piece = cut_out(image, largest) if largest[3] - largest[1] >= 0.6 * image.shape[0] else None
            if piece:
                found.append(piece)
    if not found:
        return 0
    for k in range(count):
        path = names[rng.integers(len(names))]
        image, boxes = _read(path, labels)
        group, people = make_group(image, boxes, found, rng)
        cv2.imwrite(str(images / f"{GROUP}{k:05d}.jpg"), group, [cv2.IMWRITE_JPEG_QUALITY, 90])
        (labels / f"{GROUP}{k:05d}.txt").write_text(label_lines(people, group.shape[1], group.shape[0]))
    return count


def _read(path: Path, labels: Path) -> tuple[Image, NDArray[np.float64]]:
    image = read_image(path)
    return image, read_labels(labels / f"{path.stem}.txt", image.shape[1], image.shape[0])
