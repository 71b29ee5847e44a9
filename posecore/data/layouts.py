"""Where annotations and images of a split are in the folders that tools export."""

from __future__ import annotations

from pathlib import Path

from posecore.data.samples import DataError

SPLITS = {"train": ("train", "Train", "training"), "val": ("val", "valid", "Validation", "validation", "Val")}
"""What tools call the splits, the likeliest first."""


def find_annotations(root: Path, split: str) -> tuple[Path, Path]:
    """The annotations and the image folder of ``split`` ("train" or "val") below ``root``.

    Known layouts:

    - COCO's own: ``annotations/person_keypoints_train2017.json`` with ``train2017/``, and the flat one: ``train.json`` with ``images/``;
    - Roboflow's COCO: ``train/_annotations.coco.json`` with the images beside it;
    - CVAT's COCO keypoints: ``annotations/person_keypoints_train.json`` with ``images/train/``; or an export each in ``train/``, ``val/``;
    - CVAT's own: ``train/annotations.xml`` with ``train/images/``;
    - Ultralytics' pose (Roboflow and CVAT export it, too): ``data.yaml``, ``labels/train/`` with ``images/train/``, or ``train/labels/``
      with ``train/images/``. The annotations then are the folder of label files.

    What is returned goes to :func:`posecore.data.coco_json.read_coco_json`. Raises DataError where none is there.
    """
    if not root.is_dir():
        raise DataError(f"{root}: no such folder; give the data set's folder with --data")
    for file, folder in _layouts(root, split):
        if file.exists() and folder.is_dir():
            return file, folder
    if (root / "annotations.xml").is_file():
        raise DataError(
            f"{root}: one annotations.xml; export the images of train/ and val/ as tasks of their own, into folders of these names"
        )
    tried = f"{split}.json, annotations/person_keypoints_{split}2017.json, {split}/_annotations.coco.json, {split}/annotations.xml, "
    raise DataError(f"{root}: no {split} annotations with their picture folder here (looked for {tried}labels/{split}/, {split}/labels/)")


def _layouts(root: Path, split: str) -> list[tuple[Path, Path]]:
    """Annotations and image folder of every layout, those of COCO first."""
    official = root / "annotations" / f"person_keypoints_{split}2017.json"
    found = [
        (official, root / f"{split}2017"),
        (official, root / "images" / f"{split}2017"),
        (root / f"{split}.json", root / "images"),
        (root / "annotations" / f"{split}.json", root / "images"),
    ]
    for name in SPLITS.get(split, (split,)):
        part = root / name
        found += [
            (root / "annotations" / f"person_keypoints_{name}.json", root / "images" / name),
            (part / "_annotations.coco.json", part),
            (part / "annotations" / "person_keypoints_default.json", part / "images" / "default"),
            (part / "annotations" / "person_keypoints_default.json", part / "images"),
            (part / "annotations.xml", part / "images"),
            (part / "annotations.xml", part),
            (root / "labels" / name, root / "images" / name),
            (part / "labels", part / "images"),
        ]
    return found
