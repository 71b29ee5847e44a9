"""The paper's network: MobileNetV3, a lightweight deconvolution head and one attention block (paper III, facts "Network")."""

from __future__ import annotations

from torch import Tensor, nn

from posecore.models.attention import build_attention
from posecore.models.deconv import DepthwiseDeconv
from posecore.models.mobilenetv3 import OUT_CHANNELS, mobilenetv3_features


def lightweight_head(in_channels: int, num_joints: int, attention: str = "ours", channels: int = 256, stages: int = 3) -> nn.Sequential:
    """Depthwise transposed convolutions with pointwise ones (paper III-A): (N,C,h,w) → (N,K,8h,8w) for three stages.

    Transposed convolutions and the last convolution start from N(0, 0.001), batch norms from 1 and 0.
    """
    layers: list[nn.Module] = []
    width = in_channels
    for _ in range(stages):
        layers += [
            DepthwiseDeconv(width),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
            nn.Conv2d(width, channels, 1),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
        ]
        width = channels
    layers += [build_attention(attention, channels), nn.Conv2d(channels, num_joints, 1)]
    for layer in layers:
        if isinstance(layer, DepthwiseDeconv):
            nn.init.normal_(layer.weight, std=0.001)
    last = layers[-1]
    assert isinstance(last, nn.Conv2d)
    assert last.bias is not None
    nn.init.normal_(last.weight, std=0.001)
    nn.init.zeros_(last.bias)
    return nn.Sequential(*layers)


class Lightpose(nn.Module):
    """Heatmap network of the paper.

    Args:
        num_joints: K.
        backbone: ``paper`` or ``mobilenet_v3_large`` (see :mod:`posecore.models.mobilenetv3`).
        attention: ``ours``, ``none``, ``se`` or ``cbam`` (Table VI).
    """

    def __init__(self, num_joints: int = 17, backbone: str = "paper", attention: str = "ours") -> None:
        super().__init__()
        self.backbone = mobilenetv3_features(backbone)
        self.head = lightweight_head(OUT_CHANNELS, num_joints, attention)

    def forward(self, images: Tensor) -> Tensor:
        """(N,3,H,W) float RGB, ImageNet-normalised, sides multiples of 32 → (N,K,H/4,W/4) heatmaps."""
        return self.head(self.backbone(images))
