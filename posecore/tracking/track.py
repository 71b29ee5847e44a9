"""One followed person: where the last pose was, how it moves, and the box to look for it next."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import boxes_from_keypoints

Floats = NDArray[np.floating]

SEEN = 0.3
"""A joint that scores at least this says something about where its person is."""

_SETTLE = 0.12
"""Seconds in which the velocity follows a change."""

_COAST = 0.6
"""Seconds for which a person out of sight is taken to move on before slowing down."""


class Track:
    """State of one person. Coordinates are px of the frame, times seconds.

    Attributes:
        number: the identity, -1 until it is confirmed.
        keypoints, scores: (K,2) and (K,) as last seen.
        box: (4,) xyxy, whole person, as last seen.
        score: of the person.
        time: when last seen; ``born``: when first.
        velocity: (2,) px/s of the body.
        hits: sights so far.
    """

    def __init__(self, keypoints: Floats, scores: Floats, box: Floats, score: float, time: float) -> None:
        self.number = -1
        self.hits = 1
        self.born = self.time = time
        self.velocity: Floats = np.zeros(2)
        self.score = score
        self._take(keypoints, scores)
        self.refer(box)

    def _take(self, keypoints: Floats, scores: Floats) -> None:
        self.keypoints: Floats = np.asarray(keypoints, np.float64)
        self.scores: Floats = np.asarray(scores, np.float64)

    def refer(self, box: Floats) -> None:
        """``box`` is the detector's for the present pose: later boxes are this one, moved and scaled as the pose moves."""
        self.box: Floats = np.asarray(box, np.float64)
        self._reference: tuple[Floats, Floats, Floats] = (self.box, self.keypoints, self.scores)

    @property
    def size(self) -> float:
        """Square root of the box's area, px."""
        return float(np.sqrt(max((self.box[2] - self.box[0]) * (self.box[3] - self.box[1]), 1.0)))

    def shift(self, time: float) -> Floats:
        """(2,) px the person has probably moved since last seen; slows down where that is long ago."""
        gap = max(0.0, time - self.time)
        return self.velocity * (_COAST * (1 - np.exp(-gap / _COAST)))

    def predicted(self, time: float) -> tuple[Floats, Floats]:
        """Keypoints (K,2) and box (4,) at ``time``."""
        shift = self.shift(time)
        return self.keypoints + shift, self.box + np.tile(shift, 2)

    def see(self, keypoints: Floats, scores: Floats, score: float, time: float, box: Floats | None) -> None:
        """A new sight of it; ``box`` where it comes from the detector, else it follows from the pose."""
        step = time - self.time
        if step > 0:
            weight = np.minimum(self.scores, scores) * (np.minimum(self.scores, scores) >= SEEN)
            if weight.sum() > 0:
                moved = np.median((keypoints - self.keypoints)[weight > 0], axis=0) / step
                gain = 1 - np.exp(-step / _SETTLE) if self.hits > 1 else 0.5
                self.velocity = self.velocity + gain * (moved - self.velocity)
        self._take(keypoints, scores)
        self.score, self.time, self.hits = score, time, self.hits + 1
        if box is not None:
            self.refer(box)
        else:
            self.box = self._followed_box()

    def _followed_box(self) -> Floats:
        """The detector's box moved and scaled as the pose since then, wide enough for every joint seen."""
        box, points, scores = self._reference
        moved: Floats = box
        both = (scores >= SEEN) & (self.scores >= SEEN)
        if both.sum() < 2:
            if both.any():
                moved = box + np.tile((self.keypoints - points)[both].mean(axis=0), 2)
        else:
            weight: Floats = np.minimum(scores, self.scores)[both, None]
            old, new = (np.average(p[both], axis=0, weights=weight[:, 0]) for p in (points, self.keypoints))
            a, b = points[both] - old, self.keypoints[both] - new
            scale = float((weight * a * b).sum() / max((weight * a * a).sum(), 1e-6))
            scale = float(np.clip(scale, 0.5, 2.0))
            moved = (box - np.tile(old, 2)) * scale + np.tile(new, 2)
        seen = self.scores >= SEEN
        if seen.any():
            tight: Floats = boxes_from_keypoints(self.keypoints[None], seen[None], margin=0.03)[0]
            moved = np.concatenate([np.minimum(moved[:2], tight[:2]), np.maximum(moved[2:], tight[2:])])
        return np.asarray(moved, np.float64)
