"""Joint scores that mean something: from the height and the mass of a joint's heatmap to the OKS that the joint is expected to have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEATURES = 3
"""Numbers a joint has in :class:`ScoreModel`: of the logarithm of the height, of that of the mass, and a constant."""

_LEAST = 1e-3

Floats = NDArray[np.floating]


@dataclass(frozen=True)
class ScoreModel:
    """One logistic regression a joint. Heights alone do not compare between joints: an eye that nobody can see has a heatmap as high as a
    hip that everybody sees. Fitted by :mod:`posecore.export.scores`; travels in the ONNX file as ``lightpose.scores``.

    Attributes:
        weights: (K,3), see :data:`FEATURES`.
    """

    weights: tuple[tuple[float, float, float], ...]

    def __call__(self, heatmaps: Floats) -> NDArray[np.float32]:
        """Heatmaps (N,K,H,W) → scores (N,K) float32 in [0,1]: the expected OKS of each joint alone, 0 for joints that are not there."""
        logits = np.einsum("nkf,kf->nk", score_features(heatmaps), np.asarray(self.weights))
        return np.asarray(1 / (1 + np.exp(-logits)), np.float32)

    def to_text(self) -> str:
        """``a,b,c;a,b,c;…``, one joint after the other."""
        return ";".join(",".join(f"{value:.4g}" for value in row) for row in self.weights)

    @classmethod
    def from_text(cls, text: str) -> ScoreModel:
        """Read back what :meth:`to_text` wrote. Raises ValueError for anything else."""
        rows = [tuple(float(value) for value in row.split(",")) for row in text.split(";")]
        if any(len(row) != FEATURES for row in rows) or not np.isfinite(rows).all():
            raise ValueError(f"expected {FEATURES} numbers a joint")
        return cls(tuple((row[0], row[1], row[2]) for row in rows))


def score_features(heatmaps: Floats) -> Floats:
    """(N,K,H,W) → (N,K,3): logarithm of the height of each heatmap, logarithm of its mass (the sum over its pixels), and 1."""
    positive = np.maximum(heatmaps, 0)
    height = np.log(np.clip(positive.max(axis=(2, 3)), _LEAST, 1))
    mass = np.log(np.maximum(positive.sum(axis=(2, 3)), _LEAST))
    return np.stack([height, mass, np.ones_like(mass)], axis=-1)
