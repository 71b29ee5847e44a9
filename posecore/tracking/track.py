"""One followed person: where the last pose was, how it moves, and the box to look for it next."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import boxes_from_keypoints, clip_boxes, middle_point
from posecore.tracking.appearance import Appearance

Floats = NDArray[np.floating]

SEEN = 0.3
"""A joint that scores at least this says something about where its person is."""

_CLEAR = 0.5
"""A joint that scores at least this must lie in the box."""

_SETTLE = 0.12
"""Seconds in which the velocity follows a change."""

_STEADY = 0.08
"""Seconds in which the box follows small movements of the pose, which may be noise; large ones it follows at once."""

_GROW = 0.3
"""Seconds in which the size of the box follows that of the pose."""

_LEARN = 0.5
"""Weight of the detector's newest box against the one that follows from those before: boxes tremble more than poses do."""

_COAST = 1.5
"""Seconds for which a person out of sight is taken to move on before slowing down."""

_AT_BORDER, _COMES = 0.06, 0.1
"""Parts of its box: so near to the picture's border the detector's edge may have cut somebody off, and so far from it, now, there is more
to see."""


_TWICE = np.asarray([0, 1, 0, 1])
"""Indices that make (2,) xy into (4,) for the two corners of a box."""


class Track:
    """State of one person. Coordinates are px of the frame, times seconds.

    Attributes:
        id: the identity, -1 until it is confirmed.
        keypoints, scores: (K,2) and (K,) as last seen.
        known: (K,) bool, joints that were ever seen; ``places``: (K,2) where these are or, hidden now, should be.
        box: (4,) xyxy, whole person, as last seen.
        score: of the person.
        time: when last seen; ``born``: when first.
        velocity: (2,) px/s of the body.
        hits: sights so far.
        misses: looks of the detector in a row that did not find it.
        appearance: of its clothes, as far as they were ever seen.
        hesitates: time of the last frame in which a pose may have been this one or somebody else; ``hesitated``: of the first since seen.
    """

    def __init__(self, keypoints: Floats, scores: Floats, box: Floats, score: float, time: float) -> None:
        self.id = -1
        self.hits = 1
        self.misses = 0
        self.born = self.time = self._since = time
        self.velocity: Floats = np.zeros(2)
        self.score = score
        self.places: Floats = np.asarray(keypoints, np.float64)
        self.known: NDArray[np.bool_] = np.zeros(len(scores), bool)
        self.appearance = Appearance.unknown(1)
        self._looked_at = time
        self.hesitates = self.hesitated = -np.inf
        self._take(keypoints, scores)
        self.refer(box)

    def _take(self, keypoints: Floats, scores: Floats) -> None:
        self.keypoints: Floats = np.asarray(keypoints, np.float64)
        self.scores: Floats = np.asarray(scores, np.float64)
        seen = self.scores >= SEEN
        self.places = np.where(seen[:, None], self.keypoints, self.places)
        self.known = self.known | seen

    def refer(self, box: Floats) -> None:
        """``box`` is the detector's for the present pose: later boxes are this one, moved and scaled as the pose moves."""
        self.box: Floats = np.asarray(box, np.float64)
        self._reference: tuple[Floats, Floats, Floats] = (self.box, self.keypoints, self.scores)
        self._middle: Floats = (self.box[:2] + self.box[2:]) / 2
        self._scale = 1.0

    @property
    def size(self) -> float:
        """Square root of the box's area, px."""
        x1, y1, x2, y2 = self.box.tolist()
        return math.sqrt(max((x2 - x1) * (y2 - y1), 1.0))

    def shift(self, time: float) -> Floats:
        """(2,) px the person has probably moved since last seen (or last :meth:`put`); slows down where that is long ago."""
        gap = max(0.0, time - self._since)
        return self.velocity * (_COAST * (1 - math.exp(-gap / _COAST)))

    def predicted(self, time: float) -> tuple[Floats, Floats]:
        """Joints (K,2), those hidden by where they should be, and box (4,) at ``time``."""
        shift = self.shift(time)
        return self.places + shift, self.box + shift[_TWICE]

    def put(self, place: float, velocity: float, time: float) -> None:
        """Out of sight, it must be elsewhere than expected: with its middle at x = ``place`` px, going at ``velocity`` px/s across."""
        shift = self.shift(time)
        shift[0] += place - (self.box[0] + self.box[2]) / 2 - shift[0]
        self.places, self.box, self._middle = self.places + shift, self.box + shift[_TWICE], self._middle + shift
        self.velocity, self._since = np.asarray([velocity, self.velocity[1]]), time

    def agreed(self, expected: Floats, found: Floats) -> Floats:
        """(4,) between the ``expected`` box and the one the detector ``found`` for it."""
        return np.asarray(expected + _LEARN * (found - expected), np.float64)

    def see(self, keypoints: Floats, scores: Floats, score: float, time: float, box: Floats | None) -> None:
        """A new sight of it; ``box`` where it comes from the detector, else it follows from the pose."""
        step = max(time - self.time, 0.0)
        predicted = self._middle + self.shift(time)
        if step > 0:
            weight = np.minimum(self.scores, scores) * (np.minimum(self.scores, scores) >= SEEN)
            if weight.sum() > 0:
                moved = middle_point((keypoints - self.keypoints)[weight > 0]) / step
                gain = 1 - math.exp(-step / _SETTLE) if self.hits > 1 else 0.5
                self.velocity = self.velocity + gain * (moved - self.velocity)
        self.places = self.places + self._displacement(keypoints, scores, self.shift(time))
        self._take(keypoints, scores)
        self.score, self.hits = score, self.hits + 1
        self.time = self._since = time
        self.hesitates = self.hesitated = -np.inf
        if box is not None:
            self.refer(box)
        else:
            self.box = self._followed_box(predicted, step)

    def hesitate(self, time: float) -> None:
        """Wait until more is seen of the pose in the frame of ``time``."""
        self.hesitates = time
        self.hesitated = time if np.isinf(self.hesitated) else self.hesitated

    def expected(self, time: float, width: int, height: int) -> Floats:
        """(4,) the box to look in at ``time`` in a picture of ``width`` × ``height`` px: the predicted one, which ends where the picture
        does; at the borders that cut somebody off when the detector saw it, it ends there too, however the pose trembles or bobs."""
        box = clip_boxes(self.predicted(time)[1], width, height)
        held = (_margins(self._reference[0], width, height) < _AT_BORDER) & (_margins(box, width, height) <= _COMES)
        return np.where(held, np.asarray([0, 0, width, height]), box)

    def comes_in(self, width: int, height: int) -> bool:
        """Whether more of it is in the picture than when the detector saw it, so that its box may be too small."""
        before, now = (_margins(box, width, height) for box in (self._reference[0], self.box))
        return bool(((before < _AT_BORDER) & (now > _COMES)).any())

    def remember(self, look: Appearance, time: float) -> None:
        """Its ``look`` in the frame of ``time``."""
        self.appearance = self.appearance.learn(look, time - self._looked_at)
        self._looked_at = time

    def _displacement(self, keypoints: Floats, scores: Floats, otherwise: Floats) -> Floats:
        """(2,) px by which the body has moved from ``places``."""
        both = self.known & (scores >= SEEN)
        return middle_point((keypoints - self.places)[both]) if both.any() else otherwise

    def _followed_box(self, predicted: Floats, step: float) -> Floats:
        """The detector's box, moved and scaled as the pose since then: steadily, since poses tremble and the crop is made by this box."""
        box, points, scores = self._reference
        both = (scores >= SEEN) & (self.scores >= SEEN)
        middle, size = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
        self._middle = predicted
        if both.any():
            weight = np.minimum(scores, self.scores)[both]
            old, new = (weight @ p[both] / weight.sum() for p in (points, self.keypoints))
            a, b = points[both] - old, self.keypoints[both] - new
            hold = 0.02 * size.prod()  # joints close together tell nothing of the size
            scale = ((weight[:, None] * a * b).sum() + weight.sum() * hold) / ((weight[:, None] * a * a).sum() + weight.sum() * hold)
            self._scale += (1 - math.exp(-step / _GROW)) * (min(max(float(scale), 0.5), 2.0) - self._scale)
            off = new + (middle - old) * self._scale - predicted
            sure = min(max(math.hypot(*off.tolist()) / (0.12 * self.size), 1 - math.exp(-step / _STEADY)), 1.0)
            self._middle = predicted + sure * off
        half = size * self._scale / 2
        moved = np.concatenate([self._middle - half, self._middle + half])
        clear = self.scores >= _CLEAR
        if clear.any():
            tight = boxes_from_keypoints(self.keypoints[None], clear[None], margin=0.03)[0]
            limit = 0.15 * half[_TWICE]
            moved = np.where(np.arange(4) < 2, np.clip(tight, moved - limit, moved), np.clip(tight, moved, moved + limit))
        return np.asarray(moved, np.float64)


def _margins(box: Floats, width: int, height: int) -> Floats:
    """(4,) how far the sides of a box are from those of the picture, in parts of the box's own width and height."""
    x1, y1, x2, y2 = box.tolist()  # plain numbers: faster than NumPy's few at a time
    across, along = max(x2 - x1, 1e-6), max(y2 - y1, 1e-6)
    return np.asarray([x1 / across, y1 / along, (width - x2) / across, (height - y2) / along])
