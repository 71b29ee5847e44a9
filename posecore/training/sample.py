"""A tiny data set to try training on: frames of a clip, labelled by the bundled networks.

It is for seeing that everything works, not for a network worth having: the labels are the shipped network's own answers, and train and val
are two parts of one clip.
"""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from posecore.data.samples import TEACHER, DataError
from posecore.geometry import xyxy_to_xywh
from posecore.people import People
from posecore.pipelines.image import load
from posecore.skeletons import COCO17
from posecore.sources.file import VideoFile

STEP = 5
"""Every so many frames of the clip are taken."""
VAL_SHARE = 0.25
"""The last part of the clip, which is val."""
LABELLED = 0.3
"""Score from which a joint is labelled; as sure (2) from twice that."""


def write_sample(clip: Path, folder: Path) -> Path:
    """Write a COCO-format data set of ``clip`` into ``folder``: ``images/``, ``train.json``, ``val.json``; kept where whole.

    Returns ``folder``. Raises SourceError where the clip cannot be read, DataError where nobody is found in it, OSError.
    """
    if all((folder / f"{split}.json").is_file() for split in ("train", "val")):
        return folder
    (folder / "images").mkdir(parents=True, exist_ok=True)
    found: list[tuple[str, int, int, People]] = []
    find = load()
    with VideoFile(clip) as source:
        for index in count():
            frame = source.read()
            if frame is None:
                break
            if index % STEP:
                continue
            name = f"{clip.stem}_{index:05d}.jpg"
            if not cv2.imwrite(str(folder / "images" / name), frame.image, [cv2.IMWRITE_JPEG_QUALITY, 92]):
                raise OSError(f"{folder / 'images' / name}: cannot be written")
            found.append((name, frame.image.shape[1], frame.image.shape[0], find(frame.image)))
    cut = round(len(found) * (1 - VAL_SHARE))
    for split, rows in (("train", found[:cut]), ("val", found[cut:])):
        if not any(len(people) for *_, people in rows):
            raise DataError(f"{clip}: nobody found in the part for {split}")
        (folder / f"{split}.json").write_text(json.dumps(_coco(rows)), encoding="utf-8")
    return folder


def _coco(rows: list[tuple[str, int, int, People]]) -> dict[str, Any]:
    """COCO's form of (file name, width, height, people)."""
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for number, (name, width, height, people) in enumerate(rows, start=1):
        images.append({"id": number, "file_name": name, "width": width, "height": height})
        boxes = xyxy_to_xywh(people.boxes)
        for box, points, scores in zip(boxes, people.keypoints, people.keypoint_scores, strict=True):
            visibility = (scores >= LABELLED).astype(int) + (scores >= 2 * LABELLED)
            triples = np.concatenate([points * (visibility > 0)[:, None], visibility[:, None]], axis=1)
            annotations.append(
                {
                    "id": len(annotations) + 1, "image_id": number, "category_id": 1, "iscrowd": 0, "source": TEACHER,
                    "bbox": [round(float(v), 2) for v in box], "keypoints": [round(float(v), 2) for v in triples.reshape(-1)],
                }
            )  # fmt: skip
    categories = [{"id": 1, "name": "person", "keypoints": list(COCO17.keypoints)}]
    return {"images": images, "annotations": annotations, "categories": categories}
