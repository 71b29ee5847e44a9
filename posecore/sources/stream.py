"""Network streams: RTSP cameras, HTTP and whatever else FFmpeg opens by address, with little delay and an end to waiting."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from posecore.sources import SourceError, SourceInfo
from posecore.sources.reconnecting import LiveSource

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_LOW_LATENCY = {"fflags": "nobuffer", "flags": "low_delay", "analyzeduration": "500000", "probesize": "500000"}
"""Not over HTTP, where a short recording would be swallowed by the look FFmpeg takes at its beginning."""


def is_address(text: str) -> bool:
    """Whether ``text`` is an address such as ``rtsp://…`` rather than a file."""
    return bool(_SCHEME.match(text)) and not text.lower().startswith("file:")


def without_secrets(address: str) -> str:
    """The address without user name, password and query, for messages."""
    return re.sub(r"//[^/@]*@", "//", address).split("?")[0]


class NetworkStream:
    """One connection, a :class:`posecore.sources.reconnecting.Device`.

    Args:
        address: ``rtsp://``, ``http://`` …
        timeout: seconds to wait for the connection and for each packet.
    """

    def __init__(self, address: str, timeout: float = 5.0) -> None:
        self.address, self.timeout = address, timeout
        self._container: Any = None
        self._frames: Iterator[Any] = iter(())
        self._live = True
        self._start: float | None = None

    def open(self) -> SourceInfo:
        """Raises SourceError."""
        name = without_secrets(self.address)
        options = {} if self.address.lower().startswith("http") else dict(_LOW_LATENCY)
        if self.address.lower().startswith("rtsp"):
            options["rtsp_transport"] = "tcp"
        try:
            waits = (self.timeout, self.timeout)
            self._container = av.open(self.address, mode="r", options=options, timeout=waits, metadata_errors="replace")
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise SourceError(f"{name} cannot be opened: {_reason(error)}") from error
        if not self._container.streams.video:
            raise SourceError(f"{name} has no picture")
        stream = self._container.streams.video[0]
        stream.thread_type = "SLICE"  # frame threads would hold back a frame each
        self._live = not self._container.duration
        self._frames = self._container.decode(stream)
        rate = stream.average_rate or stream.guessed_rate
        return SourceInfo(name, stream.width, stream.height, float(rate) if rate else None)

    def read(self) -> NDArray[np.uint8] | None:
        """A recording comes at its own pace and ends with None. Raises SourceError where the connection breaks."""
        name = without_secrets(self.address)
        try:
            frame = next(self._frames, None)
        except (av.error.FFmpegError, OSError) as error:
            raise SourceError(f"{name}: connection lost ({_reason(error)})") from error
        if frame is None:
            if self._live:
                raise SourceError(f"{name}: the stream ended")
            return None
        image: NDArray[np.uint8] = frame.to_ndarray(format="bgr24")
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


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


class Stream(LiveSource):
    """A live picture from the network. A lost connection is noticed within 2 s and built up again."""

    def __init__(self, address: str, timeout: float = 5.0) -> None:
        super().__init__(lambda: NetworkStream(address, timeout), without_secrets(address), patience=2 * timeout + 1)
