"""One labelled person, and what was left out while reading a data set."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TEACHER = "teacher"
"""The ``source`` of a label that no human has seen."""


class DataError(ValueError):
    """A data set cannot be used at all: wrong path, wrong file, nothing labelled. The message says what and where."""


def read_json(path: Path) -> Any:
    """The parsed file. Raises DataError where it cannot be read or is not JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path}: not a JSON file ({error})") from None


@dataclass(frozen=True)
class Sample:
    """One person of one image.

    Attributes:
        id: annotation id.
        image_id: image id.
        image: path of the image.
        box: (4,) float64 xyxy px, image frame.
        keypoints: (K,2) float32 xy px, image frame.
        visibility: (K,) float32: 2 sure, 1 labelled but hidden or unsure, 0 not labelled (COCO's numbers).
        area: px², the scale of OKS.
        score: how much the label is trusted, in [0,1]; 1 for human labels.
        source: who labelled it, "" where the file does not say.
        confidence: (K,) float32 in [0,1]: the probability that each joint's label is right, as the file tells
            (``keypoint_confidence``); None where it does not.
        size: (W, H) px of the image that the labels refer to, None where the file does not say; decides whether a photo is read upright.
        head_size: px, MPII's normaliser of PCKh; 0 where unknown.
    """

    id: int
    image_id: int
    image: Path
    box: NDArray[np.float64]
    keypoints: NDArray[np.float32]
    visibility: NDArray[np.float32]
    area: float
    score: float = 1.0
    source: str = ""
    head_size: float = 0.0
    confidence: NDArray[np.float32] | None = None
    size: tuple[int, int] | None = None


@dataclass
class Skipped:
    """What a reader left out: reason → how often, with the first names for the message."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, name: str) -> None:
        self.counts[reason] += 1
        self.examples.setdefault(reason, [])
        if len(self.examples[reason]) < 3:
            self.examples[reason].append(name)

    def __str__(self) -> str:
        return "; ".join(f"{count} {reason} ({', '.join(self.examples[reason])}, …)" for reason, count in self.counts.items())
