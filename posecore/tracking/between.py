"""Recordings: people who were not looked at on a frame are put between where they were seen before and after it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from posecore.people import People

__all__ = ["Between"]

Item = TypeVar("Item")
Floats = NDArray[np.floating]

MOST_FRAMES = 16
"""Frames held back at most. Who was not seen again by then stays where the tracker predicted."""


@dataclass
class _Held(Generic[Item]):
    """A frame of ``time`` s, and the row of each id on it that was only predicted."""

    time: float
    item: Item
    people: People
    waiting: dict[int, int]


class Between(Generic[Item]):
    """Interpolates the people whom the tracker only predicted (:attr:`posecore.people.People.interpolated`): frames come back as soon as
    all people on them were seen again.

    Who is not seen again stays where the tracker predicted. Frames without such people come back at once.
    """

    def __init__(self, max_frames: int = MOST_FRAMES) -> None:
        self.max_frames = max_frames
        self._held: deque[_Held[Item]] = deque()
        self._seen: dict[int, tuple[float, Floats, Floats]] = {}

    def add(self, time: float, item: Item, people: People) -> list[tuple[Item, People]]:
        """Take the frame of ``time`` (s, increasing); return those that are ready, in order, as (item, people).

        ``item`` is whatever belongs to the frame, such as its image.
        """
        rows = people.rows()
        waiting = {number: row for number, row in rows.items() if people.interpolated[row]}
        self._seen = {number: seen for number, seen in self._seen.items() if number in rows}
        for number, row in rows.items():
            if number not in waiting:
                if self._held:
                    self._fill(number, time, people.boxes[row], people.keypoints[row])
                self._seen[number] = (time, people.boxes[row], people.keypoints[row])
        self._held.append(_Held(time, item, people, waiting))
        ready = []
        while self._held and (len(self._held) > self.max_frames or not self._held[0].waiting.keys() & waiting):
            held = self._held.popleft()
            ready.append((held.item, held.people))
        return ready

    def flush(self) -> list[tuple[Item, People]]:
        """The frames not returned yet, at the end of the recording."""
        ready = [(held.item, held.people) for held in self._held]
        self._held.clear()
        return ready

    def _fill(self, number: int, time: float, box: Floats, points: Floats) -> None:
        """Person ``number`` was seen at ``time``: interpolate since the last time."""
        before = self._seen.get(number)
        if before is None:
            return
        since, old_box, old_points = before
        for held in self._held:
            row = held.waiting.get(number)
            if row is None or not since < held.time < time:
                continue
            part = (held.time - since) / (time - since)
            boxes, keypoints = held.people.boxes.copy(), held.people.keypoints.copy()
            boxes[row] = old_box + part * (box - old_box)
            keypoints[row] = old_points + part * (points - old_points)
            held.people = replace(held.people, boxes=boxes, keypoints=keypoints)
