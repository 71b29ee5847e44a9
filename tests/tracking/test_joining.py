"""Tracks that broke are joined after the fact; tracks of different people are not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from posecore.people import People
from posecore.skeletons import COCO17
from posecore.tracking import TrackJoiner, renumbered
from tests.clips import standing

FPS = 25
Way = tuple[int, float, float, Callable[[float], float]]
"""Id, first and last second, and where the person is: seconds → x px."""


def joined(ways: list[Way], colours: dict[int, tuple[int, int, int]] | None = None, size: dict[int, float] | None = None) -> dict[int, int]:
    """People 200 px high, in clothes of one colour each, on a grey background."""
    joiner = TrackJoiner(COCO17)
    for frame in range(1 + round(FPS * max(end for _, _, end, _ in ways))):
        time = frame / FPS
        here = [(number, x(time)) for number, start, end, x in ways if start <= time <= end]
        boxes = []
        image = None if colours is None else np.full((480, 1280, 3), 90, np.uint8)
        for number, x in here:
            scale = (size or {}).get(number, 1.0)
            box = (x - 40 * scale, 400 - 200 * scale, x + 40 * scale, 400.0)
            boxes.append(box)
            if image is not None and colours is not None:
                image[max(0, int(box[1])) : 400, max(0, int(box[0])) : max(0, int(box[2]))] = colours[number]
        people = standing(*boxes, ids=[n for n, _ in here]) if here else People.empty()
        joiner.add(time, people, image)
    return joiner.ids()


def test_a_walker_behind_a_post() -> None:
    def walk(t: float) -> float:
        return 100 + 120 * t

    assert joined([(1, 0, 2, walk), (2, 3, 5, walk), (3, 5.6, 7, walk)]) == {1: 1, 2: 1, 3: 1}


def test_two_who_part_are_two() -> None:
    ids = joined([(1, 0, 2, lambda t: 100 + 60 * t), (2, 0, 2, lambda t: 900 - 60 * t), (3, 2.5, 4, lambda t: 100 + 60 * t)])
    assert ids == {1: 1, 2: 2, 3: 1}


def test_two_who_cross_behind_something_go_on_as_they_went() -> None:
    def right(t: float) -> float:
        return 300 + 100 * t

    def left(t: float) -> float:
        return 700 - 100 * t

    ids = joined([(1, 0, 1.7, right), (2, 0, 1.7, left), (3, 2.3, 4, left), (4, 2.3, 4, right)])
    assert ids == {1: 1, 2: 2, 3: 2, 4: 1}


def test_tracks_at_one_time_are_never_joined() -> None:
    assert joined([(1, 0, 2, lambda t: 300), (2, 1, 3, lambda t: 310)]) == {1: 1, 2: 2}


@pytest.mark.parametrize(
    ("start", "x", "scale"), [(2.4, 900.0, 1.0), (7.0, 300.0, 1.0), (2.4, 300.0, 2.0)], ids=["elsewhere", "much later", "twice as large"]
)
def test_someone_else(start: float, x: float, scale: float) -> None:
    ids = joined([(1, 0, 2, lambda t: 300), (2, start, start + 1, lambda t: x)], size={2: scale})
    assert ids == {1: 1, 2: 2}


@pytest.mark.parametrize(("leaves", "same"), [(600.0, True), (42.0, False)], ids=["in the middle", "at the side"])
def test_who_leaves_the_frame_is_not_who_comes_in(leaves: float, same: bool) -> None:
    """Somebody comes in where another left, somewhat larger and the other way round: behind a post it would be the same person."""
    ways: list[Way] = [(1, 0, 2, lambda t: leaves + 150 * (2 - t)), (2, 3, 5, lambda t: leaves + 150 * (t - 3))]
    ids = joined(ways, {1: (40, 40, 200), 2: (40, 40, 200)}, size={2: 1.1})
    assert (ids[1] == ids[2]) is same


def test_clothes_of_another_colour_are_somebody_elses() -> None:
    ways: list[Way] = [(1, 0, 2, lambda t: 300), (2, 3, 4, lambda t: 330)]
    red, blue = (40, 40, 200), (200, 60, 40)
    assert joined(ways, {1: red, 2: red}) == {1: 1, 2: 1}
    assert joined(ways, {1: red, 2: blue}) == {1: 1, 2: 2}


def test_a_crowd_in_pieces() -> None:
    """Nine people walk past each other; their tracks break into 33 pieces, which come out as nine people."""
    random = np.random.default_rng(3)
    ways: list[Way] = []
    truth: dict[int, int] = {}
    for person in range(9):
        speed = float(random.uniform(40, 110) * random.choice([-1, 1]))
        start = 640 - 4 * speed + float(random.uniform(-60, 60)) + 60 * (person - 4)
        breaks = np.sort(random.uniform(0.8, 7.2, 3))
        edges = [0.0, *breaks.tolist(), 8.0][: 5 if person < 6 else 4]
        edges[-1] = 8.0
        for a, b in pairwise(edges):
            ways.append((len(ways) + 1, a + (0.3 if a else 0.0), b, lambda t, s=start, v=speed: s + v * t))
            truth[len(ways)] = person
    ids = joined(ways)
    assert len(truth) == 33
    assert len(set(ids.values())) == 9
    assert all(len({truth[n] for n in ids if ids[n] == person}) == 1 for person in set(ids.values())), "people mixed up"


def test_renumbered_people_are_in_order() -> None:
    people = standing((0, 0, 10, 20), (50, 0, 60, 20), ids=[3, 8])
    again = renumbered(people, {3: 2, 8: 1})
    assert again.ids.tolist() == [1, 2]
    assert again.boxes[0].tolist() == [50, 0, 60, 20]
    assert len(renumbered(People.empty(), {})) == 0
