"""The stages every pipeline is made of: detect, propose, pose, track, smooth. Each fills in its fields of a :class:`PoseFrame`.

They are plain objects without threads. :mod:`posecore.pipelines.image` runs them one after the other on a single image,
:mod:`posecore.pipelines.live` and :mod:`posecore.pipelines.recorded` spread them over the threads of an engine.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from posecore.people import Detections, People, Poses
from posecore.pipelines.frame import DetectorResult, Heatmaps, PoseFrame
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.skeletons import Skeleton
from posecore.tracking import KeypointSmoother, Proposals, TrackerSnapshot, TrackerState, Turns

DUTY_FRAMES = 300

Image = NDArray[np.uint8]
Boxes = NDArray[np.floating]
PoseFunction = Callable[[Image, Boxes], Poses]


@runtime_checkable
class Networks(Protocol):
    """Detector and pose network, such as a :class:`posecore.pipelines.image.Pipeline`."""

    @property
    def skeleton(self) -> Skeleton:
        """The joint set of the poses."""
        ...

    @property
    def acceptance(self) -> AcceptancePolicy:
        """Which detections, with the poses in them, are people."""
        ...

    def detect(self, frame: Image) -> Detections:
        """(H,W,3) uint8 BGR → its detections, low-confidence ones too."""
        ...

    def pose(self, frame: Image, boxes: Boxes) -> Poses:
        """(H,W,3) uint8 BGR and boxes (N,4) xyxy px → the poses in them."""
        ...


@runtime_checkable
class FrameNetworks(Protocol):
    """Networks that need to know which frame an image is, such as boxes of a file."""

    def detect_in(self, frame: PoseFrame) -> Detections:
        """As :meth:`Networks.detect`, of ``frame.image``."""
        ...

    def people_in(self, frame: PoseFrame) -> People:
        """The people of the frame by itself: no tracking."""
        ...


@runtime_checkable
class HeatmapNetworks(Protocol):
    """Networks that show the heatmaps behind their poses."""

    def pose_and_heatmaps(self, frame: Image, boxes: Boxes) -> tuple[Poses, Heatmaps | None]:
        """As :meth:`Networks.pose`, and the heatmaps; None where the pose network has none."""
        ...


@runtime_checkable
class ParallelNetworks(Protocol):
    """Networks whose poses of several frames, and of several people of a frame, can be computed side by side."""

    def pose_side_by_side(self, callers: int) -> PoseFunction:
        """As :meth:`Networks.pose`, for so many callers at once, who share the cores."""
        ...


@runtime_checkable
class OnDevice(Protocol):
    """Networks that say what they run on."""

    @property
    def device(self) -> str:
        """Such as ``cpu`` or ``cuda``."""
        ...


def device_of(networks: object) -> str:
    """What ``networks`` run on; empty where they do not say."""
    return networks.device if isinstance(networks, OnDevice) else ""


class Schedule(Protocol):
    """When the detector runs; :class:`posecore.tracking.DetectionPolicy` is one."""

    def should_detect(self, time: float, image: Image, state: TrackerState) -> bool:
        """Whether it runs on the frame of ``time`` (seconds)."""
        ...

    def report(self, news: bool) -> None:
        """Whether its last run brought a new person."""
        ...


class Tracker(Protocol):
    """Which boxes get a pose, and whose the poses are: :class:`posecore.tracking.PoseTracker`, or :class:`SingleImage`."""

    @property
    def new_tracks(self) -> int:
        """People who appeared with the last update."""
        ...

    def state(self) -> TrackerState:
        """What is known after the last update. May be called from another thread."""
        ...

    def propose(
        self, time: float, width: int, height: int, detections: Detections | None, snapshot: TrackerSnapshot | None = None
    ) -> Proposals:
        """Boxes for the pose network, see :meth:`posecore.tracking.PoseTracker.propose`."""
        ...

    def update(
        self, proposals: Proposals, keypoints: Boxes, keypoint_scores: Boxes, time: float, width: int, height: int, image: Image | None
    ) -> tuple[People, NDArray[np.int64]]:
        """The people, and which proposal each one is, see :meth:`posecore.tracking.PoseTracker.update`."""
        ...


class DutyCycle:
    """How often the detector runs."""

    def __init__(self) -> None:
        self._ran: deque[bool] = deque(maxlen=DUTY_FRAMES)

    def add(self, detector_ran: bool) -> None:
        """Whether it ran on the next frame."""
        self._ran.append(detector_ran)

    def gauges(self) -> dict[str, float]:
        """``detector_duty``: share of the last frames on which the detector ran, in [0,1]."""
        ran = list(self._ran)
        return {"detector_duty": sum(ran) / len(ran) if ran else 0.0}


class DetectStage:
    """Runs the detector on the frames where ``schedule`` asks for it: fills in ``detector_result``."""

    name = "detect"

    def __init__(self, networks: Networks, tracker: Tracker, schedule: Schedule) -> None:
        self.networks, self.tracker, self.schedule = networks, tracker, schedule
        self._duty = DutyCycle()
        self._last: DetectorResult | None = None

    def process(self, frame: PoseFrame) -> PoseFrame:
        """Detect; or hand on what nobody has taken yet; or leave the frame as it is."""
        state = self.tracker.state() if frame.snapshot is None else frame.snapshot.state
        detector_runs = self.schedule.should_detect(frame.time, frame.image, state)
        if detector_runs:
            networks = self.networks
            found = networks.detect_in(frame) if isinstance(networks, FrameNetworks) else networks.detect(frame.image)
            self._last = DetectorResult(Detections(*found))
        if self._last is not None and not self._last.taken:
            frame.detector_result = self._last
        self._duty.add(detector_runs)
        return frame

    def gauges(self) -> dict[str, float]:
        """See :class:`DutyCycle`."""
        return self._duty.gauges()


class ProposeStage:
    """Chooses the boxes that get a pose: fills in ``detections`` and ``proposals``.

    Args:
        turns: whose turn it is, of those whom the tracker proposes; None: everybody's.
    """

    name = "propose"

    def __init__(self, tracker: Tracker, turns: Turns | None = None) -> None:
        self.tracker = tracker
        self.turns = turns or Turns()

    def process(self, frame: PoseFrame) -> PoseFrame:
        """Take the detections, if there are new ones, and ask the tracker."""
        frame.detections = frame.detector_result.take() if frame.detector_result is not None else None
        proposals = self.tracker.propose(frame.time, *frame.size, frame.detections, frame.snapshot)
        frame.proposals = self.turns.share_out(proposals, frame.time)
        return frame


class PoseStage:
    """Runs the pose network on all proposals of a frame in one batch: fills in ``poses``.

    Attributes:
        keep_heatmaps: fill in ``heatmaps`` too, where the networks are :class:`HeatmapNetworks`. May be switched while it runs.
    """

    name = "pose"

    def __init__(self, networks: Networks, pose: PoseFunction | None = None, turns: Turns | None = None) -> None:
        """``pose``: in place of ``networks.pose``. ``turns``: told how long it takes."""
        self.networks = networks
        self.keep_heatmaps = False
        self._turns = turns
        self._pose = pose or networks.pose

    def process(self, frame: PoseFrame) -> PoseFrame:
        """Estimate."""
        assert frame.proposals is not None
        boxes = frame.proposals.boxes
        start = time.perf_counter()
        if self.keep_heatmaps and isinstance(self.networks, HeatmapNetworks) and len(boxes):
            frame.poses, frame.heatmaps = self.networks.pose_and_heatmaps(frame.image, boxes)
        else:
            frame.poses = Poses(*self._pose(frame.image, boxes))
        if self._turns is not None:
            self._turns.report(time.perf_counter() - start, len(boxes))
        return frame


class TrackStage:
    """Decides which poses are people, and who they are: fills in ``people``, and puts ``heatmaps`` into their order.

    Args:
        report: told after each frame with detections whether there was a new person.
    """

    name = "track"

    def __init__(self, tracker: Tracker, report: Callable[[bool], None] | None = None) -> None:
        self.tracker = tracker
        self._report = report
        self._people = 0

    def process(self, frame: PoseFrame) -> PoseFrame:
        """Update the tracker."""
        assert frame.proposals is not None
        assert frame.poses is not None
        frame.people, rows = self.tracker.update(frame.proposals, *frame.poses, frame.time, *frame.size, frame.image)
        if frame.heatmaps is not None:
            frame.heatmaps = frame.heatmaps.rows(rows)
        if frame.proposals.detector_ran and self._report is not None:
            self._report(self.tracker.new_tracks > 0)
        self._people = len(frame.people)
        return frame

    def gauges(self) -> dict[str, float]:
        """``people``: in the last frame."""
        return {"people": float(self._people)}


class SmoothStage:
    """Removes the jitter of the keypoints: keeps the people as the network saw them in ``measured``, replaces ``people``; fills in
    ``motion``.

    ``smoother.smoothing`` may be exchanged while it runs; None switches it off.
    """

    name = "smooth"

    def __init__(self, smoother: KeypointSmoother) -> None:
        self.smoother = smoother

    def process(self, frame: PoseFrame) -> PoseFrame:
        """Smooth."""
        frame.measured = frame.people
        frame.people = self.smoother(frame.people, frame.time)
        frame.motion = self.smoother.motion(frame.people) if self.smoother.smoothing is not None else None
        return frame
