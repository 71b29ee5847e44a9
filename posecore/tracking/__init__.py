"""Tracking: when to run the detector, which pose is whose, and smoothing of keypoints over time."""

from posecore.tracking.between import Between
from posecore.tracking.joining import JoinSettings, TrackJoiner, renumbered
from posecore.tracking.policy import RECORDED, DetectionPolicy, DetectionSettings
from posecore.tracking.prediction import predict
from posecore.tracking.sides import Sides
from posecore.tracking.smoothing import KeypointSmoother, Motion, Smoothing
from posecore.tracking.state import Proposals, TrackerSettings, TrackerSnapshot, TrackerState
from posecore.tracking.tracker import PoseTracker
from posecore.tracking.turns import LIVE_TURNS, RECORDED_TURNS, Turns, TurnSettings
from posecore.tracking.zero_phase import ZeroPhase, zero_phase

__all__ = [
    "LIVE_TURNS",
    "RECORDED",
    "RECORDED_TURNS",
    "Between",
    "DetectionPolicy",
    "DetectionSettings",
    "JoinSettings",
    "KeypointSmoother",
    "Motion",
    "PoseTracker",
    "Proposals",
    "Sides",
    "Smoothing",
    "TrackJoiner",
    "TrackerSettings",
    "TrackerSnapshot",
    "TrackerState",
    "TurnSettings",
    "Turns",
    "ZeroPhase",
    "predict",
    "renumbered",
    "zero_phase",
]
