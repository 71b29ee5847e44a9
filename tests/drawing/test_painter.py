from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecore.drawing.faces import face_ellipse
from posecore.drawing.painter import draw
from posecore.drawing.plan import Style, person_colour
from posecore.people import People
from posecore.skeletons import COCO17, LEFT_COLOUR, MPII16, RIGHT_COLOUR
from tests.clips import standing

GREY = np.full((240, 320, 3), 90, np.uint8)
ONE = standing((100, 20, 200, 220))
NOTHING = Style(skeleton=False, boxes=False, ids=False)


def changed(image: np.ndarray, before: np.ndarray = GREY) -> Any:
    """(H,W) bool: where the two differ."""
    return (image != before).any(axis=2)


def near(image: np.ndarray, colour: tuple[int, int, int], tolerance: int = 12) -> Any:
    return (np.abs(image.astype(int) - colour) <= tolerance).all(axis=2)


def test_copy_unless_told_otherwise() -> None:
    image = GREY.copy()
    result = draw(image, ONE)
    assert (image == GREY).all()
    assert not np.shares_memory(result, image)
    assert changed(result).any()
    assert draw(image, ONE, out=image) is image
    assert (image == result).all()
    buffer = np.empty_like(GREY)
    assert draw(GREY, ONE, out=buffer) is buffer
    assert (buffer == result).all()


def test_same_input_same_image() -> None:
    assert (draw(GREY, ONE) == draw(GREY, ONE)).all()


def test_nobody_changes_nothing() -> None:
    style = Style(scores=True, names=True, blur_faces=True)
    assert (draw(GREY, People.empty(), style) == GREY).all()
    assert (draw(GREY, ONE, NOTHING) == GREY).all()


def test_joints_and_limbs_lie_where_the_keypoints_are() -> None:
    mask = changed(draw(GREY, ONE, Style(boxes=False)))
    for x, y in ONE.keypoints[0]:
        assert mask[round(float(y)), round(float(x))]
    for a, b in COCO17.limb_indices:
        x, y = ONE.keypoints[0, [a, b]].mean(axis=0)
        assert mask[round(float(y)), round(float(x))]
    y, x = np.nonzero(mask)
    low, high = ONE.keypoints[0].min(axis=0) - 10, ONE.keypoints[0].max(axis=0) + 10
    assert x.min() >= low[0]
    assert y.min() >= low[1]
    assert x.max() <= high[0]
    assert y.max() <= high[1]


def test_left_and_right_are_told_apart() -> None:
    image = draw(GREY, ONE, Style(boxes=False))
    for side, colour in (("left", LEFT_COLOUR), ("right", RIGHT_COLOUR)):
        knee, ankle = (ONE.keypoints[0, COCO17.index(f"{side}_{name}")] for name in ("knee", "ankle"))
        x, y = (knee + ankle) / 2
        assert near(image, colour)[round(float(y)), round(float(x))]


def test_joints_under_the_threshold_are_not_drawn() -> None:
    scores = ONE.keypoint_scores.copy()
    wrist = COCO17.index("left_wrist")
    scores[0, wrist] = 0.2
    people = dataclasses.replace(ONE, keypoint_scores=scores)
    x, y = np.rint(ONE.keypoints[0, wrist]).astype(int)
    assert not changed(draw(GREY, people, Style(boxes=False, threshold=0.25)))[y - 4 : y + 5, x - 4 : x + 5].any()
    assert changed(draw(GREY, people, Style(boxes=False, threshold=0.15)))[y, x]
    nobody = dataclasses.replace(ONE, keypoint_scores=scores * 0)
    assert (draw(GREY, nobody, Style(boxes=False)) == GREY).all()


def test_limbs_of_low_confidence_fade() -> None:
    def strength(score: float) -> float:
        people = dataclasses.replace(ONE, keypoint_scores=np.full((1, 17), score, np.float32))
        return float(np.abs(draw(GREY, people, Style(boxes=False)).astype(int) - GREY).sum())

    assert strength(0.3) < 0.8 * strength(0.45) < 0.8 * strength(0.9)
    half = draw(GREY, ONE, Style(boxes=False, opacity=0.3)).astype(int) - GREY
    full = draw(GREY, ONE, Style(boxes=False)).astype(int) - GREY
    assert 0.2 * np.abs(full).sum() < np.abs(half).sum() < 0.6 * np.abs(full).sum()


