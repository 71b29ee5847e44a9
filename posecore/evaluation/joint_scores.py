"""How well joint scores tell joints that are labelled from joints that are not: area under the ROC curve (AUROC) as a rank statistic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from posecore.data.samples import Sample
from posecore.evaluation.keypoint_ap import Score

AUROC = "AUROC"
"""Name of the metric beside those of AP."""


def auroc(positive: NDArray[np.floating], negative: NDArray[np.floating]) -> float:
    """The probability that a score of ``positive`` (M,) exceeds one of ``negative`` (N,), ties counting half: Mann and Whitney's U / (M N).

    NaN where one of them is empty.
    """
    if not len(positive) or not len(negative):
        return float("nan")
    _, inverse, counts = np.unique(np.concatenate([positive, negative]), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse.reshape(-1)]  # from 1, ties share their mean rank
    wins = ranks[: len(positive)].sum() - len(positive) * (len(positive) + 1) / 2
    return float(wins / (len(positive) * len(negative)))


def joint_auroc(scores: NDArray[np.floating], visibility: NDArray[np.floating]) -> float:
    """AUROC of labelled (visibility > 0) against unlabelled joints (0) of people with at least one labelled joint: (P,K) scores and
    visibility → a share in [0,1], NaN where there are only joints of one kind."""
    labelled = np.asarray(visibility) > 0
    counted = labelled.any(axis=1)
    return auroc(scores[counted][labelled[counted]], scores[counted][~labelled[counted]])


def with_joint_auroc(
    results: Sequence[Score], samples: Sequence[Sample], scores: NDArray[np.floating], groups: Mapping[str, Sequence[int]]
) -> list[Score]:
    """The same results with :data:`AUROC` among their values.

    Args:
        results: by group.
        samples: P people.
        scores: (P,K) of their joints.
        groups: name → ids of its images, see :func:`posecore.evaluation.keypoint_ap.picture_groups`.
    """
    visibility = np.stack([sample.visibility for sample in samples])
    images = np.asarray([sample.image_id for sample in samples])
    rows = {result.name: np.isin(images, groups[result.name]) for result in results}
    values = {name: joint_auroc(scores[of], visibility[of]) for name, of in rows.items()}
    return [replace(result, values={**result.values, AUROC: values[result.name]}) for result in results]
