"""Live: source → detector → pose network → tracker → smoother → choice of people → consumers, the newest frame first.

    live = Live(open_source("0"), load())
    live.engine.start()
    frame = live.engine.latest.take()          # .people: People with stable ids, smoothed

Or give it functions that get each frame, in the thread of the last stage (they should be quick), and wait for the end:

    Live(open_source("0"), load(), consumers=[lambda frame: print(frame.people.ids)]).engine.run()

Or, in a coroutine: ``async for frame in Live(open_source("0"), load()).frames(): …``

Where a stage is busy, the newest frame waits for it and older ones are dropped. Recordings, of which no frame may be dropped, are the
business of :mod:`posecore.pipelines.recorded`.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecore.engine import Chain, Consumer, Engine, FrameSource, Stage, StateListener, run_stages
from posecore.people import People
from posecore.pipelines.choice import ChooseStage
from posecore.pipelines.frame import PoseFrame, pose_frame
from posecore.pipelines.selection import Selection
from posecore.pipelines.stages import DetectStage, Networks, ParallelNetworks, PoseStage, ProposeStage, SmoothStage, TrackStage
from posecore.sources import SourceFrame
from posecore.tracking import (
    LIVE_TURNS,
    DetectionPolicy,
    DetectionSettings,
    KeypointSmoother,
    PoseTracker,
    Smoothing,
    TrackerSettings,
    Turns,
    TurnSettings,
)


@dataclass(frozen=True)
class TrackingSettings:
    """How people are tracked through a video. ``smoothing`` None: off (for evaluation). ``turns`` None: all are posed on each frame."""

    detection: DetectionSettings = field(default_factory=DetectionSettings)
    tracking: TrackerSettings = field(default_factory=TrackerSettings)
    smoothing: Smoothing | None = field(default_factory=Smoothing)
    turns: TurnSettings | None = None

    def smoother(self) -> SmoothStage:
        """The stage that smooths as these settings say."""
        smoother = KeypointSmoother(self.smoothing)
        smoother.smoothing = self.smoothing
        return SmoothStage(smoother)


def live_settings() -> TrackingSettings:
    """In crowds that take longer than a frame, people are posed in turn."""
    return TrackingSettings(turns=LIVE_TURNS)


class Live:
    """The stages, and the engine that runs them: detector, pose network with tracker, and smoother each in a thread of its own.

    Args:
        source: not yet open; the engine opens it.
        networks: what :func:`posecore.load` gives.
        settings: how people are tracked; None: :func:`live_settings`.
        selection: who is wanted; None: everyone. All are tracked: ``choose.selection`` may be exchanged while it runs.
        consumers, on_state, on_captured: see :class:`posecore.engine.Engine`.

    Attributes:
        detect, propose, pose, track, smooth, choose: the stages; see each for what may be changed while they run.
        policy: when the detector runs; its ``settings`` may be exchanged while it runs.
        turns: who is posed on a frame; its ``settings`` may be exchanged while it runs.
        engine: made but not started.
    """

    def __init__(
        self,
        source: FrameSource[SourceFrame],
        networks: Networks,
        settings: TrackingSettings | None = None,
        *,
        selection: Selection | None = None,
        consumers: Sequence[Consumer[PoseFrame]] = (),
        on_state: StateListener | None = None,
        on_captured: Consumer[PoseFrame] | None = None,
    ) -> None:
        settings = settings or live_settings()
        tracker = PoseTracker(networks.skeleton, settings.tracking, networks.acceptance)
        self.turns = Turns(settings.turns)
        self.policy = DetectionPolicy(settings.detection)
        self.detect = DetectStage(networks, tracker, self.policy)
        self.propose = ProposeStage(tracker, self.turns)
        shared = networks.pose_side_by_side(1) if isinstance(networks, ParallelNetworks) else None
        self.pose = PoseStage(networks, shared, turns=self.turns)
        self.track = TrackStage(tracker, self.policy.report)
        self.smooth = settings.smoother()
        self.choose = ChooseStage(selection, self.turns)
        middle: Chain[PoseFrame] = Chain("pose", [self.propose, self.pose, self.track])
        last: Chain[PoseFrame] = Chain("smooth", [self.smooth, self.choose])
        chain: list[Stage[PoseFrame]] = [self.detect, middle, last]
        self.engine: Engine[PoseFrame] = Engine(
            source, chain, frames=pose_frame, live=True, consumers=consumers, on_state=on_state, on_captured=on_captured
        )

    async def frames(self) -> AsyncIterator[PoseFrame]:
        """Start the engine and give each finished frame; where the loop's body is slower, only the newest. Leaving the loop stops it.

        Raises EngineError at the end where a stage failed, RuntimeError where the engine was started before.
        """
        import asyncio  # takes long to import, and few need it

        loop, news = asyncio.get_running_loop(), asyncio.Event()
        newest: deque[PoseFrame] = deque(maxlen=1)

        def give(frame: PoseFrame) -> None:
            newest.append(frame)
            with contextlib.suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(news.set)

        self.engine.add_consumer(give)
        self.engine.start()
        ended = asyncio.ensure_future(asyncio.to_thread(self.engine.wait))
        try:
            while newest or not ended.done():
                if newest:
                    yield newest.popleft()
                    continue
                news.clear()
                more = asyncio.ensure_future(news.wait())
                if not newest:
                    await asyncio.wait({more, ended}, return_when=asyncio.FIRST_COMPLETED)
                more.cancel()
        finally:
            self.engine.remove_consumer(give)
            await asyncio.to_thread(self.engine.stop)
            await ended
        if self.engine.error is not None:
            raise self.engine.error


class TrackedPipeline:
    """Networks, tracker and smoother without threads, frame by frame: ``people = pipeline(image, time)``.

    What :class:`posecore.pipelines.image.Pipeline` is to single images, this is to the frames of one video: people have ids, and the
    detector runs only now and then.
    """

    def __init__(self, networks: Networks, settings: TrackingSettings | None = None) -> None:
        settings = settings or TrackingSettings()
        self.skeleton = networks.skeleton
        tracker = PoseTracker(networks.skeleton, settings.tracking, networks.acceptance)
        policy = DetectionPolicy(settings.detection)
        self.detect = DetectStage(networks, tracker, policy)
        self.turns = Turns(settings.turns)
        self.pose = PoseStage(networks, turns=self.turns)
        self.smooth = settings.smoother()
        self._stages: list[Stage[PoseFrame]] = [
            self.detect,
            ProposeStage(tracker, self.turns),
            self.pose,
            TrackStage(tracker, policy.report),
            self.smooth,
        ]
        self._count = 0

    def frame(self, image: NDArray[np.uint8], time: float) -> PoseFrame:
        """(H,W,3) uint8 BGR and its presentation time in seconds, later than the one before → all that the stages found."""
        frame = PoseFrame(image, self._count, time, time)
        self._count += 1
        run_stages(self._stages, frame)
        return frame

    def __call__(self, image: NDArray[np.uint8], time: float) -> People:
        """The people of :meth:`frame`."""
        return self.frame(image, time).people

    @property
    def detector_duty(self) -> float:
        """Share of the last frames on which the detector ran."""
        return self.detect.gauges()["detector_duty"]
