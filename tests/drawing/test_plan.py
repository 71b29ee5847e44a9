"""What is drawn, before anyone paints it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from posecore.drawing.elements import Box, Element, Joint, Label, Limb
from posecore.drawing.plan import Style, enclosing_boxes, person_colour, plan
from posecore.people import People
from posecore.skeletons import COCO17, FACE
from tests.clips import standing

SIZE = (320, 240)
TWO = standing((100, 60, 200, 220), (20, 80, 90, 230), ids=[3, 8])


def of(kind: type[Element], elements: list[Element]) -> list[Element]:
    return [element for element in elements if isinstance(element, kind)]


def label(elements: list[Element], text: str) -> Label:
    (found,) = [element for element in elements if isinstance(element, Label) and element.text == text]
    return found


def test_a_plan_is_pure() -> None:
    before = [getattr(TWO, name).copy() for name in ("boxes", "scores", "keypoints", "keypoint_scores", "ids")]
    style = Style(names=True, scores=True)
    first = plan(TWO, style, SIZE, 1.5, mirror=True, selected=8)
    plan(standing((0, 0, 50, 50), ids=[1]), Style(), (64, 64))  # what was planned in between leaves no trace
    assert plan(TWO, style, SIZE, 1.5, mirror=True, selected=8) == first
    for name, array in zip(("boxes", "scores", "keypoints", "keypoint_scores", "ids"), before, strict=True):
        assert (getattr(TWO, name) == array).all()
    with pytest.raises(dataclasses.FrozenInstanceError):
        first[0].opacity = 0.5  # type: ignore[misc]
    hash(tuple(first))  # plain numbers all through


def test_each_switch_has_its_elements() -> None:
    nothing = Style(skeleton=False, boxes=False, ids=False)
    assert plan(TWO, nothing, SIZE) == []
    assert plan(People.empty(), Style(names=True), SIZE) == []
    assert len(of(Box, plan(TWO, dataclasses.replace(nothing, boxes=True), SIZE))) == 2
    skeletons = plan(TWO, dataclasses.replace(nothing, skeleton=True), SIZE)
    assert len(of(Limb, skeletons)) == 2 * len(COCO17.limb_indices)
    assert len(of(Joint, skeletons)) == 2 * 17
    assert len(skeletons) == 2 * (17 + len(COCO17.limb_indices))
    assert [element.text for element in of(Label, plan(TWO, dataclasses.replace(nothing, ids=True), SIZE))] == ["3", "8"]
    scored = plan(TWO, dataclasses.replace(nothing, ids=True, scores=True), SIZE)
    assert [element.text for element in of(Label, scored)] == ["3  90%", "8  90%"]


def test_who_stands_lowest_is_painted_last_and_labels_after_everyone() -> None:
    elements = plan(TWO, Style(), SIZE)
    kinds = [type(element) for element in elements]
    assert kinds.index(Label) == len(kinds) - 2
    boxes = of(Box, elements)
    assert [box.xyxy[0] for box in boxes] == [100, 20]


def test_boxes_go_around_confident_joints() -> None:
    points, scores = TWO.keypoints.copy(), TWO.keypoint_scores.copy()
    wrist, ankle, nose = (COCO17.index(name) for name in ("left_wrist", "left_ankle", "nose"))
    points[0, wrist], points[0, ankle], points[0, nose] = (230, 100), (150, 400), (-40, np.nan)
    points[1, wrist], scores[1, wrist] = (5, 100), 0.4  # drawn, but not sure
    people = dataclasses.replace(TWO, keypoints=points, keypoint_scores=scores)
    boxes = enclosing_boxes(people)
    assert boxes[0].tolist() == [100, 60, 230, 300], "to the wrist, and by half of its height towards the ankle"
    assert boxes[1].tolist() == TWO.boxes[1].tolist()
    assert (people.boxes == TWO.boxes).all()
    one = of(Box, plan(people, Style(boxes=True, skeleton=False), SIZE))[0]
    assert isinstance(one, Box)
    assert one.xyxy == pytest.approx((100, 60, 230, SIZE[1] - 1)), "cut to the frame"
    assert enclosing_boxes(People.empty()).shape == (0, 4)


def test_the_selected_person_has_a_box_anyway() -> None:
    (box,) = of(Box, plan(TWO, Style(boxes=False), SIZE, selected=8))
    assert box.xyxy == pytest.approx((20, 80, 90, 230))
    assert box.colour == person_colour(8)


def test_a_larger_canvas_shows_the_same_drawing() -> None:
    people = standing((100, 20, 200, 220), ids=[3])
    style = Style(names=True)
    for one, two in zip(plan(people, style, SIZE), plan(people, style, SIZE, 3.0), strict=True):
        if isinstance(one, Limb):
            assert isinstance(two, Limb)
            assert two.width == pytest.approx(3 * one.width)
            assert one.rim == 0.8 or two.rim == pytest.approx(3 * one.rim)  # the lower limit
            assert two.start == pytest.approx(tuple(3 * (v + 0.5) - 0.5 for v in one.start))
        elif isinstance(one, Label):
            assert isinstance(two, Label)
            assert two.size == pytest.approx(3 * one.size)
    thick = {round(e.width, 3) for e in plan(people, style, SIZE, 3.0) if isinstance(e, Limb)}
    assert thick == {round(3 * 200 / 80, 3), round(3 * 0.55 * 200 / 80, 3)}


def test_a_mirror_swaps_places_but_not_sides() -> None:
    plain, mirrored = (plan(TWO, Style(boxes=True), SIZE, 2.0, mirror=m) for m in (False, True))
    for one, two in zip(of(Joint, plain), of(Joint, mirrored), strict=True):
        assert isinstance(one, Joint)
        assert isinstance(two, Joint)
        assert two.center == pytest.approx((639 - one.center[0], one.center[1]))
        assert two.colour == one.colour
    for box in of(Box, mirrored):
        assert isinstance(box, Box)
        assert box.xyxy[0] < box.xyxy[2]


@pytest.mark.parametrize("face", [True, False])
def test_the_id_sits_above_the_head_where_there_are_no_boxes(face: bool) -> None:
    scores = TWO.keypoint_scores.copy()
    if not face:
        scores[:, [COCO17.index(name) for name in FACE]] = 0
    people = dataclasses.replace(TWO, keypoint_scores=scores)
    tag = label(plan(people, Style(boxes=False), SIZE), "3")
    visible = people.keypoints[0][scores[0] > 0]
    top = visible[:, 1].min()
    middle = visible[visible[:, 1] < top + 8, 0].mean()
    left, _, right, bottom = tag.xyxy
    assert top - 35 < bottom < top
    assert left < middle < right
    beside = label(plan(people, Style(boxes=True), SIZE), "3").xyxy
    assert beside[0] == pytest.approx(100)
    assert 50 < beside[3] <= 60


def test_a_raised_hand_is_no_head_and_the_id_stays_by_the_box() -> None:
    points, scores = TWO.keypoints.copy(), TWO.keypoint_scores.copy()
    scores[:, [COCO17.index(name) for name in FACE]] = 0
    shoulders = points[0, [COCO17.index("left_shoulder"), COCO17.index("right_shoulder")]]
    points[0, COCO17.index("left_wrist")] = shoulders[0] + (30, -45)
    tag = label(plan(dataclasses.replace(TWO, keypoints=points, keypoint_scores=scores), Style(boxes=False), SIZE), "3").xyxy
    assert (tag[0] + tag[2]) / 2 == pytest.approx(shoulders[:, 0].mean(), abs=1)
    wide = TWO.keypoints.copy()
    wide[0, COCO17.index("left_ear")] += (70, 0)  # misplaced
    tag = label(plan(dataclasses.replace(TWO, keypoints=wide), Style(boxes=False), SIZE), "3").xyxy
    assert tag[3] > TWO.boxes[0, 1] - 4


def test_without_any_visible_keypoint_the_id_stays_at_the_box() -> None:
    people = dataclasses.replace(TWO, keypoint_scores=np.zeros_like(TWO.keypoint_scores))
    assert label(plan(people, Style(boxes=False), SIZE), "3").xyxy[0] == pytest.approx(100)


@pytest.mark.parametrize("box", [(-50, -50, 60, 100), (290, 200, 400, 300), (0, 0, 320, 240)])
def test_labels_stay_on_the_canvas(box: tuple[float, float, float, float]) -> None:
    for boxes in (True, False):
        x1, y1, x2, y2 = label(plan(standing(box, ids=[7]), Style(boxes=boxes), SIZE, 1.3), "7").xyxy
        assert x1 >= 0
        assert y1 >= 0
        assert x2 <= 320 * 1.3
        assert y2 <= 240 * 1.3


def test_names_that_would_lie_on_each_other_are_left_out() -> None:
    names = [e for e in plan(standing((100, 20, 200, 220)), Style(names=True, ids=False), SIZE) if isinstance(e, Label)]
    assert 5 < len(names) < 17
    for i, one in enumerate(names):
        for two in names[:i]:
            a, b = one.xyxy, two.xyxy
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_keypoints_without_coordinates_are_left_out() -> None:
    points = TWO.keypoints.copy()
    points[0, 9] = np.nan
    points[0, 10] = 1e9
    elements = plan(dataclasses.replace(TWO, keypoints=points), Style(), SIZE)
    assert len(of(Joint, elements)) == 2 * 17 - 2
    boxes = TWO.boxes.copy()
    boxes[1, 0] = np.inf
    assert len(of(Joint, plan(dataclasses.replace(TWO, boxes=boxes), Style(), SIZE))) == 17
