"""What the engine measures while it runs."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.engine.frame import Frame, Mark

WINDOW = 300
"""Frames over which times and latencies are taken."""

RATE_SECONDS = 2.0
"""Seconds over which rates are taken."""


@dataclass(frozen=True)
class StageStats:
    """One stage: frames it finished since the start; mean and 95th percentile of its work, mean wait in its queue, ms, of the last frames;
    frames that were overwritten in the queue before it."""

    name: str
    frames: int = 0
    work_ms: float = 0.0
    work_p95_ms: float = 0.0
    wait_ms: float = 0.0
    drops: int = 0


@dataclass(frozen=True)
class Stats:
    """A snapshot.

    Attributes:
        fps: finished frames a second.
        source_fps: frames a second that the source delivers.
        frames: finished frames since the start.
        drops: dropped frames in front of all stages.
        latency_p50_ms, latency_p95_ms: capture to display where the viewer reports it (:meth:`posecore.engine.Engine.displayed`), else
            capture to the end of the last stage.
        stages: the source first, then each stage.
        gauges: numbers the stages report about themselves, such as ``people`` and ``detector_duty``.
    """

    fps: float = 0.0
    source_fps: float = 0.0
    frames: int = 0
    drops: int = 0
    latency_p50_ms: float = 0.0
    latency_p95_ms: float = 0.0
    stages: tuple[StageStats, ...] = ()
    gauges: dict[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers, lists and dicts, ready for JSON."""
        return asdict(self)


class Meter:
    """Collects times; all methods may be called from any thread. Keeps the last :data:`WINDOW` of each kind."""

    def __init__(self, stages: Sequence[str]) -> None:
        self._lock = threading.Lock()
        self._names = tuple(stages)
        self._frames = dict.fromkeys(self._names, 0)
        self._marks: dict[str, deque[Mark]] = {name: deque(maxlen=WINDOW) for name in self._names}
        self._done: deque[float] = deque(maxlen=2 * WINDOW)
        self._latency: deque[float] = deque(maxlen=WINDOW)
        self._shown: deque[float] = deque(maxlen=WINDOW)
        self.finished_frames = 0

    def stage(self, name: str, mark: Mark) -> None:
        """A stage is done with a frame."""
        with self._lock:
            self._frames[name] += 1
            self._marks[name].append(mark)

    def finished(self, frame: Frame, at: float) -> None:
        """The last stage is done with ``frame`` at ``at`` (time.monotonic)."""
        with self._lock:
            self.finished_frames += 1
            self._done.append(at)
            self._latency.append(at - frame.captured)

    def shown(self, frame: Frame, at: float) -> None:
        """``frame`` is on the screen at ``at`` (time.monotonic)."""
        with self._lock:
            self._shown.append(at - frame.captured)

    def snapshot(self, at: float, drops: dict[str, int], gauges: dict[str, float]) -> Stats:
        """The numbers at ``at`` (time.monotonic); ``drops`` by stage."""
        with self._lock:
            stages = tuple(self._stage(name, drops.get(name, 0)) for name in self._names)
            latency = np.asarray(self._shown or self._latency or [0.0]) * 1000
            source = [mark.left for mark in self._marks[self._names[0]]]
            done, finished = list(self._done), self.finished_frames
        return Stats(
            fps=rate(done, at),
            source_fps=rate(source, at),
            frames=finished,
            drops=sum(drops.values()),
            latency_p50_ms=percentile(latency, 50),
            latency_p95_ms=percentile(latency, 95),
            stages=stages,
            gauges=gauges,
        )

    def _stage(self, name: str, drops: int) -> StageStats:
        marks = self._marks[name]
        if not marks:
            return StageStats(name, drops=drops)
        work, wait = np.asarray([(mark.work, mark.wait) for mark in marks]).T * 1000
        return StageStats(name, self._frames[name], float(work.mean()), percentile(work, 95), float(wait.mean()), drops)


def rate(times: Sequence[float], at: float, seconds: float = RATE_SECONDS) -> float:
    """Events a second over the last ``seconds`` before ``at``; ``times`` are in order."""
    recent = [t for t in times if t > at - seconds]
    if len(recent) < 2:
        return 0.0
    return (len(recent) - 1) / max(recent[-1] - recent[0], 1e-9) if at - recent[-1] < seconds / 2 else 0.0


def percentile(values: Sequence[float] | NDArray[np.floating], percent: float) -> float:
    """Of (N,) values, interpolated as by numpy.percentile; 0 of nothing.

    The first call of that imports masked arrays: 27 ms in the window's thread.
    """
    if not len(values):
        return 0.0
    ordered = np.sort(np.asarray(values, np.float64))
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (ordered[high] - ordered[low]) * (place - low))
