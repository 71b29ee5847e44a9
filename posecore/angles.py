"""Joint angles and tilts of people, in the image plane.

An angle (:class:`AngleDefinition`) is the one between two limbs that meet at a joint (the vertex), measured in the image, from 0°
(folded onto each other) to 180° (stretched). It has no sign. It is what a camera sees, not the anatomical angle: a limb that points
towards the camera is foreshortened, so that angles are meaningful where the movement is roughly parallel to the image.

A tilt (:class:`TiltDefinition`) is the one between a line of the body and the vertical of the image, from -180° to 180°: 0° upright,
positive towards the right of the image, 90° lying with the head to the right. Where the camera is level, the image's vertical is the
true one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecore.people import People
from posecore.skeletons import Skeleton


@dataclass(frozen=True)
class AngleDefinition:
    """The angle at ``vertex`` between the lines to ``first`` and to ``last``; all three are names of keypoints."""

    first: str
    vertex: str
    last: str


@dataclass(frozen=True)
class TiltDefinition:
    """The tilt of the line from the mean of ``lower`` to the mean of ``upper``; names of keypoints, all of which must be known.

    Each is a choice of joint groups: the first one whose joints are all in the joint set counts.
    """

    lower: tuple[tuple[str, ...], ...]
    upper: tuple[tuple[str, ...], ...]


Definition = AngleDefinition | TiltDefinition

THRESHOLD = 0.25
"""Keypoints that score less are unknown, where nothing else is said."""

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


_SHOULDERS, _HIPS = ("left_shoulder", "right_shoulder"), ("left_hip", "right_hip")

MEASURES: Mapping[str, Definition] = {
    **ANGLES,
    "left_ankle": AngleDefinition("left_knee", "left_ankle", "left_big_toe"),
    "right_ankle": AngleDefinition("right_knee", "right_ankle", "right_big_toe"),
    "trunk_tilt": TiltDefinition((_HIPS,), (_SHOULDERS,)),
    "head_tilt": TiltDefinition((("upper_neck",), _SHOULDERS), (("head_top",), ("left_ear", "right_ear"))),
}
"""Everything that is measured: :data:`ANGLES`; ankles (90°: foot at right angles to the shin), in joint sets with toes; the tilt of the
trunk (middle of the hips → middle of the shoulders) and of the head (upper neck → top of the head, else middle of the shoulders →
middle of the ears)."""


def measures(skeleton: Skeleton) -> dict[str, Definition]:
    """The angles that the joint set names itself, then those of :data:`MEASURES` whose joints are in it, each in their order."""
    own: dict[str, Definition] = {name: AngleDefinition(*joints) for name, joints in skeleton.angles}
    return own | {name: MEASURES[name] for name in MEASURES if name not in own and _joints(MEASURES[name], skeleton) is not None}


def joint_angles(people: People, threshold: float = THRESHOLD, definitions: Mapping[str, Definition] = ANGLES) -> NDArray[np.float64]:
    """The angles of everyone.

    Args:
        people: N people of any joint set that names its joints as COCO does.
        threshold: keypoints that score less are unknown.
        definitions: which angles and tilts, A of them.

    Returns:
        (N,A) degrees, angles in [0, 180], tilts in [-180, 180], columns in the order of ``definitions``; NaN where one of the keypoints is
        unknown, has no finite coordinates or is not in the joint set, or where two of them lie on the same place.
    """
    result = np.full((len(people), len(definitions)), np.nan)
    points = np.where((people.keypoint_scores < threshold)[..., None], np.nan, people.keypoints.astype(np.float64))
    for column, definition in enumerate(definitions.values()):
        joints = _joints(definition, people.skeleton)
        if joints is not None:
            places = [points[:, list(group)].mean(axis=1) for group in joints]
            result[:, column] = angle_between(*places) if len(places) == 3 else tilt(*places)
    return result


def angle_scores(people: People, definitions: Mapping[str, Definition] = ANGLES) -> NDArray[np.float64]:
    """(N,A) in [0,1]: the confidence of each angle, which is the least score of its keypoints; 0 where the joint set lacks one."""
    result = np.zeros((len(people), len(definitions)))
    for column, definition in enumerate(definitions.values()):
        joints = _joints(definition, people.skeleton)
        if joints is not None:
            result[:, column] = people.keypoint_scores[:, [joint for group in joints for joint in group]].min(axis=1, initial=1.0)
    return result


def tilt(lower: NDArray[np.floating], upper: NDArray[np.floating]) -> NDArray[np.float64]:
    """(...) degrees in [-180, 180] between the lines from ``lower`` to ``upper``, (...,2) xy, and the way up; positive to the right.

    NaN where a coordinate is not finite or the line has no length.
    """
    line = np.asarray(upper, np.float64) - np.asarray(lower, np.float64)
    degrees = np.degrees(np.arctan2(line[..., 0], -line[..., 1]))
    return np.asarray(np.where((line == 0).all(axis=-1) | ~np.isfinite(degrees), np.nan, degrees), np.float64)


def _joints(definition: Definition, skeleton: Skeleton) -> list[tuple[int, ...]] | None:
    """Joint indices of the two ends of a tilt or the three points of an angle; None where the joint set lacks one."""
    if isinstance(definition, AngleDefinition):
        wanted: list[tuple[tuple[str, ...], ...]] = [((name,),) for name in (definition.first, definition.vertex, definition.last)]
    else:
        wanted = [definition.lower, definition.upper]
    found = []
    for choices in wanted:
        group = next((group for group in choices if all(name in skeleton.keypoints for name in group)), None)
        if group is None:
            return None
        found.append(tuple(skeleton.index(name) for name in group))
    return found


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
