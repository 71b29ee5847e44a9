"""The small TOML beside an ONNX file, which says what the file itself does not: ``rtmpose.toml`` beside ``rtmpose.onnx``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PREFIX = "lightpose."

KEYS = frozenset(
    (
        "kind", "skeleton", "size", "mean", "std", "channels", "padding", "udp", "head", "decoding", "flip", "threshold", "iou",
        "multiscale", "person", "sha256", "source", "licence",
    )
)  # fmt: skip
"""Keys of the metadata (see :mod:`posecore.runtime.metadata`), ``person`` (index of that class), and where the file came from."""


def beside(path: str | Path) -> Path:
    """Where the TOML of an ONNX file is, if there is one."""
    return Path(path).with_suffix(".toml")


def file_props(path: str | Path, metadata: Mapping[str, str], skeleton: str | None = None) -> dict[str, str]:
    """The metadata of an ONNX file, with what the TOML beside it says in their place.

    Args:
        path: of the ONNX file.
        metadata: of that file.
        skeleton: a joint set in place of both, as :func:`posecore.skeletons.get_skeleton` takes it.

    Raises:
        ValueError: the TOML is none, or has a key that is not in :data:`KEYS`; the message names the file.
    """
    props = dict(metadata) | {PREFIX + key: value for key, value in read_beside(path).items()}
    return props | ({PREFIX + "skeleton": skeleton} if skeleton else {})


def read_beside(path: str | Path) -> dict[str, str]:
    """What the TOML beside an ONNX file says, as text, {} where there is none; a joint set's path is relative to it.

    A TOML that is a joint set itself (:func:`posecore.skeletons.read_skeleton`), ``hand.toml`` beside ``hand.onnx``, is that of the
    network.

    Raises:
        ValueError: it is neither.
    """
    file = beside(path)
    if not file.is_file():
        return {}
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{file}: {error}") from None
    if "keypoints" in table:
        return {"skeleton": str(file)}
    if unknown := sorted(set(table) - KEYS):
        raise ValueError(f"{file}: unknown {', '.join(unknown)}; known: {', '.join(sorted(KEYS))}")
    said = {key: _text(value) for key, value in table.items()}
    joints = said.get("skeleton", "")
    if joints.lower().endswith(".toml"):
        said["skeleton"] = str(file.parent / joints)
    return said


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(str(part) for part in value) if isinstance(value, list) else str(value)
