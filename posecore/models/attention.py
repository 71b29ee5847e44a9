"""The attention blocks of Table VI: the paper's parallel block, SE and CBAM. Each maps (N,C,H,W) to (N,C,H,W)."""

from __future__ import annotations

import torch
from torch import Tensor, nn


def channel_weights(channels: int, squeeze: int, gate: nn.Module) -> nn.Sequential:
    """One weight a channel from its mean, through a bottleneck of ``channels // squeeze`` (equation 5): (N,C,H,W) → (N,C,1,1)."""
    return nn.Sequential(
        nn.AdaptiveAvgPool2d(1),
        nn.Conv2d(channels, channels // squeeze, 1),
        nn.ReLU(inplace=True),
        nn.Conv2d(channels // squeeze, channels, 1),
        gate,
    )


class ParallelAttention(nn.Module):
    """The paper's block (section III-B, equations 5-7): ``f + f·channel(f) + f·spatial(f)``, computed as ``f·(1 + channel + spatial)``."""

    def __init__(self, channels: int, squeeze: int = 4) -> None:
        super().__init__()
        self.channel = channel_weights(channels, squeeze, nn.Hardsigmoid())
        self.spatial = nn.Sequential(nn.Conv2d(channels, 1, 1), nn.ReLU(inplace=True), nn.Conv2d(1, 1, 3, padding=1), nn.Hardsigmoid())

    def forward(self, f: Tensor) -> Tensor:
        return f * (1 + self.channel(f) + self.spatial(f))


class SqueezeExcitation(nn.Module):
    """Squeeze-and-excitation (Hu et al., CVPR 2018): ``f·sigmoid(W2 relu(W1 GAP(f)))``."""

    def __init__(self, channels: int, squeeze: int = 16) -> None:
        super().__init__()
        self.channel = channel_weights(channels, squeeze, nn.Sigmoid())

    def forward(self, f: Tensor) -> Tensor:
        return f * self.channel(f)


class CBAM(nn.Module):
    """Convolutional block attention (Woo et al., ECCV 2018): channel attention from mean and max, then 7×7 spatial attention."""

    def __init__(self, channels: int, squeeze: int = 16) -> None:
        super().__init__()
        self.mlp = nn.Sequential(
            nn.Conv2d(channels, channels // squeeze, 1), nn.ReLU(inplace=True), nn.Conv2d(channels // squeeze, channels, 1)
        )
        self.spatial = nn.Conv2d(2, 1, 7, padding=3)

    def forward(self, f: Tensor) -> Tensor:
        pooled = self.mlp(f.mean(dim=(2, 3), keepdim=True)) + self.mlp(f.amax(dim=(2, 3), keepdim=True))
        f = f * pooled.sigmoid()
        planes = torch.cat([f.mean(dim=1, keepdim=True), f.amax(dim=1, keepdim=True)], dim=1)
        return f * self.spatial(planes).sigmoid()


ATTENTIONS: dict[str, type[nn.Module]] = {"ours": ParallelAttention, "se": SqueezeExcitation, "cbam": CBAM}


def build_attention(name: str, channels: int) -> nn.Module:
    """The block called ``name`` (``none`` gives the identity). Raises ValueError for an unknown one."""
    if name == "none":
        return nn.Identity()
    try:
        return ATTENTIONS[name](channels)
    except KeyError:
        raise ValueError(f"unknown attention {name!r}; known: none, {', '.join(ATTENTIONS)}") from None
