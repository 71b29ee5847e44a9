"""The depthwise transposed convolution inside a compiled network on a processor: an operator of its own, with its own compiled kernels.

Written into the network's graph, its shifted products are merged with the batch norms around them, in whatever layout those have; the sums
of the backward pass then run number by number. As an operator it gets and gives channels last, so each product reads whole vectors of
channels (docs/speed.md).
"""

from __future__ import annotations

from typing import Any

import torch
import torch._dynamo
import torch.nn.functional as F
from torch import Tensor

_TAPS = (((0, 1), (-1, 3)), ((1, 0), (0, 2)))
"""For each output phase (even, odd): pairs of (input offset, kernel tap) along one axis. Output 2i + phase gathers input i + offset."""


def phase_deconv(x: Tensor, weight: Tensor) -> Tensor:
    """The transposed convolution as shifted products: x (N,C,H,W), weight (C,1,4,4) → (N,C,2H,2W) with channels last in memory."""
    n, channels, height, width = x.shape
    padded = F.pad(x.permute(0, 2, 3, 1), (0, 0, 1, 1, 1, 1))
    taps = weight.to(x.dtype)[:, 0].permute(1, 2, 0)
    rows = []
    for vertical in _TAPS:
        phases = []
        for horizontal in _TAPS:
            terms = [
                padded[:, 1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] * taps[ky, kx] for dy, ky in vertical for dx, kx in horizontal
            ]
            phases.append((terms[0] + terms[1]) + (terms[2] + terms[3]))
        rows.append(torch.stack(phases, dim=3))
    return torch.stack(rows, dim=2).reshape(n, 2 * height, 2 * width, channels).permute(0, 3, 1, 2)


def phase_gradients(gradient: Tensor, x: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    """Gradients of :func:`phase_deconv`: that of its result (N,C,2H,2W), x and weight → those of x and of weight (float32 sums)."""
    height, width = x.shape[2:]
    padded = F.pad(gradient.permute(0, 2, 3, 1), (0, 0, 1, 1, 1, 1))
    taps, last = weight.to(x.dtype)[:, 0].permute(1, 2, 0).float(), x.permute(0, 2, 3, 1).float()
    of_x, of_taps = torch.zeros_like(last), []
    for ky in range(4):
        for kx in range(4):
            part = padded[:, ky : ky + 2 * height : 2, kx : kx + 2 * width : 2].float()
            of_x = of_x + part * taps[ky, kx]
            of_taps.append((part * last).sum((0, 1, 2)))
    return of_x.to(x.dtype).permute(0, 3, 1, 2), torch.stack(of_taps, 1).reshape(weight.shape)


_SHAPES = 64
"""Kernels of one function that may be compiled: one a layer and size of crops, forward and backward."""

torch._dynamo.config.recompile_limit = max(torch._dynamo.config.recompile_limit, _SHAPES)
_forward = torch.compile(phase_deconv, dynamic=False)
_backward = torch.compile(phase_gradients, dynamic=False)


@torch.library.custom_op("lightpose::depthwise_deconv", mutates_args=())
def depthwise_deconv(x: Tensor, weight: Tensor) -> Tensor:
    """(N,C,H,W) on a processor, (C,1,4,4) → (N,C,2H,2W) with channels last."""
    return _forward(x.contiguous(memory_format=torch.channels_last), weight).contiguous(memory_format=torch.channels_last)


@depthwise_deconv.register_fake
def _(x: Tensor, weight: Tensor) -> Tensor:
    n, channels, height, width = x.shape
    return torch.empty(n, channels, 2 * height, 2 * width, dtype=x.dtype, device=x.device).contiguous(memory_format=torch.channels_last)


@torch.library.custom_op("lightpose::depthwise_deconv_backward", mutates_args=())
def _deconv_backward(gradient: Tensor, x: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    gradient, x = (t.contiguous(memory_format=torch.channels_last) for t in (gradient, x))
    of_x, of_weight = _backward(gradient, x, weight)
    return of_x.contiguous(memory_format=torch.channels_last), of_weight.to(weight.dtype)


@_deconv_backward.register_fake
def _(gradient: Tensor, x: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    return torch.empty_like(x, memory_format=torch.channels_last), torch.empty_like(weight)


def _remember(ctx: Any, inputs: tuple[Tensor, Tensor], output: Tensor) -> None:
    ctx.save_for_backward(*inputs)


def _differentiate(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor]:
    return _deconv_backward(gradient, *ctx.saved_tensors)


depthwise_deconv.register_autograd(_differentiate, setup_context=_remember)
