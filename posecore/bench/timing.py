"""What the benchmarks share: agreement of poses, a camera that replays images."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_iou
from posecore.people import People
from posecore.sources import Source, SourceFrame, SourceInfo
from posecore.tracking.matching import best_assignment

Floats = NDArray[np.floating]

SURE = 0.3
"""Joints the yardstick itself is less sure of are left out of the comparison."""


def keypoint_distance(found: People, expected: People) -> tuple[float, int]:
    """Sum of the distances in px of all sure joints of everyone in ``expected`` to the same joint of the best fitting person in ``found``.

    Returns:
        The sum, and how many joints; a person without a partner within half the box's height counts for nothing (see :func:`missing`).
    """
    total, count = 0.0, 0
    for i, j in _pairs(found, expected):
        sure = expected.keypoint_scores[j] >= SURE
        total += float(np.linalg.norm(found.keypoints[i] - expected.keypoints[j], axis=1)[sure].sum())
        count += int(sure.sum())
    return total, count


def missing(found: People, expected: People) -> int:
    """How many of ``expected`` have no partner in ``found``."""
    return len(expected) - len(_pairs(found, expected))


def _pairs(found: People, expected: People) -> list[tuple[int, int]]:
    if not len(found) or not len(expected):
        return []
    apart = np.linalg.norm(found.keypoints[:, None] - expected.keypoints[None], axis=-1)
    weight = expected.keypoint_scores * (expected.keypoint_scores >= SURE) + 1e-6
    cost = (apart * weight[None]).sum(axis=-1) / weight.sum(axis=-1)[None]
    limit = (expected.boxes[:, 3] - expected.boxes[:, 1]) / 2
    return [(i, j) for i, j in best_assignment(-cost) if cost[i, j] < limit[j]]


def at_rest(found: Sequence[People], boxes: Sequence[Floats], moves: Sequence[Floats]) -> list[tuple[Floats, Floats]]:
    """The joints of people who move without moving a limb, as each of them would see them: whatever changes there is error.

    Args:
        found: of F frames.
        boxes, moves: by frame the true boxes (N,4) and how far people have moved (N,2), px (see
            :class:`posecore.sources.synthetic.SyntheticPeople`).

    Returns:
        For each person joints (M,K,2) px and scores (M,K) of the M frames where it was found.
    """
    rows: list[list[tuple[Floats, Floats]]] = [[] for _ in range(len(boxes[0]) if boxes else 0)]
    for people, truth, moved in zip(found, boxes, moves, strict=True):
        overlap = box_iou(people.boxes.astype(np.float64), truth)
        for i, n in best_assignment(overlap):
            if overlap[i, n] > 0.3:
                rows[n].append((people.keypoints[i] - moved[n], people.keypoint_scores[i]))
    return [(np.asarray([p for p, _ in row]), np.asarray([s for _, s in row])) for row in rows if row]


def jitter(people: Sequence[tuple[Floats, Floats]]) -> float:
    """Mean distance of joints that are mostly sure from their mean place, px; ``people`` from :func:`at_rest`."""
    away = [np.linalg.norm(points - points.mean(axis=0), axis=2)[:, np.median(scores, axis=0) >= SURE] for points, scores in people]
    away = [a for a in away if a.size]
    return float(np.concatenate([a.ravel() for a in away]).mean()) if away else 0.0


def offset(found: Sequence[tuple[Floats, Floats]], expected: Sequence[tuple[Floats, Floats]]) -> float:
    """Mean distance of the mean places of mostly sure joints from the ``expected`` ones, px."""
    apart = []
    for (points, _), (places, scores) in zip(found, expected, strict=False):
        sure = np.median(scores, axis=0) >= SURE
        apart += np.linalg.norm(points.mean(axis=0) - places.mean(axis=0), axis=1)[sure].tolist()
    return float(np.mean(apart)) if apart else 0.0


class Replay(Source):
    """A camera that shows ``images`` to and fro, so that nothing jumps; fetching a frame costs nothing, as with a real camera's driver.

    Args:
        images: (H,W,3) uint8 BGR each, made before the clock starts.
        fps: their rate.
        frames: how many frames to give.
        live: at that rate, skipping what nobody fetches in time; else as fast as they are read.
    """

    def __init__(self, images: Sequence[NDArray[np.uint8]], fps: float, frames: int, live: bool) -> None:
        self.images, self.fps, self.frames, self.live = images, fps, frames, live
        self._next = 0
        self._start: float | None = None
        self._over = threading.Event()

    @property
    def info(self) -> SourceInfo:
        height, width = self.images[0].shape[:2]
        return SourceInfo("replay", width, height, self.fps, self.frames, self.frames / self.fps)

    def picture(self, index: int) -> int:
        """Which of the images frame ``index`` shows."""
        turn = max(1, 2 * (len(self.images) - 1))
        place = index % turn
        return min(place, turn - place) if len(self.images) > 1 else 0

    def open(self) -> None:
        self._next, self._start = 0, None
        self._over.clear()

    def read(self) -> SourceFrame | None:
        now = time.monotonic()
        self._start = self._start if self._start is not None else now
        if self.live:
            self._next = max(self._next, int((now - self._start) * self.fps))
        index = self._next
        if index >= self.frames:
            return None
        due = self._start + index / self.fps
        if self.live and self._over.wait(max(0.0, due - now)):
            return None
        self._next += 1
        image, base = self.images[self.picture(index)], 1 / Fraction(self.fps).limit_denominator(1001)
        at = max(due, now) if self.live else float(index * base)
        return SourceFrame(image, index, at, index, base, 1)

    def interrupt(self) -> None:
        """End a waiting :meth:`read`."""
        self._over.set()

    def close(self) -> None:
        self._over.set()
