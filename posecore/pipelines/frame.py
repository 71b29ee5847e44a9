"""What the stages of a pipeline hand to each other: one frame with a typed field for each result."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecore.engine import Frame
from posecore.people import Detections, People, Poses

if TYPE_CHECKING:
    from posecore.pipelines.selection import Selection
    from posecore.sources import SourceFrame
    from posecore.tracking import Motion, Proposals, TrackerSnapshot


class Heatmaps(NamedTuple):
    """What a pose network saw: row i belongs to row i of the frame's people (of its proposals before they are known).

    ``values`` (N,K,h,w) float32; ``affines`` (N,2,3), image → crop. ``stride``: crop pixels of a heatmap pixel.
    """

    values: NDArray[np.float32]
    affines: NDArray[np.float64]
    stride: float

    def rows(self, rows: NDArray[np.int64]) -> Heatmaps:
        """Those of some rows; empty ones for row -1, a person whom the network did not look at."""
        values = self.values[rows]
        values[rows < 0] = 0
        return Heatmaps(values, self.affines[rows], self.stride)


class DetectorResult:
    """What the detector found on one frame, until a pose stage takes it: once, whichever frame brings it first.

    The detector takes longer than a frame, so a live frame on which it ran is often overtaken by a newer one before the pose stage is free:
    the frames that follow carry its result on until it is taken.
    """

    def __init__(self, detections: Detections) -> None:
        self._detections: Detections | None = detections
        self._lock = threading.Lock()

    @property
    def taken(self) -> bool:
        """Whether :meth:`take` was called."""
        return self._detections is None

    def take(self) -> Detections | None:
        """The detections; None where they were taken before."""
        with self._lock:
            detections, self._detections = self._detections, None
        return detections


@dataclass
class PoseFrame(Frame):
    """A frame on its way through detection, pose estimation and tracking.

    Attributes:
        source: what the source gave, for what else it carries (``duration``, ``time_base``, ``name``); None for an image without a source.
        snapshot: the tracker some frames before, where the poses of several frames are computed at once; None: as the tracker is now.
        detector_result: what the detector found, on this frame or on one that was overtaken; None where there is nothing new.
        detections: the same, once a pose stage has taken it for this frame.
        proposals: the boxes that get a pose: detections, and where tracked people should be.
        poses: of the proposals, row by row.
        pending: done as soon as ``poses`` are there, where they are computed in another thread.
        heatmaps: of the people, row by row, where the pose stage keeps them.
        people: the result, those who are chosen; nobody before the tracking stage.
        measured: the people before smoothing; None before that stage.
        motion: how the people move, row by row; None where they are not smoothed.
        everyone: the people with those who are not chosen; None where nobody was left out.
        selection: who ``people`` are chosen by; None before that stage.
    """

    source: SourceFrame | None = None
    snapshot: TrackerSnapshot | None = None
    detector_result: DetectorResult | None = None
    detections: Detections | None = None
    proposals: Proposals | None = None
    poses: Poses | None = None
    pending: Future[PoseFrame] | None = None
    heatmaps: Heatmaps | None = None
    people: People = field(default_factory=People.empty)
    measured: People | None = None
    motion: Motion | None = None
    everyone: People | None = None
    selection: Selection | None = None

    @property
    def all_people(self) -> People:
        """The people, those who are not chosen too."""
        return self.people if self.everyone is None else self.everyone

    @property
    def size(self) -> tuple[int, int]:
        """(W, H) of the image, px."""
        return self.image.shape[1], self.image.shape[0]


def pose_frame(given: SourceFrame, captured: float) -> PoseFrame:
    """The frame of what a source gave at ``captured`` seconds (``time.monotonic``)."""
    return PoseFrame(given.image, given.index, given.time, captured, given.pts, source=given)
