import numpy as np
import pytest

from posecore.people import People
from posecore.skeletons import COCO17, MPII16, SKELETONS, get_skeleton


def test_selecting_keeps_rows_together():
    people = People.build(np.arange(12).reshape(3, 4), np.arange(3), np.zeros((3, 17, 2)), np.zeros((3, 17)), np.array([7, 8, 9]))
    chosen = people[np.array([False, True, True])]
    assert list(chosen.ids) == [8, 9]
    np.testing.assert_array_equal(chosen.boxes[0], [4, 5, 6, 7])
    assert [int(one.ids[0]) for one in people] == [7, 8, 9]
    assert len(people[[]]) == 0
    assert people.boxes.dtype == np.float32
    assert people.ids.dtype == np.int64


def test_nobody_and_untracked():
    assert People.empty(MPII16).keypoints.shape == (0, 16, 2)
    assert list(People.build(np.zeros((2, 4)), np.zeros(2), np.zeros((2, 17, 2)), np.zeros((2, 17))).ids) == [-1, -1]


def test_wrong_shapes_are_refused_by_name():
    with pytest.raises(ValueError, match=r"People.keypoints has shape \(2, 16, 2\), expected \(2, 17, 2\)"):
        People.build(np.zeros((2, 4)), np.zeros(2), np.zeros((2, 16, 2)), np.zeros((2, 17)))


@pytest.mark.parametrize("skeleton", SKELETONS.values(), ids=list(SKELETONS))
def test_joint_sets_are_consistent(skeleton):
    flip = skeleton.flip_indices
    np.testing.assert_array_equal(flip[flip], np.arange(len(skeleton)))
    for name, mirrored in zip(skeleton.keypoints, flip, strict=True):
        if "left_" in name or "right_" in name:
            assert skeleton.keypoints[mirrored].replace("right_", "left_") == name.replace("right_", "left_")
    assert skeleton.limb_indices.max() < len(skeleton)
    assert set(skeleton.upper_body) <= set(skeleton.keypoints)
    assert skeleton.sigmas is None or len(skeleton.sigmas) == len(skeleton)


def test_unknown_joint_set():
    assert get_skeleton("coco17") is COCO17
    with pytest.raises(ValueError, match="known: coco17"):
        get_skeleton("hand22")
