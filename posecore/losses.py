"""The heatmap weighting loss of the paper (section III-C, equation 8)."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

WEIGHT_FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "none": torch.zeros_like,
    "identity": lambda x: x,
    "double": lambda x: 2 * x,
    "square": torch.square,
    "exp": torch.exp,
}
"""The weight generation functions F of Table IV; ``none`` makes the loss the plain mean squared error."""


class HeatmapWeightingLoss(nn.Module):
    """Mean over joints and pixels of ``(F(P_gt) + 1) * (P - P_gt)²``; a joint's visibility weight multiplies both P and P_gt.

    Args:
        weight_function: key of :data:`WEIGHT_FUNCTIONS`; the paper's choice is ``identity``. Raises ValueError for an unknown one.
    """

    def __init__(self, weight_function: str = "identity") -> None:
        super().__init__()
        if weight_function not in WEIGHT_FUNCTIONS:
            raise ValueError(f"unknown weight function {weight_function!r}; known: {', '.join(WEIGHT_FUNCTIONS)}")
        self.weight_function = weight_function

    def forward(self, pred: Tensor, target: Tensor, target_weight: Tensor) -> Tensor:
        """The loss of a batch.

        Args:
            pred: (N,K,H,W) predicted heatmaps.
            target: (N,K,H,W) target heatmaps in [0,1].
            target_weight: (N,K) visibility weights, 0 where a joint is not labelled.

        Returns:
            () float32, averaged over batch, joints and pixels.
        """
        return self.per_sample(pred, target, target_weight).mean()

    def per_sample(self, pred: Tensor, target: Tensor, target_weight: Tensor) -> Tensor:
        """As :meth:`forward`, but (N,): the loss of each sample, averaged over joints and pixels."""
        weight = target_weight[:, :, None, None]
        truth = target * weight
        squared = (pred.float() * weight - truth).square()
        if self.weight_function != "none":
            squared = squared * (WEIGHT_FUNCTIONS[self.weight_function](truth) + 1)
        return squared.mean(dim=(1, 2, 3))
