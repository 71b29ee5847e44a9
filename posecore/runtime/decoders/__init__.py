"""Network outputs → joints: one file for each kind of head, listed in :data:`DECODERS`.

A new head is a class with :class:`Decoder`'s methods in a file of its own and a line here; files name it in their metadata
(``lightpose.head``, see :mod:`posecore.runtime.metadata`).
"""

from __future__ import annotations

from posecore.runtime.decoders.base import Decoder, DecoderFactory, Outputs, Shape
from posecore.runtime.decoders.coordinates import CoordinateDecoder
from posecore.runtime.decoders.heatmap import HeatmapDecoder
from posecore.runtime.decoders.scores import ScoreModel
from posecore.runtime.decoders.simcc import SimccDecoder
from posecore.skeletons import Skeleton

DECODERS: dict[str, DecoderFactory] = {
    "heatmap": HeatmapDecoder.create,
    "simcc": SimccDecoder.create,
    "coordinates": CoordinateDecoder.create,
}
"""Name of the head → what makes its decoder."""


def make_decoder(head: str, method: str, skeleton: Skeleton, scores: ScoreModel | None = None) -> Decoder:
    """The decoder of a head for a joint set; ``scores`` makes joint scores of heatmaps, other heads have their own.

    Raises ValueError for an unknown head or method, and for scores of other joints.
    """
    if head not in DECODERS:
        raise ValueError(f"unknown network head {head!r}; known: {', '.join(DECODERS)}")
    if head == "heatmap" and scores is not None:
        return HeatmapDecoder.create(method, skeleton, scores)
    return DECODERS[head](method, skeleton)


__all__ = [
    "DECODERS", "CoordinateDecoder", "Decoder", "DecoderFactory", "HeatmapDecoder", "Outputs", "Shape", "SimccDecoder", "make_decoder",
]  # fmt: skip
