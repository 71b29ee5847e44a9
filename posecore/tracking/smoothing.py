"""Steady keypoints: One-Euro while it happens, a zero-phase filter where one may look ahead."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_areas, middle_point
from posecore.people import People

Floats = NDArray[np.floating]

SURE = 0.5
"""A joint that scores this or more is believed fully; below, it moves the smoothed one less."""

FORGET = 1.0
"""Seconds without a person after which the next sight of it starts afresh."""


_LISTEN = 0.3
"""Hz: how fast the estimate of the noise follows."""

_REACH = 3
"""Deviations of the Gaussian within which neighbours count."""

_NOISY = 2.5
"""A speed of so many deviations of what noise alone makes of it counts as none."""


@dataclass(frozen=True)
class Smoothing:
    """How strong. Times are seconds, speeds are person sizes a second (the size is the square root of the box's area).

    Attributes:
        still: cutoff in Hz for a joint at rest; lower is steadier.
        speed: how fast the cutoff grows with the speed of the joint, Hz per size a second; higher lags less.
        derivative: cutoff in Hz of the speed itself.
        body: cutoff in Hz of the velocity of the whole person, which all joints are carried along with.
    """

    still: float = 0.4
    speed: float = 9.0
    derivative: float = 1.5
    body: float = 2.0

    @classmethod
    def of_strength(cls, strength: float) -> Smoothing | None:
        """From a slider in [0, 1]: 0 is off (None), 0.5 the default, 1 the strongest."""
        if strength <= 0:
            return None
        factor = 2.0 ** (4 * (0.5 - min(strength, 1.0)))
        return cls(cls.still * factor, cls.speed * factor)


class _Person:
    """State of one person: smoothed points (K,2), their velocity against the body, when; the ``body``'s velocity (2,), px/s; and the noise
    of the measured points, (K,1) px² on each axis."""

    def __init__(self, points: Floats, time: float) -> None:
        self.points = points.astype(np.float64)
        self.velocity = np.zeros_like(self.points)
        self.body = np.zeros(2)
        self.time = time
        self.noise = np.zeros((len(points), 1))
        self._measured: list[tuple[float, Floats]] = [(time, self.points.copy())]

    def carry(self, measured: Floats, trust: Floats, cutoff: float, time: float) -> None:
        """Move all points on with the body, as far as its velocity is more than noise."""
        (before, points), step = self._measured[-1], time - self.time
        gain = float(_gain(cutoff, step))
        sure = trust[:, 0] >= float(trust.max())
        moved = middle_point((measured - points)[sure]) / (time - before)
        self.body += gain * (moved - self.body)
        by_noise = 2 * _NOISY**2 * float(self.noise[sure].mean()) * gain**2 / (2 - gain) / step**2
        square = float((self.body**2).sum())
        self.points = self.points + self.body * (max(0.0, 1 - by_noise / square) if square > 0 else 0.0) * step

    def listen(self, measured: Floats, time: float) -> None:
        """Learn the noise from how far a point lies off the line through the two before it, which steady motion does not change."""
        if len(self._measured) == 2:
            (t0, p0), (t1, p1) = self._measured
            ratio = (time - t1) / (t1 - t0)
            off = measured - p1 - (p1 - p0) * ratio
            energy = (off**2).mean(axis=1, keepdims=True) / (1 + (1 + ratio) ** 2 + ratio**2)
            self.noise += _gain(_LISTEN, time - t1) * (energy - self.noise)
        self._measured = [*self._measured[-1:], (time, measured)]


class KeypointSmoother:
    """The One-Euro filter (Casiez, Roussel, Vogel: 1€ Filter, CHI 2012) on every joint of every tracked person.

    It differs from the paper's in that all joints are carried along with the body as a whole, at a velocity that noise alone does not
    make, so that somebody who walks is smoothed as one who stands, and does not lag; that speed is relative to the person's size, so that
    near and far people are treated alike; that the speed is that of the joint in the plane, less what noise alone would make of it; and
    that a joint with a low score moves the result less. It works in time, not in frames: irregular frames and drops are fine.
    """

    def __init__(self, smoothing: Smoothing | None = None) -> None:
        self.smoothing: Smoothing | None = smoothing or Smoothing()
        self._people: dict[int, _Person] = {}

    def __call__(self, people: People, time: float) -> People:
        """Smoothed keypoints, all else unchanged. People without a number (-1) pass as they are.

        Args:
            people: with ids.
            time: of their frame in seconds; not later than that of the next call.
        """
        if self.smoothing is None:
            self._people.clear()
            return people
        points = people.keypoints.copy()
        for i, number in enumerate(people.ids.tolist()):
            if number >= 0:
                points[i] = self._smooth(number, people, i, time)
        for number in [n for n, person in self._people.items() if time - person.time > FORGET]:
            del self._people[number]
        return People(people.boxes, people.scores, points, people.keypoint_scores, people.ids, people.skeleton)

    def reset(self) -> None:
        """Forget everybody, as after a jump in time."""
        self._people.clear()

    def _smooth(self, number: int, people: People, i: int, time: float) -> Floats:
        assert self.smoothing is not None
        measured = people.keypoints[i].astype(np.float64)
        person = self._people.get(number)
        if person is None or not 0 <= time - person.time <= FORGET:
            self._people[number] = _Person(measured, time)
            return measured
        step = time - person.time
        if step == 0:
            return person.points
        size = max(float(np.sqrt(box_areas(people.boxes[i : i + 1])[0])), 1.0)
        trust = np.clip(people.keypoint_scores[i] / SURE, 0.05, 1.0).astype(np.float64)[:, None]
        person.carry(measured, trust, self.smoothing.body, time)
        person.listen(measured, time)
        gain = _gain(self.smoothing.derivative, step)
        person.velocity += gain * trust * ((measured - person.points) / step - person.velocity)
        by_noise = _NOISY**2 * person.noise * gain / (2 - gain) / step**2
        speed = np.sqrt(np.maximum((person.velocity**2).sum(axis=1, keepdims=True) - by_noise, 0)) / size
        person.points += _gain(self.smoothing.still + self.smoothing.speed * speed, step) * trust * (measured - person.points)
        person.time = time
        return person.points


def _gain(cutoff: Floats | float, step: float) -> Floats:
    """Weight of the new value in an exponential filter of ``cutoff`` Hz after ``step`` seconds."""
    turn = 2 * np.pi * np.asarray(cutoff) * step
    return np.asarray(turn / (1 + turn))


def zero_phase(times: Floats, keypoints: Floats, scores: Floats, seconds: float = 0.05) -> NDArray[np.float32]:
    """Smooth a whole recording of one person without any lag, by looking ahead.

    Each point is replaced by a straight line fitted to its neighbours in time, weighted by a Gaussian and by their scores.

    Args:
        times: (T,) seconds, increasing, not necessarily evenly spaced.
        keypoints: (T,K,2) xy px.
        scores: (T,K) in [0,1].
        seconds: deviation of the Gaussian.

    Returns:
        (T,K,2) float32.
    """
    times = np.asarray(times, np.float64)
    smoothed = np.empty(keypoints.shape, np.float32)
    first = np.searchsorted(times, times - _REACH * seconds)
    last = np.searchsorted(times, times + _REACH * seconds, side="right")
    for t, (a, b) in enumerate(zip(first, last, strict=True)):
        smoothed[t] = _line_at(times[t], times[a:b], keypoints[a:b], scores[a:b], seconds)
    return smoothed


def _line_at(time: float, times: Floats, keypoints: Floats, scores: Floats, seconds: float) -> Floats:
    """(K,2) at ``time``: the weighted line through keypoints (T,K,2)."""
    offset = (times - time)[:, None]
    weight = np.exp(-((offset / seconds) ** 2) / 2) * np.clip(scores / SURE, 1e-3, 1.0)
    total, slope, square = (weight.sum(0), (weight * offset).sum(0), (weight * offset**2).sum(0))
    values = np.asarray(keypoints, np.float64)
    mean, moment = (weight[..., None] * values).sum(0), ((weight * offset)[..., None] * values).sum(0)
    spread = total * square - slope**2
    fits = spread > 1e-9 * total**2 * seconds**2
    line = (square[:, None] * mean - slope[:, None] * moment) / np.where(fits, spread, 1)[:, None]
    return np.asarray(np.where(fits[:, None], line, mean / total[:, None]))


class ZeroPhase:
    """:func:`zero_phase` for everybody in a recording while it is read: gives frames back a moment later, as few as may be kept in memory.

    Args:
        seconds: deviation of the Gaussian.
        most: frames kept at most; of a recording of more frames a second it looks less far ahead.
    """

    def __init__(self, seconds: float = 0.05, most: int = 16) -> None:
        self.seconds, self.most = seconds, most
        self._frames: deque[tuple[float, Any, People]] = deque()
        self._given = 0

    def add(self, time: float, item: Any, people: People) -> list[tuple[Any, People]]:
        """Take the frame of ``time`` (seconds, growing) with its numbered ``people``; give back those that are ready, as (item, people)."""
        self._frames.append((time, item, people))
        ready = []
        while self._given < len(self._frames) and (
            self._frames[self._given][0] + _REACH * self.seconds <= time or len(self._frames) - self._given > self.most
        ):
            ready.append(self._next())
        return ready

    def flush(self) -> list[tuple[Any, People]]:
        """The rest."""
        return [self._next() for _ in range(len(self._frames) - self._given)]

    def _next(self) -> tuple[Any, People]:
        time, item, people = self._frames[self._given]
        near = [(t, p) for t, _, p in self._frames if abs(t - time) <= _REACH * self.seconds]
        points = people.keypoints.copy()
        for i, number in enumerate(people.ids.tolist()):
            rows = [(t, p, int(np.flatnonzero(p.ids == number)[0])) for t, p in near if number >= 0 and (p.ids == number).any()]
            if rows:
                places = np.asarray([p.keypoints[r] for _, p, r in rows])
                scores = np.asarray([p.keypoint_scores[r] for _, p, r in rows])
                points[i] = _line_at(time, np.asarray([t for t, _, _ in rows]), places, scores, self.seconds)
        self._frames[self._given] = (time, None, people)
        self._given += 1
        while self._frames[0][0] < time - _REACH * self.seconds:
            self._frames.popleft()
            self._given -= 1
        return item, People(people.boxes, people.scores, points, people.keypoint_scores, people.ids, people.skeleton)
