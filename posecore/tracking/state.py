"""What goes in and out of the tracker: its settings, the proposals for the pose network, and its state for other threads and frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecore.tracking.track import Track

Floats = NDArray[np.floating]


@dataclass(frozen=True)
class TrackerSettings:
    """Thresholds of :class:`posecore.tracking.PoseTracker`. Scores and IoU in [0,1], times in seconds of the frames' own time.

    Scores of a pose are its confidence, see :func:`posecore.oks.pose_confidence`.

    Attributes:
        confirm_threshold: a track, which any unmatched detection that the acceptance policy accepts starts, gets an id at once if the pose
            scores this,
        min_hits: … or else after so many consecutive updates.
        keep_threshold: a pose that scores less is ignored; its track is not updated.
        max_age: a track not updated for so long is removed.
        max_extrapolation: a track not updated for at most so long still gets a proposal where it is predicted.
        nms_oks: OKS above which two poses of one frame are duplicates.
        max_misses: after so many consecutive runs of the detector without the person, poses from predicted boxes no longer update a track,
            unless the acceptance policy takes them for enough; from the first one on they must score ``confirm_threshold``.
        proposal_iou: IoU above which two predicted boxes become one proposal.
        match_iou: IoU above which a detection and a predicted box are averaged, if neither overlaps another.
        lost_time: for so long after a track was lost the detector should run often (:attr:`TrackerState.lost`),
        return_time: and for so long more often than usual (:attr:`TrackerState.awaiting_return`).
    """

    confirm_threshold: float = 0.45
    min_hits: int = 3
    keep_threshold: float = 0.18
    max_age: float = 6.0
    max_extrapolation: float = 0.4
    nms_oks: float = 0.8
    max_misses: int = 2
    proposal_iou: float = 0.65
    match_iou: float = 0.6
    lost_time: float = 0.6
    return_time: float = 3.0


class TrackerState(NamedTuple):
    """What the detection policy needs to know after an update.

    Attributes:
        boxes: (N,4) float64 xyxy px, of the tracks updated in the last frame.
        lost: a track was just lost, or is ambiguous, or its box no longer covers the person: the detector should run soon.
        awaiting_return: a track was lost within :attr:`TrackerSettings.return_time`.
    """

    boxes: Floats
    lost: bool = False
    awaiting_return: bool = False


class TrackerSnapshot(NamedTuple):
    """All a tracker knew after one update; later updates do not change it.

    Attributes:
        tracks: copies, those without an id included.
        state: for the detection policy.
        detector_ran: on the frame of the update.
        new_tracks: how many tracks the update started.
    """

    tracks: tuple[Track, ...]
    state: TrackerState
    detector_ran: bool
    new_tracks: int


@dataclass(frozen=True)
class Proposals:
    """Boxes for the pose network, from :meth:`posecore.tracking.PoseTracker.propose`: detections first, then predicted boxes.

    Attributes:
        boxes: (N,4) float64 xyxy px.
        scores: (N,) of the detection, or of the track whose predicted box it is.
        from_detector: (N,) bool, false for predicted boxes.
        detector_ran: on this frame.
        tracks: of N, whose predicted box it is; of a detection, whose it is beyond doubt, else None. Empty where nobody is tracked.
        waiting: people who are not posed on this frame but predicted, see :mod:`posecore.tracking.turns`: by id the box (4,) that was
            detected of them, None where the detector did not run.
    """

    boxes: Floats
    scores: Floats
    from_detector: NDArray[np.bool_]
    detector_ran: bool
    tracks: tuple[Track | None, ...] = ()
    waiting: Mapping[int, Floats | None] = field(default_factory=dict)
