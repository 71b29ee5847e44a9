"""Coordinate heads: the joints themselves, as shares of the input (MoveNet)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posecore.runtime.crops import InputSpec
from posecore.runtime.decoders.base import Outputs, Shape
from posecore.skeletons import Skeleton

ORDERS = {"yx": (1, 0), "xy": (0, 1)}
"""Method → where x and y stand in a row of the output."""


class CoordinateDecoder:
    """The first output is (N,1,K,3) or (N,K,3): y, x (method ``yx``, as MoveNet has it; ``xy`` the other way round) and score, in [0,1]."""

    def __init__(self, method: str = "yx") -> None:
        if method not in ORDERS:
            raise ValueError(f"unknown decoding {method!r}; coordinates know: {', '.join(ORDERS)}")
        self.method = method

    @classmethod
    def create(cls, method: str, skeleton: Skeleton) -> CoordinateDecoder:
        """The :data:`posecore.runtime.decoders.base.DecoderFactory` of coordinates."""
        return cls(method)

    def fits(self, shapes: Sequence[Shape], joints: int) -> bool:
        """One output at least, whose last two sides are the joints and 3."""
        return len(shapes) > 0 and len(shapes[0]) in (3, 4) and list(shapes[0][-2:]) == [joints, 3]

    def __call__(self, outputs: Outputs, spec: InputSpec) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """See :class:`posecore.runtime.decoders.base.Decoder`."""
        rows = _rows(outputs)
        points = rows[..., ORDERS[self.method]] * np.asarray(spec.size, np.float32)
        return np.asarray(points, np.float32), np.clip(rows[..., 2], 0, 1).astype(np.float32)

    def merge_flipped(self, outputs: Outputs, mirrored: Outputs, flip_indices: NDArray[np.int64], spec: InputSpec) -> Outputs:
        """Both averaged, the mirrored ones mirrored back: pixel x is pixel W-1-x."""
        rows, back = _rows(outputs), _rows(mirrored)[:, flip_indices].copy()
        x, width = ORDERS[self.method][0], spec.size[0]
        back[..., x] = (width - 1) / width - back[..., x]
        return [np.asarray((rows + back) / 2, np.float32)]


def _rows(outputs: Outputs) -> NDArray[np.float32]:
    first = outputs[0]
    return first.reshape(len(first), -1, 3)
