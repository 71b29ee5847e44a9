"""COCO keypoint files as people have them → one clean form, from which both training and the ground truth of an evaluation are made.

Public data sets differ from COCO's own file in small ways: other category ids, ids that are strings or stand twice after a merge, no
``area``, ``bbox``, ``num_keypoints`` or ``categories``. Ids, categories, areas and counts are therefore computed here, never trusted.
"""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from posecore.data.cvat import read_cvat
from posecore.data.plausible import check_boxes
from posecore.data.samples import DataError, read_json
from posecore.data.yolo_pose import read_yolo_pose
from posecore.geometry import boxes_from_keypoints
from posecore.skeletons import SKELETONS

PERSON_NAMES = frozenset({"person", "people", "human", "pedestrian"})
ORIGINAL_ID = "original_id"
"""Key of an image's id in the file, where it had to be replaced."""


def read_coco_json(path: Path) -> dict[str, Any]:
    """The file in clean form.

    Args:
        path: a COCO file, CVAT's ``annotations.xml`` or a folder of ultralytics' label files, as
            :func:`posecore.data.layouts.find_annotations` finds them. Joints that the file names as those of a built-in joint set are
            brought into the order of that set.

    Returns:
        ``images`` with unique int ``id`` and ``file_name``; ``annotations`` of people with unique int ``id`` from 1 up, ``image_id``,
        ``category_id`` 1, ``iscrowd``, ``keypoints`` (flat, x, y, v a joint; empty where there are none) and their ``num_keypoints``
        (where there are none, what the file says), ``bbox`` (xywh, from the keypoints where the file has none) and ``area`` (px²);
        ``categories`` of one person. Other keys stay. Ids that are unique ints already stay, images whose id was replaced have it under
        :data:`ORIGINAL_ID`. Annotations of unknown images keep theirs.

    Raises:
        DataError: the file is missing, not JSON or not in COCO's format, with the entry that is wrong; its boxes are corners, or lie
            beside their joints (:func:`posecore.data.plausible.check_boxes`).
    """
    content = _read(path)
    if not isinstance(content, dict) or "images" not in content or "annotations" not in content:
        raise DataError(f"{path}: not in COCO format (no 'images' and 'annotations')")
    for key in ("images", "annotations"):
        rows = content[key]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise DataError(f"{path}: not in COCO format ({key!r} is not a list of objects)")
    images, numbers = _images(path, content["images"])
    annotations = [_annotation(path, row) for row in _people(content)]
    for row in annotations:
        row["image_id"] = numbers.get(_key(row.get("image_id")), row.get("image_id"))
    check_boxes(path, images, annotations)
    ids = [row.get("id") for row in annotations]
    if not _plain(ids, least=1):
        for number, row in enumerate(annotations, start=1):
            row["id"] = number
    category = _category(content)
    if order := _order(category):
        for row in annotations:
            if len(row["keypoints"]) == 3 * len(order):
                row["keypoints"] = [v for k in order for v in row["keypoints"][3 * k : 3 * k + 3]]
        category["keypoints"] = [category["keypoints"][k] for k in order]
    categories = [{**category, "id": 1, "name": "person"}]
    return {**content, "images": images, "annotations": annotations, "categories": categories}


def _read(path: Path) -> Any:
    """The content of a COCO file, of CVAT's XML or of a folder of label files, in COCO's shape."""
    if path.is_dir():
        return read_yolo_pose(path)
    return read_cvat(path) if path.suffix.lower() == ".xml" else read_json(path)


def _order(category: dict[str, Any]) -> list[int] | None:
    """(K,) where the joints of a built-in joint set are among the file's, whose names say that it has them in another order; else None.

    Tools that let people draw their own skeleton export its joints in the order in which they were drawn.
    """
    listed = category.get("keypoints")
    names = ["_".join(str(name).lower().replace("-", " ").split()) for name in listed] if isinstance(listed, list) else []
    for skeleton in SKELETONS.values():
        if set(names) == set(skeleton.keypoints) and len(names) == len(skeleton) and names != list(skeleton.keypoints):
            return [names.index(joint) for joint in skeleton.keypoints]
    return None


def image_path(folder: Path, file_name: str) -> Path:
    """Where the image ``file_name`` of an annotation file is below ``folder``: as written, beside the folder (``images/a.jpg``), or by its
    bare name; the first that exists, else as written."""
    written = Path(file_name.replace("\\", "/"))
    first = folder / written
    if first.is_file():
        return first
    others = [folder.parent / written, *(folder / Path(*written.parts[i:]) for i in range(1, len(written.parts)))]
    return next((path for path in others if path.is_file()), first)


