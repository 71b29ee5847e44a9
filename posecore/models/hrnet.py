"""HRNet (Sun et al., CVPR 2019), cut down: "Small HRNet-W16", the baseline of the Lite-HRNet paper (Yu et al., CVPR 2021, section 4).

Widths 16, 32, 64, 128; one bottleneck block at first, then one module a stage with two basic blocks a branch.
"""

from __future__ import annotations

from collections.abc import Callable

import torch.nn.functional as F
from torch import Tensor, nn

from posecore.models.blocks import conv_bn, heatmap_layer


class Residual(nn.Module):
    """``relu(x + layers(x))``, with a projection of x where the widths differ."""

    def __init__(self, layers: nn.Sequential, inputs: int, outputs: int) -> None:
        super().__init__()
        self.layers = layers
        self.shortcut = nn.Identity() if inputs == outputs else conv_bn(inputs, outputs, act=None)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.shortcut(x) + self.layers(x))


def basic_block(width: int) -> Residual:
    """Two 3×3 convolutions (ResNet's basic block)."""
    return Residual(nn.Sequential(conv_bn(width, width, 3), conv_bn(width, width, 3, act=None)), width, width)


def bottleneck(inputs: int, width: int) -> Residual:
    """1×1, 3×3, 1×1 convolutions to 4·width channels (ResNet's bottleneck)."""
    layers = nn.Sequential(conv_bn(inputs, width), conv_bn(width, width, 3), conv_bn(width, 4 * width, act=None))
    return Residual(layers, inputs, 4 * width)


def down_path(inputs: int, outputs: int, steps: int) -> nn.Sequential:
    """3×3 convolutions of stride 2; the last changes the width and has no activation."""
    return nn.Sequential(*(conv_bn(inputs, inputs, 3, 2) for _ in range(steps - 1)), conv_bn(inputs, outputs, 3, 2, act=None))


class Exchange(nn.Module):
    """Branches receive the sum of all, brought to their resolution and width: list of (N,C_i,H_i,W_i) → the first ``outputs`` of them."""

    def __init__(self, widths: list[int], outputs: int, down: Callable[[int, int, int], nn.Module] | None = None) -> None:
        super().__init__()
        down = down or down_path
        self.paths = nn.ModuleList(
            nn.ModuleList(
                nn.Identity() if i == j else conv_bn(source, target, act=None) if j > i else down(source, target, i - j)
                for j, source in enumerate(widths)
            )
            for i, target in enumerate(widths[:outputs])
        )

    def forward(self, branches: list[Tensor]) -> list[Tensor]:
        sums = []
        for target, paths in zip(branches, self.paths, strict=False):
            assert isinstance(paths, nn.ModuleList)
            parts = [path(x) for path, x in zip(paths, branches, strict=True)]
            sums.append(F.relu(sum_at((target.shape[2], target.shape[3]), parts)))
        return sums


def sum_at(size: tuple[int, int], parts: list[Tensor]) -> Tensor:
    """Sum of maps, the smaller ones enlarged to ``size`` (H, W) by repetition."""
    total = parts[0] if parts[0].shape[2:] == size else F.interpolate(parts[0], size=size)
    for part in parts[1:]:
        total = total + (part if part.shape[2:] == size else F.interpolate(part, size=size))
    return total


class Stage(nn.Module):
    """A module of HRNet: two basic blocks on each branch, then the exchange. The last one computes the finest branch only."""

    def __init__(self, widths: list[int], last: bool = False) -> None:
        super().__init__()
        self.branches = nn.ModuleList(nn.Sequential(basic_block(width), basic_block(width)) for width in widths)
        self.exchange = Exchange(widths, 1 if last else len(widths))

    def forward(self, branches: list[Tensor]) -> list[Tensor]:
        return self.exchange([blocks(x) for blocks, x in zip(self.branches, branches, strict=True)])


class SmallHRNet(nn.Module):
    """Small HRNet-W16.

    Args:
        num_joints: K.
        width: channels of the finest branch; each coarser one has twice as many.
    """

    def __init__(self, num_joints: int = 17, width: int = 16) -> None:
        super().__init__()
        widths = [width * 2**i for i in range(4)]
        self.stem = nn.Sequential(conv_bn(3, 64, 3, 2), conv_bn(64, 64, 3, 2), bottleneck(64, 32))
        self.begin = nn.ModuleList([conv_bn(128, widths[0], 3), conv_bn(128, widths[1], 3, 2)])
        self.stages = nn.ModuleList(Stage(widths[: i + 2], last=i == 2) for i in range(3))
        self.grow = nn.ModuleList(conv_bn(widths[i + 1], widths[i + 2], 3, 2) for i in range(2))
        self.last = heatmap_layer(widths[0], num_joints)

    def forward(self, images: Tensor) -> Tensor:
        """(N,3,H,W) float RGB, ImageNet-normalised, sides multiples of 32 → (N,K,H/4,W/4) heatmaps."""
        x = self.stem(images)
        branches = [layer(x) for layer in self.begin]
        for i, stage in enumerate(self.stages):
            if i:
                branches = [*branches, self.grow[i - 1](branches[-1])]
            branches = stage(branches)
        return self.last(branches[0])
