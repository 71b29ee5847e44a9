"""MPII Human Pose → samples, from the common JSON (as distributed with SimpleBaseline and HRNet) or the official .mat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.data.samples import DataError, Sample, Skipped, read_json
from posecore.skeletons import MPII16

PIXELS_PER_SCALE = 200.0
"""MPII's ``scale`` is the person's height in units of 200 px."""
HEAD_FACTOR = 0.6
"""The benchmark's head size is 0.6 of the head box's diagonal."""


def find_mpii(root: Path, split: str) -> tuple[Path, Path]:
    """The annotation file and the image folder of ``split`` below ``root``. Raises DataError where they are missing.

    Known names: ``train.json``/``valid.json``/``val.json`` (also below ``annot/`` or ``annotations/``), else the official
    ``mpii_human_pose_v1_u12_1.mat``, of which every tenth image is taken as the val split.
    """
    if not root.is_dir():
        raise DataError(f"{root}: no such folder; give MPII's folder with --data")
    images = root / "images"
    if not images.is_dir():
        raise DataError(f"{images}: no such folder; MPII's pictures belong there")
    names = ["train.json"] if split == "train" else ["valid.json", "val.json"]
    for folder in (root, root / "annot", root / "annotations"):
        for name in names:
            if (folder / name).is_file():
                return folder / name, images
    official = sorted(root.rglob("mpii_human_pose_v1*.mat"))
    if official:
        return official[0], images
    raise DataError(f"{root}: neither {names[0]} nor the official .mat is here")


def load_mpii(annotations: Path, images: Path, split: str = "train") -> tuple[list[Sample], Skipped]:
    """Every person with at least one labelled joint, joints in the order of mpii16.

    Args:
        annotations: JSON or .mat.
        images: folder of the images.
        split: only used with the .mat, see :func:`find_mpii`.

    Returns:
        samples, and what was skipped and why. Raises DataError where the file is unusable or nothing is left.
    """
    rows = _read_mat(annotations, split) if annotations.suffix == ".mat" else _read_json(annotations)
    samples: list[Sample] = []
    skipped = Skipped()
    image_ids: dict[str, int] = {}
    for number, row in enumerate(rows):
        name = str(row["image"])
        path = images / name
        points = np.asarray(row["joints"], np.float32).reshape(-1, 2)
        visible = np.asarray(row["joints_vis"], np.float32).reshape(-1)
        if len(points) != len(MPII16) or len(visible) != len(MPII16):
            skipped.add(f"without {len(MPII16)} joints", name)
        elif not visible.any():
            skipped.add("without labelled joints", name)
        elif float(row["scale"]) <= 0:
            skipped.add("without a size", name)
        elif not path.is_file():
            skipped.add("without their picture", name)
        else:
            samples.append(_sample(number, image_ids.setdefault(name, len(image_ids)), path, row, points, visible))
    if not samples:
        raise DataError(f"{annotations}: nobody with labelled joints and a picture in {images} ({skipped or 'no annotations'})")
    return samples, skipped


def _sample(
    number: int, image_id: int, path: Path, row: dict[str, Any], points: NDArray[np.float32], visible: NDArray[np.float32]
) -> Sample:
    center = np.asarray(row["center"], np.float64)
    side = float(row["scale"]) * PIXELS_PER_SCALE
    center[1] += 15 / PIXELS_PER_SCALE * side  # the marked centre lies above the person's middle; the usual protocol moves it down
    box = np.concatenate([center - side / 2, center + side / 2])
    head = row.get("head_size")
    if head is None:
        top, neck = MPII16.index("head_top"), MPII16.index("upper_neck")
        head = np.linalg.norm(points[top] - points[neck]) if visible[top] and visible[neck] else 0.0
    visibility = np.where(visible > 0, 2, 0).astype(np.float32)
    return Sample(number, image_id, path, box, points, visibility, area=side * side * 0.5, head_size=float(head))


def _read_json(path: Path) -> list[dict[str, Any]]:
    rows = read_json(path)
    needed = {"image", "joints", "joints_vis", "center", "scale"}
    if not isinstance(rows, list) or not all(isinstance(row, dict) and needed <= set(row) for row in rows):
        raise DataError(f"{path}: not MPII's JSON (a list of {', '.join(sorted(needed))})")
    # MATLAB, and this JSON with it, counts pixels from one
    return [{**row, "joints": np.subtract(row["joints"], 1), "center": np.subtract(row["center"], 1)} for row in rows]


def _read_mat(path: Path, split: str) -> list[dict[str, Any]]:
    """People of the official release's training images (its test images have no labels)."""
    from scipy.io import loadmat

    try:
        release = loadmat(str(path), squeeze_me=True, struct_as_record=False)["RELEASE"]
        images, is_training = np.atleast_1d(release.annolist), np.atleast_1d(release.img_train)
    except Exception as error:
        raise DataError(f"{path}: not MPII's .mat ({type(error).__name__})") from None
    rows = []
    for number, (entry, training) in enumerate(zip(images, is_training, strict=True)):
        if not training or (number % 10 == 0) != (split == "val"):
            continue
        for person in np.atleast_1d(entry.annorect):
            row = _person(person)
            if row is not None:
                rows.append({"image": str(entry.image.name), **row})
    return rows


def _person(person: Any) -> dict[str, Any] | None:
    """One entry of ``annorect``, whose fields are attributes, as :func:`_sample` takes it; None where fields are missing."""
    fields = vars(person) if hasattr(person, "__dict__") else {}
    if "scale" not in fields or not hasattr(fields.get("annopoints"), "point"):
        return None
    joints, visible = np.zeros((16, 2), np.float32), np.zeros(16, np.float32)
    for point in np.atleast_1d(person.annopoints.point):
        joints[int(point.id)] = point.x - 1, point.y - 1  # MATLAB counts pixels from one
        visible[int(point.id)] = 1
    diagonal = float(np.hypot(person.x2 - person.x1, person.y2 - person.y1))
    return {
        "joints": joints, "joints_vis": visible, "center": (person.objpos.x - 1, person.objpos.y - 1), "scale": float(person.scale),
        "head_size": HEAD_FACTOR * diagonal,
    }  # fmt: skip
