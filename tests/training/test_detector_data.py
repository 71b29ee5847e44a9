"""The person detector's data set is read as the pose training reads it: files of other tools, turned photos, missing images."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from posecore.data.samples import DataError
from posecore.training.detector.data import convert
from posecore.training.detector.labels import read_labels
from tests.datasets import make_split


def labels(out: Path) -> dict[str, list[str]]:
    return {p.stem: p.read_text().split() for p in sorted((out / "labels" / "train").glob("*.txt"))}


def other_category(content: dict[str, Any]) -> None:
    """People are category 0, a dog is 1."""
    content["categories"] = [{"id": 0, "name": "Person"}, {"id": 1, "name": "dog"}]
    for row in content["annotations"]:
        row["category_id"] = 0
    content["annotations"].append({**content["annotations"][0], "id": 99, "category_id": 1, "bbox": [1, 1, 20, 20]})


def strings(content: dict[str, Any]) -> None:
    for image in content["images"]:
        image["id"] = f"i{image['id']}"
    for row in content["annotations"]:
        row.update(id="a", image_id=f"i{row['image_id']}")


ODD: dict[str, Callable[[dict[str, Any]], Any]] = {
    "people are category 0": other_category,
    "ids are strings": strings,
    "no sizes of images": lambda c: [image.pop("width") for image in c["images"]],
    "images/ in the names": lambda c: [image.update(file_name=f"images/{image['file_name']}") for image in c["images"]],
    "iscrowd missing": lambda c: [row.pop("iscrowd") for row in c["annotations"]],
    "score null": lambda c: [row.update(score=None) for row in c["annotations"]],
    "an image that is not there": lambda c: c["images"].append({"id": 7777, "file_name": "gone.png", "width": 9, "height": 9}),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_files_give_the_labels_of_the_clean_one(tmp_path: Path, name: str) -> None:
    content = make_split(tmp_path, "train", 3, seed=0)
    make_split(tmp_path, "val", 1, seed=1, first_id=50)
    convert(tmp_path, tmp_path / "clean", close_ups=False)
    ODD[name](content)
    (tmp_path / "train.json").write_text(json.dumps(content), encoding="utf-8-sig")
    convert(tmp_path, tmp_path / "odd", close_ups=False)
    assert len(labels(tmp_path / "clean")) == 3
    assert labels(tmp_path / "odd") == labels(tmp_path / "clean")


def test_images_of_one_name_in_two_folders_stay_two(tmp_path: Path) -> None:
    content = make_split(tmp_path, "train", 2, seed=0)
    make_split(tmp_path, "val", 1, seed=1, first_id=50)
    for image, folder in zip(content["images"], ("a", "b"), strict=True):
        (tmp_path / "images" / folder).mkdir()
        (tmp_path / "images" / image["file_name"]).rename(tmp_path / "images" / folder / "1.png")
        image["file_name"] = f"{folder}/1.png"
    (tmp_path / "train.json").write_text(json.dumps(content))
    convert(tmp_path, tmp_path / "out", close_ups=False)
    found = [cv2.imread(str(p)) for p in sorted((tmp_path / "out" / "images" / "train").iterdir())]
    assert len(found) == 2
    assert not np.array_equal(*found)
    assert set(labels(tmp_path / "out")) == {"1", "1_2"}


@pytest.mark.parametrize("upright", [True, False])
def test_ultralytics_sees_a_turned_photo_in_the_frame_of_its_labels(tmp_path: Path, upright: bool) -> None:
    content = make_split(tmp_path, "train", 1, seed=0)
    make_split(tmp_path, "val", 1, seed=1, first_id=50)
    entry, shown = content["images"][0], cv2.imread(str(tmp_path / "images" / content["images"][0]["file_name"]))
    frame = shown if upright else np.rot90(shown)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(np.rot90(shown)[..., ::-1].copy()).save(tmp_path / "images" / "turned.jpg", exif=exif.tobytes(), quality=100)
    entry.update(file_name="turned.jpg", height=frame.shape[0], width=frame.shape[1])
    (tmp_path / "train.json").write_text(json.dumps(content))
    for _ in range(2):
        convert(tmp_path, tmp_path / "out", close_ups=False)
        seen = cv2.imread(str(tmp_path / "out" / "images" / "train" / "turned.jpg"))  # as ultralytics reads it
        assert seen.shape == frame.shape
        distance = [float(np.abs(cv2.blur(seen, (8, 8)).astype(int) - cv2.blur(f, (8, 8))).mean()) for f in (frame, frame[::-1, ::-1])]
        assert distance[0] < 0.25 * distance[1]
        box = content["annotations"][0]["bbox"]
        found = read_labels(tmp_path / "out" / "labels" / "train" / "turned.txt", frame.shape[1], frame.shape[0])[0]
        np.testing.assert_allclose(found[:2], box[:2], atol=0.1)


@pytest.mark.parametrize("change", ["nobody", "no images", "broken"])
def test_what_cannot_be_used_is_one_line(tmp_path: Path, change: str) -> None:
    content = make_split(tmp_path, "train", 2, seed=0)
    make_split(tmp_path, "val", 1, seed=1, first_id=50)
    if change == "nobody":
        content["annotations"].clear()
    elif change == "no images":
        for image in content["images"]:
            image["file_name"] = "gone.png"
    text = json.dumps(content)
    (tmp_path / "train.json").write_text(text[: len(text) // 2] if change == "broken" else text)
    with pytest.raises(DataError, match=r"train\.json: (nobody with a box|not a JSON)") as caught:
        convert(tmp_path, tmp_path / "out")
    assert "\n" not in str(caught.value)
