"""Networks that know the truth, for the tests of pipelines."""

from __future__ import annotations

import time

import numpy as np

from posecore.runtime.acceptance import AcceptancePolicy
from posecore.sources.synthetic import SyntheticPeople
from tests.clips import standing
from tests.tracking.world import World


class Knowing:
    """Networks that find the people of a :class:`SyntheticPeople` by the number of the frame, and can take their time."""

    skeleton = World.skeleton
    acceptance = AcceptancePolicy.strict(0.0)

    def __init__(self, camera: SyntheticPeople, detecting: float = 0.0, posing: float = 0.0) -> None:
        self.camera, self.detecting, self.posing = camera, detecting, posing
        self.detector_runs = 0

    def detect(self, frame):
        self.detector_runs += 1
        time.sleep(self.detecting)
        index = int(frame[0, 0, 0]) + 256 * int(frame[0, 1, 0])
        boxes = self.camera.truth(index).astype(np.float32)
        return boxes, np.full(len(boxes), 0.9, np.float32)

    def pose(self, frame, boxes):
        time.sleep(self.posing)
        index = int(frame[0, 0, 0]) + 256 * int(frame[0, 1, 0])
        truth = standing(*self.camera.truth(index))
        points, scores = np.zeros((len(boxes), 17, 2), np.float32), np.full((len(boxes), 17), 0.05, np.float32)
        for i, box in enumerate(boxes):
            near = np.abs(truth.boxes - box).sum(axis=1)
            if len(near) and near.min() < 0.5 * (box[3] - box[1]):
                points[i], scores[i] = truth.keypoints[near.argmin()], 0.9
        return points, scores


class Numbered(SyntheticPeople):
    """Writes the frame's number into its corner."""

    def render(self, index: int):
        image = super().render(index)
        image[0, :2, 0] = (index % 256, index // 256)
        return image