def test_lines_grow_with_the_person() -> None:
    def width(scale: float) -> float:
        image = np.full((1200, 1200, 3), 90, np.uint8)
        people = standing((100, 20, 100 + 100 * scale, 20 + 200 * scale))
        people.keypoint_scores[0, [i for i in range(17) if i not in (11, 13)]] = 0
        x, y = people.keypoints[0, [11, 13]].mean(axis=0)  # the middle of a thigh
        return float(changed(draw(image, people, Style(boxes=False)), image)[round(float(y)), int(x) - 40 : int(x) + 40].sum())

    assert width(1) < width(2) < width(4)
    assert width(4) < 30


def test_box_and_id() -> None:
    people = standing((100, 60, 200, 220), ids=[3])
    colour = person_colour(3)
    boxed = near(draw(GREY, people, Style(skeleton=False, ids=False)), colour)
    assert boxed[60, 150]
    assert boxed[140, 100]
    assert not boxed[140, 150]
    tab = near(draw(GREY, people, Style(skeleton=False)), colour) & ~boxed
    assert tab[44:59, 100:115].mean() > 0.4
    assert not tab[60:].any()
    assert (draw(GREY, standing((100, 60, 200, 220)), Style(skeleton=False, boxes=False)) == GREY).all(), "no id without a track"
    scored = Style(skeleton=False, boxes=False, scores=True)
    assert changed(draw(GREY, standing((100, 60, 200, 220)), scored)).any()


def test_neighbouring_ids_have_distant_colours() -> None:
    colours = np.asarray([person_colour(i) for i in range(50)])
    assert len(np.unique(colours, axis=0)) == 50
    gaps = np.linalg.norm(np.diff(colours, axis=0), axis=1)
    assert gaps.min() > 80


def test_names() -> None:
    assert changed(draw(GREY, ONE, Style(names=True))).sum() > changed(draw(GREY, ONE)).sum() + 500


def noisy_face() -> tuple[np.ndarray, People, tuple[slice, slice]]:
    image = np.random.default_rng(0).integers(0, 256, (240, 320, 3), dtype=np.uint8)
    x, y = ONE.keypoints[0, :5].mean(axis=0)
    return image, ONE, (slice(round(float(y)) - 6, round(float(y)) + 7), slice(round(float(x)) - 6, round(float(x)) + 7))


@pytest.mark.parametrize("hidden", [(), range(5), range(17)])
def test_faces_are_blurred(hidden: tuple[int, ...]) -> None:
    image, people, face = noisy_face()
    scores = people.keypoint_scores.copy()
    scores[:, list(hidden)] = 0
    result = draw(image, dataclasses.replace(people, keypoint_scores=scores), dataclasses.replace(NOTHING, blur_faces=True))
    assert result[face].astype(float).std() < 0.35 * image[face].astype(float).std()
    assert (result[100:] == image[100:]).all(), "only the face"


def test_face_needs_a_person() -> None:
    assert face_ellipse(standing((10, 10, 10, 10), score=0.0), 0) is None


def test_other_joint_sets() -> None:
    points = np.random.default_rng(1).uniform(20, 200, (1, 16, 2))
    people = People.build(np.asarray([[20, 20, 200, 200]]), np.ones(1), points, np.ones((1, 16)), skeleton=MPII16)
    mask = changed(draw(GREY, people, Style(blur_faces=True, names=True)))
    assert all(mask[round(y), round(x)] for x, y in points[0].tolist())


@given(
    box=st.tuples(*[st.floats(-1e5, 1e5, width=32)] * 4),
    offset=st.floats(-1e9, 1e9, width=32),
    bad=st.sampled_from([None, float("nan"), float("inf")]),
    size=st.sampled_from([(1, 1), (2, 7), (240, 320)]),
)
def test_wild_numbers_do_no_harm(box: tuple[float, ...], offset: float, bad: float | None, size: tuple[int, int]) -> None:
    image = np.full((*size, 3), 90, np.uint8)
    people = standing((10, 10, 60, 90), ids=[5])
    points = people.keypoints + np.float32(offset)
    boxes = np.asarray([box], np.float32)
    if bad is not None:
        points[0, 3] = bad
        boxes[0, 1] = bad
    wild = dataclasses.replace(people, keypoints=points, boxes=boxes)
    assert draw(image, wild, Style(names=True, scores=True, blur_faces=True)).shape == image.shape
