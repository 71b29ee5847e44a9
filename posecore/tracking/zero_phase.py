"""Offline smoothing of keypoints without lag, for recordings: local linear regression over past and future frames."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from posecore.people import People
from posecore.tracking.smoothing import FULL_TRUST_SCORE

Floats = NDArray[np.floating]
Item = TypeVar("Item")

_KERNEL_RADIUS = 3
"""Standard deviations of the Gaussian kernel within which frames count."""

_MIN_TRUST = 1e-3
"""Least weight of a keypoint."""


def zero_phase(times: Floats, keypoints: Floats, scores: Floats, seconds: float = 0.05) -> NDArray[np.float32]:
    """Smooth a recording of one person.

    Each keypoint is replaced by a line fitted to its neighbours in time, weighted by a Gaussian and by their scores.

    Args:
        times: (T,) s, increasing, not necessarily evenly spaced.
        keypoints: (T,K,2) px.
        scores: (T,K) in [0,1].
        seconds: standard deviation of the Gaussian.

    Returns:
        (T,K,2) float32 px.
    """
    times = np.asarray(times, np.float64)
    smoothed = np.empty(keypoints.shape, np.float32)
    first = np.searchsorted(times, times - _KERNEL_RADIUS * seconds)
    last = np.searchsorted(times, times + _KERNEL_RADIUS * seconds, side="right")
    for t, (a, b) in enumerate(zip(first, last, strict=True)):
        smoothed[t] = _fit(times[t], times[a:b], keypoints[a:b], scores[a:b], seconds)
    return smoothed


def _fit(time: float, times: Floats, keypoints: Floats, scores: Floats, seconds: float) -> Floats:
    """(...,2) px at ``time`` of the weighted lines through keypoints (T,...,2) with scores (T,...); their weighted means where a line is
    not determined. Where a score is minus infinity, nobody was there."""
    offset = (times - time).reshape(-1, *[1] * (scores.ndim - 1))
    trust = np.where(np.isneginf(scores), 0.0, np.clip(scores / FULL_TRUST_SCORE, _MIN_TRUST, 1.0))
    weight = np.exp(-((offset / seconds) ** 2) / 2) * trust
    total, slope, square = (weight.sum(0), (weight * offset).sum(0), (weight * offset**2).sum(0))
    values = np.asarray(keypoints, np.float64)
    mean, moment = (weight[..., None] * values).sum(0), ((weight * offset)[..., None] * values).sum(0)
    spread = total * square - slope**2
    determined = spread > 1e-9 * total**2 * seconds**2
    line = (square[..., None] * mean - slope[..., None] * moment) / np.where(determined, spread, 1)[..., None]
    return np.asarray(np.where(determined[..., None], line, mean / total[..., None]))


class _Frame(NamedTuple):
    """A frame of ``time`` s: keypoints (N+1,K,2) px and scores (N+1,K), of which the last row is of nobody, and the row of each id."""

    time: float
    people: People
    keypoints: Floats
    scores: Floats
    rows: dict[int, int]

    @classmethod
    def of(cls, time: float, people: People) -> _Frame:
        """The people of a frame; those without an id have no row."""
        joints = people.keypoints.shape[1]
        keypoints = np.concatenate([people.keypoints, np.zeros((1, joints, 2), np.float32)])
        scores = np.concatenate([people.keypoint_scores, np.full((1, joints), -np.inf, np.float32)])
        return cls(time, people, keypoints, scores, people.rows())


class ZeroPhase(Generic[Item]):
    """:func:`zero_phase` for all people of a recording while it is read: frames come back a moment later.

    Args:
        seconds: standard deviation of the Gaussian.
        max_frames: frames kept in memory; at higher frame rates than these allow for it looks less far ahead.
    """

    def __init__(self, seconds: float = 0.05, max_frames: int = 16) -> None:
        self.seconds, self.max_frames = seconds, max_frames
        self._frames: deque[_Frame] = deque()
        self._items: deque[Item] = deque()  # of the frames from row _done on
        self._done = 0

    def add(self, time: float, item: Item, people: People) -> list[tuple[Item, People]]:
        """Take the frame of ``time`` (s, increasing) with the ids of its ``people``; return the frames that are ready, as (item, people).

        ``item`` is whatever belongs to the frame, such as its image.
        """
        self._frames.append(_Frame.of(time, people))
        self._items.append(item)
        ready = []
        while self._done < len(self._frames) and (
            self._frames[self._done].time + _KERNEL_RADIUS * self.seconds <= time or len(self._items) > self.max_frames
        ):
            ready.append(self._next())
        return ready

    def flush(self) -> list[tuple[Item, People]]:
        """The frames not returned yet, at the end of the recording."""
        return [self._next() for _ in range(len(self._items))]

    def _next(self) -> tuple[Item, People]:
        frame = self._frames[self._done]
        time, people = frame.time, frame.people
        if frame.rows:
            near = [other for other in self._frames if abs(other.time - time) <= _KERNEL_RADIUS * self.seconds]
            rows = [[other.rows.get(number, -1) for number in frame.rows] for other in near]
            keypoints = np.stack([other.keypoints[row] for other, row in zip(near, rows, strict=True)])
            scores = np.stack([other.scores[row] for other, row in zip(near, rows, strict=True)])
            points = people.keypoints.copy()
            points[list(frame.rows.values())] = _fit(time, np.asarray([other.time for other in near]), keypoints, scores, self.seconds)
            people = replace(people, keypoints=points)
        self._done += 1
        while self._frames[0].time < time - _KERNEL_RADIUS * self.seconds:
            self._frames.popleft()
            self._done -= 1
        return self._items.popleft(), people
