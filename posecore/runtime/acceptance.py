"""The one rule that decides which detections get a pose and which poses are people."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

LOW_DETECTION = 0.08
"""Detector score from which a box may hold a person if the pose in it is strong. On COCO val 2017 that finds 60 instead of 56 % of the
people (with the multiscale detector 67 instead of 63 %), and of all that is found 67 instead of 68 % (57 instead of 59 %) is labelled."""

STRONG_POSE = 0.72
"""Pose confidence (:func:`posecore.oks.pose_confidence`) from which a pose is a person's, however low the detector's score is."""

MIN_POSE = 0.25
"""Pose confidence below which a box holds no person: flags and shadows that the detector takes for people."""

NMS_OKS = 0.7
"""OKS above which two poses of one image are one person's. The paper's 0.9 leaves many people with two."""


@dataclass(frozen=True)
class AcceptancePolicy:
    """Thresholds on the scores of a box and of the pose found in it, all in [0,1]. Used by the image pipeline, the tracker and evaluation.

    Attributes:
        detection: a detection that scores this needs no more than ``min_pose``.
        low_detection: a detection that scores between this and ``detection`` is a low-confidence one: it gets a pose, and is accepted where
            that is a strong one. What scores less gets none. ``detection`` itself for no low-confidence detections.
        strong_pose: least pose confidence of low-confidence detections.
        min_pose: least pose confidence of all others.
    """

    detection: float = 0.25
    low_detection: float = LOW_DETECTION
    strong_pose: float = STRONG_POSE
    min_pose: float = MIN_POSE

    def __post_init__(self) -> None:
        if self.low_detection > self.detection or self.min_pose > self.strong_pose:
            raise ValueError(f"the low thresholds of {self} must not exceed the others")

    @classmethod
    def for_detector(cls, threshold: float) -> AcceptancePolicy:
        """For a detector made for ``threshold``: low-confidence detections are those from :data:`LOW_DETECTION` up to it."""
        return cls(detection=threshold, low_detection=min(LOW_DETECTION, threshold))

    @classmethod
    def strict(cls, threshold: float) -> AcceptancePolicy:
        """Nothing below ``threshold``, as who chooses a threshold expects it."""
        return cls(detection=threshold, low_detection=threshold)

    @classmethod
    def everything(cls) -> AcceptancePolicy:
        """Every box is a person: for boxes that were chosen before, such as labelled ones."""
        return cls(0.0, 0.0, 0.0, 0.0)

    def without_low_confidence(self) -> AcceptancePolicy:
        """The same, low-confidence detections left out."""
        return replace(self, low_detection=self.detection)

    def propose(self, scores: Floats) -> NDArray[np.bool_]:
        """Which detections get a pose: scores (N,) → (N,)."""
        return np.asarray(np.asarray(scores) >= self.low_detection)

    def confident(self, scores: Floats) -> NDArray[np.bool_]:
        """Which detections are not low-confidence ones: scores (N,) → (N,)."""
        return np.asarray(np.asarray(scores) >= self.detection)

    def believe(self, scores: Floats, pose_confidence: Floats) -> NDArray[np.bool_]:
        """Which detections are right about there being a person, even if little is seen of it: the confident, and those with a strong pose.

        Args:
            scores: (N,) of the detections.
            pose_confidence: (N,) of the poses in them, see :func:`posecore.oks.pose_confidence`.
        """
        return self.confident(scores) | (np.asarray(pose_confidence) >= self.strong_pose)

    def sustain(self, pose_confidence: Floats) -> NDArray[np.bool_]:
        """Which poses (N,) of people who are followed need no detection: strong ones, unless only what the detector is sure of counts.

        Of 248 boxes beside the labelled people of the validation pictures 1 % have so strong a pose, of these people's own 73 %.
        """
        return (np.asarray(pose_confidence) >= self.strong_pose) & (self.low_detection < self.detection)

    def accept(self, scores: Floats, pose_confidence: Floats) -> NDArray[np.bool_]:
        """Which detections, with the poses in them, are people: arguments as of :meth:`believe` → (N,)."""
        return self.believe(scores, pose_confidence) & (np.asarray(pose_confidence) >= self.min_pose)
