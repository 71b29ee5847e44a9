"""One track: the last pose, its motion, and the box in which the person is expected next."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import boxes_from_keypoints, clip_boxes, middle_point
from posecore.tracking.appearance import Appearance

Floats = NDArray[np.floating]

MIN_KEYPOINT_SCORE = 0.3
"""Keypoints that score at least this count as visible: their positions are used for motion and association."""

_CONFIDENT_KEYPOINT = 0.5
"""Keypoints that score at least this must lie in the box."""

_VELOCITY_TIME = 0.12
"""Time constant of the velocity, s."""

_POSITION_TIME = 0.08
"""Time constant with which the box follows small movements of the pose, which may be noise, s; it follows large ones at once."""

_SCALE_TIME = 0.3
"""Time constant with which the size of the box follows that of the pose, s."""

_LARGE_MOVE = 0.12
"""A movement of so many person sizes is followed at once."""

_DETECTION_WEIGHT = 0.5
"""Weight of a detected box against the predicted one: detected boxes jitter more than poses do."""

_UNREST_STEP, _UNREST_TIME = 0.08, 0.25
"""Least time between the two poses by which joint speed is measured, and time constant with which it falls; it rises at once. s"""

_COAST_TIME = 1.5
"""Time constant with which the velocity of a track that is not updated decays, s."""

_TRUNCATED, _ENTERED = 0.06, 0.1
"""Margins between box and frame border, relative to the box: below the first, the frame may have truncated the box when it was detected;
above the second, now, more of the person is visible."""

_MAX_EXPANSION = 0.15
"""Confident keypoints outside the box move its sides outwards by at most so much of half its size."""

_KEYPOINT_MARGIN = 0.03
"""Margin around the confident keypoints, relative to their extent."""

_MIN_SPREAD = 0.02
"""Keypoints that are close together say nothing about the scale: so much of the box's area is added to their squared spread."""

_XYXY = np.asarray([0, 1, 0, 1])
"""Indices that make (2,) xy into (4,) for the two corners of a box."""


