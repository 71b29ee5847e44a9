"""Frames prepared for the screen."""

from __future__ import annotations

import time
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from lightpose.gui.presenter import Presenter, Scaled, ScreenOptions, prepare, resized
from lightpose.gui.view import people_now
from posecore.drawing.heatmap import place_heatmaps
from posecore.geometry import box_to_center_scale, crop_affine
from posecore.pipelines.choice import ChooseStage
from posecore.pipelines.frame import Heatmaps, PoseFrame
from posecore.pipelines.selection import Selection
from tests.clips import picture, standing


def frame(width: int = 64, height: int = 48, index: int = 0) -> PoseFrame:
    people = standing((10, 5, 30, 45))
    return PoseFrame(picture(index, width, height), index, 0.0, time.monotonic(), people=people)


@pytest.mark.parametrize(
    ("room", "size"), [((640, 480), (640, 480)), ((640, 200), (267, 200)), ((100, 900), (100, 75)), ((20, 20), (20, 15))]
)
def test_as_large_as_the_room_allows(room: tuple[int, int], size: tuple[int, int]) -> None:
    made = prepare(frame(), ScreenOptions(room))
    assert made.image.shape == (size[1], size[0], 4)
    assert made.image.flags.c_contiguous


@pytest.mark.parametrize(("width", "shown"), [(320, 160), (320, 110), (321, 60), (640, 100)])
def test_much_smaller_pictures_do_not_flicker_and_stay_in_their_place(width: int, shown: int) -> None:
    """Stripes of one pixel become grey; the middle of a square stays where it was."""
    height = width * 3 // 4
    stripes = np.zeros((height, width, 3), np.uint8)
    stripes[:, ::2] = 200
    assert np.ptp(resized(stripes, (shown, 999))[:, 1:-1]) <= 20
    square = np.zeros((height, width, 3), np.uint8)
    square[width // 4 : width // 2, width // 4 : width // 2] = 255
    weights = resized(square, (shown, 999))[..., 0].astype(float)
    places = np.arange(weights.shape[1]) + 0.5
    middle = (weights.sum(axis=0) * places).sum() / weights.sum()
    assert middle == pytest.approx((width // 4 + width // 2) / 2 * shown / width, abs=0.1)


def test_mirrored() -> None:
    plain, mirrored = (prepare(frame(), ScreenOptions((64, 48), mirror=m)) for m in (False, True))
    assert (mirrored.image == plain.image[:, ::-1]).all()


def test_faces_are_blurred_and_the_frame_is_left_alone() -> None:
    given = frame()
    given.image[:] = np.random.default_rng(0).integers(0, 255, given.image.shape)
    before = given.image.copy()
    given.everyone, given.people = given.people, given.people[:0]  # whoever is chosen
    made = prepare(given, ScreenOptions((64, 48), blur_faces=True))
    changed = (made.image[..., :3] != before).any(axis=-1)
    assert changed[5:20, 10:30].any()
    assert not changed[:, 40:].any()
    assert (given.image == before).all()


def test_a_heatmap_lies_where_its_joint_is() -> None:
    given, (width, height) = frame(320, 240), (192, 256)
    box = np.asarray([[60.0, 30, 160, 220]])
    centers, scales = box_to_center_scale(box, width / height)
    matrix = crop_affine(centers[0], scales[0], (width, height))
    heatmaps = np.zeros((1, 17, height // 4, width // 4), np.float32)
    heatmaps[0, 10, 40, 12] = 1.0
    given.heatmaps = Heatmaps(heatmaps, matrix[None], 4.0)
    there = np.linalg.inv(np.vstack([matrix, [0, 0, 1]])) @ [12 * 4, 40 * 4, 1]
    heat = place_heatmaps(heatmaps[:, 10], matrix[None], (320, 240), (640, 480))
    y, x = np.unravel_index(int(heat.argmax()), heat.shape)
    assert (x, y) == pytest.approx(there[:2] * 2, abs=2)
    plain = prepare(given, ScreenOptions((640, 480))).image.astype(int)
    with_heat = prepare(given, ScreenOptions((640, 480), heatmap=10)).image.astype(int)
    changed = np.argwhere(np.abs(plain - with_heat).sum(axis=2) > 5)
    assert np.abs(changed.mean(axis=0) - [y, x]).max() < 4
    other = prepare(given, ScreenOptions((640, 480), heatmap=3)).image
    assert (other == plain).all()


def wait_for(take: Any) -> Any:
    deadline = time.monotonic() + 5
    while (result := take()) is None and time.monotonic() < deadline:
        time.sleep(0.005)
    assert result is not None
    return result


def test_the_newest_frame_wins_and_options_show_at_once() -> None:
    presenter = Presenter()
    presenter.start()
    try:
        presenter.offer(frame())
        wait_for(presenter.take)
        for index in range(200):
            presenter.offer(frame(index=index))
        while (made := wait_for(presenter.take)).frame.index != 199:
            pass
        presenter.options = ScreenOptions((128, 96), mirror=True)
        again = wait_for(presenter.take)
        assert again.frame is made.frame
        assert again.mirror
        assert again.image.shape == (96, 128, 4)
        presenter.clear()
        presenter.options = ScreenOptions((64, 48))
        time.sleep(0.05)
        assert presenter.take() is None
    finally:
        assert presenter.stop(2)


def test_a_bad_frame_does_not_end_the_thread() -> None:
    presenter = Presenter()
    presenter.start()
    try:
        presenter.offer(PoseFrame(np.zeros((0, 0, 3), np.uint8), 0, 0.0, 0.0))
        deadline = time.monotonic() + 5
        while presenter.error is None and time.monotonic() < deadline:
            time.sleep(0.005)
        presenter.offer(frame(index=5))
        assert wait_for(presenter.take).frame.index == 5
    finally:
        assert presenter.stop(2)


def moving(captured: float, grey: int, speed: float = 200.0) -> PoseFrame:
    """A frame of one person who moves to the right at ``speed`` px/s."""
    people = standing((20, 20, 80, 100), ids=[1])
    image = np.full((120, 160, 3), grey, np.uint8)
    motion = np.zeros((1, 17, 2))
    motion[..., 0] = speed
    return PoseFrame(image, 0, captured, captured, people=people, motion=motion)


PREDICT = ScreenOptions((160, 120), predict=True)


def test_predicted_people_are_on_the_newest_image() -> None:
    frame, newest = moving(10.0, 50), moving(10.06, 90)
    screen = prepare(frame, PREDICT, newest)
    assert screen.image[0, 0, 0] == 90
    assert screen.predict
    assert screen.frame is frame


@pytest.mark.parametrize(
    ("options", "newest"),
    [
        (replace(PREDICT, predict=False), moving(10.06, 90)),
        (replace(PREDICT, blur_faces=True), moving(10.06, 90)),
        (replace(PREDICT, heatmap=3), moving(10.06, 90)),
    ],
    ids=["off", "blurred faces", "heatmap"],
)
def test_other_people_stay_on_their_own_image(options: ScreenOptions, newest: PoseFrame) -> None:
    screen = prepare(moving(10.0, 50), options, newest)
    assert screen.image[0, 0, 0] == 50
    assert not screen.predict


def test_an_image_that_is_on_the_screen_is_not_scaled_again() -> None:
    scaled, newest = Scaled(), moving(10.06, 90)
    first = prepare(moving(10.0, 50), PREDICT, newest, scaled)
    again = prepare(moving(10.03, 50), PREDICT, newest, scaled)
    assert again.image is first.image
    assert prepare(moving(10.03, 50), replace(PREDICT, mirror=True), newest, scaled).image is not first.image
    smaller = prepare(moving(10.03, 50), replace(PREDICT, size=(80, 60)), newest, scaled)
    assert smaller.image.shape == (60, 80, 4)
    assert prepare(moving(10.03, 50), PREDICT, moving(10.06, 91), scaled).image[0, 0, 0] == 91


def test_it_says_once_that_there_is_an_image() -> None:
    said: list[int] = []
    presenter = Presenter(lambda: said.append(1))
    presenter.start()
    try:
        for index in range(5):
            presenter.offer(frame(index=index))
            deadline = time.monotonic() + 5
            while presenter._dirty and time.monotonic() < deadline:
                time.sleep(0.002)
        time.sleep(0.05)
        assert len(said) == 1, "whoever was told has not come yet"
        assert wait_for(presenter.take).frame.index == 4
        presenter.offer(frame(index=7))
        assert wait_for(presenter.take).frame.index == 7
        assert len(said) == 2
    finally:
        assert presenter.stop(2)


def test_people_are_drawn_where_they_are_when_they_are_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lightpose.gui.view.time", SimpleNamespace(monotonic=lambda: 10.1))
    frame = moving(10.0, 50)
    now = people_now(prepare(frame, PREDICT, None))
    assert now.keypoints[..., 0] == pytest.approx(frame.people.keypoints[..., 0] + 20, abs=1e-3)
    assert people_now(prepare(frame, replace(PREDICT, predict=False), None)) is frame.people


def test_who_is_shown_can_change_on_a_frame_that_is_done() -> None:
    people = standing((20, 20, 80, 100), (90, 20, 140, 60), ids=[1, 2])
    frame = ChooseStage(Selection(person=2)).process(PoseFrame(np.zeros((120, 160, 3), np.uint8), 0, 0.0, 0.0, people=people))
    assert prepare(frame, ScreenOptions((160, 120), selection=Selection(person=2))).frame is frame
    other = prepare(frame, ScreenOptions((160, 120), selection=Selection(person=1))).frame
    assert other.people.ids.tolist() == [1]
    assert other.all_people.ids.tolist() == [1, 2]
    assert frame.people.ids.tolist() == [2]
