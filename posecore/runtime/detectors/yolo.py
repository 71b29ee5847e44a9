"""YOLO detectors exported to ONNX, run by ONNX Runtime: letterbox → network → boxes → non-maximum suppression."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.geometry import clip_boxes, normalise, xyxy_to_xywh
from posecore.runtime.beside import file_props
from posecore.runtime.detectors import heads
from posecore.runtime.detectors.base import MAX_PEOPLE, Detections, Image, check_image, least_score, person_class
from posecore.runtime.detectors.letterbox import Letterbox, from_letterbox, input_size, letterbox, to_input
from posecore.runtime.feeding import Feeder
from posecore.runtime.metadata import DetectorLook, DetectorMetadata
from posecore.runtime.session import active_provider, open_session

MAX_FINE_SIZE = 0.5
"""The longest side of a person over that of the image up to which a box of a finer size counts: there a large person looks like several."""


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
        return heads.selected([output], person, (0, 0))
    if output.ndim == 3 and output.shape[0] == 1 and output.shape[1] > 4 + person:
        return heads.columns([output], person, (0, 0))
    raise ValueError(f"output of shape {output.shape} is not that of a YOLO detector (1, 4 + classes, anchors) or (1, boxes, 6)")


def nms_rows(
    boxes: NDArray[np.float32], scores: NDArray[np.float32], threshold: float, iou: float, limit: int = MAX_PEOPLE
) -> NDArray[np.int64]:
    """Rows that :func:`non_maximum_suppression` keeps, best first."""
    likely = np.flatnonzero(scores >= threshold)
    if not len(likely):
        return np.zeros(0, np.int64)
    kept = np.asarray(cv2.dnn.NMSBoxes(xyxy_to_xywh(boxes[likely]).tolist(), scores[likely].tolist(), 0.0, iou), dtype=np.int64).ravel()
    kept = kept[np.argsort(-scores[likely][kept], kind="stable")][:limit]
    return np.asarray(likely[kept], np.int64)


def non_maximum_suppression(
    boxes: NDArray[np.float32], scores: NDArray[np.float32], threshold: float, iou: float, limit: int = MAX_PEOPLE
) -> Detections:
    """Of boxes that overlap by more than ``iou`` the best stays; scores at least ``threshold``, best first."""
    rows = nms_rows(boxes, scores, threshold, iou, limit)
    return boxes[rows].reshape(-1, 4), scores[rows]


PLAIN = DetectorLook()
RAW = DetectorLook((0.0, 0.0, 0.0), (1 / 255, 1 / 255, 1 / 255), "bgr")
"""YOLOX: pixel values as they are, in OpenCV's order."""
RTMDET = DetectorLook((103.53 / 255, 116.28 / 255, 123.675 / 255), (57.375 / 255, 57.12 / 255, 58.395 / 255), "bgr")


def look_of(head: heads.BoxHead, name: str) -> DetectorLook:
    """How a detector of that layout wants to see its input, unless its file or the TOML beside it says.

    MMDetection's exports of RTMDet and YOLOX have the same outputs: there the file's ``name`` decides.
    """
    if head is heads.levels or (head is heads.boxes_and_labels and "rtmdet" in name.lower()):
        return RTMDET
    return RAW if head in (heads.yolox, heads.boxes_and_labels) else PLAIN


def _whole(shapes: Sequence[Sequence[int | str | None]]) -> list[list[int]]:
    """Shapes of one image: free sides, of which the first is one, as 1."""
    return [[side if isinstance(side, int) and side > 0 else 1 for side in shape] for shape in shapes]


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
        props = file_props(path, self.session.get_modelmeta().custom_metadata_map)
        about = DetectorMetadata.from_props(props)
        self.threshold = about.threshold if threshold is None else float(threshold)
        self.least_score = least_score(self.threshold, low_threshold)
        self.iou = about.iou if iou is None else float(iou)
        self.person = person_class(about.names) if about.person is None else about.person
        try:
            self._feed = Feeder(self.session)
        except ValueError as error:
            raise ValueError(f"{path}: not a person detector ({error})") from None
        self._fixed = self._feed.size
        if self._fixed:
            self.sizes: tuple[int, ...] = (max(self._fixed),)
        elif size is not None:
            self.sizes = (size,) if isinstance(size, int) else tuple(size)
        else:
            self.sizes = about.multiscale if multiscale and about.multiscale else about.sizes
        probe = self._fixed or (self.sizes[0], self.sizes[0])
        classes = len(about.names) if "names" in props else None
        if about.head is not None and about.head not in heads.HEADS:
            raise ValueError(f"{path}: unknown detector head {about.head!r}; known: {', '.join(heads.HEADS)}")
        shapes = self._feed.shapes(probe)
        head = heads.HEADS[about.head] if about.head else heads.head_of(_whole(shapes), probe, classes)
        if head is None:
            raise ValueError(f"{path}: not a person detector (output {', '.join(map(str, shapes))})")
        self._head = head
        self._look = about.look or look_of(head, Path(path).name)

    @property
    def layout(self) -> str:
        """Name of the layout of its outputs, see :mod:`posecore.runtime.detectors.heads`."""
        return next(name for name, head in heads.HEADS.items() if head is self._head)

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
        if self._feed.integers:
            return np.ascontiguousarray(boxed.transpose(2, 0, 1)[None, ::-1], np.float32), place
        if self._look == PLAIN:
            return to_input(boxed), place
        return normalise(boxed, mean=self._look.mean, std=self._look.std, channels=self._look.channels)[None], place

    def infer(self, feed: NDArray[np.float32]) -> NDArray[np.float32]:
        """The network's raw output, the first where it has several."""
        return self._feed(feed)[0]

    def candidates(self, feed: NDArray[np.float32]) -> Detections:
        """All candidates of an input (1,3,h,w), in its pixels and any order."""
        return self._head(self._feed(feed), self.person, (feed.shape[3], feed.shape[2]))

    def postprocess(self, runs: Sequence[tuple[Detections, Letterbox]], width: int, height: int) -> Detections:
        """The detections of one run or of several in different sizes, duplicates left out; of the later ones only people of moderate size.

        Args:
            runs: candidates of each, and where the image lay in the network's input.
            width, height: of the image, px.

        Returns:
            Boxes (N,4) float32 xyxy px, cut to the image, and scores (N,), best first.
        """
        found = []
        for index, ((boxes, scores), place) in enumerate(runs):
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
        return self.postprocess([(self.candidates(feed), place) for feed, place in prepared], image.shape[1], image.shape[0])
