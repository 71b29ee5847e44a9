"""Ultralytics' pose data sets → the shape of COCO's JSON.

One text file an image, one line a person: class, centre and size of the box, then x, y and, where ``kpt_shape`` of the ``data.yaml``
says 3, the visibility of each joint, all as fractions of the upright image.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from posecore.data.samples import DataError
from posecore.sources.image_size import image_size, too_large

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})
_SHAPE = re.compile(r"^kpt_shape:\s*(?:\[\s*(\d+)\s*,\s*(\d+)\s*\]|\n\s*-\s*(\d+)\s*\n\s*-\s*(\d+))", re.M)
_NAMES = re.compile(r"^names:[ \t]*(?:\[(.*?)\]|\n((?:[ \t]*(?:-|\d+:).*\n?)+))", re.M | re.S)


def read_yolo_pose(labels: Path) -> dict[str, Any]:
    """The label files of one split in COCO's shape: ``images`` with upright sizes, ``annotations``, ``categories`` by the names of classes.

    Args:
        labels: the folder of label files; the images are in the folder of the same name with ``images`` in place of ``labels``.

    Raises DataError for a folder without images, or the file and line that are wrong.
    """
    folder = images_of(labels)
    description = _description(labels)
    shape, names = _shape(description), _names(description)
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in IMAGE_SUFFIXES):
        name = path.relative_to(folder)
        file = (labels / name).with_suffix(".txt")
        size = upright_size(path) if file.is_file() else None
        if size is None:
            continue
        images.append({"id": len(images) + 1, "file_name": name.as_posix(), "width": size[0], "height": size[1]})
        for row in _people(file, shape, size):
            annotations.append({"id": len(annotations) + 1, "image_id": len(images), **row})
    if not images:
        raise DataError(f"{labels}: no label file (.txt) of an image in {folder}")
    classes = sorted({row["category_id"] for row in annotations} | set(range(len(names))))
    categories = [{"id": number, "name": names[number] if number < len(names) else str(number)} for number in classes]
    return {"images": images, "annotations": annotations, "categories": categories}


def images_of(labels: Path) -> Path:
    """The image folder of a folder of label files: ``labels`` replaced by ``images`` in the last part of the path where it stands."""
    parts = list(labels.parts)
    for place in range(len(parts) - 1, -1, -1):
        if parts[place] == "labels":
            return Path(*parts[:place], "images", *parts[place + 1 :])
    raise DataError(f"{labels}: not a folder of label files (no 'labels' in its path)")


def upright_size(path: Path) -> tuple[int, int] | None:
    """(W, H) px of an image turned by its EXIF orientation, as ultralytics labels it; None for what cannot be decoded."""
    data = path.read_bytes()
    size = image_size(data)
    if size is None or too_large(data):
        return None
    if b"Exif" not in data[: 1 << 16]:
        return size
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return None if image is None else (image.shape[1], image.shape[0])


def _description(labels: Path) -> str:
    """The text of the data set's YAML, "" where there is none in the three folders above the labels."""
    for folder in list(labels.parents)[:3]:
        for path in [folder / "data.yaml", *sorted(folder.glob("*.yaml"))]:
            if path.is_file():
                text = path.read_text(encoding="utf-8-sig", errors="replace")
                if "kpt_shape" in text:
                    return text
    return ""


def _shape(text: str) -> tuple[int, int] | None:
    """``kpt_shape``: joints, numbers a joint; None where the YAML does not tell."""
    match = _SHAPE.search(text)
    if match is None:
        return None
    joints, numbers = (int(v) for v in match.groups() if v is not None)
    return joints, numbers


def _names(text: str) -> list[str]:
    match = _NAMES.search(text)
    if match is None:
        return []
    inline, block = match.groups()
    rows = inline.split(",") if inline is not None else [re.sub(r"^\s*(?:-|\d+:)", "", line) for line in block.splitlines()]
    return [row.strip().strip("'\"") for row in rows]


def _people(file: Path, shape: tuple[int, int] | None, size: tuple[int, int]) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8-sig", errors="replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            values = np.asarray([float(v) for v in line.split()], np.float64)
        except ValueError:
            raise DataError(f"{file}, line {number}: not numbers: {line[:60]!r}") from None
        joints, numbers = shape or _guess(len(values) - 5)
        if len(values) == 5:
            points = np.zeros((0, 3))
        elif len(values) != 5 + joints * numbers or numbers not in (2, 3):
            told = f"{joints} joints of {numbers} numbers" if shape else "joints of 3 or 2 numbers (no kpt_shape in a data.yaml)"
            raise DataError(f"{file}, line {number}: {len(values)} numbers; a class, a box and {told} are expected")
        else:
            table = values[5:].reshape(joints, numbers)
            seen = table[:, 2] if numbers == 3 else 2.0 * (table[:, :2] != 0).any(axis=1)
            points = np.column_stack([table[:, :2] * size, seen])
        centre, extent = values[1:3] * size, values[3:5] * size
        rows.append(
            {
                "category_id": int(values[0]) if np.isfinite(values[0]) else 0,
                "iscrowd": 0,
                "bbox": [*(centre - extent / 2).tolist(), *extent.tolist()],
                "keypoints": points.reshape(-1).tolist(),
            }
        )
    return rows


def _guess(count: int) -> tuple[int, int]:
    """Joints and numbers a joint where no YAML tells: with visibility if it can be."""
    return (count // 3, 3) if count % 3 == 0 else (count // 2, 2 if count % 2 == 0 else 0)
