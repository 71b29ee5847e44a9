"""A video file at its own pace, as one watches it: speed, seeking, and a wait that can be interrupted."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Protocol, runtime_checkable

from posecore.engine import NotYet
from posecore.sources import Seekable, Source, SourceFrame, SourceInfo

_LATE = 0.3
"""Seconds behind its time from which on the clock is set anew: after a pause, a seek, or a machine that slept."""

_LONGEST = 15
"""Seconds that a frame is waited for at most: longer gaps are left out."""


@runtime_checkable
class FromFile(Protocol):
    """A source that reads a file or a folder."""

    @property
    def path(self) -> Path:
        """Where it is."""
        ...


class Player(Source):
    """Reads ``source`` no faster than its timestamps say.

    Args:
        source: a video file or a folder of images.
        start: seconds at which to begin.
        speed: 2 is twice as fast.
    """

    live = False

    def __init__(self, source: Source, start: float = 0.0, speed: float = 1.0) -> None:
        self.source = source
        self._start = start
        self._speed = speed
        self._origin: tuple[float, float] | None = None
        self._wake = threading.Condition()
        self._over = False
        self._woken = 0
        self._ahead: SourceFrame | None = None
        """Read, but not given out: its time had not come."""
        self._end: float | None = None
        """Until when the last frame is shown."""

    @property
    def info(self) -> SourceInfo:
        return self.source.info

    @property
    def path(self) -> Path | None:
        """The file, where it is one."""
        return self.source.path if isinstance(self.source, FromFile) else None

    @property
    def seekable(self) -> bool:
        """Whether :meth:`seek` works."""
        return isinstance(self.source, Seekable)

    @property
    def speed(self) -> float:
        """How fast it plays; can be set at any time, from any thread."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        with self._wake:
            self._speed, self._origin = speed, None
            self._wake.notify_all()

    def open(self) -> None:
        self.source.open()
        if self._start > 0 and isinstance(self.source, Seekable):
            self.source.seek(self._start)

    def seek(self, seconds: float) -> None:
        """Go to ``seconds``, where the source can seek. Called between reads, in the reading thread."""
        if isinstance(self.source, Seekable):
            self.source.seek(seconds)
            self._origin = self._ahead = self._end = None

    def wake(self) -> None:
        """Make a waiting :meth:`read` raise NotYet, and the next one not wait."""
        with self._wake:
            self._woken += 1
            self._origin = None
            self._wake.notify_all()

    def read(self) -> SourceFrame | None:
        frame, self._ahead = self._ahead or self.source.read(), None
        time_shown = frame.time if frame is not None else self._end
        if time_shown is not None:
            self._wait(time_shown, frame)
        if frame is not None:
            self._end = frame.time + float(frame.duration * frame.time_base) if frame.duration else None
        return frame

    def _wait(self, time_shown: float, frame: SourceFrame | None) -> None:
        """Until ``frame`` (None: the end) is due, at ``time_shown`` seconds. Raises NotYet where it is woken, and keeps the frame."""
        with self._wake:
            woken = self._woken
            while not self._over:
                if self._woken != woken:
                    self._ahead = frame
                    raise NotYet
                now = time.monotonic()
                if self._origin is None:
                    self._origin = (now, time_shown)
                due = self._origin[0] + (time_shown - self._origin[1]) / self._speed
                if now - due > _LATE or due - now > _LONGEST:
                    self._origin = (now, time_shown)
                    break
                if due <= now:
                    break
                self._wake.wait(due - now)

    def interrupt(self) -> None:
        """Make a waiting :meth:`read` return at once, and all later ones."""
        with self._wake:
            self._over = True
            self._wake.notify_all()

    def close(self) -> None:
        self.source.close()
