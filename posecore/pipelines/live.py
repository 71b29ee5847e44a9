"""The live engine put together: source → Frame → detector (or track) → pose network → tracker → smoother → consumers.

    live = Live(open_source("0"), load())
    live.engine.start()
    frame = live.engine.latest.take()          # .people: People with stable ids, smoothed

The window, the benchmark and the command line all use this. The stages are plain objects that also run alone, by
:func:`posecore.engine.run_stages`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecore.engine import Consumer, Engine, Frame, Stage, StateListener
from posecore.people import People
from posecore.pipelines.recorded import AheadStage, FollowStage, Lookahead
from posecore.pipelines.stages import DetectStage, Networks, PoseStage, SmoothStage
from posecore.runtime.session import default_threads
from posecore.sources import Source, SourceFrame
from posecore.tracking import DetectionPolicy, DetectionSettings, KeypointSmoother, PoseTracker, Smoothing, TrackerSettings


@dataclass(frozen=True)
class LiveSettings:
    """How people are followed. ``smoothing`` None: off (for evaluation)."""

    detection: DetectionSettings = field(default_factory=DetectionSettings)
    tracking: TrackerSettings = field(default_factory=TrackerSettings)
    smoothing: Smoothing | None = field(default_factory=Smoothing)


class Live:
    """The stages, and the engine that runs them.

    Args:
        source: not yet open; the engine opens it.
        networks: what :func:`posecore.load` gives.
        settings: how people are followed.
        live: newest frame wins; or (False) no frame dropped, and the same result with every run. None: as ``source.live`` says.
        ahead: where no frame is dropped, for how many frames at once the pose network may work, see
            :mod:`posecore.pipelines.recorded`. The result depends on it (a little), not on the machine's speed. None:
            as many as there are cores, at most 4.
        consumers, on_state: see :class:`posecore.engine.Engine`.

    Attributes:
        detect, pose, smooth: the stages; see each for what may be changed while they run.
        engine: made but not started.
    """

    def __init__(
        self,
        source: Source,
        networks: Networks,
        settings: LiveSettings | None = None,
        *,
        live: bool | None = None,
        ahead: int | None = None,
        consumers: Sequence[Consumer] = (),
        on_state: StateListener | None = None,
    ) -> None:
        self.detect: DetectStage | AheadStage
        self.pose: PoseStage | FollowStage
        live = source.live if live is None else live
        if live:
            self.detect, self.pose, self.smooth = stages(networks, settings)
        else:
            tracker, policy, self.smooth = _people(networks, settings)
            shared = Lookahead(networks, tracker, policy, default_threads() if ahead is None else ahead)
            self.detect, self.pose = AheadStage(shared), FollowStage(shared)
        chain: list[Stage] = [self.detect, self.pose, self.smooth]
        self.engine = Engine(source, chain, live=live, consumers=consumers, on_state=on_state)


def stages(networks: Networks, settings: LiveSettings | None = None) -> tuple[DetectStage, PoseStage, SmoothStage]:
    """The three stages of a live engine, sharing one tracker and one policy."""
    tracker, policy, smooth = _people(networks, settings)
    return DetectStage(networks, tracker, policy), PoseStage(networks, tracker, policy), smooth


def _people(networks: Networks, settings: LiveSettings | None) -> tuple[PoseTracker, DetectionPolicy, SmoothStage]:
    settings = settings or LiveSettings()
    smoother = KeypointSmoother(settings.smoothing)
    smoother.smoothing = settings.smoothing
    tracker = PoseTracker(networks.skeleton, settings.tracking, getattr(networks, "threshold", 0.0))
    return tracker, DetectionPolicy(settings.detection), SmoothStage(smoother)


def follow(
    frames: Iterable[SourceFrame], networks: Networks, settings: LiveSettings | None = None, *, ahead: int | None = None
) -> Iterator[tuple[SourceFrame, People]]:
    """The people of every frame of a recording, in order; what :class:`Live` does with ``live=False``, without an engine.

    Args:
        frames: as an open source gives them. Up to ``ahead`` more than were given back are read.
        networks, settings, ahead: as for :class:`Live`.

    Raises whatever the networks raise, and, after the last frame that could be read, what ``frames`` raise; all in the caller's thread.
    """
    tracker, policy, smooth = _people(networks, settings)
    shared = Lookahead(networks, tracker, policy, default_threads() if ahead is None else ahead)
    first, second = AheadStage(shared), FollowStage(shared)
    under_way: deque[Frame] = deque()
    failures: list[Exception] = []

    def finish() -> tuple[SourceFrame, People]:
        frame = smooth.process(second.process(under_way.popleft()))
        return frame.source, frame.people

    first.open()
    try:
        for given in until_failure(frames, failures):
            done = [finish() for _ in range(first.awaits)]
            under_way.append(first.process(Frame(given.image, given.index, given.time, given.time, given.pts, source=given)))
            yield from done
        while under_way:
            yield finish()
    finally:
        first.close()
    if failures:
        raise failures[0]


def until_failure(frames: Iterable[SourceFrame], failures: list[Exception]) -> Iterator[SourceFrame]:
    """``frames`` until they end or break off, which is left in ``failures``: what was read before is to be finished first."""
    try:
        yield from frames
    except Exception as error:
        failures.append(error)


class TrackedPipeline:
    """Networks, tracker and smoother without threads, frame by frame: ``people = pipeline(image, time)``.

    What :class:`posecore.pipelines.image.Pipeline` is to single pictures, this is to the frames of one video: people have numbers, and the
    detector runs only now and then.
    """

    def __init__(self, networks: Networks, settings: LiveSettings | None = None) -> None:
        self.skeleton = networks.skeleton
        self._stages = stages(networks, settings)
        self._count = 0

    def __call__(self, image: NDArray[np.uint8], time: float) -> People:
        """(H,W,3) uint8 BGR and its presentation time in seconds, later than the one before → its people."""
        frame = Frame(image, self._count, time, time)
        self._count += 1
        for stage in self._stages:
            stage.process(frame)
        people: People = frame.people
        return people

    @property
    def detector_duty(self) -> float:
        """Share of the last frames that the detector looked at."""
        return self._stages[0].gauges()["detector_duty"]
