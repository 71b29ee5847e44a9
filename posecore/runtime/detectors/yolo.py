"""YOLO detectors exported to ONNX, run by ONNX Runtime: letterbox → network → boxes → non-maximum suppression."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.geometry import clip_boxes, xyxy_to_xywh
from posecore.runtime.detectors.base import MAX_PEOPLE, Detections, Image, check_image, least_score, person_class
from posecore.runtime.metadata import DetectorMetadata
from posecore.runtime.session import active_provider, open_session

STRIDE = 32
MAX_FINE_SIZE = 0.5
"""The longest side of a person over that of the image up to which a box of a finer size counts: there a large person looks like several."""
GREY = 114
"""What the network saw beside the images in training."""


class Letterbox(NamedTuple):
    """Where an image lies in the network's input: input = image × ``scale`` + (``left``, ``top``)."""

    scale_x: float
    scale_y: float
    left: int
    top: int


def input_size(width: int, height: int, longest: int, stride: int = STRIDE) -> tuple[int, int]:
    """(W,H) of the smallest input that holds a ``width`` × ``height`` px image scaled to ``longest`` px, both multiples of ``stride``."""
    scale = longest / max(width, height)
    rounded = [max(stride, -(-round(side * scale) // stride) * stride) for side in (width, height)]
    return rounded[0], rounded[1]


def letterbox(image: Image, size: tuple[int, int]) -> tuple[Image, Letterbox]:
    """Fit an image into (W,H) = ``size`` without stretching it, centred, grey around: ((H,W,3) uint8, where it lies)."""
    height, width = image.shape[:2]
    scale = min(size[0] / width, size[1] / height)
    inner = max(1, min(size[0], round(width * scale))), max(1, min(size[1], round(height * scale)))
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    canvas = np.full((size[1], size[0], 3), GREY, np.uint8)
    shrink = scale < 0.5
    resized = cv2.resize(image, inner, interpolation=cv2.INTER_AREA if shrink else cv2.INTER_LINEAR)
    canvas[top : top + inner[1], left : left + inner[0]] = resized
    return canvas, Letterbox(inner[0] / width, inner[1] / height, left, top)


def to_input(image: Image) -> NDArray[np.float32]:
    """(H,W,3) uint8 BGR → (1,3,H,W) float32 RGB in [0,1]."""
    return np.ascontiguousarray(image.transpose(2, 0, 1)[None, ::-1], dtype=np.float32) / np.float32(255)


def decode(output: NDArray[np.floating], person: int = 0) -> Detections:
    """All candidates of one image in input pixels, in any order.

    Args:
        output: what an ultralytics export gives: (1, 4 + classes, A) with centre, size and class scores, or, from a network that needs no
            NMS, (1, A, 6) with xyxy, score and class.
        person: index of the class that counts.

    Raises:
        ValueError: another shape.
    """
    if output.ndim == 3 and output.shape[0] == 1 and output.shape[2] == 6 and output.shape[1] > 6:
        rows = output[0][output[0][:, 5].astype(int) == person]
        return rows[:, :4].astype(np.float32), rows[:, 4].astype(np.float32)
    if output.ndim == 3 and output.shape[0] == 1 and output.shape[1] > 4 + person:
        centres, sizes = output[0, :2].T, output[0, 2:4].T
        boxes = np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1)
        return boxes.astype(np.float32), output[0, 4 + person].astype(np.float32)
    raise ValueError(f"output of shape {output.shape} is not that of a YOLO detector (1, 4 + classes, anchors) or (1, boxes, 6)")


def non_maximum_suppression(
    boxes: NDArray[np.float32], scores: NDArray[np.float32], threshold: float, iou: float, limit: int = MAX_PEOPLE
) -> Detections:
    """Of boxes that overlap by more than ``iou`` the best stays; scores at least ``threshold``, best first."""
    likely = np.flatnonzero(scores >= threshold)
    boxes, scores = boxes[likely], scores[likely]
    if not len(boxes):
        return boxes.reshape(0, 4), scores
    kept = np.asarray(cv2.dnn.NMSBoxes(xyxy_to_xywh(boxes).tolist(), scores.tolist(), 0.0, iou), dtype=np.int64).ravel()
    kept = kept[np.argsort(-scores[kept], kind="stable")][:limit]
    return boxes[kept], scores[kept]


def from_letterbox(boxes: NDArray[np.float32], place: Letterbox) -> NDArray[np.float32]:
    """(N,4) xyxy in input pixels → in image pixels, not cut to the image."""
    offset = np.asarray([place.left, place.top] * 2, np.float32)
    scale = np.asarray([place.scale_x, place.scale_y] * 2, np.float32)
    return np.asarray((boxes - offset) / scale, np.float32)


class PersonDetector:
    """A YOLO exported to ONNX: preprocess → inference → postprocess. Safe to call from several threads.

    What is not given is taken from the file's metadata, see :class:`posecore.runtime.metadata.DetectorMetadata`.

    Args:
        path: the ``.onnx`` file, with a fixed input or one of dynamic height and width (then a wide image costs less than a square one).
        threshold: score from which a detection counts.
        low_threshold: report low-confidence detections too, down to this score where it is below ``threshold``.
        iou: boxes that overlap more than this are one person.
        size: longest side of a dynamic input, px, or several: the network then runs on the image in each of these sizes, and what it finds
            in all of them is one answer; of the second on, only people up to half as long as the image count. A fixed input keeps its own.
        multiscale: where ``size`` says nothing, take the sizes that the file names for when there is time, if any.
        threads, providers: see :func:`posecore.runtime.session.open_session`.

    Attributes:
        sizes: longest sides of the input in which the network runs, px.
        least_score: of the detections that are reported.

    Raises:
        FileNotFoundError, ValueError: no such file, no ONNX model, or not a detector.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        threshold: float | None = None,
        low_threshold: float | None = None,
        iou: float | None = None,
        size: int | Sequence[int] | None = None,
        multiscale: bool = False,
        threads: int | None = None,
        providers: Sequence[str] | None = None,
    ) -> None:
        self.session = open_session(path, threads=threads, providers=providers)
        about = DetectorMetadata.from_props(self.session.get_modelmeta().custom_metadata_map)
        self.threshold = about.threshold if threshold is None else float(threshold)
        self.least_score = least_score(self.threshold, low_threshold)
        self.iou = about.iou if iou is None else float(iou)
        self.person = person_class(about.names)
        feed = self.session.get_inputs()[0]
        if len(self.session.get_inputs()) != 1 or len(feed.shape) != 4 or feed.shape[1] != 3:
            raise ValueError(f"{path}: not a person detector (its input is {feed.shape}, expected (1, 3, H, W))")
        self._input = feed.name
        height, width = feed.shape[2:]
        self._fixed = (width, height) if isinstance(width, int) and isinstance(height, int) else None
        if self._fixed:
            self.sizes: tuple[int, ...] = (max(self._fixed),)
        elif size is not None:
            self.sizes = (size,) if isinstance(size, int) else tuple(size)
        else:
            self.sizes = about.multiscale if multiscale and about.multiscale else about.sizes

    @property
    def provider(self) -> str:
        """Short name of the execution provider, such as ``cpu``."""
        return active_provider(self.session)

    def preprocess(self, image: Image, size: int | None = None) -> tuple[NDArray[np.float32], Letterbox]:
        """(H,W,3) uint8 BGR → the network's input (1,3,h,w) float32, and where the image lies in it. ValueError for other arrays.

        ``size`` is the longest side of the input, px; None: the first of ``sizes``.
        """
        check_image(image)
        boxed, place = letterbox(image, self._fixed or input_size(image.shape[1], image.shape[0], size or self.sizes[0]))
        return to_input(boxed), place

    def infer(self, feed: NDArray[np.float32]) -> NDArray[np.float32]:
        """The network's raw output."""
        return np.asarray(self.session.run(None, {self._input: feed})[0])

    def postprocess(self, runs: Sequence[tuple[NDArray[np.float32], Letterbox]], width: int, height: int) -> Detections:
        """The detections of one run or of several in different sizes, duplicates left out; of the later ones only people of moderate size.

        Args:
            runs: raw output of each, and where the image lay in the network's input.
            width, height: of the image, px.

        Returns:
            Boxes (N,4) float32 xyxy px, cut to the image, and scores (N,), best first.
        """
        found = []
        for index, (output, place) in enumerate(runs):
            boxes, scores = decode(output, self.person)
            boxes = from_letterbox(boxes, place)
            if index:
                small = (boxes[:, 2:] - boxes[:, :2]).max(axis=1) <= MAX_FINE_SIZE * max(width, height)
                boxes, scores = boxes[small], scores[small]
            found.append((boxes, scores))
        all_boxes, all_scores = np.concatenate([b for b, _ in found]), np.concatenate([s for _, s in found])
        boxes, scores = non_maximum_suppression(all_boxes, all_scores, self.least_score, self.iou)
        boxes = np.asarray(clip_boxes(boxes, width, height), np.float32)
        visible = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        return boxes[visible], scores[visible]

    def __call__(self, image: Image) -> Detections:
        """See :class:`posecore.runtime.detectors.base.Detector`."""
        prepared = [self.preprocess(image, size) for size in self.sizes]
        return self.postprocess([(self.infer(feed), place) for feed, place in prepared], image.shape[1], image.shape[0])
