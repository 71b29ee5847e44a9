"""Who of a frame is wanted."""

from __future__ import annotations

import pytest

from posecore.people import People
from posecore.pipelines.selection import Chooser, Region, Selection
from tests.clips import standing

SIZE = (640, 480)


def three() -> People:
    """1 small at the left, 2 large at the right, 3 of middle size in the middle."""
    return standing((10, 10, 40, 90), (500, 10, 620, 470), (280, 100, 360, 300), ids=[1, 2, 3])


def chosen(selection: Selection, people: People | None = None) -> list[int]:
    return Chooser(selection)(people if people is not None else three(), SIZE).ids.tolist()


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(), [1, 2, 3]),
        (Selection(max_people=2), [2, 3]),
        (Selection(max_people=9), [1, 2, 3]),
        (Selection(person="largest"), [2]),
        (Selection(person="central"), [3]),
        (Selection(person=1), [1]),
        (Selection(person=7), []),
        (Selection(region=Region(0, 0, 400, 480)), [1, 3]),
        (Selection(region=Region(0, 0, 400, 480), person="largest"), [3]),
        (Selection(region=Region(0, 0, 60, 100), max_people=1), [1]),
    ],
)
def test_choices(selection: Selection, ids: list[int]) -> None:
    assert chosen(selection) == ids
    assert chosen(selection, People.empty()) == []


def test_two_of_nearly_one_size_do_not_take_turns() -> None:
    chooser = Chooser(Selection(person="largest"))
    sizes = [(100, 98), (98, 100), (100, 105), (98, 101), (100, 160)]
    seen = [chooser(standing((0, 0, 50, a), (300, 0, 350, b), ids=[1, 2]), SIZE).ids.tolist() for a, b in sizes]
    assert seen == [[1], [1], [1], [1], [2]]


def test_who_is_hidden_for_a_moment_is_chosen_again() -> None:
    chooser = Chooser(Selection(max_people=1))
    assert chooser(standing((0, 0, 50, 100), (300, 0, 350, 90), ids=[1, 2]), SIZE).ids.tolist() == [1]
    assert chooser(People.empty(), SIZE).ids.tolist() == []
    assert chooser(standing((0, 0, 50, 100), (300, 0, 350, 110), ids=[1, 2]), SIZE).ids.tolist() == [1]


@pytest.mark.parametrize("text", ["1,2,3", "a,b,c,d", "0,0,0,10", ""])
def test_what_is_no_region(text: str) -> None:
    with pytest.raises(ValueError, match="region"):
        Region.parse(text)


def test_words_for_a_person() -> None:
    assert Selection.parse_person("12") == 12
    assert Selection.parse_person("Largest") == "largest"
    with pytest.raises(ValueError, match="names no person"):
        Selection.parse_person("nearest")
