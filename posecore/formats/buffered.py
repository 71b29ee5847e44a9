"""What writers have in common that can write only once everything is known."""

from __future__ import annotations

import errno
from abc import abstractmethod
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.formats.interface import KeypointFrame, KeypointHeader
from posecore.people import People
from posecore.sinks import Sink

__all__ = ["BufferedWriter", "box_around", "frame_rate", "longest_seen"]


class BufferedWriter(Sink):
    """A :class:`posecore.formats.KeypointWriter` that keeps the people in memory (some 300 bytes each) and writes at the end."""

    def __init__(self, path: Path, header: KeypointHeader) -> None:
        super().__init__(path, {path.suffix.lower()})
        self.header = header
        self.frames: list[KeypointFrame] = []

    def write(self, frame_index: int, time: float, people: People, **extra: Any) -> None:
        """See :meth:`posecore.formats.KeypointWriter.write`."""
        if people.skeleton.name != self.header.skeleton.name:
            raise ValueError(f"people have the joints of {people.skeleton.name}, the file those of {self.header.skeleton.name}")
        self.frames.append(KeypointFrame(frame_index, time, people, extra))
        self.count += 1

    def _close(self) -> None:
        if self.frames or self.partial != self.path:
            try:
                self.write_all(self.partial)
            except MemoryError as error:  # tables that have a row for each frame's number, or a column for each person
                raise OSError(errno.ENOMEM, "its table of frames and people is larger than the memory") from error

    @abstractmethod
    def write_all(self, path: Path) -> None:
        """Write ``self.frames`` to ``path``. Raises OSError."""


def longest_seen(frames: list[KeypointFrame]) -> list[int]:
    """The ids of all people, the one on most frames first."""
    counts = Counter(int(number) for frame in frames for number in frame.people.ids)
    return sorted(counts, key=lambda number: (-counts[number], number))


def frame_rate(frames: list[KeypointFrame]) -> float:
    """Frames a second by the usual distance between frames; 30 where there are none to tell."""
    steps = np.diff([frame.time for frame in frames]) / np.maximum(1, np.diff([frame.index for frame in frames])) if len(frames) > 1 else []
    step = float(np.median(steps)) if len(steps) else 0.0
    return round(1 / step, 6) if step > 0 else 30.0


def box_around(keypoints: NDArray[np.floating], scores: NDArray[np.floating]) -> NDArray[np.float32]:
    """(N,4) xyxy: the bounds of the (N,K,2) keypoints with a score; zeros where there is none. For files that hold no boxes."""
    boxes = np.zeros((len(keypoints), 4), np.float32)
    for row, (points, known) in enumerate(zip(keypoints, (scores > 0) & np.isfinite(keypoints).all(axis=-1), strict=True)):
        if known.any():
            boxes[row] = [*points[known].min(axis=0), *points[known].max(axis=0)]
    return boxes
