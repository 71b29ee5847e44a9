"""Recorded video: every frame, upright, with the exact timestamps of the file (PyAV)."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from posecore.sources import Recording, SourceError, SourceFrame, SourceInfo, reading
from posecore.sources.address import RemoteFile
from posecore.sources.clock import Clock, has_clock, origin
from posecore.sources.deinterlace import deinterlaced
from posecore.sources.image_size import MAX_PIXELS
from posecore.sources.packets import Packets
from posecore.sources.reading import open_container, reason
from posecore.sources.survey import Survey, survey
from posecore.sources.tracks import choose_video
from posecore.sources.viewing import Orientation, Viewing, pixel_aspect

__all__ = ["VIDEO_PATTERNS", "Orientation", "VideoFile", "check_file"]

VIDEO_PATTERNS = "*.mp4 *.m4v *.mov *.mkv *.avi *.webm *.mpg *.mpeg *.ts *.mts *.wmv *.flv *.3gp *.gif"
"""For file dialogs; any other file that FFmpeg reads can be opened too."""

_FASTEST = 300
"""Frames a second; an average above it is an artefact of a short broadcast stream, where FFmpeg's guess is better."""

_LONGEST = 1_000_000
"""Seconds; what claims to be longer is damaged."""


class VideoFile(Recording):
    """A recorded video.

    Frames come in presentation order as a viewer shows them (:mod:`posecore.sources.viewing`): upright, in square pixels, deinterlaced, one
    size throughout, high dynamic range tone-mapped, converted to full-range BGR by the file's own colour space and range. Times are the
    file's own on a straight clock that starts at zero (:mod:`posecore.sources.clock`), strictly increasing.

    What cannot be decoded is left out and counted. A file that was cut off while its index survived delivers every frame it still holds;
    then :meth:`read` raises SourceError.

    Args:
        path: the file.
        stream: number of the stream to show, as ``ffprobe`` counts; None: the default one, then the largest. An attribute, too, which
            :meth:`open` heeds.
    """

    def __init__(self, path: str | Path, stream: int | None = None) -> None:
        super().__init__(path)
        self.stream = stream
        self._stream_index = 0
        self._container: Any = None
        self._stream: Any = None
        self._packets: Packets | None = None
        self._frames: Iterator[Any] = iter(())
        self._info: SourceInfo | None = None
        self._view: Viewing | None = None
        self._survey: Survey | None = None
        self._count = self._undecodable = 0
        self._last_pts: int | None = None
        self._progress: tuple[float, int] | None = None

    @property
    def waiting(self) -> float:
        progress = self._progress
        return time.monotonic() - progress[0] if progress is not None else 0.0

    @property
    def info(self) -> SourceInfo:
        if self._info is None:
            raise RuntimeError(f"{self.path} is not open")
        return self._info

    @property
    def clock_offset(self) -> Fraction:
        """Seconds on the file's own clock at which this source's time is zero; later breaks of that clock are closed besides."""
        return origin(self._container) if self._container is not None else Fraction(0)

    @property
    def notices(self) -> list[str]:
        found = []
        if self.damaged_packets:
            pieces = "1 damaged piece was" if self.damaged_packets == 1 else f"{self.damaged_packets} damaged pieces were"
            found.append(f"{self.path}: {pieces} left out")
        if self._view is not None and self._view.resized:
            size = f"{self._view.width}×{self._view.height}"
            found.append(f"{self.path}: the size changes midway; {self._view.resized} frames are fitted into the first one's {size}")
        if self._survey is not None and self._survey.jumps and has_clock(self._container):
            found.append(f"{self.path}: its clock jumps ({len(self._survey.jumps)}×); times go on where it does")
        return found

    def open(self) -> None:
        """Raises SourceError where the file is missing, empty, damaged beyond reading, or holds no video."""
        self.close()
        self._count, self._undecodable, self._last_pts, self.damaged_packets = 0, 0, None, 0
        self._check()
        try:
            with self._under_way():
                self._container = open_container(self.place)
                self._open_stream()
        except (av.error.FFmpegError, ArithmeticError) as error:
            self.close()
            raise SourceError(self._why_unreadable(error)) from error
        except BaseException:
            self.close()
            raise

    def _check(self) -> None:
        """Before anything is opened."""
        check_file(self.path)

    def _why_unreadable(self, error: Exception) -> str:
        return f"{self.path} cannot be read as a video: {_why_unreadable(self.path, error)}"

    def _look(self) -> Survey | None:
        """At the packets of a file that does not say how many frames it has."""
        return survey(self.path, self._stream_index)

    def _ends_early(self) -> bool:
        return _ends_early(self.path, self._container, self._stream)

    @contextlib.contextmanager
    def _under_way(self) -> Iterator[None]:
        """Around what may take long; see :attr:`waiting`."""
        self._moved()
        try:
            yield
        finally:
            self._progress = None

    def _moved(self) -> None:
        """There is progress."""
        self._progress = (time.monotonic(), threading.get_ident())

    def _open_stream(self) -> None:
        container = self._container
        names = container.format.name.split(",")
        if "tty" in names or any(name.endswith("_pipe") or name == "image2" for name in names):
            kind = "a text file" if "tty" in names else "a picture"
            raise SourceError(f"{self.path} is {kind}, not a video")
        self.has_audio = bool(container.streams.audio)
        stream = self._stream = choose_video(self.path, container, self.stream)
        self._stream_index = stream.index
        if stream.width * stream.height > MAX_PIXELS:
            limit = f"frames of more than {MAX_PIXELS // 1_000_000} million pixels are not read"
            raise SourceError(f"{self.path} is {stream.width}×{stream.height} px large; {limit}")
        stream.thread_type = "AUTO"
        self.time_base = Fraction(stream.time_base)
        self.truncated = self._ends_early()
        self._survey = None if stream.frames else self._look()
        self._frames = self._decode(Clock(container, stream))
        first = next(self._frames, None)
        if first is None:
            raise SourceError(f"{self.path} holds no frame that can be decoded" + (": the file was cut off" if self.truncated else ""))
        self._frames = _chain(first, self._frames)
        self._describe(stream, first)

    def _describe(self, stream: Any, first: Any) -> None:
        self.pixel_aspect = pixel_aspect(stream.sample_aspect_ratio)
        self._view = Viewing(first, self.pixel_aspect)
        rate = _plausible(stream.average_rate) or _plausible(stream.guessed_rate)
        duration = None
        frames = stream.frames
        if self._survey is not None:
            frames, duration = self._survey.frames, self._survey.duration
        if duration is None and stream.duration:
            duration = float(stream.duration * self.time_base)
        elif duration is None and self._container.duration:
            duration = self._container.duration / av.time_base
        if duration and (duration < 0 or duration > _LONGEST):
            duration = None
        frames = frames or (round(duration * float(rate)) if duration and rate else None)
        self._step = max(1, round(1 / (rate * self.time_base))) if rate else 1
        self._info = SourceInfo(
            self.path.name, self._view.width, self._view.height, float(rate) if rate else None, frames or None, duration
        )

    def _decode(self, clock: Clock, skip: int = 0) -> Iterator[Any]:
        """Decoded frames, deinterlaced, with straight times; the first ``skip`` packets are passed over."""
        return deinterlaced(self._decoded(clock, skip), self.time_base)

    def _decoded(self, clock: Clock, skip: int) -> Iterator[Any]:
        packets = self._packets = Packets(self._container, self._stream, remote=isinstance(self.place, RemoteFile))
        for number, packet in enumerate(packets):
            if self._progress is not None:
                self._moved()
            clock.straighten(packet)
            if number < skip or (self.truncated and packet.is_corrupt):
                continue
            try:
                frames = packet.decode()
            except av.error.EOFError:
                return
            except (av.error.FFmpegError, MemoryError):
                self._undecodable += 1
                continue
            finally:
                self.damaged_packets = self._undecodable + packets.faults
            yield from frames

    def read(self) -> SourceFrame | None:
        with self._under_way():
            return self._read()

    def _read(self) -> SourceFrame | None:
        try:
            frame = next(self._frames, None)
        except av.error.FFmpegError as error:
            raise SourceError(self._why_broken_off(error)) from error
        if frame is None:
            if self.truncated and self._container is not None:
                expected = f" of {self.info.frames}" if self.info.frames else ""
                raise SourceError(f"{self.path} was cut off: it ends after {self._count}{expected} frames")
            return None
        assert self._view is not None
        pts = self._pts(frame)
        try:
            image = self._view.image(frame)
        except (av.error.FFmpegError, ValueError) as error:
            raise SourceError(f"{self.path}: frame {self._count} cannot be converted ({error})") from error
        duration = frame.duration if 0 < frame.duration * self.time_base < _LONGEST else None
        result = SourceFrame(image, self._count, float(pts * self.time_base), pts, self.time_base, duration)
        self._count += 1
        return result

    def _why_broken_off(self, error: Exception) -> str:
        return f"{self.path} breaks off after {self._count} frames: {reason(error)}"

    def _pts(self, frame: Any) -> int:
        pts: int | None = frame.pts
        if pts is None:
            pts = 0 if self._last_pts is None else self._last_pts + self._step
        if self._last_pts is not None:
            pts = max(pts, self._last_pts + 1)
        self._last_pts = pts
        return pts

    def close(self) -> None:
        """Of a reading that hangs in another thread, the container is left to that thread."""
        progress, container = self._progress, self._container
        self._frames, self._packets, self._container, self._stream = iter(()), None, None, None
        hangs = progress is not None and progress[1] != threading.get_ident() and time.monotonic() - progress[0] > reading.PATIENCE
        if container is not None and not hangs:
            container.close()


