"""Heatmap heads: one map a joint, as the paper's network and those it is compared with have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posecore.codec import METHODS, decode_heatmaps, flip_shift, merge_flipped
from posecore.runtime.crops import InputSpec
from posecore.runtime.decoders.base import Outputs, Shape
from posecore.runtime.decoders.scores import ScoreModel
from posecore.skeletons import Skeleton


class HeatmapDecoder:
    """The first output is heatmaps (N,K,h,w), of any stride.

    Args:
        method: see :func:`posecore.codec.decode_heatmaps`; the default is the paper's. Raises ValueError for an unknown one.
        sigmas: (K,) OKS constants of the joints, used by the method ``oks``.
        scores: what makes joint scores of heatmaps; None: their heights.
    """

    def __init__(self, method: str = "quarter", sigmas: Sequence[float] | None = None, scores: ScoreModel | None = None) -> None:
        if method not in METHODS:
            raise ValueError(f"unknown decoding {method!r}; known: {', '.join(METHODS)}")
        self.method = method
        self.sigmas = sigmas
        self.scores = scores

    @classmethod
    def create(cls, method: str, skeleton: Skeleton, scores: ScoreModel | None = None) -> HeatmapDecoder:
        """The :data:`posecore.runtime.decoders.base.DecoderFactory` of heatmaps. Raises ValueError for scores of other joints."""
        if scores is not None and len(scores.weights) != len(skeleton):
            raise ValueError(f"scores of {len(scores.weights)} joints for the {len(skeleton)} of {skeleton.name}")
        return cls(method, skeleton.sigmas, scores)

    def fits(self, shapes: Sequence[Shape], joints: int) -> bool:
        """One output at least, of four axes, the second as long as there are joints or free."""
        return len(shapes) > 0 and len(shapes[0]) == 4 and (not isinstance(shapes[0][1], int) or shapes[0][1] == joints)

    def __call__(self, outputs: Outputs, spec: InputSpec) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """See :class:`posecore.runtime.decoders.base.Decoder`; scores are the heights of the peaks, clipped, or what
        ``scores`` makes of these."""
        heatmaps = outputs[0]
        points, scores = decode_heatmaps(heatmaps, self.method, self.sigmas)
        if self.scores is not None:
            scores = self.scores(scores)
        size, cells = np.asarray(spec.size), np.asarray([heatmaps.shape[3], heatmaps.shape[2]])
        stride = np.asarray((size - 1) / np.maximum(cells - 1, 1) if spec.udp else size / cells, np.float32)
        return np.asarray(points * stride, np.float32), np.asarray(scores, np.float32)

    def merge_flipped(self, outputs: Outputs, mirrored: Outputs, flip_indices: NDArray[np.int64], spec: InputSpec) -> Outputs:
        """See :func:`posecore.codec.merge_flipped`; heatmaps of UDP are aligned without a shift."""
        shift = 0.0 if spec.udp else flip_shift(self.method, spec.size[0] / outputs[0].shape[3])
        return [merge_flipped(outputs[0], mirrored[0], flip_indices, shift).astype(np.float32)]
