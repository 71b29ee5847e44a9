"""Read the images of a data set."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.sources.image_size import too_large


class LabelledImage(Protocol):
    """An image file and (W, H) px that its labels refer to, where known."""

    @property
    def image(self) -> Path: ...

    @property
    def size(self) -> tuple[int, int] | None: ...


def read_image(path: object, size: tuple[int, int] | None = None) -> NDArray[np.uint8]:
    """(H,W,3) BGR uint8 in the frame of the labels.

    COCO's coordinates refer to the pixels as stored, before any EXIF rotation; some tools label photos upright. ``size`` (W, H), the
    image's size in the annotation file, decides: where only the upright photo has it, the photo is turned upright.

    Raises OSError with one line where the file is missing, broken or too large to decode.
    """
    try:
        data = Path(str(path)).read_bytes()
    except FileNotFoundError:
        raise FileNotFoundError(f"{path}: the picture is missing") from None
    if large := too_large(data):
        raise OSError(f"{path}: {large}")
    image = _decode(data, cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    if image is None:
        raise OSError(f"{path}: not a picture that can be decoded")
    if size and size[0] != size[1] and image.shape[:2] == size:  # width and height the other way round
        upright = _decode(data, cv2.IMREAD_COLOR)
        if upright is not None and upright.shape[:2] == size[::-1]:
            image = upright
    return image


def read_labelled(person: LabelledImage) -> NDArray[np.uint8]:
    """:func:`read_image` of a sample."""
    return read_image(person.image, person.size)


def entry_size(entry: dict[str, object]) -> tuple[int, int] | None:
    """(W, H) of an image entry of :func:`posecore.data.coco_json.read_coco_json`, None where it has none."""
    width, height = entry.get("width"), entry.get("height")
    return (width, height) if isinstance(width, int) and isinstance(height, int) else None


def _decode(data: bytes, flags: int) -> NDArray[np.uint8] | None:
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), flags) if data else None
    except (cv2.error, MemoryError):  # more pixels than OpenCV decodes
        return None
    return None if image is None else np.asarray(image, np.uint8)
