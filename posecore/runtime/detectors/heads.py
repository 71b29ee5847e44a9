"""Outputs of box detectors → boxes: one function for each layout that public YOLO, YOLOX and RTMDet exports have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Output = NDArray[Any]
Boxes = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Boxes (A,4) xyxy in pixels of the input and scores (A,), in any order, of one class."""

BoxHead = Callable[[Sequence[Output], int, tuple[int, int]], Boxes]
"""(all outputs of one image, index of the class that counts, (W,H) of the input) → boxes."""

STRIDES = (8, 16, 32)
LEAST_SCORE = 0.001
"""Below it no candidate counts for anybody: the precision-recall curves of ``lightpose eval`` go down to ten times as much."""
MOST_FINAL = 1000
"""Boxes that a network which selects them itself gives at most; others have thousands of candidates."""


def columns(outputs: Sequence[Output], person: int, size: tuple[int, int]) -> Boxes:
    """YOLOv8, 11, 26 before selection: (1, 4 + classes, A) of centre, size and class scores."""
    first = outputs[0]
    if first.shape[1] <= 4 + person:
        raise ValueError(f"output of shape {first.shape} has no class {person}")
    return _from_centres(first[0, :4].T), _float(first[0, 4 + person])


def selected(outputs: Sequence[Output], person: int, size: tuple[int, int]) -> Boxes:
    """Selection inside, YOLO26, YOLOv10 or exported with NMS: (1, A, 6) of xyxy, score and class."""
    rows = outputs[0][0]
    rows = rows[rows[:, 5].astype(int) == person]
    return _float(rows[:, :4]), _float(rows[:, 4])


def with_objectness(outputs: Sequence[Output], person: int, size: tuple[int, int]) -> Boxes:
    """YOLOv5, v7: (1, A, 5 + classes) of centre, size, objectness and class scores."""
    rows = outputs[0][0]
    return _from_centres(rows[:, :4]), _float(rows[:, 4] * rows[:, 5 + person])


def yolox(outputs: Sequence[Output], person: int, size: tuple[int, int]) -> Boxes:
    """YOLOX: as :func:`with_objectness`, and, unless exported with its decoding, relative to cells: offset, logarithm of the size."""
    rows = outputs[0][0]
    boxes = rows[:, :4].astype(np.float32)
    if boxes[:, 0].max(initial=0) < size[0] / 4:  # offsets are of a few cells, decoded centres reach across the input
        corners, strides = grid(size)
        boxes = np.concatenate([(boxes[:, :2] + corners) * strides, np.exp(np.minimum(boxes[:, 2:], 20)) * strides], axis=1)
    return _from_centres(boxes), _float(rows[:, 4] * rows[:, 5 + person])


def boxes_and_labels(outputs: Sequence[Output], person: int, size: tuple[int, int]) -> Boxes:
    """MMDetection's exports with NMS inside, RTMDet and YOLOX: (1, A, 5) of xyxy and score, (1, A) of classes."""
    rows = outputs[0][0]
    rows = rows[outputs[1][0].astype(int) == person]
    return _float(rows[:, :4]), _float(rows[:, 4])


def counted(outputs: Sequence[Output], person: int, size: tuple[int, int]) -> Boxes:
    """NMS inside as TensorRT has it: number of boxes (1,1), boxes (1,A,4) xyxy, scores (1,A), classes (1,A)."""
    count = int(outputs[0].reshape(-1)[0].item())
    rows = np.flatnonzero(outputs[3][0][:count].astype(int) == person)
    return _float(outputs[1][0][rows]), _float(outputs[2][0][rows])


def batch_rows(outputs: Sequence[Output], person: int, size: tuple[int, int]) -> Boxes:
    """YOLOv7 with NMS inside: (A, 7) of image, xyxy, class and score."""
    rows = outputs[0]
    rows = rows[rows[:, 5].astype(int) == person]
    return _float(rows[:, 1:5]), _float(rows[:, 6])


