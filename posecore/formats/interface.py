"""What a keypoint format offers, and what goes in and out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Protocol, runtime_checkable

from posecore.people import People
from posecore.skeletons import COCO17, Skeleton
from posecore.sources.address import redact
from posecore.version import lightpose_version

__all__ = [
    "Checked",
    "KeypointFile",
    "KeypointFormat",
    "KeypointFrame",
    "KeypointHeader",
    "KeypointWriter",
    "Loss",
    "Lossy",
    "Needing",
    "Titled",
]


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
        images: whether every frame is an image with a file name and a size of its own, which come as ``file``, ``width`` and ``height`` of
            each frame; tables then have these columns.
        person_height: m, of the person seen longest, for formats that can be in metres; None: not known.
        device: what the networks ran on, such as ``cpu`` or ``cuda``; "" where it is not known.
    """

    source: str
    skeleton: Skeleton = COCO17
    width: int | None = None
    height: int | None = None
    version: str = field(default_factory=lightpose_version)
    pixel_aspect: Fraction = Fraction(1)
    images: bool = False
    person_height: float | None = None
    device: str = ""

    def __post_init__(self) -> None:
        name = redact(self.source).encode("utf-8", "backslashreplace").decode("utf-8")  # a name of a file may be no text
        object.__setattr__(self, "source", name)


@dataclass(frozen=True)
class KeypointFrame:
    """The people of one frame, read back. ``time`` in seconds; ``extra``: further fields, such as the ``file`` of an image."""

    index: int
    time: float
    people: People
    extra: dict[str, Any] = field(default_factory=dict)


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


Loss = Literal[
    "source", "size", "empty frames", "times", "ids", "boxes", "scores", "keypoint scores", "file names", "frame sizes", "low keypoints",
    "keypoints",
]  # fmt: skip
"""What a format may have no room for: the header's source and size; frames without people; of each person the id, box, score and keypoint
scores; of each image its name and size; keypoints of low confidence; all keypoints."""


@runtime_checkable
class Lossy(Protocol):
    """A format that does not keep everything; others do, to the decimals they write."""

    loses: frozenset[Loss]


@runtime_checkable
class Checked(Protocol):
    """A format with requirements of its own: that its results are folders, or a package that may be missing."""

    def check(self, path: Path) -> None:
        """Raise SinkError where ``path`` cannot be written."""
        ...


@runtime_checkable
class Titled(Protocol):
    """A format with a name for people."""

    titles: Mapping[str, str]
    """By suffix."""


@runtime_checkable
class Needing(Protocol):
    """A format that needs a package which may be missing."""

    def missing(self) -> str:
        """What is missing and how to install it, in a few words; "" where all is there."""
        ...


class KeypointFormat(Protocol):
    """Opens and reads files of one format. Made without arguments, once."""

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Start the file ``path``. Raises SinkError where it cannot be written."""
        ...

    def read(self, path: Path) -> KeypointFile:
        """Read a whole file. Raises OSError where it cannot be opened, ValueError naming the line where it is not of this format."""
        ...
