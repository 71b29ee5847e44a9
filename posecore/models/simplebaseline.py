"""SimpleBaseline (Xiao et al., ECCV 2018): a backbone of output stride 32, three transposed convolutions, one 1×1 convolution."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn
from torchvision.models import mobilenet_v2, shufflenet_v2_x1_0

from posecore.models.blocks import heatmap_layer
from posecore.models.mobilenetv3 import OUT_CHANNELS, mobilenetv3_features

HEAD_CHANNELS = 256


def _mobilenetv2() -> tuple[nn.Module, int]:
    return mobilenet_v2().features, 1280


def _mobilenetv3() -> tuple[nn.Module, int]:
    return mobilenetv3_features("paper"), OUT_CHANNELS


def _shufflenetv2() -> tuple[nn.Module, int]:
    net = shufflenet_v2_x1_0()
    return nn.Sequential(net.conv1, net.maxpool, net.stage2, net.stage3, net.stage4, net.conv5), 1024


BACKBONES: dict[str, Callable[[], tuple[nn.Module, int]]] = {
    "mobilenetv2": _mobilenetv2,
    "mobilenetv3": _mobilenetv3,
    "shufflenetv2": _shufflenetv2,
}
"""Name → feature extractor with fresh weights, and its output channels. MobileNetV3 has the paper's block table: its 8.7 M say so."""


class SimpleBaseline(nn.Module):
    """The paper's baseline.

    Args:
        num_joints: K.
        backbone: key of :data:`BACKBONES`.
    """

    def __init__(self, num_joints: int = 17, backbone: str = "mobilenetv2") -> None:
        super().__init__()
        self.backbone, width = BACKBONES[backbone]()
        layers: list[nn.Module] = []
        for _ in range(3):
            deconv = nn.ConvTranspose2d(width, HEAD_CHANNELS, 4, stride=2, padding=1, bias=False)
            nn.init.normal_(deconv.weight, std=0.001)
            layers += [deconv, nn.BatchNorm2d(HEAD_CHANNELS), nn.ReLU(inplace=True)]
            width = HEAD_CHANNELS
        self.head = nn.Sequential(*layers, heatmap_layer(width, num_joints))

    def forward(self, images: Tensor) -> Tensor:
        """(N,3,H,W) float RGB, ImageNet-normalised, sides multiples of 32 → (N,K,H/4,W/4) heatmaps."""
        return self.head(self.backbone(images))
