"""What all streams have in common: an address, messages made of frames, and a thread that sends the newest one."""

from __future__ import annotations

import contextlib
import json
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass
from types import TracebackType
from typing import TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

from posecore.engine.queues import Closed, Mailbox
from posecore.formats import KeypointHeader
from posecore.formats.jsonl import frame_line, header_line
from posecore.formats.text import SECONDS, PersonRow, person_rows
from posecore.sinks import SinkError
from posecore.sinks.frame import FrameWithPeople
from posecore.sources.address import redact

__all__ = ["LOOPBACK", "Address", "Message", "PoseStream"]

LOOPBACK = "127.0.0.1"

_S = TypeVar("_S", bound="PoseStream")


@dataclass(frozen=True)
class Address:
    """``SCHEME://[HOST]:PORT[?token=TOKEN]``, taken apart. ``host`` is this machine's loopback where none is named; ``token`` may be ""."""

    scheme: str
    host: str
    port: int
    token: str = ""

    @classmethod
    def parse(cls, text: str) -> Address:
        """Raises SinkError for anything else."""
        try:
            parts = urlsplit(text)
            host, port = parts.hostname or LOOPBACK, parts.port
        except ValueError as error:
            raise SinkError(f"cannot send to {redact(text)}: {error}") from None
        if not parts.scheme or port is None or parts.path not in ("", "/") or parts.username is not None:
            raise SinkError(f"cannot send to {redact(text)}: expected SCHEME://HOST:PORT, such as ws://:9000 or osc://127.0.0.1:9000")
        return cls(parts.scheme.lower(), host, port, parse_qs(parts.query).get("token", [""])[0])

    @property
    def is_loopback(self) -> bool:
        """Whether only programs on this machine are meant."""
        return self.host == "localhost" or self.host == "::1" or self.host.startswith("127.")

    @property
    def written(self) -> str:
        """What :meth:`parse` understands, with the token."""
        return f"{self}?{urlencode({'token': self.token})}" if self.token else str(self)

    def __str__(self) -> str:
        """Without the token."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


@dataclass(frozen=True)
class Message:
    """One frame: ``index`` as the source counts, ``time`` seconds since the first frame that was sent, rounded numbers of the people."""

    header: KeypointHeader
    index: int
    time: float
    rows: list[PersonRow]

    def header_json(self) -> str:
        """The first line of a keypoint file."""
        return json.dumps(header_line(self.header), ensure_ascii=False)

    def json(self) -> str:
        """The frame's line of a keypoint file."""
        return json.dumps(frame_line(self.index, self.time, self.rows), ensure_ascii=False, allow_nan=False)


class PoseStream(ABC):
    """Sends frames with their people; ``write`` is an engine's consumer.

    Args:
        address: where to.
        source: name of what the frames come from, for the header.

    Attributes:
        sent: messages handed to the network, for each reader where there are several.
        error: what ended it, None while all is well. Readers that are away or slow are no error.
    """

    def __init__(self, address: Address, source: str = "") -> None:
        self.address, self.source = address, source
        self.sent = self._lost = 0
        self.error: Exception | None = None
        self._first: float | None = None
        self._mailbox: Mailbox[FrameWithPeople] = Mailbox()
        self._thread = threading.Thread(target=self._run, name=f"send-{address.scheme}", daemon=True)

    @abstractmethod
    def _open(self) -> None:
        """Get ready; called once, by whoever starts the stream. Raises SinkError."""

    @abstractmethod
    def _send(self, message: Message) -> int:
        """Hand ``message`` over without waiting for readers: how often it was sent. In the stream's thread."""

    @abstractmethod
    def _close(self) -> None:
        """Let go of what :meth:`_open` took."""

    @property
    def dropped(self) -> int:
        """Messages that were left out: in their place a newer one was sent, or nobody took them."""
        return self._mailbox.dropped + self._lost

    @property
    def readers(self) -> int | None:
        """How many read it now; None where the sender cannot know."""
        return None

    @property
    def page(self) -> str:
        """Address of a web page that draws what is sent, once it is started; "" where there is none."""
        return ""

    def start(self) -> None:
        """Raises SinkError where nothing can be sent from here."""
        self._open()
        self._thread.start()

    def write(self, frame: FrameWithPeople) -> None:
        """Take a frame; never waits, never raises."""
        with contextlib.suppress(Closed):
            self._mailbox.put(frame)

    def close(self) -> None:
        """Send what waits, then end."""
        self._mailbox.close()
        if self._thread.ident is not None:
            self._thread.join(2)
        self._close()

    def _run(self) -> None:
        try:
            while True:
                if times := self._send(self._message(self._mailbox.get())):
                    self.sent += times
        except Closed:
            pass
        except Exception as error:
            self.error = error
            self._mailbox.close(discard=True)

    def _message(self, frame: FrameWithPeople) -> Message:
        self._first = frame.captured if self._first is None else self._first
        height, width = frame.image.shape[:2]
        header = KeypointHeader(self.source, frame.people.skeleton, width, height)
        return Message(header, frame.index, round(frame.captured - self._first, SECONDS), person_rows(frame.people))

    def __enter__(self: _S) -> _S:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
