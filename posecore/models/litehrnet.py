"""Lite-HRNet-18 and -30 (Yu et al., CVPR 2021): HRNet's branches, with 1×1 convolutions replaced by weights computed across resolutions."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from posecore.models.blocks import conv_bn, heatmap_layer, separable, shuffle
from posecore.models.hrnet import Exchange

WIDTHS = [40, 80, 160, 320]
MODULES = {18: (2, 4, 2), 30: (3, 8, 3)}
"""Depth → modules in the stages with two, three and four branches (their table 1); a module has two blocks."""


class Stem(nn.Module):
    """3×3 convolution of stride 2, then a shuffle block of stride 2: (N,3,H,W) → (N,32,H/4,W/4)."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = conv_bn(3, 32, 3, 2)
        self.left = separable(16, 16, 2)
        self.right = nn.Sequential(conv_bn(16, 32), conv_bn(32, 32, 3, 2, groups=32, act=None), conv_bn(32, 16))

    def forward(self, x: Tensor) -> Tensor:
        left, right = self.conv(x).chunk(2, dim=1)
        return shuffle(torch.cat([self.left(left), self.right(right)], dim=1))


class CrossResolutionWeights(nn.Module):
    """Their equation 3: weights for every position and channel of all branches from all branches at the coarsest resolution."""

    def __init__(self, widths: list[int], ratio: int = 8) -> None:
        super().__init__()
        self.widths = widths
        total = sum(widths)
        self.squeeze = conv_bn(total, total // ratio)
        self.excite = conv_bn(total // ratio, total, act=None)

    def forward(self, branches: list[Tensor]) -> list[Tensor]:
        coarsest = (branches[-1].shape[2], branches[-1].shape[3])
        pooled = [F.adaptive_avg_pool2d(x, coarsest) for x in branches[:-1]]
        weights = self.excite(self.squeeze(torch.cat([*pooled, branches[-1]], dim=1))).sigmoid().split(self.widths, dim=1)
        return [x * F.interpolate(weight, size=x.shape[2:]) for x, weight in zip(branches, weights, strict=True)]


class SpatialWeights(nn.Module):
    """Their equation 5: weights for every channel from the mean over all positions of its own branch."""

    def __init__(self, width: int, ratio: int = 4) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(width, width // ratio, 1)
        self.excite = nn.Conv2d(width // ratio, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.excite(F.relu(self.squeeze(F.adaptive_avg_pool2d(x, 1)))).sigmoid()


class ConditionalChannelWeighting(nn.Module):
    """The block of Lite-HRNet: half of each branch's channels pass; the others are weighted, filtered 3×3 and weighted again."""

    def __init__(self, widths: list[int]) -> None:
        super().__init__()
        halves = [width // 2 for width in widths]
        self.across = CrossResolutionWeights(halves)
        self.filters = nn.ModuleList(conv_bn(width, width, 3, groups=width, act=None) for width in halves)
        self.spatial = nn.ModuleList(SpatialWeights(width) for width in halves)

    def forward(self, branches: list[Tensor]) -> list[Tensor]:
        pairs = [x.chunk(2, dim=1) for x in branches]
        weighted = self.across([right for _, right in pairs])
        filtered = [weigh(conv(x)) for weigh, conv, x in zip(self.spatial, self.filters, weighted, strict=True)]
        return [shuffle(torch.cat([left, right], dim=1)) for (left, _), right in zip(pairs, filtered, strict=True)]


def down_path(inputs: int, outputs: int, steps: int) -> nn.Sequential:
    """Separable convolutions of stride 2; the last changes the width and has no activation."""
    return nn.Sequential(*(separable(inputs, inputs, 2) for _ in range(steps - 1)), separable(inputs, outputs, 2, act=None))


class Module(nn.Module):
    """Two blocks, then the exchange between the branches."""

    def __init__(self, widths: list[int]) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(ConditionalChannelWeighting(widths) for _ in range(2))
        self.exchange = Exchange(widths, len(widths), down_path)

    def forward(self, branches: list[Tensor]) -> list[Tensor]:
        for block in self.blocks:
            branches = block(branches)
        return self.exchange(branches)


class LiteHRNet(nn.Module):
    """Lite-HRNet with its iterative head: from the coarsest branch on, reduce, enlarge, add to the next finer one.

    Args:
        num_joints: K.
        depth: 18 or 30.
    """

    def __init__(self, num_joints: int = 17, depth: int = 18) -> None:
        super().__init__()
        self.stem = Stem()
        self.begin = nn.ModuleList([separable(32, WIDTHS[0]), separable(32, WIDTHS[1], 2)])
        self.stages = nn.ModuleList(nn.ModuleList(Module(WIDTHS[: i + 2]) for _ in range(count)) for i, count in enumerate(MODULES[depth]))
        self.grow = nn.ModuleList(separable(WIDTHS[i + 1], WIDTHS[i + 2], 2) for i in range(2))
        self.reduce = nn.ModuleList(separable(WIDTHS[i], WIDTHS[max(i - 1, 0)]) for i in reversed(range(4)))
        self.last = heatmap_layer(WIDTHS[0], num_joints)

    def forward(self, images: Tensor) -> Tensor:
        """(N,3,H,W) float RGB, ImageNet-normalised, sides multiples of 32 → (N,K,H/4,W/4) heatmaps."""
        x = self.stem(images)
        branches = [layer(x) for layer in self.begin]
        for i, modules in enumerate(self.stages):
            if i:
                branches = [*branches, self.grow[i - 1](branches[-1])]
            for module in modules:  # type: ignore[attr-defined]
                branches = module(branches)
        x = self.reduce[0](branches[-1])
        for branch, layer in zip(reversed(branches[:-1]), list(self.reduce)[1:], strict=True):
            x = layer(branch + F.interpolate(x, size=branch.shape[2:], mode="bilinear", align_corners=True))
        return self.last(x)
