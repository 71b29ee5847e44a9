"""The tracker: people keep their id from frame to frame."""

from __future__ import annotations

import copy
import threading

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_areas, clip_boxes
from posecore.oks import pose_confidence
from posecore.people import People
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.skeletons import FACE, Skeleton
from posecore.tracking.appearance import SAMPLE_INTERVAL, Appearance, AppearanceSampler
from posecore.tracking.assignment import assign
from posecore.tracking.nms import distinct_poses
from posecore.tracking.proposals import make_proposals
from posecore.tracking.similarity import visible_fraction
from posecore.tracking.state import Proposals, TrackerSettings, TrackerSnapshot, TrackerState
from posecore.tracking.track import Track

Floats = NDArray[np.floating]

_MIN_INSIDE = 0.5
"""A pose of which a smaller fraction lies in its box is ranked lower: it is another person's."""

_DETECTOR_BONUS = 0.02
"""Added to the rank of poses in detected boxes, so that of duplicates these stay."""

_OCCLUSION_REACH = 1.5
"""A lost person is occluded by someone within so many person sizes of the predicted position."""

_DEFAULT_SIGMA = 0.08
"""OKS constant of all keypoints of skeletons that have none."""

_MIN_FRACTION_IN_FRAME = 0.15
"""A lost track of whose predicted box no more than this is in the frame has left it."""


