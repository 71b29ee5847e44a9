"""The stages of the engine when it runs live: detect, pose, smooth. Plain objects, which also run alone by posecore.engine.run_stages."""

from __future__ import annotations

from collections import deque
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from posecore.engine import Frame
from posecore.runtime.decoders import HeatmapDecoder
from posecore.runtime.estimator import PoseEstimator
from posecore.skeletons import Skeleton
from posecore.tracking import DetectionPolicy, KeypointSmoother, PoseTracker

DUTY_FRAMES = 300


class Networks(Protocol):
    """What is asked of a :class:`posecore.pipelines.image.Pipeline`."""

    @property
    def skeleton(self) -> Skeleton:
        """The joint set of the poses."""
        ...

    def detect(self, frame: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Frame → boxes (N,4), scores (N,), best first."""
        ...

    def pose(self, frame: NDArray[np.uint8], boxes: NDArray[np.floating]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Frame and boxes → keypoints (N,K,2), scores (N,K)."""
        ...


class Duty:
    """How often the detector looks."""

    def __init__(self) -> None:
        self._looks: deque[bool] = deque(maxlen=DUTY_FRAMES)

    def add(self, looks: bool) -> None:
        """Whether it looks at the next frame."""
        self._looks.append(looks)

    def gauges(self) -> dict[str, float]:
        """``detector_duty``: share of the last frames that the detector looked at, in [0, 1]."""
        looks = list(self._looks)
        return {"detector_duty": sum(looks) / len(looks) if looks else 0.0}


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
        self._duty = Duty()
        self._last: Look | None = None

    def process(self, frame: Frame) -> Frame:
        """Detect, or leave the frame as it is."""
        looks = self.policy.wants(frame.time, frame.image, self.tracker.scene())
        if looks:
            self._last = Look(self.networks.detect(frame.image))
        if self._last is not None and not self._last.taken:
            frame.data["look"] = self._last
        self._duty.add(looks)
        return frame

    def gauges(self) -> dict[str, float]:
        """See :class:`Duty`."""
        return self._duty.gauges()


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
            outputs = estimator.infer(batch)
            heatmaps = outputs[0] if isinstance(estimator.decoder, HeatmapDecoder) else None
            keypoints, scores = estimator.decode(outputs, affines)
        else:
            heatmaps = None
            keypoints, scores = self.networks.pose(frame.image, candidates.boxes)
        frame.people, rows = self.tracker.update(candidates, keypoints, scores, frame.time, width, height, frame.image)
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
