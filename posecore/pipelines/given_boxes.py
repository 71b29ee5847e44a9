"""A pose network on boxes that another detector found before."""

from __future__ import annotations

from posecore.engine import run_stages
from posecore.people import Detections, People
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.image import Pipeline, image_stages
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.runtime.detectors.boxes_file import BoxesFile
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.onestage import OneStage


class GivenBoxes(Pipeline):
    """Implements :class:`posecore.pipelines.stages.FrameNetworks`: what it detects depends on which image of the file a frame is.

    Args:
        boxes: by image.
        estimator: the pose network.
    """

    def __init__(self, boxes: BoxesFile, estimator: PoseEstimator | OneStage) -> None:
        super().__init__(boxes, estimator, AcceptancePolicy.strict(boxes.threshold))
        self.boxes = boxes

    def detect_in(self, frame: PoseFrame) -> Detections:
        """See :class:`posecore.pipelines.stages.FrameNetworks`."""
        return Detections(*(self.boxes(frame.image) if frame.source is None else self.boxes.of(frame.source.name, frame.index)))

    def people_in(self, frame: PoseFrame) -> People:
        """See :class:`posecore.pipelines.stages.FrameNetworks`."""
        run_stages(image_stages(self, self.image_acceptance), frame)
        return frame.people
