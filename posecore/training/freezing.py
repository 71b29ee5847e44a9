"""Parts of a network that training leaves as they are: less work a step, and nothing forgotten where a data set is small."""

from __future__ import annotations

from collections.abc import Sequence

from torch import nn


def first_parts(model: nn.Module, count: int) -> list[nn.Module]:
    """The first ``count`` parts of ``model.backbone`` (of a MobileNet, 0 is the first convolution, each other one a block).

    Raises ValueError where the backbone is no sequence of parts, or has fewer.
    """
    if not count:
        return []
    backbone = getattr(model, "backbone", None)
    if not isinstance(backbone, nn.Sequential):
        raise ValueError("freeze: the backbone of this network is no sequence of parts; use 0")
    if count > len(backbone):
        raise ValueError(f"freeze: the backbone has {len(backbone)} parts, not {count}")
    return list(backbone[:count])


def freeze(parts: Sequence[nn.Module]) -> None:
    """No gradients for ``parts``; before the optimiser is built."""
    for part in parts:
        part.requires_grad_(False)


def keep_statistics(parts: Sequence[nn.Module]) -> None:
    """Evaluation mode for ``parts``: their batch norms use and keep the statistics they have. After each ``model.train()``."""
    for part in parts:
        part.eval()
