"""Which of the bundled files of a network is taken: the one that is faster here, unless one is named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from posecore.runtime.session import best_provider, fast_integers
from posecore.runtime.weights import find_weights, has_weights

PRECISIONS = ("fp32", "int8")
"""What stands for a bundled file in place of a path."""


def choose_bundled(kind: str, precision: str | None = None, providers: Sequence[str] | None = None) -> Path:
    """The bundled file for ``kind`` (``pose`` or ``person``): of ``precision``, or :func:`default_precision` where that is None.

    Raises WeightsError where there is none.
    """
    return find_weights(kind, precision or default_precision(kind, providers))


def default_precision(kind: str, providers: Sequence[str] | None = None) -> str | None:
    """``int8`` where the bundled network of that precision is the faster one: on the CPU, if it is quick with small integers, which
    OpenVINO is with the pose network alone. Else None."""
    fast = best_provider(providers) in ("cpu", *(["openvino"] if kind == "pose" else [])) and fast_integers()
    return "int8" if fast and has_weights(kind, "int8") else None
