"""Heatmap networks by name: :func:`build_model`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import nn

from posecore.models.lightpose import Lightpose

MODELS: dict[str, Callable[..., nn.Module]] = {"lightpose": Lightpose}


def build_model(name: str = "lightpose", num_joints: int = 17, **options: Any) -> nn.Module:
    """The network called ``name`` with fresh weights.

    Args:
        name: key of :data:`MODELS`.
        num_joints: K, the joints of the skeleton it will predict.
        options: what the network's constructor takes, such as ``backbone`` and ``attention`` of ``lightpose``.

    Returns:
        A module mapping (N,3,H,W) to (N,K,H/4,W/4). Raises ValueError for an unknown name.
    """
    if name not in MODELS:
        raise ValueError(f"unknown model {name!r}; known: {', '.join(MODELS)}")
    return MODELS[name](num_joints=num_joints, **options)
