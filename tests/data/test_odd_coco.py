"""COCO files as people have them: what differs from COCO's own is understood or refused in one line, and trains as it is measured."""

import json
import runpy
import struct
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from posecore.data.coco import load_coco, read_coco_json
from posecore.data.images import read_image, read_labelled
from posecore.data.samples import DataError
from posecore.skeletons import COCO17
from tests.datasets import make_split

CASES = Path(__file__).parents[3] / "shared" / "cases" / "datasets.py"


def rows(content, key=None, value=None):
    for row in content["annotations"]:
        row.pop(key, None) if value is None else row.__setitem__(key, value)


def category(content, number, *others):
    rows(content, "category_id", number)
    content["categories"] = [{"id": number, "name": "person"}, *others]


def two_categories(content):
    category(content, 3, {"id": 4, "name": "dog"})
    dog = {**content["annotations"][0], "id": 77, "category_id": 4}
    content["annotations"].append(dog)


def strings(content):
    for image in content["images"]:
        image["id"] = f"i{image['id']}"
    for row in content["annotations"]:
        row.update(id=f"a{row['id']}", image_id=f"i{row['image_id']}")


def folders(content):
    for image in content["images"]:
        image["file_name"] = f"images/{image['file_name']}"


def all_crowded_with_extra_unlabelled(content):
    content["annotations"].append({"id": 500, "image_id": content["images"][0]["id"], "category_id": 1, "bbox": [1, 1, 9, 9]})


ODD = {
    "category 7": lambda c: category(c, 7),
    "a dog besides": two_categories,
    "players beside an unused person": lambda c: (rows(c, "category_id", 2), c["categories"].append({"id": 2, "name": "player"})),
    "no categories": lambda c: c.pop("categories"),
    "the same id twice": lambda c: rows(c, "id", 1),
    "no ids": lambda c: rows(c, "id"),
    "id 0": lambda c: [row.update(id=i) for i, row in enumerate(c["annotations"])],
    "ids are strings": strings,
    "no num_keypoints": lambda c: rows(c, "num_keypoints"),
    "num_keypoints 0": lambda c: rows(c, "num_keypoints", 0),
    "no area": lambda c: rows(c, "area"),
    "no iscrowd": lambda c: rows(c, "iscrowd"),
    "no bbox": lambda c: rows(c, "bbox"),
    "no image size": lambda c: [(i.pop("width"), i.pop("height")) for i in c["images"]],
    "names with folders": folders,
    "visibility is true or false": lambda c: [r["keypoints"].__setitem__(slice(2, None, 3), [True] * 17) for r in c["annotations"]],
    "names are addresses": lambda c: [i.update(file_name=f"https://a.b/c/{i['file_name']}") for i in c["images"]],
    "names of another machine": lambda c: [i.update(file_name=f"C:\\data\\{i['file_name']}") for i in c["images"]],
    "a person without keypoints": all_crowded_with_extra_unlabelled,
}


def ap(root, split="val"):
    """OKS AP of the labels themselves, moved a little."""
    pytest.importorskip("faster_coco_eval")
    from posecore.evaluation.keypoint_ap import score_samples

    samples, _ = load_coco(root / f"{split}.json", root / "images", COCO17)
    noise = np.random.default_rng(0).normal(0, 7, (len(samples), 17, 2)).astype(np.float32)
    scores = np.linspace(0.5, 1, len(samples))[:, None].repeat(17, 1).astype(np.float32)
    found = np.stack([s.keypoints for s in samples]) + noise
    return score_samples(samples, found, scores, read_coco_json(root / f"{split}.json"), COCO17)[-1]


