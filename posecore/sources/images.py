"""Images: reading single files; a folder of images and a numbered image sequence as sources."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.sources import Recording, Source, SourceError, SourceFrame, SourceInfo
from posecore.sources.file import VIDEO_PATTERNS
from posecore.sources.heic import HEIC_SUFFIXES, can_read_heic, decode_heic, is_heic
from posecore.sources.image_size import too_large
from posecore.sources.registry import CameraNames, CaptureOptions, SourceSpec, path_name, register_source

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".jp2", ".avif"})
"""What counts as an image when a folder is searched, on every machine. A file named outright is read whatever its suffix."""


class NoImages(SourceError):
    """A folder without images. ``videos``: how many videos it holds instead."""

    def __init__(self, message: str, videos: int = 0) -> None:
        super().__init__(message)
        self.videos = videos


_PRINTF = re.compile(r"%(?:0(\d+))?d")
_START = re.compile(r"(.*%(?:0\d+)?d.*):(\d+)", re.DOTALL)


def read_image(path: str | Path) -> NDArray[np.uint8]:
    """The image in ``path`` as a viewer shows it: (H,W,3) uint8 BGR, turned upright by its EXIF orientation.

    Any path the system can open will do, non-ASCII names on Windows included. Raises SourceError where there is no image to be had.
    """
    path = Path(path)
    if path.is_dir():
        raise SourceError(f"{path} is a folder, not a picture")
    if path.exists() and not path.is_file():
        raise SourceError(f"{path} is a pipe or a device, not a picture")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be opened: {error.strerror or error}") from error
    if not data:
        raise SourceError(f"{path} is empty (0 bytes)")
    if large := too_large(data):
        raise SourceError(f"{path} is {large}")
    if is_heic(data[:64]):
        return _read_heic(path, data)
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except (cv2.error, MemoryError) as error:
        reason = error.err if isinstance(error, cv2.error) else None
        raise SourceError(f"{path} cannot be read as a picture: {reason or 'it is damaged or too large'}") from error
    if image is None:
        raise SourceError(f"{path} cannot be read as a picture: it is damaged, or of a kind OpenCV does not know")
    return image  # type: ignore[return-value]


def _read_heic(path: Path, data: bytes) -> NDArray[np.uint8]:
    try:
        return decode_heic(data)
    except ImportError:
        raise SourceError(f'{path} is a HEIC photo; reading them needs pillow-heif: pip install "lightpose[heic]"') from None
    except ValueError as error:
        raise SourceError(f"{path} cannot be read as a picture: it is damaged ({error})") from error


def image_suffixes() -> frozenset[str]:
    """What counts as an image when a folder is searched: :data:`IMAGE_SUFFIXES`, and HEIC where it can be read."""
    return IMAGE_SUFFIXES | HEIC_SUFFIXES if can_read_heic() else IMAGE_SUFFIXES


def natural_key(path: Path) -> list[tuple[int, int | str]]:
    """Sorts ``frame2.png`` before ``frame10.png``."""
    return [(0, int(part)) if part.isdigit() else (1, part.lower()) for part in re.split(r"(\d+)", path.name) if part]


@dataclass(frozen=True)
class FolderContents:
    """The files directly in a folder, each list in natural order: ``images``, and what is ``left_out`` because of its suffix."""

    images: list[Path]
    left_out: list[Path]


def scan_folder(folder: str | Path) -> FolderContents:
    """What is in ``folder``. Raises SourceError where it is no folder, cannot be read or holds no images."""
    folder = Path(folder)
    if not folder.is_dir():
        raise SourceError(f"{folder} is not a folder")
    try:
        files = sorted((path for path in folder.iterdir() if path.is_file()), key=natural_key)
    except OSError as error:
        raise SourceError(f"{folder} cannot be opened: {error.strerror or error}") from error
    known = image_suffixes()
    images = [path for path in files if path.suffix.lower() in known]
    left_out = [path for path in files if path.suffix.lower() not in known]
    if not images:
        videos = sum(f"*{path.suffix.lower()}" in VIDEO_PATTERNS.split() for path in left_out)
        if videos:
            raise NoImages(f"{folder} holds {videos} video{'s' if videos > 1 else ''} and no pictures; name one of them", videos)
        others = f"; left out: {', '.join(path.name for path in left_out)}" if left_out else ""
        raise NoImages(f"{folder} holds no pictures{others}")
    return FolderContents(images, left_out)


class ImageFiles(Recording):
    """Image files as frames, ``fps`` of them a second. Sizes may differ; ``info`` gives the first one's."""

    def __init__(self, path: str | Path, fps: Fraction | int = 30) -> None:
        super().__init__(path)
        self.time_base = 1 / Fraction(fps)
        self._paths: list[Path] = []
        self._next = 0
        self._info: SourceInfo | None = None

    @abstractmethod
    def _find(self) -> Sequence[Path]:
        """The files in their order, at least one. Raises SourceError."""

    def find(self) -> None:
        """Look which files there are, without reading one: :attr:`files` and :attr:`left_out` are known then. Raises SourceError."""
        self._paths = list(self._find())
        self._next = 0

    @property
    def info(self) -> SourceInfo:
        if self._info is None:
            raise RuntimeError(f"{self.path} is not open")
        return self._info

    @property
    def files(self) -> list[Path]:
        return list(self._paths)

    def open(self) -> None:
        """Raises SourceError where there are no images or the first one cannot be read."""
        self.find()
        height, width = read_image(self._paths[0]).shape[:2]
        count = len(self._paths)
        self._info = SourceInfo(self.path.name, width, height, float(1 / self.time_base), count, float(count * self.time_base))

    def read(self) -> SourceFrame | None:
        """The next image; SourceError names the one that cannot be read."""
        if self._next >= len(self._paths):
            return None
        index, path = self._next, self._paths[self._next]
        image = read_image(path)
        self._next += 1
        return SourceFrame(image, index, float(index * self.time_base), index, self.time_base, 1, path.name)

    def close(self) -> None:
        self._paths = []


