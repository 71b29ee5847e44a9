"""Depthwise transposed convolution 4×4, stride 2, padding 1: the upsampling layer of the paper's head (section III-A)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# For each output phase (even, odd): pairs of (input offset, kernel tap) along one axis. Output 2i + phase gathers input i + offset.
_TAPS = (((0, 1), (-1, 3)), ((1, 0), (0, 2)))


class DepthwiseDeconv(nn.ConvTranspose2d):
    """(N,C,H,W) → (N,C,2H,2W), each channel by its own 4×4 kernel, without bias.

    Eager mode runs the native transposed convolution, on a processor in float32 whatever autocast says: in bfloat16 it has no fast kernel
    there (docs/speed.md). Under ``torch.compile`` the same sum is written as four phases of four shifted
    products, which the compiler fuses into one pass: CPU kernels of depthwise transposed convolutions are slow.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(channels, channels, 4, stride=2, padding=1, groups=channels, bias=False)

    def forward(self, x: Tensor, output_size: list[int] | None = None) -> Tensor:
        if torch.compiler.is_compiling() and not torch.compiler.is_exporting():
            return phase_deconv(x, self.weight)
        if x.device.type == "cpu" and (torch.is_autocast_enabled("cpu") or x.dtype is torch.bfloat16):
            with torch.autocast("cpu", enabled=False):
                return F.conv_transpose2d(x.float(), self.weight.float(), None, 2, 1, groups=self.groups).to(x.dtype)
        return super().forward(x, output_size)


def phase_deconv(x: Tensor, weight: Tensor) -> Tensor:
    """The transposed convolution as shifted products: x (N,C,H,W), weight (C,1,4,4) → (N,C,2H,2W) with channels last in memory.

    Written with the channels innermost: then each product, forward and backward, reads and writes whole vectors of them (docs/speed.md).
    """
    n, channels, height, width = x.shape
    padded = F.pad(x.permute(0, 2, 3, 1), (0, 0, 1, 1, 1, 1))
    taps = weight.to(x.dtype)[:, 0].permute(1, 2, 0)
    rows = []
    for vertical in _TAPS:
        phases = []
        for horizontal in _TAPS:
            terms = [
                padded[:, 1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] * taps[ky, kx] for dy, ky in vertical for dx, kx in horizontal
            ]
            phases.append((terms[0] + terms[1]) + (terms[2] + terms[3]))
        rows.append(torch.stack(phases, dim=3))
    return torch.stack(rows, dim=2).reshape(n, 2 * height, 2 * width, channels).permute(0, 3, 1, 2)