def levels(outputs: Sequence[Output], person: int, size: tuple[int, int]) -> Boxes:
    """RTMDet without NMS: three maps (1, classes, h, w) of class logits, three (1, 4, h, w) of distances to the four sides, px."""
    boxes, scores = [], []
    half = len(outputs) // 2
    for logits, distances in zip(outputs[:half], outputs[half:], strict=True):
        height, width = logits.shape[2:]
        ys, xs = np.mgrid[:height, :width]
        centres = np.stack([xs * size[0] / width, ys * size[1] / height], axis=-1).reshape(-1, 2)
        sides = distances[0].reshape(4, -1).T
        boxes.append(np.concatenate([centres - sides[:, :2], centres + sides[:, 2:]], axis=1))
        scores.append(1 / (1 + np.exp(-logits[0, person].astype(np.float64).reshape(-1))))
    return _float(np.concatenate(boxes)), _float(np.concatenate(scores))


def bins(outputs: Sequence[Output], person: int, size: tuple[int, int]) -> Boxes:
    """YOLOv8, 11 before their decoding: logits (1, 4·bins, A) of the distances to the four sides, in cells, and scores (1, classes, A).

    Only anchors that score at least :data:`LEAST_SCORE` are decoded.
    """
    scores = outputs[1][0, person]
    rows = np.flatnonzero(scores >= LEAST_SCORE)
    logits = outputs[0][0][:, rows].reshape(4, outputs[0].shape[1] // 4, len(rows))
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    sides = np.tensordot(weights, np.arange(logits.shape[1]), (1, 0)) / weights.sum(axis=1)
    corners, strides = grid(size)
    centres = corners[rows] + 0.5
    boxes = np.concatenate([centres - sides[:2].T, centres + sides[2:].T], axis=1) * strides[rows]
    return _float(boxes), _float(scores[rows])


def head_of(shapes: Sequence[Sequence[int]], size: tuple[int, int], classes: int | None = None) -> BoxHead | None:
    """Which layout outputs of these shapes for an input of (W,H) = ``size`` have; None where it is none of them.

    Args:
        shapes: of all outputs of one image, as they came out.
        size: of the input.
        classes: how many the file names; None where it names none.
    """
    first = list(shapes[0]) if shapes else []
    if len(shapes) >= 4 and len(shapes[1]) == 3 and shapes[1][2] == 4 and int(np.prod(first)) == 1:
        return counted
    if len(shapes) == 6 and all(len(shape) == 4 for shape in shapes) and all(shape[1] == 4 for shape in shapes[3:]):
        return levels
    if len(shapes) >= 2 and len(first) == 3 and first[2] == 5 and list(shapes[1]) == first[:2]:
        return boxes_and_labels
    if len(shapes) == 2 and len(first) == len(shapes[1]) == 3 and first[2] == shapes[1][2] and first[1] > 4 and first[1] % 4 == 0:
        return bins
    if len(first) == 2 and first[1] == 7:
        return batch_rows
    if len(first) != 3 or first[0] != 1:
        return None
    cells = sum((size[0] // stride) * (size[1] // stride) for stride in STRIDES)
    rows, values = first[1:]
    if values > 5 and rows == cells:
        return yolox
    if values == 6 and 6 < rows <= MOST_FINAL and rows != 3 * cells:
        return selected
    if values > 5 and rows > values and (classes is None or values == 5 + classes):
        return with_objectness
    return columns if rows > 4 else None


@lru_cache(maxsize=8)
def grid(size: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Cells of all strides, row by row: corners (A,2) in cells, strides (A,1)."""
    corners, strides = [], []
    for stride in STRIDES:
        ys, xs = np.mgrid[: size[1] // stride, : size[0] // stride]
        corners.append(np.stack([xs, ys], axis=-1).reshape(-1, 2))
        strides.append(np.full((len(corners[-1]), 1), stride))
    return np.concatenate(corners).astype(np.float32), np.concatenate(strides).astype(np.float32)


def _from_centres(boxes: Output) -> NDArray[np.float32]:
    centres, sizes = boxes[:, :2], boxes[:, 2:4]
    return _float(np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1))


def _float(values: Output) -> NDArray[np.float32]:
    return np.asarray(values, np.float32)


HEADS: dict[str, BoxHead] = {
    head.__name__: head for head in (columns, selected, with_objectness, yolox, boxes_and_labels, counted, batch_rows, levels, bins)
}
"""By the name that ``head`` in the TOML beside a file may have."""
