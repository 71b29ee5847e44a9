"""S-ViPNAS-MobileNetV3 (Xu et al., CVPR 2021): a searched MobileNetV3 with grouped convolutions and a light deconvolution head."""

from __future__ import annotations

from torch import Tensor, nn

from posecore.models.blocks import conv_bn, heatmap_layer

# what the search found: output channels, expansion, depth, kernel, groups of the k×k convolution, squeeze-and-excitation, stride,
# activation
STAGES: tuple[tuple[int, int, int, int, int, bool, int, type[nn.Module]], ...] = (
    (16, 1, 1, 3, 8, True, 1, nn.ReLU),
    (24, 5, 4, 7, 120, True, 2, nn.ReLU),
    (40, 4, 4, 7, 20, False, 2, nn.ReLU),
    (80, 5, 4, 5, 100, True, 2, nn.Hardswish),
    (112, 5, 4, 7, 280, True, 1, nn.Hardswish),
    (160, 6, 4, 5, 240, True, 2, nn.Hardswish),
)


class Gate(nn.Module):
    """Squeeze-and-excitation with a hard sigmoid, ratio 4: (N,C,H,W) → (N,C,H,W)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(channels, channels // 4, 1), nn.ReLU(inplace=True),
            nn.Conv2d(channels // 4, channels, 1), nn.Hardsigmoid(),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        return x * self.layers(x)


class InvertedResidual(nn.Module):
    """1×1 expansion, grouped k×k convolution, gate, 1×1 projection; added to the input where the shapes allow."""

    def __init__(
        self, inputs: int, outputs: int, expanded: int, kernel: int, groups: int, gate: bool, stride: int, act: type[nn.Module]
    ) -> None:
        super().__init__()
        layers: list[nn.Module] = [conv_bn(inputs, expanded, act=act), conv_bn(expanded, expanded, kernel, stride, groups, act)]
        if gate:
            layers.append(Gate(expanded))
        self.layers = nn.Sequential(*layers, conv_bn(expanded, outputs, act=None))
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        return x + self.layers(x) if self.residual else self.layers(x)


class ViPNAS(nn.Module):
    """S-ViPNAS-MobileNetV3.

    Args:
        num_joints: K.
    """

    def __init__(self, num_joints: int = 17) -> None:
        super().__init__()
        layers: list[nn.Module] = [conv_bn(3, 16, 3, 2, act=nn.Hardswish)]
        width = 16
        for outputs, expansion, depth, kernel, groups, gate, stride, act in STAGES:
            for i in range(depth):
                layers.append(InvertedResidual(width, outputs, outputs * expansion, kernel, groups, gate, stride if i == 0 else 1, act))
                width = outputs
        self.backbone = nn.Sequential(*layers)
        head: list[nn.Module] = []
        for _ in range(3):
            deconv = nn.ConvTranspose2d(width, width, 4, stride=2, padding=1, groups=width, bias=False)
            nn.init.normal_(deconv.weight, std=0.001)
            head += [deconv, nn.BatchNorm2d(width), nn.ReLU(inplace=True)]
        self.head = nn.Sequential(*head, heatmap_layer(width, num_joints))

    def forward(self, images: Tensor) -> Tensor:
        """(N,3,H,W) float RGB, ImageNet-normalised, sides multiples of 32 → (N,K,H/4,W/4) heatmaps."""
        return self.head(self.backbone(images))