@pytest.mark.parametrize("name", ODD)
def test_odd_files_measure_as_the_clean_one(tmp_path, name):
    content = make_split(tmp_path, "val", 6, seed=4)
    for row in content["annotations"]:  # without masks, the area of COCO's tools is that of the box
        row["area"] = row["bbox"][2] * row["bbox"][3]
    (tmp_path / "val.json").write_text(json.dumps(content))
    clean = ap(tmp_path)
    assert 0.05 < clean.values["AP"] < 0.95
    ODD[name](content)
    (tmp_path / "val.json").write_text(json.dumps(content), encoding="utf-8-sig")
    odd = ap(tmp_path)
    assert odd.people == clean.people == 6
    assert odd.values["AP"] == pytest.approx(clean.values["AP"], abs=0.05 if name == "no bbox" else 1e-9)


def test_a_joint_in_the_very_corner_is_none(tmp_path):
    content = make_split(tmp_path, "val", 2, seed=4)
    content["annotations"][0]["keypoints"][:3] = [0, 0, 2]
    (tmp_path / "val.json").write_text(json.dumps(content))
    samples, _ = load_coco(tmp_path / "val.json", tmp_path / "images", COCO17)
    assert [int((sample.visibility > 0).sum()) for sample in samples] == [16, 17]


@pytest.mark.parametrize("name", ["\ud800.jpg", "a\0b.jpg", ".", "a" * 5000 + ".jpg"])
def test_a_name_that_no_file_can_have_is_one_line_or_left_out(tmp_path, name):
    content = make_split(tmp_path, "val", 2, seed=4)
    content["images"][0]["file_name"] = name
    (tmp_path / "val.json").write_text(json.dumps(content))
    try:
        samples, _ = load_coco(tmp_path / "val.json", tmp_path / "images", COCO17)
    except OSError as error:
        said = str(error)
    else:
        said = "" if len(samples) == 1 else "read"
    assert said in ("", f"[Errno 36] File name too long: '{tmp_path / 'images' / name}'")


def unlabel(content):
    for row in content["annotations"]:
        row["keypoints"][2::3] = [0] * 17


BAD = {
    "all joints v = 0": (
        lambda c: [r["keypoints"].__setitem__(slice(2, None, 3), [0] * 17) for r in c["annotations"]],
        "6 without labelled",
    ),
    "no annotations": (lambda c: c["annotations"].clear(), "no annotations"),
    "26 joints": (lambda c: [r["keypoints"].extend([1, 1, 2] * 9) for r in c["annotations"]], "have 26 joints, .* coco17 has 17"),
    "two images of one id": (lambda c: c["images"][1].update(id=c["images"][0]["id"]), "stands for"),
    "keypoints without visibility": (lambda c: c["annotations"][0].update(keypoints=[1] * 34), "annotation 1: 34 numbers"),
    "keypoints in words": (lambda c: c["annotations"][0].update(keypoints=["left"] * 51), "annotation 1: its keypoints"),
    "box of three": (lambda c: c["annotations"][2].update(bbox=[1, 2, 3]), "annotation 3: its bbox"),
    "images by name": (lambda c: c.update(images={"a": 1}), "'images' is not a list"),
    "annotations null": (lambda c: c.update(annotations=None), "'annotations' is not a list"),
    "joints of a larger image": (
        lambda c: [r.update(keypoints=[9 * v + 900 if i % 3 < 2 else v for i, v in enumerate(r["keypoints"])]) for r in c["annotations"]],
        "6 of 6 boxes hold less than half of their joints",
    ),
    "boxes by their centres": (
        lambda c: [
            r.update(bbox=[r["bbox"][0] + r["bbox"][2] / 2, r["bbox"][1] + r["bbox"][3] / 2, *r["bbox"][2:]]) for r in c["annotations"]
        ],
        "[456] of 6 boxes hold less than half of their joints",
    ),
    "pictures of twice the size": (
        lambda c: [i.update(width=240, height=320) for i in c["images"]],
        r"6 of 6 pictures have another size .*png has 120×160 px, not 240×320",
    ),
    "sides the other way round": (
        lambda c: [i.update(width=160, height=120) for i in c["images"]],
        r"6 of 6 pictures have another size .*png has 120×160 px, not 160×120",
    ),
    "joints in pairs": (lambda c: rows(c, "keypoints", [[5, 5, 2]] * 17), "annotation 1: its keypoints"),
    "image without name": (lambda c: c["images"][0].pop("file_name"), "without 'id' or 'file_name'"),
}


