"""Labels that are read well and mean something else: boxes given by their corners, joints of another place, images of another size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.data.images import read_image
from posecore.data.samples import DataError
from posecore.sources.image_size import image_size

LOOKED_AT = 5000
"""Images whose size is looked up; of a larger set, every so many."""

_HEAD = 1 << 18
"""Bytes of a file, within which it tells its size."""
_TOLERANCE = 0.01
"""Of a side, 2 px at least: sizes that differ by less are the same, boxes may leave the image so far."""
_FEW = 3
_MOST_CORNERS, _LEAVING, _MOST_OTHER = 0.98, 0.05, 0.1


def check_boxes(path: Path, images: Iterable[dict[str, Any]], annotations: list[dict[str, Any]]) -> None:
    """Raises DataError where most boxes lie beside their own joints, or where they are corners (x1, y1, x2, y2).

    They are corners where many of them would leave the image, and all make sense as corners: of people here and there in their images, no
    more than a third have boxes of which both readings make sense.

    Args:
        path: of the annotation file, for the message.
        images, annotations: as of :func:`posecore.data.coco_json.read_coco_json`.
    """
    sizes = {image["id"]: (image.get("width"), image.get("height")) for image in images}
    labelled = beside = judged = leaving = corners = 0
    for row in annotations:
        x, y, w, h = row["bbox"]
        points = np.asarray(row["keypoints"], np.float64).reshape(-1, 3)
        points = points[points[:, 2] > 0, :2]
        labelled += len(points) > 0
        beside += not _holds(points, x, y, x + w, y + h)
        width, height = sizes.get(row["image_id"], (None, None)) if isinstance(row["image_id"], int) else (None, None)
        if width is None or height is None or not w > 0 or not h > 0:
            continue
        judged += 1
        leaving += x + w > width + _allowed(width) or y + h > height + _allowed(height)
        inside = x < w <= width + _allowed(width) and y < h <= height + _allowed(height)
        corners += inside and _holds(points, x, y, w, h)
    if 2 * beside > labelled:
        raise DataError(
            f"{path}: {beside} of {labelled} boxes hold less than half of their joints; both have to be pixels of the image, bbox x, y "
            "(top left), width, height"
        )
    if leaving >= max(_FEW, _LEAVING * judged) and corners >= _MOST_CORNERS * judged:
        raise DataError(
            f"{path}: its boxes are corners: {leaving} of {judged} would leave their image as x, y, width, height, which bbox has to be; "
            "write width and height, or leave bbox out (boxes are then made from the joints)"
        )


def _holds(points: NDArray[np.floating], x1: float, y1: float, x2: float, y2: float) -> bool:
    """Whether half of (N,2) points, or there are none, lie in a box or close to it."""
    near = 0.1 * (x2 - x1), 0.1 * (y2 - y1)
    inside = (points >= (x1 - near[0], y1 - near[1])) & (points <= (x2 + near[0], y2 + near[1]))
    return not len(points) or bool(inside.all(axis=1).mean() >= 0.5)


def other_sizes(path: Path, images: Mapping[Path, tuple[int, int] | None]) -> dict[Path, tuple[int, int]]:
    """Images of another size (W, H) px than ``images`` says, and that size; not those that are upright as the labels have them.

    Args:
        path: of the annotation file, for the message.
        images: files that exist → (W, H) px by the annotation file, None where it does not say.

    Raises DataError where those are so many that the labels must be of other copies of the images.
    """
    known = [(image, size) for image, size in images.items() if size is not None]
    known = known[:: -(-len(known) // LOOKED_AT) or 1]
    found = {image: other for image, size in known if (other := _other_size(image, size)) is not None}
    if found and len(found) >= _MOST_OTHER * len(known):
        image, (width, height) = next(iter(found.items()))
        said = images[image]
        assert said is not None
        raise DataError(
            f"{path}: {len(found)} of {len(known)} pictures have another size than it says ({image} has {width}×{height} px, not "
            f"{said[0]}×{said[1]}); scale its labels or take the pictures they were made on; where the labels are right, correct or leave "
            "out width and height"
        )
    return found


def _other_size(image: Path, size: tuple[int, int]) -> tuple[int, int] | None:
    try:
        with image.open("rb") as file:
            stored = image_size(file.read(_HEAD))
    except OSError:
        return None  # said when it is read
    if stored is None or _same(stored, size):
        return None
    if _same(stored[::-1], size):
        try:
            height, width = read_image(image, size).shape[:2]
        except OSError:
            return None
        return None if _same((width, height), size) else stored
    return stored


def _same(a: tuple[int, ...], b: tuple[int, int]) -> bool:
    return all(abs(x - y) <= _allowed(y) for x, y in zip(a, b, strict=True))


def _allowed(side: int) -> float:
    return max(2.0, _TOLERANCE * side)
