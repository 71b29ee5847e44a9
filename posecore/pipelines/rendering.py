"""What an annotated video shows: its size, what lies behind the skeletons, and how it is coded."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.drawing.faces import blur_faces
from posecore.drawing.painter import Style, paint
from posecore.drawing.plan import plan
from posecore.people import People
from posecore.sinks.video import CODECS

__all__ = ["BACKGROUNDS", "Rendering"]

Image = NDArray[np.uint8]

BACKGROUNDS = ("image", "black", "blur", "none")
"""Behind the skeletons: the image; black; the image made unrecognisable; nothing at all, that is transparent (``.mov`` only)."""

_BLURRED_HEIGHT = 18
"""Rows to which an image is reduced before it is enlarged again: faces and writing are gone at any size."""


@dataclass(frozen=True)
class Rendering:
    """See the module. Raises ValueError for unknown words.

    Attributes:
        style: how people are drawn.
        background: one of :data:`BACKGROUNDS`.
        height: of the video, px; its width follows. None: as the recording. Poses are estimated on the frames as they are.
        quality: CRF, lower is better and larger.
        codec: a key of :data:`posecore.sinks.video.CODECS`.
    """

    style: Style = field(default_factory=Style)
    background: str = "image"
    height: int | None = None
    quality: int = 20
    codec: str = "h264"

    def __post_init__(self) -> None:
        if self.background not in BACKGROUNDS:
            raise ValueError(f"'{self.background}' is no background; there are: {', '.join(BACKGROUNDS)}")
        if self.codec not in CODECS:
            raise ValueError(f"'{self.codec}' is no codec; there are: {', '.join(CODECS)}")
        if self.height is not None and self.height < 2:
            raise ValueError("a video needs a height of at least 2 px")

    @property
    def transparent(self) -> bool:
        """Whether frames have a fourth channel."""
        return self.background == "none"

    @property
    def suffix(self) -> str:
        """Of the file, where the caller does not choose it."""
        return ".mov" if self.transparent else ".mp4"

    def refuse(self, output: Path) -> str:
        """Why a video of this kind cannot be in the file ``output``, in a line; "" where it can."""
        if self.transparent and output.suffix.lower() != ".mov":
            return f"{output}: a video without background must be a .mov; MP4 knows no transparency"
        return ""

    def size(self, width: int, height: int) -> tuple[int, int]:
        """(W, H) px of the video of frames of ``width`` × ``height`` px."""
        if self.height is None or self.height == height:
            return width, height
        return max(2, 2 * round(width * self.height / height / 2)), self.height

    def __call__(self, image: Image, people: People, everyone: People | None = None) -> Image:
        """(H,W,3) uint8 BGR, which may be drawn into, and its people → (H',W',3) BGR; with ``transparent`` (H',W',4) BGRA.

        ``everyone``: those whose faces are blurred, drawn or not; None: ``people``.
        """
        height, width = image.shape[:2]
        size = self.size(width, height)
        elements = plan(people, self.style, (width, height), size[1] / height)
        if self.transparent:
            black, white = (np.full((size[1], size[0], 3), level, np.uint8) for level in (0, 255))
            paint(black, elements)
            paint(white, elements)
            return _matte(black, white)
        canvas = self._canvas(image, people if everyone is None else everyone, size)
        paint(canvas, elements)
        return canvas

    def _canvas(self, image: Image, everyone: People, size: tuple[int, int]) -> Image:
        if self.background == "black":
            return np.zeros((size[1], size[0], 3), np.uint8)
        if self.background == "blur":
            return _unrecognisable(image, size)
        if self.style.blur_faces:
            blur_faces(image, everyone, self.style.threshold)
        if size == (image.shape[1], image.shape[0]):
            return image
        smaller = size[1] < image.shape[0]
        return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR), np.uint8)


def _unrecognisable(image: Image, size: tuple[int, int]) -> Image:
    height, width = image.shape[:2]
    rows = min(height, _BLURRED_HEIGHT)
    small = cv2.resize(image, (max(1, round(width * rows / height)), rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _matte(black: Image, white: Image) -> Image:
    """The same drawing on black and on white → its colour and opacity, (H,W,4) BGRA."""
    alpha = 255 - (white.astype(np.int16) - black).max(axis=2).clip(0, 255)
    colour = black.astype(np.float32) * (255 / np.maximum(alpha, 1))[..., None]
    return np.dstack([colour.clip(0, 255).round(), alpha]).astype(np.uint8)
