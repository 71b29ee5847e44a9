"""Recordings: people who were not looked at on a frame are put between where they were seen before and after it."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from posecore.people import People

__all__ = ["Between"]

Item = TypeVar("Item")
Floats = NDArray[np.floating]

MOST_FRAMES = 16
"""Frames held back at most. Who was not seen again by then stays where the tracker predicted."""


class Between(Generic[Item]):
    """Interpolates the people whom the tracker only predicted (:attr:`posecore.people.People.interpolated`): frames come back as soon as
    all people on them were seen again.

    Who is not seen again stays where the tracker predicted. Frames without such people come back at once.
    """

    def __init__(self, max_frames: int = MOST_FRAMES) -> None:
        self.max_frames = max_frames
        self._held: deque[tuple[float, Item, People]] = deque()
        self._seen: dict[int, tuple[float, Floats, Floats]] = {}

    def add(self, time: float, item: Item, people: People) -> list[tuple[Item, People]]:
        """Take the frame of ``time`` (s, increasing); return those that are ready, in order, as (item, people).

        ``item`` is whatever belongs to the frame, such as its image.
        """
        self._held.append((time, item, people))
        for i in np.flatnonzero(~people.interpolated).tolist():
            number = int(people.ids[i])
            self._fill(number, time, people.boxes[i], people.keypoints[i])
            if number >= 0:
                self._seen[number] = (time, people.boxes[i], people.keypoints[i])
        there = set(people.ids.tolist())
        self._seen = {number: seen for number, seen in self._seen.items() if number in there}
        ready = []
        while self._held and (len(self._held) > self.max_frames or not self._awaited(self._held[0][2], there)):
            ready.append(self._held.popleft()[1:])
        return ready

    def flush(self) -> list[tuple[Item, People]]:
        """The frames not returned yet, at the end of the recording."""
        ready = [held[1:] for held in self._held]
        self._held.clear()
        return ready

    def _awaited(self, people: People, there: set[int]) -> bool:
        """Whether a track that was only predicted on the frame of ``people``, and ever since, may still get a pose."""
        return any(number in there and self._waits(number) for number in people.ids[people.interpolated].tolist())

    def _waits(self, number: int) -> bool:
        newest = self._held[-1][2]
        return bool(newest.interpolated[newest.ids == number].any())

    def _fill(self, number: int, time: float, box: Floats, points: Floats) -> None:
        """Person ``number`` was seen at ``time``: interpolate since the last time."""
        before = self._seen.get(number)
        if before is None:
            return
        since, old_box, old_points = before
        for k, (when, item, people) in enumerate(self._held):
            row = np.flatnonzero((people.ids == number) & people.interpolated)
            if not len(row) or not since < when < time:
                continue
            part = (when - since) / (time - since)
            boxes, keypoints = people.boxes.copy(), people.keypoints.copy()
            boxes[row[0]] = old_box + part * (box - old_box)
            keypoints[row[0]] = old_points + part * (points - old_points)
            self._held[k] = (when, item, replace(people, boxes=boxes, keypoints=keypoints))
