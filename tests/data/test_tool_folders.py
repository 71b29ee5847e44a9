"""Folders as CVAT, Roboflow and ultralytics export them are read as COCO's: the same people, joints in our order, images found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import cv2
import numpy as np
import pytest
from PIL import Image

from posecore.data.coco import find_annotations, load_coco
from posecore.data.coco_json import read_coco_json
from posecore.data.images import read_labelled
from posecore.data.samples import DataError
from posecore.skeletons import COCO17
from tests.datasets import make_split

PEOPLE = 3
DRAWN = [16, 0, 3, 1, 2, 4, 6, 5, 7, 9, 8, 10, 12, 11, 13, 15, 14]
"""The order in which somebody drew the joints in CVAT."""


def move_images(content: dict[str, Any], source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for image in content["images"]:
        shutil.copy(source / "images" / image["file_name"], target / image["file_name"])


def write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))


def yolo_lines(content: dict[str, Any], image: dict[str, Any], numbers: int) -> str:
    lines, size = "", np.asarray([image["width"], image["height"]])
    for row in content["annotations"]:
        if row["image_id"] == image["id"]:
            x, y, w, h = row["bbox"]
            points = np.asarray(row["keypoints"]).reshape(-1, 3)
            points = np.where(points[:, 2:] > 0, np.column_stack([points[:, :2] / size, points[:, 2]]), 0)[:, :numbers]
            values = [(x + w / 2) / size[0], (y + h / 2) / size[1], w / size[0], h / size[1], *points.reshape(-1)]
            lines += "0 " + " ".join(f"{v:.9f}" for v in values) + "\n"
    return lines


def roboflow_coco(content: dict[str, Any], source: Path, root: Path, split: str) -> None:
    folder = root / {"val": "valid"}.get(split, split)
    move_images(content, source, folder)
    for row in content["annotations"]:
        row.update(category_id=1, segmentation=[])
    people = {"id": 1, "name": "person", "supercategory": "people", "keypoints": list(COCO17.keypoints)}
    content["categories"] = [{"id": 0, "name": "people", "supercategory": "none"}, people]
    write(folder / "_annotations.coco.json", content)


def roboflow_yolo(content: dict[str, Any], source: Path, root: Path, split: str) -> None:
    folder = root / {"val": "valid"}.get(split, split)
    move_images(content, source, folder / "images")
    for image in content["images"]:
        write(folder / "labels" / f"{Path(image['file_name']).stem}.txt", yolo_lines(content, image, 3))
    write(root / "data.yaml", "train: ../train/images\nval: ../valid/images\n\nkpt_shape: [17, 3]\nnc: 1\nnames: ['person']\n")


def ultralytics(content: dict[str, Any], source: Path, root: Path, split: str, numbers: int = 3) -> None:
    move_images(content, source, root / "images" / split)
    for image in content["images"]:
        write(root / "labels" / split / f"{Path(image['file_name']).stem}.txt", yolo_lines(content, image, numbers))
    write(root / "people.yaml", f"path: .\ntrain: images/train\nval: images/val\nkpt_shape:\n  - 17\n  - {numbers}\nnames:\n  0: person\n")


def without_visibility(content: dict[str, Any], source: Path, root: Path, split: str) -> None:
    ultralytics(content, source, root, split, numbers=2)


def cvat_coco(content: dict[str, Any], source: Path, root: Path, split: str) -> None:
    move_images(content, source, root / split / "images" / "default")
    names = [COCO17.keypoints[k].replace("_", " ").title() for k in DRAWN]
    for row in content["annotations"]:
        row["keypoints"] = np.asarray(row["keypoints"]).reshape(-1, 3)[DRAWN].reshape(-1).tolist()
    content["categories"] = [{"id": 1, "name": "person", "keypoints": names}]
    write(root / split / "annotations" / "person_keypoints_default.json", content)


def cvat_xml(content: dict[str, Any], source: Path, root: Path, split: str) -> None:
    move_images(content, source, root / split / "images")
    text = "<annotations><version>1.1</version><meta></meta>"
    for image in content["images"]:
        text += f'<image id="{image["id"]}" name={quoteattr(image["file_name"])} width="{image["width"]}" height="{image["height"]}">'
        for row in (r for r in content["annotations"] if r["image_id"] == image["id"]):
            text += '<skeleton label="person" source="manual" z_order="0">'
            points = np.asarray(row["keypoints"]).reshape(-1, 3)
            for k in DRAWN:
                x, y, v = points[k]
                text += f'<points label="{COCO17.keypoints[k]}" outside="{int(v == 0)}" occluded="{int(v == 1)}" points="{x:.2f},{y:.2f}"/>'
            text += "</skeleton>"
        text += "</image>"
    write(root / split / "annotations.xml", text + "</annotations>")


TOOLS: dict[str, Callable[[dict[str, Any], Path, Path, str], None]] = {
    "Roboflow, COCO": roboflow_coco,
    "Roboflow, YOLO": roboflow_yolo,
    "ultralytics": ultralytics,
    "ultralytics, x and y only": without_visibility,
    "CVAT, COCO": cvat_coco,
    "CVAT, XML": cvat_xml,
}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("split", ["train", "val"])
def test_the_same_people_as_in_coco(tmp_path: Path, tool: str, split: str) -> None:
    source, root = tmp_path / "coco", tmp_path / "tool"
    content = make_split(source, split, PEOPLE, seed=3)
    content["annotations"][0]["keypoints"][3:6] = [0, 0, 0]
    if tool != "ultralytics, x and y only":
        content["annotations"][0]["keypoints"][8] = 1
    write(source / f"{split}.json", content)
    expected, _ = load_coco(source / f"{split}.json", source / "images", COCO17)
    TOOLS[tool](content, source, root, split)
    file, images = find_annotations(root, split)
    found, skipped = load_coco(file, images, COCO17)
    assert not skipped.counts
    found.sort(key=lambda s: s.image.name)
    expected.sort(key=lambda s: s.image.name)
    assert [s.image.name for s in found] == [s.image.name for s in expected]
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one.visibility, other.visibility)
        np.testing.assert_allclose(one.keypoints[one.visibility > 0], other.keypoints[other.visibility > 0], atol=1e-3)
        if tool != "CVAT, XML":  # its skeletons have no box
            np.testing.assert_allclose(one.box, other.box, atol=0.01)
        np.testing.assert_array_equal(read_labelled(one), read_labelled(other))
    truth = read_coco_json(file)
    assert truth["categories"][0].get("keypoints", list(COCO17.keypoints))[0].lower() == "nose"
    rows = {row["id"]: row for row in truth["annotations"]}
    for sample in found:  # what is measured is what is trained
        np.testing.assert_allclose(np.reshape(rows[sample.id]["keypoints"], (-1, 3))[:, :2], sample.keypoints, atol=1e-3)


def test_labels_of_a_turned_photo_are_upright(tmp_path: Path) -> None:
    source, root = tmp_path / "coco", tmp_path / "tool"
    content = make_split(source, "train", 1, seed=3)
    shown = cv2.imread(str(source / "images" / content["images"][0]["file_name"]))
    ultralytics(content, source, root, "train")
    (image,) = (root / "images" / "train").iterdir()
    exif = Image.Exif()
    exif[0x0112] = 6
    image.unlink()
    Image.fromarray(np.rot90(shown)[..., ::-1].copy()).save(image.with_suffix(".jpg"), exif=exif.tobytes(), quality=100)
    (found,), _ = load_coco(*find_annotations(root, "train"), COCO17)
    assert found.size == (120, 160)
    assert read_labelled(found).shape[:2] == (160, 120)
    np.testing.assert_allclose(found.keypoints, np.reshape(content["annotations"][0]["keypoints"], (17, 3))[:, :2], atol=1e-3)


def damaged_yolo(root: Path) -> None:
    file = next((root / "labels" / "train").iterdir())
    file.write_text(file.read_text().rsplit(" ", 1)[0])


BAD: dict[str, tuple[Callable[..., None], Callable[[Path], object], str]] = {
    "line of another length": (ultralytics, damaged_yolo, r"line 1: 55 numbers; a class, a box and 17 joints of 3"),
    "words": (ultralytics, lambda r: next((r / "labels" / "train").iterdir()).write_text("person 1 2"), "line 1: not numbers"),
    "no labels": (ultralytics, lambda r: [p.unlink() for p in (r / "labels" / "train").iterdir()], "no label file"),
    "cut XML": (cvat_xml, lambda r: (r / "train" / "annotations.xml").write_text("<annotations><image"), "not an XML file"),
    "video": (
        cvat_xml,
        lambda r: (r / "train" / "annotations.xml").write_text("<annotations><track/></annotations>"),
        "tracks of a video",
    ),
    "no points": (
        cvat_xml,
        lambda r: (r / "train" / "annotations.xml").write_text(
            '<annotations><image name="a.png"><skeleton label="p"><points label="nose" points="1"/></skeleton></image></annotations>'
        ),
        "a.png: the point nose is '1'",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, name: str) -> None:
    make, damage, message = BAD[name]
    content = make_split(tmp_path / "coco", "train", 2, seed=3)
    make(content, tmp_path / "coco", tmp_path / "tool", "train")
    damage(tmp_path / "tool")
    with pytest.raises(DataError, match=message) as caught:
        load_coco(*find_annotations(tmp_path / "tool", "train"), COCO17)
    assert "\n" not in str(caught.value)


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    names = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "x" * 50}">' for i in range(10))
    write(tmp_path / "train" / "annotations.xml", f"<!DOCTYPE a [{names}]><annotations><image name='&a9;'/></annotations>")
    with pytest.raises(DataError, match="not an XML file"):
        read_coco_json(tmp_path / "train" / "annotations.xml")
