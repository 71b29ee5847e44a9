"""The next seconds of something live as a recording, and recordings that lie on a server."""

from __future__ import annotations

import errno
import threading
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from posecore.sources import Interruptible, Reconnecting, Recording, Source, SourceError, SourceFrame, SourceInfo
from posecore.sources.address import RemoteFile, is_web_address, openable, redact
from posecore.sources.factory import open_recording, parse
from posecore.sources.file import VideoFile
from posecore.sources.reading import reason
from posecore.sources.survey import Survey

__all__ = ["LiveSpan", "RemoteVideo", "open_for"]

_PATIENCE = 10.0
"""Seconds beyond the time asked for, until a live source without images is given up."""

_ROUNDING = 1e-6
"""Seconds: times are written in decimals."""


def open_for(text: str, seconds: float | None = None, stream: int | None = None) -> Recording:
    """What ``text`` names as a recording, not yet open.

    Args:
        text: what :func:`posecore.sources.factory.parse` knows.
        seconds: how much of something live is wanted; a recording of any kind ends there too, where it is longer.
        stream: which video of a file with several; None: the main one.

    Raises SourceError for something live without ``seconds``, and as :func:`posecore.sources.factory.open_recording`.
    """
    spec = parse(text)
    if spec.kind == "url" and is_web_address(text):
        return RemoteVideo(text.strip(), spec.name, seconds, stream)
    if seconds is None or not spec.live or (spec.kind == "camera" and not spec.value.isdecimal()):
        try:
            return open_recording(text, stream)
        except SourceError as error:
            raise SourceError(f"{error}, or give a duration (--duration)" if spec.live else str(error)) from None
    return LiveSpan(spec.open(), spec.name, seconds)


class LiveSpan(Recording):
    """``seconds`` of a live source from its first frame on; frames that come while the networks are busy are left out.

    A connection that is lost is built up again by the source; the clock goes on meanwhile.
    """

    repeatable = False

    def __init__(self, source: Source, name: str, seconds: float) -> None:
        super().__init__(redact(name))
        self.source, self.name, self.seconds = source, redact(name), seconds
        self._first: SourceFrame | None = None
        self._count, self._last = 0, -1
        self._lost = ""
        self._alarm: threading.Timer | None = None

    @property
    def info(self) -> SourceInfo:
        info = self.source.info
        frames = round(info.fps * self.seconds) if info.fps else None
        return SourceInfo(self.name, info.width, info.height, info.fps, frames, self.seconds)

    @property
    def files(self) -> list[Path]:
        return []

    def open(self) -> None:
        """Raises SourceError."""
        if isinstance(self.source, Reconnecting):
            self.source.on_connection = self._on_connection
        self.source.open()
        self._first, self._count, self._last, self._lost = None, 0, -1, ""

    def _on_connection(self, connected: bool, what: str) -> None:
        self._lost = "" if connected else what

    def _time_up(self) -> None:
        if isinstance(self.source, Interruptible):
            self.source.interrupt()

    def read(self) -> SourceFrame | None:
        """Raises SourceError where the connection was lost and did not come back in time."""
        frame = self.source.read()
        if self._first is None and frame is not None:
            self._first, self.time_base = frame, frame.time_base
            self._alarm = threading.Timer(self.seconds + _PATIENCE, self._time_up)
            self._alarm.daemon = True
            self._alarm.start()
        if frame is None or self._first is None:
            if self._lost:
                raise SourceError(f"{self.name} broke off after {self._count} frames: {self._lost}")
            return None
        pts = frame.pts - self._first.pts
        if float(pts * frame.time_base) >= self.seconds - _ROUNDING:
            return None
        self._last, self._count = max(pts, self._last + 1), self._count + 1
        return SourceFrame(frame.image, self._count - 1, float(self._last * frame.time_base), self._last, frame.time_base)

    def close(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self.source.close()


_NO_PIECES = (
    "cannot be read from where it is, most often because its server sends files only whole, from the beginning, and the index of this one "
    "is at its end; download it and give the file"
)
"""What FFmpeg calls an input/output error."""


class RemoteVideo(VideoFile):
    """A recording on an HTTP server: every frame, upright, and its sound, as of a file; of a live one, the next ``seconds``, without sound.

    A short break of the connection is bridged by FFmpeg; a long one raises SourceError after the last good frame.
    """

    def __init__(self, address: str, name: str, seconds: float | None = None, stream: int | None = None) -> None:
        super().__init__(redact(name), stream)
        self.name, self.seconds = redact(name), seconds
        self.place = RemoteFile(address)

    @property
    def files(self) -> list[Path]:
        return []

    @property
    def span(self) -> tuple[Fraction, Fraction | None] | None:
        return None if self.seconds is None else (Fraction(0), Fraction(self.seconds))

    def open(self) -> None:
        """Raises SourceError, without the address's secrets; also for a live stream where no ``seconds`` are given."""
        try:
            super().open()
        except SourceError as error:
            raise SourceError(str(error)) from None
        duration = self.info.duration
        self.repeatable = duration is not None
        if duration is None:
            self.has_audio = False
        if duration is None and self.seconds is None:
            self.close()
            raise SourceError(f"{self.name} has no end; give a duration (--duration), or let lightpose live show and record it")
        seconds = min(x for x in (duration, self.seconds) if x is not None)
        frames = round(seconds * self.info.fps) if self.info.fps else None
        self._info = replace(self.info, name=self.name, frames=frames, duration=seconds)

    def read(self) -> SourceFrame | None:
        try:
            frame = super().read()
        except SourceError as error:
            raise SourceError(str(error)) from None
        if frame is not None and self.seconds is not None and frame.time >= self.seconds - _ROUNDING:
            return None
        return frame

    def _check(self) -> None:
        """The server tells."""

    def _look(self) -> Survey | None:
        """Not over the network."""
        return None

    def _ends_early(self) -> bool:
        return False

    def _why_unreadable(self, error: Exception) -> str:
        if isinstance(error, OSError) and error.errno == errno.EIO:
            return f"{self.name} {_NO_PIECES}"
        return f"{self.name} cannot be opened: {self._without_address(error)}"

    def _why_broken_off(self, error: Exception) -> str:
        return f"{self.name} broke off after {self._count} frames: {self._without_address(error)}"

    def _without_address(self, error: Exception) -> str:
        assert isinstance(self.place, RemoteFile)
        return redact(reason(error).replace(openable(self.place.address), self.name).replace(self.place.address, self.name))
