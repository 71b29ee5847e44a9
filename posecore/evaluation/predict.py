"""Run a pose network over labelled people, many pictures to a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from posecore.data.images import read_labelled
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.onestage import OneStage


class BoxedPerson(Protocol):
    """What prediction needs of a sample: an image with the (W, H) px its labels refer to, and a box (4,) xyxy px in it."""

    @property
    def image(self) -> Path: ...

    @property
    def size(self) -> tuple[int, int] | None: ...

    @property
    def box(self) -> NDArray[np.float64]: ...


def predict_boxes(
    estimator: PoseEstimator | OneStage,
    people: Sequence[BoxedPerson],
    read: Callable[[BoxedPerson], NDArray[np.uint8]] = read_labelled,
    batch_size: int = 32,
    progress: Callable[[int], None] | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Keypoints of every given box.

    Args:
        estimator: the network with its decoding; one that detects too runs once an image, and each box gets the person found there.
        people: P people, in any order; neighbours of one picture share its decoding.
        read: a person → (H,W,3) BGR uint8, once for neighbours of one image.
        batch_size: people a forward pass.
        progress: called with the number of people done after each batch.

    Returns:
        keypoints (P,K,2) float32 px of each picture, scores (P,K) float32.
    """
    joints = len(estimator.skeleton)
    keypoints = np.zeros((len(people), joints, 2), np.float32)
    scores = np.zeros((len(people), joints), np.float32)
    if isinstance(estimator, OneStage):
        end = 0
        for _, group in groupby(people, key=lambda person: person.image):
            same = list(group)
            start, end = end, end + len(same)
            keypoints[start:end], scores[start:end] = estimator(read(same[0]), np.stack([person.box for person in same]))
            if progress:
                progress(end)
        return keypoints, scores
    path, picture = None, np.zeros((1, 1, 3), np.uint8)
    for start in range(0, len(people), batch_size):
        rows = people[start : start + batch_size]
        parts, pictures = [], []
        for person in rows:
            if person.image != path:
                path, picture = person.image, read(person)
            pictures.append(picture)
            parts.append(estimator.preprocess(picture, np.asarray(person.box)[None]))
        batch = np.concatenate([images for images, _ in parts])
        matrices = np.concatenate([affines for _, affines in parts])
        end = start + len(rows)
        keypoints[start:end], scores[start:end] = estimator.decode(estimator.infer(batch), matrices)
        boxes = np.asarray([person.box for person in rows], np.float64)
        estimator.crop_again(pictures, boxes, matrices, keypoints[start:end], scores[start:end])
        if progress:
            progress(end)
    return keypoints, scores


def labelled_ap(estimator: PoseEstimator | OneStage, annotations: Path, images: Path) -> float:
    """OKS AP in [0,1] on all labelled people of a COCO-format file, in their labelled boxes. Raises DataError."""
    from posecore.data.coco import load_coco, read_coco_json
    from posecore.evaluation.keypoint_ap import score_samples
    from posecore.evaluation.ranking import ranking

    samples, _ = load_coco(annotations, images, estimator.skeleton)
    truth = read_coco_json(annotations)
    results = score_samples(samples, *predict_boxes(estimator, samples), truth, estimator.skeleton, ranking(estimator))
    return next(score for score in results if score.name == "all").values["AP"]
