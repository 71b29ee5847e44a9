"""Who of a frame is wanted."""

from __future__ import annotations

import pytest

from posecore.people import People
from posecore.pipelines.selection import Chooser, Place, Region, Selection, SelectionError
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
        (Selection(region=Region(0, 0, 62.5, 100, percent=True)), [1, 3]),
        (Selection(region=Region(50, 0, 50, 100, percent=True), person="central"), [2]),
        (Selection(person=Place(300, 200)), [3]),
        (Selection(person=Place(100, 50)), [1]),
        (Selection(person=Place(90, 50, percent=True)), [2]),
        (Selection(person=Place(20, 20), region=Region(200, 0, 440, 480)), [3]),
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


def test_who_is_found_at_a_place_is_followed_from_there() -> None:
    chooser = Chooser(Selection(person=Place(120, 100)))

    def ids(people: People) -> list[int]:
        return chooser(people, SIZE).ids.tolist()

    both = [standing((100 + 40 * i, 10, 140 + 40 * i, 200), (400 - 40 * i, 10, 440 - 40 * i, 200), ids=[4, 5]) for i in range(8)]
    assert [ids(people) for people in both] == [[4]] * 8, "through the other, past the place"
    assert ids(both[0][[1]]) == [], "hidden for a moment"
    assert ids(People.empty()) == []
    assert ids(both[-1]) == [4]
    newcomers = standing((370, 10, 410, 200), (100, 10, 140, 200), ids=[8, 9])
    assert [ids(newcomers) for _ in range(60)][-2:] == [[], [8]], "the id has ended: who is nearest to where the person was last"


def test_the_smaller_of_two_boxes_around_a_place() -> None:
    assert chosen(Selection(person=Place(50, 50)), standing((0, 0, 300, 400), (20, 20, 90, 200), ids=[1, 2])) == [2]


@pytest.mark.parametrize("text", ["25%,0,50%,100%", "0,10,320,240", "0.5,0,10,10"])
def test_a_region_is_read_as_it_is_written(text: str) -> None:
    region = Region.parse(text)
    assert Region.parse(str(region)) == region
    assert Place.parse(str(Place(12.5, 3, True))) == Place(12.5, 3, True)


def test_percent_follow_the_frame() -> None:
    assert Region.parse("25%,0,50%,100%").of((640, 480)) == Region(160, 0, 320, 480)
    assert Region.parse("25,0,50,100").of((640, 480)) == Region(25, 0, 50, 100)


@pytest.mark.parametrize("text", ["1,2,3", "a,b,c,d", "0,0,0,10", "", "10%,0,20,30%", "0,0,nan,10"])
def test_what_is_no_region(text: str) -> None:
    with pytest.raises(ValueError, match="region"):
        Region.parse(text)


def test_words_for_a_person() -> None:
    assert Selection.parse_person("12") == 12
    assert Selection.parse_person("Largest") == "largest"
    assert Selection.parse_person("320, 240") == Place(320, 240)
    assert Selection.parse_person("50%,50%") == Place(50, 50, percent=True)
    with pytest.raises(ValueError, match="names no person"):
        Selection.parse_person("nearest")


@pytest.mark.parametrize(
    ("outside", "said"),
    [
        (Selection(person=Place(10000, 10000)), "the place 10000,10000 is outside of the picture, which has 640×480 px"),
        (Selection(person=Place(-1, 20)), "the place -1,20 is"),
        (Selection(person=Place(50, 101, percent=True)), "the place 50%,101% is"),
        (Selection(Region(640, 0, 10, 480)), "the region 640,0,10,480 is"),
        (Selection(Region(0, -30, 640, 30)), "the region 0,-30,640,30 is"),
        (Selection(Region(100, 0, 20, 100, percent=True), "largest"), "the region 100%,0%,20%,100% is"),
    ],
)
def test_nobody_is_outside_of_the_picture(outside: Selection, said: str) -> None:
    with pytest.raises(SelectionError, match=said):
        outside.check((640, 480))
    assert chosen(outside, standing((0, 0, 600, 400), ids=[1])) == []


@pytest.mark.parametrize(
    "inside",
    [
        Selection(),
        Selection(person="central"),
        Selection(person=Place(0, 0)),
        Selection(person=Place(100, 100, percent=True)),
        Selection(Region(-50, -50, 60, 60)),
        Selection(Region(630, 470, 1000, 1000)),
    ],
)
def test_what_reaches_into_the_picture_may_be_wanted(inside: Selection) -> None:
    inside.check((640, 480))
