"""Recordings: left and right that change places for a moment and then back, as nobody does, stay as they are on the frames around.

Against the light, from behind or from the side a network takes one side for the other on single frames. Which one is right cannot be told
from one frame; who turns round is on the other side for longer than a moment.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_areas
from posecore.people import People
from posecore.skeletons import Skeleton
from posecore.tracking.track import MIN_KEYPOINT_SCORE

__all__ = ["Sides"]

Item = TypeVar("Item")
Floats = NDArray[np.floating]
Signs = NDArray[np.int8]

REACH = 0.1
"""s: the frames so far before and after a frame decide. Legs of a runner pass each other every 0.3 s, wrists of a drummer every 0.15 s."""

MOST_FRAMES = 6
"""Frames held back at most, those of 0.1 s at 60 frames a second; at higher rates it looks less far."""

_APART = 0.06
"""Person sizes from which a pair of joints is far enough apart to have changed places."""

_TURNED = -0.5
"""Cosine between two lines from the right to the left joint below which the two have changed places."""

_ROUNDING = 1e-6


class _Seen(NamedTuple):
    """M people's P pairs as they were seen last: the lines (M,P,2) px from right to left and their lengths (M,P) px, when (M,P) s, and on
    which side they were (M,P): 1 or -1. ``rows``: id → row; the last row is of nobody."""

    rows: dict[int, int]
    lines: Floats
    lengths: Floats
    times: Floats
    signs: Signs

    def joined(self, before: _Seen, since: float) -> _Seen:
        """These people, those of ``before`` besides who were seen at ``since`` (s) or later, and nobody's row."""
        away = [number for number, row in before.rows.items() if number not in self.rows and before.times[row].max() >= since]
        kept = np.asarray([before.rows[number] for number in away] + [-1], np.int64)
        rows = self.rows | {number: len(self.times) + i for i, number in enumerate(away)}
        return _Seen(rows, *(np.concatenate([ours, theirs[kept]]) for ours, theirs in zip(self[1:], before[1:], strict=True)))


@dataclass
class _Held(Generic[Item]):
    """A frame, on which side each pair of its people was found (N,P): 1 or -1, as against other frames, or 0 where it is not known; which
    row of it each id is; and whether a pair lies the other way round than where it was seen last."""

    time: float
    item: Item
    people: People
    signs: Signs
    rows: dict[int, int]
    turned: bool


