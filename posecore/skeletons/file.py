"""Joint sets of anybody's own: TOML files, and the text by which weights and keypoint files carry them along."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from posecore.skeletons.skeleton import Colour, Skeleton

DEFAULT_SIGMA = 0.05
"""OKS constant of the joints of a set that names none: AP by it compares networks of that set with each other, and with nothing else."""

_KEYS = {"name", "keypoints", "limbs", "flips", "sigmas", "upper_body", "head_segment", "colours", "angles"}


def read_skeleton(path: Path) -> Skeleton:
    """A joint set from a TOML file.

        name = "hand21"                                # the file's name where it is left out
        keypoints = ["root", "thumb_1", "thumb_2"]
        limbs = [["root", "thumb_1"], ["thumb_1", "thumb_2"]]
        flips = [["a", "b"]]                           # beside left_X and right_X, which are known
        sigmas = [0.029, 0.022, 0.035]                 # 0.05 for all where they are left out
        colours = ["#ff8800", "#00ff00", "#0000ff"]    # RRGGBB
        upper_body = ["root"]
        head_segment = ["a", "b"]

        [angles]
        thumb = ["root", "thumb_1", "thumb_2"]         # first, vertex, last

    Only ``keypoints`` has to be there. Raises FileNotFoundError, or ValueError that names the file and what is wrong.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return skeleton_of({"name": path.stem, **table})
    except FileNotFoundError:
        raise FileNotFoundError(f"{path}: no such joint set file") from None
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from None


def skeleton_of(table: Mapping[str, Any]) -> Skeleton:
    """A joint set from a table with the keys of :func:`read_skeleton`. Raises ValueError."""
    if unknown := sorted(set(table) - _KEYS):
        raise ValueError(f"a joint set has no {', '.join(unknown)}; it has {', '.join(sorted(_KEYS))}")
    try:
        joints = _names(table.get("keypoints"))
        sigmas = table.get("sigmas", [DEFAULT_SIGMA] * len(joints))
        segment = table.get("head_segment")
        return Skeleton(
            str(table.get("name") or "custom"),
            joints,
            tuple(_pair(limb) for limb in table.get("limbs", ())),
            None if sigmas is None else tuple(float(value) for value in sigmas),
            _names(table.get("upper_body", ())),
            None if segment is None else _pair(segment),
            tuple(_pair(flip) for flip in table.get("flips", ())),
            tuple(_colour(text) for text in table["colours"]) if table.get("colours") else None,
            tuple((str(name), _triple(names)) for name, names in dict(table.get("angles", {})).items()),
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a joint set ({error})") from None


def table_of(skeleton: Skeleton) -> dict[str, Any]:
    """The table that :func:`skeleton_of` reads; what is at its default is left out, ``sigmas`` are null where there are none."""
    table: dict[str, Any] = {
        "name": skeleton.name,
        "keypoints": list(skeleton.keypoints),
        "limbs": [list(limb) for limb in skeleton.limbs],
        "sigmas": None if skeleton.sigmas is None else list(skeleton.sigmas),
        "upper_body": list(skeleton.upper_body),
    }
    if skeleton.head_segment:
        table["head_segment"] = list(skeleton.head_segment)
    if skeleton.flips:
        table["flips"] = [list(flip) for flip in skeleton.flips]
    if skeleton.colours:
        table["colours"] = [f"#{r:02x}{g:02x}{b:02x}" for b, g, r in skeleton.colours]
    if skeleton.angles:
        table["angles"] = {name: list(joints) for name, joints in skeleton.angles}
    return table


def to_json(skeleton: Skeleton) -> str:
    """One line of JSON that :func:`from_json` reads back."""
    return json.dumps(table_of(skeleton), separators=(",", ":"))


def from_json(text: str) -> Skeleton:
    """Read back :func:`to_json`. Raises ValueError."""
    table = json.loads(text)
    if not isinstance(table, dict):
        raise ValueError("not a joint set")
    return skeleton_of(table)


def _names(values: Any) -> tuple[str, ...]:
    if not isinstance(values, (list, tuple)) or not all(isinstance(value, str) for value in values):
        raise ValueError("keypoints and upper_body are lists of names")
    return tuple(values)


def _pair(values: Any) -> tuple[str, str]:
    names = _names(values)
    if len(names) != 2:
        raise ValueError(f"{list(names)} is not a pair of joints")
    return names[0], names[1]


def _triple(values: Any) -> tuple[str, str, str]:
    names = _names(values)
    if len(names) != 3:
        raise ValueError(f"{list(names)} is not first, vertex and last joint of an angle")
    return names[0], names[1], names[2]


def _colour(text: str) -> Colour:
    digits = text.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"{text!r} is not a colour such as #ff8800")
    red, green, blue = bytes.fromhex(digits)
    return blue, green, red
