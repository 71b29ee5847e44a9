"""The live engine put together: source → Frame → detector (or track) → pose network → tracker → smoother → consumers.

    live = Live(open_source("0"), load())
    live.engine.start()
    frame = live.engine.latest.take()          # .people: People with stable ids, smoothed

The window, the benchmark and the command line all use this. The stages are plain objects that also run alone, by
:func:`posecore.engine.run_stages`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from posecore.engine import Consumer, Engine, Frame, Stage, StateListener, run_stages
from posecore.people import People
from posecore.runtime.estimator import PoseEstimator
from posecore.skeletons import Skeleton
from posecore.sources import Source
from posecore.tracking import DetectionPolicy, DetectionSettings, KeypointSmoother, PoseTracker, Smoothing, TrackerSettings

DUTY_FRAMES = 300


class Networks(Protocol):
    """What is asked of a :class:`posecore.runtime.pipeline.Pipeline`."""

    @property
    def skeleton(self) -> Skeleton:
        """The joint set of the poses."""
        ...

    def detect(self, frame: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Frame → boxes (N,4), scores (N,)."""
        ...

    def pose(self, frame: NDArray[np.uint8], boxes: NDArray[np.floating]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Frame and boxes → keypoints (N,K,2), scores (N,K)."""
        ...


class Look:
    """What the detector found, boxes (N,4) and scores (N,), until the pose stage takes it: once, whichever frame brings it first."""

    def __init__(self, found: tuple[NDArray[np.float32], NDArray[np.float32]]) -> None:
        self._found: tuple[NDArray[np.float32], NDArray[np.float32]] | None = found

    @property
    def taken(self) -> bool:
        return self._found is None

    def take(self) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
        """What was found; None where it was taken before."""
        found, self._found = self._found, None
        return found


class DetectStage:
    """Runs the detector on the frames where the policy asks for it and puts what it found, a :class:`Look`, into ``frame.data["look"]``.

    A look takes longer than a frame, so a live frame that has one is often overtaken by a newer one before the pose stage is free: frames
    that follow carry the look on until it is taken. ``policy.settings`` may be exchanged while it runs.
    """

    name = "detect"

    def __init__(self, networks: Networks, tracker: PoseTracker, policy: DetectionPolicy) -> None:
        self.networks, self.tracker, self.policy = networks, tracker, policy
        self._looks: deque[bool] = deque(maxlen=DUTY_FRAMES)
        self._last: Look | None = None

    def process(self, frame: Frame) -> Frame:
        """Detect, or leave the frame as it is."""
        looks = self.policy.wants(frame.time, frame.image, self.tracker.scene())
        if looks:
            self._last = Look(self.networks.detect(frame.image))
        if self._last is not None and not self._last.taken:
            frame.data["look"] = self._last
        self._looks.append(looks)
        return frame

    def gauges(self) -> dict[str, float]:
        """``detector_duty``: share of the last frames that the detector looked at, in [0, 1]."""
        looks = list(self._looks)
        return {"detector_duty": sum(looks) / len(looks) if looks else 0.0}


class PoseStage:
    """Finds the poses in the detector's boxes and where the tracked people should be, all in one batch, and gives people their numbers.

    With ``keep_heatmaps`` (may be switched while it runs; needs a real :class:`Pipeline`) it leaves ``frame.data["heatmaps"]``
    (N,K,h,w) float32 and ``frame.data["heatmap_affines"]`` (N,2,3), image → crop, row by row those of ``frame.people``; a heatmap pixel is
    4 crop pixels.
    """

    name = "pose"

    def __init__(self, networks: Networks, tracker: PoseTracker, policy: DetectionPolicy) -> None:
        self.networks, self.tracker, self.policy = networks, tracker, policy
        self.keep_heatmaps = False
        self._people = 0

    def process(self, frame: Frame) -> Frame:
        """Fill in ``frame.people``."""
        height, width = frame.image.shape[:2]
        look: Look | None = frame.data.get("look")
        candidates = self.tracker.candidates(frame.time, width, height, look.take() if look else None)
        estimator = getattr(self.networks, "estimator", None) if self.keep_heatmaps else None
        if isinstance(estimator, PoseEstimator) and len(candidates.boxes):
            batch, affines = estimator.preprocess(frame.image, candidates.boxes)
            heatmaps = estimator.heatmaps(batch)
            keypoints, scores = estimator.postprocess(heatmaps, affines)
        else:
            heatmaps = None
            keypoints, scores = self.networks.pose(frame.image, candidates.boxes)
        frame.people, rows = self.tracker.update(candidates, keypoints, scores, frame.time, width, height)
        if heatmaps is not None:
            frame.data["heatmaps"], frame.data["heatmap_affines"] = heatmaps[rows], affines[rows]
        if candidates.looked:
            self.policy.found(self.tracker.born > 0)
        self._people = len(frame.people)
        return frame

    def gauges(self) -> dict[str, float]:
        """``people``: in the last frame."""
        return {"people": float(self._people)}


class SmoothStage:
    """Steadies the keypoints; ``smoother.smoothing`` may be exchanged while it runs, None switches it off.

    ``frame.data["measured"]`` keeps the people as the network saw them.
    """

    name = "smooth"

    def __init__(self, smoother: KeypointSmoother) -> None:
        self.smoother = smoother

    def process(self, frame: Frame) -> Frame:
        """Replace ``frame.people`` by the smoothed ones."""
        frame.data["measured"] = frame.people
        frame.people = self.smoother(frame.people, frame.time)
        return frame


class Chain:
    """Stages one after the other in one thread, as one stage: no look-ahead, so every run over a file gives the same result."""

    def __init__(self, name: str, stages: Sequence[Stage]) -> None:
        self.name, self.stages = name, tuple(stages)

    def process(self, frame: Frame) -> Frame | None:
        """Through all of them."""
        return run_stages(self.stages, frame)

    def gauges(self) -> dict[str, float]:
        """Those of all of them."""
        return {name: value for stage in self.stages if hasattr(stage, "gauges") for name, value in stage.gauges().items()}


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
        live: newest frame wins, each stage in its own thread; or (False) no frame dropped. None: as ``source.live`` says.
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
        consumers: Sequence[Consumer] = (),
        on_state: StateListener | None = None,
    ) -> None:
        self.detect, self.pose, self.smooth = stages(networks, settings)
        live = source.live if live is None else live
        chain: list[Stage] = [self.detect, self.pose, self.smooth] if live else [Chain("people", [self.detect, self.pose, self.smooth])]
        self.engine = Engine(source, chain, live=live, consumers=consumers, on_state=on_state)


def stages(networks: Networks, settings: LiveSettings | None = None) -> tuple[DetectStage, PoseStage, SmoothStage]:
    """The three stages, sharing one tracker and one policy."""
    settings = settings or LiveSettings()
    tracker, policy = PoseTracker(networks.skeleton, settings.tracking), DetectionPolicy(settings.detection)
    smoother = KeypointSmoother(settings.smoothing)
    smoother.smoothing = settings.smoothing
    return DetectStage(networks, tracker, policy), PoseStage(networks, tracker, policy), SmoothStage(smoother)


class TrackedPipeline:
    """Networks, tracker and smoother without threads, frame by frame: ``people = pipeline(image, time)``.

    What :class:`posecore.runtime.pipeline.Pipeline` is to single pictures, this is to the frames of one video: people have numbers, and the
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
