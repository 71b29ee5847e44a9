"""What a keypoint file may say: whatever its format, nobody downstream meets a number that is none."""

from __future__ import annotations

import csv
import math
import numbers
from collections.abc import Callable
from pathlib import Path

import numpy as np

from posecore.formats.interface import KeypointFile, KeypointFrame, KeypointHeader

_LARGEST = 2**53
"""Numbers of frames: larger ones are not exact in most programs."""
_LONGEST = 300
"""Letters of a message beside the name of the file; it may quote a whole line."""

STRAY = (TypeError, AttributeError, LookupError, ArithmeticError, RecursionError, csv.Error)
"""What a reader stumbles over where a value has another type or size than it thinks."""


def read_checked(path: Path, read: Callable[[Path], KeypointFile]) -> KeypointFile:
    """What ``read`` finds in ``path``.

    Raises OSError, and ValueError of one short line where it is not such a file, or says numbers that cannot be.
    """
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # told below, by what came of it
            found = read(path)
        _check_header(found.header)
        for frame in found.frames:
            _check_frame(frame)
    except STRAY as error:
        raise ValueError(f"{path}: not a keypoint file ({_short(error)})") from error
    except _Wrong as error:
        raise ValueError(f"{path}: not a keypoint file ({error})") from error
    except ValueError as error:
        if len(str(error)) <= len(str(path)) + _LONGEST:
            raise
        raise ValueError(str(error)[: len(str(path)) + _LONGEST] + " …)") from error
    return found


class _Wrong(Exception):
    """A value that cannot be."""


def _short(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"


def _check_header(header: KeypointHeader) -> None:
    for name, value in (("width", header.width), ("height", header.height)):
        if value is not None and not (_whole(value) and 0 < value < _LARGEST):
            raise _Wrong(f"{name} is no number of pixels")
    if not header.pixel_aspect > 0:
        raise _Wrong("pixel_aspect is not above 0")
    if not isinstance(header.version, str) or not isinstance(header.source, str) or "\0" in header.source:
        raise _Wrong("its version or source is no text")


def _check_frame(frame: KeypointFrame) -> None:
    if not _whole(frame.index) or not 0 <= frame.index < _LARGEST:
        raise _Wrong("a frame's number is none")
    if not isinstance(frame.time, numbers.Real) or isinstance(frame.time, bool) or not math.isfinite(frame.time):
        raise _Wrong(f"the time of frame {frame.index} is no number")
    people = frame.people
    for what in (people.boxes, people.scores, people.keypoints, people.keypoint_scores):
        if not np.isfinite(what).all():
            raise _Wrong(f"a number of frame {frame.index} is missing or too large")
    if "file" in frame.extra and not (isinstance(frame.extra["file"], str) and "\0" not in frame.extra["file"]):
        raise _Wrong(f"the file name of frame {frame.index} is none")
    if any(isinstance(value, float) and not math.isfinite(value) for value in frame.extra.values()):
        raise _Wrong(f"a number of frame {frame.index} is missing or too large")


def _whole(value: object) -> bool:
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)
