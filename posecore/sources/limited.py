"""The next seconds of something live as a recording, and recordings that lie on a server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from posecore.sources import Interruptible, Reconnecting, Recording, Source, SourceError, SourceFrame, SourceInfo
from posecore.sources.address import openable, redact
from posecore.sources.factory import open_recording, parse

__all__ = ["LiveSpan", "RemoteVideo", "open_for"]

_PATIENCE = 10.0
"""Seconds beyond the time asked for, until a live source without images is given up."""

_ROUNDING = 1e-6
"""Seconds: times are written in decimals."""

_TIMEOUT = 15.0
"""Seconds a server may take for each piece."""


def open_for(text: str, seconds: float | None = None, stream: int | None = None) -> Recording:
    """What ``text`` names as a recording, not yet open.

    Args:
        text: what :func:`posecore.sources.factory.parse` knows.
        seconds: how much of something live is wanted; a recording of any kind ends there too, where it is longer.
        stream: which video of a file with several; None: the main one.

    Raises SourceError for something live without ``seconds``, and as :func:`posecore.sources.factory.open_recording`.
    """
    spec = parse(text)
    if spec.kind == "url" and text.strip().lower().startswith(("http://", "https://")):
        return RemoteVideo(text.strip(), spec.name, seconds)
    if seconds is None or not spec.live or (spec.kind == "camera" and not spec.value.isdecimal()):
        try:
            return open_recording(text, stream)
        except SourceError as error:
            raise SourceError(f"{error}, or give --duration" if spec.live else str(error)) from None
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


class RemoteVideo(Recording):
    """A recording on an HTTP server, frame by frame with its own times; of a live one, the next ``seconds``. Without sound.

    A short break of the connection is bridged by FFmpeg; a long one raises SourceError after the last good frame.
    """

    def __init__(self, address: str, name: str, seconds: float | None = None) -> None:
        super().__init__(redact(name))
        self.address, self.name, self.seconds = address, redact(name), seconds
        self._container: Any = None
        self._frames: Iterator[Any] = iter(())
        self._info: SourceInfo | None = None
        self._start: int | None = None
        self._count, self._last = 0, -1

    @property
    def info(self) -> SourceInfo:
        if self._info is None:
            raise RuntimeError(f"{self.name} is not open")
        return self._info

    @property
    def files(self) -> list[Path]:
        return []

    def open(self) -> None:
        """Raises SourceError, without the address's secrets; also for a live stream where no ``seconds`` are given."""
        self.close()
        options = {"reconnect": "1", "reconnect_on_network_error": "1", "reconnect_delay_max": "5", "multiple_requests": "0"}
        try:
            waits = (_TIMEOUT, _TIMEOUT)
            self._container = av.open(openable(self.address), mode="r", options=options, timeout=waits, metadata_errors="replace")
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise SourceError(f"{self.name} cannot be opened: {self._reason(error)}") from None
        try:
            self._open_stream()
        except BaseException:
            self.close()
            raise

    def _open_stream(self) -> None:
        container = self._container
        streams = [s for s in container.streams.video if not s.disposition & av.stream.Disposition.attached_pic]
        if not streams:
            raise SourceError(f"{self.name} has no picture")
        duration = container.duration / av.time_base if container.duration else None
        if duration is None and self.seconds is None:
            raise SourceError(f"{self.name} has no end; give --duration, or let lightpose live show and record it")
        stream = streams[0]
        stream.thread_type = "AUTO"
        self.time_base = Fraction(stream.time_base)
        rate = stream.average_rate or stream.guessed_rate
        seconds = min(x for x in (duration, self.seconds) if x is not None)
        self._frames, self._start, self._count, self._last = container.decode(stream), None, 0, -1
        frames = round(seconds * float(rate)) if rate else None
        self._info = SourceInfo(self.name, stream.width, stream.height, float(rate) if rate else None, frames, seconds)

    def read(self) -> SourceFrame | None:
        try:
            frame = next(self._frames, None)
        except (av.error.FFmpegError, OSError) as error:
            raise SourceError(f"{self.name} broke off after {self._count} frames: {self._reason(error)}") from None
        if frame is None:
            return None
        pts = frame.pts if frame.pts is not None else self._last + 1 + (self._start or 0)
        self._start = pts if self._start is None else self._start
        pts = max(pts - self._start, self._last + 1)
        if self.seconds is not None and float(pts * self.time_base) >= self.seconds - _ROUNDING:
            return None
        self._last, self._count = pts, self._count + 1
        image = frame.to_ndarray(format="bgr24", width=self.info.width, height=self.info.height)
        return SourceFrame(image, self._count - 1, float(pts * self.time_base), pts, self.time_base, frame.duration or None)

    def close(self) -> None:
        self._frames = iter(())
        if self._container is not None:
            self._container.close()
            self._container = None

    def _reason(self, error: Exception) -> str:
        text = str((error.strerror if isinstance(error, (av.error.FFmpegError, OSError)) else None) or error)
        return redact(text.replace(openable(self.address), self.name).replace(self.address, self.name))
