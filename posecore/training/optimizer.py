"""The optimisers a run can have: Adam, the paper's, and Muon for those who have few samples to spend."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

_MOMENTUM = 0.95
_BETAS = (0.9, 0.999)
_EPS = 1e-8
_RMS = 0.2
"""Root mean square of an orthogonal update, about Adam's: both kinds of parameters can share one learning rate."""


def build_optimizer(name: str, model: nn.Module, lr: float) -> torch.optim.Optimizer:
    """``adam`` (facts, "Training") or ``muon``, over all parameters of ``model``."""
    if name == "muon":
        return Muon(model, lr)
    device = next(model.parameters()).device.type
    return torch.optim.Adam(model.parameters(), lr=lr, fused=device in ("cpu", "cuda"))


class Muon(torch.optim.Optimizer):
    """Momentum made orthogonal (Jordan et al. 2024) for pointwise convolutions, Adam for all other parameters.

    A pointwise convolution is a matrix; its update is the nearest orthogonal matrix to the momentum, so that every direction learns at the
    same pace, not only the strongest. Depthwise kernels, batch norms, biases, the first and the last convolution go by Adam.

    Args:
        model: whose parameters to optimise.
        lr: the rate, as for Adam.
    """

    def __init__(self, model: nn.Module, lr: float) -> None:
        convolutions = [m for m in model.modules() if isinstance(m, nn.Conv2d)]
        matrices = {id(m.weight) for m in convolutions[:-1] if m.kernel_size == (1, 1) and m.groups == 1 and min(m.weight.shape[:2]) >= 8}
        orthogonal = [p for p in model.parameters() if id(p) in matrices]
        plain = [p for p in model.parameters() if id(p) not in matrices]
        super().__init__([{"params": orthogonal, "orthogonal": True}, {"params": plain, "orthogonal": False}], {"lr": lr})

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> None:  # type: ignore[override]
        """One step of the parameters that have a gradient."""
        assert closure is None
        for group in self.param_groups:
            parameters = [p for p in group["params"] if p.grad is not None]
            (self._orthogonal_step if group["orthogonal"] else self._adam_step)(parameters, group["lr"])

    def _orthogonal_step(self, parameters: list[nn.Parameter], lr: float) -> None:
        for parameter in parameters:
            assert parameter.grad is not None
            state = self.state[parameter]
            if not state:
                state["momentum"] = torch.zeros_like(parameter)
            momentum: Tensor = state["momentum"].lerp_(parameter.grad, 1 - _MOMENTUM)
            ahead = parameter.grad.lerp(momentum, _MOMENTUM)
            update = orthogonalise(ahead.flatten(1)).view_as(parameter)
            parameter.add_(update, alpha=-lr * _RMS * math.sqrt(max(parameter.shape[:2])))

    def _adam_step(self, parameters: list[nn.Parameter], lr: float) -> None:
        if not parameters:
            return
        for parameter in parameters:
            state = self.state[parameter]
            if not state:
                state.update(step=torch.zeros(()), mean=torch.zeros_like(parameter), square=torch.zeros_like(parameter))
            state["step"] += 1
        gradients = [p.grad for p in parameters if p.grad is not None]
        means = [self.state[p]["mean"] for p in parameters]
        squares = [self.state[p]["square"] for p in parameters]
        torch._foreach_lerp_(means, gradients, 1 - _BETAS[0])
        torch._foreach_mul_(squares, _BETAS[1])
        torch._foreach_addcmul_(squares, gradients, gradients, 1 - _BETAS[1])
        count = float(self.state[parameters[0]]["step"])
        divisors = torch._foreach_sqrt(squares)
        torch._foreach_div_(divisors, math.sqrt(1 - _BETAS[1] ** count))
        torch._foreach_add_(divisors, _EPS)
        weights: list[Tensor] = list(parameters)
        torch._foreach_addcdiv_(weights, means, divisors, value=-lr / (1 - _BETAS[0] ** count))


def product_dtype(device: str) -> torch.dtype:
    """The type of Newton-Schulz' matrix products on a device type such as ``cpu``: bfloat16, or float32 on processors that only emulate
    it (about twenty times slower there)."""
    native = device != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.bfloat16 if native else torch.float32


def orthogonalise(matrix: Tensor, steps: int = 5) -> Tensor:
    """(m,n) → (m,n) float32: about U·Vᵀ of the singular value decomposition U·S·Vᵀ, by ``steps`` Newton-Schulz iterations.

    The quintic's coefficients are those of Jordan et al.: singular values end between about 0.7 and 1.2. Products in the type
    of :func:`product_dtype`.
    """
    a, b, c = 3.4445, -4.7750, 2.0315
    wide = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
    x = (wide / (wide.norm() + 1e-12)).to(product_dtype(matrix.device.type))
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    result = x if matrix.shape[0] <= matrix.shape[1] else x.T
    return result.float()
