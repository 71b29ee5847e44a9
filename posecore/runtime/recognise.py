"""What a pose network's file is, from its inputs, outputs and metadata: which head, how many joints, how it wants to see its input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from posecore.geometry import BOX_PADDING
from posecore.runtime.beside import PREFIX
from posecore.runtime.crops import RUN_PADDING, InputSpec
from posecore.runtime.decoders.base import Shape
from posecore.runtime.feeding import Feeder
from posecore.runtime.metadata import RUN_DECODING, PoseMetadata
from posecore.skeletons import COCO17, skeleton_of_size

RAW_STD = (1 / 255, 1 / 255, 1 / 255)
"""With a mean of 0, the standard deviation at which networks see pixel values as they are, 0 to 255."""

DECODINGS = {"heatmap": RUN_DECODING, "simcc": "max", "coordinates": "yx"}
"""Head → how it is decoded unless its file says otherwise."""


def head_of(shapes: Sequence[Shape]) -> str | None:
    """The head that outputs of these shapes are from: ``simcc``, ``coordinates`` or ``heatmap``; None where it is none of them."""
    first = list(shapes[0]) if shapes else []
    if len(shapes) >= 2 and all(len(shape) == 3 for shape in shapes[:2]) and first[1] == shapes[1][1]:
        return "simcc"
    if len(first) == 4:
        return "coordinates" if first[1] == 1 and first[3] == 3 else "heatmap"
    return None


def joints_of(head: str, shapes: Sequence[Shape]) -> int | None:
    """How many joints a head of these outputs has; None where the shapes do not say."""
    first = shapes[0] if shapes else []
    place = -2 if head == "coordinates" else 1
    joints = first[place] if len(first) >= 2 else None
    return joints if isinstance(joints, int) else None


def describe_pose(feeder: Feeder, props: Mapping[str, str]) -> PoseMetadata:
    """What is known of a top-down pose network: by its metadata ``props`` where they say it, else by its graph.

    Raises ValueError where it is no such network, a value makes no sense, or nothing says which joints it predicts.
    """
    size = feeder.size or _size(props)
    shapes = feeder.shapes(size)
    listed = ", ".join(map(str, shapes))
    head = props.get(PREFIX + "head") or head_of(shapes)
    if head is None:
        raise ValueError(f"not a pose network (output {listed})")
    joints = joints_of(head, shapes)
    spec = InputSpec(size, padding=RUN_PADDING if head == "heatmap" else BOX_PADDING)
    if feeder.integers:
        spec = replace(spec, mean=(0.0, 0.0, 0.0), std=RAW_STD)
    guess = COCO17 if joints is None else skeleton_of_size(joints)
    if guess is None and not props.get(PREFIX + "skeleton"):
        raise ValueError(
            f"not a pose network of a known joint set: it predicts {joints} joints; say which by a joint set file (--skeleton)"
        )
    return PoseMetadata.from_props(props, size, PoseMetadata(spec, guess or COCO17, head, DECODINGS.get(head, RUN_DECODING)))


def _size(props: Mapping[str, str]) -> tuple[int, int]:
    text = props.get(PREFIX + "size", "")
    sides = text.lower().replace(",", "x").split("x")
    if len(sides) == 2 and all(side.strip().isdigit() and int(side) > 0 for side in sides):
        return int(sides[0]), int(sides[1])
    raise ValueError('not a pose network with a fixed input; say its size in the .toml beside it: size = "192x256"')
