"""What a keypoint format offers, and what goes in and out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from posecore.people import People
from posecore.skeletons import COCO17, Skeleton
from posecore.sources.address import redact
from posecore.version import lightpose_version

__all__ = ["KeypointFile", "KeypointFormat", "KeypointFrame", "KeypointHeader", "KeypointWriter"]


@dataclass(frozen=True)
class KeypointHeader:
    """What is known before the first frame.

    Attributes:
        source: name of what the frames come from; secrets of an address are removed from it.
        skeleton: the joint set of all people to come.
        width: px, of the frames; None where they differ or the file does not tell.
        height: px, of the frames; None where they differ or the file does not tell.
        pixel_aspect: width ÷ height of a pixel as the source stores it; coordinates are in square pixels whatever it is.
        version: of lightpose that wrote the file; "" where the file does not tell.
    """

    source: str
    skeleton: Skeleton = COCO17
    width: int | None = None
    height: int | None = None
    version: str = field(default_factory=lightpose_version)
    pixel_aspect: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        name = redact(self.source).encode("utf-8", "backslashreplace").decode("utf-8")  # a name of a file may be no text
        object.__setattr__(self, "source", name)


@dataclass(frozen=True)
class KeypointFrame:
    """The people of one frame, read back. ``time`` in seconds."""

    index: int
    time: float
    people: People


@dataclass(frozen=True)
class KeypointFile:
    """A keypoint file, read back."""

    header: KeypointHeader
    frames: list[KeypointFrame]


class KeypointWriter(Protocol):
    """An open keypoint file, called ``NAME.partial`` until it is whole; :class:`posecore.sinks.Sink` has everything but ``write``.

    Leaving the ``with`` block normally finishes the file, leaving it by an exception keeps what was written as ``.partial``.
    """

    path: Path
    partial: Path
    count: int

    def write(self, frame_index: int, time: float, people: People, **extra: Any) -> None:
        """Append the people of frame ``frame_index`` at ``time`` seconds. ``extra`` fields are kept where the format has room for them.

        Raises SinkError where the file cannot be written (a full disk), ValueError for people of another joint set.
        """
        ...

    def finish(self) -> None:
        """Complete the file and give it its final name. Raises SinkError."""
        ...

    def abort(self) -> None:
        """Close the file and leave it as ``.partial``; one without any frame is removed. Never raises."""
        ...

    def __enter__(self) -> KeypointWriter: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class KeypointFormat(Protocol):
    """Opens and reads files of one format. Made without arguments, once."""

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Start the file ``path``. Raises SinkError where it cannot be written."""
        ...

    def read(self, path: Path) -> KeypointFile:
        """Read a whole file. Raises OSError where it cannot be opened, ValueError naming the line where it is not of this format."""
        ...
