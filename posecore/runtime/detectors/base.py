"""What every detector does: (H,W,3) BGR image → boxes and scores of the people on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Detections = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Boxes (N,4) float32 xyxy px of the image, scores (N,) float32 in [0,1], best first."""

MAX_PEOPLE = 100


class Detector(Protocol):
    """Anything that finds people. Its settings are given when it is made and do not change."""

    @property
    def threshold(self) -> float:
        """Score from which a detection counts by itself. Detectors may give less likely ones too, see :func:`open_detector`."""
        ...

    def __call__(self, image: Image) -> Detections:
        """(H,W,3) uint8 BGR → boxes (N,4) float32 xyxy px, scores (N,) float32, best first. Raises ValueError for another array."""
        ...


@runtime_checkable
class OnProvider(Protocol):
    """A network that ONNX Runtime runs."""

    @property
    def provider(self) -> str:
        """Short name of the execution provider, such as ``cpu``."""
        ...


def least_score(threshold: float, low_threshold: float | None) -> float:
    """The score from which a detector reports: ``threshold``, or ``low_threshold`` where that is lower."""
    return threshold if low_threshold is None else min(threshold, low_threshold)


def check_image(image: object) -> Image:
    """Return ``image`` if it is (H,W,3) uint8 with at least one pixel. Raises ValueError with what it is instead."""
    if not isinstance(image, np.ndarray):
        raise ValueError(f"expected a BGR picture, uint8 of shape (H, W, 3), got {type(image).__name__}")
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or not image.size:
        hint = "; convert grey pictures with cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)" if image.ndim == 2 else ""
        raise ValueError(f"expected a BGR picture, uint8 of shape (H, W, 3), got {image.dtype} array of shape {image.shape}{hint}")
    return image


def person_class(names: Mapping[int, str] | Sequence[str]) -> int:
    """Index of ``person`` in ultralytics' class names (dict or list); a model of one class counts whatever its name. Raises ValueError."""
    pairs = list(names.items() if isinstance(names, Mapping) else enumerate(names))
    for index, name in pairs:
        if str(name).lower() == "person":
            return int(index)
    if len(pairs) == 1:
        return int(pairs[0][0])
    raise ValueError(f"this detector knows no class 'person' (it knows {', '.join(str(n) for _, n in pairs[:8])}, ...)")
