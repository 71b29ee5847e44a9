import json

import cv2
import numpy as np
import pytest

from posecore.data.mpii import find_mpii, load_mpii
from posecore.data.samples import DataError
from posecore.evaluation.pck import pckh
from posecore.skeletons import MPII16


@pytest.fixture
def root(tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "annot").mkdir()
    cv2.imwrite(str(tmp_path / "images" / "a.jpg"), np.zeros((100, 100, 3), np.uint8))
    joints = [[i + 1, 2 * i + 1] for i in range(16)]
    person = {"image": "a.jpg", "center": [51.0, 41.0], "scale": 0.4, "joints": joints, "joints_vis": [1] * 16}
    rows = [person, {**person, "image": "gone.jpg"}, {**person, "joints_vis": [0] * 16}, {**person, "scale": -1}]
    (tmp_path / "annot" / "valid.json").write_text(json.dumps(rows))
    return tmp_path


def test_the_common_json(root):
    samples, skipped = load_mpii(*find_mpii(root, "val"))
    assert len(samples) == 1
    assert sum(skipped.counts.values()) == 3
    np.testing.assert_allclose(samples[0].box, [10, 6, 90, 86])
    assert samples[0].head_size == pytest.approx(np.sqrt(5))
    assert (samples[0].visibility == 2).all()


def test_the_official_mat(root):
    from scipy.io import savemat

    points = [{"id": i, "x": 10.0 + i, "y": 20.0 + i} for i in range(16)]
    person = {
        "annopoints": {"point": points}, "scale": 0.5, "objpos": {"x": 51.0, "y": 41.0}, "x1": 0.0, "y1": 0.0, "x2": 30.0, "y2": 40.0
    }  # fmt: skip
    annolist = [{"image": {"name": "a.jpg"}, "annorect": person} for _ in range(12)]
    release = {"annolist": np.array(annolist, dtype=object), "img_train": np.array([1] * 11 + [0])}
    path = root / "mpii_human_pose_v1_u12_1.mat"
    savemat(str(path), {"RELEASE": release})
    train, _ = load_mpii(path, root / "images", "train")
    val, _ = load_mpii(path, root / "images", "val")
    assert (len(train), len(val)) == (9, 2)
    np.testing.assert_allclose(train[0].keypoints[3], [12, 22])
    assert train[0].head_size == pytest.approx(30)
    assert find_mpii(root, "train")[0] == path


@pytest.mark.parametrize("text", ["", "[1]", '[{"image": "a.jpg"}]', "{}"])
def test_other_files_are_refused(root, text):
    (root / "annot" / "valid.json").write_text(text)
    with pytest.raises(DataError, match="valid.json"):
        load_mpii(*find_mpii(root, "val"))


def test_missing_folders(tmp_path):
    with pytest.raises(DataError, match="no such folder"):
        find_mpii(tmp_path / "none", "train")
    with pytest.raises(DataError, match="images"):
        find_mpii(tmp_path, "train")


def test_pckh_by_hand(root):
    sample = load_mpii(*find_mpii(root, "val"))[0][0]
    points = sample.keypoints[None].astype(float).copy()
    assert pckh(points, [sample], MPII16)["PCKh"] == 1
    reach = 0.5 * sample.head_size
    points[0, MPII16.index("left_wrist"), 0] += reach * 1.01
    points[0, MPII16.index("right_knee"), 0] += reach * 0.99
    points[0, MPII16.index("pelvis"), 0] += 100
    values = pckh(points, [sample], MPII16)
    assert values["wrist"] == 0.5
    assert values["knee"] == 1
    assert values["PCKh"] == pytest.approx(13 / 14)
