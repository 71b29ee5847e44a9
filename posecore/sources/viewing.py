"""From a decoded frame to what a viewer shows: upright, square pixels, full-range BGR, one size throughout."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.sources.hdr import is_hdr, tone_map

_BT709, _SMPTE170M, _UNSPECIFIED = 1, 6, 2  # AVColorSpace
_HD_HEIGHT = 600
"""Untagged video at least this high is taken as BT.709, below as BT.601, as players do."""

_LET_GO = 4
"""Frames after which nobody holds a decoded frame any more: then what :meth:`Orientation.of` left of it is collected."""

_ALMOST = Fraction(1, 50)
"""Pixels that differ from a square by no more than this are shown as squares: rounding of an encoder's."""

_WIDEST = 8
"""Pixels wider, or higher, than this times the other side are a damaged field."""


@dataclass(frozen=True)
class Orientation:
    """How stored pixels become upright ones: transpose first, then mirror left-right and top-bottom."""

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    @classmethod
    def from_display_matrix(cls, matrix: NDArray[np.int32]) -> Orientation:
        """From the nine numbers of a display matrix (x' = m0·x + m3·y, y' = m1·x + m4·y); the nearest of the eight orientations."""
        a, b, c, d = (int(matrix[i]) for i in (0, 1, 3, 4))
        if abs(b) + abs(c) > abs(a) + abs(d):
            return cls(True, c < 0, b < 0)
        return cls(False, a < 0, d < 0)

    @classmethod
    def of(cls, frame: Any) -> Orientation:
        """That of a decoded frame's display matrix; none: as stored.

        PyAV's frame and its side data name each other: from here on the frame's memory waits for the garbage collector. Not for each frame.
        """
        matrix = frame.side_data.get("DISPLAYMATRIX")
        return cls.from_display_matrix(np.frombuffer(matrix, np.int32)) if matrix is not None else cls()

    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Upright (H,W,3) image; the very same array where nothing is to be done."""
        result: Any = image
        if self.transpose:
            result = cv2.transpose(result)
        if self.flip_x or self.flip_y:
            result = cv2.flip(result, {(True, True): -1, (True, False): 1, (False, True): 0}[self.flip_x, self.flip_y])
        upright: NDArray[np.uint8] = result
        return upright


def pixel_aspect(stated: Fraction | None) -> Fraction:
    """Width ÷ height of a pixel as a file states it; 1 where it does not, nearly does, or states nonsense."""
    aspect = Fraction(stated or 1)
    if not Fraction(1, _WIDEST) <= aspect <= _WIDEST or abs(aspect - 1) <= _ALMOST:
        return Fraction(1)
    return aspect


class Viewing:
    """Shows the frames of one video.

    Args:
        first: the first decoded frame; its size as shown is that of all.
        aspect: of the stored pixels, by :func:`pixel_aspect`.

    Attributes:
        width, height: px, of the images as shown.
        resized: frames so far that had another size and were fitted in between black bars.
    """

    def __init__(self, first: Any, aspect: Fraction) -> None:
        self._aspect = aspect
        width, height = self._square(first.width, first.height)
        self._orientation, self._rotation, self._was_key = Orientation.of(first), first.rotation, True
        self.width, self.height = (height, width) if self._orientation.transpose else (width, height)
        self.resized = 0
        self._until_collection = _LET_GO

    def _square(self, width: int, height: int) -> tuple[int, int]:
        return (max(2, 2 * round(width * self._aspect / 2)), height) if self._aspect != 1 else (width, height)

    def _orientation_of(self, frame: Any) -> Orientation:
        """That of the last frame, looked up anew where it can be another: where the angle is, and at key frames between others."""
        rotation, key = frame.rotation, bool(frame.key_frame)
        if rotation != self._rotation or (key and not self._was_key):
            self._orientation, self._rotation = Orientation.of(frame), rotation
            self._until_collection = _LET_GO
        self._was_key = key
        return self._orientation

    def image(self, frame: Any) -> NDArray[np.uint8]:
        """(H,W,3) uint8 BGR of a decoded frame."""
        if self._until_collection:
            self._until_collection -= 1
            if not self._until_collection:
                gc.collect(1)  # by itself Python collects so few objects after hours: a frame for each key frame piles up
        size = self._square(frame.width, frame.height)
        if frame.colorspace == _UNSPECIFIED:
            frame.colorspace = _BT709 if frame.height >= _HD_HEIGHT else _SMPTE170M
        if is_hdr(frame):
            rgb = frame.to_ndarray(format="rgb48le", width=size[0], height=size[1], dst_color_range="JPEG", threads=1)
            image = tone_map(rgb, int(frame.color_trc))
        else:
            image = frame.to_ndarray(format="bgr24", width=size[0], height=size[1], dst_color_range="JPEG", threads=1)
        image = self._orientation_of(frame).apply(image)
        if image.shape[:2] != (self.height, self.width):
            self.resized += 1
            image = letterboxed(image, self.width, self.height)
        return image


def letterboxed(image: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """``image`` as large as it fits into (height,width,3), in the middle, black around it."""
    scale = min(width / image.shape[1], height / image.shape[0])
    inner = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    resized = cv2.resize(image, inner, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    result = np.zeros((height, width, 3), np.uint8)
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    result[top : top + inner[1], left : left + inner[0]] = resized
    return result
