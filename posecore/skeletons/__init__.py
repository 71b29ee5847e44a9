"""Joint sets as data: names, limbs, mirror pairs, OKS sigmas, colours and angles.

Everything that depends on *which* joints a network predicts reads a :class:`Skeleton`. Adding a joint set means adding one table to
:data:`SKELETONS`, or writing a TOML file (:func:`read_skeleton`).
"""

from __future__ import annotations

from pathlib import Path

from posecore.skeletons.body import COCO17, HALPE26, MPII16
from posecore.skeletons.file import from_json, read_skeleton, to_json
from posecore.skeletons.skeleton import LEFT_COLOUR, MIDDLE_COLOUR, RIGHT_COLOUR, Colour, Skeleton
from posecore.skeletons.wholebody import COCO_WHOLEBODY133, HAND21

FACE = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")
"""Joints of the face, in the joint sets that have them."""

SKELETONS: dict[str, Skeleton] = {s.name: s for s in (COCO17, MPII16, HALPE26, COCO_WHOLEBODY133, HAND21)}


def get_skeleton(name: str) -> Skeleton:
    """The joint set that ``name`` spells: a key of :data:`SKELETONS`, the path of a ``.toml`` file, or what :func:`spell` gives.

    Raises ValueError naming the known sets, or what is wrong with the file; FileNotFoundError.
    """
    if name in SKELETONS:
        return SKELETONS[name]
    if name.lstrip().startswith("{"):
        return from_json(name)
    if name.lower().endswith(".toml"):
        return read_skeleton(Path(name))
    raise ValueError(f"unknown joint set {name!r}; known: {', '.join(SKELETONS)}, or a .toml file")


def spell(skeleton: Skeleton) -> str:
    """Text from which :func:`get_skeleton` makes the same joint set anywhere: its name where it is a built-in one, else all of it."""
    return skeleton.name if SKELETONS.get(skeleton.name) == skeleton else to_json(skeleton)


def skeleton_of_size(joints: int) -> Skeleton | None:
    """The built-in joint set of so many joints, for network files that do not say; None where there is none."""
    return next((s for s in SKELETONS.values() if len(s) == joints), None)


__all__ = [
    "COCO17", "COCO_WHOLEBODY133", "FACE", "HALPE26", "HAND21", "LEFT_COLOUR", "MIDDLE_COLOUR", "MPII16", "RIGHT_COLOUR", "SKELETONS",
    "Colour", "Skeleton", "get_skeleton", "read_skeleton", "skeleton_of_size", "spell",
]  # fmt: skip
