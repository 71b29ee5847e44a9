"""Where frames come from. Every source is opened, read frame by frame, and closed; a source knows nothing of poses or threads.

with VideoFile("walk.mp4") as source:
    for frame in source:
        frame.image, frame.index, frame.time
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from posecore.engine import Interruptible, Paced, Reconnecting, Seekable
from posecore.sources.address import RemoteFile, redact

__all__ = [
    # what some sources can do and others cannot; ask with isinstance
    "Interruptible", "Paced", "Reconnecting", "Recording", "Seekable", "Source", "SourceError", "SourceFrame", "SourceInfo",
]  # fmt: skip

_S = TypeVar("_S", bound="Source")


class SourceError(ValueError):
    """The source cannot be opened or read on.

    The message is one line that names the source and what is wrong with it; secrets of an address are removed from it.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(redact(message))


@dataclass(frozen=True)
class SourceFrame:
    """One frame as a viewer shows it.

    Attributes:
        image: (H,W,3) uint8 BGR, upright (rotation already applied). The receiver may write into it.
        index: 0, 1, 2, … in the order of presentation.
        time: presentation time in seconds; of a live source, seconds on ``time.monotonic``'s clock.
        pts: the presentation time in units of ``time_base``; ``time == pts * time_base``.
        time_base: seconds a tick.
        duration: how long the frame is shown, in ticks, as the source states it (not always the gap to the next); None where it does not.
        name: the file this frame was read from, where every frame has its own (image folders); else "".
    """

    image: NDArray[np.uint8]
    index: int
    time: float
    pts: int
    time_base: Fraction
    duration: int | None = None
    name: str = ""


@dataclass(frozen=True)
class SourceInfo:
    """What a source says about itself once it is open.

    Attributes:
        name: short name for people (a file name, a camera's name).
        width: px, of the frames as delivered.
        height: px, of the frames as delivered.
        fps: average frames a second, None where unknown. For display only: time comes from each frame.
        frames: number of frames to come, an estimate; None where unknown or endless.
        duration: seconds, an estimate; None where unknown or endless.
    """

    name: str
    width: int
    height: int
    fps: float | None = None
    frames: int | None = None
    duration: float | None = None


class Source(ABC):
    """Base of all sources. ``live`` tells whether frames that nobody fetches in time are gone (a camera) or wait (a file)."""

    live: bool = False

    @property
    @abstractmethod
    def info(self) -> SourceInfo:
        """Size, rate and length. Raises RuntimeError before :meth:`open`."""

    @abstractmethod
    def open(self) -> None:
        """Get ready to read. Raises SourceError where that is impossible; a failed source needs no :meth:`close`."""

    @abstractmethod
    def read(self) -> SourceFrame | None:
        """The next frame, or None at the end. Raises SourceError where the source breaks."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and devices. May be called twice."""

    def __enter__(self: _S) -> _S:
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __iter__(self) -> Iterator[SourceFrame]:
        while (frame := self.read()) is not None:
            yield frame


class Recording(Source):
    """Base of sources that have an end and lose no frame: a video file, a folder of images. What a writer needs to know to copy one.

    Attributes:
        path: the file or folder.
        place: where its sound is read from: ``path``, or an address.
        time_base: seconds a tick of :attr:`SourceFrame.pts`, of all frames.
        pixel_aspect: width ÷ height of a pixel as it is stored; frames are delivered in square ones.
        sample_aspect_ratio: width ÷ height of a pixel as delivered: 1.
        has_audio: whether ``path`` holds sound.
        truncated: whether the end is missing.
        damaged_packets: pieces left out so far because they could not be decoded.
        repeatable: whether it can be closed and opened again to read the same frames.
    """

    live = False
    repeatable = True

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.place: Path | RemoteFile = self.path
        self.time_base = Fraction(1, 1)
        self.pixel_aspect = Fraction(1, 1)
        self.sample_aspect_ratio = Fraction(1, 1)
        self.has_audio = False
        self.truncated = False
        self.damaged_packets = 0

    @property
    def clock_offset(self) -> Fraction:
        """Seconds on the recording's own clock at which this source's time is zero."""
        return Fraction(0)

    @property
    def span(self) -> tuple[Fraction, Fraction | None] | None:
        """Seconds of this source's time between which the recording's sound belongs to it, the second None: to its end. None: all of it."""
        return None

    @property
    def waiting(self) -> float:
        """Seconds since a call of :meth:`open` or :meth:`read` that is under way made progress; 0 where none is. From any thread."""
        return 0.0

    @property
    def files(self) -> list[Path]:
        """The files that are read; known once it is open."""
        return [self.path]

    @property
    def notices(self) -> list[str]:
        """Lines on what was out of the ordinary so far and was dealt with."""
        return []

    @property
    def left_out(self) -> list[Path]:
        """Files of a folder that are not read because they are no images; known once it is open."""
        return []
