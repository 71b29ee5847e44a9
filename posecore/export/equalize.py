"""Cross-layer equalisation of a head before it is quantised (Nagel et al., Data-Free Quantization, ICCV 2019; Xiao et al., SmoothQuant,
ICML 2023): a channel that is divided by a number before a ReLU and multiplied by it after computes the same.

A byte has 255 steps for all channels of a map together. Where the strongest reaches 8 and most stay below 0.2, most have six steps. What a
channel is divided by is taken into the weights before it and after it. Where those are quantised channel by channel too, as before each
ReLU here and in the depthwise kernels after it, that costs nothing; where one scale serves all channels that go into a sum, the strong
channels of the map become strong weights, and the difference is shared between the two.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from posecore.export.fast import PhaseStage
from posecore.export.int8 import RowHead, interleave_rows

LEAST = 1e-3
"""Channels and weights weaker than this part of the strongest count as so strong."""


def balance(network: nn.Module, crops: Iterable[NDArray[np.float32]]) -> nn.Module:
    """Make the channels of a head in rows alike, in place; the network computes the same, up to rounding.

    Args:
        network: what :func:`posecore.export.int8.row_form` gives; one without such a head is left as it is.
        crops: batches of (N,3,H,W) float32 normalised crops, on which the channels' strength is measured.

    Returns:
        ``network``.
    """
    if not isinstance(network, nn.Sequential) or not isinstance(network[-1], RowHead):
        return network
    head = network[-1]
    stages = [stage for stage in head.stages if isinstance(stage, PhaseStage)]
    with torch.no_grad():
        strengths = [_strengths(network[:-1], stages, torch.from_numpy(batch)) for batch in crops]
        means = [torch.stack(each).mean(dim=0) for each in zip(*strengths, strict=True)]
        for i, stage in enumerate(stages):
            weight = stage.pointwise.weight
            factor = _shared(means[2 * i], weight[:, :, 0, 0])
            for kernel in stage.kernels:
                kernel.div_(factor[:, None, None, None])
            stage.bias.div_(factor)
            weight.mul_(factor[:, None, None])
            if i < len(stages) - 1:
                factor = _floored(means[2 * i + 1])
                for kernel in stages[i + 1].kernels:
                    kernel.mul_(factor[:, None, None, None])
            elif head.heatmaps is not None:
                factor = _shared(means[2 * i + 1], torch.cat([head.heatmaps.weight, head.heatmaps.fixed[0]]))
                for taken in (head.heatmaps.weight, head.heatmaps.fixed):
                    taken.mul_(factor)
                head.heatmaps.squeeze.weight.mul_(factor[:, None, None])
            else:
                continue
            weight.div_(factor[:, None, None, None])
            assert stage.pointwise.bias is not None
            stage.pointwise.bias.div_(factor)
    return network


def _strengths(backbone: nn.Module, stages: list[PhaseStage], images: Tensor) -> list[Tensor]:
    """(C,) the largest value of each channel after each ReLU of the head, two of a stage."""
    found = []
    x = backbone(images)
    for stage in stages:
        upsampled = torch.cat(stage.upsample(x), dim=2)
        rows = F.relu(stage.pointwise(upsampled))
        found += [upsampled.amax(dim=(0, 2, 3)), rows.amax(dim=(0, 2, 3))]
        x = interleave_rows(rows)
    return found


def _shared(strength: Tensor, weight: Tensor) -> Tensor:
    """(C,) factors that make channels of ``strength`` (C,) and the columns of the ``weight`` (D,C) they meet equally unlike."""
    column = (weight.abs() / weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-12)).amax(dim=0)
    return torch.sqrt(_floored(strength) / _floored(column))


def _floored(values: Tensor) -> Tensor:
    return values.clamp(min=max(LEAST * float(values.max()), 1e-12))
