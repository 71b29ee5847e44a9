"""Tracks of one person that broke, joined after the fact: with the whole recording at hand, what follows a gap is known too.

    joiner = TrackJoiner(skeleton)
    for frame, people in follow(video): joiner.add(frame.time, people, frame.image)
    ids = joiner.ids()                     # id while tracking → id of the person
    people = renumbered(people, ids)

Offline association of tracklets as in Zhang, Li and Nevatia, "Global data association for multi-object tracking using network flows"
(2008), reduced to what two ends of a gap tell: a track is followed by at most one, and the sum of the likelihoods is the largest there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecore.people import People
from posecore.skeletons import Skeleton
from posecore.tracking.appearance import Appearance, AppearanceSampler, likeness
from posecore.tracking.matching import best_assignment

__all__ = ["JoinSettings", "TrackJoiner", "renumbered"]

Floats = NDArray[np.floating]

_SAMPLE_INTERVAL = 0.2
"""Seconds between two samples of the appearance."""

_END_SECONDS = 0.6
"""So much of the end of a track tells its velocity."""

_COAST_TIME = 1.5
"""Time constant with which the velocity counts less and less in a gap, s."""

_X_STD, _X_STD_RATE, _X_STD_MAX = 0.12, 0.35, 1.0
_Y_STD, _Y_STD_RATE, _Y_STD_MAX = 0.10, 0.15, 0.6
_SCALE_STD, _SCALE_STD_RATE, _SCALE_STD_MAX = 0.10, 0.10, 0.4
"""Standard deviations between the ends: at once, growth per second, maximum; x and y in person sizes (square root of the box's area), scale
as natural logarithm."""

_VELOCITY_STD, _VELOCITY_STD_RATE = 0.5, 0.5
"""The same of the velocity, person sizes per second: people seldom turn round behind something."""


_SIDE = 0.0125
"""A box that ends nearer to the left or right side of the frame than this share of its width ends outside."""
_OUTSIDE = 0.5
"""By this factor the error that is allowed at such an end is smaller: who leaves there seldom comes back at once."""


@dataclass(frozen=True)
class JoinSettings:
    """When two tracks are one person's.

    Attributes:
        max_gap: seconds between the end of one and the start of the other.
        max_error: bound of the squared normalised error of position, size and velocity, of five degrees of freedom; 11.1 is the 95 %
            quantile. It is halved for each of both ends that lies outside.
        max_error_short: the same where a velocity is not known, of three degrees of freedom.
        min_likeness: bound of the log likelihood that both ends look alike.
        unknown_likeness: the log likelihood where the appearance is not known, of a grey recording say.

    Measured on TUD-Campus and TUD-Stadtmitte, whose true tracks were broken at random into 262 pieces of 137 people (boxes alone): 131
    people, 19 of the links between different ones; with the 99 % quantiles and no regard to the sides 118 and 32.
    """

    max_gap: float = 4.0
    max_error: float = 11.1
    max_error_short: float = 7.8
    min_likeness: float = -3.5
    unknown_likeness: float = -1.0


class _End(NamedTuple):
    """One end of a track: ``time`` s, ``centre`` xy px, ``velocity`` px/s (None where the track is too short to tell), ``size`` px;
    ``outside``: whether the box ends at the left or right side of the frame, so that the person left or came there."""

    time: float
    centre: Floats
    velocity: Floats | None
    size: float
    outside: bool


@dataclass
class _Track:
    """What of a track matters: the times (s) and boxes (xyxy px) of its frames, and how the person looks."""

    times: list[float] = field(default_factory=list)
    boxes: list[Floats] = field(default_factory=list)
    appearance: Appearance | None = None
    sampled: float = 0.0

    def end(self, last: bool, width: int | None) -> _End:
        """The end, or the start, in a frame of ``width`` px; centre and velocity of a line fitted to the boxes near it."""
        order = slice(None, None, -1) if last else slice(None)
        times, boxes = np.asarray(self.times[order]), np.asarray(self.boxes[order], np.float64)
        near = np.abs(times - times[0]) <= _END_SECONDS
        offset, boxes = times[near] - times[0], boxes[near]
        centres = (boxes[:, :2] + boxes[:, 2:]) / 2
        size = float(np.median(np.sqrt(np.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1.0))))
        outside = width is not None and bool(boxes[0, 0] < _SIDE * width or boxes[0, 2] > (1 - _SIDE) * width)
        if len(offset) < 3 or np.ptp(offset) < 0.1:
            return _End(float(times[0]), centres[0], None, size, outside)
        slope, start = np.polynomial.polynomial.polyfit(offset, centres, 1)[::-1]
        return _End(float(times[0]), start, slope, size, outside)


class TrackJoiner:
    """Takes the frames of a recording in order, then tells which tracks belong together. Memory: a box a person a frame.

    Args:
        skeleton: of the people.
        settings: when tracks are joined.
    """

    def __init__(self, skeleton: Skeleton, settings: JoinSettings | None = None) -> None:
        self.settings = settings or JoinSettings()
        self._sampler = AppearanceSampler(skeleton)
        self._tracks: dict[int, _Track] = {}
        self._width: int | None = None

    def add(self, time: float, people: People, image: NDArray[np.uint8] | None = None) -> None:
        """The people of the frame of ``time`` (s); ``image`` (H,W,3) uint8 BGR for how they look, None: motion alone."""
        due: list[int] = []
        if image is not None:
            self._width = image.shape[1]
        for row, number in enumerate(people.ids.tolist()):
            if number < 0:
                continue
            track = self._tracks.setdefault(number, _Track())
            track.times.append(time)
            track.boxes.append(people.boxes[row])
            if track.appearance is None or time - track.sampled >= _SAMPLE_INTERVAL:
                due.append(row)
        if image is not None and due:
            seen = self._sampler(image, people.boxes, people.keypoints, people.keypoint_scores)
            for row in due:
                track, new = self._tracks[int(people.ids[row])], seen.select(row)
                track.appearance = new if track.appearance is None else track.appearance.updated(new, time - track.sampled)
                track.sampled = time

    def ids(self) -> dict[int, int]:
        """Each id so far → the id of the person: 1, 2, 3, … in the order of appearance."""
        before = self._predecessors()
        result: dict[int, int] = {}
        people = 0
        for number in sorted(self._tracks, key=lambda n: (self._tracks[n].times[0], n)):
            if number in before:
                result[number] = result[before[number]]
            else:
                people += 1
                result[number] = people
        return result

    def _predecessors(self) -> dict[int, int]:
        """Id → id of the track that it continues, for those that continue one."""
        numbers = list(self._tracks)
        if len(numbers) < 2:
            return {}
        ends = {n: self._tracks[n].end(True, self._width) for n in numbers}
        starts = {n: self._tracks[n].end(False, self._width) for n in numbers}
        gains = np.zeros((len(numbers), len(numbers)))
        for i, one in enumerate(numbers):
            for j, other in enumerate(numbers):
                if 0 < starts[other].time - ends[one].time <= self.settings.max_gap:
                    gains[i, j] = self._gain(ends[one], starts[other], self._tracks[one].appearance, self._tracks[other].appearance)
        return {numbers[j]: numbers[i] for i, j in best_assignment(gains) if gains[i, j] > 0}

    def _gain(
        self,
        end: _End,
        start: _End,
        looked: Appearance | None,
        looks: Appearance | None,
    ) -> float:
        """How much better it is to join the two ends of a gap than not to; 0 where they cannot be one person's."""
        settings = self.settings
        gap, size = start.time - end.time, (end.size + start.size) / 2
        half = _COAST_TIME * (1 - np.exp(-gap / _COAST_TIME)) / 2  # each end carries on for half of the gap
        before, after = (np.zeros(2) if v is None else v for v in (end.velocity, start.velocity))
        moved = (start.centre - after * half) - (end.centre + before * half)
        std = np.asarray([min(_X_STD + _X_STD_RATE * gap, _X_STD_MAX), min(_Y_STD + _Y_STD_RATE * gap, _Y_STD_MAX)]) * size
        scale_std = min(_SCALE_STD + _SCALE_STD_RATE * gap, _SCALE_STD_MAX)
        error = float(((moved / std) ** 2).sum() + (np.log(start.size / end.size) / scale_std) ** 2)
        most = settings.max_error_short
        if end.velocity is not None and start.velocity is not None:
            turned = (after - before) / (size * (_VELOCITY_STD + _VELOCITY_STD_RATE * gap))
            error += float((turned**2).sum())
            most = settings.max_error
        most *= _OUTSIDE ** (end.outside + start.outside)
        alike = likeness(looked, looks) if looked is not None and looks is not None else None
        alike = settings.unknown_likeness if alike is None else alike
        if error > most or alike < settings.min_likeness:
            return 0.0
        return max(0.0, (most - error) / 2 + (alike - settings.min_likeness))


def renumbered(people: People, ids: Mapping[int, int]) -> People:
    """``people`` with the ids that :meth:`TrackJoiner.ids` gives, in ascending order of these."""
    if not len(people):
        return people
    numbers = np.asarray([ids.get(number, number) for number in people.ids.tolist()], np.int64)
    renamed = replace(people, ids=numbers)
    return renamed[np.argsort(numbers, kind="stable")]
