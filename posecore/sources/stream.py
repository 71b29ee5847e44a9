"""Network streams: RTSP cameras, HTTP and whatever else FFmpeg opens by address, with little delay and an end to waiting."""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from posecore.sources import Source, SourceError, SourceInfo
from posecore.sources.address import HIDDEN, is_address, openable, redact
from posecore.sources.reconnecting import LiveSource
from posecore.sources.refusal import explain
from posecore.sources.registry import CameraNames, CaptureOptions, SourceSpec, register_source
from posecore.sources.viewing import Viewing, pixel_aspect

_LOW_LATENCY = {"fflags": "nobuffer", "flags": "low_delay", "analyzeduration": "500000", "probesize": "500000"}
"""Not over HTTP, where a short recording would be swallowed by the look FFmpeg takes at its beginning."""


class NetworkStream:
    """One connection, a :class:`posecore.sources.reconnecting.Device`. Images are upright, in square pixels and of one size.

    Args:
        address: ``rtsp://``, ``http://`` …
        timeout: seconds to wait for the connection and for each packet.
    """

    def __init__(self, address: str, timeout: float = 5.0) -> None:
        self.address, self.timeout = address, timeout
        self.name = redact(address)
        self._container: Any = None
        self._frames: Iterator[Any] = iter(())
        self._live = True
        self._start: float | None = None
        self._first: NDArray[np.uint8] | None = None
        self._aspect = Fraction(1)
        self._view: Viewing | None = None

    def open(self) -> SourceInfo:
        """Raises SourceError, without the address's secrets in it or in its cause."""
        options = {} if self.address.lower().startswith("http") else dict(_LOW_LATENCY)
        if self.address.lower().startswith("rtsp"):
            options["rtsp_transport"] = "tcp"
        try:
            waits = (self.timeout, self.timeout)
            self._container = av.open(openable(self.address), mode="r", options=options, timeout=waits, metadata_errors="replace")
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise SourceError(f"{self.name} cannot be opened: {explain(self.address, error)}") from None
        if not self._container.streams.video:
            raise SourceError(f"{self.name} has no picture")
        stream = self._container.streams.video[0]
        stream.thread_type = "SLICE"  # frame threads would hold back a frame each
        self._aspect = pixel_aspect(stream.sample_aspect_ratio)
        self._live = not self._container.duration
        self._frames = self._container.decode(stream)
        rate = stream.average_rate or stream.guessed_rate
        self._first = self._view = self._start = None
        self._first = self.read()
        height, width = self._first.shape[:2] if self._first is not None else (0, 0)
        return SourceInfo(self.name, width, height, float(rate) if rate else None)

    def read(self) -> NDArray[np.uint8] | None:
        """A recording comes at its own pace and ends with None. Raises SourceError where the connection breaks."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        try:
            frame = next(self._frames, None)
        except (av.error.FFmpegError, OSError) as error:
            raise SourceError(f"{self.name}: connection lost ({self._reason(error)})") from None
        if frame is None:
            if self._live:
                raise SourceError(f"{self.name}: the stream ended")
            return None
        if self._view is None:
            self._view = Viewing(frame, self._aspect)
        image = self._view.image(frame)
        if not self._live and frame.time is not None:
            now = time.monotonic()
            self._start = self._start if self._start is not None else now - frame.time
            time.sleep(min(1.0, max(0.0, self._start + frame.time - now)))
        return image

    def close(self) -> None:
        """Hang up."""
        self._frames = iter(())
        if self._container is not None:
            self._container.close()

    def _reason(self, error: Exception) -> str:
        """Why a connection broke off; what FFmpeg says may repeat the address as it was given to it."""
        if isinstance(error, av.error.ExitError):
            return "nothing more comes"
        text = str((error.strerror if isinstance(error, (av.error.FFmpegError, OSError)) else None) or error)
        return redact(text.replace(openable(self.address), self.name).replace(self.address, self.name))


class Stream(LiveSource):
    """Live video from the network. A lost connection is noticed within 2 s and built up again."""

    def __init__(self, address: str, timeout: float = 5.0) -> None:
        super().__init__(lambda: NetworkStream(address, timeout), redact(address), patience=2 * timeout + 1)


def _match(text: str, cameras: CameraNames) -> SourceSpec | None:
    if not is_address(text):
        return None
    shown = redact(text)
    place = shown.split("://", 1)[1]
    return SourceSpec("url", text, shown if place in ("", HIDDEN) else place)


@register_source("url", match=_match, priority=30, live=True)
def open_address(value: str, options: CaptureOptions) -> Source:
    """A stream by its address."""
    return Stream(value)
