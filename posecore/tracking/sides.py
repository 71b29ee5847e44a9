"""Recordings: left and right that change places for a moment and then back, as nobody does, stay as they are on the frames around.

Against the light, from behind or from the side a network takes one side for the other on single frames. Which one is right cannot be told
from one frame; who turns round is on the other side for longer than a moment.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_areas
from posecore.people import People
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


@dataclass
class _Chain:
    """Of one person's P pairs: the line (P,2) px from right to left where they were seen last, when (P,) s, and on which side they were."""

    lines: Floats
    times: Floats
    signs: Signs


@dataclass
class _Held(Generic[Item]):
    """A frame, and per id on which side each of the P pairs was found: 1 or -1, as against other frames, or 0 where it is not known."""

    time: float
    item: Item
    people: People
    signs: dict[int, Signs] = field(default_factory=dict)


class Sides(Generic[Item]):
    """Exchanges left and right on frames where they lie the other way round than on most of the frames around.

    Every pair (shoulders, wrists, …) is on its own, unless that would twist the body; then it is exchanged as a whole or not at all. Frames
    come back when those around them are known, people without an id as they are.
    """

    def __init__(self, reach: float = REACH, max_frames: int = MOST_FRAMES) -> None:
        self.reach, self.max_frames = reach, max_frames
        self._frames: deque[_Held[Item]] = deque()
        self._done = 0
        self._chains: dict[int, _Chain] = {}

    def add(self, time: float, item: Item, people: People) -> list[tuple[Item, People]]:
        """Take the frame of ``time`` (s, increasing); return those that are ready, in order, as (item, people).

        ``item`` is whatever belongs to the frame, such as its image.
        """
        self._frames.append(_Held(time, item, people, self._signs(time, people)))
        ready = []
        while self._done < len(self._frames) and (
            self._frames[self._done].time + self.reach <= time + _ROUNDING or len(self._frames) - self._done > self.max_frames
        ):
            ready.append(self._next())
        return ready

    def flush(self) -> list[tuple[Item, People]]:
        """The frames not returned yet, at the end of the recording."""
        return [self._next() for _ in range(len(self._frames) - self._done)]

    def _signs(self, time: float, people: People) -> dict[int, Signs]:
        """Of the people with an id: the side of each pair, which changes where the line between its joints turns round at once."""
        left, right = _pairs(people)
        found: dict[int, Signs] = {}
        if not len(left):
            return found
        sizes = np.sqrt(np.maximum(box_areas(people.boxes), 1.0))
        for row, number in enumerate(people.ids.tolist()):
            if number < 0:
                continue
            points, scores = people.keypoints[row].astype(np.float64), people.keypoint_scores[row]
            lines = points[left] - points[right]
            lengths = np.linalg.norm(lines, axis=1)
            seen = (lengths >= _APART * sizes[row]) & (np.minimum(scores[left], scores[right]) >= MIN_KEYPOINT_SCORE)
            chain = self._chains.setdefault(number, _Chain(lines, np.full(len(left), -np.inf), np.ones(len(left), np.int8)))
            known = time - chain.times <= self.reach + _ROUNDING
            cosine = (lines * chain.lines).sum(axis=1) / np.maximum(lengths * np.linalg.norm(chain.lines, axis=1), _ROUNDING)
            signs = np.where(known & (cosine < _TURNED), -chain.signs, chain.signs)
            chain.lines = np.where(seen[:, None], lines, chain.lines)
            chain.times, chain.signs = np.where(seen, time, chain.times), np.where(seen, signs, chain.signs)
            found[number] = np.where(seen, signs, 0).astype(np.int8)
        self._chains = {n: chain for n, chain in self._chains.items() if time - chain.times.max() <= self.reach + _ROUNDING}
        return found

    def _next(self) -> tuple[Item, People]:
        frame = self._frames[self._done]
        self._done += 1
        people = self._exchanged(frame)
        item = frame.item
        while self._done > 0 and self._frames[0].time < frame.time - self.reach - _ROUNDING:
            self._frames.popleft()
            self._done -= 1
        return item, people

    def _exchanged(self, frame: _Held[Item]) -> People:
        here, frames = self._done - 1, list(self._frames)
        before = [other.signs for other in frames[:here][-self.max_frames :] if frame.time - other.time <= self.reach + _ROUNDING]
        after = [other.signs for other in frames[here + 1 :][: self.max_frames] if other.time - frame.time <= self.reach + _ROUNDING]
        left, right = _pairs(frame.people)
        keypoints, scores = frame.people.keypoints.copy(), frame.people.keypoint_scores.copy()
        changed = False
        for row, number in enumerate(frame.people.ids.tolist()):
            own = frame.signs.get(number)
            if own is None or not own.any():
                continue
            earlier, later = ([signs[number] for signs in near if number in signs] for near in (before, after))
            count = min(len(earlier), len(later))  # as many on each side, else who turns round at the end would be turned back
            most = np.asarray(np.sum([*earlier[len(earlier) - count :], own, *later[:count]], axis=0, dtype=np.int64))
            lines = frame.people.keypoints[row, left] - frame.people.keypoints[row, right]
            wrong = _wrong(own * most, lines)
            if wrong.any():
                changed = True
                one, other = np.concatenate([left[wrong], right[wrong]]), np.concatenate([right[wrong], left[wrong]])
                keypoints[row, one], scores[row, one] = frame.people.keypoints[row, other], frame.people.keypoint_scores[row, other]
        return replace(frame.people, keypoints=keypoints, keypoint_scores=scores) if changed else frame.people


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


def _pairs(people: People) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The P pairs of a joint set that a mirror exchanges: (P,) indices of the one and the other."""
    flip = people.skeleton.flip_indices
    one = np.flatnonzero(flip > np.arange(len(flip)))
    return one, flip[one]
