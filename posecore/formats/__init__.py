"""Keypoint files: the people of each frame, written as the frames come, and read back. One file a format.

    with formats.open_writer("walk.jsonl", KeypointHeader(source="walk.mp4", width=640, height=480)) as writer:
        writer.write(0, 0.0, people)
    for frame in formats.read("walk.jsonl").frames:
        frame.index, frame.time, frame.people
    convert("walk.jsonl", "walk.trc")

Coordinates are pixels of the upright frame, the centre of its top-left pixel at (0, 0). A further format is one module in this package,
or in another package that names it under the entry points ``lightpose.formats``; see :mod:`posecore.formats.registry`.
"""

from __future__ import annotations

from posecore.formats.interface import KeypointFile, KeypointFormat, KeypointFrame, KeypointHeader, KeypointWriter
from posecore.formats.registry import (
    Known,
    check,
    find_format,
    find_suffix,
    known_formats,
    named,
    open_writer,
    read,
    register_format,
    suffixes,
)
from posecore.formats.several import Keypoints, Writers, convert, losses, open_writers, paths_of

__all__ = [
    "KeypointFile", "KeypointFormat", "KeypointFrame", "KeypointHeader", "KeypointWriter", "Keypoints", "Known", "Writers",
    "check", "convert", "find_format", "find_suffix", "known_formats", "losses", "named", "open_writer", "open_writers",
    "paths_of", "read", "register_format", "suffixes",
]  # fmt: skip
