"""Boxes that another detector found before, by image: COCO detection results (the paper's protocol on val2017), or COCO labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from posecore.runtime.detectors.base import Detections, Image

PERSON = 1
"""COCO's category."""


def read_detections(path: Path) -> list[dict[str, Any]]:
    """Rows of ``image_id``, ``bbox`` (xywh px), ``score`` and perhaps ``category_id``; of labels, with the file's name as ``image_id``.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is none of both.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FileNotFoundError(f"{path}: no such file; expected COCO detections") from None
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: not a JSON file ({error})") from None
    try:
        if isinstance(content, dict):
            names = {image["id"]: image["file_name"] for image in content["images"]}
            people = [label for label in content["annotations"] if not label.get("iscrowd")]
            content = [{**label, "image_id": names[label["image_id"]], "score": 1.0} for label in people]
        for row in content:
            x, y, w, h = (float(value) for value in row["bbox"])
            if not np.isfinite([x, y, w, h, float(row["score"])]).all():
                raise ValueError("a number that is not finite")
            str(row["image_id"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: not COCO detections, a list of image_id, bbox, score ({error!r})") from None
    return list(content)


def holds_boxes(detector: str | Path | None) -> bool:
    """Whether ``detector`` names a file of boxes found before, not a network."""
    return str(detector).lower().endswith(".json")


class BoxesFile:
    """Stands for a detector whose results are in a file; :meth:`of` gives those of an image.

    Args:
        path: see :func:`read_detections`. ``image_id`` is a file's name, its stem, the number that its stem is (``000000000139.jpg`` is 139
            in COCO), or, for the frames of a video, which have no names, the number of the frame, from 0.
        threshold: score from which a box counts; None: all do.
    """

    def __init__(self, path: str | Path, threshold: float | None = None) -> None:
        self.path, self.threshold = Path(path), threshold or 0.0
        rows: dict[str, list[list[float]]] = {}
        for row in read_detections(self.path):
            if row.get("category_id", PERSON) == PERSON and row["score"] >= self.threshold:
                x, y, w, h = row["bbox"]
                rows.setdefault(str(row["image_id"]), []).append([x, y, x + w, y + h, row["score"]])
        self._rows = rows
        self._numbered = bool(rows) and all(key.isdecimal() for key in rows)

    def of(self, name: str, index: int) -> Detections:
        """The boxes of an image by the name of its file; of a frame without one, by its number. None where the file has none of it.

        Raises:
            ValueError: the file counts its images, and ``name`` is no number.
        """
        stem = Path(name).stem
        if name and self._numbered and not stem.isdecimal():
            raise ValueError(f"{self.path}: counts its images, and {name} does not say which number it is")
        keys = (name, Path(name).name, stem, str(int(stem)) if stem.isdecimal() else "") if name else (str(index),)
        found = next((self._rows[key] for key in keys if key in self._rows), [])
        rows = np.asarray(sorted(found, key=lambda row: -row[4]), np.float32).reshape(-1, 5)
        return rows[:, :4].copy(), rows[:, 4].copy()

    def __call__(self, image: Image) -> Detections:
        """Always raises ValueError: an image without its name does not say which one it is."""
        raise ValueError(f"{self.path}: boxes of a file are for images and recordings, whose frames have names or numbers")