class Track:
    """State of one tracked person. Coordinates are image px, times seconds of the frames' own time.

    The motion model is constant velocity of the whole body, low-pass filtered; unlike SORT's Kalman filter it is measured on keypoints, not
    on boxes. Without updates the velocity decays.

    Attributes:
        id: -1 until the track is confirmed, then positive.
        keypoints, scores: (K,2) and (K,) of the last update.
        visible: (K,) bool, keypoints that were visible in any update so far.
        positions: (K,2) of these keypoints; those occluded in the last update have moved with the body.
        box: (4,) xyxy of the whole person at the last update.
        score: of the detection, or of the proposal, of the last update.
        last_seen: time of the last update.
        last_known: time of the last update, or of the last frame on which nobody looked (:meth:`wait`).
        velocity: (2,) px/s of the body.
        unrest: how fast the joints move relative to the body, in person sizes a second; infinite until it is known.
        hits: number of updates.
        misses: consecutive runs of the detector without the person.
        appearance: of one person, averaged over the updates.
        ambiguous_at: time of the last frame in which a pose could be this person or another.
        ambiguous_since: time of the first such frame since the last update. Both are -inf where there was none.
    """

    def __init__(self, keypoints: Floats, scores: Floats, box: Floats, score: float, time: float) -> None:
        """Start a track with a pose (K,2) px and (K,), the detected ``box`` (4,) xyxy px and its ``score``, in the frame of ``time``."""
        self.id = -1
        self.hits = 1
        self.misses = 0
        self.last_seen = self.last_known = self._motion_time = time
        self.velocity: Floats = np.zeros(2)
        self.unrest = math.inf
        self.score = score
        self.positions: Floats = np.asarray(keypoints, np.float64)
        self.visible: NDArray[np.bool_] = np.zeros(len(scores), bool)
        self.appearance = Appearance.unknown(1)
        self._appearance_time = time
        self.ambiguous_at = self.ambiguous_since = -np.inf
        self._set_pose(keypoints, scores)
        self._set_reference(box)
        self._before = (time, self.keypoints, self.scores)

    def _set_pose(self, keypoints: Floats, scores: Floats) -> None:
        self.keypoints: Floats = np.asarray(keypoints, np.float64)
        self.scores: Floats = np.asarray(scores, np.float64)
        visible = self.scores >= MIN_KEYPOINT_SCORE
        self.positions = np.where(visible[:, None], self.keypoints, self.positions)
        self.visible = self.visible | visible

    def _set_reference(self, box: Floats) -> None:
        """``box`` was detected around the present pose: later boxes are this one, moved and scaled as the pose is."""
        self.box: Floats = np.asarray(box, np.float64)
        self._reference: tuple[Floats, Floats, Floats] = (self.box, self.keypoints, self.scores)
        self._centre: Floats = (self.box[:2] + self.box[2:]) / 2
        self._scale = 1.0

    @property
    def size(self) -> float:
        """Person size: square root of the area of the box, px."""
        x1, y1, x2, y2 = self.box.tolist()
        return math.sqrt(max((x2 - x1) * (y2 - y1), 1.0))

    def displacement(self, time: float) -> Floats:
        """(2,) px predicted movement of the body from the last update (or :meth:`relocate`) to ``time``."""
        gap = max(0.0, time - self._motion_time)
        return self.velocity * (_COAST_TIME * (1 - math.exp(-gap / _COAST_TIME)))

    def predict(self, time: float) -> tuple[Floats, Floats]:
        """Predicted positions (K,2) and box (4,) at ``time``."""
        moved = self.displacement(time)
        return self.positions + moved, self.box + moved[_XYXY]

    def search_box(self, time: float, width: int, height: int) -> Floats:
        """(4,) xyxy box for the pose network at ``time``: the predicted one, clipped to the frame of ``width`` × ``height`` px.

        At borders where the frame truncated the detected box it goes on ending at the border, even if the pose jitters or moves a little.
        """
        box = clip_boxes(self.predict(time)[1], width, height)
        held = (_margins(self._reference[0], width, height) < _TRUNCATED) & (_margins(box, width, height) <= _ENTERED)
        return np.where(held, np.asarray([0, 0, width, height]), box)

    def entering(self, width: int, height: int) -> bool:
        """Whether more of the person is in the frame than at the last detection, so that the box may be too small."""
        before, now = (_margins(box, width, height) for box in (self._reference[0], self.box))
        return bool(((before < _TRUNCATED) & (now > _ENTERED)).any())

    def average_boxes(self, predicted: Floats, detected: Floats) -> Floats:
        """(4,) weighted mean of the ``predicted`` box and the one ``detected`` for the same frame."""
        return np.asarray(predicted + _DETECTION_WEIGHT * (detected - predicted), np.float64)

    def update(self, keypoints: Floats, scores: Floats, score: float, time: float, box: Floats | None) -> None:
        """Add the pose (K,2) px and (K,) of the frame of ``time``.

        Args:
            score: of the proposal.
            box: (4,) xyxy px of the detection, or None, then it follows from the pose.
        """
        step = max(time - self.last_seen, 0.0)
        predicted_centre = self._centre + self.displacement(time)
        if step > 0:
            weight = np.minimum(self.scores, scores) * (np.minimum(self.scores, scores) >= MIN_KEYPOINT_SCORE)
            if weight.sum() > 0:
                measured = middle_point((keypoints - self.keypoints)[weight > 0]) / step
                gain = 1 - math.exp(-step / _VELOCITY_TIME) if self.hits > 1 else 0.5
                self.velocity = self.velocity + gain * (measured - self.velocity)
        self.positions = self.positions + self._measured_displacement(keypoints, scores, self.displacement(time))
        self._set_pose(keypoints, scores)
        self.score, self.hits = score, self.hits + 1
        self.last_seen = self.last_known = self._motion_time = time
        self._update_unrest(time)
        self.ambiguous_at = self.ambiguous_since = -np.inf
        if box is not None:
            self._set_reference(box)
        else:
            self.box = self._box_from_pose(predicted_centre, step)

    def wait(self, time: float, box: Floats | None = None) -> tuple[Floats, Floats]:
        """Nobody looks in the frame of ``time``: the pose (K,2) px of the last update, and the box (4,), as they are predicted there.

        ``box`` (4,) xyxy px was detected there meanwhile: it corrects later boxes as one detected with the last update would have.
        """
        self.last_known = time
        moved = self.displacement(time)
        if box is not None:
            self._set_reference(box - moved[_XYXY])
        return self.keypoints + moved, self.box + moved[_XYXY]

    def relocate(self, x: float, velocity: float, time: float) -> None:
        """Correct the prediction for a person who is occluded elsewhere: at ``time`` the centre of the box is at ``x`` px and moves at
        ``velocity`` px/s horizontally."""
        moved = self.displacement(time)
        moved[0] += x - (self.box[0] + self.box[2]) / 2 - moved[0]
        self.positions, self.box, self._centre = self.positions + moved, self.box + moved[_XYXY], self._centre + moved
        self.velocity, self._motion_time = np.asarray([velocity, self.velocity[1]]), time

    def mark_ambiguous(self, time: float) -> None:
        """A pose in the frame of ``time`` could be this person or another; the decision is left to later frames."""
        self.ambiguous_at = time
        self.ambiguous_since = time if np.isinf(self.ambiguous_since) else self.ambiguous_since

    def update_appearance(self, appearance: Appearance, time: float) -> None:
        """Add the ``appearance`` of one person in the frame of ``time`` to the average."""
        self.appearance = self.appearance.updated(appearance, time - self._appearance_time)
        self._appearance_time = time

    def _update_unrest(self, time: float) -> None:
        """Compare the pose with that of some frames before: between two frames noise is larger than motion."""
        before, points, scores = self._before
        if time - before < _UNREST_STEP - 1e-6:
            return
        self._before = (time, self.keypoints, self.scores)
        common = (scores >= MIN_KEYPOINT_SCORE) & (self.scores >= MIN_KEYPOINT_SCORE)
        if common.any():
            moves = (self.keypoints - points)[common]
            speed = float(np.linalg.norm(moves - middle_point(moves), axis=1).mean()) / (time - before) / self.size
            gain = 1 - math.exp(-(time - before) / _UNREST_TIME)
            self.unrest = speed if math.isinf(self.unrest) else max(speed, self.unrest + gain * (speed - self.unrest))

    def _measured_displacement(self, keypoints: Floats, scores: Floats, otherwise: Floats) -> Floats:
        """(2,) px from ``positions`` to the pose: the median over common keypoints; ``otherwise`` where there is none."""
        common = self.visible & (scores >= MIN_KEYPOINT_SCORE)
        return middle_point((keypoints - self.positions)[common]) if common.any() else otherwise

    def _box_from_pose(self, predicted_centre: Floats, step: float) -> Floats:
        """(4,) the detected box, moved and scaled as the pose since then, ``step`` seconds after the last update.

        Low-pass filtered: poses jitter, and this box makes the next crop.
        """
        box, points, scores = self._reference
        common = (scores >= MIN_KEYPOINT_SCORE) & (self.scores >= MIN_KEYPOINT_SCORE)
        centre, size = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
        self._centre = predicted_centre
        if common.any():
            weight = np.minimum(scores, self.scores)[common]
            old, new = (weight @ p[common] / weight.sum() for p in (points, self.keypoints))
            a, b = points[common] - old, self.keypoints[common] - new
            prior = _MIN_SPREAD * size.prod()
            scale = ((weight[:, None] * a * b).sum() + weight.sum() * prior) / ((weight[:, None] * a * a).sum() + weight.sum() * prior)
            self._scale += (1 - math.exp(-step / _SCALE_TIME)) * (min(max(float(scale), 0.5), 2.0) - self._scale)
            error = new + (centre - old) * self._scale - predicted_centre
            gain = min(max(math.hypot(*error.tolist()) / (_LARGE_MOVE * self.size), 1 - math.exp(-step / _POSITION_TIME)), 1.0)
            self._centre = predicted_centre + gain * error
        half = size * self._scale / 2
        moved = np.concatenate([self._centre - half, self._centre + half])
        confident = self.scores >= _CONFIDENT_KEYPOINT
        if confident.any():
            tight = boxes_from_keypoints(self.keypoints[None], confident[None], margin=_KEYPOINT_MARGIN)[0]
            limit = _MAX_EXPANSION * half[_XYXY]
            moved = np.where(np.arange(4) < 2, np.clip(tight, moved - limit, moved), np.clip(tight, moved, moved + limit))
        return np.asarray(moved, np.float64)


def _margins(box: Floats, width: int, height: int) -> Floats:
    """(4,) distances of the sides of a box from the borders of the frame, relative to the box's width and height."""
    x1, y1, x2, y2 = box.tolist()  # Python floats: faster than NumPy for a few values
    box_width, box_height = max(x2 - x1, 1e-6), max(y2 - y1, 1e-6)
    return np.asarray([x1 / box_width, y1 / box_height, (width - x2) / box_width, (height - y2) / box_height])
