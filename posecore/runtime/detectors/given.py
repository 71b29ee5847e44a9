"""Boxes that no network finds: the whole frame."""

from __future__ import annotations

import numpy as np

from posecore.runtime.detectors.base import Detections, Image, check_image


class WholeFrame:
    """One person fills the frame: for close-ups, and for pose networks of anything that no detector knows."""

    threshold = 0.5

    def __call__(self, image: Image) -> Detections:
        """See :class:`posecore.runtime.detectors.base.Detector`."""
        height, width = check_image(image).shape[:2]
        return np.asarray([[0, 0, width, height]], np.float32), np.ones(1, np.float32)
