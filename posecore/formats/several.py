"""Several files at once, and from one format into another."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from posecore.angles import THRESHOLD
from posecore.formats.angles import open_angle_writer
from posecore.formats.interface import KeypointFile, KeypointHeader, KeypointWriter, Loss, Lossy
from posecore.formats.registry import check, find_format, open_writer, read
from posecore.people import People

__all__ = ["Keypoints", "Writers", "convert", "losses", "open_writers", "paths_of"]

Keypoints = str | Path | Iterable[str | Path] | None
"""One keypoint file, several, or none."""

_WORDS: dict[Loss, str] = {
    "source": "the name of the source",
    "size": "the size of the frames",
    "empty frames": "frames without people",
    "times": "the times of the frames",
    "ids": "which person has which id",
    "boxes": "the boxes",
    "scores": "the scores of people",
    "keypoint scores": "the scores of keypoints",
    "low keypoints": f"keypoints that score less than {THRESHOLD}",
    "file names": "the names of the images",
    "frame sizes": "the size of each image",
    "keypoints": "the keypoints, of which the angles are kept",
}


def paths_of(keypoints: Keypoints) -> list[Path]:
    """The files, in their order."""
    if keypoints is None:
        return []
    return [Path(keypoints)] if isinstance(keypoints, (str, Path)) else [Path(path) for path in keypoints]


class Writers:
    """Several files that are written together; has all that :class:`posecore.formats.KeypointWriter` has but a path."""

    def __init__(self, writers: list[KeypointWriter]) -> None:
        self.writers = writers
        self._stack = ExitStack()

    def write(self, frame_index: int, time: float, people: People, **extra: Any) -> None:
        """Append the people of a frame to every file. Raises SinkError, ValueError as the writers do."""
        for writer in self.writers:
            writer.write(frame_index, time, people, **extra)

    def __enter__(self) -> Writers:
        for writer in self.writers:
            self._stack.enter_context(writer)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)


def open_writers(keypoints: Keypoints, header: KeypointHeader, angles: Keypoints = None) -> Writers:
    """Start keypoint files, each in the format of its name, and files of joint angles. Raises SinkError; then none is left behind."""
    opened: list[KeypointWriter] = []
    try:
        for path in paths_of(keypoints):
            opened.append(open_writer(path, header))
        for path in paths_of(angles):
            opened.append(open_angle_writer(path, header))
    except BaseException:
        for writer in opened:
            writer.abort()
        raise
    return Writers(opened)


def convert(source: str | Path, target: str | Path, person_height: float | None = None) -> list[str]:
    """Read one keypoint file and write another; what ``target`` has no room for is named.

    Args:
        source: a keypoint file of any format that can be read.
        target: a keypoint file of any format, also ``.mot`` and ``.angles.csv``; overwritten.
        person_height: m, see :class:`posecore.formats.KeypointHeader`.

    Returns:
        What is lost, a few words each; empty where everything is kept.

    Raises OSError or ValueError for the source, SinkError for the target.
    """
    check(target)
    given = read(source)
    given = replace(given, header=replace(given.header, person_height=person_height))
    with open_writer(target, given.header) as writer:
        for frame in given.frames:
            writer.write(frame.index, frame.time, frame.people, **frame.extra)
    return losses(given, target)


def losses(file: KeypointFile, target: str | Path) -> list[str]:
    """What of ``file`` a file called ``target`` would not hold, a few words each."""
    found = find_format(target)
    if found is None or not isinstance(found[1], Lossy):
        return []
    if "keypoints" in found[1].loses:
        return [_WORDS["keypoints"]]
    header, frames = file.header, file.frames
    crowd = [frame.people for frame in frames if len(frame.people)]
    has: dict[Loss, bool] = {
        "source": bool(header.source),
        "size": header.width is not None or header.height is not None,
        "empty frames": len(crowd) < len(frames),
        "times": any(frame.time for frame in frames),
        "ids": any(bool((people.ids >= 0).any()) for people in crowd),
        "boxes": bool(crowd),
        "scores": bool(crowd),
        "keypoint scores": bool(crowd),
        "low keypoints": any(bool((people.keypoint_scores < THRESHOLD).any()) for people in crowd),
        "file names": any("file" in frame.extra for frame in frames),
        "frame sizes": any("width" in frame.extra for frame in frames),
    }
    return [words for loss, words in _WORDS.items() if loss in found[1].loses and has.get(loss)]
