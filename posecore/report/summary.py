"""What a report says of each person, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecore.angles import THRESHOLD, joint_angles, measures
from posecore.formats import KeypointFile
from posecore.report.peaks import find_peaks

__all__ = ["AngleSummary", "PersonSummary", "repetitions", "summarize"]

GAP_SECONDS = 1.0
"""A person who is away for longer is seen anew."""
LEAST_RANGE = 25.0
"""Degrees: a movement of less is none that is counted."""
LEAST_PERIOD = 0.4
"""Seconds between two repetitions."""
RESTING = 0.55
"""Share of the time on one side of the middle of its range from which on an angle is at rest there."""


@dataclass(frozen=True)
class AngleSummary:
    """One angle of one person: (T,) degrees with NaN for gaps, its range, the frames of its repetitions (see :func:`repetitions`)."""

    name: str
    degrees: NDArray[np.float64]
    least: float
    most: float
    peaks: NDArray[np.int64]

    @property
    def motion(self) -> float:
        """Range of motion, degrees."""
        return self.most - self.least


@dataclass(frozen=True)
class PersonSummary:
    """One person on T frames: times (T,) s, middles of the boxes (T,2) px, mean keypoint scores (T,), spans (from, to) in s."""

    id: int
    times: NDArray[np.float64]
    places: NDArray[np.float64]
    confidence: NDArray[np.float64]
    spans: list[tuple[float, float]]
    angles: list[AngleSummary]
    best: int
    """Index of the frame with the largest clear view, for an image of the person."""
    best_box: tuple[float, float, float, float]


def repetitions(times: NDArray[np.float64], degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    """Positions of the turning points of a repeated movement: where the angle is farthest from rest, one a repetition.

    Rest is where the angle stays: a knee that is stretched most of the time is counted where it is bent most. Where it stays nowhere, the
    highest or the lowest points count, whichever are more. A repetition stands out by at least 0.4 of the range between the 5th and the
    95th percentile and :data:`LEAST_RANGE`, and is at least :data:`LEAST_PERIOD` from the next; gaps are bridged by straight lines, and
    no position is in one.
    """
    known = np.isfinite(degrees)
    if known.sum() < 5:
        return np.zeros(0, np.int64)
    low, high = np.percentile(degrees[known], [5, 95])
    step = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    if high - low < LEAST_RANGE or step <= 0:
        return np.zeros(0, np.int64)
    whole = np.interp(times, times[known], degrees[known])
    width = max(1, round(0.1 / step))
    smooth = np.convolve(np.pad(whole, width, mode="edge"), np.ones(2 * width + 1) / (2 * width + 1), mode="valid")
    prominence, distance = max(LEAST_RANGE, 0.4 * (high - low)), max(1, round(LEAST_PERIOD / step))
    tops, bottoms = (find_peaks(wave, prominence, distance) for wave in (smooth, -smooth))
    above = float(np.mean(smooth > (low + high) / 2))
    rests = max(above, 1 - above) >= RESTING and len(tops) > 0 and len(bottoms) > 0
    up = above < 0.5 if rests else len(tops) >= len(bottoms)
    return _extremes(np.where(known, degrees if up else -degrees, -np.inf), tops if up else bottoms, width)


def _extremes(wave: NDArray[np.float64], peaks: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """The highest of (T,) values, -inf for gaps, within ``width`` of each peak of the smoothed wave; the nearest one where all is gap."""
    places = np.arange(len(wave))
    found = []
    for peak in peaks.tolist():
        first = max(0, peak - width)
        place = first + int(np.argmax(wave[first : peak + width + 1]))
        if not np.isfinite(wave[place]):
            place = int(np.argmin(np.where(np.isfinite(wave), abs(places - peak), len(wave))))
        found.append(place)
    return np.asarray(found, np.int64)


def summarize(file: KeypointFile, least_frames: int = 5) -> list[PersonSummary]:
    """The people of a file with ids, who are on at least ``least_frames`` frames, the one seen longest first."""
    definitions = measures(file.header.skeleton)
    seen: dict[int, list[tuple[int, int]]] = {}
    for place, frame in enumerate(file.frames):
        for row, number in enumerate(frame.people.ids.tolist()):
            if number >= 0:
                seen.setdefault(number, []).append((place, row))
    result = []
    for number, rows in seen.items():
        if len(rows) < least_frames:
            continue
        people = [file.frames[place].people[[row]] for place, row in rows]
        times = np.asarray([file.frames[place].time for place, _ in rows])
        boxes = np.concatenate([one.boxes for one in people]).astype(np.float64)
        confidence = np.asarray([float(one.keypoint_scores.mean()) for one in people])
        table = np.concatenate([joint_angles(one, THRESHOLD, definitions) for one in people])
        angles = []
        for name, degrees in zip(definitions, table.T, strict=True):
            known = degrees[np.isfinite(degrees)]
            if len(known):
                angles.append(AngleSummary(name, degrees, float(known.min()), float(known.max()), repetitions(times, degrees)))
        best = int(np.argmax((boxes[:, 2:] - boxes[:, :2]).prod(axis=1) * confidence))
        cuts = np.flatnonzero(np.diff(times) > GAP_SECONDS)
        spans = [(float(part[0]), float(part[-1])) for part in np.split(times, cuts + 1)]
        x1, y1, x2, y2 = boxes[best].tolist()
        places = (boxes[:, :2] + boxes[:, 2:]) / 2
        index = file.frames[rows[best][0]].index
        result.append(PersonSummary(number, times, places, confidence, spans, angles, index, (x1, y1, x2, y2)))
    return sorted(result, key=lambda person: (-len(person.times), person.id))
