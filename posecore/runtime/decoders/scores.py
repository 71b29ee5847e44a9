"""Joint scores that mean something: from the height of a joint's heatmap to the OKS that the joint is expected to have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEATURES = 2
"""Numbers a joint has in :class:`ScoreModel`: of the logarithm of the height, and a constant."""

_LEAST = 1e-3
_CERTAIN = 1e-30, 1 - 1e-9
"""Scores beyond these are no different from them."""

Floats = NDArray[np.floating]


@dataclass(frozen=True)
class ScoreModel:
    """One logistic regression a joint. Heights alone do not compare between joints: an eye that nobody can see has a heatmap as high as a
    hip that everybody sees. Fitted by :mod:`posecore.export.scores`; travels in the ONNX file as ``lightpose.scores``.

    Attributes:
        weights: (K,2), see :data:`FEATURES`.
    """

    weights: tuple[tuple[float, float], ...]

    def __call__(self, heights: Floats) -> NDArray[np.float32]:
        """Heights of heatmaps (N,K) → scores (N,K) float32 in [0,1]: the OKS that each joint alone is expected to have, 0 where it is not
        there."""
        slopes, constants = np.asarray(self.weights).T
        return np.asarray(1 / (1 + np.exp(-(slopes * log_heights(heights) + constants))), np.float32)

    def heights(self, scores: Floats) -> NDArray[np.float32]:
        """The way back: scores (N,K) as this model makes them → heights of heatmaps (N,K) float32 in [0.001,1]. A joint whose score does
        not grow with its height keeps its score."""
        slopes, constants = np.asarray(self.weights).T
        scores = np.asarray(scores, np.float64)
        likely = np.clip(scores, *_CERTAIN)
        logs = (np.log(likely / (1 - likely)) - constants) / np.where(slopes > 0, slopes, 1)
        return np.where(slopes > 0, np.exp(np.clip(logs, np.log(_LEAST), 0)), scores).astype(np.float32)

    def to_text(self) -> str:
        """``a,b;a,b;…``, one joint after the other."""
        return ";".join(",".join(f"{value:.4g}" for value in row) for row in self.weights)

    @classmethod
    def from_text(cls, text: str) -> ScoreModel:
        """Read back what :meth:`to_text` wrote. Raises ValueError for anything else."""
        rows = [tuple(float(value) for value in row.split(",")) for row in text.split(";")]
        if any(len(row) != FEATURES for row in rows) or not np.isfinite(rows).all():
            raise ValueError(f"expected {FEATURES} numbers a joint")
        return cls(tuple((row[0], row[1]) for row in rows))


def log_heights(heights: Floats) -> Floats:
    """(N,K) → (N,K): the logarithm of heights of heatmaps, clipped."""
    return np.asarray(np.log(np.clip(heights, _LEAST, 1)))
