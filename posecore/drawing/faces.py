"""Makes faces unrecognisable."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.people import People
from posecore.skeletons import FACE


def blur_faces(image: NDArray[np.uint8], people: People, threshold: float = 0.25) -> None:
    """Blur everyone's face in ``image``, in place.

    Args:
        image: (H,W,3) uint8 BGR.
        people: in the pixels of ``image``; who has no finite box is left out.
        threshold: keypoints that score less are not used to find the face.
    """
    height, width = image.shape[:2]
    people = people[np.asarray(np.isfinite(people.boxes).all(axis=1), np.bool_)]
    for i in range(len(people)):
        ellipse = face_ellipse(people, i, threshold)
        if ellipse is None or not np.isfinite(ellipse).all():
            continue
        x, y, half_width, half_height = ellipse
        x1, x2 = max(0, int(x - half_width - 1)), min(width, int(x + half_width + 1) + 2)
        y1, y2 = max(0, int(y - half_height - 1)), min(height, int(y + half_height + 1) + 2)
        if x1 >= x2 or y1 >= y2:
            continue
        patch = image[y1:y2, x1:x2]
        tiny = cv2.resize(patch, (6, 8), interpolation=cv2.INTER_AREA)
        blurred = cv2.resize(tiny, (patch.shape[1], patch.shape[0]), interpolation=cv2.INTER_LINEAR)
        mask = np.zeros(patch.shape[:2], np.uint8)
        center = (round(x - x1), round(y - y1))
        cv2.ellipse(mask, center, (max(1, round(half_width)), max(1, round(half_height))), 0, 0, 360, 255, -1, cv2.LINE_8)
        cv2.copyTo(blurred, mask, patch)


def face_ellipse(people: People, i: int, threshold: float = 0.25) -> tuple[float, float, float, float] | None:
    """Where person ``i``'s face is: centre x, y and half axes, px; None where nothing tells.

    From the keypoints of the face where two or more are visible; else from the shoulders; else the top of the box: a face is rather blurred
    in vain than shown.
    """
    skeleton, scores, points = people.skeleton, people.keypoint_scores[i], people.keypoints[i].astype(np.float64)
    known = (scores >= threshold) & np.isfinite(points).all(axis=1)

    def visible(names: tuple[str, ...]) -> NDArray[np.float64]:
        return np.asarray([points[k] for k in (skeleton.index(n) for n in names if n in skeleton.keypoints) if known[k]]).reshape(-1, 2)

    head, shoulders = visible(FACE), visible(("left_shoulder", "right_shoulder"))
    x1, y1, x2, y2 = (float(v) for v in people.boxes[i])
    least = 0.05 * max(x2 - x1, y2 - y1)
    if len(head) >= 2:
        center = head.mean(axis=0)
        radius = max(float(np.linalg.norm(head - center, axis=1).max()) * 1.5, least)
        if len(shoulders) == 2:
            radius = max(radius, 0.3 * float(np.linalg.norm(shoulders[0] - shoulders[1])))
        return float(center[0]), float(center[1]), radius, radius * 1.35
    if len(shoulders) == 2:
        span = max(float(np.linalg.norm(shoulders[0] - shoulders[1])), 2 * least)
        middle = shoulders.mean(axis=0)
        return float(middle[0]), float(middle[1]) - 0.55 * span, 0.45 * span, 0.55 * span
    if x2 > x1 and y2 > y1:
        half = min(0.5 * (x2 - x1), 0.14 * (y2 - y1))
        return (x1 + x2) / 2, y1 + half, half, half * 1.2
    return None