class PoseTracker:
    """Multi-person tracking by poses. For each frame: :meth:`propose`, the pose network on the proposals, :meth:`update`.

    SORT and ByteTrack associate boxes, this tracker associates poses: a pose belongs to the track whose last one, moved on at constant
    velocity, fits it best (see :mod:`posecore.tracking.similarity`), whichever proposal it was found in. Two people who cross keep their
    ids even where both boxes show the one in front. Between lost tracks appearance decides, where the image has colour. A strong pose
    sustains a track even where the detector finds nothing, where ByteTrack (Zhang et al., ECCV 2022) needs a low-confidence detection.
    These start a track where the pose is strong.

    Not thread-safe but for :meth:`state`, which any thread may call. ``new_tracks`` is how many tracks the last update started.
    """

    def __init__(self, skeleton: Skeleton, settings: TrackerSettings | None = None, acceptance: AcceptancePolicy | None = None) -> None:
        """``acceptance``: which detections get a pose, and which of these start a track; None: no low-confidence detections."""
        self.settings = settings or TrackerSettings()
        self.acceptance = acceptance or AcceptancePolicy.strict(0.0)
        self.skeleton = skeleton
        self.new_tracks = 0
        self._sampler = AppearanceSampler(skeleton)
        self._sigmas = np.asarray(skeleton.sigmas if skeleton.sigmas else [_DEFAULT_SIGMA] * len(skeleton))
        self._face = np.asarray([name in FACE for name in skeleton.keypoints])
        self._tracks: list[Track] = []
        self._next_id = 1
        self._last_update = 0.0
        self._last_sample = -np.inf
        self._detector_ran = False
        self._state = TrackerState(np.zeros((0, 4)))
        self._lock = threading.Lock()

    def state(self) -> TrackerState:
        """The state after the last update, for the detection policy."""
        with self._lock:
            return self._state

    def snapshot(self) -> TrackerSnapshot:
        """All that is known after the last update, for :meth:`propose` of a later frame."""
        return TrackerSnapshot(tuple(copy.copy(track) for track in self._tracks), self.state(), self._detector_ran, self.new_tracks)

    def reset(self) -> None:
        """Remove all tracks; ids are not used again."""
        self._tracks = []
        self._publish(0.0)

    def propose(
        self, time: float, width: int, height: int, detections: tuple[Floats, Floats] | None, snapshot: TrackerSnapshot | None = None
    ) -> Proposals:
        """Boxes for the pose network in the frame of ``time`` (seconds), of ``width`` × ``height`` px.

        Args:
            detections: boxes (N,4) xyxy px and scores (N,) of the detector; None where it did not run on this frame.
            snapshot: predict from this state instead of the last update's.
        """
        tracks = self._tracks if snapshot is None else snapshot.tracks
        return make_proposals(tracks, self.settings, self.acceptance, time, width, height, detections)

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
        """Associate the poses of a frame with the tracks, start and remove tracks.

        Args:
            proposals: of this frame, N of them.
            keypoints, keypoint_scores: (N,K,2) px and (N,K), the pose found in each proposal.
            time, width, height: of the frame; s, px.
            image: (H,W,3) uint8 BGR, the frame, for appearance. None: motion alone.

        Returns:
            The M people of confirmed tracks updated in this frame, and those who wait, as predicted, ascending ids; and (M,) the row of
            each one's proposal, -1 for those who wait.
        """
        confidence = pose_confidence(keypoint_scores)
        detected = proposals.from_detector & self.acceptance.believe(proposals.scores, confidence)
        accepted = proposals.from_detector & self.acceptance.accept(proposals.scores, confidence)
        supported = detected | self.acceptance.sustain(confidence)
        rows = self._distinct_rows(proposals, keypoints, keypoint_scores, confidence)
        rows = rows[confidence[rows] >= self.settings.keep_threshold]
        appearance = self._sample_appearance(rows, proposals.boxes, keypoints, keypoint_scores, image, time)
        matched: dict[int, Track] = {}
        pairs, undecided = assign(self._tracks, rows, proposals.boxes, keypoints, keypoint_scores, appearance, time)
        for t, r in pairs:
            track = self._tracks[t]
            misses = track.misses + proposals.detector_ran
            if supported[r] or not misses or (misses < self.settings.max_misses and confidence[r] >= self.settings.confirm_threshold):
                box = proposals.boxes[r] if detected[r] else None
                track.update(keypoints[r], keypoint_scores[r], float(proposals.scores[r]), time, box)
                matched[int(r)] = track
        if proposals.detector_ran:
            found = {id(track) for row, track in matched.items() if supported[row]}
            for track in self._tracks:
                detected_waiting = proposals.waiting.get(track.id) is not None
                track.misses = 0 if id(track) in found or detected_waiting else track.misses + 1
        self.new_tracks = 0
        for r in rows:
            taken = int(r) in matched or int(r) in undecided
            if not taken and accepted[r]:
                track = Track(keypoints[r], keypoint_scores[r], proposals.boxes[r], float(proposals.scores[r]), time)
                self._tracks.append(track)
                matched[int(r)] = track
                self.new_tracks += 1
        self._confirm(matched, confidence)
        if self._last_sample == time:
            for row, track in matched.items():
                track.update_appearance(appearance.select(row), time)
        waiting = [t for t in self._tracks if t.id in proposals.waiting and t.last_seen < time]
        predicted = {track.id: track.wait(time, proposals.waiting[track.id]) for track in waiting}
        if proposals.detector_ran:
            self._relocate_occluded(time)
        self._remove_stale(time, width, height)
        self._last_update, self._detector_ran = time, proposals.detector_ran
        self._publish(time, any(t.last_seen == time and t.entering(width, height) for t in self._tracks))
        shown = sorted((track.id, row) for row, track in matched.items() if track.id > 0)
        people, rows = self._people(shown, matched, keypoints, keypoint_scores), np.asarray([row for _, row in shown], np.int64)
        if not waiting:
            return people, rows
        people = people.joined(self._predicted(waiting, predicted))
        order = np.argsort(people.ids)
        return people[order], np.concatenate([rows, np.full(len(waiting), -1, np.int64)])[order]

    def _distinct_rows(self, proposals: Proposals, keypoints: Floats, scores: Floats, confidence: Floats) -> NDArray[np.int64]:
        """Rows of the poses without duplicates. They are ranked by box score + pose confidence, poses beside their box lower."""
        inside = visible_fraction(proposals.boxes, keypoints, scores)
        ranks = proposals.scores + np.where(inside < _MIN_INSIDE, confidence * inside, confidence)
        ranks = ranks + _DETECTOR_BONUS * proposals.from_detector
        return distinct_poses(proposals.boxes, keypoints, scores, ranks, self._sigmas, self._face, self.settings.nms_oks)

    def _sample_appearance(
        self, rows: NDArray[np.int64], boxes: Floats, keypoints: Floats, scores: Floats, image: NDArray[np.uint8] | None, time: float
    ) -> Appearance:
        """Of all N poses, unknown but in ``rows``.

        While no track is lost it is sampled only every :data:`SAMPLE_INTERVAL`, and unknown in the frames between: motion is enough.
        """
        appearance = Appearance.unknown(len(boxes))
        none_lost = time - self._last_update <= SAMPLE_INTERVAL and all(track.last_known == self._last_update for track in self._tracks)
        if image is not None and len(rows) and not (none_lost and 0 <= time - self._last_sample < SAMPLE_INTERVAL):
            self._last_sample = time
            sampled = self._sampler(image, boxes[rows], keypoints[rows], scores[rows])
            appearance.values[rows], appearance.valid[rows] = sampled
        return appearance

    def _confirm(self, matched: dict[int, Track], confidence: Floats) -> None:
        """Give an id to tracks with a good pose or enough updates."""
        for row, track in matched.items():
            if track.id < 0 and (confidence[row] >= self.settings.confirm_threshold or track.hits >= self.settings.min_hits):
                track.id = self._next_id
                self._next_id += 1

    def _relocate_occluded(self, time: float) -> None:
        """A lost person whom the detector does not find is behind someone: if not behind anyone where predicted, then behind the nearest
        person who is closer to the camera."""
        updated = [track for track in self._tracks if track.last_known == time and track.id > 0]
        for track in self._tracks:
            if track.id < 0 or track.misses < self.settings.max_misses or time == track.last_seen:
                continue
            box = track.predict(time)[1]
            x, reach = (box[0] + box[2]) / 2, _OCCLUSION_REACH * track.size
            nearer = [t for t in updated if t.box[3] > box[3] - 0.1 * (box[3] - box[1]) and t.box[0] - reach < x < t.box[2] + reach]
            if nearer:
                occluder = min(nearer, key=lambda t: max(t.box[0] - x, x - t.box[2]))
                behind = float(np.clip(x, occluder.box[0], occluder.box[2]))
                if behind != x:
                    track.relocate(behind, float(occluder.velocity[0]), time)

    def _remove_stale(self, time: float, width: int, height: int) -> None:
        """Remove tracks that are older than ``max_age`` or have left the frame, and unconfirmed ones at their first missing update."""
        kept = []
        for track in self._tracks:
            age = time - track.last_known
            if age <= 0:
                kept.append(track)
            elif track.id > 0 and age <= self.settings.max_age:
                box = track.predict(time)[1][None]
                if box_areas(clip_boxes(box, width, height))[0] > _MIN_FRACTION_IN_FRAME * box_areas(box)[0]:
                    kept.append(track)
        self._tracks = kept

    def _publish(self, time: float, entering: bool = False) -> None:
        """Replace the state; ``entering``: a detected box no longer covers its person."""
        boxes = np.asarray([t.box for t in self._tracks if t.last_known == time]).reshape(-1, 4)
        confirmed = [t for t in self._tracks if t.id > 0]
        lost = any(time - t.last_known <= self.settings.lost_time and (t.last_known < time or t.misses) for t in confirmed)
        lost |= entering or any(t.ambiguous_at == time for t in self._tracks)
        awaiting_return = any(t.last_known < time <= t.last_known + self.settings.return_time for t in confirmed)
        with self._lock:
            self._state = TrackerState(boxes, lost, awaiting_return)

    def _people(self, shown: list[tuple[int, int]], matched: dict[int, Track], keypoints: Floats, scores: Floats) -> People:
        rows = [row for _, row in shown]
        boxes = np.asarray([matched[row].box for row in rows]).reshape(-1, 4)
        ids = np.asarray([track_id for track_id, _ in shown], np.int64)
        return People.build(boxes, np.asarray([matched[row].score for row in rows]), keypoints[rows], scores[rows], ids, self.skeleton)

    def _predicted(self, tracks: list[Track], poses: dict[int, tuple[Floats, Floats]]) -> People:
        """The people of ``tracks``, by id where their keypoints (K,2) and boxes (4,) are predicted."""
        points, boxes = (np.asarray([poses[track.id][i] for track in tracks]) for i in (0, 1))
        ids = np.asarray([track.id for track in tracks], np.int64)
        scores, joint_scores = np.asarray([t.score for t in tracks]), np.asarray([t.scores for t in tracks])
        return People.build(boxes, scores, points, joint_scores, ids, self.skeleton, interpolated=np.ones(len(tracks), bool))
