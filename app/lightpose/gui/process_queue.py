"""Recorded videos, one after the other, in a thread of its own."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lightpose.gui.assembled import Options
from posecore.pipelines.annotate import Progress
from posecore.pipelines.recipe import Recipe

if TYPE_CHECKING:
    from posecore.pipelines.recorded import Estimator
    from posecore.pipelines.stages import Networks


@dataclass(frozen=True)
class NetworkWishes:
    """What the networks for recorded videos are to be like besides what the settings of the window say.

    Attributes:
        multiscale, flip: see :func:`posecore.load`.
        threshold: least score of a person; None: as the settings say.
    """

    multiscale: bool = False
    flip: bool = False
    threshold: float | None = None

    def asked_of(self, options: Options) -> Options:
        """``options`` with these wishes."""
        threshold = options.threshold if self.threshold is None else self.threshold
        return replace(options, multiscale=self.multiscale, flip=self.flip, threshold=threshold)


@dataclass
class Job:
    """One video.

    Attributes:
        source, output: from where, to where; None writes no video.
        keypoints: keypoint file, or None.
        phase: ``waiting``, ``working``, ``done``, ``cancelled`` or ``failed``.
        done, total: frames, each counted twice where a recording is read twice; ``total`` is 0 where unknown.
        frames: of the result.
        message: why it failed.
    """

    source: Path
    output: Path | None
    keypoints: Path | None
    phase: str = "waiting"
    done: int = 0
    total: int = 0
    frames: int = 0
    seconds: float = 0.0
    message: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.phase in ("done", "cancelled", "failed")

    @property
    def fps(self) -> float:
        """Frames a second so far."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds to go, where that can be told."""
        return (self.total - self.done) / self.fps if self.fps and self.total else None


class _Cancelled(Exception):
    pass


@dataclass
class ProcessQueue:
    """Works through its jobs. The attributes of the jobs can be read at any time.

    Args:
        networks: makes the networks as wished, called once a start, in the thread.
        recipe: what is done to each.
        wishes: what the networks are to be like.
    """

    networks: Callable[[NetworkWishes], Networks | Estimator]
    recipe: Recipe = field(default_factory=Recipe)
    wishes: NetworkWishes = field(default_factory=NetworkWishes)
    jobs: list[Job] = field(default_factory=list)
    error: str = ""

    def __post_init__(self) -> None:
        self._over = False
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether it is at work."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin with the first job that waits."""
        if not self.running:
            self._over, self.error = False, ""
            self._thread = threading.Thread(target=self._run, name="process", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """Stop after the frame at hand; jobs that wait are cancelled too."""
        self._over = True
        for job in self.jobs:
            if job.phase == "waiting":
                job.phase = "cancelled"

    def join(self, timeout: float) -> bool:
        """Wait for the end; True when the thread is gone."""
        if self._thread is not None:
            self._thread.join(timeout)
        return not self.running

    def _run(self) -> None:
        try:
            networks = self.networks(self.wishes)
        except Exception as error:
            self.error = " ".join(str(error).split())
            for job in self.jobs:
                if job.phase == "waiting":
                    job.phase, job.message = "failed", self.error
            return
        while not self._over:
            waiting = next((job for job in self.jobs if job.phase == "waiting"), None)
            if waiting is None:
                return
            self._work(waiting, networks)

    def _work(self, job: Job, networks: Networks | Estimator) -> None:
        job.phase = "working"

        def show(progress: Progress) -> None:
            job.done, job.frames, job.seconds = progress.steps, progress.frames, progress.seconds
            if self._over:
                raise _Cancelled
            time.sleep(0)  # let the window's thread in

        try:
            with self.recipe.source(os.path.abspath(job.source)) as source:
                job.total = self.recipe.steps(source) or 0
                self.recipe.run(source, networks, job.output, job.keypoints, show)
            job.total = job.done
            job.phase = "done"
        except _Cancelled:
            job.phase = "cancelled"
        except Exception as error:
            job.phase, job.message = "failed", " ".join(str(error).split()) or type(error).__name__


def plan(source: Path, folder: Path, video: bool, keypoints: str, taken: set[Path]) -> Job:
    """A job for ``source`` whose outputs replace nothing: no file that is there, none of ``taken``, never the source itself."""
    number = 1
    while True:
        stem = f"{source.stem} lightpose" + (f" {number}" if number > 1 else "")
        output = folder / f"{stem}.mp4" if video else None
        table = folder / f"{stem}.{keypoints}" if keypoints != "none" else None
        names = {path for path in (output, table) if path is not None}
        if not any(path.exists() for path in names) and not names & taken:
            return Job(source, output, table)
        number += 1
