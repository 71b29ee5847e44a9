"""CSV: a line a person.

Columns ``frame, time``, of images ``file, width, height``, then ``id, score, x1, y1, x2, y2`` and ``NAME_x, NAME_y, NAME_score`` of each
joint. A frame with nobody in it has no line. The file names neither its source nor the size of the frames; its joint set is known by the
names of the columns; one that is not built in is read without its limbs.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from posecore.formats.interface import KeypointFile, KeypointFrame, KeypointHeader, KeypointWriter, Loss
from posecore.formats.registry import register_format
from posecore.formats.text import PersonRow, TextWriter
from posecore.people import People
from posecore.skeletons import SKELETONS, Skeleton

IMAGE_COLUMNS = ("file", "width", "height")


def columns(skeleton: Skeleton, images: bool) -> list[str]:
    """The names of the columns of tables of people."""
    joints = [f"{name}_{part}" for name in skeleton.keypoints for part in ("x", "y", "score")]
    return ["frame", "time", *(IMAGE_COLUMNS if images else ()), "id", "score", "x1", "y1", "x2", "y2", *joints]


def joint_set(names: Sequence[str]) -> tuple[Skeleton, bool]:
    """The joint set of a table with these columns, and whether its frames are images. Raises ValueError for others."""
    for skeleton in SKELETONS.values():
        for images in (False, True):
            if list(names) == columns(skeleton, images):
                return skeleton, images
    raise ValueError("the columns are those of no joint set")


class CsvWriter(TextWriter):
    """Writes a line a person."""

    def begin(self) -> None:
        self._csv = csv.writer(self.file, lineterminator="\n")
        self._csv.writerow(columns(self.header.skeleton, self.header.images))

    def write_rows(self, frame_index: int, time: float, rows: list[PersonRow], extra: dict[str, Any]) -> None:
        image = [extra.get(name, "") for name in IMAGE_COLUMNS] if self.header.images else []
        for row in rows:
            joints = [value for joint in row.keypoints for value in joint]
            self._csv.writerow([frame_index, time, *image, row.id, row.score, *row.box, *joints])


@register_format(".csv")
class Csv:
    """See the module."""

    titles: Mapping[str, str] = {".csv": "CSV"}

    loses: frozenset[Loss] = frozenset({"source", "size", "empty frames"})

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Raises SinkError. ``extra`` fields of a frame are left out."""
        return CsvWriter(path, header)

    def read(self, path: Path) -> KeypointFile:
        """Frames that have people in them. Raises OSError, ValueError."""
        with path.open(encoding="utf-8-sig", newline="") as file:  # Excel begins it with a BOM
            lines = csv.reader(file)
            try:
                skeleton, images = joint_set(next(lines, []))
                rows = [_numbers(line, skeleton, images) for line in lines]
            except ValueError as error:
                raise ValueError(f"{path}, line {max(1, lines.line_num)}: not a lightpose keypoint file ({error})") from error
        frames = [_frame(list(group), skeleton) for _, group in groupby(rows, key=lambda row: row[0][0])]
        return KeypointFile(KeypointHeader("", skeleton, version="", images=images), frames)


_Row = tuple[list[float], dict[str, Any]]


def _numbers(line: list[str], skeleton: Skeleton, images: bool) -> _Row:
    expected = len(columns(skeleton, images))
    if len(line) != expected:
        raise ValueError(f"{len(line)} values instead of {expected}")
    if not images:
        return _finite(line), {}
    file, width, height = line[2:5]
    extra: dict[str, Any] = {"file": file, **{name: int(value) for name, value in (("width", width), ("height", height)) if value}}
    return _finite([*line[:2], *line[5:]]), extra


def _finite(cells: list[str]) -> list[float]:
    found = [float(cell) for cell in cells]
    wrong = next((cell for cell, number in zip(cells, found, strict=True) if not abs(number) < 1e18), None)  # nan is not
    if wrong is not None:
        raise ValueError(f"{wrong[:20]} where a number is expected")
    return found


def _frame(rows: list[_Row], skeleton: Skeleton) -> KeypointFrame:
    table = np.asarray([numbers for numbers, _ in rows], np.float64)
    joints = table[:, 8:].reshape(len(table), -1, 3)
    people = People.build(table[:, 4:8], table[:, 3], joints[..., :2], joints[..., 2], table[:, 2].astype(np.int64), skeleton)
    return KeypointFrame(int(table[0, 0]), float(table[0, 1]), people, rows[0][1])
