"""Where people are a moment later: for a screen, which shows a frame some time after it was captured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posecore.geometry import middle_point
from posecore.people import People
from posecore.tracking.smoothing import Motion

__all__ = ["MOST_SECONDS", "predict"]

MOST_SECONDS = 0.2
"""Nobody is predicted further than this: a person who turns round is overshot by what the old motion covers in that time."""


def predict(people: People, motion: Motion, seconds: float) -> People:
    """``people`` as they are ``seconds`` later at constant velocity, at most :data:`MOST_SECONDS`; boxes move with the middle of the body.

    Args:
        people: N of them.
        motion: (N,K,2) px/s, from :meth:`posecore.tracking.KeypointSmoother.motion`.
        seconds: from their frame on; nothing moves for less than 0.
    """
    ahead = min(max(seconds, 0.0), MOST_SECONDS)
    if not len(people) or ahead == 0:
        return people
    steps = motion * ahead
    bodies = np.asarray([middle_point(step) for step in steps])
    boxes, keypoints = people.boxes + np.tile(bodies, 2), people.keypoints + steps
    return replace(people, boxes=boxes.astype(np.float32), keypoints=keypoints.astype(np.float32))
