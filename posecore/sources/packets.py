"""Packets of a container, past what cannot be read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import av

from posecore.sources import reading

_TRIES = 64
"""Faults in a row, without a packet between, after which the rest of a file is given up."""


class Packets:
    """Iterates the packets of ``streams``; a fault of the file is stepped over. The last one of each stream is empty (it flushes).

    Raises av.error.ExitError where nothing comes any more; of a ``remote`` file every error of the connection.

    Attributes:
        faults: places that could not be read.
    """

    def __init__(self, container: Any, *streams: Any, remote: bool = False) -> None:
        self._container, self._streams, self._remote = container, streams, remote
        self.faults = 0

    def __iter__(self) -> Iterator[Any]:
        left = _TRIES
        while left:
            try:
                asked, late = time.monotonic(), False
                for packet in self._container.demux(*self._streams):
                    late |= not packet.size and not self._remote and time.monotonic() - asked >= reading.PATIENCE
                    left = _TRIES
                    yield packet
                    asked = time.monotonic()
                if late:  # some formats take the end of waiting for the end of the file
                    raise av.error.ExitError(0, "nothing more comes")
                return
            except av.error.EOFError:
                return
            except av.error.FFmpegError as error:
                if isinstance(error, av.error.ExitError) or (self._remote and not isinstance(error, av.error.InvalidDataError)):
                    raise
                self.faults += left == _TRIES
                left -= 1
