"""Between two looks: interpolated where recordings hold frames back until the second one."""

from __future__ import annotations

import numpy as np
import pytest

from posecore.people import People
from posecore.tracking import Between


def person(number: int, x: float, interpolated: bool = False) -> People:
    points = np.full((1, 17, 2), x, np.float32)
    return People.build(
        [[x, x, x + 10, x + 10]], [1.0], points, np.ones((1, 17)), np.asarray([number]), interpolated=np.asarray([interpolated])
    )


def test_frames_on_which_everybody_was_seen_come_back_at_once():
    between = Between[int]()
    for i in range(5):
        people = person(1, 10 * i)
        assert between.add(i / 30, i, people) == [(i, people)]


def test_who_was_predicted_lies_between_the_two_looks_in_time():
    between = Between[int]()
    assert len(between.add(0.0, 0, person(1, 100))) == 1
    assert between.add(0.1, 1, person(1, 555, True)) == []
    assert between.add(0.3, 2, person(1, 666, True)) == []
    ready = between.add(0.4, 3, person(1, 200))
    assert [i for i, _ in ready] == [1, 2, 3]
    assert [float(p.keypoints[0, 0, 0]) for _, p in ready] == pytest.approx([125, 175, 200])
    assert [float(p.boxes[0, 0]) for _, p in ready] == pytest.approx([125, 175, 200])
    assert [bool(p.interpolated[0]) for _, p in ready] == [True, True, False]


def test_others_keep_what_was_measured_and_order_is_kept():
    between = Between[int]()
    between.add(0.0, 0, person(1, 100).joined(person(2, 300)))
    assert between.add(0.1, 1, person(1, 111, True).joined(person(2, 310))) == []
    ready = between.add(0.2, 2, person(1, 120).joined(person(2, 999, True)))
    assert [i for i, _ in ready] == [1]
    assert ready[0][1].keypoints[:, 0, 0].tolist() == [110, 310]
    last = between.add(0.3, 3, person(1, 130).joined(person(2, 330)))
    assert [i for i, _ in last] == [2, 3]
    assert last[0][1].keypoints[1, 0, 0] == 320


def test_who_is_gone_stays_where_predicted():
    between = Between[int]()
    between.add(0.0, 0, person(1, 100))
    between.add(0.1, 1, person(1, 111, True))
    ready = between.add(0.2, 2, person(2, 5))
    assert [float(p.keypoints[0, 0, 0]) for _, p in ready] == [111, 5]


def test_the_end_gives_what_is_held_back_and_no_more_than_so_many_are():
    between = Between[int](max_frames=3)
    between.add(0.0, 0, person(1, 100))
    out = [i for k in range(1, 8) for i, _ in between.add(k / 10, k, person(1, 100 + k, True))]
    assert out == [1, 2, 3, 4]
    assert [i for i, _ in between.flush()] == [5, 6, 7]
    assert between.flush() == []
