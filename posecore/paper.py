"""The paper's tables as numbers: what its networks cost and how fast they were. Needs no PyTorch."""

from __future__ import annotations

from dataclasses import dataclass

PARAMETER_BOUND = 3.0
MAC_BOUND = 8.0
"""Largest accepted differences, per cent."""


@dataclass(frozen=True)
class PaperRow:
    """What the paper says of one network at one input size.

    Attributes:
        name: key of ``posecore.models.MODELS``.
        size: (W, H), px. joints: K.
        parameters: millions. gmacs: the paper's "GFLOPs", which count a multiply-accumulate once.
        ap: COCO val2017 AP of Table I (0 for the rows of MPII).
        reason: why a count cannot meet the paper's; empty where it does.
    """

    name: str
    size: tuple[int, int]
    joints: int
    parameters: float
    gmacs: float
    ap: float = 0.0
    reason: str = ""


_SMALL, _LARGE, _SQUARE = (192, 256), (288, 384), (256, 256)
_VIPNAS = (
    "the definition its authors published (searched blocks, head of depthwise transposed convolutions on 160 channels) counts 5.90 M,"
    " 2.82 M of them in squeeze-and-excitation, 3.08 M in all else; its GMACs agree"
)

ROWS: tuple[PaperRow, ...] = (
    PaperRow("simplebaseline-mobilenetv2", _SMALL, 17, 9.6, 1.59, 64.6),
    PaperRow("simplebaseline-mobilenetv2", _LARGE, 17, 9.6, 3.57, 67.3),
    PaperRow("simplebaseline-mobilenetv3", _SMALL, 17, 8.7, 1.47, 65.9),
    PaperRow("simplebaseline-shufflenetv2", _SMALL, 17, 7.6, 1.37, 59.9),
    PaperRow("simplebaseline-shufflenetv2", _LARGE, 17, 7.6, 3.08, 63.6),
    PaperRow("vipnas-mobilenetv3", _SMALL, 17, 2.8, 0.69, 67.8, _VIPNAS),
    PaperRow("hrnet-w16-small", _SMALL, 17, 1.3, 0.54, 55.2),
    PaperRow("hrnet-w16-small", _LARGE, 17, 1.3, 1.21, 56.0),
    PaperRow("litehrnet-18", _SMALL, 17, 1.1, 0.20, 64.8),
    PaperRow("litehrnet-18", _LARGE, 17, 1.1, 0.45, 67.6),
    PaperRow("litehrnet-30", _SMALL, 17, 1.8, 0.31, 67.2),
    PaperRow("litehrnet-30", _LARGE, 17, 1.8, 0.70, 70.4),
    PaperRow("lightpose", _SMALL, 17, 3.1, 0.58, 65.8),
    PaperRow("lightpose", _LARGE, 17, 3.1, 1.30, 69.9),
    PaperRow("simplebaseline-mobilenetv2", _SQUARE, 16, 9.6, 2.12),
    PaperRow("simplebaseline-shufflenetv2", _SQUARE, 16, 7.6, 1.83),
    PaperRow("litehrnet-18", _SQUARE, 16, 1.1, 0.27),
    PaperRow("litehrnet-30", _SQUARE, 16, 1.8, 0.42),
    PaperRow("lightpose", _SQUARE, 16, 3.1, 0.77),
)

FPS: dict[str, tuple[float, float]] = {
    "simplebaseline-mobilenetv2": (57.6, 19.3),
    "simplebaseline-shufflenetv2": (51.8, 20.2),
    "vipnas-mobilenetv3": (22.6, 4.6),
    "litehrnet-18": (12.8, 10.3),
    "litehrnet-30": (7.5, 6.2),
    "lightpose": (55.2, 18.3),
}
"""Table V: name → frames a second on the authors' GPU (GTX 1650 Ti) and CPU (Core i7-10750H)."""
