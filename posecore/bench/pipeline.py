"""The live engine and the runner of recordings against the plain loop, on a synthetic 720p camera with 1, 2, 5 people."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.bench.sequential import SequentialRun, run_sequential
from posecore.bench.timing import Replay, at_rest, jitter, keypoint_distance, missing, offset
from posecore.drawing.painter import draw
from posecore.engine import Engine, Stats
from posecore.people import People
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.image import Pipeline
from posecore.pipelines.live import Live, TrackingSettings
from posecore.pipelines.recorded import Recorded
from posecore.runtime.estimator import PoseEstimator
from posecore.sources.synthetic import SyntheticPeople

FPS = 30.0
SIZE = (1280, 720)
ROUNDS = 4
"""How often loop and engine are measured, in turn: a machine is not equally fast all the time."""


@dataclass(frozen=True)
class PipelineRun:
    """One number of people. The sequential loop detects, estimates and draws on each frame; the same networks, the same images.

    Attributes:
        people: in the image.
        fps: results a second from the 30 fps camera.
        sequential_fps: of the plain loop, fetching frames not counted.
        throughput_fps: of the runner of recordings (``lightpose video``), which drops none.
        ratio: ``throughput_fps / sequential_fps``.
        latency_p50_ms, latency_p95_ms: capture to drawn, from the 30 fps camera.
        latency_bound_ms: 2.5 × the time of the slowest stage + one frame of the camera.
        drops: frames of the camera that were dropped, of ``frames``.
        detector_duty: share of the frames on which the detector ran.
        keypoint_difference_px: mean distance of the engine's joints, smoothed as shown, from the loop's on the same image.
        measured_difference_px: the same before smoothing.
        jitter_px, loop_jitter_px: mean distance of joints from their own mean place on the person, who in truth moves without moving a
            limb: measured ones of the engine, and the loop's. Two such series differ by about as much even where both are right on average.
        offset_px: mean distance of the mean places of the engine's measured joints on the person from the loop's.
        missed: share of the people the loop found whom the engine did not show.
        second_crops: second crops (:mod:`posecore.runtime.second_crop`) of the live run per first crop, which is what they
            cost.
        stages: ms of work of each stage, mean over all frames.
    """

    people: int
    fps: float
    ratio: float
    latency_p50_ms: float
    latency_p95_ms: float
    drops: int
    detector_duty: float
    sequential_fps: float
    throughput_fps: float
    latency_bound_ms: float
    keypoint_difference_px: float
    measured_difference_px: float
    jitter_px: float
    loop_jitter_px: float
    offset_px: float
    missed: float
    second_crops: float
    frames: int
    stages: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


Joints = tuple[NDArray[np.floating], NDArray[np.floating]]


class _Comparison:
    """A consumer that draws each frame, as a window would, and compares its people with the loop's on the same image."""

    def __init__(self, source: Replay, expected: SequentialRun) -> None:
        self.source, self.expected = source, expected
        self.engine: Engine[PoseFrame] | None = None
        self.shown: list[float] = []
        self._seen: list[tuple[int, People, People]] = []

    def __call__(self, frame: PoseFrame) -> None:
        draw(frame.image, frame.people)
        assert self.engine is not None
        assert frame.measured is not None
        self.engine.displayed(frame)
        self.shown.append(frame.left)
        self._seen.append((frame.index, frame.people, frame.measured))

    def differences(self, warm_up: int) -> tuple[float, float, float]:
        """Mean distance of the shown and of the measured joints, and the share of people missed, after the first ``warm_up`` frames."""
        sums = np.zeros((2, 2))
        lost = there = 0
        for index, shown, measured in self._seen:
            if index >= warm_up:
                expected = self.expected.people[self.source.picture(index)]
                sums += [keypoint_distance(shown, expected), keypoint_distance(measured, expected)]
                lost += missing(shown, expected)
                there += len(expected)
        means = sums[:, 0] / np.maximum(sums[:, 1], 1)
        return float(means[0]), float(means[1]), lost / max(there, 1)

    def at_rest(self, camera: SyntheticPeople, warm_up: int) -> tuple[list[Joints], list[Joints]]:
        """The engine's measured joints and the loop's on each person, see :func:`posecore.bench.timing.at_rest`."""
        pictures = range(len(self.expected.people))
        boxes, moves = [camera.truth(i) for i in pictures], [camera.moves(i) for i in pictures]
        seen = [(self.source.picture(index), measured) for index, _, measured in self._seen if index >= warm_up]
        mine = at_rest([people for _, people in seen], [boxes[i] for i, _ in seen], [moves[i] for i, _ in seen])
        return mine, at_rest(self.expected.people, boxes, moves)


