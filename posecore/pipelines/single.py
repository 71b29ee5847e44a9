"""What takes the places of schedule and tracker where every image is on its own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from posecore.oks import oks_nms_rows, pose_confidence
from posecore.people import Detections, People
from posecore.runtime.acceptance import NMS_OKS, AcceptancePolicy
from posecore.skeletons import Skeleton
from posecore.tracking import Proposals, TrackerSnapshot, TrackerState

Floats = NDArray[np.floating]

Rank = Callable[[Floats, Floats], Floats]
"""Detection scores (N,) and keypoint scores (N,K) → (N,), higher is better."""


class EveryFrame:
    """The schedule of a detector that runs on every frame."""

    def should_detect(self, time: float, image: NDArray[np.uint8], state: TrackerState) -> bool:
        """Always."""
        return True

    def report(self, news: bool) -> None:
        """Makes no difference."""


class SingleImage:
    """Accepts the people of one image; their ids are -1. The tracker of images that have nothing to do with each other.

    Args:
        skeleton: the joint set.
        acceptance: which detections get a pose, and which are people.
        nms_oks: OKS above which two poses are one person's; joint sets without OKS constants go without non-maximum suppression.
        rank: which of two poses of one person stays; None: the one with the higher detection score.
    """

    new_tracks = 0

    def __init__(self, skeleton: Skeleton, acceptance: AcceptancePolicy, nms_oks: float = NMS_OKS, rank: Rank | None = None) -> None:
        self.skeleton, self.acceptance, self.nms_oks, self.rank = skeleton, acceptance, nms_oks, rank

    def state(self) -> TrackerState:
        """Nobody is tracked."""
        return TrackerState(np.zeros((0, 4)))

    def propose(
        self, time: float, width: int, height: int, detections: Detections | None, snapshot: TrackerSnapshot | None = None
    ) -> Proposals:
        """The detections that the policy proposes."""
        found = detections or Detections(np.zeros((0, 4), np.float32), np.zeros(0, np.float32))
        chosen = self.acceptance.propose(found.scores)
        everyone = np.ones(int(chosen.sum()), bool)
        return Proposals(found.boxes[chosen], found.scores[chosen], everyone, detections is not None)

    def update(
        self,
        proposals: Proposals,
        keypoints: Floats,
        keypoint_scores: Floats,
        time: float = 0.0,
        width: int = 0,
        height: int = 0,
        image: NDArray[np.uint8] | None = None,
    ) -> tuple[People, NDArray[np.int64]]:
        """The people among the proposals, best first, and (M,) which proposal each one is."""
        everyone = People.build(proposals.boxes, proposals.scores, keypoints, keypoint_scores, skeleton=self.skeleton)
        rows = np.flatnonzero(self.acceptance.accept(everyone.scores, pose_confidence(everyone.keypoint_scores)))
        people = everyone[rows]
        if self.skeleton.sigmas:
            ranks = people.scores if self.rank is None else self.rank(people.scores, people.keypoint_scores)
            kept = np.asarray(oks_nms_rows(people, ranks, self.nms_oks), np.int64)
            people, rows = people[kept], rows[kept]
        return people, rows
