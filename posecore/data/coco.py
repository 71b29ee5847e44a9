"""COCO keypoint files (person_keypoints_*.json and any folder in that format) → samples."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.data.coco_json import image_path, read_coco_json
from posecore.data.images import entry_size
from posecore.data.layouts import find_annotations
from posecore.data.plausible import other_sizes
from posecore.data.samples import TEACHER, DataError, Sample, Skipped
from posecore.skeletons import Skeleton


def image_prefix(file_name: str) -> str:
    """The group an image is reported in: its name's prefix ("lspet" of ``lspet_00001.jpg``), "all" where it has none."""
    match = re.match(r"([A-Za-z]+)_", Path(file_name).name)
    return match.group(1).lower() if match else "all"


def _share_inside(triples: NDArray[np.floating], box: NDArray[np.floating], margin: float = 0.05) -> float:
    """What part of the labelled joints of (K,3) x, y, visibility lies in a box (4,) xyxy grown by ``margin`` of its size on each side."""
    points = triples[triples[:, 2] > 0, :2]
    grown = box + margin * np.tile(box[2:] - box[:2], 2) * (-1, -1, 1, 1)
    return float(((points >= grown[:2]) & (points <= grown[2:])).all(axis=1).mean()) if len(points) else 0.0


def _confidence(annotation: dict[str, Any], joints: int) -> NDArray[np.float32] | None:
    """``keypoint_confidence`` of an annotation, (K,) clipped to [0,1]; None where it has none of K = ``joints`` numbers."""
    try:
        values = np.asarray(annotation.get("keypoint_confidence", ()), np.float32)
    except (TypeError, ValueError):
        return None
    return np.clip(values, 0, 1) if values.shape == (joints,) and np.isfinite(values).all() else None


def load_coco(annotations: Path, images: Path, skeleton: Skeleton, doubt_teachers: bool = False) -> tuple[list[Sample], Skipped]:
    """Every person with at least one labelled joint and a usable box, in the file's order.

    Args:
        annotations: COCO keypoints JSON.
        images: folder of the images.
        skeleton: the joint set; an annotation with another number of joints is left out and told.
        doubt_teachers: for training. Labels that only a teacher made (``source``) are left out where most joints lie outside the box: such
            a pose is that of a neighbour.

    Returns:
        samples, and what was skipped and why. Raises DataError where the file is unusable or nothing is left.
    """
    content = read_coco_json(annotations)
    entries = {image["id"]: image for image in content["images"]}
    paths = {number: path for number, entry in entries.items() if (path := image_path(images, entry["file_name"])).is_file()}
    others = other_sizes(annotations, {path: entry_size(entries[number]) for number, path in paths.items()})
    samples: list[Sample] = []
    skipped = Skipped()
    other_joints = 0
    for annotation in content["annotations"]:
        name = f"annotation {annotation['id']}"
        image = entries.get(annotation["image_id"]) if isinstance(annotation["image_id"], int) else None
        if image is None:
            skipped.add("of an unknown image", name)
            continue
        if annotation["iscrowd"]:
            skipped.add("crowd regions", name)
            continue
        if not annotation["keypoints"] or not annotation["num_keypoints"]:
            skipped.add("without labelled joints", name)
            continue
        triples = np.asarray(annotation["keypoints"], np.float32).reshape(-1, 3)
        if len(triples) != len(skeleton):
            other_joints = len(triples)
            skipped.add(f"with {len(triples)} joints in place of {len(skeleton)}", name)
            continue
        found = paths.get(image["id"])
        if found is None:
            skipped.add("without their picture", str(image["file_name"]))
            continue
        if found in others:
            skipped.add("in pictures of another size than the file says", f"{image['file_name']}: {others[found][0]}×{others[found][1]} px")
            continue
        x, y, w, h = annotation["bbox"]
        width, height = float(image.get("width", np.inf)), float(image.get("height", np.inf))
        box = np.asarray([max(x, 0), max(y, 0), min(x + w, width), min(y + h, height)])
        if box[2] - box[0] < 1 or box[3] - box[1] < 1:
            skipped.add("with an empty or outside box", name)
            continue
        source = str(annotation.get("source", ""))
        if doubt_teachers and source == TEACHER and _share_inside(triples, box) < 0.5:
            skipped.add("whose joints a teacher put outside their box, on a neighbour", name)
            continue
        score = annotation.get("score")
        samples.append(
            Sample(
                id=annotation["id"],
                image_id=image["id"],
                image=found,
                box=box,
                keypoints=triples[:, :2],
                visibility=triples[:, 2],
                area=annotation["area"],
                score=float(score) if isinstance(score, (int, float)) else 1.0,
                source=source,
                confidence=_confidence(annotation, len(skeleton)),
                size=entry_size(image),
            )
        )
    if not samples and len(skipped.counts) == 1 and other_joints:
        raise DataError(
            f"{annotations}: nobody with {len(skeleton)} labelled joints: its people have {other_joints} joints, the network's joint set "
            f"{skeleton.name} has {len(skeleton)}"
        )
    if not samples:
        why = skipped if skipped.counts else "no annotations"
        raise DataError(f"{annotations}: nobody with {len(skeleton)} labelled joints and a picture in {images} ({why})")
    return samples, skipped


__all__ = ["find_annotations", "image_prefix", "load_coco", "read_coco_json"]
