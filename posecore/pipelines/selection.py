"""Which of the people of a frame are wanted: a region, one person, the largest few. The same for recordings and live video."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_areas
from posecore.people import People

__all__ = ["CENTRAL", "LARGEST", "Chooser", "Place", "Region", "Selection", "SelectionError"]

LARGEST, CENTRAL = "largest", "central"

_MARGIN = 1.3
"""Who is chosen stays so while nobody is better by this factor: two people of nearly one size do not take turns."""

_PATIENCE = 60
"""Frames with other people in them after which a person who was found at a place is given up; about the tracker's patience."""


class SelectionError(ValueError):
    """What is wanted lies outside of the frame; the message is one line."""


@dataclass(frozen=True)
class Region:
    """A part of the frame. A person is in it where the centre of the box is. Raises ValueError for one without pixels.

    Attributes:
        x, y, width, height: px, or percent of the frame's width and height where ``percent``.
        percent: so that the region means the same at another resolution.
    """

    x: float
    y: float
    width: float
    height: float
    percent: bool = False

    def __post_init__(self) -> None:
        if not (self.width > 0 and self.height > 0):
            raise ValueError("a region needs a width and a height above 0")

    @classmethod
    def parse(cls, text: str) -> Region:
        """``x,y,w,h`` in px, or in percent: ``25%,0,50%,100%``. Raises ValueError."""
        try:
            (x, y, width, height), percent = _lengths(text, 4)
        except ValueError:
            raise ValueError(
                f"'{text}' is no region; write x,y,width,height in pixels, such as 0,0,320,240, or in percent, such as 25%,0,50%,100%"
            ) from None
        return cls(x, y, width, height, percent)

    def __str__(self) -> str:
        """What :meth:`parse` understands."""
        unit = "%" if self.percent else ""
        return ",".join(f"{value:g}{unit}" for value in (self.x, self.y, self.width, self.height))

    def of(self, size: tuple[int, int]) -> Region:
        """The same in px of a frame of ``size`` (W, H) px."""
        if not self.percent:
            return self
        right, down = size[0] / 100, size[1] / 100
        return Region(self.x * right, self.y * down, self.width * right, self.height * down)

    def holds(self, boxes: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Boxes (N,4) xyxy px → (N,) whose centre is inside; of a region in px."""
        centres = (boxes[:, :2] + boxes[:, 2:]) / 2
        low, high = np.asarray([self.x, self.y]), np.asarray([self.x + self.width, self.y + self.height])
        return np.asarray(((centres >= low) & (centres < high)).all(axis=1), np.bool_)

    @property
    def centre(self) -> tuple[float, float]:
        """x, y, in its own unit."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Place:
    """Whoever is nearest to a point of the frame: the person whose box holds it, the smallest where several do, else the nearest box.

    Attributes:
        x, y: px, or percent of the frame's width and height where ``percent``.
    """

    x: float
    y: float
    percent: bool = False

    @classmethod
    def parse(cls, text: str) -> Place:
        """``x,y`` in px or in percent. Raises ValueError."""
        (x, y), percent = _lengths(text, 2)
        return cls(x, y, percent)

    def __str__(self) -> str:
        """What :meth:`parse` understands."""
        return ",".join(f"{value:g}{'%' if self.percent else ''}" for value in (self.x, self.y))

    def of(self, size: tuple[int, int]) -> tuple[float, float]:
        """x, y in px of a frame of ``size`` (W, H) px."""
        return (self.x * size[0] / 100, self.y * size[1] / 100) if self.percent else (self.x, self.y)

    def nearest(self, boxes: NDArray[np.floating], size: tuple[int, int]) -> int:
        """Row of ``boxes`` (N,4) xyxy px, N > 0, in a frame of ``size`` (W, H) px."""
        place = np.asarray(self.of(size))
        away = np.maximum(np.maximum(boxes[:, :2] - place, place - boxes[:, 2:]), 0.0)
        return int(np.lexsort((box_areas(boxes), np.hypot(away[:, 0], away[:, 1])))[0])


def _lengths(text: str, count: int) -> tuple[list[float], bool]:
    """So many finite numbers, and whether they are percent: all that are not 0 end in %. Raises ValueError."""
    parts = [part.strip() for part in text.split(",")]
    values = [float(part.removesuffix("%")) for part in parts]
    percent = any(part.endswith("%") for part in parts)
    plain = any(value and not part.endswith("%") for part, value in zip(parts, values, strict=True))
    if len(values) != count or (percent and plain) or not np.isfinite(values).all():
        raise ValueError(f"'{text}' is not {count} lengths")
    return values, percent


@dataclass(frozen=True)
class Selection:
    """Who is wanted; everyone by default. What is set is applied in this order.

    Attributes:
        region: only who is in it.
        person: one person: an id, a :class:`Place`, :data:`LARGEST` (by the area of the box) or :data:`CENTRAL` (nearest to the centre of
            the region, else of the frame). The last two stay with the person until another is clearly better; a place is where the person
            is found first, who is then followed by id. Where that id has ended, it is whoever is nearest to where the person was last.
        max_people: the largest so many; who was among them stays as long.
    """

    region: Region | None = None
    person: int | str | Place | None = None
    max_people: int | None = None

    def __post_init__(self) -> None:
        if isinstance(self.person, str) and self.person not in (LARGEST, CENTRAL):
            raise ValueError(f"'{self.person}' names no person; write an id, {LARGEST}, {CENTRAL} or a place such as 320,240 or 50%,50%")
        if self.max_people is not None and self.max_people < 1:
            raise ValueError("at least one person must be wanted")

    @classmethod
    def parse_person(cls, text: str) -> int | str | Place:
        """An id, a word or a place. Raises ValueError."""
        word = text.strip().lower()
        if word.isdecimal():
            return int(word)
        with contextlib.suppress(ValueError):
            return Place.parse(word)
        return cls(person=word).person or 0

    @property
    def everyone(self) -> bool:
        """Whether nobody is left out."""
        return self == Selection()

    def check(self, size: tuple[int, int]) -> None:
        """Raise SelectionError where the place, or all of the region, is outside of a frame of ``size`` (W, H) px: nobody can be there."""
        width, height = size
        if self.region is not None:
            part = self.region.of(size)
            if not (part.x < width and part.y < height and part.x + part.width > 0 and part.y + part.height > 0):
                raise SelectionError(f"the region {self.region} is outside of the picture, which has {width}×{height} px")
        if isinstance(self.person, Place):
            x, y = self.person.of(size)
            if not (0 <= x <= width and 0 <= y <= height):
                raise SelectionError(f"the place {self.person} is outside of the picture, which has {width}×{height} px")

    def possible(self, size: tuple[int, int]) -> bool:
        """Whether :meth:`check` raises nothing."""
        try:
            self.check(size)
        except SelectionError:
            return False
        return True


@dataclass
class Chooser:
    """Applies a :class:`Selection` frame after frame; remembers who was chosen. For one video."""

    selection: Selection
    _kept: frozenset[int] = field(default=frozenset())
    _last: NDArray[np.floating] | None = field(default=None)
    _missing: int = 0

    def __call__(self, people: People, size: tuple[int, int]) -> People:
        """``people`` of a frame of ``size`` (W, H) px → those wanted, in the same order."""
        return people if self.selection.everyone else people[self.rows(people, size)]

    def rows(self, people: People, size: tuple[int, int]) -> NDArray[np.int64]:
        """Rows of those wanted, ascending."""
        chosen = self.selection
        rows: NDArray[np.int64] = np.arange(len(people))
        if chosen.region is not None:
            rows = rows[chosen.region.of(size).holds(people.boxes)]
        if isinstance(chosen.person, int):
            return np.flatnonzero(np.isin(np.arange(len(people)), rows) & (people.ids == chosen.person))
        if isinstance(chosen.person, Place):
            return self._followed(chosen.person, people, rows, size)
        if chosen.person == CENTRAL:
            return self._best(people, rows, 1, 1 / (1.0 + self._distances(people.boxes[rows], size)))
        if chosen.person == LARGEST:
            return self._best(people, rows, 1, box_areas(people.boxes[rows]))
        return rows if chosen.max_people is None else self._best(people, rows, chosen.max_people, box_areas(people.boxes[rows]))

    def _followed(self, place: Place, people: People, rows: NDArray[np.int64], size: tuple[int, int]) -> NDArray[np.int64]:
        """The row of who was found at ``place``; none while that person is hidden, or where there is no such place."""
        if not len(rows) or (self._last is None and not self.selection.possible(size)):
            return rows[:0]
        there: NDArray[np.int64] = rows[np.isin(people.ids[rows], [i for i in self._kept if i >= 0])]
        if not len(there):
            self._missing += 1
            if self._kept and max(self._kept) >= 0 and self._missing < _PATIENCE:
                return there
            if self._last is not None:
                place = Place(*((self._last[:2] + self._last[2:]) / 2).tolist())
            there = rows[[place.nearest(people.boxes[rows], size)]]
        self._missing = 0
        self._kept, self._last = frozenset(people.ids[there].tolist()), people.boxes[there[0]]
        return there

    def _distances(self, boxes: NDArray[np.floating], size: tuple[int, int]) -> NDArray[np.floating]:
        """(N,) px from the box's centre to that of the region or frame."""
        region = self.selection.region
        centre = region.of(size).centre if region is not None else (size[0] / 2, size[1] / 2)
        return np.asarray(np.linalg.norm((boxes[:, :2] + boxes[:, 2:]) / 2 - np.asarray(centre), axis=1))

    def _best(self, people: People, rows: NDArray[np.int64], count: int, merit: NDArray[np.floating]) -> NDArray[np.int64]:
        """The ``count`` best of ``rows``; who was chosen in the frame before counts ``_MARGIN`` times as much."""
        before = np.asarray([i >= 0 and i in self._kept for i in people.ids[rows].tolist()], bool)
        ranked = np.argsort(-np.where(before, merit * _MARGIN, merit), kind="stable")
        kept = rows[np.sort(ranked[:count])]
        if len(kept):
            self._kept = frozenset(people.ids[kept].tolist())
        return kept
