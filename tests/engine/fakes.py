"""Sources and stages without pictures worth the name, to drive an engine in tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.engine import Frame

IMAGE = np.zeros((4, 6, 3), np.uint8)


@dataclass
class Picture:
    """What a source gives."""

    image: NDArray[np.uint8]
    index: int
    time: float
    pts: int | None = None


class Counter:
    """A source of ``count`` frames (None: endless), one every ``period`` seconds."""

    def __init__(self, count: int | None, *, live: bool = False, period: float = 0.0, image: NDArray[np.uint8] = IMAGE) -> None:
        self.count, self.live, self.period, self.image = count, live, period, image
        self.next = 0
        self.opened = self.closed = 0
        self.on_connection: Any = None

    def open(self) -> None:
        self.opened += 1

    def read(self) -> Picture | None:
        if self.count is not None and self.next >= self.count:
            return None
        if self.period:
            time.sleep(self.period)
        self.next += 1
        return Picture(self.image, self.next - 1, time.monotonic() if self.live else (self.next - 1) / 30, self.next - 1)

    def seek(self, seconds: float) -> None:
        self.next = round(seconds * 30)

    def close(self) -> None:
        self.closed += 1


class Step:
    """A stage that sleeps, notes what it saw and does what it is told."""

    def __init__(self, name: str, seconds: float = 0.0, action: Callable[[Frame], Frame | None] | None = None) -> None:
        self.name, self.seconds, self.action = name, seconds, action
        self.seen: list[int] = []
        self.opened = self.closed = 0

    def open(self) -> None:
        self.opened += 1

    def process(self, frame: Frame) -> Frame | None:
        self.seen.append(frame.index)
        if self.seconds:
            time.sleep(self.seconds)
        return self.action(frame) if self.action else frame

    def close(self) -> None:
        self.closed += 1


def engine_threads() -> list[str]:
    """Names of the engine's threads that are alive."""
    return [t.name for t in threading.enumerate() if t.name.startswith("engine-")]
