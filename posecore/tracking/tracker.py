"""Whose pose is whose: people keep their number from frame to frame."""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_areas, box_iou, clip_boxes
from posecore.oks import oks_matrix, pose_confidence
from posecore.people import People
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.skeletons import FACE, Skeleton
from posecore.tracking.appearance import SAMPLE_INTERVAL, Appearance, AppearanceSampler
from posecore.tracking.assignment import assign
from posecore.tracking.policy import TrackerState
from posecore.tracking.similarity import visible_fraction
from posecore.tracking.track import SEEN, Track

Floats = NDArray[np.floating]

_BEHIND = 1.5
"""Sizes of a person from where it was expected to those who may hide it."""
_MOST_FAINT = 3
"""Faint boxes of the detector that are looked into in one frame."""

_SAME_PLACE = 0.5
"""IoU from which two boxes are at one place."""

_HERE = 0.5
"""A pose of which less lies in its box is that of somebody else."""

_SAME_FACE = 0.5
"""OKS of three or more joints of two faces from which they are one: they lie a third of a face apart or less."""


@dataclass(frozen=True)
class TrackerSettings:
    """Scores in [0,1], times in seconds.

    Attributes:
        confirm_threshold: a detected person whose pose scores this (mean of its best half of joints) is a new one at once, and one that
            the acceptance policy lets pass after ``min_hits`` frames in a row.
        keep_threshold: below this score a followed person counts as not seen.
        max_age: somebody not seen for so long is forgotten.
        max_extrapolation: for so long the pose network looks on where somebody out of sight should be.
        max_misses: so many looks of the detector in a row without a person, and its poses are no longer believed.
        proposal_iou: IoU above which two expected boxes are one place to look at.
        match_iou: IoU above which a box of the detector is that of somebody expected there alone.
        lost_time: for so long after somebody was lost the detector is asked often; ``return_time``: for so long, more often than else.
        nms_oks: OKS above which two poses of a frame are one.
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


class Proposals:
    """Boxes for the pose network, made by :meth:`PoseTracker.propose`.

    Attributes:
        boxes: (N,4) float64 xyxy px. scores: (N,). from_detector: (N,) bool, from the detector; the others are where people should be.
        confirmed: (N,) bool, the detector found somebody there, if only faintly. detector_ran: whether it looked at this frame.
    """

    def __init__(
        self, boxes: Floats, scores: Floats, from_detector: NDArray[np.bool_], confirmed: NDArray[np.bool_], detector_ran: bool
    ) -> None:
        self.boxes, self.scores, self.from_detector, self.confirmed, self.detector_ran = (
            boxes,
            scores,
            from_detector,
            confirmed,
            detector_ran,
        )


class TrackerSnapshot(NamedTuple):
    """The immutable state after an update. ``detector_ran``: on that frame, ``new_tracks``: how many tracks it started."""

    tracks: tuple[Track, ...]
    state: TrackerState
    detector_ran: bool
    new_tracks: int


class PoseTracker:
    """Follows people by their poses. For each frame: :meth:`propose`, the pose network on their boxes, :meth:`update`.

    A pose belongs to the person whose last pose, moved on at constant velocity, is most like it (the likeliest assignment over all); it
    does not matter which box it was found in, so two people who cross keep their numbers even where both boxes show the one in front.
    Of several who were out of sight and may be it, the one is preferred who was dressed like it, where the picture shows that.
    :meth:`state` may be called from another thread.
    """

    def __init__(self, skeleton: Skeleton, settings: TrackerSettings | None = None, acceptance: AcceptancePolicy | None = None) -> None:
        """``acceptance``: which detections get a pose and start a track; None: all whose pose is not too weak."""
        self.settings = settings or TrackerSettings()
        self.acceptance = acceptance or AcceptancePolicy.strict(0.0)
        self.skeleton = skeleton
        self.new_tracks = 0
        self._sampler = AppearanceSampler(skeleton)
        self._sigmas = np.asarray(skeleton.sigmas if skeleton.sigmas else [0.08] * len(skeleton))
        self._face = np.asarray([name in FACE for name in skeleton.keypoints])
        self._tracks: list[Track] = []
        self._next = 1
        self._last = 0.0
        self._sampled = -np.inf
        self._detector_ran = False
        self._state = TrackerState(np.zeros((0, 4)))
        self._lock = threading.Lock()

    def state(self) -> TrackerState:
        """What is known after the last update, for the policy."""
        with self._lock:
            return self._state

    def snapshot(self) -> TrackerSnapshot:
        """All that is known after the last update, for :meth:`propose` of a later frame."""
        return TrackerSnapshot(tuple(copy.copy(track) for track in self._tracks), self.state(), self._detector_ran, self.new_tracks)

    def reset(self) -> None:
        """Forget everybody; numbers go on."""
        self._tracks = []
        self._publish(0.0)

    def propose(
        self, time: float, width: int, height: int, detections: tuple[Floats, Floats] | None, snapshot: TrackerSnapshot | None = None
    ) -> Proposals:
        """Where to look for poses at ``time`` (seconds) in a frame of ``width`` × ``height`` px.

        Args:
            detections: boxes (N,4) and scores (N,) of the detector; None where it did not look.
            snapshot: the people of some frames before; None: of the last update.
        """
        tracks = self._tracks if snapshot is None else snapshot.tracks
        found, found_scores = detections if detections is not None else (np.zeros((0, 4)), np.zeros(0))
        found = np.asarray(found, np.float64).reshape(-1, 4)
        looking = [t for t in tracks if time - t.time <= self.settings.max_extrapolation and t.misses < self.settings.max_misses]
        looking.sort(key=lambda t: (-t.time, -t.hits))
        expected = np.asarray([t.expected(time, width, height) for t in looking]).reshape(-1, 4)
        apart = box_areas(expected) > 16
        faintly = np.zeros(len(looking), bool)
        if len(found):
            faintly = np.asarray(box_iou(expected, found).max(axis=1, initial=0) > _SAME_PLACE)
            chosen = self._select_proposals(found, found_scores, expected)
            found, found_scores = found[chosen], found_scores[chosen]
            match = box_iou(expected, found)
            found = self._steadied(found, looking, expected, match, width, height)
            apart &= ~(match > _SAME_PLACE).any(axis=1)
        overlap = box_iou(expected, expected) > self.settings.proposal_iou
        for i in range(len(looking)):  # one look at each place, for the one who is there most surely
            apart[i] &= not (overlap[i, :i] & apart[:i]).any()
        boxes = np.concatenate([found, expected[apart]])
        scores = np.concatenate([found_scores, [t.score for t, keep in zip(looking, apart, strict=True) if keep]])
        detected = np.arange(len(boxes)) < len(found)
        return Proposals(boxes, scores, detected, np.concatenate([detected[: len(found)], faintly[apart]]), detections is not None)

    def update(
        self,
        proposals: Proposals,
        keypoints: Floats,
        keypoint_scores: Floats,
        time: float,
        width: int,
        height: int,
        image: NDArray[np.uint8] | None = None,
    ) -> tuple[People, NDArray[np.int64]]:
        """The people of the frame.

        Args:
            proposals: of this frame.
            keypoints, keypoint_scores: (N,K,2) px and (N,K), the poses found in them.
            time, width, height: of the frame.
            image: (H,W,3) BGR, the frame itself: people who come out of hiding are told apart by their clothes. None: by place alone.

        Returns:
            People with their numbers, oldest first, and (M,) which candidate each one is.
        """
        confidence = pose_confidence(keypoint_scores)
        detected = proposals.from_detector & self.acceptance.believe(proposals.scores, confidence)
        confirmed = detected | (proposals.confirmed & (confidence >= self.acceptance.strong_pose))
        accepted = proposals.from_detector & self.acceptance.accept(proposals.scores, confidence)
        within = visible_fraction(proposals.boxes, keypoints, keypoint_scores)
        worth = proposals.scores + np.where(within < _HERE, confidence * within, confidence)
        rows = self._distinct(proposals, keypoints, keypoint_scores, worth)
        rows = rows[confidence[rows] >= self.settings.keep_threshold]
        looks = self._looks(rows, proposals, keypoints, keypoint_scores, image, time)
        mine: dict[int, Track] = {}
        pairs, undecided = assign(self._tracks, rows, proposals.boxes, keypoints, keypoint_scores, looks, time)
        for t, r in pairs:
            box = proposals.boxes[r] if detected[r] else None
            if confirmed[r] or not proposals.detector_ran or self._tracks[t].misses + 1 < self.settings.max_misses:
                self._tracks[t].see(keypoints[r], keypoint_scores[r], float(proposals.scores[r]), time, box)
                mine[int(r)] = self._tracks[t]
        if proposals.detector_ran:
            found = {id(track) for row, track in mine.items() if confirmed[row]}
            for track in self._tracks:
                track.misses = 0 if id(track) in found else track.misses + 1
        self.new_tracks = 0
        for r in rows:
            known = int(r) in mine or int(r) in undecided
            if not known and accepted[r]:
                track = Track(keypoints[r], keypoint_scores[r], proposals.boxes[r], float(proposals.scores[r]), time)
                self._tracks.append(track)
                mine[int(r)] = track
                self.new_tracks += 1
        self._confirm(mine, confidence)
        if self._sampled == time:
            for row, track in mine.items():
                track.remember(looks.of(row), time)
        if proposals.detector_ran:
            self._hide(time)
        self._bury(time, width, height)
        self._last, self._detector_ran = time, proposals.detector_ran
        self._publish(time, any(t.time == time and t.comes_in(width, height) for t in self._tracks))
        shown = sorted((track.id, row) for row, track in mine.items() if track.id > 0)
        return self._people(shown, mine, keypoints, keypoint_scores), np.asarray([row for _, row in shown], np.int64)

    def _select_proposals(self, found: Floats, scores: Floats, expected: Floats) -> NDArray[np.int64]:
        """Rows of the boxes to look into: all but the faint ones where there is a better one or somebody is expected, and of the rest a
        few, so that a frame with many does not take long."""
        chosen: list[int] = np.flatnonzero(self.acceptance.confident(scores)).tolist()
        surer = len(chosen)
        low = self.acceptance.propose(scores) & ~self.acceptance.confident(scores)
        for i in np.argsort(-scores, kind="stable").tolist():
            if not low[i] or len(chosen) == surer + _MOST_FAINT:
                continue
            others = np.concatenate([found[chosen], expected])
            if box_iou(found[i : i + 1], others).max(initial=0) < _SAME_PLACE:
                chosen.append(i)
        return np.asarray(chosen, np.int64)

    def _steadied(self, found: Floats, looking: list[Track], expected: Floats, overlap: Floats, width: int, height: int) -> Floats:
        """(N,4) the detector's boxes, those that clearly are somebody's agreed with where that person should be; ``overlap`` (T,N) IoU."""
        clear = overlap > self.settings.match_iou
        clear &= ((overlap > 0.3).sum(axis=0, keepdims=True) == 1) & ((overlap > 0.3).sum(axis=1, keepdims=True) == 1)
        steadied = found.copy()
        for t, n in np.argwhere(clear):
            if not looking[t].comes_in(width, height):
                steadied[n] = looking[t].agreed(expected[t], found[n])
        return steadied

    def _distinct(self, proposals: Proposals, keypoints: Floats, scores: Floats, worth: Floats) -> NDArray[np.int64]:
        """Rows left after of poses that are the same only the one of most ``worth`` (N,) stayed."""
        if len(worth) < 2:
            return np.arange(len(worth))
        areas = box_areas(proposals.boxes)
        sure = scores >= SEEN
        smaller = np.minimum(areas[:, None], areas[None])
        face = sure & self._face
        same = oks_matrix(keypoints, keypoints, smaller, self._sigmas, sure, sure) > self.settings.nms_oks
        same |= (oks_matrix(keypoints, keypoints, smaller, self._sigmas, face, face) > _SAME_FACE) & (
            (face[:, None] & face[None]).sum(axis=-1) >= 3
        )
        kept: list[int] = []
        for i in np.argsort(-(worth + 0.02 * proposals.from_detector), kind="stable"):
            if not any(same[i, j] for j in kept):
                kept.append(int(i))
        return np.asarray(sorted(kept), np.int64)

    def _looks(
        self,
        rows: NDArray[np.int64],
        proposals: Proposals,
        keypoints: Floats,
        scores: Floats,
        image: NDArray[np.uint8] | None,
        time: float,
    ) -> Appearance:
        """Of all proposals; nothing is known of those that are not in ``rows``, nor of anybody where it was known just now and nobody is
        out of sight, who alone is known by it."""
        looks = Appearance.unknown(len(proposals.boxes))
        in_view = time - self._last <= SAMPLE_INTERVAL and all(track.time == self._last for track in self._tracks)
        if image is not None and len(rows) and not (in_view and 0 <= time - self._sampled < SAMPLE_INTERVAL):
            self._sampled = time
            looks.values[rows], looks.seen[rows] = self._sampler(image, proposals.boxes[rows], keypoints[rows], scores[rows])
        return looks

    def _confirm(self, mine: dict[int, Track], confidence: Floats) -> None:
        for row, track in mine.items():
            if track.id < 0 and (confidence[row] >= self.settings.confirm_threshold or track.hits >= self.settings.min_hits):
                track.id = self._next
                self._next += 1

    def _bury(self, time: float, width: int, height: int) -> None:
        """Forget whom nobody saw for long, who walked out of the picture, and the unconfirmed at their first miss."""
        kept = []
        for track in self._tracks:
            gap = time - track.time
            if gap <= 0:
                kept.append(track)
            elif track.id > 0 and gap <= self.settings.max_age:
                box = track.predicted(time)[1][None]
                if box_areas(clip_boxes(box, width, height))[0] > 0.15 * box_areas(box)[0]:
                    kept.append(track)
        self._tracks = kept

    def _hide(self, time: float) -> None:
        """Whom the detector did not find is behind somebody: who is not expected there is put behind the nearest who may hide them."""
        in_view = [track for track in self._tracks if track.time == time and track.id > 0]
        for track in self._tracks:
            if track.id < 0 or track.misses < self.settings.max_misses or time == track.time:
                continue
            box = track.predicted(time)[1]
            place, reach = (box[0] + box[2]) / 2, _BEHIND * track.size
            hiding = [t for t in in_view if t.box[3] > box[3] - 0.1 * (box[3] - box[1]) and t.box[0] - reach < place < t.box[2] + reach]
            if hiding:
                nearest = min(hiding, key=lambda t: max(t.box[0] - place, place - t.box[2]))
                behind = float(np.clip(place, nearest.box[0], nearest.box[2]))
                if behind != place:
                    track.put(behind, float(nearest.velocity[0]), time)

    def _publish(self, time: float, coming: bool = False) -> None:
        boxes = np.asarray([t.box for t in self._tracks if t.time == time]).reshape(-1, 4)
        soon = self.settings.lost_time
        lost = any(t.id > 0 and time - t.time <= soon and (t.time < time or t.misses) for t in self._tracks)
        lost |= coming or any(t.hesitates == time for t in self._tracks)
        waiting = any(t.id > 0 and t.time < time <= t.time + self.settings.return_time for t in self._tracks)
        with self._lock:
            self._state = TrackerState(boxes, lost, waiting)

    def _people(self, shown: list[tuple[int, int]], mine: dict[int, Track], keypoints: Floats, scores: Floats) -> People:
        rows = [row for _, row in shown]
        boxes = np.asarray([mine[row].box for row in rows]).reshape(-1, 4)
        numbers = np.asarray([number for number, _ in shown], np.int64)
        return People.build(boxes, np.asarray([mine[row].score for row in rows]), keypoints[rows], scores[rows], numbers, self.skeleton)
