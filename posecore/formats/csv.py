"""CSV: a line a person.

Columns ``frame, time, id, score, x1, y1, x2, y2`` and then ``NAME_x, NAME_y, NAME_score`` of each joint. A frame with nobody in it has no
line. The file names neither its source nor the size of the frames; its joint set is known by the names of the
columns; one that is not built in is read without its limbs.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from posecore.formats.interface import KeypointFile, KeypointFrame, KeypointHeader, KeypointWriter
from posecore.formats.registry import register_format
from posecore.formats.text import PersonRow, TextWriter
from posecore.people import People
from posecore.skeletons import SKELETONS, Skeleton

_COLUMNS = ["frame", "time", "id", "score", "x1", "y1", "x2", "y2"]


def _joint_columns(skeleton: Skeleton) -> list[str]:
    return [f"{name}_{part}" for name in skeleton.keypoints for part in ("x", "y", "score")]


class CsvWriter(TextWriter):
    """Writes a line a person."""

    def begin(self) -> None:
        self._csv = csv.writer(self.file, lineterminator="\n")
        self._csv.writerow([*_COLUMNS, *_joint_columns(self.header.skeleton)])

    def write_rows(self, frame_index: int, time: float, rows: list[PersonRow], extra: dict[str, Any]) -> None:
        for row in rows:
            joints = [value for joint in row.keypoints for value in joint]
            self._csv.writerow([frame_index, time, row.id, row.score, *row.box, *joints])


@register_format(".csv")
class Csv:
    """See the module."""

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Raises SinkError. ``extra`` fields of a frame are left out."""
        return CsvWriter(path, header)

    def read(self, path: Path) -> KeypointFile:
        """Frames that have people in them. Raises OSError, ValueError."""
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            try:
                skeleton = _skeleton(next(lines, []))
                rows = [_numbers(line, skeleton) for line in lines]
            except ValueError as error:
                raise ValueError(f"{path}, line {max(1, lines.line_num)}: not a lightpose keypoint file ({error})") from error
        frames = [_frame(list(group), skeleton) for _, group in groupby(rows, key=lambda row: row[0])]
        return KeypointFile(KeypointHeader("", skeleton, version=""), frames)


def _skeleton(columns: list[str]) -> Skeleton:
    for skeleton in SKELETONS.values():
        if columns == [*_COLUMNS, *_joint_columns(skeleton)]:
            return skeleton
    triples = [columns[i : i + 3] for i in range(len(_COLUMNS), len(columns), 3)]
    names = tuple(first.removesuffix("_x") for first, *_ in triples)
    if (
        columns[: len(_COLUMNS)] == _COLUMNS
        and columns[len(_COLUMNS) :] == [f"{n}_{part}" for n in names for part in ("x", "y", "score")]
        and names
    ):
        return Skeleton("custom", names, (), None, ())
    raise ValueError("the columns are those of no joint set")


def _numbers(line: list[str], skeleton: Skeleton) -> list[float]:
    expected = len(_COLUMNS) + 3 * len(skeleton.keypoints)
    if len(line) != expected:
        raise ValueError(f"{len(line)} values instead of {expected}")
    return [float(value) for value in line]


def _frame(rows: list[list[float]], skeleton: Skeleton) -> KeypointFrame:
    table = np.asarray(rows, np.float64)
    joints = table[:, 8:].reshape(len(table), -1, 3)
    people = People.build(table[:, 4:8], table[:, 3], joints[..., :2], joints[..., 2], table[:, 2].astype(np.int64), skeleton)
    return KeypointFrame(int(table[0, 0]), float(table[0, 1]), people)
