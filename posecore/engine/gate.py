"""Pause, step and seek: what stands before the source's next read."""

from __future__ import annotations

import threading


class Gate:
    """Controlled from any thread, obeyed by the source's. Once :meth:`shut`, it lets nothing through."""

    def __init__(self, live: bool) -> None:
        self.live = live
        self.paused = False
        self.over = False
        self._steps = 0
        self._target: float | None = None
        self._changed = threading.Condition()

    def pause(self) -> None:
        """Hold."""
        with self._changed:
            self.paused, self._steps = True, 0

    def resume(self) -> None:
        """Go on."""
        with self._changed:
            self.paused = False
            self._changed.notify_all()

    def step(self) -> None:
        """Let one frame through a pause."""
        with self._changed:
            self._steps += 1
            self._changed.notify_all()

    def seek(self, seconds: float) -> None:
        """Ask for the frame at ``seconds``; it comes through a pause."""
        with self._changed:
            self._target, self._steps = seconds, 1 if self.paused else 0
            self._changed.notify_all()

    def shut(self) -> None:
        """The end."""
        with self._changed:
            self.over = True
            self._changed.notify_all()

    def wait(self) -> bool:
        """Before a read: wait while a file is paused (a camera is read on). False when it is over."""
        with self._changed:
            if not self.live:
                self._changed.wait_for(lambda: self.over or not self.paused or self._steps > 0)
                self._steps = max(0, self._steps - 1)
            return not self.over

    def target(self) -> float | None:
        """Where to seek before the read, once."""
        with self._changed:
            target, self._target = self._target, None
            return target

    def withholds(self) -> bool:
        """After a read: whether this frame of a camera falls into a pause."""
        with self._changed:
            if not (self.live and self.paused):
                return False
            if self._steps:
                self._steps -= 1
                return False
            return True
