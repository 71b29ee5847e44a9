"""Find the people of a picture: (H,W,3) BGR → boxes and scores. The bundled YOLO runs in ONNX Runtime; any other through ultralytics."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.geometry import clip_boxes, xyxy_to_xywh
from posecore.runtime.session import active_provider, open_session

Image = NDArray[np.uint8]
Detections = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Boxes (N,4) float32 xyxy px of the picture, scores (N,) float32 in [0,1], best first."""

THRESHOLD = 0.3
IOU = 0.6
MAX_PEOPLE = 100
SIZE = 416
STRIDE = 32
CLOSER = 0.5
"""The longest side of a person over that of the picture up to which a closer look counts: to it a large one looks like several."""
GREY = 114
"""What the network saw beside the pictures in training."""


class Detector(Protocol):
    """Anything that finds people."""

    threshold: float

    def __call__(self, image: Image) -> Detections:
        """(H,W,3) uint8 BGR → boxes (N,4) float32 xyxy px, scores (N,) float32, best first."""
        ...


class Letterbox(NamedTuple):
    """Where a picture lies in the network's input: input = picture × ``scale`` + (``left``, ``top``)."""

    scale_x: float
    scale_y: float
    left: int
    top: int


def check_image(image: Any) -> Image:
    """Return ``image`` if it is (H,W,3) uint8 with at least one pixel. Raises ValueError with what it is instead."""
    if not isinstance(image, np.ndarray) or image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or not image.size:
        what = f"{image.dtype} array of shape {image.shape}" if isinstance(image, np.ndarray) else type(image).__name__
        hint = "; convert grey pictures with cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)" if getattr(image, "ndim", 3) == 2 else ""
        raise ValueError(f"expected a BGR picture, uint8 of shape (H, W, 3), got {what}{hint}")
    return image


