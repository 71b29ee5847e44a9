"""Cut off by the picture's edge, and somebody else beside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

from hypothesis import given
from hypothesis import strategies as st

from posecore.data.augment import NO_AUGMENTATION
from posecore.data.clutter import body_mask, edge_window, inside, paste_neighbour
from posecore.data.coco import load_coco
from posecore.data.dataset import PoseDataset
from posecore.skeletons import COCO17
from tests.datasets import make_split
from tests.tracking.world import STANDING

BODY = STANDING * 100 + (60, 10)
ALL = np.full(17, 2.0, np.float32)


@given(st.integers(0, 10**6))
def test_the_edge_leaves_enough(seed: int):
    box = np.asarray([40.0, 10, 80, 110])
    window = edge_window(box, BODY, ALL, (120, 120), np.random.default_rng(seed))
    assert window[0] >= 0
    assert window[1] >= 0
    assert (window[2:] <= 120).all()
    left = inside(BODY, window)
    assert left.sum() >= 4


def test_edges_do_cut():
    box = np.asarray([40.0, 10, 80, 110])
    windows = [edge_window(box, BODY, ALL, (120, 120), np.random.default_rng(seed)) for seed in range(50)]
    assert sum(not inside(BODY, window).all() for window in windows) > 30


def test_a_body_is_where_its_joints_are():
    mask = body_mask(BODY, ALL > 0, COCO17, (120, 120))
    assert mask is not None
    rows, columns = BODY[:, 1].round().astype(int), BODY[:, 0].round().astype(int)
    assert (mask[rows, columns] > 127).mean() > 0.9
    assert 0.05 < (mask > 127).mean() < 0.4
    assert body_mask(BODY, np.arange(17) != 5, COCO17, (120, 120)) is None, "without a shoulder nobody knows how large"


def test_a_neighbour_in_front_makes_joints_unsure_and_one_behind_hides_nothing():
    crop, other = np.zeros((120, 120, 3), np.uint8), np.full((120, 120, 3), 200, np.uint8)
    fronts = 0
    for seed in range(40):
        mixed, visibility = paste_neighbour(crop, BODY, ALL, other, BODY, ALL, COCO17, np.random.default_rng(seed))
        assert mixed.max() > 150
        assert set(visibility.tolist()) <= {1.0, 2.0}
        mine = body_mask(BODY, ALL > 0, COCO17, (120, 120))
        assert mine is not None
        if (visibility < 2).any():
            fronts += 1
            hidden = BODY[visibility < 2].round().astype(int)
            assert (mixed[hidden[:, 1], hidden[:, 0]] > 90).all(), "where the joint was, the neighbour is"
        elif mixed[mine > 250].max(initial=0) < 10:
            assert (visibility == 2).all()
    assert fronts > 5


@pytest.mark.parametrize("name", ["edge", "neighbour"])
def test_they_are_drawn_by_seed_and_off_by_default(tmp_path, name: str):
    make_split(tmp_path, "train", 3, seed=0)
    samples, _ = load_coco(tmp_path / "train.json", tmp_path / "images", COCO17)
    plain = PoseDataset(samples, COCO17, (96, 128), NO_AUGMENTATION)
    cluttered = PoseDataset(samples, COCO17, (96, 128), replace(NO_AUGMENTATION, **{name: 1.0}))
    assert any((cluttered.crop(0, seed)[0] != plain.crop(0, seed)[0]).any() for seed in range(5))
    np.testing.assert_array_equal(cluttered.crop(0, 7)[0], cluttered.crop(0, 7)[0])
