"""SimCC heads: for each joint a distribution over the columns and one over the rows, finer than pixels (RTMPose, RTMW)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posecore.runtime.crops import InputSpec
from posecore.runtime.decoders.base import Outputs, Shape
from posecore.skeletons import Skeleton


class SimccDecoder:
    """The first two outputs are (N,K,W·r) over x and (N,K,H·r) over y, in either order; the split ratio r follows from the shapes.

    A joint lies where both are highest, and scores the lower of the two heights. Li et al., SimCC, ECCV 2022; Jiang et al., RTMPose, 2023.
    """

    def __init__(self, method: str = "max") -> None:
        if method != "max":
            raise ValueError(f"unknown decoding {method!r}; SimCC knows: max")
        self.method = method

    @classmethod
    def create(cls, method: str, skeleton: Skeleton) -> SimccDecoder:
        """The :data:`posecore.runtime.decoders.base.DecoderFactory` of SimCC."""
        return cls(method)

    def fits(self, shapes: Sequence[Shape], joints: int) -> bool:
        """Two outputs at least, of three axes, the second as long as there are joints or free."""
        return len(shapes) >= 2 and all(len(s) == 3 and (not isinstance(s[1], int) or s[1] == joints) for s in shapes[:2])

    def __call__(self, outputs: Outputs, spec: InputSpec) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """See :class:`posecore.runtime.decoders.base.Decoder`. Raises ValueError where the lengths are not those of the input."""
        columns, rows = x_and_y(outputs, spec)
        bins = np.stack([columns.argmax(axis=2), rows.argmax(axis=2)], axis=-1)
        ratio = columns.shape[2] / spec.size[0]
        scores = np.minimum(columns.max(axis=2), rows.max(axis=2))
        return np.asarray(bins / ratio, np.float32), np.clip(scores, 0, 1).astype(np.float32)

    def merge_flipped(self, outputs: Outputs, mirrored: Outputs, flip_indices: NDArray[np.int64], spec: InputSpec) -> Outputs:
        """Rows averaged, columns averaged with the mirrored ones turned round: pixel x of the mirrored crop is pixel W-1-x."""
        columns, rows = x_and_y(outputs, spec)
        other_columns, other_rows = (part[:, flip_indices] for part in x_and_y(mirrored, spec))
        back = other_columns[..., ::-1]
        shift = round(columns.shape[2] / spec.size[0]) - 1
        if shift > 0:
            back = np.concatenate([back[..., shift:], np.repeat(back[..., -1:], shift, axis=-1)], axis=-1)
        return [np.asarray((columns + back) / 2, np.float32), np.asarray((rows + other_rows) / 2, np.float32)]


def x_and_y(outputs: Outputs, spec: InputSpec) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The outputs over x and over y, whichever comes first in the file. Raises ValueError where the lengths are not those of the input."""
    width, height = spec.size
    for x, y in ((outputs[0], outputs[1]), (outputs[1], outputs[0])):
        if x.shape[2] * height == y.shape[2] * width:
            return x, y
    raise ValueError(f"SimCC outputs of lengths {outputs[0].shape[2]} and {outputs[1].shape[2]} do not fit an input of {width}x{height}")
