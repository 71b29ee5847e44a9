"""All that a user waits for, in one table: start-up, networks, recordings, the live engine; and two such tables against each other."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from posecore.bench.pipeline import bench_pipeline
from posecore.bench.pose import bench_pose
from posecore.bench.video import bench_video
from posecore.pipelines.image import Pipeline
from posecore.runtime.detectors import PersonDetector

_STARTS = 5
_FIRST_FRAME = """
import sys
from posecore import annotate
class Enough(Exception): pass
def stop(progress): raise Enough
try:
    annotate(sys.argv[1], on_frame=stop)
except Enough:
    pass
"""


@dataclass(frozen=True)
class Figure:
    """One number. ``name`` says what it is of; ``more``: whether more of it is better."""

    name: str
    value: float
    unit: str
    more: bool

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Change:
    """The same number twice; ``gain`` is how many times as good it is after (above 1: better)."""

    name: str
    unit: str
    before: float
    after: float
    gain: float


def bench_all(
    networks: Pipeline,
    pose_file: Path,
    detector_file: Path | None,
    clip: Path,
    *,
    seconds: float = 5.0,
    threads: Sequence[int] = (1, 2),
    on_part: Callable[[str], None] = lambda part: None,
) -> list[Figure]:
    """Measure everything, for about ``seconds`` each.

    Args:
        networks: of the recording and the live engine.
        pose_file, detector_file: ONNX files that are timed alone; no detector where None.
        clip: a video.
        on_part: told what is measured next.
    """
    on_part("start")
    figures = [
        Figure("start: overview of the commands", _start("-m", "lightpose", "--help"), "s", False),
        Figure("start: first frame of a video", _start("-c", _FIRST_FRAME, str(clip)), "s", False),
    ]
    on_part("networks")
    for run in bench_pose([pose_file], (1, 8), threads, seconds=seconds / 5):
        figures.append(Figure(f"pose: {run.batch} people, {_threads(run.threads)}", run.median_ms, "ms", False))
    for count in threads if detector_file is not None else ():
        assert detector_file is not None
        figures.append(Figure(f"detector: 320×192, {_threads(count)}", _detector_ms(detector_file, count, seconds / 5), "ms", False))
    on_part("recording")
    recorded = bench_video(clip, networks, limit=max(10, int(20 * seconds)))
    figures.append(Figure("recording: without a file to write", recorded.fps, "fps", True))
    figures.append(Figure("recording: against the plain loop", recorded.ratio, "×", True))
    on_part("live")
    for live in bench_pipeline(networks, (1, 2, 5), seconds=seconds):
        name = f"live: {live.people} people"
        figures += [
            Figure(f"{name}, as fast as it goes", live.throughput_fps, "fps", True),
            Figure(f"{name}, against the plain loop", live.ratio, "×", True),
            Figure(f"{name}, latency p95", live.latency_p95_ms, "ms", False),
            Figure(f"{name}, frames dropped", 100 * live.drops / max(1, live.frames), "%", False),
        ]
    return figures


def compare(before: Path, after: Path) -> list[Change]:
    """The numbers that two files of ``lightpose bench all --json`` share. Raises OSError, ValueError where one is no such file."""
    old, new = read_figures(before), {figure.name: figure for figure in read_figures(after)}
    changes = []
    for figure in old:
        if figure.name in new:
            a, b = figure.value, new[figure.name].value
            top, bottom = (b, a) if figure.more else (a, b)
            gain = 1.0 if a == b else top / bottom if bottom else float("inf")
            changes.append(Change(figure.name, figure.unit, a, b, gain))
    return changes


def read_figures(path: Path) -> list[Figure]:
    """What ``lightpose bench all --json`` wrote. Raises OSError or ValueError."""
    try:
        return [Figure(**run) for run in json.loads(path.read_text(encoding="utf-8"))["runs"]]
    except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path}: not written by lightpose bench all ({error})") from None


def _threads(count: int) -> str:
    return f"{count} thread{'s' if count > 1 else ''}"


def _start(*arguments: str) -> float:
    """Seconds that Python needs for ``arguments``, the best of several starts."""
    best = float("inf")
    for _ in range(_STARTS):
        begin = time.perf_counter()
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
        best = min(best, time.perf_counter() - begin)
    return best


def _detector_ms(path: Path, threads: int, seconds: float) -> float:
    detector = PersonDetector(path, threads=threads)
    feed, _ = detector.preprocess(np.zeros((720, 1280, 3), np.uint8))
    detector.infer(feed)
    times: list[float] = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        begin = time.perf_counter()
        detector.infer(feed)
        times.append(time.perf_counter() - begin)
    return 1000 * float(np.median(times))
