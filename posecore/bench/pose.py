"""The pose network alone: batches and threads, one file or several against each other."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from posecore.engine.stats import percentile
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.session import active_provider

TURN = 5
"""Runs of one file before the next file has its turn; one more goes before them that does not count."""


@dataclass(frozen=True)
class PoseRun:
    """``batch`` people at once with ``threads`` threads.

    Attributes:
        median_ms, p95_ms: time on the clock of a run. cpu_ms: processor time of all threads, median: less swayed by other programs.
        people_per_second: of the median.
        provider: short name of what ran it.
        file: its name.
        ratio, cpu_ratio: how many times as fast as the first file of the comparison, on the clock and in processor time; 1 for itself.
    """

    batch: int
    threads: int
    median_ms: float
    p95_ms: float
    people_per_second: float
    provider: str
    cpu_ms: float
    file: str
    ratio: float
    cpu_ratio: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


@dataclass
class _Times:
    work: Callable[[], object]
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def turn(self) -> None:
        self.work()
        for _ in range(TURN):
            clock, processor = time.perf_counter(), time.process_time()
            self.work()
            self.clock.append(time.perf_counter() - clock)
            self.processor.append(time.process_time() - processor)


def bench_pose(
    paths: Sequence[Path],
    batches: Sequence[int] = (1, 2, 4, 8),
    threads: Sequence[int] = (1, 2),
    *,
    seconds: float = 1.0,
    providers: Sequence[str] | None = None,
    on_run: Callable[[PoseRun], None] | None = None,
) -> list[PoseRun]:
    """Run networks on noise for about ``seconds`` each in each setting. The files take turns: a noisy machine hits all alike.

    Args:
        paths: ONNX files; the first is what the others are compared with.
        providers: see :func:`posecore.runtime.session.open_session`.

    Raises:
        FileNotFoundError, ValueError: as the session does.
    """
    runs = []
    random = np.random.default_rng(0)
    for count in threads:
        estimators = [PoseEstimator.from_onnx(path, threads=count, providers=providers) for path in paths]
        for batch in batches:
            times = []
            for estimator in estimators:
                width, height = estimator.size
                feed = random.standard_normal((batch, 3, height, width)).astype(np.float32)
                times.append(_Times(lambda f=feed, e=estimator: e.infer(f)))  # type: ignore[misc]
            _take_turns(times, seconds)
            first = percentile(times[0].clock, 50), percentile(times[0].processor, 50)
            for path, estimator, measured in zip(paths, estimators, times, strict=True):
                assert estimator.session is not None
                median, processor = percentile(measured.clock, 50), percentile(measured.processor, 50)
                runs.append(
                    PoseRun(
                        batch, count, median * 1000, percentile(measured.clock, 95) * 1000, batch / median,
                        active_provider(estimator.session), processor * 1000, path.name, first[0] / median, first[1] / processor,
                    )
                )  # fmt: skip
                if on_run is not None:
                    on_run(runs[-1])
    return runs


def _take_turns(times: Sequence[_Times], seconds: float) -> None:
    """Rounds of :data:`TURN` runs each, after one run that does not count, until ``seconds`` a file are over; at least one round."""
    for measured in times:
        measured.work()
    end = time.perf_counter() + seconds * len(times)
    while True:
        for measured in times:
            measured.turn()
        if time.perf_counter() >= end:
            return
