"""Frames a second over a recorded video: what ``lightpose video`` runs against the plain loop; reading and drawing count, writing not."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.bench.timing import keypoint_distance, missing
from posecore.drawing.painter import draw
from posecore.people import People
from posecore.pipelines.image import Pipeline
from posecore.pipelines.live import TrackingSettings
from posecore.pipelines.recorded import Recorded
from posecore.sources import Source, SourceFrame, SourceInfo
from posecore.sources.file import VideoFile


@dataclass(frozen=True)
class VideoRun:
    """``people`` is the mean number of a frame; ``ratio`` is ``fps / sequential_fps``; the rest as for the pipeline."""

    file: str
    frames: int
    people: float
    fps: float
    sequential_fps: float
    ratio: float
    detector_duty: float
    keypoint_difference_px: float
    missed: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


class _Head(Source):
    """The first ``limit`` frames of another source."""

    def __init__(self, source: Source, limit: int | None) -> None:
        self.source, self.limit, self.live = source, limit, False
        self._count = 0

    @property
    def info(self) -> SourceInfo:
        return self.source.info

    def open(self) -> None:
        self._count = 0
        self.source.open()

    def read(self) -> SourceFrame | None:
        if self.limit is not None and self._count >= self.limit:
            return None
        self._count += 1
        return self.source.read()

    def close(self) -> None:
        self.source.close()


def bench_video(path: Path, pipeline: Pipeline, *, limit: int | None = 300, settings: TrackingSettings | None = None) -> VideoRun:
    """Both ways over (at most ``limit`` frames of) the video. Raises SourceError where it cannot be read."""
    expected, sequential = _loop(_Head(VideoFile(path), limit), pipeline)
    found: dict[int, People] = {}
    recorded = Recorded(_Head(VideoFile(path), limit), pipeline, settings)
    start = time.perf_counter()
    for frame in recorded:
        draw(frame.image, frame.people)
        assert frame.measured is not None
        found[frame.index] = frame.measured
    fps = len(found) / (time.perf_counter() - start)
    pairs = [(found[i], expected[i]) for i in found]
    sums = np.asarray([keypoint_distance(a, b) for a, b in pairs]).reshape(-1, 2).sum(axis=0)
    there = max(1, sum(len(p) for p in expected))
    return VideoRun(
        file=path.name,
        frames=len(found),
        people=there / max(1, len(expected)),
        fps=fps,
        sequential_fps=sequential,
        ratio=fps / sequential,
        detector_duty=recorded.engine.stats().gauges["detector_duty"],
        keypoint_difference_px=float(sums[0] / max(sums[1], 1)),
        missed=sum(missing(a, b) for a, b in pairs) / there,
    )


def _loop(source: Source, pipeline: Pipeline) -> tuple[list[People], float]:
    """People of every frame, and frames a second."""
    people: list[People] = []
    start = time.perf_counter()
    with source:
        for frame in source:
            image: NDArray[np.uint8] = frame.image
            people.append(pipeline(image))
            draw(image, people[-1], out=image)
    return people, len(people) / (time.perf_counter() - start)