def _chain(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _plausible(rate: Fraction | None) -> Fraction | None:
    return rate if rate and 0 < rate <= _FASTEST else None


def check_file(path: Path) -> None:
    """Raises SourceError unless ``path`` is a file with something in it that may be read."""
    try:
        if not path.exists():
            raise SourceError(f"{path} does not exist")
        if path.is_dir():
            raise SourceError(f"{path} is a folder, not a video file")
        if not path.is_file():
            raise SourceError(f"{path} is a pipe or a device, not a file; write it to a file first")
        if path.stat().st_size == 0:
            raise SourceError(f"{path} is empty (0 bytes)")
        with path.open("rb"):
            pass
    except OSError as error:
        raise SourceError(f"{path} cannot be opened: {error.strerror or error}") from error


def _why_unreadable(path: Path, error: Exception) -> str:
    with path.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":
        return "it is an MP4 whose index is missing or broken, as when a recording or a download was cut off"
    return f"it is no video, or damaged ({reason(error)})"


def _ends_early(path: Path, container: Any, stream: Any) -> bool:
    """True where the index of an MP4 names frames behind the end of the file."""
    if "mp4" not in container.format.name.split(",") or not len(stream.index_entries):
        return False
    last = stream.index_entries[len(stream.index_entries) - 1]
    return bool(last.pos + last.size > path.stat().st_size)