@pytest.mark.parametrize("name", BAD)
def test_files_that_cannot_be_used_are_one_line(tmp_path, name):
    content = make_split(tmp_path, "val", 6, seed=4)
    change, message = BAD[name]
    change(content)
    (tmp_path / "val.json").write_text(json.dumps(content))
    with pytest.raises(DataError, match=message) as caught:
        load_coco(tmp_path / "val.json", tmp_path / "images", COCO17)
    assert "\n" not in str(caught.value)
    assert "val.json" in str(caught.value)


def test_no_damage_to_a_file_is_a_traceback(tmp_path):
    """Values replaced at random anywhere in the file: it is read or refused as a DataError."""
    make_split(tmp_path, "val", 2, seed=4)
    text = (tmp_path / "val.json").read_text()
    rng = np.random.default_rng(0)
    odd = [None, True, -1, 1e400, "x", [], {}, [[1]], 10**30, {"id": 1}]
    outcomes = set()
    for _ in range(300):
        content = json.loads(text)
        node = content
        while True:
            keys = list(node) if isinstance(node, dict) else range(len(node))
            key = keys[int(rng.integers(len(keys)))]
            if not isinstance(node[key], (dict, list)) or not node[key] or rng.random() < 0.3:
                break
            node = node[key]
        node[key] = odd[int(rng.integers(len(odd)))]
        (tmp_path / "val.json").write_text(json.dumps(content))
        try:
            load_coco(tmp_path / "val.json", tmp_path / "images", COCO17)
            outcomes.add("read")
        except DataError:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}


@pytest.mark.parametrize("cut", [0, 1, 100, 2000])
def test_a_file_cut_short(tmp_path, cut):
    make_split(tmp_path, "val", 4, seed=4)
    file = tmp_path / "val.json"
    file.write_text(file.read_text()[:cut])
    with pytest.raises(DataError, match="not a JSON file"):
        load_coco(file, tmp_path / "images", COCO17)


