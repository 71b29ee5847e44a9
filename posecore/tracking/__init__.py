"""Following people: when to detect, whose pose is whose, and how to keep keypoints steady."""

from posecore.tracking.policy import RECORDED, DetectionPolicy, DetectionSettings, TrackerState
from posecore.tracking.smoothing import KeypointSmoother, Smoothing, ZeroPhase, zero_phase
from posecore.tracking.tracker import PoseTracker, Proposals, TrackerSettings, TrackerSnapshot

__all__ = [
    "RECORDED",
    "DetectionPolicy",
    "DetectionSettings",
    "KeypointSmoother",
    "PoseTracker",
    "Proposals",
    "Smoothing",
    "TrackerSettings",
    "TrackerSnapshot",
    "TrackerState",
    "ZeroPhase",
    "zero_phase",
]