def bench_pipeline(
    pipeline: Pipeline,
    people: Sequence[int] = (1, 2, 5),
    *,
    seconds: float = 10.0,
    pictures: int = 90,
    size: tuple[int, int] = SIZE,
    settings: TrackingSettings | None = None,
    on_run: Callable[[PipelineRun], None] | None = None,
) -> list[PipelineRun]:
    """Measure each number of people in turn.

    Args:
        pipeline: the networks, used by loop and engine alike.
        seconds: of the live run; the others take as long as they need.
        pictures: how many different frames there are (held in memory, 2.8 MB each at 720p), shown to and fro.
        size: (W, H) of the camera.
        on_run: told each result as it comes.
    """
    runs = []
    for count in people:
        camera = SyntheticPeople(count, size, FPS, live=False)
        images = [camera.render(i) for i in range(pictures)]
        runs.append(_measure(pipeline, camera, images, seconds, settings))
        if on_run is not None:
            on_run(runs[-1])
    return runs


def _measure(
    pipeline: Pipeline, camera: SyntheticPeople, images: list[NDArray[np.uint8]], seconds: float, settings: TrackingSettings | None
) -> PipelineRun:
    run_sequential(images[:3], pipeline)
    sequentials: list[SequentialRun] = []
    throughputs: list[float] = []
    for _ in range(ROUNDS):
        sequentials.append(run_sequential(images, pipeline))
        throughputs.append(_throughput(Replay(images, FPS, 2 * len(images), live=False), pipeline, settings))
    loop, sequential, throughput = sequentials[0], float(np.mean([run.fps for run in sequentials])), float(np.mean(throughputs))
    source = Replay(images, FPS, round(seconds * FPS), live=True)
    comparison = _Comparison(source, loop)
    live = Live(source, pipeline, settings, consumers=[comparison])
    comparison.engine = live.engine
    before = _crops(pipeline)
    live.engine.run()
    stats = live.engine.stats()
    shown, measured, missed = comparison.differences(warm_up=round(FPS / 2))
    mine, loops = comparison.at_rest(camera, warm_up=round(FPS / 2))
    slowest = max(stage.work_ms for stage in stats.stages[1:])
    return PipelineRun(
        people=camera.people,
        fps=_rate(comparison.shown),
        ratio=throughput / sequential,
        latency_p50_ms=stats.latency_p50_ms,
        latency_p95_ms=stats.latency_p95_ms,
        drops=source.frames - stats.frames,
        detector_duty=stats.gauges["detector_duty"],
        sequential_fps=sequential,
        throughput_fps=throughput,
        latency_bound_ms=2.5 * slowest + 1000 / FPS,
        keypoint_difference_px=shown,
        measured_difference_px=measured,
        jitter_px=jitter(mine),
        loop_jitter_px=jitter(loops),
        offset_px=offset(mine, loops),
        missed=missed,
        second_crops=(_crops(pipeline)[1] - before[1]) / max(_crops(pipeline)[0] - before[0], 1),
        frames=source.frames,
        stages=stage_times(stats),
    )


def _crops(pipeline: Pipeline) -> tuple[int, int]:
    """First and second crops so far; none where the network finds joints without crops."""
    estimator = pipeline.estimator if isinstance(pipeline, Pipeline) else None
    return (estimator.crops.first, estimator.crops.second) if isinstance(estimator, PoseEstimator) else (0, 0)


def _throughput(source: Replay, pipeline: Pipeline, settings: TrackingSettings | None) -> float:
    """Frames a second where none is dropped; drawing included."""
    done: list[float] = []
    for frame in Recorded(source, pipeline, settings):
        draw(frame.image, frame.people)
        done.append(time.monotonic())
    return _rate(done)


def _rate(times: list[float]) -> float:
    return (len(times) - 1) / max(times[-1] - times[0], 1e-9) if len(times) > 1 else 0.0


def stage_times(stats: Stats) -> dict[str, float]:
    """ms of work by stage."""
    return {stage.name: round(stage.work_ms, 3) for stage in stats.stages[1:]}
