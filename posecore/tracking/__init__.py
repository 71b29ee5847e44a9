"""Following people: when to detect, whose pose is whose, and how to keep keypoints steady."""

from posecore.tracking.policy import UNHURRIED, DetectionPolicy, DetectionSettings, Scene
from posecore.tracking.smoothing import KeypointSmoother, Smoothing, ZeroPhase, zero_phase
from posecore.tracking.tracker import Candidates, PoseTracker, TrackerSettings, View

__all__ = [
    "UNHURRIED",
    "Candidates",
    "DetectionPolicy",
    "DetectionSettings",
    "KeypointSmoother",
    "PoseTracker",
    "Scene",
    "Smoothing",
    "TrackerSettings",
    "View",
    "ZeroPhase",
    "zero_phase",
]
