"""What a network costs: parameters and multiply-accumulates."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode


def count_parameters(model: nn.Module) -> int:
    """Numbers that training changes (batch norm statistics are not among them)."""
    return sum(parameter.numel() for parameter in model.parameters())


def count_macs(model: nn.Module, size: tuple[int, int]) -> int:
    """Multiply-accumulates of all convolutions and matrix products for one image of ``size`` (W, H).

    Papers call this FLOPs. Transposed convolutions count once for each input position and kernel element, as their arithmetic does.
    """
    width, height = size
    was_training = model.training
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model.eval()(torch.zeros(1, 3, height, width, device=next(model.parameters()).device))
    model.train(was_training)
    return counter.get_total_flops() // 2
