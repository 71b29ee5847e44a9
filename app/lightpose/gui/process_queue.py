"""Recorded videos, one after the other or some at a time, in threads of their own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lightpose.gui.assembled import Options
from posecore import formats
from posecore.pipelines.annotate import Progress
from posecore.pipelines.batch import BatchJob
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.resume import Record
from posecore.sources.address import is_address, is_web_address
from posecore.sources.factory import parse
from posecore.sources.inputs import Input

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


@dataclass(frozen=True)
class Results:
    """What comes out of each recording.

    Attributes:
        video: suffix of the annotated video; None for none.
        keypoints: formats of keypoint files, as of :func:`posecore.formats.known_formats`.
    """

    video: str | None = ".mp4"
    keypoints: tuple[str, ...] = ("jsonl",)

    def __bool__(self) -> bool:
        return self.video is not None or bool(self.keypoints)


@dataclass
class Job:
    """One video.

    Attributes:
        source: what is read, a file or an address.
        output: annotated video; None writes none.
        keypoints: keypoint files.
        phase: ``waiting``, ``working``, ``done``, ``skipped``, ``cancelled`` or ``failed``.
        done, total: frames, each counted twice where a recording is read twice; ``total`` is 0 where unknown.
        frames: of the result.
        message: why it failed.
        notices: what was out of the ordinary and was dealt with, a line each.
    """

    source: Input
    output: Path | None
    keypoints: tuple[Path, ...] = ()
    phase: str = "waiting"
    done: int = 0
    total: int = 0
    frames: int = 0
    seconds: float = 0.0
    message: str = ""
    notices: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The source in a few words: the name of a file, an address without its secrets."""
        return self.source.shown if is_address(self.source.text) else Path(self.source.text).name

    @property
    def files(self) -> tuple[Path, ...]:
        """All that is written."""
        return (*(() if self.output is None else (self.output,)), *self.keypoints)

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.phase in ("done", "skipped", "cancelled", "failed")

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
        workers: recordings at a time.
        resume: note in the folders of the results what is whole, for :meth:`whole`.
    """

    networks: Callable[[NetworkWishes], Networks | Estimator]
    recipe: Recipe = field(default_factory=Recipe)
    wishes: NetworkWishes = field(default_factory=NetworkWishes)
    jobs: list[Job] = field(default_factory=list)
    error: str = ""
    workers: int = 1
    resume: bool = False

    def __post_init__(self) -> None:
        self._over = False
        self._thread: threading.Thread | None = None
        self._next = threading.Lock()
        self._records: dict[Path, Record] = {}

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

    def whole(self, job: Job) -> bool:
        """Whether all results of ``job`` are there, made of this recording with these options."""
        return self._record(job).whole(_entry(job))

    def forget(self) -> None:
        """Read the records of the folders anew; for other options."""
        self._records.clear()

    def _record(self, job: Job) -> Record:
        folder = job.files[0].parent
        with self._next:
            if folder not in self._records:
                self._records[folder] = Record.of(folder, self.recipe, asdict(self.wishes))
            return self._records[folder]

    def _run(self) -> None:
        try:
            networks = self.networks(self.wishes)
        except Exception as error:
            self.error = " ".join(str(error).split())
            for job in self.jobs:
                if job.phase == "waiting":
                    job.phase, job.message = "failed", self.error
            return
        with ThreadPoolExecutor(max(1, self.workers), "process") as pool:
            for _ in range(max(1, self.workers)):
                pool.submit(self._works, networks)

    def _works(self, networks: Networks | Estimator) -> None:
        while not self._over:
            with self._next:
                waiting = next((job for job in self.jobs if job.phase == "waiting"), None)
                if waiting is None:
                    return
                waiting.phase = "working"
            self._work(waiting, networks)

    def _work(self, job: Job, networks: Networks | Estimator) -> None:
        def show(progress: Progress) -> None:
            job.done, job.frames, job.seconds = progress.steps, progress.frames, progress.seconds
            if self._over:
                raise _Cancelled
            time.sleep(0)  # let the window's thread in

        try:
            job.files[0].parent.mkdir(parents=True, exist_ok=True)
            with self.recipe.source(job.source.text) as source:
                job.total = self.recipe.steps(source) or 0
                job.notices += self.recipe.run(source, networks, job.output, job.keypoints, show).notices
            if self.resume:
                self._record(job).note(_entry(job))
            job.total = job.done
            job.phase = "done"
        except _Cancelled:
            job.phase = "cancelled"
        except Exception as error:
            job.phase, job.message = "failed", " ".join(str(error).split()) or type(error).__name__


def _entry(job: Job) -> BatchJob:
    return BatchJob(job.source.text, job.source.shown, job.files)


def plan(source: Input, folder: Path, results: Results, taken: set[Path], whole: Callable[[Job], bool] = lambda job: False) -> Job:
    """A job for ``source`` whose outputs replace nothing: no file that is there, none of ``taken``, never the source itself.

    One whose outputs are there and ``whole`` is skipped.
    """
    number = 1
    while True:
        stem = folder / (f"{source.name.name} lightpose" + (f" {number}" if number > 1 else ""))
        output = formats.named(stem, results.video) if results.video is not None else None
        job = Job(source, output, tuple(formats.named(stem, kind) for kind in results.keypoints))
        names = set(job.files)
        if not names & taken:
            if not any(path.exists() for path in names):
                return job
            if whole(job):
                job.phase = "skipped"
                return job
        number += 1


def needs_duration(job: Job) -> bool:
    """Whether ``job`` is of something live, which ends only where a duration says so. What a web server sends tells that itself."""
    spec = parse(job.source.text) if is_address(job.source.text) else None
    return spec is not None and spec.live and not is_web_address(spec.value)


def outputs_taken(jobs: Sequence[Job]) -> set[Path]:
    """All files of ``jobs``."""
    return {path for job in jobs for path in job.files}
