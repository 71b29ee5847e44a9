"""The paper's network rewritten for inference: the same function from the same weights, in the form ONNX Runtime executes fastest.

Two identities carry it. A transposed convolution 4×4 with stride 2 is four 2×2 convolutions, one for each *phase* of its output (even or
odd row, even or odd column); what follows it pixel by pixel (batch norm, ReLU, 1×1 convolution) can run on the phases, which stay in the
cache, and they are interleaved as late as possible. Since the attention's factor 1 + c + s is a number for each channel plus a number
for each pixel, the last convolution W takes it in: ``W·(f·(1+c+s)) = (W·diag(1+c))·f + s·(W·f)``, one matrix product without a scaled
copy of f. Squeeze-and-excitation's weights are spread over the map before they multiply it (:class:`SpreadGate`): ONNX Runtime multiplies
maps of one shape in the blocked layout of its convolutions, but leaves that layout and returns to it for a broadcast.
"""

from __future__ import annotations

import copy

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval
from torchvision.ops.misc import SqueezeExcitation

from posecore.models.attention import ParallelAttention
from posecore.models.deconv import DepthwiseDeconv
from posecore.models.lightpose import Lightpose

_PHASES = ((0, 0), (0, 1), (1, 0), (1, 1))
_TAPS = ((3, 1), (2, 0))
"""Kernel rows (or columns) of the 4×4 kernel that reach an even and an odd output row, in the order of the input rows they meet."""


