"""PCKh: the share of joints closer to their label than half a head (MPII; Andriluka et al., CVPR 2014)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posecore.data.samples import Sample
from posecore.skeletons import Skeleton

MPII_GROUPS = ("head", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
"""The columns of Table III; "head" is the upper neck and the head top."""


def pckh(keypoints: NDArray[np.floating], samples: Sequence[Sample], skeleton: Skeleton, threshold: float = 0.5) -> dict[str, float]:
    """PCKh by group of joints and in all.

    MPII's own protocol: distances are divided by the head size, joints without a label do not count, and the total leaves out pelvis and
    thorax.

    Args:
        keypoints: (P,K,2) predictions, px.
        samples: P people with ``head_size`` in px.
        skeleton: their joint set.
        threshold: in head sizes.

    Returns:
        group → share in [0,1] (NaN where nothing is labelled), the total under ``PCKh``. Raises ValueError where head sizes are missing.
    """
    heads = np.asarray([sample.head_size for sample in samples])
    if not len(samples) or (heads <= 0).any():
        raise ValueError("PCKh needs the head size of every person")
    truth = np.stack([sample.keypoints for sample in samples])
    labelled = np.stack([sample.visibility > 0 for sample in samples])
    near = np.linalg.norm(keypoints - truth, axis=2) <= threshold * heads[:, None]
    groups = {name: [i for i, joint in enumerate(skeleton.keypoints) if _group(joint) == name] for name in MPII_GROUPS}
    result = {}
    for name, joints in groups.items():
        counted = labelled[:, joints]
        result[name] = float(near[:, joints][counted].mean()) if counted.any() else float("nan")
    scored = [joint for joints in groups.values() for joint in joints]
    counted = labelled[:, scored]
    result["PCKh"] = float(near[:, scored][counted].mean()) if counted.any() else float("nan")
    return result


def _group(joint: str) -> str:
    if joint in ("upper_neck", "head_top"):
        return "head"
    return joint.rsplit("_", 1)[-1]
