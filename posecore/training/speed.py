"""What makes training fast on a processor without a GPU; the numbers are in ``lightpose bench train``."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class FloatDepthwiseConv2d(nn.Conv2d):
    """A depthwise convolution that computes in float32 whatever autocast says.

    On processors, the bfloat16 backward pass of depthwise convolutions has no fast kernel: with stride 2 it takes up to a hundred times as
    long as in float32 with channels-last memory, which makes it most of a training step of a MobileNet.
    """

    def forward(self, x: Tensor) -> Tensor:
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float()).to(x.dtype)


def keep_depthwise_float(model: nn.Module) -> int:
    """Turn every plain depthwise convolution of ``model`` into a :class:`FloatDepthwiseConv2d`, parameters and their names unchanged.

    Returns:
        How many there are.
    """
    found = [m for m in model.modules() if type(m) is nn.Conv2d and m.groups == m.in_channels == m.out_channels > 1]
    for module in found:
        module.__class__ = FloatDepthwiseConv2d
    return len(found)
