"""What a run tells: a progress line, ``log.csv``, ``eval.csv``."""

from __future__ import annotations

import csv
import time
from pathlib import Path

from rich.console import Console

from posecore.evaluation.keypoint_ap import METRICS, OksResult
from posecore.training.loop import Progress


class RunLog:
    """Writes only in the main process; a context manager."""

    def __init__(self, out: Path, is_main: bool, append: bool, every: int = 20) -> None:
        self.out, self.is_main, self.every = out, is_main, every
        self.console = Console(quiet=not is_main, highlight=False)
        self.started = time.monotonic()
        if is_main:
            out.mkdir(parents=True, exist_ok=True)
            for name, header in (("log.csv", ("epoch", "batch", "step", "loss", "lr", "images_per_second", "data_wait")), ("eval.csv", ("epoch", "group", "people", *METRICS))):
                if not (append and (out / name).is_file()):
                    with open(out / name, "w", newline="", encoding="utf-8") as file:
                        csv.writer(file).writerow(header)

    def __enter__(self) -> RunLog:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def say(self, text: str) -> None:
        """One line for the person watching."""
        self.console.print(text, markup=False)

    def _row(self, name: str, row: tuple[object, ...]) -> None:
        if self.is_main:
            with open(self.out / name, "a", newline="", encoding="utf-8") as file:
                csv.writer(file).writerow(row)

    def step(self, progress: Progress, batches: int, epochs: int) -> None:
        """An optimiser step is done."""
        self._row("log.csv", (progress.epoch, progress.batch, progress.step, f"{progress.loss:.7g}", f"{progress.lr:.4g}", f"{progress.images_per_second:.2f}", f"{progress.data_wait:.4f}"))
        if progress.batch % self.every == 0 or progress.batch == batches:
            self.say(
                f"epoch {progress.epoch + 1}/{epochs} batch {progress.batch}/{batches} loss {progress.loss:.6f} lr {progress.lr:.2e} "
                f"{progress.images_per_second:.1f} img/s data {progress.data_wait:.0%}"
            )

    def evaluation(self, epoch: int, results: list[OksResult]) -> None:
        """AP by group, after ``epoch`` epochs."""
        for result in results:
            self._row("eval.csv", (epoch, result.name, result.people, *(f"{result.values[m]:.4f}" for m in METRICS)))
            values = " ".join(f"{m} {100 * result.values[m]:.1f}" for m in METRICS)
            self.say(f"epoch {epoch} {result.name} ({result.people} people): {values}")
