"""Depthwise transposed convolution 4×4, stride 2, padding 1: the upsampling layer of the paper's head (section III-A)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class DepthwiseDeconv(nn.ConvTranspose2d):
    """(N,C,H,W) → (N,C,2H,2W), each channel by its own 4×4 kernel, without bias.

    Eager mode runs the native transposed convolution, on a processor in float32 whatever autocast says: in bfloat16 it has no fast kernel
    there (docs/speed.md). Under ``torch.compile``, on a processor, it is the operator of :mod:`posecore.models.compiled_deconv`.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(channels, channels, 4, stride=2, padding=1, groups=channels, bias=False)

    def forward(self, x: Tensor, output_size: list[int] | None = None) -> Tensor:
        if x.device.type == "cpu" and torch.compiler.is_compiling() and not torch.compiler.is_exporting():
            from posecore.models.compiled_deconv import depthwise_deconv

            return depthwise_deconv(x, self.weight)
        if x.device.type == "cpu" and (torch.is_autocast_enabled("cpu") or x.dtype is torch.bfloat16):
            with torch.autocast("cpu", enabled=False):
                return F.conv_transpose2d(x.float(), self.weight.float(), None, 2, 1, groups=self.groups).to(x.dtype)
        return super().forward(x, output_size)