class Sides(Generic[Item]):
    """Exchanges left and right on frames where they lie the other way round than on most of the frames around.

    Every pair (shoulders, wrists, …) is on its own, unless that would twist the body; then it is exchanged as a whole or not at all. Frames
    come back when those around them are known, people without an id as they are.
    """

    def __init__(self, reach: float = REACH, max_frames: int = MOST_FRAMES) -> None:
        self.reach, self.max_frames = reach, max_frames
        self._frames: deque[_Held[Item]] = deque()
        self._done = 0
        self._skeleton: Skeleton | None = None
        self._left = self._right = np.zeros(0, np.int64)
        self._seen = _nobody(0)

    def add(self, time: float, item: Item, people: People) -> list[tuple[Item, People]]:
        """Take the frame of ``time`` (s, increasing); return those that are ready, in order, as (item, people).

        ``item`` is whatever belongs to the frame, such as its image.
        """
        self._frames.append(self._held(time, item, people))
        ready = []
        while self._done < len(self._frames) and (
            self._frames[self._done].time + self.reach <= time + _ROUNDING or len(self._frames) - self._done > self.max_frames
        ):
            ready.append(self._next())
        return ready

    def flush(self) -> list[tuple[Item, People]]:
        """The frames not returned yet, at the end of the recording."""
        return [self._next() for _ in range(len(self._frames) - self._done)]

    def _held(self, time: float, item: Item, people: People) -> _Held[Item]:
        """The frame with the side of each pair, which changes where the line between its joints turns round at once."""
        if people.skeleton is not self._skeleton:
            self._skeleton, (self._left, self._right) = people.skeleton, _pairs(people.skeleton)
            self._seen = _nobody(len(self._left))
        left, right, before = self._left, self._right, self._seen
        rows = people.rows()
        if not len(left) or not (rows or before.rows):
            return _Held(time, item, people, np.zeros((len(people), len(left)), np.int8), rows, False)
        was = np.asarray([before.rows.get(number, -1) for number in people.ids.tolist()], np.int64)
        keypoints, scores = people.keypoints.astype(np.float64), people.keypoint_scores
        lines = keypoints[:, left] - keypoints[:, right]
        lengths = np.hypot(lines[..., 0], lines[..., 1])
        least = _APART * np.sqrt(np.maximum(box_areas(people.boxes), 1.0))[:, None]
        seen = (lengths >= least) & (np.minimum(scores[:, left], scores[:, right]) >= MIN_KEYPOINT_SCORE)
        earlier = _Seen(rows, before.lines[was], before.lengths[was], before.times[was], before.signs[was])
        product = (lines * earlier.lines).sum(axis=2)
        turned = (product < _TURNED * lengths * earlier.lengths) & (time - earlier.times <= self.reach + _ROUNDING)
        signs = np.where(turned, -earlier.signs, earlier.signs)
        self._seen = _Seen(
            rows,
            np.where(seen[..., None], lines, earlier.lines),
            np.where(seen, lengths, earlier.lengths),
            np.where(seen, time, earlier.times),
            np.where(seen, signs, earlier.signs),
        ).joined(before, time - self.reach - _ROUNDING)
        return _Held(time, item, people, np.where(seen, signs, 0).astype(np.int8), rows, bool((turned & seen).any()))

    def _next(self) -> tuple[Item, People]:
        frame = self._frames[self._done]
        self._done += 1
        people = self._exchanged(frame) if any(other.turned for other in self._frames) else frame.people
        item = frame.item
        while self._done > 0 and self._frames[0].time < frame.time - self.reach - _ROUNDING:
            self._frames.popleft()
            self._done -= 1
        return item, people

    def _exchanged(self, frame: _Held[Item]) -> People:
        here, frames = self._done - 1, list(self._frames)
        before = [other for other in frames[:here][-self.max_frames :] if frame.time - other.time <= self.reach + _ROUNDING]
        after = [other for other in frames[here + 1 :][: self.max_frames] if other.time - frame.time <= self.reach + _ROUNDING]
        left, right = self._left, self._right
        keypoints, scores = frame.people.keypoints.copy(), frame.people.keypoint_scores.copy()
        changed = False
        for number, row in frame.rows.items():
            own = frame.signs[row]
            earlier, later = ([near.signs[near.rows[number]] for near in side if number in near.rows] for side in (before, after))
            count = min(len(earlier), len(later))  # as many on each side, else who turns round at the end would be turned back
            most = np.sum([*earlier[len(earlier) - count :], own, *later[:count]], axis=0, dtype=np.int64)
            votes = own * most
            if not (votes < 0).any():
                continue
            wrong = _wrong(votes, frame.people.keypoints[row, left] - frame.people.keypoints[row, right])
            if wrong.any():
                changed = True
                one, other = np.concatenate([left[wrong], right[wrong]]), np.concatenate([right[wrong], left[wrong]])
                keypoints[row, one], scores[row, one] = frame.people.keypoints[row, other], frame.people.keypoint_scores[row, other]
        return replace(frame.people, keypoints=keypoints, keypoint_scores=scores) if changed else frame.people


def _nobody(pairs: int) -> _Seen:
    """Nobody was seen."""
    empty = np.zeros((1, pairs))
    return _Seen({}, np.zeros((1, pairs, 2)), empty, np.full((1, pairs), -np.inf), np.ones((1, pairs), np.int8))


def _wrong(votes: NDArray[np.int64], lines: Floats) -> NDArray[np.bool_]:
    """Which pairs (P,) are exchanged: ``votes`` (P,) are negative where the frames around are against a pair, 0 where
    it was not seen; ``lines`` (P,2) from right to left."""
    wrong, seen = votes < 0, votes != 0
    if (wrong | ~seen).all():
        return np.full(len(votes), wrong.any())
    exchanged = np.where(wrong[:, None], -lines, lines)
    if _twists(exchanged[seen]) <= _twists(lines[seen]):
        return np.asarray(wrong, np.bool_)
    return np.full(len(votes), votes.sum() < 0)


def _twists(lines: Floats) -> int:
    """How many of the lines (P,2) lie the other way round than another."""
    unit = lines / np.maximum(np.linalg.norm(lines, axis=1, keepdims=True), _ROUNDING)
    return int((unit @ unit.T < _TURNED).sum())


def _pairs(skeleton: Skeleton) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The P pairs of a joint set that a mirror exchanges: (P,) indices of the one and the other."""
    flip = skeleton.flip_indices
    one = np.flatnonzero(flip > np.arange(len(flip)))
    return one, flip[one]
