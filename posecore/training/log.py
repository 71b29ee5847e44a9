"""What a run tells: a progress bar (lines where there is no terminal), ``log.csv``, ``eval.csv``, TensorBoard, ``curves.png``."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from posecore.evaluation.keypoint_ap import Score, percent
from posecore.terminal import printable
from posecore.training.loop import StepReport

STEP_COLUMNS = ("epoch", "batch", "step", "loss", "lr", "images_per_second", "data_wait")


class RunLog:
    """Everything a run writes for people; silent in all but the main process. A context manager.

    Args:
        out: folder of the run.
        is_main: False silences it.
        append: keep the rows of an earlier part of the run.
        metrics: names of what an evaluation measures.
        every: steps between lines where there is no terminal.
    """

    def __init__(self, out: Path, is_main: bool, append: bool, metrics: Sequence[str], every: int = 20) -> None:
        self.out, self.is_main, self.metrics, self.every = out, is_main, metrics, every
        self.console = Console(quiet=not is_main, highlight=False, soft_wrap=True)
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total} {task.fields[news]}"),
            TimeRemainingColumn(),
            console=self.console,
            disable=not (is_main and self.console.is_terminal),
        )
        self.task = self.bar.add_task("training", total=None, news="")
        self.board: Any = None
        if is_main:
            out.mkdir(parents=True, exist_ok=True)
            for name, columns in (("log.csv", STEP_COLUMNS), ("eval.csv", ("epoch", "group", "people", *metrics))):
                if not (append and (out / name).is_file()):
                    self._write(name, columns, "w")

    def __enter__(self) -> RunLog:
        if self.is_main:
            try:
                from torch.utils.tensorboard.writer import SummaryWriter

                self.board = SummaryWriter(str(self.out / "tensorboard"))
            except ImportError:
                self.say("no TensorBoard here; log.csv has the same numbers")
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the terminal back, write out what TensorBoard has to get."""
        self.bar.stop()
        if self.board is not None:
            self.board.close()

    def say(self, text: str) -> None:
        """One line for the person watching."""
        self.console.print(printable(text), markup=False)

    def forget(self, epoch: int, batch: int, evaluated: int) -> None:
        """Drop what an earlier part of the run wrote after its checkpoint at ``batch`` of ``epoch``, so that each step stands once."""
        if not self.is_main:
            return
        for name, keeps in (
            ("log.csv", lambda row: (int(row[0]), int(row[1])) <= ((epoch, batch) if batch else (epoch - 1, 1 << 60))),
            ("eval.csv", lambda row: int(row[0]) <= evaluated),
        ):
            with open(self.out / name, newline="", encoding="utf-8") as file:
                rows = list(csv.reader(file))
            whole = [row for row in rows[1:] if len(row) == len(rows[0]) and keeps(row)]
            if len(whole) < len(rows) - 1:
                partial = self.out / f"{name}.partial"
                with open(partial, "w", newline="", encoding="utf-8") as file:
                    csv.writer(file).writerows([rows[0], *whole])
                os.replace(partial, self.out / name)  # a kill in between loses no step

    def _write(self, name: str, row: Iterable[object], mode: str = "a") -> None:
        with open(self.out / name, mode, newline="", encoding="utf-8") as file:
            csv.writer(file).writerow(row)

    def step(self, report: StepReport, batches: int, epochs: int) -> None:
        """An optimiser step is done."""
        if not self.is_main:
            return
        numbers = (f"{report.loss:.7g}", f"{report.lr:.4g}", f"{report.images_per_second:.2f}", f"{report.data_wait:.4f}")
        self._write("log.csv", (report.epoch, report.batch, report.step, *numbers))
        if self.board is not None:
            for name in ("loss", "lr", "images_per_second", "data_wait"):
                self.board.add_scalar(f"train/{name}", vars(report)[name], report.step)
        news = f"loss {report.loss:.6f} lr {report.lr:.2e} {report.images_per_second:.1f} img/s data {report.data_wait:.0%}"
        where = f"epoch {report.epoch + 1}/{epochs}"
        self.bar.update(self.task, description=where, total=batches, completed=report.batch, news=news)
        if self.bar.disable and (report.step % self.every == 0 or report.batch == batches):
            self.say(f"{where} batch {report.batch}/{batches} {news}")

    def evaluation(self, epoch: int, results: list[Score]) -> None:
        """Accuracy by group, after ``epoch`` epochs."""
        for result in results:
            self._write("eval.csv", (epoch, result.name, result.people, *(f"{result.values[m]:.4f}" for m in self.metrics)))
            values = " ".join(f"{m} {percent(result.values[m])}" for m in self.metrics)
            self.say(f"epoch {epoch} {result.name} ({result.people} people): {values}")
            if self.board is not None:
                self.board.add_scalar(f"{main_metric(self.metrics)}/{result.name}", result.values[main_metric(self.metrics)], epoch)


def main_metric(names: Iterable[str]) -> str:
    """The metric to watch: ``AP``, or ``PCKh`` where there is no AP."""
    return "AP" if "AP" in names else "PCKh"


def plot_run(out: Path) -> Path | None:
    """``curves.png`` of loss and accuracy beside the CSV files of the run in ``out``; None where matplotlib or numbers are missing."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return None
    with open(out / "log.csv", newline="", encoding="utf-8") as file:
        steps = list(csv.DictReader(file))
    with open(out / "eval.csv", newline="", encoding="utf-8") as file:
        evaluations = list(csv.DictReader(file))
    if not steps:
        return None
    figure = Figure(figsize=(10, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    metric = main_metric(evaluations[0]) if evaluations else "AP"
    left.plot([int(row["step"]) for row in steps], [float(row["loss"]) for row in steps], linewidth=0.7)
    left.set(xlabel="step", ylabel="loss", yscale="log", title="Training loss")
    for group in sorted({row["group"] for row in evaluations}):
        rows = [row for row in evaluations if row["group"] == group]
        right.plot([int(row["epoch"]) for row in rows], [100 * float(row[metric]) for row in rows], marker="o", label=group)
    right.set(xlabel="epoch", ylabel=metric, title=f"{metric} on the val split")
    if evaluations:
        right.legend()
    figure.savefig(out / "curves.png.partial", format="png", dpi=110)
    os.replace(out / "curves.png.partial", out / "curves.png")
    return out / "curves.png"
