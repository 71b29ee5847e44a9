"""What live sources have in common: a device read in a thread of its own, so that one that stops delivering is noticed and opened again."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from posecore.engine.queues import Closed, Mailbox
from posecore.sources import Source, SourceError, SourceFrame, SourceInfo
from posecore.sources.address import redact

_TICKS = 1_000_000
_STUCK = 3
"""So many threads may hang in a driver before no more are started."""


class Device(Protocol):
    """A camera or stream, used by one thread. One object is opened once."""

    def open(self) -> SourceInfo:
        """Open it and say what was really given. Raises SourceError."""
        ...

    def read(self) -> NDArray[np.uint8] | None:
        """Wait for the next (H,W,3) uint8 BGR image; None at the end of a stream that has one. Raises SourceError where it breaks."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


class _Item(NamedTuple):
    """What a reader hands over: an image and when it came, the end (no image, no error), or an error."""

    image: NDArray[np.uint8] | None
    at: float
    error: Exception | None = None


class LiveSource(Source):
    """Reads a :class:`Device` and keeps it going.

    Args:
        device: makes a new one for each attempt.
        name: for messages.
        stall: seconds without an image after which it counts as lost.
        patience: seconds that opening may take.
        delays: seconds before each attempt to get it back; the last one is repeated.
        endless: a device that says that nothing more comes is lost, too, as a camera is; else it is the end.

    Once it was open, :meth:`read` raises nothing: it waits until the device is back (or :meth:`interrupt`, or :meth:`close`). What happens
    meanwhile is told to ``on_connection`` (connected, what happened).
    """

    live = True

    def __init__(
        self,
        device: Callable[[], Device],
        name: str,
        *,
        stall: float = 1.5,
        patience: float = 15.0,
        delays: tuple[float, ...] = (0.3, 0.6, 1.2, 2.5, 5.0),
        endless: bool = False,
    ) -> None:
        self.device, self.name, self.endless = device, name, endless
        self.stall, self.patience, self.delays = stall, patience, delays
        self.on_connection: Callable[[bool, str], None] | None = None
        self._info: SourceInfo | None = None
        self._box: Mailbox[_Item] = Mailbox()
        self._first: _Item | None = None
        self._over = threading.Event()
        self._attempt = self._failures = self._count = 0
        self._readers: list[threading.Thread] = []

    @property
    def info(self) -> SourceInfo:
        if self._info is None:
            raise RuntimeError(f"{self.name} is not open")
        return self._info

    def open(self) -> None:
        """Wait for the device. Raises SourceError where it cannot be opened, with what to do."""
        self.close()
        self._box, self._count, self._failures, self._info = Mailbox(), 0, 0, None
        self._over.clear()
        self._read_on(0.0)
        try:
            item = self._box.get(self.patience)
        except (TimeoutError, Closed):
            self.close()
            raise SourceError(f"{self.name} does not answer") from None
        if item.error is not None or item.image is None:
            self.close()
            if isinstance(item.error, SourceError):
                raise item.error
            raise SourceError(f"{self.name} gives no pictures" + (f" ({item.error})" if item.error else "")) from None
        self._first = item

    def read(self) -> SourceFrame | None:
        if self._info is None:
            raise RuntimeError(f"{self.name} is not open")
        while True:
            try:
                item, self._first = self._first or self._box.get(self._wait()), None
            except Closed:
                return None
            except TimeoutError:
                self._lost(f"{self.name} gives no pictures")
                continue
            if item.error is not None:
                self._lost(" ".join(str(item.error).split()))
                continue
            if item.image is None:
                if not self.endless:
                    return None
                self._lost(f"{self.name} gives no pictures")
                continue
            if self._failures:
                self._failures = 0
                self._tell(True, f"{self.name} is back")
            self._count += 1
            ticks = round(item.at * _TICKS)
            return SourceFrame(item.image, self._count - 1, ticks / _TICKS, ticks, Fraction(1, _TICKS))

    def interrupt(self) -> None:
        """End a waiting :meth:`open` or :meth:`read` (from another thread)."""
        self._over.set()
        self._box.close(discard=True)

    def close(self) -> None:
        """Also waits a moment for the device to be free again."""
        self.interrupt()
        self._attempt += 1
        deadline = time.monotonic() + 0.5
        for reader in self._readers:
            reader.join(max(0.0, deadline - time.monotonic()))
        self._readers = [r for r in self._readers if r.is_alive()]

    def _wait(self) -> float:
        """Seconds until no image means that something is wrong."""
        return self.stall if not self._failures else self._delay() + self.patience / 3

    def _delay(self) -> float:
        return self.delays[min(self._failures, len(self.delays)) - 1]

    def _lost(self, why: str) -> None:
        self._failures += 1
        self._tell(False, f"{why}; trying again")
        self._readers = [r for r in self._readers if r.is_alive()]
        if len(self._readers) <= _STUCK:
            self._read_on(self._delay())

    def _tell(self, connected: bool, what: str) -> None:
        if self.on_connection is not None:
            self.on_connection(connected, redact(what))

    def _read_on(self, delay: float) -> None:
        self._attempt += 1
        reader = threading.Thread(target=self._reader, args=(self._attempt, delay, self._box), name=f"source-{self.name}", daemon=True)
        self._readers.append(reader)
        reader.start()

    def _reader(self, attempt: int, delay: float, box: Mailbox[_Item]) -> None:
        """Body of a reader thread: open, read, hand over; ends when it fails or a later attempt has taken its place."""
        if self._over.wait(delay):
            return
        device: Device | None = None
        try:
            device = self.device()
            info = device.open()
            if attempt == self._attempt:
                self._info = info
            while attempt == self._attempt:
                image = device.read()
                if attempt == self._attempt:
                    box.put(_Item(image, time.monotonic()))
                if image is None:
                    break
        except Closed:
            pass
        except Exception as error:
            if attempt == self._attempt:
                with contextlib.suppress(Closed):
                    box.put(_Item(None, time.monotonic(), error))
        finally:
            if device is not None:
                with contextlib.suppress(Exception):  # of a device that is gone
                    device.close()
