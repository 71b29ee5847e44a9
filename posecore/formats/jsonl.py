"""JSON Lines.

A header ``{"lightpose": VERSION, "skeleton": "coco17", "width": W, "height": H, "source": NAME}``
(``"device": "cpu"`` where it is known what the networks ran on; ``"pixel_aspect": "W/H"`` where the source's pixels are no squares,
coordinates are in square ones), then a line a frame
``{"frame": i, "time": seconds, "people": [{"id": …, "score": …, "box": [x1, y1, x2, y2], "keypoints": [[x, y, score] × K]}]}``; further
fields of a frame stand between ``time`` and ``people``. A person whom no network looked for on the frame has
``"interpolated": true`` besides: such keypoints follow from other frames (:mod:`posecore.tracking.turns`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from posecore.formats.checked import STRAY
from posecore.formats.interface import KeypointFile, KeypointFrame, KeypointHeader, KeypointWriter
from posecore.formats.registry import register_format
from posecore.formats.text import PersonRow, TextWriter
from posecore.people import People
from posecore.skeletons import Skeleton, get_skeleton, spell


def header_line(header: KeypointHeader) -> dict[str, Any]:
    """The fields of the first line."""
    line: dict[str, Any] = {
        "lightpose": header.version,
        "skeleton": spell(header.skeleton),
        "width": header.width,
        "height": header.height,
        "source": header.source,
    }
    if header.pixel_aspect != 1:
        line["pixel_aspect"] = str(header.pixel_aspect)
    if header.device:
        line["device"] = header.device
    return line


def frame_line(frame_index: int, time: float, rows: list[PersonRow], extra: dict[str, Any] | None = None) -> dict[str, Any]:
    """The fields of a frame's line."""
    people = [{"id": row.id, "score": row.score, "box": row.box, **_origin(row), "keypoints": row.keypoints} for row in rows]
    return {"frame": frame_index, "time": time, **(extra or {}), "people": people}


def _origin(row: PersonRow) -> dict[str, Any]:
    return {"interpolated": True} if row.interpolated else {}


class JsonLinesWriter(TextWriter):
    """Writes a line a frame."""

    def begin(self) -> None:
        line = header_line(self.header)
        self.file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def write_rows(self, frame_index: int, time: float, rows: list[PersonRow], extra: dict[str, Any]) -> None:
        line = frame_line(frame_index, time, rows, extra)
        self.file.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")


@register_format(".jsonl")
class JsonLines:
    """See the module."""

    titles: Mapping[str, str] = {".jsonl": "JSON Lines"}

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Raises SinkError."""
        return JsonLinesWriter(path, header)

    def read(self, path: Path) -> KeypointFile:
        """Raises OSError, ValueError."""
        with path.open(encoding="utf-8-sig") as file:
            number = 1
            try:
                line = json.loads(file.readline())
                skeleton = get_skeleton(line["skeleton"])
                header = KeypointHeader(
                    line["source"], skeleton, line["width"], line["height"], line["lightpose"], Fraction(line.get("pixel_aspect", 1)),
                    device=str(line.get("device", "")),
                )  # fmt: skip
                frames = []
                for text in file:
                    number += 1
                    line = json.loads(text)
                    extra = {name: value for name, value in line.items() if name not in ("frame", "time", "people")}
                    frames.append(KeypointFrame(line["frame"], line["time"], _people(line["people"], skeleton), extra))
            except (ValueError, *STRAY) as error:
                raise ValueError(f"{path}, line {number}: not a lightpose keypoint file ({error})") from error
        return KeypointFile(replace(header, images=any("file" in frame.extra for frame in frames)), frames)


def _people(rows: list[dict[str, Any]], skeleton: Skeleton) -> People:
    if not rows:
        return People.empty(skeleton)
    joints = np.asarray([row["keypoints"] for row in rows], np.float64)
    return People.build(
        np.asarray([row["box"] for row in rows]),
        np.asarray([row["score"] for row in rows]),
        joints[..., :2],
        joints[..., 2],
        np.asarray([row["id"] for row in rows]),
        skeleton,
        np.asarray([bool(row.get("interpolated", False)) for row in rows]),
    )