class ImageFolder(ImageFiles):
    """The images of a folder in natural order; :attr:`left_out` names the files that are none."""

    def __init__(self, folder: str | Path, fps: Fraction | int = 30) -> None:
        super().__init__(folder, fps)
        self._left_out: list[Path] = []

    @property
    def left_out(self) -> list[Path]:
        return list(self._left_out)

    def _find(self) -> Sequence[Path]:
        found = scan_folder(self.path)
        self._left_out = found.left_out
        return found.images


class ImageSequence(ImageFiles):
    """Numbered images ``frames/%04d.png`` in the order of their numbers, which may have gaps.

    Args:
        pattern: path with one ``%d`` or ``%0Nd`` in the file's name, as printf and FFmpeg understand it; ``%%`` is a percent sign.
        start: the first number wanted; None: the smallest there is.
        fps: frames a second.
    """

    def __init__(self, pattern: str | Path, start: int | None = None, fps: Fraction | int = 30) -> None:
        super().__init__(pattern, fps)
        self.start = start

    def _find(self) -> Sequence[Path]:
        before, number, after = _split(self.path.name)
        width = int(number or 1)
        name = re.compile(re.escape(before) + r"(\d+)" + re.escape(after))
        if not self.path.parent.is_dir():
            raise SourceError(f"{self.path}: the folder {self.path.parent} does not exist")
        found = {}
        for path in self.path.parent.iterdir():
            match = name.fullmatch(path.name)
            if match and match[1] == f"{int(match[1]):0{width}d}" and int(match[1]) >= (self.start or 0):
                found[int(match[1])] = path
        if not found:
            first = f" from number {self.start} on" if self.start is not None else ""
            raise SourceError(f"{self.path}: there are no such pictures{first}")
        return [found[key] for key in sorted(found)]


def _split(name: str) -> tuple[str, str | None, str]:
    """The text before the number, its width, and the text after it. ``name`` holds one number."""
    match = _number(name)
    if match is None:
        raise SourceError(f"'{name}' has no %d, or more than one")
    return name[: match.start()].replace("%%", "%"), match[1], name[match.end() :].replace("%%", "%")


def _number(name: str) -> re.Match[str] | None:
    """The one ``%d`` of a printf pattern, None where there is none or several."""
    found = list(_PRINTF.finditer(name.replace("%%", "\0\0")))
    return found[0] if len(found) == 1 else None


def _match_folder(text: str, cameras: CameraNames) -> SourceSpec | None:
    path = Path(text).expanduser()
    return SourceSpec("folder", str(path), path_name(path)) if path.is_dir() else None


@register_source("folder", match=_match_folder, priority=60)
def open_folder(value: str, options: CaptureOptions) -> Source:
    """A folder of images."""
    return ImageFolder(value)


def _match_sequence(text: str, cameras: CameraNames) -> SourceSpec | None:
    path = Path(text).expanduser()
    pattern = _START.fullmatch(path.name)
    name = pattern[1] if pattern else path.name
    return SourceSpec("sequence", str(path), path_name(path.with_name(name))) if _number(name) and not path.exists() else None


@register_source("sequence", match=_match_sequence, priority=60)
def open_sequence(value: str, options: CaptureOptions) -> Source:
    """``frames/%04d.png``, or ``frames/%04d.png:100`` to start at number 100."""
    path = Path(value)
    pattern = _START.fullmatch(path.name)
    return ImageSequence(path.with_name(pattern[1]), int(pattern[2])) if pattern else ImageSequence(path)
