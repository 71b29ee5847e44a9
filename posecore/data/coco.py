"""COCO keypoint files (person_keypoints_*.json and any folder in that format) → samples."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.data.samples import TEACHER, DataError, Sample, Skipped, read_json
from posecore.skeletons import Skeleton


def find_annotations(root: Path, split: str) -> tuple[Path, Path]:
    """The annotation file and the image folder of ``split`` ("train" or "val") below ``root``.

    Known layouts: COCO's own (``annotations/person_keypoints_train2017.json`` with ``train2017/``) and the flat one (``train.json`` with
    ``images/``). Raises DataError where neither is there.
    """
    if not root.is_dir():
        raise DataError(f"{root}: no such folder; give the data set's folder with --data")
    layouts = [
        (root / "annotations" / f"person_keypoints_{split}2017.json", root / f"{split}2017"),
        (root / "annotations" / f"person_keypoints_{split}2017.json", root / "images" / f"{split}2017"),
        (root / f"{split}.json", root / "images"),
        (root / "annotations" / f"{split}.json", root / "images"),
    ]
    for file, folder in layouts:
        if file.is_file() and folder.is_dir():
            return file, folder
    tried = ", ".join(str(file.relative_to(root)) for file, _ in layouts[::2])
    raise DataError(f"{root}: no {split} annotations with their picture folder here (looked for {tried})")


def image_prefix(file_name: str) -> str:
    """The group an image is reported in: its name's prefix ("lspet" of ``lspet_00001.jpg``), "all" where it has none."""
    match = re.match(r"([A-Za-z]+)_", Path(file_name).name)
    return match.group(1).lower() if match else "all"


def read_coco_json(path: Path) -> dict[str, Any]:
    """The parsed file. Raises DataError where it is missing, not JSON or not in COCO's format."""
    content = read_json(path)
    if not isinstance(content, dict) or "images" not in content or "annotations" not in content:
        raise DataError(f"{path}: not in COCO format (no 'images' and 'annotations')")
    return content


def _share_inside(triples: NDArray[np.floating], box: NDArray[np.floating], margin: float = 0.05) -> float:
    """What part of the labelled joints of (K,3) x, y, visibility lies in a box (4,) xyxy grown by ``margin`` of its size on each side."""
    points = triples[triples[:, 2] > 0, :2]
    grown = box + margin * np.tile(box[2:] - box[:2], 2) * (-1, -1, 1, 1)
    return float(((points >= grown[:2]) & (points <= grown[2:])).all(axis=1).mean()) if len(points) else 0.0


def _confidence(annotation: dict[str, Any], joints: int) -> NDArray[np.float32] | None:
    """``keypoint_confidence`` of an annotation, (K,) clipped to [0,1]; None where it has none of K = ``joints`` numbers."""
    values = np.asarray(annotation.get("keypoint_confidence", ()), np.float32)
    return np.clip(values, 0, 1) if values.shape == (joints,) else None


def load_coco(annotations: Path, images: Path, skeleton: Skeleton, doubt_teachers: bool = False) -> tuple[list[Sample], Skipped]:
    """Every person with at least one labelled joint and a usable box, in the file's order.

    Args:
        annotations: COCO keypoints JSON.
        images: folder of the images.
        skeleton: the joint set; an annotation with another number of joints is left out.
        doubt_teachers: for training. Labels that only a teacher made (``source``) are left out where most joints lie outside the box: such
            a pose is that of a neighbour.

    Returns:
        samples, and what was skipped and why. Raises DataError where the file is unusable or nothing is left.
    """
    content = read_coco_json(annotations)
    entries = {image["id"]: image for image in content["images"]}
    exists: dict[int, bool] = {}
    samples: list[Sample] = []
    skipped = Skipped()
    for annotation in content["annotations"]:
        name = f"annotation {annotation.get('id')}"
        image = entries.get(annotation.get("image_id"))
        if image is None:
            skipped.add("of an unknown image", name)
            continue
        if annotation.get("iscrowd"):
            skipped.add("crowd regions", name)
            continue
        numbers = np.asarray(annotation.get("keypoints", ()), np.float32).reshape(-1)
        if not numbers.any():
            skipped.add("without keypoints", name)
            continue
        if len(numbers) != 3 * len(skeleton):
            skipped.add(f"without {len(skeleton)} joints", name)
            continue
        path = images / image["file_name"]
        if image["id"] not in exists:
            exists[image["id"]] = path.is_file()
        if not exists[image["id"]]:
            skipped.add("without their picture", str(image["file_name"]))
            continue
        x, y, w, h = (float(v) for v in annotation["bbox"])
        width, height = float(image.get("width", np.inf)), float(image.get("height", np.inf))
        box = np.asarray([max(x, 0), max(y, 0), min(x + w, width), min(y + h, height)])
        if box[2] - box[0] < 1 or box[3] - box[1] < 1:
            skipped.add("with an empty or outside box", name)
            continue
        triples = numbers.reshape(-1, 3)
        source = str(annotation.get("source", ""))
        if doubt_teachers and source == TEACHER and _share_inside(triples, box) < 0.5:
            skipped.add("whose joints a teacher put outside their box, on a neighbour", name)
            continue
        samples.append(
            Sample(
                id=int(annotation["id"]),
                image_id=int(image["id"]),
                image=path,
                box=box,
                keypoints=triples[:, :2],
                visibility=triples[:, 2],
                area=float(annotation.get("area") or w * h * 0.53),
                score=float(annotation.get("score", 1.0)),
                source=source,
                confidence=_confidence(annotation, len(skeleton)),
            )
        )
    if not samples:
        why = skipped or "no annotations"
        raise DataError(f"{annotations}: nobody with {len(skeleton)} labelled joints and a picture in {images} ({why})")
    return samples, skipped
