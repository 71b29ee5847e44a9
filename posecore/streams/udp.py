"""UDP: a datagram a frame, a line of a keypoint file in JSON Lines each; the header line at the start, every second, when it changes."""

from __future__ import annotations

import math
import socket
import time

from posecore.formats import KeypointHeader
from posecore.sinks import SinkError
from posecore.streams.base import Address, Message, PoseStream
from posecore.streams.registry import register_stream

__all__ = ["Datagrams", "Udp"]

HEADER_SECONDS = 1.0
"""After so long the header is sent again, for readers who came later."""

REFUSED_SECONDS = 2.0
"""So long after the other end refused a datagram nobody is taken to listen there."""


class Datagrams(PoseStream):
    """What OSC and UDP have in common: a socket that never waits."""

    def __init__(self, address: Address, source: str = "") -> None:
        super().__init__(address, source)
        self._socket: socket.socket | None = None
        self._told: tuple[KeypointHeader, float] | None = None
        self._refused = -math.inf

    @property
    def readers(self) -> int | None:
        """0 where the machine at the other end says that nobody listens there; else None."""
        return 0 if time.monotonic() - self._refused < REFUSED_SECONDS else None

    def _open(self) -> None:
        try:
            family, kind, _, _, place = socket.getaddrinfo(self.address.host, self.address.port, type=socket.SOCK_DGRAM)[0]
            self._socket = socket.socket(family, kind)
            self._socket.setblocking(False)
            self._socket.connect(place)
        except (OSError, UnicodeError, OverflowError) as error:
            raise SinkError(f"cannot send to {self.address}: {getattr(error, 'strerror', None) or error}") from None

    def _put(self, data: bytes) -> bool:
        """One datagram; lost (False) where nobody reads, where the network is slower, or where it is larger than a datagram can be."""
        assert self._socket is not None
        try:
            self._socket.send(data)
        except OSError as error:
            if isinstance(error, ConnectionRefusedError):  # of the one before
                self._refused = time.monotonic()
            return False
        return True

    def _put_frame(self, data: bytes) -> int:
        """The datagram of a frame: how many were sent."""
        sent = self._put(data)
        self._lost += not sent
        return int(sent)

    def _header_due(self, message: Message) -> bool:
        """Whether the header has to be sent before ``message``."""
        due = self._told is None or self._told[0] != message.header or message.time - self._told[1] >= HEADER_SECONDS
        if due:
            self._told = message.header, message.time
        return due

    def _close(self) -> None:
        if self._socket is not None:
            self._socket.close()


@register_stream("udp")
class Udp(Datagrams):
    """See the module."""

    def _send(self, message: Message) -> int:
        if self._header_due(message):
            self._put(message.header_json().encode())
        return self._put_frame(message.json().encode())
