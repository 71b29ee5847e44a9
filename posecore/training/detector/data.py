"""From a COCO-format folder to what ultralytics reads: label files, an image list, and close-up crops of people.

A folder made here looks like ``images/{train,val}/*.jpg`` (links to the originals), ``labels/{train,val}/*.txt`` and ``person.yaml``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.data.images import read_image
from posecore.geometry import clip_boxes, xywh_to_xyxy
from posecore.training.detector.background import EMPTY, write_empty
from posecore.training.detector.groups import GROUP, write_groups
from posecore.training.detector.labels import label_lines

CLOSE_UP = "closeup_"
"""Prefix of the crops that :func:`write_close_ups` adds to the training images."""

NOSE, SHOULDERS, HIPS = 0, (5, 6), (11, 12)


def convert(data: Path, out: Path, min_score: float = 0.0, close_ups: bool = True, groups: int = 0, empty: int = 0, seed: int = 0) -> Path:
    """Write a COCO-format folder for ultralytics.

    Args:
        data: holds ``train.json``, ``val.json`` and ``images/``; categories other than 1 (person) and crowds are left out.
        out: written to, kept if already there.
        min_score: boxes a detector made (field ``score``) below this are left out.
        close_ups: also write head-and-shoulders crops of people with labelled shoulders.
        groups: also write so many made-up groups of people, unless they are there (:mod:`posecore.training.detector.groups`).
        empty: also write up to so many images without people, unless some are there (:mod:`posecore.training.detector.background`).
        seed: of everything that is made up here.

    Returns:
        The path of ``person.yaml``. Raises FileNotFoundError where a json is missing.
    """
    rng = np.random.default_rng(seed)
    for split in ("train", "val"):
        content = json.loads((data / f"{split}.json").read_text())
        people: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for a in content["annotations"]:
            if a["category_id"] == 1 and not a.get("iscrowd") and a.get("score", 1.0) >= min_score:
                people[a["image_id"]].append(a)
        images, labels = out / "images" / split, out / "labels" / split
        images.mkdir(parents=True, exist_ok=True)
        labels.mkdir(parents=True, exist_ok=True)
        for image in content["images"]:
            name = Path(image["file_name"]).name
            link = images / name
            if not link.exists():
                link.symlink_to((data / "images" / image["file_name"]).resolve())
            boxes = boxes_of(people[image["id"]])
            (labels / name).with_suffix(".txt").write_text(label_lines(boxes, image["width"], image["height"]))
            if close_ups and split == "train":
                write_close_ups(link, people[image["id"]], images, labels, rng)
    images, labels = out / "images" / "train", out / "labels" / "train"
    if empty and not any(images.glob(f"{EMPTY}*")):
        names = [Path(image["file_name"]).name for image in json.loads((data / "train.json").read_text())["images"]]
        write_empty(images, labels, names, empty, seed=seed)
    if groups and len(list(images.glob(f"{GROUP}*"))) < groups:
        write_groups(images, labels, groups, seed=seed)
    description = out / "person.yaml"
    description.write_text(f"path: {out.resolve()}\ntrain: images/train\nval: images/val\nnames:\n  0: person\n")
    return description


def boxes_of(annotations: list[dict[str, Any]]) -> NDArray[np.float64]:
    """The boxes of some annotations: (N,4) float64 xyxy px."""
    return np.asarray(xywh_to_xyxy(np.asarray([a["bbox"] for a in annotations], np.float64).reshape(-1, 4)), np.float64)


def close_up_window(keypoints: NDArray[np.floating], box: NDArray[np.floating], rng: np.random.Generator) -> NDArray[np.float64] | None:
    """A crop such as a webcam would take of this person, from above the head to somewhere between chest and hips.

    Args:
        keypoints: (17,3) x, y, visibility, px.
        box: (4,) xyxy of the person, px.
        rng: draws height, aspect ratio and place.

    Returns:
        (4,) xyxy px, or None where the person is not upright, or shoulders, hips or nose are missing, or too small to crop.
    """
    seen = keypoints[:, 2] > 0
    if not (seen[NOSE] and seen[list(SHOULDERS)].any() and seen[list(HIPS)].any()):
        return None
    shoulder = keypoints[[i for i in SHOULDERS if seen[i]], :2].mean(axis=0)
    hip = keypoints[[i for i in HIPS if seen[i]], :2].mean(axis=0)
    torso = hip - shoulder
    nose_to_shoulder = shoulder[1] - keypoints[NOSE, 1]
    if torso[1] < 24 or abs(torso[0]) > 0.5 * torso[1] or nose_to_shoulder <= 0:
        return None
    top = max(box[1], keypoints[NOSE, 1] - 1.2 * nose_to_shoulder) - rng.uniform(0, 0.9) * torso[1]
    bottom = shoulder[1] + rng.uniform(0.15, 0.95) * torso[1]
    height = bottom - top
    width = height * rng.uniform(0.9, 1.78)
    centre = shoulder[0] + rng.uniform(-0.25, 0.25) * width
    return np.asarray([centre - width / 2, top, centre + width / 2, bottom])


def write_close_ups(image: Path, people: list[dict[str, Any]], images: Path, labels: Path, rng: np.random.Generator) -> int:
    """Cut :func:`close_up_window` of every person that has one, as JPEGs with labels; returns how many.

    Parts of the window outside the image are cut off. A neighbour stays labelled where a quarter of their box is in the window.
    """
    pixels, written, boxes = None, 0, boxes_of(people)
    for k, person in enumerate(people):
        keypoints = np.asarray(person.get("keypoints", []), np.float64).reshape(-1, 3)
        if len(keypoints) != 17:
            continue
        window = close_up_window(keypoints, boxes[k], rng)
        if window is None:
            continue
        if pixels is None:
            try:
                pixels = read_image(image)
            except OSError:
                return written
        height, width = pixels.shape[:2]
        x1, y1, x2, y2 = clip_boxes(window[None], width, height)[0].round().astype(int)
        if x2 - x1 < 56 or y2 - y1 < 56:
            continue
        moved = boxes - [x1, y1, x1, y1]
        inside = clip_boxes(moved, x2 - x1, y2 - y1)
        share = np.prod(inside[:, 2:] - inside[:, :2], axis=1) / np.maximum(np.prod(moved[:, 2:] - moved[:, :2], axis=1), 1e-9)
        kept = share >= 0.25
        kept[k] = True
        name = f"{CLOSE_UP}{image.stem}_{k}"
        cv2.imwrite(str(images / f"{name}.jpg"), pixels[y1:y2, x1:x2], [cv2.IMWRITE_JPEG_QUALITY, 92])
        (labels / f"{name}.txt").write_text(label_lines(inside[kept], x2 - x1, y2 - y1))
        written += 1
    return written
