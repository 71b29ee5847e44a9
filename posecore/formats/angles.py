"""Joint angles as files: a table (``.angles.csv``, or any ``.csv`` where angles are asked for) and OpenSim's motion file (``.mot``).

Both hold :func:`posecore.angles.measures` of the joint set, in degrees; they are written, not read back.

The table has a line a person a frame: ``frame, time``, of images ``file``, then ``id`` and ``NAME, NAME_score`` of each angle; an angle
that is not
known is an empty cell, its score is there all the same. The motion file has a line a frame: ``time``, the angles of the person seen
longest,
those of others as ``personID_NAME``; an unknown angle is ``NaN``.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from posecore.angles import THRESHOLD, angle_scores, joint_angles, measures
from posecore.formats.buffered import BufferedWriter, longest_seen
from posecore.formats.interface import KeypointFile, KeypointHeader, KeypointWriter, Loss
from posecore.formats.registry import register_format
from posecore.formats.text import SECONDS, PersonRow, TextWriter
from posecore.people import People
from posecore.sinks import SinkError, check_output

__all__ = ["ANGLE_SUFFIXES", "AngleCsvWriter", "MotWriter", "check_angles", "open_angle_writer"]

ANGLE_SUFFIXES = frozenset({".csv", ".mot"})


class AngleCsvWriter(TextWriter):
    """Writes a line a person. ``threshold``: keypoints that score less are unknown."""

    def __init__(self, path: Path, header: KeypointHeader, threshold: float = THRESHOLD) -> None:
        self.threshold = threshold
        super().__init__(path, header)

    def begin(self) -> None:
        self.definitions = measures(self.header.skeleton)
        self._csv = csv.writer(self.file, lineterminator="\n")
        names = [cell for name in self.definitions for cell in (name, f"{name}_score")]
        self._csv.writerow(["frame", "time", *(["file"] if self.header.images else []), "id", *names])

    def write_rows(self, frame_index: int, time: float, rows: list[PersonRow], extra: dict[str, Any]) -> None:
        """Not used: the angles are those of the keypoints before they are rounded."""

    def write(self, frame_index: int, time: float, people: People, **extra: Any) -> None:
        """See :meth:`posecore.formats.KeypointWriter.write`."""
        super().write(frame_index, time, people, **extra)
        degrees = joint_angles(people, self.threshold, self.definitions)
        scores = angle_scores(people, self.definitions)
        file = [extra.get("file", "")] if self.header.images else []
        try:
            for row in range(len(people)):
                cells: list[object] = []
                for angle, score in zip(degrees[row].tolist(), scores[row].tolist(), strict=True):
                    cells += ["" if math.isnan(angle) else round(angle, 2), round(score, 4)]
                self._csv.writerow([frame_index, round(time, SECONDS), *file, int(people.ids[row]), *cells])
            self.file.flush()
        except OSError as error:
            raise SinkError(f"cannot write {self.path}: {error.strerror or error}") from error


class MotWriter(BufferedWriter):
    """Writes a line a frame, once the number of frames and the people are known. ``threshold`` as of :class:`AngleCsvWriter`."""

    def __init__(self, path: Path, header: KeypointHeader, threshold: float = THRESHOLD) -> None:
        self.threshold = threshold
        super().__init__(path, header)

    def write_all(self, path: Path) -> None:
        definitions = measures(self.header.skeleton)
        ids = longest_seen(self.frames)
        names = [name if number == ids[0] else f"person{number}_{name}" for number in ids for name in definitions] or list(definitions)
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(f"Coordinates\nversion=1\nnRows={len(self.frames)}\nnColumns={len(names) + 1}\ninDegrees=yes\nendheader\n")
            file.write("\t".join(["time", *names]) + "\n")
            for frame in self.frames:
                found = joint_angles(frame.people, self.threshold, definitions)
                cells = np.full(len(names), np.nan)
                for place, number in enumerate(ids):
                    rows = np.flatnonzero(frame.people.ids == number)
                    if len(rows):
                        cells[place * len(definitions) : (place + 1) * len(definitions)] = found[rows[0]]
                file.write("\t".join([f"{frame.time:.6f}", *("NaN" if math.isnan(v) else f"{v:.2f}" for v in cells.tolist())]) + "\n")


def check_angles(path: str | Path) -> Path:
    """``path``, once it is clear that a file of angles can be written there. Raises SinkError."""
    return check_output(path, ANGLE_SUFFIXES)


def open_angle_writer(path: str | Path, header: KeypointHeader, threshold: float = THRESHOLD) -> KeypointWriter:
    """Start the file of angles ``path``, ``.csv`` or ``.mot``; keypoints below ``threshold`` are unknown. Raises SinkError."""
    path = check_angles(path)
    return MotWriter(path, header, threshold) if path.suffix.lower() == ".mot" else AngleCsvWriter(path, header, threshold)


@register_format(".mot", ".angles.csv")
class Angles:
    """See the module."""

    titles: Mapping[str, str] = {".mot": "OpenSim MOT", ".angles.csv": "Angles (CSV)"}

    loses: frozenset[Loss] = frozenset({"keypoints"})

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Raises SinkError."""
        return open_angle_writer(path, header)

    def read(self, path: Path) -> KeypointFile:
        """Raises ValueError: keypoints do not follow from angles."""
        raise ValueError(f"{path} holds angles; keypoints cannot be found from them")
