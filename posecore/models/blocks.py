"""The few layers that several of the compared networks share."""

from __future__ import annotations

from torch import Tensor, nn


def conv_bn(
    inputs: int, outputs: int, kernel: int = 1, stride: int = 1, groups: int = 1, act: type[nn.Module] | None = nn.ReLU
) -> nn.Sequential:
    """Convolution without bias that keeps the size up to ``stride``, batch norm, and an activation unless None."""
    layers: list[nn.Module] = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    if act is not None:
        layers.append(act(inplace=True))
    return nn.Sequential(*layers)


def separable(inputs: int, outputs: int, stride: int = 1, act: type[nn.Module] | None = nn.ReLU) -> nn.Sequential:
    """Depthwise 3×3 convolution and batch norm, then 1×1 convolution, batch norm and an activation unless None."""
    return nn.Sequential(conv_bn(inputs, inputs, 3, stride, groups=inputs, act=None), conv_bn(inputs, outputs, act=act))


def shuffle(x: Tensor) -> Tensor:
    """Interleave the two halves of the channels (ShuffleNet): (N,C,H,W) → (N,C,H,W)."""
    n, channels, height, width = x.shape
    return x.reshape(n, 2, channels // 2, height, width).transpose(1, 2).reshape(n, channels, height, width)


def heatmap_layer(inputs: int, num_joints: int) -> nn.Conv2d:
    """The last 1×1 convolution, starting from N(0, 0.001)."""
    last = nn.Conv2d(inputs, num_joints, 1)
    nn.init.normal_(last.weight, std=0.001)
    assert last.bias is not None
    nn.init.zeros_(last.bias)
    return last
