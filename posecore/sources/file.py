"""Recorded video: every frame, upright, with the exact timestamps of the file (PyAV)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.sources import Recording, SourceError, SourceFrame, SourceInfo

VIDEO_PATTERNS = "*.mp4 *.m4v *.mov *.mkv *.avi *.webm *.mpg *.mpeg *.ts *.mts *.wmv *.flv *.3gp *.gif"
"""For file dialogs; any other file that FFmpeg reads can be opened too."""

_BT709, _SMPTE170M, _UNSPECIFIED = 1, 6, 2  # AVColorSpace
_HD_HEIGHT = 600
"""Untagged video at least this high is taken as BT.709, below as BT.601, as players do."""

_FASTEST = 300
"""Frames a second; an average above it is an artefact of a short broadcast stream, where FFmpeg's guess is better."""

_CLOCK_FORMATS = frozenset({"mpegts", "mpeg", "mpegvideo"})
"""Formats whose clock starts anywhere; their time is counted from the start of the file, as players do."""


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

    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Upright (H,W,3) image; the very same array where nothing is to be done."""
        result: Any = image
        if self.transpose:
            result = cv2.transpose(result)
        if self.flip_x or self.flip_y:
            result = cv2.flip(result, {(True, True): -1, (True, False): 1, (False, True): 0}[self.flip_x, self.flip_y])
        upright: NDArray[np.uint8] = result
        return upright


class VideoFile(Recording):
    """A recorded video.

    Frames come in presentation order, turned upright as the file's display matrix asks, converted to full-range BGR by the file's own
    colour space and range, with the file's own timestamps (made strictly increasing where a broken file repeats one).

    A file that was cut off while its index survived delivers every frame it still holds; then :meth:`read` raises SourceError.
    """

    def __init__(self, path: str | Path) -> None:
        super().__init__(path)
        self._container: Any = None
        self._frames: Iterator[Any] = iter(())
        self._info: SourceInfo | None = None
        self._orientation = Orientation()
        self._count = 0
        self._last_pts: int | None = None

    @property
    def info(self) -> SourceInfo:
        if self._info is None:
            raise RuntimeError(f"{self.path} is not open")
        return self._info

    @property
    def clock_offset(self) -> Fraction:
        """Seconds on the file's own clock at which this source's time is zero; 0 but for broadcast streams (MPEG-TS)."""
        container = self._container
        if container is None or container.start_time is None or not _CLOCK_FORMATS & set(container.format.name.split(",")):
            return Fraction(0)
        return Fraction(container.start_time, av.time_base)

    def open(self) -> None:
        """Raises SourceError where the file is missing, empty, damaged beyond reading, or holds no video."""
        self.close()
        self._count, self._last_pts, self.damaged_packets = 0, None, 0
        _check_file(self.path)
        try:
            self._container = av.open(f"file:{self.path}", mode="r", metadata_errors="replace")
            self._open_stream()
        except av.error.FFmpegError as error:
            self.close()
            raise SourceError(f"{self.path} cannot be read as a video: {_why_unreadable(self.path, error)}") from error
        except BaseException:
            self.close()
            raise

    def _open_stream(self) -> None:
        container = self._container
        names = container.format.name.split(",")
        if "tty" in names or any(name.endswith("_pipe") or name == "image2" for name in names):
            kind = "a text file" if "tty" in names else "a picture"
            raise SourceError(f"{self.path} is {kind}, not a video")
        moving = [s for s in container.streams.video if not s.disposition & av.stream.Disposition.attached_pic]
        self.has_audio = bool(container.streams.audio)
        if not moving:
            raise SourceError(f"{self.path} holds no video" + (", only sound" if self.has_audio else ""))
        stream = moving[0]
        if stream.codec_context is None:
            raise SourceError(f"{self.path} is coded in a way this build of FFmpeg cannot decode")
        stream.thread_type = "AUTO"
        self.time_base = Fraction(stream.time_base)
        self.truncated = _ends_early(self.path, container, stream)
        self._frames = self._decode(stream)
        first = next(self._frames, None)
        if first is None:
            raise SourceError(f"{self.path} holds no frame that can be decoded" + (": the file was cut off" if self.truncated else ""))
        self._frames = _chain(first, self._frames)
        self._describe(stream, first)

    def _describe(self, stream: Any, first: Any) -> None:
        matrix = first.side_data.get("DISPLAYMATRIX")
        self._orientation = Orientation.from_display_matrix(np.frombuffer(matrix, np.int32)) if matrix is not None else Orientation()
        self._stored_size = (first.width, first.height)
        width, height = self._stored_size[::-1] if self._orientation.transpose else self._stored_size
        aspect = Fraction(stream.sample_aspect_ratio or 1) or Fraction(1)
        self.sample_aspect_ratio = 1 / aspect if self._orientation.transpose else aspect
        rate = stream.average_rate
        if not rate or rate > _FASTEST:
            rate = stream.guessed_rate
        duration = None
        if stream.duration:
            duration = float(stream.duration * self.time_base)
        elif self._container.duration:
            duration = self._container.duration / av.time_base
        frames = stream.frames or (round(duration * float(rate)) if duration and rate else None)
        self._step = max(1, round(1 / (rate * self.time_base))) if rate else 1
        self._info = SourceInfo(self.path.name, width, height, float(rate) if rate else None, frames or None, duration)

    def _decode(self, stream: Any) -> Iterator[Any]:
        """Decoded frames; packets that cannot be decoded are counted and left out, as players do."""
        for packet in self._container.demux(stream):
            if self.truncated and packet.is_corrupt:
                continue
            try:
                frames = packet.decode()
            except av.error.EOFError:
                return
            except av.error.FFmpegError:
                self.damaged_packets += 1
                continue
            yield from frames

    def read(self) -> SourceFrame | None:
        try:
            frame = next(self._frames, None)
        except av.error.FFmpegError as error:
            raise SourceError(f"{self.path} is damaged: reading stops after {self._count} frames ({error.strerror})") from error
        if frame is None:
            if self.truncated and self._container is not None:
                expected = f" of {self.info.frames}" if self.info.frames else ""
                raise SourceError(f"{self.path} was cut off: it ends after {self._count}{expected} frames")
            return None
        pts = self._pts(frame)
        result = SourceFrame(self._image(frame), self._count, float(pts * self.time_base), pts, self.time_base, frame.duration or None)
        self._count += 1
        return result

    def _pts(self, frame: Any) -> int:
        pts: int | None = frame.pts
        if pts is None:
            pts = 0 if self._last_pts is None else self._last_pts + self._step
        else:
            pts -= round(self.clock_offset / self.time_base)
        if self._last_pts is not None:
            pts = max(pts, self._last_pts + 1)
        self._last_pts = pts
        return pts

    def _image(self, frame: Any) -> NDArray[np.uint8]:
        width, height = self._stored_size
        if frame.colorspace == _UNSPECIFIED:
            frame.colorspace = _BT709 if height >= _HD_HEIGHT else _SMPTE170M
        image = frame.to_ndarray(format="bgr24", width=width, height=height, dst_color_range="JPEG", threads=1)
        return self._orientation.apply(image)

    def close(self) -> None:
        self._frames = iter(())
        if self._container is not None:
            self._container.close()
            self._container = None


def _chain(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _check_file(path: Path) -> None:
    try:
        if not path.exists():
            raise SourceError(f"{path} does not exist")
        if path.is_dir():
            raise SourceError(f"{path} is a folder, not a video file")
        if path.is_file() and path.stat().st_size == 0:
            raise SourceError(f"{path} is empty (0 bytes)")
        with path.open("rb"):
            pass
    except OSError as error:
        raise SourceError(f"{path} cannot be opened: {error.strerror or error}") from error


def _why_unreadable(path: Path, error: av.error.FFmpegError) -> str:
    with path.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":
        return "it is an MP4 whose index is missing or broken, as when a recording or a download was cut off"
    return f"it is no video, or damaged ({error.strerror})"


def _ends_early(path: Path, container: Any, stream: Any) -> bool:
    """True where the index of an MP4 names frames behind the end of the file."""
    if "mp4" not in container.format.name.split(",") or not len(stream.index_entries):
        return False
    last = stream.index_entries[len(stream.index_entries) - 1]
    return bool(last.pos + last.size > path.stat().st_size)
