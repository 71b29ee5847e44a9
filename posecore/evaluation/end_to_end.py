"""Accuracy of the whole pipeline: its own boxes, its own poses, against every labelled person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.data.images import read_image
from posecore.evaluation.keypoint_ap import Score, coco_results, keypoint_ap
from posecore.oks import oks_nms, pose_scores
from posecore.people import People
from posecore.runtime.estimator import PoseEstimator

Boxes = tuple[NDArray[np.floating], NDArray[np.floating]]
"""Boxes (N,4) xyxy px and scores (N,)."""

Rank = Callable[[NDArray[np.floating], NDArray[np.floating]], NDArray[np.floating]]
"""Box scores (N,) and keypoint scores (N,K) → (N,), higher first."""


def boxes_from_file(detections: list[dict[str, Any]], minimum: float = 0.0) -> Callable[[dict[str, Any]], Boxes]:
    """A box source reading COCO detection results (``image_id``, ``bbox`` xywh, ``score``), persons only, scores ≥ ``minimum``."""
    by_image: dict[int, list[list[float]]] = {}
    for row in detections:
        if row.get("category_id", 1) == 1 and row["score"] >= minimum:
            x, y, w, h = row["bbox"]
            by_image.setdefault(row["image_id"], []).append([x, y, x + w, y + h, row["score"]])

    def boxes(image: dict[str, Any]) -> Boxes:
        rows = np.asarray(by_image.get(image["id"], []), np.float64).reshape(-1, 5)
        return rows[:, :4], rows[:, 4]

    return boxes


def pipeline_ap(
    boxes: Callable[[dict[str, Any]], Boxes],
    estimator: PoseEstimator,
    ground_truth: dict[str, Any],
    images: Path,
    progress: Callable[[int], None] | None = None,
    rank: Rank = pose_scores,
    same: float = 0.9,
) -> list[Score]:
    """OKS AP with boxes of a detector, after OKS-NMS (facts, "Testing").

    Args:
        boxes: COCO image entry → its boxes; called once a picture.
        estimator: the pose network.
        ground_truth: parsed COCO keypoints file; people it does not label count as false alarms, as in COCO.
        images: folder of the pictures.
        progress: called with the number of pictures done.
        rank: who comes first: the paper's box score × keypoint score, or :func:`posecore.oks.person_scores`.
        same: OKS above which two poses are one person's.
    """
    results: list[dict[str, Any]] = []
    for done, image in enumerate(ground_truth["images"], start=1):
        found, scores = boxes(image)
        keypoints, keypoint_scores = estimator(read_image(images / image["file_name"]), found)
        ranks = rank(scores, keypoint_scores)
        people = oks_nms(People.build(found, ranks, keypoints, keypoint_scores, skeleton=estimator.skeleton), same)
        results += coco_results(image["id"], people, people.scores)
        if progress:
            progress(done)
    return keypoint_ap(ground_truth, results, estimator.skeleton)
