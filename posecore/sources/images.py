"""Pictures: reading and writing single files, and a folder of pictures as a source."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.sources import Source, SourceError, SourceFrame, SourceInfo

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".jp2", ".avif"})
"""What counts as a picture when a folder is searched. A file named outright is read whatever its suffix."""


def read_image(path: str | Path) -> NDArray[np.uint8]:
    """The picture in ``path`` as a viewer shows it: (H,W,3) uint8 BGR, turned upright by its EXIF orientation.

    Any path the system can open will do, non-ASCII names on Windows included. Raises SourceError where there is no picture to be had.
    """
    path = Path(path)
    if path.is_dir():
        raise SourceError(f"{path} is a folder, not a picture")
    try:
        data = np.fromfile(path, np.uint8)
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be opened: {error.strerror or error}") from error
    if not data.size:
        raise SourceError(f"{path} is empty (0 bytes)")
    try:
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise SourceError(f"{path} cannot be read as a picture: {error.err or 'it is damaged or too large'}") from error
    if image is None:
        raise SourceError(f"{path} cannot be read as a picture: it is damaged, or of a kind OpenCV does not know")
    return image  # type: ignore[return-value]


def natural_key(path: Path) -> list[tuple[int, int | str]]:
    """Sorts ``frame2.png`` before ``frame10.png``."""
    return [(0, int(part)) if part.isdigit() else (1, part.lower()) for part in re.split(r"(\d+)", path.name) if part]


def list_images(folder: str | Path) -> list[Path]:
    """The pictures directly in ``folder``, in natural order. Raises SourceError where it is no folder or holds none."""
    folder = Path(folder)
    if not folder.is_dir():
        raise SourceError(f"{folder} is not a folder")
    paths = sorted((p for p in folder.iterdir() if p.suffix.lower() in IMAGE_SUFFIXES and p.is_file()), key=natural_key)
    if not paths:
        raise SourceError(f"{folder} holds no pictures")
    return paths


class ImageFolder(Source):
    """The pictures of a folder as frames, ``fps`` of them a second. Sizes may differ; ``info`` gives the first one's."""

    def __init__(self, folder: str | Path, fps: Fraction | int = 30) -> None:
        self.folder = Path(folder)
        self.time_base = 1 / Fraction(fps)
        self._paths: list[Path] = []
        self._next = 0
        self._info: SourceInfo | None = None

    @property
    def info(self) -> SourceInfo:
        if self._info is None:
            raise RuntimeError(f"{self.folder} is not open")
        return self._info

    def open(self) -> None:
        """Raises SourceError where the folder is missing, holds no pictures, or its first picture cannot be read."""
        self._paths = list_images(self.folder)
        self._next = 0
        height, width = read_image(self._paths[0]).shape[:2]
        count = len(self._paths)
        self._info = SourceInfo(self.folder.name, width, height, float(1 / self.time_base), count, float(count * self.time_base))

    def read(self) -> SourceFrame | None:
        if self._next >= len(self._paths):
            return None
        index, path = self._next, self._paths[self._next]
        image = read_image(path)
        self._next += 1
        return SourceFrame(image, index, float(index * self.time_base), index, self.time_base, 1, path.name)

    def close(self) -> None:
        self._paths = []
