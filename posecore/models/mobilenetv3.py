"""MobileNetV3 feature extractors with output stride 32 and 960 channels, built by torchvision from a block table."""

from __future__ import annotations

from functools import partial

from torch import nn
from torchvision.models.mobilenetv3 import InvertedResidualConfig, MobileNetV3, _mobilenet_v3_conf

OUT_CHANNELS = 960

# kernel, expanded channels, output channels, squeeze-and-excitation, activation, stride (facts, "Network")
PAPER_BLOCKS: tuple[tuple[int, int, int, bool, str, int], ...] = (
    (3, 16, 16, False, "RE", 1),
    (3, 64, 24, False, "RE", 2),
    (3, 72, 24, False, "RE", 1),
    (5, 72, 40, True, "RE", 2),
    (5, 120, 40, True, "RE", 1),
    (5, 120, 40, True, "RE", 1),
    (3, 240, 80, False, "HS", 2),
    (3, 200, 80, False, "HS", 1),
    (3, 184, 80, False, "HS", 1),
    (3, 184, 80, False, "HS", 1),
    (3, 480, 112, True, "HS", 1),
    (3, 672, 112, True, "HS", 1),
    (5, 672, 160, True, "HS", 1),
    (5, 672, 160, True, "HS", 2),
    (5, 960, 160, True, "HS", 1),
)


def _paper_settings() -> list[InvertedResidualConfig]:
    settings, channels = [], 16
    for kernel, expanded, out, use_se, activation, stride in PAPER_BLOCKS:
        settings.append(InvertedResidualConfig(channels, kernel, expanded, out, use_se, activation, stride, 1, 1.0))
        channels = out
    return settings


def mobilenetv3_features(backbone: str) -> nn.Sequential:
    """The convolutional part: (N,3,H,W) → (N,960,H/32,W/32).

    Args:
        backbone: ``paper`` for the block table of the paper's network, ``mobilenet_v3_large`` for torchvision's own. They differ in blocks
            13 and 14. Raises ValueError for another name.
    """
    if backbone == "paper":
        settings = _paper_settings()
    elif backbone == "mobilenet_v3_large":
        settings, _ = _mobilenet_v3_conf("mobilenet_v3_large")
    else:
        raise ValueError(f"unknown backbone {backbone!r}; known: paper, mobilenet_v3_large")
    norm = partial(nn.BatchNorm2d, eps=0.001, momentum=0.01)
    return MobileNetV3(settings, last_channel=16, num_classes=1, norm_layer=norm).features
