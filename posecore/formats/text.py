"""What writers of text formats have in common: one file, every frame flushed, values rounded alike."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from posecore.formats.interface import KeypointHeader
from posecore.people import People
from posecore.sinks import Sink, SinkError

__all__ = ["SECONDS", "PersonRow", "TextWriter", "person_rows"]

_PIXELS, _SCORES, SECONDS = 2, 4, 6
"""Decimals kept."""


@dataclass(frozen=True)
class PersonRow:
    """One person in rounded numbers: ``box`` xyxy px, ``keypoints`` [x, y, score] of each joint; ``interpolated``: from other frames."""

    id: int
    score: float
    box: list[float]
    keypoints: list[list[float]]
    interpolated: bool = False


def person_rows(people: People) -> list[PersonRow]:
    """The people in their order."""
    rows = []
    for i in range(len(people)):
        points = np.round(people.keypoints[i].astype(np.float64), _PIXELS)
        scores = np.round(people.keypoint_scores[i].astype(np.float64), _SCORES)
        box = np.round(people.boxes[i].astype(np.float64), _PIXELS).tolist()
        keypoints = np.column_stack([points, scores]).tolist()
        rows.append(PersonRow(int(people.ids[i]), round(float(people.scores[i]), _SCORES), box, keypoints, bool(people.interpolated[i])))
    return rows


class TextWriter(Sink):
    """A :class:`posecore.formats.KeypointWriter` of lines of text: constant memory, every frame on disk at once.

    Args:
        path: where the file goes.
        header: what is known before the first frame.
    """

    def __init__(self, path: Path, header: KeypointHeader) -> None:
        super().__init__(path, {path.suffix.lower()})
        self.header = header
        try:
            self.file = self.partial.open("w", encoding="utf-8", newline="")
            self.begin()
        except OSError as error:
            self.abort()
            raise SinkError(f"cannot write {self.path}: {error.strerror or error}") from error

    @abstractmethod
    def begin(self) -> None:
        """Write what comes before the first frame to ``self.file``."""

    @abstractmethod
    def write_rows(self, frame_index: int, time: float, rows: list[PersonRow], extra: dict[str, Any]) -> None:
        """Write one frame to ``self.file``; ``time`` is rounded."""

    def write(self, frame_index: int, time: float, people: People, **extra: Any) -> None:
        """See :meth:`posecore.formats.KeypointWriter.write`."""
        if people.skeleton.name != self.header.skeleton.name:
            raise ValueError(f"people have the joints of {people.skeleton.name}, the file those of {self.header.skeleton.name}")
        rows = person_rows(people)
        try:
            self.write_rows(frame_index, round(time, SECONDS), rows, extra)
            self.file.flush()
        except OSError as error:
            raise SinkError(f"cannot write {self.path}: {error.strerror or error}") from error
        self.count += 1

    def _close(self) -> None:
        self.file.close()
