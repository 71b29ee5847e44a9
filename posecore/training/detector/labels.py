"""YOLO label files: one line a box, ``class x y width height``, centre and size as fractions of the image."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import clip_boxes


def label_lines(boxes: NDArray[np.floating], width: int, height: int) -> str:
    """(N,4) xyxy px → the text of a YOLO label file (class, centre and size as fractions); boxes under 2 px are left out."""
    lines = []
    for x1, y1, x2, y2 in clip_boxes(boxes, width, height):
        if x2 - x1 >= 2 and y2 - y1 >= 2:
            lines.append(f"0 {(x1 + x2) / 2 / width:.6f} {(y1 + y2) / 2 / height:.6f} {(x2 - x1) / width:.6f} {(y2 - y1) / height:.6f}")
    return "\n".join(lines) + ("\n" if lines else "")


def read_labels(path: Path, width: int, height: int) -> NDArray[np.float64]:
    """The boxes of a YOLO label file: (N,4) xyxy px."""
    rows = np.asarray([line.split() for line in path.read_text().splitlines()], np.float64).reshape(-1, 5)[:, 1:]
    centres, sizes = rows[:, :2], rows[:, 2:]
    fractions = np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1)
    return np.asarray(fractions * [width, height, width, height], np.float64)
