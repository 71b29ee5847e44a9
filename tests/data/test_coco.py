import json

import numpy as np
import pytest

from posecore.data.coco import find_annotations, load_coco
from posecore.data.samples import DataError
from posecore.skeletons import COCO17, MPII16
from tests.datasets import make_dataset, make_split


def test_flat_and_official_layouts(tmp_path):
    make_dataset(tmp_path / "flat")
    assert find_annotations(tmp_path / "flat", "val")[0].name == "val.json"
    official = tmp_path / "coco"
    (official / "annotations").mkdir(parents=True)
    (official / "val2017").mkdir()
    (official / "annotations" / "person_keypoints_val2017.json").write_text("{}")
    assert find_annotations(official, "val")[1].name == "val2017"


@pytest.mark.parametrize("case", ["missing folder", "no annotations"])
def test_wrong_folder_is_one_clear_error(tmp_path, case):
    root = tmp_path / "nowhere" if case == "missing folder" else tmp_path
    with pytest.raises(DataError, match=str(root)):
        find_annotations(root, "train")


def test_unusable_annotations_are_counted_named_and_skipped(tmp_path):
    content = make_split(tmp_path, "train", 8, seed=0)
    rows = content["annotations"]
    rows[0]["keypoints"] = [0] * 51
    rows[1]["iscrowd"] = 1
    rows[2]["bbox"] = [500, 500, 20, 20]
    rows[3]["image_id"] = 99999
    rows[4]["keypoints"] = rows[4]["keypoints"][:48]
    (tmp_path / "images" / content["images"][5]["file_name"]).unlink()
    rows[6]["bbox"] = [-50, 10, 100, 100]
    (tmp_path / "train.json").write_text(json.dumps(content))
    samples, skipped = load_coco(tmp_path / "train.json", tmp_path / "images", COCO17)
    assert [s.id for s in samples] == [7, 8]
    assert sum(skipped.counts.values()) == 6
    assert len(skipped.counts) == 6
    assert content["images"][5]["file_name"] in str(skipped)
    np.testing.assert_allclose(samples[0].box, [0, 10, 50, 110])
    assert samples[0].source == "human"


@pytest.mark.parametrize(("given", "read"), [([0.5] * 16 + [1.5], [0.5] * 16 + [1.0]), ([0.5] * 16, None), (None, None)])
def test_confidence_of_joints_is_read_where_there_is_one_for_each(tmp_path, given, read):
    content = make_split(tmp_path, "train", 2, seed=0)
    if given is not None:
        content["annotations"][0]["keypoint_confidence"] = given
    (tmp_path / "train.json").write_text(json.dumps(content))
    first, second = load_coco(tmp_path / "train.json", tmp_path / "images", COCO17)[0]
    assert second.confidence is None
    if read is None:
        assert first.confidence is None
    else:
        np.testing.assert_array_equal(first.confidence, np.asarray(read, np.float32))


@pytest.mark.parametrize("text", ["", "not json", "[1, 2]", "{}"])
def test_wrong_file_is_one_clear_error(tmp_path, text):
    (tmp_path / "train.json").write_text(text)
    with pytest.raises(DataError, match="train.json"):
        load_coco(tmp_path / "train.json", tmp_path, COCO17)


def test_another_joint_set_leaves_nobody(tmp_path):
    make_split(tmp_path, "train", 2, seed=0)
    with pytest.raises(DataError, match="nobody with 16 labelled joints"):
        load_coco(tmp_path / "train.json", tmp_path / "images", MPII16)


@pytest.mark.parametrize(("source", "moved", "kept"), [("teacher", 60, 5), ("teacher", 0, 6), ("human+teacher", 60, 6), ("human", 60, 6)])
def test_a_teachers_pose_beside_its_box_is_that_of_a_neighbour(tmp_path, source, moved, kept):
    root = make_dataset(tmp_path, train=6, val=1)
    file = root / "train.json"
    content = json.loads(file.read_text())
    annotation = content["annotations"][2]
    x, y, w, h = annotation["bbox"]
    annotation.update(source=source, bbox=[x + moved, y, w, h])
    for image in content["images"]:
        image.pop("width")  # which would cut the box
    file.write_text(json.dumps(content))
    assert len(load_coco(file, root / "images", COCO17)[0]) == 6
    samples, skipped = load_coco(file, root / "images", COCO17, doubt_teachers=True)
    assert len(samples) == kept
    assert ("on a neighbour" in str(skipped)) == (kept < 6)