def fold_batch_norm(deconv: DepthwiseDeconv, norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """A depthwise transposed convolution and its batch norm as one: weight (C,1,4,4) and bias (C,)."""
    assert norm.running_mean is not None
    assert norm.running_var is not None
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return deconv.weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale


def phase_weights(weight: Tensor) -> list[Tensor]:
    """The 4×4 kernel (C,1,4,4) of a transposed convolution as four kernels (C,1,2,2), in the order of ``_PHASES``."""
    return [weight[:, :, _TAPS[row], :][:, :, :, _TAPS[column]].contiguous() for row, column in _PHASES]


class PhaseStage(nn.Module):
    """A stage of the head (transposed convolution, BN, ReLU, 1×1 convolution, BN, ReLU): (N,C,H,W) → four phases (N,D,H,W)."""

    def __init__(self, deconv: DepthwiseDeconv, norm: nn.BatchNorm2d, pointwise: nn.Conv2d, pointwise_norm: nn.BatchNorm2d) -> None:
        super().__init__()
        weight, bias = fold_batch_norm(deconv, norm)
        self.kernels = nn.ParameterList(phase_weights(weight))
        self.bias = nn.Parameter(bias)
        self.pointwise = fuse_conv_bn_eval(pointwise, pointwise_norm)

    def upsample(self, x: Tensor) -> list[Tensor]:
        """The transposed convolution, BN and ReLU: (N,C,H,W) → four phases (N,C,H,W)."""
        phases = []
        for (row, column), kernel in zip(_PHASES, self.kernels, strict=True):
            padded = F.pad(x, (1 - column, column, 1 - row, row))
            phases.append(F.relu(F.conv2d(padded, kernel, self.bias, groups=x.shape[1])))
        return phases

    def forward(self, x: Tensor) -> list[Tensor]:
        return [F.relu(self.pointwise(phase)) for phase in self.upsample(x)]


def interleave(phases: list[Tensor]) -> Tensor:
    """Four phases (N,C,H,W) → (N,C,2H,2W). Written as concatenations: ONNX Runtime runs them several times faster than DepthToSpace."""
    n, channels, height, width = phases[0].shape
    rows = [torch.stack(phases[i : i + 2], dim=-1).reshape(n, channels, height, 1, 2 * width) for i in (0, 2)]
    return torch.cat(rows, dim=3).reshape(n, channels, 2 * height, 2 * width)


class AttentionHeatmaps(nn.Module):
    """The paper's attention and the last convolution as one matrix product: four phases (N,C,H,W) → (N,K,2H,2W)."""

    def __init__(self, attention: ParallelAttention, last: nn.Conv2d) -> None:
        super().__init__()
        assert last.bias is not None
        squeeze, to_plane = attention.channel[1], attention.spatial[0]
        assert isinstance(squeeze, nn.Conv2d)
        assert isinstance(to_plane, nn.Conv2d)
        assert to_plane.bias is not None
        self.joints = last.out_channels
        self.squeeze = squeeze
        self.excite = nn.Sequential(*list(attention.channel)[2:])
        self.spatial = nn.Sequential(*list(attention.spatial)[1:])
        self.weight = nn.Parameter(last.weight[:, :, 0, 0].detach().clone())
        self.fixed = nn.Parameter(torch.cat([last.weight, to_plane.weight]).detach()[None, :, :, 0, 0])
        self.bias = nn.Parameter(last.bias.detach()[:, None, None].clone())
        self.plane_bias = nn.Parameter(to_plane.bias.detach()[:, None, None].clone())

    def rows(self, pooled: Tensor) -> Tensor:
        """Pooled features (N,C,1,1) → matrix (N,2K+1,C): the heatmaps' rows scaled by 1 + c, the same unscaled, the spatial plane's row."""
        n, channels = pooled.shape[:2]
        gain = 1 + self.excite(self.squeeze(pooled))
        return torch.cat([self.weight * gain.reshape(n, 1, channels), self.fixed.expand(n, -1, -1)], dim=1)

    def combine(self, maps: Tensor) -> Tensor:
        """The product of those rows with the features, (N,2K+1,H,W) → heatmaps (N,K,H,W)."""
        scaled, plain, plane = maps.split([self.joints, self.joints, 1], dim=1)
        return scaled + self.spatial(plane + self.plane_bias) * plain + self.bias

    def forward(self, phases: list[Tensor]) -> Tensor:
        n, channels, height, width = phases[0].shape
        pooled = torch.cat([F.adaptive_avg_pool2d(phase, 1) for phase in phases], dim=1).reshape(n, 4, channels, 1, 1).mean(1)
        rows = self.rows(pooled)
        products = [torch.matmul(rows, phase.reshape(n, channels, height * width)) for phase in phases]
        return self.combine(interleave([product.reshape(n, -1, height, width) for product in products]))


class FastHead(nn.Module):
    """The head of :class:`Lightpose` in phases: the same heatmaps up to rounding."""

    def __init__(self, head: nn.Sequential) -> None:
        super().__init__()
        layers = list(head)
        self.stages = nn.ModuleList(
            PhaseStage(layers[i], layers[i + 1], layers[i + 3], layers[i + 4])  # type: ignore[arg-type]
            for i in range(0, len(layers) - 2, 6)
        )
        attention, last = layers[-2:]
        fused = isinstance(attention, ParallelAttention) and isinstance(last, nn.Conv2d)
        self.heatmaps = AttentionHeatmaps(attention, last) if fused else None  # type: ignore[arg-type]
        self.rest = None if fused else nn.Sequential(attention, last)

    def forward(self, x: Tensor) -> Tensor:
        for stage in self.stages[:-1]:
            x = interleave(stage(x))
        phases = self.stages[-1](x)
        if self.heatmaps is not None:
            return self.heatmaps(phases)
        assert self.rest is not None
        return self.rest(interleave(phases))


class SpreadGate(nn.Module):
    """Squeeze-and-excitation (N,C,H,W) → (N,C,H,W), its weights enlarged to H×W before the product."""

    def __init__(self, gate: SqueezeExcitation) -> None:
        super().__init__()
        self.weights = nn.Sequential(gate.avgpool, gate.fc1, gate.activation, gate.fc2, gate.scale_activation)

    def forward(self, x: Tensor) -> Tensor:
        return x * F.interpolate(self.weights(x), scale_factor=(float(x.shape[2]), float(x.shape[3])), mode="nearest")


def spread_gates(backbone: nn.Module) -> nn.Module:
    """A copy of torchvision's backbone with :class:`SpreadGate` for every squeeze-and-excitation."""
    backbone = copy.deepcopy(backbone)
    for module in list(backbone.modules()):
        for name, child in module.named_children():
            if isinstance(child, SqueezeExcitation):
                setattr(module, name, SpreadGate(child))
    return backbone


def fast_form(model: nn.Module) -> nn.Module:
    """A network for inference that computes what ``model`` (in eval mode) does, shaped for ONNX Runtime. Only Lightpose changes."""
    if not isinstance(model, Lightpose):
        return model
    with torch.no_grad():
        return nn.Sequential(spread_gates(model.backbone), FastHead(model.head)).eval()
