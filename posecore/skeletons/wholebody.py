"""COCO-WholeBody: body, feet, face and hands (Jin et al., Whole-Body Human Pose Estimation in the Wild, ECCV 2020), and a hand alone."""

from __future__ import annotations

from posecore.skeletons.body import COCO17
from posecore.skeletons.skeleton import Skeleton

FINGERS = ("thumb", "forefinger", "middle_finger", "ring_finger", "pinky_finger")

_FEET = tuple(f"{side}_{part}" for side in ("left", "right") for part in ("big_toe", "small_toe", "heel"))
_FACE_FLIPS = (
    *((i, 16 - i) for i in range(8)),  # contour
    *((17 + i, 26 - i) for i in range(5)),  # brows
    *((31, 35), (32, 34)),  # nose
    *((36, 45), (37, 44), (38, 43), (39, 42), (40, 47), (41, 46)),  # eyes
    *((48, 54), (49, 53), (50, 52), (59, 55), (58, 56)),  # outer lips
    *((60, 64), (61, 63), (67, 65)),  # inner lips
)
"""Of the 68 points of a face, those that change places when it is mirrored."""

_BODY_SIGMAS = (*(COCO17.sigmas or ()), 0.068, 0.066, 0.066, 0.092, 0.094, 0.094)
_FACE_SIGMAS = (
    0.042, 0.043, 0.044, 0.043, 0.040, 0.035, 0.031, 0.025, 0.020, 0.023, 0.029, 0.032, 0.037, 0.038, 0.043, 0.041, 0.045,
    0.013, 0.012, 0.011, 0.011, 0.012, 0.012, 0.011, 0.011, 0.013, 0.015,
    0.009, 0.007, 0.007, 0.007, 0.012, 0.009, 0.008, 0.016, 0.010,
    0.017, 0.011, 0.009, 0.011, 0.009, 0.007, 0.013, 0.008, 0.011, 0.012, 0.010, 0.034,
    0.008, 0.008, 0.009, 0.008, 0.008, 0.007, 0.010, 0.008, 0.009, 0.009, 0.009, 0.007, 0.007, 0.008,
    0.011, 0.008, 0.008, 0.008, 0.010, 0.008,
)  # fmt: skip
HAND_SIGMAS = (
    0.029,
    0.022, 0.035, 0.037, 0.047,
    0.026, 0.025, 0.024, 0.035,
    0.018, 0.024, 0.022, 0.026,
    0.017, 0.021, 0.021, 0.032,
    0.020, 0.019, 0.022, 0.031,
)  # fmt: skip
"""OKS constants of a hand's root and its fingers from there to the tip, by the evaluation of COCO-WholeBody."""


def hand_joints(prefix: str = "") -> tuple[str, ...]:
    """The 21 joints of a hand: its root, then four of each finger from there to the tip."""
    return f"{prefix}hand_root", *(f"{prefix}{finger}{i}" for finger in FINGERS for i in range(1, 5))


def hand_limbs(prefix: str = "") -> tuple[tuple[str, str], ...]:
    """The root with each finger, and along the fingers."""
    joints = hand_joints(prefix)
    return tuple((joints[0] if k % 4 == 1 else joints[k - 1], joints[k]) for k in range(1, 21))


COCO_WHOLEBODY133 = Skeleton(
    name="coco_wholebody133",
    keypoints=(
        *COCO17.keypoints,
        *_FEET,
        *(f"face_{i}" for i in range(68)),
        *hand_joints("left_"),
        *hand_joints("right_"),
    ),
    limbs=(
        *COCO17.limbs,
        *((f"{joint.split('_')[0]}_ankle", joint) for joint in _FEET),
        *(limb for side in ("left", "right") for limb in ((f"{side}_wrist", f"{side}_hand_root"), *hand_limbs(f"{side}_"))),
    ),
    sigmas=(*_BODY_SIGMAS, *_FACE_SIGMAS, *HAND_SIGMAS, *HAND_SIGMAS),
    upper_body=(
        *COCO17.upper_body,
        *(f"face_{i}" for i in range(68)),
        *hand_joints("left_"),
        *hand_joints("right_"),
    ),
    flips=tuple((f"face_{a}", f"face_{b}") for a, b in _FACE_FLIPS),
)

HAND21 = Skeleton(
    "hand21",
    hand_joints(),
    hand_limbs(),
    HAND_SIGMAS,
    upper_body=hand_joints(),
    angles=tuple((finger, (f"{finger}1", f"{finger}2", f"{finger}3")) for finger in FINGERS),
)
"""Its angles are those of the second joint of each finger, 180° where it is stretched."""