def input_size(width: int, height: int, longest: int, stride: int = STRIDE) -> tuple[int, int]:
    """(W,H) of the smallest input that holds a ``width`` × ``height`` px picture scaled to ``longest`` px, both multiples of ``stride``."""
    scale = longest / max(width, height)
    rounded = [max(stride, -(-round(side * scale) // stride) * stride) for side in (width, height)]
    return rounded[0], rounded[1]


def letterbox(image: Image, size: tuple[int, int]) -> tuple[Image, Letterbox]:
    """Fit a picture into (W,H) = ``size`` without stretching it, centred, grey around: ((H,W,3) uint8, where it lies)."""
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
    """All candidates of one picture in input pixels, in any order.

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


def select(boxes: NDArray[np.float32], scores: NDArray[np.float32], threshold: float, iou: float, limit: int = MAX_PEOPLE) -> Detections:
    """Non-maximum suppression: of boxes that overlap by more than ``iou`` the best stays; scores at least ``threshold``, best first."""
    likely = np.flatnonzero(scores >= threshold)
    boxes, scores = boxes[likely], scores[likely]
    if not len(boxes):
        return boxes.reshape(0, 4), scores
    kept = np.asarray(cv2.dnn.NMSBoxes(xyxy_to_xywh(boxes).tolist(), scores.tolist(), 0.0, iou), dtype=np.int64).ravel()
    kept = kept[np.argsort(-scores[kept], kind="stable")][:limit]
    return boxes[kept], scores[kept]


def to_picture(boxes: NDArray[np.float32], place: Letterbox) -> NDArray[np.float32]:
    """(N,4) xyxy in input pixels → in picture pixels, not cut to the picture."""
    offset = np.asarray([place.left, place.top] * 2, np.float32)
    scale = np.asarray([place.scale_x, place.scale_y] * 2, np.float32)
    return np.asarray((boxes - offset) / scale, np.float32)


class PersonDetector:
    """A YOLO exported to ONNX: preprocess → inference → postprocess. Safe to call from several threads.

    Args:
        path: the ``.onnx`` file, with a fixed input or one of dynamic height and width (then a wide picture costs less than a square one).
        threshold: least score; None: what the file says (``lightpose.threshold``), else 0.3.
        iou: boxes that overlap more than this are one person; None: what the file says (``lightpose.iou``), else 0.6.
        size: longest side of a dynamic input, px, or several: the picture is then looked at in each of these sizes, and what was found in
            all of them is one answer; of the second on, only people up to half as long as the picture count. None: what the file says
            (``lightpose.size``), else 416. A fixed input keeps its own.
        thorough: where ``size`` says nothing, take the sizes that the file names for when there is time (``lightpose.thorough``), if any.
        threads, providers: see :func:`posecore.runtime.session.open_session`.

    Raises:
        FileNotFoundError, ValueError: no such file, no ONNX model, or not a detector.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        threshold: float | None = None,
        iou: float | None = None,
        size: int | Sequence[int] | None = None,
        thorough: bool = False,
        threads: int | None = None,
        providers: Sequence[str] | None = None,
    ) -> None:
        self.session = open_session(path, threads=threads, providers=providers)
        about = dict(self.session.get_modelmeta().custom_metadata_map)
        self.threshold = float(about.get("lightpose.threshold", THRESHOLD)) if threshold is None else float(threshold)
        self.iou = float(about.get("lightpose.iou", IOU)) if iou is None else float(iou)
        self.person = person_class(ast.literal_eval(about.get("names", "{0: 'person'}")))
        feed = self.session.get_inputs()[0]
        if len(self.session.get_inputs()) != 1 or len(feed.shape) != 4 or feed.shape[1] != 3:
            raise ValueError(f"{path}: not a person detector (its input is {feed.shape}, expected (1, 3, H, W))")
        self._input = feed.name
        height, width = feed.shape[2:]
        self._fixed = (width, height) if isinstance(width, int) and isinstance(height, int) else None
        self.sizes = (max(self._fixed),) if self._fixed else _sizes(size, about, thorough)

    @property
    def provider(self) -> str:
        """Short name of the execution provider, such as ``cpu``."""
        return active_provider(self.session)

    def preprocess(self, image: Image, size: int | None = None) -> tuple[NDArray[np.float32], Letterbox]:
        """(H,W,3) uint8 BGR → the network's input (1,3,h,w) float32, and where the picture lies in it. ValueError for other arrays.

        ``size`` is the longest side of the input, px; None: the first of ``sizes``.
        """
        check_image(image)
        boxed, place = letterbox(image, self._fixed or input_size(image.shape[1], image.shape[0], size or self.sizes[0]))
        return to_input(boxed), place

    def infer(self, feed: NDArray[np.float32]) -> NDArray[np.float32]:
        """The network's raw output."""
        return self.session.run(None, {self._input: feed})[0]

    def postprocess(self, looks: Sequence[tuple[NDArray[np.float32], Letterbox]], width: int, height: int) -> Detections:
        """What was found in one look at a picture or in several, duplicates left out, of the closer ones only people of moderate size.

        Args:
            looks: raw output of each, and where the picture lay in the network's input.
            width, height: of the picture, px.

        Returns:
            Boxes (N,4) float32 xyxy px, cut to the picture, and scores (N,), best first.
        """
        found = []
        for number, (output, place) in enumerate(looks):
            boxes, scores = decode(output, self.person)
            boxes = to_picture(boxes, place)
            if number:
                small = (boxes[:, 2:] - boxes[:, :2]).max(axis=1) <= CLOSER * max(width, height)
                boxes, scores = boxes[small], scores[small]
            found.append((boxes, scores))
        boxes, scores = select(np.concatenate([b for b, _ in found]), np.concatenate([s for _, s in found]), self.threshold, self.iou)
        boxes = np.asarray(clip_boxes(boxes, width, height), np.float32)
        seen = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        return boxes[seen], scores[seen]

    def __call__(self, image: Image) -> Detections:
        """(H,W,3) uint8 BGR → boxes (N,4) float32 xyxy px, scores (N,) float32, best first; N = 0 where nobody is.

        Raises:
            ValueError: not such an array.
        """
        prepared = [self.preprocess(image, size) for size in self.sizes]
        return self.postprocess([(self.infer(feed), place) for feed, place in prepared], image.shape[1], image.shape[0])


def _sizes(given: int | Sequence[int] | None, about: dict[str, str], thorough: bool) -> tuple[int, ...]:
    """The longest sides a detector looks at, px; ``about`` is the metadata of its file."""
    if given is not None:
        return (int(given),) if isinstance(given, int) else tuple(int(size) for size in given)
    named = about.get("lightpose.thorough", "") if thorough else ""
    return tuple(int(size) for size in (named or about.get("lightpose.size", str(SIZE))).split(","))


class UltralyticsDetector:
    """Any ultralytics model that knows the class ``person``, by name (``yolo26n.pt``, downloaded by ultralytics) or path.

    Args:
        model: name or path.
        threshold, iou: as for :class:`PersonDetector`.

    Raises:
        ImportError: ultralytics is not installed.
        ValueError: no such model, or one without a class ``person``.
    """

    def __init__(self, model: str | Path, *, threshold: float | None = None, iou: float | None = None) -> None:
        try:
            from ultralytics import YOLO
        except ImportError as e:
            raise ImportError(f'{model}: ultralytics models need: pip install "lightpose[train]"') from e
        try:
            self.model: Any = YOLO(str(model))
            names = self.model.names
        except Exception as e:
            first = (str(e).strip().splitlines() or [type(e).__name__])[0]
            raise ValueError(f"{model}: ultralytics cannot load it; give a model name or an existing file ({first[:160]})") from e
        self.threshold = THRESHOLD if threshold is None else float(threshold)
        self.iou = IOU if iou is None else float(iou)
        self.person = person_class(names)

    def __call__(self, image: Image) -> Detections:
        """As :meth:`PersonDetector.__call__`."""
        check_image(image)
        result = self.model.predict(image, conf=self.threshold, iou=self.iou, classes=[self.person], max_det=MAX_PEOPLE, verbose=False)[0]
        boxes = result.boxes.xyxy.cpu().numpy().astype(np.float32).reshape(-1, 4)
        scores = result.boxes.conf.cpu().numpy().astype(np.float32)
        order = np.argsort(-scores, kind="stable")
        return boxes[order], scores[order]


def person_class(names: Any) -> int:
    """Index of ``person`` in ultralytics' class names (dict or list); a model of one class counts whatever its name. Raises ValueError."""
    pairs = list(names.items() if isinstance(names, dict) else enumerate(names))
    for index, name in pairs:
        if str(name).lower() == "person":
            return int(index)
    if len(pairs) == 1:
        return int(pairs[0][0])
    raise ValueError(f"this detector knows no class 'person' (it knows {', '.join(str(n) for _, n in pairs[:8])}, ...)")


def open_detector(
    spec: str | Path | None = None,
    *,
    threshold: float | None = None,
    iou: float | None = None,
    thorough: bool = False,
    threads: int | None = None,
    providers: Sequence[str] | None = None,
) -> Detector:
    """The detector that ``spec`` names: None the bundled one, ``*.onnx`` a file, anything else a model of ultralytics.

    ``thorough`` is for photos: more looks at a picture where the ``.onnx`` file names them, see :class:`PersonDetector`.

    Raises:
        FileNotFoundError, ValueError, ImportError: with one line that says what to do.
    """
    if spec is None:
        from posecore.runtime.weights import find_weights

        spec = find_weights("person")
    if str(spec).lower().endswith(".onnx"):
        return PersonDetector(spec, threshold=threshold, iou=iou, thorough=thorough, threads=threads, providers=providers)
    return UltralyticsDetector(spec, threshold=threshold, iou=iou)
