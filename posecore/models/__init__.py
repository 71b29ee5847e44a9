"""Heatmap networks by name: :func:`build_model`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from torch import nn

from posecore.models.hrnet import SmallHRNet
from posecore.models.lightpose import Lightpose
from posecore.models.litehrnet import LiteHRNet
from posecore.models.simplebaseline import SimpleBaseline
from posecore.models.vipnas import ViPNAS

MODELS: dict[str, Callable[..., nn.Module]] = {
    "lightpose": Lightpose,
    "simplebaseline-mobilenetv2": partial(SimpleBaseline, backbone="mobilenetv2"),
    "simplebaseline-mobilenetv3": partial(SimpleBaseline, backbone="mobilenetv3"),
    "simplebaseline-shufflenetv2": partial(SimpleBaseline, backbone="shufflenetv2"),
    "vipnas-mobilenetv3": ViPNAS,
    "hrnet-w16-small": SmallHRNet,
    "litehrnet-18": partial(LiteHRNet, depth=18),
    "litehrnet-30": partial(LiteHRNet, depth=30),
}
"""Name → constructor: the paper's network and the seven it is compared with."""


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
