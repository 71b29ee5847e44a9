"""Crops of people to calibrate and check an export with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posecore.data.coco import find_annotations, load_coco
from posecore.data.images import read_image
from posecore.data.samples import DataError
from posecore.runtime.crops import InputSpec, preprocess
from posecore.skeletons import Skeleton
from posecore.sources.images import IMAGE_SUFFIXES


def load_crops(source: Path, spec: InputSpec, skeleton: Skeleton, limit: int = 256, split: str = "train") -> NDArray[np.float32]:
    """People cut out of images as the network will see them: (P,3,H,W) float32 normalised, P ≤ ``limit``, the same ones every time.

    Args:
        source: a data set in COCO's format (labelled people of ``split`` are taken, spread over the whole set), or a folder of images, or
            one image (each is taken for one person from edge to edge).
        spec: the network's input; calibrate with the padding that it runs with.
        skeleton: joint set of the data set.

    Raises:
        DataError: there are no people or images there.
        OSError: an image is broken.
    """
    people = _labelled(source, skeleton, split) if _is_data_set(source, split) else _whole(source)
    chosen = [people[i] for i in np.sort(np.random.default_rng(0).permutation(len(people))[:limit])]
    crops = []
    for path, box in chosen:
        image = read_image(path)
        whole = np.asarray([0, 0, image.shape[1], image.shape[0]], np.float64)
        crops.append(preprocess(image, (whole if box is None else box)[None], spec)[0])
    return np.concatenate(crops)


def _is_data_set(source: Path, split: str) -> bool:
    try:
        find_annotations(source, split)
    except DataError:
        return False
    return True


def _labelled(source: Path, skeleton: Skeleton, split: str) -> list[tuple[Path, NDArray[np.float64] | None]]:
    samples, _ = load_coco(*find_annotations(source, split), skeleton)
    return [(sample.image, sample.box) for sample in samples]


def _whole(source: Path) -> list[tuple[Path, NDArray[np.float64] | None]]:
    if source.is_file():
        return [(source, None)]
    if not source.is_dir():
        raise DataError(f"{source}: no such folder or picture")
    images = sorted(path for path in source.iterdir() if path.suffix.lower() in IMAGE_SUFFIXES)
    if not images:
        raise DataError(f"{source}: neither a COCO data set nor a folder with pictures")
    return [(path, None) for path in images]