def test_a_small_file_of_a_huge_image_is_refused_before_it_is_decoded(tmp_path, monkeypatch):
    """30,000² black pixels of one bit are a PNG of 100 KB, and 2.7 GB as an image: its header is enough to refuse it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 30000, 30000, 1, 0, 0, 0, 0)
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)))
    monkeypatch.setattr(cv2, "imdecode", lambda *_: pytest.fail("decoded"))
    with pytest.raises(OSError, match="30000×30000 px large; images of more than 200 million pixels are not read"):
        read_image(tmp_path / "bomb.png")


@pytest.mark.parametrize("orientation", [1, 6, 8])
@pytest.mark.parametrize("upright", [True, False])
def test_the_size_in_the_file_decides_which_way_up_a_photo_is_read(tmp_path, orientation, upright):
    content = make_split(tmp_path, "val", 1, seed=4)
    entry = content["images"][0]
    shown = cv2.imread(str(tmp_path / "images" / entry["file_name"]))
    turns = {1: 0, 6: 1, 8: -1}[orientation]
    stored = np.rot90(shown, turns)
    exif = Image.Exif()
    exif[0x0112] = orientation
    entry["file_name"] = "turned.png"
    Image.fromarray(stored[..., ::-1].copy()).save(tmp_path / "images" / "turned.png", exif=exif.tobytes())
    expected = shown if upright else stored
    entry["height"], entry["width"] = expected.shape[:2]
    (tmp_path / "val.json").write_text(json.dumps(content))
    (sample,), _ = load_coco(tmp_path / "val.json", tmp_path / "images", COCO17)
    np.testing.assert_array_equal(read_labelled(sample), expected)


@pytest.mark.skipif(not CASES.is_file(), reason="the shared small cases are not here")
def test_the_shared_cases(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", [str(CASES), str(tmp_path)])
    runpy.run_path(str(CASES))
    good = load_coco(tmp_path / "good" / "val.json", tmp_path / "good" / "images", COCO17)[0]
    for name in ("category_7", "same_ids", "no_num_keypoints", "no_area", "no_bbox", "string_ids", "exif_turned"):
        samples, _ = load_coco(tmp_path / name / "val.json", tmp_path / name / "images", COCO17)
        assert len(samples) == len(good), name
        if name == "no_area":
            assert [s.area for s in samples] == [s.area for s in good], "so that AP is the same"
        assert read_labelled(samples[0]).shape == read_labelled(good[0]).shape, name
    for name in ("all_v_0", "no_annotations", "joints_26"):
        with pytest.raises(DataError):
            load_coco(tmp_path / name / "val.json", tmp_path / name / "images", COCO17)


def corners(content):
    for row in content["annotations"]:
        x, y, w, h = row["bbox"]
        row["bbox"] = [x, y, x + w, y + h]


def to_the_right(content, root):
    """Everybody in a larger picture, where corners that are read as width and height leave it."""
    for image in content["images"]:
        picture = cv2.imread(str(root / "images" / image["file_name"]))
        cv2.imwrite(str(root / "images" / image["file_name"]), cv2.copyMakeBorder(picture, 40, 0, 90, 0, cv2.BORDER_CONSTANT))
        image.update(width=210, height=200)
    for row in content["annotations"]:
        row["bbox"] = [row["bbox"][0] + 90, row["bbox"][1] + 40, *row["bbox"][2:]]
        row["keypoints"] = [v + (90, 40, 0)[i % 3] for i, v in enumerate(row["keypoints"])]


def test_boxes_by_their_corners_are_refused(tmp_path):
    content = make_split(tmp_path, "val", 8, seed=4)
    to_the_right(content, tmp_path)
    (tmp_path / "val.json").write_text(json.dumps(content))
    assert len(load_coco(tmp_path / "val.json", tmp_path / "images", COCO17)[0]) == 8
    corners(content)
    (tmp_path / "val.json").write_text(json.dumps(content))
    with pytest.raises(DataError, match=r"val\.json: its boxes are corners: 8 of 8 would leave .* width and height"):
        load_coco(tmp_path / "val.json", tmp_path / "images", COCO17)


def test_boxes_that_leave_the_picture_are_no_corners(tmp_path):
    """Boxes of whole people whom the edge cuts off are cut there; both readings make sense of some only."""
    content = make_split(tmp_path, "val", 8, seed=4)
    for row in content["annotations"][:6]:
        row["bbox"][2] += 60
    for row in content["annotations"][6:]:
        x, y, w, h = row["bbox"]
        row["bbox"] = [x + w - 20, y, 20, h]
    (tmp_path / "val.json").write_text(json.dumps(content))
    samples, _ = load_coco(tmp_path / "val.json", tmp_path / "images", COCO17)
    assert len(samples) == 8
    assert max(sample.box[2] for sample in samples) == 120


def test_a_picture_of_another_size_is_left_out(tmp_path):
    content = make_split(tmp_path, "val", 12, seed=4)
    name = content["images"][3]["file_name"]
    small = tmp_path / "images" / name
    cv2.imwrite(str(small), cv2.resize(cv2.imread(str(small)), (60, 80)))
    samples, skipped = load_coco(tmp_path / "val.json", tmp_path / "images", COCO17)
    assert name not in {sample.image.name for sample in samples}
    assert len(samples) == 11
    assert f"1 in pictures of another size than the file says ({name}: 60×80 px" in str(skipped)


def test_a_size_by_a_pixel_more_is_the_same(tmp_path):
    content = make_split(tmp_path, "val", 3, seed=4)
    for image in content["images"]:
        image.update(width=121, height=159)
    (tmp_path / "val.json").write_text(json.dumps(content))
    assert len(load_coco(tmp_path / "val.json", tmp_path / "images", COCO17)[0]) == 3
