"""Packets of a container, past what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import av

_TRIES = 64
"""Faults in a row, without a packet between, after which the rest of a file is given up."""


class Packets:
    """Iterates the packets of ``streams``; a fault of the file is stepped over. The last one of each stream is empty (it flushes).

    Attributes:
        faults: places that could not be read.
    """

    def __init__(self, container: Any, *streams: Any) -> None:
        self._container, self._streams = container, streams
        self.faults = 0

    def __iter__(self) -> Iterator[Any]:
        left = _TRIES
        while left:
            try:
                for packet in self._container.demux(*self._streams):
                    left = _TRIES
                    yield packet
                return
            except av.error.EOFError:
                return
            except av.error.FFmpegError:
                self.faults += left == _TRIES
                left -= 1
