"""Many recordings for ``lightpose video``: where the results go, a bar each and one for all, what was done and what was not."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from lightpose.cli.errors import INTERRUPTED, UserError, complain, printable, say
from posecore import formats
from posecore.pipelines.annotate import Progress as Done
from posecore.pipelines.batch import BatchJob, Phase, run_batch
from posecore.pipelines.many import process
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.recorded import Estimator
from posecore.pipelines.resume import Record
from posecore.pipelines.stages import device_of
from posecore.sources.inputs import Inputs

Load = Callable[[], Estimator]

FAILED = 1
"""Exit code where some of several inputs failed."""


@dataclass
class Plan:
    """What is to be made of what. ``left_out``: lines on what is not read."""

    folder: Path
    jobs: list[BatchJob]
    left_out: list[str]


def plan(inputs: Inputs, folder: Path, kinds: Sequence[str], recipe: Recipe, only_keypoints: bool) -> Plan:
    """The results of each input: files of its name in ``folder``, keypoint files of all ``kinds``.

    Raises UserError where ``folder`` is none or cannot be made, or an input would be overwritten.
    """
    wanted = [*([] if only_keypoints else [recipe.rendering.suffix]), *kinds]
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; the results of {len(inputs.found)} inputs need a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UserError(f"cannot write into the folder {folder}: Permission denied")
    read = {_normal(Path(item.text)) for item in inputs.found if not item.problem}
    jobs = []
    for item in inputs.found:
        outputs = tuple(formats.named(folder / item.name, kind) for kind in wanted)
        if any(_normal(path) in read for path in outputs):
            raise UserError(f"{outputs[0]} would overwrite an input; choose another folder")
        job = BatchJob(item.text, item.shown, outputs)
        if item.problem:
            job.phase, job.message = Phase.FAILED, item.problem
        jobs.append(job)
    return Plan(folder, jobs, [f"{item.path} is left out: {item.why}" for item in inputs.left_out])


def kinds(keypoints: Sequence[Path] | None, angles: Sequence[Path] | None, only_keypoints: bool) -> list[str]:
    """The formats of the keypoint files of several inputs, given as suffixes (``.jsonl`` or ``jsonl``), and of the angles.

    Raises UserError for what is no suffix, or needs a package that is missing.
    """
    known = {entry.kind: entry for entry in formats.known_formats()}
    found = []
    for path in keypoints or ([Path(".jsonl")] if only_keypoints else []):
        suffix = formats.find_suffix(path.name) if len(path.parts) == 1 else None
        if suffix is None:
            choice = ", ".join(known)
            raise UserError(
                f"several inputs have a keypoint file each, in the folder of -o: give its suffix, --keypoints with one of {choice}"
            )
        found.append(suffix.removeprefix("."))
    for path in angles or []:
        if str(path) not in (".csv", "csv", ".mot", "mot"):
            raise UserError("several inputs have a file of angles each, in the folder of -o: give its suffix, --angles .csv or .mot")
        found.append("mot" if "mot" in str(path) else "angles.csv")
    for kind in found:
        if known[kind].missing:
            raise UserError(f"{known[kind].title} {known[kind].missing}")
    return list(dict.fromkeys(found))


def _normal(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def record_of_one(text: str, outputs: Sequence[Path], recipe: Recipe, models: Sequence[object]) -> tuple[Record, BatchJob]:
    """The record beside the results of a single recording, and its job."""
    job = BatchJob(text, text, tuple(outputs))
    return Record.of(outputs[0].parent, recipe, list(models)), job


def run(plan: Plan, recipe: Recipe, load: Load, models: Mapping[str, Any], workers: int, resume: bool, ray: str | None = None) -> None:
    """Do it all, here or on the Ray cluster at the address ``ray``, then say what was done.

    Raises typer.Exit(1) where some failed, typer.Exit(130) after Ctrl-C, what ``load`` raises, UserError where there is no such cluster.
    """
    from posecore.pipelines.cluster import ClusterError, Share, run_on_ray

    record = Record.of(plan.folder, recipe, dict(models))
    for job in plan.jobs:
        if resume and job.phase is Phase.WAITING and record.whole(job):
            job.phase = Phase.SKIPPED
    waiting = any(job.phase is Phase.WAITING for job in plan.jobs)
    networks = load() if waiting and ray is None else None
    started = time.monotonic()
    stopped = False
    with _Bars(plan.jobs) as bars:
        for line in plan.left_out:
            bars.say(f"lightpose: warning: {line}")
        for job in plan.jobs:
            if job.phase is Phase.FAILED:
                bars.say(f"lightpose: error: {job.message}")

        def work(job: BatchJob, on_frame: Callable[[Done], None]) -> Done:
            assert networks is not None
            return process(job, recipe, networks, record, on_frame)

        try:
            if networks is not None:
                run_batch(plan.jobs, work, workers, bars.show)
            elif waiting and ray is not None:
                run_on_ray(plan.jobs, Share(recipe, load, Path(os.path.abspath(plan.folder)), models), ray, workers, bars.show)
        except ClusterError as error:
            raise UserError(str(error)) from error
        except KeyboardInterrupt:
            stopped = True
    _summary(plan, time.monotonic() - started, device_of(networks))
    done = sum(job.phase in (Phase.DONE, Phase.SKIPPED) for job in plan.jobs)
    if stopped:
        complain(f"stopped; {done} of {len(plan.jobs)} are done, the same command with --resume does the rest")
        raise typer.Exit(INTERRUPTED)
    if any(job.phase is Phase.FAILED for job in plan.jobs):
        raise typer.Exit(FAILED)


class _Bars:
    """A bar for each recording at work and one for all, on standard error. :meth:`show` and :meth:`say` may be called from any thread."""

    def __init__(self, jobs: Sequence[BatchJob]) -> None:
        self._bars = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[speed]}"), TimeElapsedColumn(),
            TimeRemainingColumn(), console=Console(stderr=True),
        )  # fmt: skip
        self._jobs = jobs
        self._all = self._bars.add_task(f"{len(jobs)} recordings", total=len(jobs), completed=self._ended(), speed="")
        self._tasks: dict[int, TaskID] = {}

    def __enter__(self) -> _Bars:
        self._bars.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bars.stop()

    def _ended(self) -> int:
        return sum(job.phase not in (Phase.WAITING, Phase.WORKING) for job in self._jobs)

    def say(self, line: str) -> None:
        """A line above the bars."""
        self._bars.console.print(printable(line), markup=False, highlight=False, soft_wrap=True)

    def show(self, job: BatchJob) -> None:
        """How far ``job`` is."""
        if job.phase is Phase.WORKING:
            if id(job) not in self._tasks:
                self._tasks[id(job)] = self._bars.add_task(shortened(Path(job.shown).name), total=None, speed="")
            speed = f"{job.progress.pace:.1f} frames/s" if job.progress.seconds else ""
            self._bars.update(self._tasks[id(job)], total=job.total, completed=job.progress.steps, speed=speed)
            return
        if (task := self._tasks.pop(id(job), None)) is not None:
            self._bars.remove_task(task)
        for line in job.warnings:
            self.say(f"lightpose: warning: {line}")
        if job.phase is Phase.FAILED:
            if job.error is not None and os.environ.get("LIGHTPOSE_DEBUG"):
                import traceback

                traceback.print_exception(job.error)
            self.say(f"lightpose: error: {job.message if job.shown in job.message else f'{job.shown}: {job.message}'}")
        self._bars.update(self._all, completed=self._ended())


def shortened(name: str) -> str:
    """A file name for the left of a bar."""
    name = printable(name)
    return (name if len(name) <= 28 else name[:13] + "…" + name[-14:]).replace("[", r"\[")


def _summary(plan: Plan, seconds: float, device: str) -> None:
    """A line a recording on standard output, and one for all."""
    rows = [("recording", "state", "frames", "people/frame", "frames/s", "result")]
    for job in plan.jobs:
        progress, measured = job.progress, job.phase is Phase.DONE
        result = (
            job.message
            if job.phase is Phase.FAILED
            else ", ".join(str(path) for path in job.outputs)
            if job.phase is not Phase.STOPPED
            else ""
        )
        rows.append(
            (
                job.shown,
                job.phase.value if job.phase is not Phase.WAITING else Phase.STOPPED.value,
                str(progress.frames) if measured else "",
                f"{progress.people / max(1, progress.frames):.1f}" if measured else "",
                f"{progress.fps:.1f}" if measured else "",
                result,
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    for row in rows:
        cells = [row[0].ljust(widths[0]), row[1].ljust(widths[1]), *(row[i].rjust(widths[i]) for i in (2, 3, 4)), row[5]]
        say("  ".join(cells).rstrip())
    count = {phase: sum(job.phase is phase for job in plan.jobs) for phase in Phase}
    frames = sum(job.progress.frames for job in plan.jobs if job.phase is Phase.DONE)
    parts = [f"{count[Phase.DONE]} done ({frames} frames in {seconds:.1f} s)"]
    parts += [f"{count[p]} {word}" for p, word in ((Phase.SKIPPED, "skipped"), (Phase.FAILED, "failed")) if count[p]]
    if rest := count[Phase.STOPPED] + count[Phase.WAITING]:
        parts.append(f"{rest} not done")
    if device:
        parts.append(f"networks on {device}")
    say(", ".join(parts))
