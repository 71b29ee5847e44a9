"""Programs watched from outside while they run for long: resident memory, threads, open files."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from posecore.sources.synthetic import SyntheticPeople
from tests.clips import make_clip
from tests.processes import ROOT

FPS = 15
WARM_SECONDS = 60.0
"""Until then libraries set up what they keep. At most a third of the whole."""
GROWTH_MB = 30.0
"""Resident memory may grow by so much after that."""
SLACK = 2
"""So many more threads and open files than before may be a matter of the moment."""


@dataclass(frozen=True)
class Sample:
    """What a program had ``seconds`` after its start: ``resident`` MB, ``threads``, open ``files``."""

    seconds: float
    resident: float
    threads: int
    files: int


@dataclass(frozen=True)
class Watched:
    """A program that has ended. ``code`` is None where it did not end by itself and was killed."""

    samples: list[Sample]
    code: int | None
    output: str
    errors: str

    def grown(self, value: Callable[[Sample], float], warm: float = WARM_SECONDS) -> float:
        """How much more it was at the end than after ``warm`` seconds, each the median of a tenth of the samples."""
        few = max(1, len(self.samples) // 10)
        later = [value(s) for s in self.samples if s.seconds >= min(warm, self.samples[-1].seconds / 3)]
        return median(later[-few:]) - median(later[:few])

    def faults(self, warm: float = WARM_SECONDS) -> list[str]:
        """What it must not do, in words: fail, not end, gather memory, threads or open files."""
        if self.code != 0:
            return [f"did not end: {self}" if self.code is None else f"exit code {self.code}: {self.errors or self.output}"]
        if len(self.samples) < 10:
            return [f"ended after {len(self.samples)} samples: {self.output} {self.errors}"]
        found = []
        if (more := self.grown(lambda s: s.resident, warm)) > GROWTH_MB:
            found.append(f"resident memory grew by {more:.1f} MB: {self}")
        if (more := self.grown(lambda s: s.threads, warm)) > SLACK:
            found.append(f"{more:.0f} more threads: {self}")
        if (more := self.grown(lambda s: s.files, warm)) > SLACK:
            found.append(f"{more:.0f} more open files: {self}")
        return found

    def __str__(self) -> str:
        """Ten of the samples, a line."""
        few = self.samples[:: max(1, len(self.samples) // 10)] + self.samples[-1:]
        rows = [f"{s.seconds:.0f} s {s.resident:.1f} MB {s.threads} threads {s.files} files" for s in few]
        return ", ".join(rows)


def watch(command: Sequence[str], folder: Path, *, patience: float, every: float = 1.0, **environment: str) -> Watched:
    """Run ``command`` to its end, or kill it after ``patience`` seconds; a sample each ``every`` seconds. It prints into ``folder``."""
    samples = []
    out, err = folder / "watched.out", folder / "watched.err"
    with out.open("w") as output, err.open("w") as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, cwd=ROOT, env={**os.environ, **environment})
        begun = time.monotonic()
        code = None
        while time.monotonic() - begun < patience:
            try:
                code = process.wait(every)
                break
            except subprocess.TimeoutExpired:
                samples.append(_sample(process.pid, time.monotonic() - begun))
        else:
            process.kill()
            process.wait()
    return Watched(samples, code, out.read_text(errors="replace"), err.read_text(errors="replace"))


def _sample(pid: int, seconds: float) -> Sample:
    place = Path(f"/proc/{pid}")
    pages = int((place / "statm").read_text().split()[1])
    return Sample(seconds, pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(os.listdir(place / "task")), len(os.listdir(place / "fd")))


def long_recording(folder: Path, minutes: float, size: tuple[int, int] = (640, 360)) -> Path:
    """``minutes`` of two people, 15 frames a second, with sound: a list for FFmpeg that names one minute (or less) again and again."""
    seconds = min(60, round(60 * minutes))
    people = SyntheticPeople(2, size, FPS, live=False)
    times = range(0, 600 * seconds, 600 // FPS)
    piece = make_clip(folder / "piece.mp4", pts=times, size=size, audio="aac", draw=lambda i, width, height: people.render(i))
    path = folder / "long.ffconcat"
    path.write_text("ffconcat version 1.0\n" + f"file {piece.name}\n" * round(60 * minutes / seconds))
    return path
