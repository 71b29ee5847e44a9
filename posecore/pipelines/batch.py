"""Many recordings, one after the other or some at a time, with one set of networks; one that fails does not stop the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from posecore.pipelines.annotate import Progress

__all__ = ["BatchJob", "Phase", "run_batch"]


class Phase(Enum):
    """Where a job is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass
class BatchJob:
    """One recording. The attributes may be read from any thread.

    Attributes:
        source: what is opened; may hold secrets.
        shown: the same for people.
        outputs: files that come out.
        phase: where it is.
        progress: how far it is.
        total: steps (:attr:`posecore.pipelines.annotate.Progress.steps`) to come, an estimate; None where unknown.
        message: why it failed, in one line.
        warnings: what did not go as wished but stopped nothing.
        error: what was raised, for who looks for a fault in the program.
    """

    source: str
    shown: str
    outputs: tuple[Path, ...]
    phase: Phase = Phase.WAITING
    progress: Progress = field(default_factory=Progress)
    total: int | None = None
    message: str = ""
    warnings: list[str] = field(default_factory=list)
    error: Exception | None = None


Work = Callable[[BatchJob, Callable[[Progress], None]], Progress]
"""Does a job: (job, to be called after each frame) → how it went. What it raises is why it failed."""


class _Stopped(BaseException):
    """Ends a job from within; not an Exception, so that nobody takes it for a fault of the recording."""


def run_batch(jobs: Sequence[BatchJob], work: Work, workers: int = 1, on_change: Callable[[BatchJob], None] | None = None) -> None:
    """Do the jobs that wait, ``workers`` at a time; ends when all of them did.

    Args:
        jobs: in the order in which they are begun.
        work: does one, in a thread; called from ``workers`` threads at once.
        on_change: told of a job that began, got on or ended, from its thread.

    Raises KeyboardInterrupt, and whatever else interrupts the wait, when the jobs at work have come to rest; those that wait are stopped.
    """
    stop = threading.Event()
    tell = on_change or (lambda job: None)

    def do(job: BatchJob) -> None:
        if stop.is_set():
            job.phase = Phase.STOPPED
            return
        job.phase = Phase.WORKING
        tell(job)

        def on_frame(progress: Progress) -> None:
            job.progress = progress
            if stop.is_set():
                raise _Stopped
            tell(job)

        try:
            job.progress = work(job, on_frame)
            job.phase = Phase.DONE
        except _Stopped:
            job.phase = Phase.STOPPED
        except Exception as error:
            job.phase, job.error = Phase.FAILED, error
            job.message = " ".join(str(error).split()) or type(error).__name__
        tell(job)

    with ThreadPoolExecutor(max(1, workers), "batch") as pool:
        pending = {pool.submit(do, job) for job in jobs if job.phase is Phase.WAITING}
        try:
            while pending:  # a wait without limit would not hear Ctrl-C on Windows
                finished, pending = wait(pending, timeout=0.2)
                for future in finished:
                    future.result()
        except BaseException:
            stop.set()
            deadline = time.monotonic() + 60
            while pending and time.monotonic() < deadline:
                _, pending = wait(pending, timeout=0.2)
            raise
