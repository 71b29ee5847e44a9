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


def joint_auroc(scores: NDArray[np.floating], visibility: NDArray[np.floating], groups: Sequence[str]) -> dict[str, float]:
    """AUROC of labelled (visibility > 0) against unlabelled joints (0) of people with at least one labelled joint.

    Args:
        scores: (P,K) of the network.
        visibility: (P,K) of the labels.
        groups: the group of each of the P people.

    Returns:
        group → AUROC in [0,1], NaN where a group has only joints of one kind; all people under ``all``.
    """
    labelled = np.asarray(visibility) > 0
    counted = labelled.any(axis=1)
    names = np.asarray(groups, dtype=object)
    result = {}
    for name in [*sorted(set(groups) - {"all"}), "all"]:
        rows = counted if name == "all" else counted & (names == name)
        result[name] = auroc(scores[rows][labelled[rows]], scores[rows][~labelled[rows]])
    return result


def with_joint_auroc(
    results: Sequence[Score], samples: Sequence[Sample], scores: NDArray[np.floating], groups: Mapping[int, str]
) -> list[Score]:
    """The same results with :data:`AUROC` among their values.

    Args:
        results: by group.
        samples: P people.
        scores: (P,K) of their joints.
        groups: image id → group.
    """
    visibility = np.stack([sample.visibility for sample in samples])
    values = joint_auroc(scores, visibility, [groups[sample.image_id] for sample in samples])
    return [replace(result, values={**result.values, AUROC: values.get(result.name, float("nan"))}) for result in results]
