"""Which of the people of a frame are wanted: a region, one person, the largest few. The same for recordings and live video."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_areas
from posecore.people import People

__all__ = ["CENTRAL", "LARGEST", "Chooser", "Region", "Selection"]

LARGEST, CENTRAL = "largest", "central"

_MARGIN = 1.3
"""Who is chosen stays so while nobody is better by this factor: two people of nearly one size do not take turns."""


@dataclass(frozen=True)
class Region:
    """A part of the frame, px. A person is in it where the centre of the box is. Raises ValueError for one without pixels."""

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        if self.width <= 0 or self.height <= 0:
            raise ValueError("a region needs a width and a height above 0")

    @classmethod
    def parse(cls, text: str) -> Region:
        """``x,y,w,h``. Raises ValueError."""
        try:
            x, y, width, height = (float(part) for part in text.split(","))
        except ValueError:
            raise ValueError(f"'{text}' is no region; write x,y,width,height in pixels, such as 0,0,320,240") from None
        return cls(x, y, width, height)

    def holds(self, boxes: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Boxes (N,4) xyxy px → (N,) whose centre is inside."""
        centres = (boxes[:, :2] + boxes[:, 2:]) / 2
        low, high = np.asarray([self.x, self.y]), np.asarray([self.x + self.width, self.y + self.height])
        return np.asarray(((centres >= low) & (centres < high)).all(axis=1), np.bool_)

    @property
    def centre(self) -> tuple[float, float]:
        """x, y px."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Selection:
    """Who is wanted; everyone by default. What is set is applied in this order.

    Attributes:
        region: only who is in it.
        person: one person: an id, :data:`LARGEST` (by the area of the box) or :data:`CENTRAL` (nearest to the centre of the region, else
            of the frame). The last two stay with the person until another is clearly better.
        max_people: the largest so many; who was among them stays as long.
    """

    region: Region | None = None
    person: int | str | None = None
    max_people: int | None = None

    def __post_init__(self) -> None:
        if isinstance(self.person, str) and self.person not in (LARGEST, CENTRAL):
            raise ValueError(f"'{self.person}' names no person; write an id, {LARGEST} or {CENTRAL}")
        if self.max_people is not None and self.max_people < 1:
            raise ValueError("at least one person must be wanted")

    @classmethod
    def parse_person(cls, text: str) -> int | str:
        """An id or a word. Raises ValueError."""
        word = text.strip().lower()
        person: int | str = int(word) if word.isdecimal() else word
        return cls(person=person).person or 0

    @property
    def everyone(self) -> bool:
        """Whether nobody is left out."""
        return self == Selection()


@dataclass
class Chooser:
    """Applies a :class:`Selection` frame after frame; remembers who was chosen. For one video."""

    selection: Selection
    _kept: frozenset[int] = field(default=frozenset())

    def __call__(self, people: People, size: tuple[int, int]) -> People:
        """``people`` of a frame of ``size`` (W, H) px → those wanted, in the same order."""
        chosen = self.selection
        if chosen.region is not None:
            people = people[chosen.region.holds(people.boxes)]
        if isinstance(chosen.person, int):
            return people[people.ids == chosen.person]
        if chosen.person == CENTRAL:
            return self._best(people, 1, 1 / (1.0 + self._distances(people, size)))
        if chosen.person == LARGEST:
            return self._best(people, 1, box_areas(people.boxes))
        return people if chosen.max_people is None else self._best(people, chosen.max_people, box_areas(people.boxes))

    def _distances(self, people: People, size: tuple[int, int]) -> NDArray[np.floating]:
        """(N,) px from the box's centre to that of the region or frame."""
        region = self.selection.region
        centre = region.centre if region is not None else (size[0] / 2, size[1] / 2)
        return np.asarray(np.linalg.norm((people.boxes[:, :2] + people.boxes[:, 2:]) / 2 - np.asarray(centre), axis=1))

    def _best(self, people: People, count: int, merit: NDArray[np.floating]) -> People:
        """The ``count`` best; who was chosen in the frame before counts ``_MARGIN`` times as much."""
        before = np.asarray([i >= 0 and i in self._kept for i in people.ids.tolist()], bool)
        ranked = np.argsort(-np.where(before, merit * _MARGIN, merit), kind="stable")
        kept = people[np.sort(ranked[:count])]
        if len(kept):
            self._kept = frozenset(kept.ids.tolist())
        return kept
