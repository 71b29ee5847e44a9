"""Frames prepared for the screen."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from lightpose.gui.presenter import Presenter, ScreenOptions, prepare
from posecore.drawing.heatmap import place_heatmaps
from posecore.geometry import box_to_center_scale, crop_affine
from posecore.pipelines.frame import Heatmaps, PoseFrame
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


def test_mirrored() -> None:
    plain, mirrored = (prepare(frame(), ScreenOptions((64, 48), mirror=m)) for m in (False, True))
    assert (mirrored.image == plain.image[:, ::-1]).all()


def test_faces_are_blurred_and_the_frame_is_left_alone() -> None:
    given = frame()
    given.image[:] = np.random.default_rng(0).integers(0, 255, given.image.shape)
    before = given.image.copy()
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
