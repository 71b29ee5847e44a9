"""Accuracy end to end: the people a pipeline finds by itself, against every labelled person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.data.coco_json import ORIGINAL_ID, image_path
from posecore.data.images import entry_size, read_image
from posecore.engine import run_stages
from posecore.evaluation.keypoint_ap import Score, coco_results, keypoint_ap
from posecore.oks import person_scores, pose_scores
from posecore.people import Detections, People, Poses
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.image import image_stages
from posecore.pipelines.single import Rank
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.onestage import OneStage
from posecore.skeletons import Skeleton

FindPeople = Callable[[dict[str, Any], NDArray[np.uint8]], People]
"""COCO image entry and the image (H,W,3) uint8 BGR → its people."""

PAPER_NMS_OKS = 0.9
"""OKS above which the paper takes two poses for one person's."""


def boxes_from_file(detections: list[dict[str, Any]], minimum: float = 0.0) -> Callable[[dict[str, Any]], Detections]:
    """COCO detection results (``image_id``, also the file's name, ``bbox`` xywh, ``score``) by COCO image entry.

    Persons only, scores ≥ ``minimum``.
    """
    by_image: dict[int | str, list[list[float]]] = {}
    for row in detections:
        if row.get("category_id", 1) == 1 and row["score"] >= minimum:
            x, y, w, h = row["bbox"]
            by_image.setdefault(row["image_id"], []).append([x, y, x + w, y + h, row["score"]])

    def boxes(entry: dict[str, Any]) -> Detections:
        found = by_image.get(entry.get(ORIGINAL_ID, entry["id"]), []) or by_image.get(entry.get("file_name", ""), [])
        rows = np.asarray(found, np.float32).reshape(-1, 5)
        return Detections(rows[:, :4], rows[:, 4])

    return boxes


class BoxesFromFile:
    """Detections of another detector in place of a detector: every box gets a pose and is a person, as in the paper's tables.

    The stages are those of single images; of two poses of one person the one with the higher :func:`posecore.oks.pose_scores` stays.

    Args:
        detections, minimum: see :func:`boxes_from_file`.
        estimator: the pose network.
    """

    def __init__(self, detections: list[dict[str, Any]], estimator: PoseEstimator | OneStage, minimum: float = 0.0) -> None:
        self.estimator = estimator
        self.acceptance = AcceptancePolicy.everything()
        self._boxes = boxes_from_file(detections, minimum)
        self._entry: dict[str, Any] = {}

    @property
    def skeleton(self) -> Skeleton:
        """The joint set of the network."""
        return self.estimator.skeleton

    def detect(self, frame: NDArray[np.uint8]) -> Detections:
        """The boxes of the image at hand."""
        return self._boxes(self._entry)

    def pose(self, frame: NDArray[np.uint8], boxes: NDArray[np.floating]) -> Poses:
        """The pose network on them."""
        return Poses(*self.estimator(frame, boxes))

    def __call__(self, entry: dict[str, Any], image: NDArray[np.uint8]) -> People:
        """See :data:`FindPeople`."""
        self._entry = entry
        frame = PoseFrame(image, 0, 0.0, 0.0)
        run_stages(image_stages(self, self.acceptance, PAPER_NMS_OKS, pose_scores), frame)
        return frame.people


def pipeline_ap(
    find: FindPeople,
    skeleton: Skeleton,
    ground_truth: dict[str, Any],
    images: Path,
    progress: Callable[[int], None] | None = None,
    rank: Rank = person_scores,
) -> list[Score]:
    """OKS AP of the people found.

    Args:
        find: called once an image: ``lambda entry, image: pipeline(image)`` for what ``lightpose image`` finds, or :class:`BoxesFromFile`.
        skeleton: the joint set of the result.
        ground_truth: parsed COCO keypoints file; people it does not label count as false alarms, as in COCO.
        images: folder of the images.
        progress: called with the number of images done.
        rank: the order in which AP counts people: :func:`posecore.evaluation.ranking.ranking`, or the paper's
            :func:`posecore.oks.pose_scores`.
    """
    results: list[dict[str, Any]] = []
    for done, entry in enumerate(ground_truth["images"], start=1):
        people = find(entry, read_image(image_path(images, entry["file_name"]), entry_size(entry)))
        results += coco_results(entry["id"], people, rank(people.scores, people.keypoint_scores))
        if progress:
            progress(done)
    return keypoint_ap(ground_truth, results, skeleton)
