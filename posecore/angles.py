"""Joint angles of one person, in the picture plane."""

from __future__ import annotations

import numpy as np

from posecore.people import People

JOINTS: dict[str, tuple[str, str, str]] = {
    "Left elbow": ("left_shoulder", "left_elbow", "left_wrist"),
    "Right elbow": ("right_shoulder", "right_elbow", "right_wrist"),
    "Left shoulder": ("left_hip", "left_shoulder", "left_elbow"),
    "Right shoulder": ("right_hip", "right_shoulder", "right_elbow"),
    "Left hip": ("left_shoulder", "left_hip", "left_knee"),
    "Right hip": ("right_shoulder", "right_hip", "right_knee"),
    "Left knee": ("left_hip", "left_knee", "left_ankle"),
    "Right knee": ("right_hip", "right_knee", "right_ankle"),
}
"""Angle → the joints whose angle it is, its vertex in the middle."""


def joint_angles(people: People, i: int, threshold: float = 0.25) -> dict[str, float]:
    """Every angle of :data:`JOINTS` of person ``i`` in degrees, 0 to 180 (180: stretched); NaN where one of its joints is not seen."""
    known = people.skeleton.keypoints
    result = {}
    for name, corners in JOINTS.items():
        result[name] = float("nan")
        if not all(corner in known for corner in corners):
            continue
        rows = [people.skeleton.index(corner) for corner in corners]
        points = people.keypoints[i][rows].astype(np.float64)
        if (people.keypoint_scores[i][rows] < threshold).any() or not np.isfinite(points).all():
            continue
        first, second = points[0] - points[1], points[2] - points[1]
        lengths = float(np.linalg.norm(first) * np.linalg.norm(second))
        if lengths > 0:
            result[name] = float(np.degrees(np.arccos(np.clip(first @ second / lengths, -1, 1))))
    return result


def pick_person(people: People, wanted: int = -1, last: int = -1) -> int | None:
    """Row of the person with the number ``wanted``; of the largest person for -1 or where that one is gone; None for nobody.

    The person with the number ``last`` stays the chosen one until another is a third larger, so that the choice does not jump to and fro.
    """
    if not len(people):
        return None
    size = (people.boxes[:, 2:] - people.boxes[:, :2]).prod(axis=1)
    largest = int(np.argmax(size))
    if wanted >= 0 and wanted in people.ids:
        return int(np.flatnonzero(people.ids == wanted)[0])
    if last >= 0 and last in people.ids:
        row = int(np.flatnonzero(people.ids == last)[0])
        return row if size[largest] < 4 / 3 * size[row] else largest
    return largest