def _images(path: Path, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Images with int ids, and from the file's ids as :func:`_key` to these."""
    kept: dict[str, dict[str, Any]] = {}
    for row in rows:
        name = row.get("file_name")
        if row.get("id") is None or not isinstance(name, str) or not name:
            raise DataError(f"{path}: not in COCO format (an image without 'id' or 'file_name': {str(row)[:80]})")
        other = kept.setdefault(_key(row["id"]), row)
        if other["file_name"] != name:
            raise DataError(f"{path}: image id {row['id']} stands for {other['file_name']} and {name}; give each its own")
    keep = _plain([row["id"] for row in kept.values()])
    images, numbers = [], {}
    for number, (key, row) in enumerate(kept.items(), start=1):
        image = dict(row) if keep else {**row, "id": number, ORIGINAL_ID: row["id"]}
        for side in ("width", "height"):
            value = _number(row.get(side))
            if not value or value <= 0:
                image.pop(side, None)
            else:
                image[side] = int(value)
        images.append(image)
        numbers[key] = image["id"]
    return images, numbers


def _people(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The annotations of people: where one of the categories in use is called a person's, those; else all."""
    rows: list[dict[str, Any]] = content["annotations"]
    listed = content.get("categories")
    listed = [c for c in listed if isinstance(c, dict)] if isinstance(listed, list) else []
    used = Counter(_key(row.get("category_id")) for row in rows)
    people = {_key(c.get("id")) for c in listed if str(c.get("name", "")).lower() in PERSON_NAMES} & set(used)
    others = {_key(c.get("id")) for c in listed} - people if people else set()
    return [row for row in rows if _key(row.get("category_id")) not in others]


def _category(content: dict[str, Any]) -> dict[str, Any]:
    listed = content.get("categories")
    return next((dict(c) for c in listed if isinstance(c, dict) and c.get("keypoints")), {}) if isinstance(listed, list) else {}


def _annotation(path: Path, row: dict[str, Any]) -> dict[str, Any]:
    name = f"{path}: annotation {row.get('id')}"
    points = _numbers(row.get("keypoints"), f"{name}: its keypoints are not a list of numbers")
    if len(points) % 3:
        raise DataError(f"{name}: {len(points)} numbers are no keypoints (x, y and visibility of each joint)")
    triples = np.asarray(points, np.float64).reshape(-1, 3)
    triples[~np.isfinite(triples).all(axis=1) | ~triples[:, :2].any(axis=1)] = 0  # tools write joints that nobody placed as (0, 0)
    labelled = triples[:, 2] > 0
    box = _numbers(row.get("bbox"), f"{name}: its bbox is not four numbers")
    if len(box) not in (0, 4):
        raise DataError(f"{name}: its bbox is not four numbers")
    if len(box) != 4 or not np.isfinite(box).all():
        x1, y1, x2, y2 = boxes_from_keypoints(triples[None, :, :2], labelled[None])[0].tolist()
        box = [x1, y1, x2 - x1, y2 - y1]
    area = _number(row.get("area"))
    counted = {"num_keypoints": int(labelled.sum())} if points else {}
    return {
        **row,
        **counted,
        "category_id": 1,
        "iscrowd": 1 if row.get("iscrowd") in (1, True, "1") else 0,
        "keypoints": triples.reshape(-1).tolist(),
        "bbox": [float(v) for v in box],
        "area": float(area) if area and area > 0 else max(box[2], 0) * max(box[3], 0),  # as COCO's tools take it where there is no mask
    }


def _key(value: object) -> str:
    """Ids that mean the same as one string: 7, 7.0 and "7"."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _plain(ids: list[Any], least: int = 0) -> bool:
    return all(type(i) is int and least <= i < 2**53 for i in ids) and len(set(ids)) == len(ids)


def _number(value: object) -> float | None:
    """A finite number or None."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _numbers(value: object, complaint: str) -> list[float]:
    """A list of numbers, [] for None. Raises DataError with ``complaint``."""
    try:
        if isinstance(value, (str, dict)):
            raise TypeError
        return [float(v) for v in value or ()]  # type: ignore[attr-defined]
    except (TypeError, ValueError, OverflowError):
        raise DataError(complaint) from None
