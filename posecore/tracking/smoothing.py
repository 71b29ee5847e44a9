"""Online smoothing of keypoints: the One-Euro filter, with what tracked people need beyond it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_areas, middle_point
from posecore.people import People

Floats = NDArray[np.floating]

Motion = NDArray[np.float64]
"""(N,K,2) px/s: how the keypoints of N people move."""

FULL_TRUST_SCORE = 0.5
"""A keypoint that scores this or more has full weight; below, its weight is proportional to the score."""

_MIN_TRUST = 0.05
"""Least weight of a keypoint."""

_MAX_GAP = 1.0
"""Seconds without a person after which the filter starts again."""

_NOISE_CUTOFF = 0.3
"""Hz: cutoff of the noise estimate."""

_LIMB_CUTOFF = 2.0
"""Hz: cutoff of the motion of smoothed keypoints relative to the body."""

_NOISE_GATE = 2.5
"""Speeds of up to so many standard deviations of what noise alone produces count as zero."""


@dataclass(frozen=True)
class Smoothing:
    """Parameters of the One-Euro filter. Speeds are in person sizes (square root of the area of the box) per second.

    Attributes:
        min_cutoff: Hz, cutoff for a keypoint at rest; lower reduces jitter.
        beta: Hz per person size a second, growth of the cutoff with the speed of the keypoint; higher reduces lag.
        d_cutoff: Hz, cutoff of the speed itself.
        body_cutoff: Hz, cutoff of the velocity of the whole body, with which all keypoints are predicted.
    """

    min_cutoff: float = 0.4
    beta: float = 9.0
    d_cutoff: float = 1.5
    body_cutoff: float = 2.0

    @classmethod
    def of_strength(cls, strength: float) -> Smoothing | None:
        """From a slider in [0,1]: 0 is off (None), 0.5 the default, 1 the strongest."""
        if strength <= 0:
            return None
        factor = 2.0 ** (4 * (0.5 - min(strength, 1.0)))
        return cls(cls.min_cutoff * factor, cls.beta * factor)


class _FilterState:
    """Of one person.

    Attributes:
        points: (K,2) px, smoothed.
        velocity: (K,2) px/s of the points relative to the body.
        body_velocity: (2,) px/s.
        time: of the last update, s.
        noise: (K,1) px², variance of the measurements on each axis.
        motion: (K,2) px/s, of the smoothed points: body and limbs together.
    """

    def __init__(self, points: Floats, time: float) -> None:
        self.points = points.astype(np.float64)
        self.velocity = np.zeros_like(self.points)
        self.body_velocity = np.zeros(2)
        self.time = time
        self.noise = np.zeros((len(points), 1))
        self.motion = np.zeros_like(self.points)
        self._drift = np.zeros_like(self.points)
        self._measured: list[tuple[float, Floats]] = [(time, self.points.copy())]

    def predict(self, measured: Floats, trust: Floats, cutoff: float, time: float) -> None:
        """Update the body's velocity from ``measured`` (K,2) of weights ``trust`` (K,1), and move all points with it, as far as it exceeds
        the noise."""
        (before, points), step = self._measured[-1], time - self.time
        gain = float(_gain(cutoff, step))
        trusted = trust[:, 0] >= float(trust.max())
        moved = middle_point((measured - points)[trusted]) / (time - before)
        self.body_velocity += gain * (moved - self.body_velocity)
        by_noise = 2 * _NOISE_GATE**2 * float(self.noise[trusted].mean()) * gain**2 / (2 - gain) / step**2
        square = float((self.body_velocity**2).sum())
        self.points = self.points + self.body_velocity * (max(0.0, 1 - by_noise / square) if square > 0 else 0.0) * step

    def update_motion(self, before: Floats, moved: Floats, step: float) -> None:
        """Update the motion from the points ``before`` the step of ``step`` seconds, and after they ``moved`` with the body alone."""
        self._drift += _gain(_LIMB_CUTOFF, step) * ((self.points - moved) / step - self._drift)
        self.motion = (moved - before) / step + self._drift

    def update_noise(self, measured: Floats, time: float) -> None:
        """Update the noise from how far the measurement is off the line through the two before it; steady motion does not change it."""
        if len(self._measured) == 2:
            (t0, p0), (t1, p1) = self._measured
            ratio = (time - t1) / (t1 - t0)
            error = measured - p1 - (p1 - p0) * ratio
            variance = (error**2).mean(axis=1, keepdims=True) / (1 + (1 + ratio) ** 2 + ratio**2)
            self.noise += _gain(_NOISE_CUTOFF, time - t1) * (variance - self.noise)
        self._measured = [*self._measured[-1:], (time, measured)]


class KeypointSmoother:
    """The One-Euro filter (Casiez, Roussel, Vogel: 1€ Filter, CHI 2012) on every keypoint of every tracked person.

    Differences from the paper:

    - all keypoints are first moved with the body, at a velocity gated by the noise, so that a person who walks is smoothed like one who
      stands, without lag;
    - speed is relative to person size, so that near and far people are treated alike;
    - speed is that of the keypoint in the plane, less what noise alone produces;
    - keypoints with a low score have less weight.

    It works in time, not frames: irregular frame rates and dropped frames are fine. ``smoothing`` may be exchanged between calls; None
    switches it off.
    """

    def __init__(self, smoothing: Smoothing | None = None) -> None:
        self.smoothing: Smoothing | None = smoothing or Smoothing()
        self._states: dict[int, _FilterState] = {}

    def __call__(self, people: People, time: float) -> People:
        """People with smoothed keypoints, all else unchanged. People without an id (-1) are not smoothed; who was not looked at on this
        frame (:attr:`posecore.people.People.interpolated`) goes on as before.

        Args:
            people: with ids.
            time: of their frame, s; must not decrease from call to call.
        """
        if self.smoothing is None:
            self._states.clear()
            return people
        points = people.keypoints.copy()
        for i, person_id in enumerate(people.ids.tolist()):
            if person_id >= 0:
                smooth = self._go_on if people.interpolated[i] else self._smooth
                points[i] = smooth(self.smoothing, person_id, people, i, time)
        for person_id in [n for n, state in self._states.items() if time - state.time > _MAX_GAP]:
            del self._states[person_id]
        return replace(people, keypoints=points)

    def motion(self, people: People) -> Motion:
        """How the people of the last call move: rows as ``people``, at rest who is not smoothed."""
        found = [self._states.get(person_id) if person_id >= 0 else None for person_id in people.ids.tolist()]
        rest = np.zeros(people.keypoints.shape[1:])
        return np.asarray([rest if state is None else state.motion for state in found], np.float64).reshape(people.keypoints.shape)

    def reset(self) -> None:
        """Forget all people, as after a seek."""
        self._states.clear()

    def _go_on(self, smoothing: Smoothing, person_id: int, people: People, i: int, time: float) -> NDArray[np.floating]:
        """(K,2) keypoints of row ``i`` where motion takes the last smoothed ones; measurements that nobody made change nothing."""
        state = self._states.get(person_id)
        if state is None or not 0 <= time - state.time <= _MAX_GAP:
            return np.asarray(people.keypoints[i])
        return np.asarray(state.points + state.motion * (time - state.time), np.float64)

    def _smooth(self, smoothing: Smoothing, person_id: int, people: People, i: int, time: float) -> NDArray[np.float64]:
        """(K,2) smoothed keypoints of row ``i``."""
        measured: NDArray[np.float64] = people.keypoints[i].astype(np.float64)
        state = self._states.get(person_id)
        if state is None or not 0 <= time - state.time <= _MAX_GAP:
            self._states[person_id] = _FilterState(measured, time)
            return measured
        step = time - state.time
        if step == 0:
            return state.points
        size = max(float(np.sqrt(box_areas(people.boxes[i : i + 1])[0])), 1.0)
        before = state.points
        trust = np.clip(people.keypoint_scores[i] / FULL_TRUST_SCORE, _MIN_TRUST, 1.0).astype(np.float64)[:, None]
        state.predict(measured, trust, smoothing.body_cutoff, time)
        moved = state.points
        state.update_noise(measured, time)
        gain = _gain(smoothing.d_cutoff, step)
        state.velocity += gain * trust * ((measured - state.points) / step - state.velocity)
        by_noise = _NOISE_GATE**2 * state.noise * gain / (2 - gain) / step**2
        speed = np.sqrt(np.maximum((state.velocity**2).sum(axis=1, keepdims=True) - by_noise, 0)) / size
        state.points = state.points + _gain(smoothing.min_cutoff + smoothing.beta * speed, step) * trust * (measured - state.points)
        state.update_motion(before, moved, step)
        state.time = time
        return state.points


def _gain(cutoff: Floats | float, step: float) -> Floats:
    """Weight of the new value in an exponential filter of ``cutoff`` Hz after ``step`` seconds."""
    turn = 2 * np.pi * np.asarray(cutoff) * step
    return np.asarray(turn / (1 + turn))
