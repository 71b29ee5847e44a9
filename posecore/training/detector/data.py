"""From a COCO-format folder to what ultralytics reads: label files, an image list, and close-up crops of people.

A folder made here looks like ``images/{train,val}/*.jpg`` (links to the originals), ``labels/{train,val}/*.txt`` and ``person.yaml``.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Photo

from posecore.data.coco import find_annotations
from posecore.data.coco_json import image_path, read_coco_json
from posecore.data.images import entry_size, read_image
from posecore.data.plausible import other_sizes
from posecore.data.samples import DataError
from posecore.geometry import clip_boxes, xywh_to_xyxy
from posecore.terminal import printable
from posecore.training.detector.background import EMPTY, write_empty
from posecore.training.detector.groups import GROUP, write_groups
from posecore.training.detector.labels import label_lines

CLOSE_UP = "closeup_"
"""Prefix of the crops that :func:`write_close_ups` adds to the training images."""

ORIENTATION = 0x0112
"""EXIF tag of the orientation."""

NOSE, SHOULDERS, HIPS = 0, (5, 6), (11, 12)


def convert(data: Path, out: Path, min_score: float = 0.0, close_ups: bool = True, groups: int = 0, empty: int = 0, seed: int = 0) -> Path:
    """Write a COCO-format folder for ultralytics.

    Args:
        data: as :func:`posecore.data.coco.find_annotations` knows it, read as the pose training reads it
            (:func:`posecore.data.coco_json.read_coco_json`). Crowds, other categories than people and images that are missing are left out.
        out: written to, kept if already there.
        min_score: boxes a detector made (field ``score``) below this are left out.
        close_ups: also write head-and-shoulders crops of people with labelled shoulders.
        groups: also write so many made-up groups of people, unless they are there (:mod:`posecore.training.detector.groups`).
        empty: also write up to so many images without people, unless some are there (:mod:`posecore.training.detector.background`).
        seed: of everything that is made up here.

    Returns:
        The path of ``person.yaml``. Raises DataError where a split is missing, cannot be used or has nobody, OSError for a broken image.
    """
    rng = np.random.default_rng(seed)
    for split in ("train", "val"):
        images, labels = out / "images" / split, out / "labels" / split
        images.mkdir(parents=True, exist_ok=True)
        labels.mkdir(parents=True, exist_ok=True)
        names: list[str] = []
        taken: set[str] = set()
        for source, size, people in _read_split(data, split, min_score):
            link = images / _free_name(source.name, taken)
            names.append(link.name)
            width, height = _place(source, size, link)
            (labels / link.name).with_suffix(".txt").write_text(label_lines(boxes_of(people), width, height))
            if close_ups and split == "train":
                write_close_ups(link, people, images, labels, rng)
        if split == "train":
            if empty and not any(images.glob(f"{EMPTY}*")):
                write_empty(images, labels, names, empty, seed=seed)
            if groups and len(list(images.glob(f"{GROUP}*"))) < groups:
                write_groups(images, labels, groups, seed=seed)
    description = out / "person.yaml"
    description.write_text(f"path: {out.resolve()}\ntrain: images/train\nval: images/val\nnames:\n  0: person\n")
    return description


def _read_split(data: Path, split: str, min_score: float) -> list[tuple[Path, tuple[int, int] | None, list[dict[str, Any]]]]:
    """The images of a split that are there, (W, H) px their labels refer to where told, and the annotations of their people."""
    file, folder = find_annotations(data, split)
    content = read_coco_json(file)
    people: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for a in content["annotations"]:
        score = a.get("score")
        if not a["iscrowd"] and (not isinstance(score, (int, float)) or score >= min_score):
            people[a["image_id"]].append(a)
    rows = [(image_path(folder, image["file_name"]), entry_size(image), people[image["id"]]) for image in content["images"]]
    found = [row for row in rows if row[0].is_file()]
    missing = len(rows) - len(found)
    others = other_sizes(file, {path: size for path, size, _ in found})
    found = [row for row in found if row[0] not in others]
    if not any(row[2] for row in found):
        raise DataError(f"{file}: nobody with a box in an image of {folder} ({len(rows)} images, {missing} of them missing)")
    if missing or others:
        print(
            printable(f"{file}: left out: {missing} images that are missing, {len(others)} of another size than it says"), file=sys.stderr
        )
    return found


def _free_name(name: str, taken: set[str]) -> str:
    """``name``, with a number where ``taken`` holds its stem, which names the label file; the result's stem is then taken, too."""
    path, number = Path(name), 1
    while path.stem in taken:
        number += 1
        path = Path(f"{Path(name).stem}_{number}{path.suffix}")
    taken.add(path.stem)
    return path.name


def _place(source: Path, size: tuple[int, int] | None, link: Path) -> tuple[int, int]:
    """Put ``source`` at ``link`` so that ultralytics, which obeys EXIF orientations, sees the pixels that the labels refer to.

    A link to the original, or a copy without orientation where it has one. ``size`` is (W, H) px by the annotation file. Returns (W, H) px
    of the frame of the labels. Raises OSError where an image that has to be decoded is broken.
    """
    turned = _is_turned(source)
    if size is not None and (link.exists() or not turned):
        if not link.exists():
            link.symlink_to(source.resolve())
        return size
    pixels = read_image(source, size)
    if not link.exists():
        if turned:
            cv2.imwrite(str(link), pixels, [cv2.IMWRITE_JPEG_QUALITY, 95])
        else:
            link.symlink_to(source.resolve())
    return pixels.shape[1], pixels.shape[0]


def _is_turned(path: Path) -> bool:
    """Whether a photo has an EXIF orientation other than the plain one; False for what Pillow cannot open."""
    try:
        with Photo.open(path) as photo:
            return photo.getexif().get(ORIENTATION, 1) != 1
    except (OSError, ValueError, SyntaxError, Photo.DecompressionBombError):
        return False


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
