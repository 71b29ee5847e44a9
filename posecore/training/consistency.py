"""The same person in two crops: what the network says must not depend on where the detector's box happens to lie.

Boxes jitter from frame to frame by a few hundredths of their size, and a network that has learnt from one crop of each person at a time
answers a little differently to each; on a screen this is seen as joints that shake. Here the network sees each crop of a batch twice, the
second time moved and scaled as a detector might, and the difference between the two answers, brought to the same frame, is a loss
(consistency regularisation: Sajjadi et al., Regularization With Stochastic Transformations, NeurIPS 2016). It needs no labels. Not in the
paper.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from posecore.codec import STRIDE

SHIFT = 0.04
"""A crop is moved by up to this part of its width and height …"""

SCALE = 0.06
"""… and scaled by up to this, more than boxes jitter by."""


class Jitter:
    """Random small changes of N crops, the same for images and heatmaps.

    Args:
        count: N.
        size: (W, H) of the crops, px.
    """

    def __init__(self, count: int, size: tuple[int, int]) -> None:
        drawn = 2 * torch.rand(count, 3) - 1
        sides = torch.tensor(size, dtype=torch.float32)
        self.scale = 1 + SCALE * drawn[:, :1]
        middle = sides / 2
        self.offset = middle - self.scale * middle + SHIFT * drawn[:, 1:] * sides
        """The second crop shows at pixel q what is at ``scale``·q + ``offset`` in the first: (N,1) and (N,2) px."""

    def warp(self, maps: Tensor, stride: int = 1) -> Tensor:
        """(N,C,h,w) maps of the first crops, a pixel of which is ``stride`` px of the crop → those of the second; edges go on outside."""
        height, width = maps.shape[2:]
        scale, offset = self.scale.to(maps), self.offset.to(maps) / stride
        x = torch.arange(width).to(maps)[None] * scale + offset[:, :1]
        y = torch.arange(height).to(maps)[None] * scale + offset[:, 1:]
        places = torch.stack(
            [(2 * x / (width - 1) - 1)[:, None].expand(-1, height, -1), (2 * y / (height - 1) - 1)[:, :, None].expand(-1, -1, width)], dim=3
        )
        return F.grid_sample(maps, places, mode="bicubic" if stride > 1 else "bilinear", padding_mode="border", align_corners=True)

    def disagreement(self, first: Tensor, second: Tensor) -> Tensor:
        """Mean squared difference (), float32, of heatmaps (N,K,H/4,W/4) of the first crops and those of the second."""
        return F.mse_loss(second.float(), self.warp(first.float(), STRIDE))
