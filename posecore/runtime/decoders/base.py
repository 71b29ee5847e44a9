"""What every decoder does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from posecore.runtime.crops import InputSpec
from posecore.skeletons import Skeleton

Outputs = Sequence[NDArray[np.float32]]
"""All outputs of a network for one batch, in the order of the file, each (N,...)."""

Shape = Sequence[int | str | None]
"""Shape of an output as ONNX Runtime tells it; free sides are names or None."""


class Decoder(Protocol):
    """Outputs of one kind of network head → joints. Stateless; safe to call from several threads.

    Attributes:
        method: how it decodes, by the name that metadata and options have for it.
    """

    method: str

    def fits(self, shapes: Sequence[Shape], joints: int) -> bool:
        """Whether outputs of these shapes can be those of such a head for ``joints`` joints."""
        ...

    def __call__(self, outputs: Outputs, spec: InputSpec) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Outputs for N crops of ``spec.size`` → keypoints (N,K,2) float32 xy px of the crop, scores (N,K) float32 in [0,1]."""
        ...

    def merge_flipped(self, outputs: Outputs, mirrored: Outputs, flip_indices: NDArray[np.int64], spec: InputSpec) -> Outputs:
        """The flip test: outputs for N crops averaged with those for the same crops mirrored; ``flip_indices`` (K,) of the skeleton."""
        ...


DecoderFactory = Callable[[str, Skeleton], Decoder]
"""(method of decoding, joint set) → decoder. Raises ValueError for a method that the head does not have."""
