"""COCO results (``.coco.json``): a list with an entry a person, as ``pycocotools`` and most evaluators read it.

``image_id`` is the number in the name of an image whose name is a number (``000000000139.jpg``), else the frame's index; ``keypoints``
are x, y,
score of each joint, ``score`` that of the person. Besides, which others ignore: ``frame``, ``time``, ``track_id``, ``box`` xyxy px, and
of images
``file_name``, ``width``, ``height``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from posecore.formats.buffered import box_around
from posecore.formats.interface import KeypointFile, KeypointFrame, KeypointHeader, KeypointWriter, Loss
from posecore.formats.registry import register_format
from posecore.formats.text import PersonRow, TextWriter
from posecore.people import People
from posecore.skeletons import SKELETONS

_IMAGE = {"file": "file_name", "width": "width", "height": "height"}


class CocoWriter(TextWriter):
    """Writes an entry a person, frame after frame."""

    def begin(self) -> None:
        self.file.write("[")
        self._between = "\n"

    def write_rows(self, frame_index: int, time: float, rows: list[PersonRow], extra: dict[str, Any]) -> None:
        name = Path(str(extra.get("file", ""))).stem
        image = {theirs: extra[ours] for ours, theirs in _IMAGE.items() if ours in extra}
        for row in rows:
            entry = {
                "image_id": int(name) if name.isascii() and name.isdigit() and len(name) < 19 else frame_index,
                "category_id": 1,
                "keypoints": [value for joint in row.keypoints for value in joint],
                "score": row.score,
                "frame": frame_index,
                "time": time,
                **({"track_id": row.id} if row.id >= 0 else {}),
                "box": row.box,
                **image,
            }
            self.file.write(self._between + json.dumps(entry, ensure_ascii=False, allow_nan=False))
            self._between = ",\n"

    def _close(self) -> None:
        self.file.write("\n]\n")
        super()._close()


@register_format(".coco.json")
class Coco:
    """See the module."""

    titles: Mapping[str, str] = {".coco.json": "COCO"}

    loses: frozenset[Loss] = frozenset({"source", "size", "empty frames"})

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Raises SinkError."""
        return CocoWriter(path, header)

    def read(self, path: Path) -> KeypointFile:
        """Results of others too; their ``time`` is 0, their ids are -1. Raises OSError, ValueError."""
        try:
            entries = json.loads(path.read_text(encoding="utf-8-sig"))
            frames: dict[int, list[dict[str, Any]]] = {}
            for entry in entries:
                frames.setdefault(int(entry.get("frame", entry["image_id"])), []).append(entry)
            count = len(entries[0]["keypoints"]) // 3 if entries else 17
            skeleton = next((s for s in SKELETONS.values() if len(s) == count), None)
            if skeleton is None:
                raise ValueError(f"{count} joints are those of no joint set")
            result = []
            for index, rows in frames.items():
                joints = np.asarray([row["keypoints"] for row in rows], np.float64).reshape(len(rows), count, 3)
                boxes = box_around(joints[..., :2], joints[..., 2])
                for i, row in enumerate(rows):
                    boxes[i] = row.get("box", boxes[i])
                ids = np.asarray([row.get("track_id", -1) for row in rows])
                scores = np.asarray([row["score"] for row in rows])
                extra = {ours: rows[0][theirs] for ours, theirs in _IMAGE.items() if theirs in rows[0]}
                people = People.build(boxes, scores, joints[..., :2], joints[..., 2], ids, skeleton)
                result.append(KeypointFrame(index, float(rows[0].get("time", 0.0)), people, extra))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
            raise ValueError(f"{path}, line {line}: not a file of COCO results ({error})") from error
        return KeypointFile(KeypointHeader("", skeleton, version="", images=any("file" in f.extra for f in result)), result)
