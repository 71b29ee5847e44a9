"""Which boxes the pose network gets: the detector's, and where tracks are predicted to be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_areas, box_iou
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.tracking.state import Proposals, TrackerSettings
from posecore.tracking.track import Track

Floats = NDArray[np.floating]

_MAX_LOW_CONFIDENCE = 3
"""Low-confidence detections proposed in one frame at most, which bounds the time of a frame."""

_SAME_PLACE = 0.5
"""IoU from which two boxes show the same place."""

_OVERLAPPING = 0.3
"""IoU above which a detection and a predicted box may be the same person's."""

_MIN_AREA = 16.0
"""px²: predicted boxes that are no larger inside the frame are dropped."""


def make_proposals(
    tracks: Sequence[Track],
    settings: TrackerSettings,
    acceptance: AcceptancePolicy,
    time: float,
    width: int,
    height: int,
    detections: tuple[Floats, Floats] | None,
) -> Proposals:
    """Proposals for the frame of ``time`` (seconds), of ``width`` × ``height`` px.

    Args:
        tracks: as they were in an earlier frame.
        settings: of the tracker.
        acceptance: which detections are proposed at all, and which are low-confidence ones.
        detections: boxes (N,4) xyxy px and scores (N,) of the detector; None where it did not run.
    """
    boxes, scores = detections if detections is not None else (np.zeros((0, 4)), np.zeros(0))
    proposed = acceptance.propose(scores)
    boxes, scores = np.asarray(boxes, np.float64).reshape(-1, 4)[proposed], np.asarray(scores)[proposed]
    active = [t for t in tracks if time - t.last_known <= settings.max_extrapolation and t.misses < settings.max_misses]
    active.sort(key=lambda t: (-t.last_known, -t.hits))
    predicted = np.asarray([t.search_box(time, width, height) for t in active]).reshape(-1, 4)
    keep = box_areas(predicted) > _MIN_AREA
    found: list[Track | None] = [None] * len(boxes)
    if len(boxes):
        selected = _select_proposals(boxes, acceptance.confident(scores), scores, predicted)
        boxes, scores = boxes[selected], scores[selected]
        iou = box_iou(predicted, boxes)
        boxes, found = _averaged(boxes, active, predicted, iou, settings.match_iou, width, height)
        found = [track if sure else None for track, sure in zip(found, acceptance.confident(scores).tolist(), strict=True)]
        keep &= ~(iou > _SAME_PLACE).any(axis=1)
    overlap = box_iou(predicted, predicted) > settings.proposal_iou
    for i in range(len(active)):  # of predicted boxes of one place only the most reliable track's
        keep[i] &= not (overlap[i, :i] & keep[:i]).any()
    all_boxes = np.concatenate([boxes, predicted[keep]])
    all_scores = np.concatenate([scores, [t.score for t, kept in zip(active, keep, strict=True) if kept]])
    from_detector = np.arange(len(all_boxes)) < len(boxes)
    whose = (*found, *(track for track, kept in zip(active, keep, strict=True) if kept))
    return Proposals(all_boxes, all_scores, from_detector, detections is not None, whose)


def _select_proposals(boxes: Floats, confident: NDArray[np.bool_], scores: Floats, predicted: Floats) -> NDArray[np.int64]:
    """Rows of the detections that become proposals.

    All ``confident`` (N,) ones, and the best few low-confidence ones where there is neither a better one nor a predicted box.
    """
    selected: list[int] = np.flatnonzero(confident).tolist()
    most = len(selected) + _MAX_LOW_CONFIDENCE
    for i in np.argsort(-scores, kind="stable").tolist():
        if confident[i] or len(selected) == most:
            continue
        others = np.concatenate([boxes[selected], predicted])
        if box_iou(boxes[i : i + 1], others).max(initial=0) < _SAME_PLACE:
            selected.append(i)
    return np.asarray(selected, np.int64)


def _averaged(
    boxes: Floats, tracks: list[Track], predicted: Floats, iou: Floats, match_iou: float, width: int, height: int
) -> tuple[Floats, list[Track | None]]:
    """(N,4) detections; those that match one predicted box alone are averaged with it, since detected boxes jitter. ``iou`` (T,N).

    And N tracks whose predicted box that is; None of the other detections.
    """
    matched = iou > match_iou
    near = iou > _OVERLAPPING
    matched &= (near.sum(axis=0, keepdims=True) == 1) & (near.sum(axis=1, keepdims=True) == 1)
    averaged = boxes.copy()
    whose: list[Track | None] = [None] * len(boxes)
    for t, n in np.argwhere(matched):
        if not tracks[t].entering(width, height):
            averaged[n] = tracks[t].average_boxes(predicted[t], boxes[n])
            whose[n] = tracks[t]
    return averaged, whose
