"""What the engine itself costs: stages that do nothing, at 720p."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from posecore.bench.timing import Replay
from posecore.engine import Engine, Frame
from posecore.sources import SourceFrame


@dataclass(frozen=True)
class EngineRun:
    """``overhead_ms``: wall time a frame; ``growth_mb``: of the memory after the first 1,000 frames; ``threads``: left over."""

    frames: int
    fps: float
    overhead_ms: float
    growth_mb: float
    threads: int

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


class _Nothing:
    """A stage that does nothing."""

    def __init__(self, name: str) -> None:
        self.name = name

    def process(self, frame: Frame) -> Frame:
        """Hand on."""
        return frame


def bench_engine(frames: int = 20_000) -> EngineRun:
    """Send ``frames`` new 720p images through three stages that do nothing, none dropped."""
    memory: list[float] = []

    def watch(frame: Frame) -> None:
        if frame.index % 1000 == 0:
            memory.append(resident_mb())

    stages = [_Nothing(name) for name in ("detect", "pose", "smooth")]
    engine: Engine[Frame] = Engine(_Blank(frames), stages, live=False, consumers=[watch])
    before = threading.active_count()
    start = time.perf_counter()
    engine.run()
    seconds = time.perf_counter() - start
    growth = max(memory[1:], default=0.0) - memory[1] if len(memory) > 1 else 0.0
    return EngineRun(frames, frames / seconds, 1000 * seconds / frames, growth, threading.active_count() - before)


class _Blank(Replay):
    """Each frame is a new array, as from a camera."""

    def __init__(self, frames: int) -> None:
        super().__init__([np.zeros((720, 1280, 3), np.uint8)], 30.0, frames, live=False)

    def read(self) -> SourceFrame | None:
        frame = super().read()
        return None if frame is None else replace(frame, image=np.empty_like(frame.image))


def resident_mb() -> float:
    """Memory of this process that is in RAM, MB; not a number where neither the system nor the package psutil tells."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        pass
    try:
        import psutil
    except ImportError:
        return float("nan")
    return float(psutil.Process().memory_info().rss / 1e6)
