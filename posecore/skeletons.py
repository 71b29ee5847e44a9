"""Joint sets as data: names, limbs, mirror pairs, OKS sigmas and colours.

Everything that depends on *which* joints a network predicts reads a :class:`Skeleton`. Adding a joint set means adding one table here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

LEFT_COLOUR = (255, 170, 60)  # BGR
RIGHT_COLOUR = (60, 120, 255)
MIDDLE_COLOUR = (120, 220, 120)

FACE = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")
"""Joints of the face, in the joint sets that have them."""


@dataclass(frozen=True)
class Skeleton:
    """One joint set.

    Attributes:
        name: key in :data:`SKELETONS`.
        keypoints: K joint names, in the order of every keypoint array of this set.
        limbs: pairs of joint names that are joined by a line when drawn.
        sigmas: K per-joint OKS constants (COCO's ``k_i / 2``), or None where the joint set has no OKS (MPII is scored by PCKh).
        upper_body: joint names counted as upper body by the half-body augmentation; all others are the lower body.
        head_segment: the two joints whose distance normalises PCKh when a data set stores no head box.
    """

    name: str
    keypoints: tuple[str, ...]
    limbs: tuple[tuple[str, str], ...]
    sigmas: tuple[float, ...] | None
    upper_body: tuple[str, ...]
    head_segment: tuple[str, str] | None = None

    def __len__(self) -> int:
        return len(self.keypoints)

    def index(self, name: str) -> int:
        """Position of joint ``name``. Raises ValueError for an unknown joint."""
        return self.keypoints.index(name)

    @cached_property
    def flip_indices(self) -> NDArray[np.int64]:
        """(K,) int64: ``keypoints[flip_indices]`` swaps left and right joints, as a mirrored image needs."""
        names = {name: i for i, name in enumerate(self.keypoints)}
        mirrored = [names[_mirror_name(name)] for name in self.keypoints]
        return np.asarray(mirrored, dtype=np.int64)

    @cached_property
    def limb_indices(self) -> NDArray[np.int64]:
        """(L,2) int64 joint indices of each limb."""
        return np.asarray([(self.index(a), self.index(b)) for a, b in self.limbs], dtype=np.int64)

    @cached_property
    def upper_body_mask(self) -> NDArray[np.bool_]:
        """(K,) bool: True for joints of the upper body."""
        return np.asarray([name in self.upper_body for name in self.keypoints])

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """K of 'left', 'right' or 'middle'."""
        return tuple(next((s for s in ("left", "right") if n.startswith(s)), "middle") for n in self.keypoints)

    def colour(self, joint: int) -> tuple[int, int, int]:
        """BGR colour of a joint: left, right and middle are told apart."""
        return {"left": LEFT_COLOUR, "right": RIGHT_COLOUR, "middle": MIDDLE_COLOUR}[self.sides[joint]]


def _mirror_name(name: str) -> str:
    if name.startswith("left_"):
        return "right_" + name.removeprefix("left_")
    if name.startswith("right_"):
        return "left_" + name.removeprefix("right_")
    return name


COCO17 = Skeleton(
    name="coco17",
    keypoints=(
        "nose",
        "left_eye",
        "right_eye",
        "left_ear",
        "right_ear",
        "left_shoulder",
        "right_shoulder",
        "left_elbow",
        "right_elbow",
        "left_wrist",
        "right_wrist",
        "left_hip",
        "right_hip",
        "left_knee",
        "right_knee",
        "left_ankle",
        "right_ankle",
    ),
    limbs=(
        ("left_ankle", "left_knee"),
        ("left_knee", "left_hip"),
        ("right_ankle", "right_knee"),
        ("right_knee", "right_hip"),
        ("left_hip", "right_hip"),
        ("left_shoulder", "left_hip"),
        ("right_shoulder", "right_hip"),
        ("left_shoulder", "right_shoulder"),
        ("left_shoulder", "left_elbow"),
        ("right_shoulder", "right_elbow"),
        ("left_elbow", "left_wrist"),
        ("right_elbow", "right_wrist"),
        ("left_eye", "right_eye"),
        ("nose", "left_eye"),
        ("nose", "right_eye"),
        ("left_eye", "left_ear"),
        ("right_eye", "right_ear"),
        ("left_ear", "left_shoulder"),
        ("right_ear", "right_shoulder"),
    ),
    sigmas=(
        0.026,
        0.025,
        0.025,
        0.035,
        0.035,
        0.079,
        0.079,
        0.072,
        0.072,
        0.062,
        0.062,
        0.107,
        0.107,
        0.087,
        0.087,
        0.089,
        0.089,
    ),
    upper_body=(
        "nose",
        "left_eye",
        "right_eye",
        "left_ear",
        "right_ear",
        "left_shoulder",
        "right_shoulder",
        "left_elbow",
        "right_elbow",
        "left_wrist",
        "right_wrist",
    ),
)

MPII16 = Skeleton(
    name="mpii16",
    keypoints=(
        "right_ankle",
        "right_knee",
        "right_hip",
        "left_hip",
        "left_knee",
        "left_ankle",
        "pelvis",
        "thorax",
        "upper_neck",
        "head_top",
        "right_wrist",
        "right_elbow",
        "right_shoulder",
        "left_shoulder",
        "left_elbow",
        "left_wrist",
    ),
    limbs=(
        ("right_ankle", "right_knee"),
        ("right_knee", "right_hip"),
        ("right_hip", "pelvis"),
        ("pelvis", "left_hip"),
        ("left_hip", "left_knee"),
        ("left_knee", "left_ankle"),
        ("pelvis", "thorax"),
        ("thorax", "upper_neck"),
        ("upper_neck", "head_top"),
        ("right_wrist", "right_elbow"),
        ("right_elbow", "right_shoulder"),
        ("right_shoulder", "thorax"),
        ("thorax", "left_shoulder"),
        ("left_shoulder", "left_elbow"),
        ("left_elbow", "left_wrist"),
    ),
    sigmas=None,
    upper_body=(
        "thorax",
        "upper_neck",
        "head_top",
        "right_wrist",
        "right_elbow",
        "right_shoulder",
        "left_shoulder",
        "left_elbow",
        "left_wrist",
    ),
    head_segment=("upper_neck", "head_top"),
)

SKELETONS: dict[str, Skeleton] = {s.name: s for s in (COCO17, MPII16)}


def get_skeleton(name: str) -> Skeleton:
    """The joint set called ``name``. Raises ValueError naming the known sets otherwise."""
    try:
        return SKELETONS[name]
    except KeyError:
        raise ValueError(f"unknown joint set {name!r}; known: {', '.join(SKELETONS)}") from None
