"""The synthetic camera keeps its word: motion exactly as told, boxes true, pace of a camera."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from posecore.geometry import box_iou
from posecore.sources import SourceError
from posecore.sources.synthetic import SyntheticPeople

SIZE = (320, 180)


def test_same_frame_every_time():
    a, b = SyntheticPeople(2, SIZE, live=False), SyntheticPeople(2, SIZE, live=False)
    with a:
        frames = [a.read() for _ in range(4)]
    assert np.array_equal(frames[3].image, b.render(3))
    assert not np.array_equal(frames[3].image, frames[0].image)
    assert [f.time for f in frames] == pytest.approx([0, 1 / 30, 2 / 30, 3 / 30])
    assert frames[0].image.shape == (180, 320, 3)


@pytest.mark.parametrize("people", [0, 1, 2, 5])
def test_truth_is_where_the_picture_differs_from_the_wall(people: int):
    camera, wall = SyntheticPeople(people, SIZE), SyntheticPeople(0, SIZE)
    for index in (0, 40, 95):
        truth = camera.truth(index)
        assert truth.shape == (people, 4)
        changed = np.abs(camera.render(index).astype(int) - wall.render(index)).max(axis=2) > 40
        if people:
            rows, columns = np.nonzero(changed)
            seen = np.asarray([[columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]], float)
            union = np.asarray([[*truth[:, :2].min(axis=0), *truth[:, 2:].max(axis=0)]])
            assert box_iou(seen, union)[0, 0] > 0.9
        else:
            assert not changed.any()


def test_moves_are_exact():
    """Shifted back by the told motion, the person is the same to a fraction of a grey level."""
    camera = SyntheticPeople(1, SIZE)
    moves = np.asarray([camera.moves(i)[0] for i in range(300)])
    still = int(np.argmin(np.abs(moves[100:] - np.round(moves[100:])).sum(axis=1) + 10 * (np.abs(moves[100:]).sum(axis=1) < 5))) + 100
    shift = np.round(moves[still]).astype(int)
    assert np.abs(shift).sum() >= 5
    x1, y1, x2, _y2 = camera.truth(0)[0].astype(int)
    face = np.s_[y1 + 15 : y1 + 45, (x1 + x2) // 2 - 25 : (x1 + x2) // 2 - 5]
    moved = np.roll(camera.render(still), -shift[::-1], axis=(0, 1))
    assert np.abs(moved[face].astype(int) - camera.render(0)[face]).mean() < 12


def test_still():
    camera = SyntheticPeople(1, SIZE, motion=0.0)
    assert np.array_equal(camera.render(0), camera.render(77))


def test_comes_at_the_pace_of_a_camera_and_skips_for_the_late():
    with SyntheticPeople(1, SIZE, fps=50.0) as camera:
        frames = [camera.read() for _ in range(6)]
        assert frames[5].time - frames[0].time == pytest.approx(0.1, abs=0.06)
        time.sleep(0.2)
        late = camera.read()
        assert late.index >= frames[5].index + 9
        assert abs(late.time - time.monotonic()) < 0.1


def test_ends_and_can_be_interrupted():
    with SyntheticPeople(1, SIZE, live=False, frames=3) as camera:
        assert len(list(camera)) == 3
    with SyntheticPeople(1, SIZE, fps=0.2) as camera:
        assert camera.read() is not None
        threading.Timer(0.05, camera.interrupt).start()
        start = time.monotonic()
        assert camera.read() is None
        assert time.monotonic() - start < 1


def test_what_cannot_be():
    for arguments in ({"people": -1}, {"people": 1001}, {"size": (0, 5)}, {"fps": 0.0}):
        with pytest.raises(SourceError, match="cannot be"):
            SyntheticPeople(**arguments)
