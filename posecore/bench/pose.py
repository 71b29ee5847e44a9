"""The pose network alone: batches and threads."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from posecore.bench.timing import percentile
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.session import active_provider


@dataclass(frozen=True)
class PoseRun:
    """``batch`` people at once with ``threads`` threads: median and 95th percentile of a run in ms, and people a second."""

    batch: int
    threads: int
    median_ms: float
    p95_ms: float
    people_per_second: float
    provider: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def bench_pose(
    path: Path,
    batches: Sequence[int] = (1, 2, 4, 8),
    threads: Sequence[int] = (1, 2),
    *,
    seconds: float = 1.0,
    on_run: Callable[[PoseRun], None] | None = None,
) -> list[PoseRun]:
    """Run the network on noise for about ``seconds`` in each setting. Raises FileNotFoundError or ValueError as the session does."""
    runs = []
    random = np.random.default_rng(0)
    for count in threads:
        estimator = PoseEstimator.from_onnx(path, threads=count)
        assert estimator.session is not None
        width, height = estimator.size
        for batch in batches:
            feed = random.standard_normal((batch, 3, height, width)).astype(np.float32)
            times = _times(lambda f=feed, e=estimator: e.heatmaps(f), seconds)  # type: ignore[misc]
            median = percentile(times, 50)
            runs.append(
                PoseRun(batch, count, median * 1000, percentile(times, 95) * 1000, batch / median, active_provider(estimator.session))
            )
            if on_run is not None:
                on_run(runs[-1])
    return runs


def _times(work: Callable[[], object], seconds: float) -> list[float]:
    """Seconds of each run, after three that do not count; at least five."""
    for _ in range(3):
        work()
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return times
