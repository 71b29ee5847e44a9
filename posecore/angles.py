"""Joint angles of people, in the image plane.

An angle is the one between two limbs that meet at a joint (the vertex), measured in the image, from 0° (folded onto each other) to 180°
(stretched). It has no sign. It is what a camera sees, not the anatomical angle: a limb that points towards the camera is foreshortened, so
that angles are meaningful where the movement is roughly parallel to the image.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecore.people import People


@dataclass(frozen=True)
class AngleDefinition:
    """The angle at ``vertex`` between the lines to ``first`` and to ``last``; all three are names of keypoints."""

    first: str
    vertex: str
    last: str


ANGLES: Mapping[str, AngleDefinition] = {
    "left_elbow": AngleDefinition("left_shoulder", "left_elbow", "left_wrist"),
    "right_elbow": AngleDefinition("right_shoulder", "right_elbow", "right_wrist"),
    "left_shoulder": AngleDefinition("left_hip", "left_shoulder", "left_elbow"),
    "right_shoulder": AngleDefinition("right_hip", "right_shoulder", "right_elbow"),
    "left_hip": AngleDefinition("left_shoulder", "left_hip", "left_knee"),
    "right_hip": AngleDefinition("right_shoulder", "right_hip", "right_knee"),
    "left_knee": AngleDefinition("left_hip", "left_knee", "left_ankle"),
    "right_knee": AngleDefinition("right_hip", "right_knee", "right_ankle"),
}
"""The angles of elbows (180°: arm stretched), shoulders (0°: upper arm along the trunk), hips and knees (180°: standing upright)."""


def joint_angles(people: People, threshold: float = 0.25, definitions: Mapping[str, AngleDefinition] = ANGLES) -> NDArray[np.float64]:
    """The angles of everyone.

    Args:
        people: N people of any joint set that names its joints as COCO does.
        threshold: keypoints that score less are unknown.
        definitions: which angles, A of them.

    Returns:
        (N,A) degrees in [0, 180], columns in the order of ``definitions``; NaN where one of the three keypoints is unknown, has no finite
        coordinates or is not in the joint set, or where two of them lie on the same place.
    """
    known = people.skeleton.keypoints
    result = np.full((len(people), len(definitions)), np.nan)
    points = np.where((people.keypoint_scores < threshold)[..., None], np.nan, people.keypoints.astype(np.float64))
    for column, angle in enumerate(definitions.values()):
        names = (angle.first, angle.vertex, angle.last)
        if all(name in known for name in names):
            first, vertex, last = (points[:, people.skeleton.index(name)] for name in names)
            result[:, column] = angle_between(first, vertex, last)
    return result


def angle_between(first: NDArray[np.floating], vertex: NDArray[np.floating], last: NDArray[np.floating]) -> NDArray[np.float64]:
    """The angles at ``vertex`` between the lines to ``first`` and ``last``.

    Args:
        first, vertex, last: (...,2) xy.

    Returns:
        (...) degrees in [0, 180]; NaN where a coordinate is not finite or an arm of the angle has no length.
    """
    one = np.asarray(first, np.float64) - np.asarray(vertex, np.float64)
    two = np.asarray(last, np.float64) - np.asarray(vertex, np.float64)
    cross = one[..., 0] * two[..., 1] - one[..., 1] * two[..., 0]
    dot = (one * two).sum(axis=-1)
    degrees = np.degrees(np.abs(np.arctan2(cross, dot)))  # accurate near 0° and 180°, where arccos is not
    flat = ((one == 0).all(axis=-1)) | ((two == 0).all(axis=-1))
    return np.asarray(np.where(flat | ~np.isfinite(degrees), np.nan, degrees), np.float64)


def select_person(people: People, wanted: int = -1, last: int = -1) -> int | None:
    """Row of the person with the id ``wanted``; of the largest person for -1 or where that one is gone; None where there is none.

    The person with the id ``last`` stays selected until another is a third larger, so that the selection does not alternate
    between two people of about the same size.
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
