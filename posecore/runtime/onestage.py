"""Networks that detect people and find their joints at once: YOLO-pose, RTMO, MoveNet for several people."""

from __future__ import annotations

import ast
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_iou, clip_boxes, normalise
from posecore.runtime.beside import PREFIX, file_props
from posecore.runtime.detectors.base import Detections, Image, check_image, least_score, person_class
from posecore.runtime.detectors.letterbox import from_letterbox, input_size, letterbox, points_from_letterbox, to_input
from posecore.runtime.detectors.yolo import RAW, nms_rows
from posecore.runtime.feeding import Feeder
from posecore.runtime.metadata import DetectorLook, DetectorMetadata
from posecore.runtime.session import Session, active_provider, open_session
from posecore.skeletons import SKELETONS, Skeleton, get_skeleton, skeleton_of_size

Outputs = Sequence[NDArray[Any]]
Floats = NDArray[np.float32]

DEFAULT_SIZE = 640
"""Longest side, px, of a free input where the file names none."""

MATCH_IOU = 0.3
"""Least overlap of a proposed box with one that the network found, for it to get its joints."""

MOST_FINAL = 1000


class Found(NamedTuple):
    """People of one image: boxes (N,4) xyxy, scores (N,), keypoints (N,K,2) px, keypoint scores (N,K); all float32."""

    boxes: Floats
    scores: Floats
    keypoints: Floats
    keypoint_scores: Floats

    def rows(self, rows: NDArray[np.integer] | NDArray[np.bool_]) -> Found:
        """Some of them."""
        return Found(*(part[rows] for part in self))


Head = Callable[[Outputs, int, int, tuple[int, int]], Found]
"""(outputs of one image, joints, index of the class that counts, (W,H) of the input) → candidates in pixels of the input."""


def columns(outputs: Outputs, joints: int, person: int, size: tuple[int, int]) -> Found:
    """YOLOv8-pose, YOLO11-pose: (1, 4 + classes + K·2 or K·3, A) of centre, size, class scores, then x, y and visibility."""
    rows = outputs[0][0].T
    numbers = _numbers(rows.shape[1] - 5, joints)
    centres, sizes = rows[:, :2], rows[:, 2:4]
    boxes = np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1)
    return _found(boxes, rows[:, 4 + person], rows[:, -joints * numbers :], joints)


def selected(outputs: Outputs, joints: int, person: int, size: tuple[int, int]) -> Found:
    """YOLO26-pose, or exported with NMS: (1, A, 6 + K·2 or K·3) of xyxy, score, class, then x, y and visibility."""
    rows = outputs[0][0]
    rows = rows[rows[:, 5].astype(int) == person]
    return _found(rows[:, :4], rows[:, 4], rows[:, 6:], joints)


def rtmo(outputs: Outputs, joints: int, person: int, size: tuple[int, int]) -> Found:
    """RTMO with NMS inside: (1, A, 5) of xyxy and score, (1, A, K, 3) of x, y and score."""
    rows, points = outputs[0][0], outputs[1][0]
    return _found(rows[:, :4], rows[:, 4], points.reshape(len(points), -1), joints)


def movenet(outputs: Outputs, joints: int, person: int, size: tuple[int, int]) -> Found:
    """MoveNet for several people: (1, A, K·3 + 5) of y, x and score, then ymin, xmin, ymax, xmax and score, as shares of the input."""
    rows = outputs[0][0].astype(np.float32)
    points = rows[:, : 3 * joints].reshape(len(rows), joints, 3)[..., [1, 0, 2]] * np.asarray([*size, 1], np.float32)
    boxes = rows[:, 3 * joints :][:, [1, 0, 3, 2]] * np.asarray([*size, *size], np.float32)
    return _found(boxes, rows[:, -1], points.reshape(len(rows), -1), joints)


HEADS: dict[str, Head] = {"yolo-pose": columns, "yolo-pose-selected": selected, "rtmo": rtmo, "movenet-multi": movenet}
"""By the name that ``head`` in the TOML beside a file may have."""


def head_of(shapes: Sequence[Sequence[int]], props: Mapping[str, str], channels_last: bool) -> tuple[str, int] | None:
    """Name of the head with outputs of these shapes (of one image), and its joints; None where the network is no such one."""
    first = list(shapes[0]) if shapes else []
    if len(first) != 3:
        return None
    if len(shapes) >= 2 and first[2] == 5 and len(shapes[1]) == 4 and shapes[1][3] == 3:
        return "rtmo", shapes[1][2]
    stated = _stated_joints(props)
    possible = [stated] if stated else [len(skeleton) for skeleton in SKELETONS.values()]
    rows, values = first[1:]
    if channels_last and values % 3 == 2 and (values - 5) // 3 in possible:
        return "movenet-multi", (values - 5) // 3
    for joints in possible:
        if values in (6 + 3 * joints, 6 + 2 * joints) and rows <= MOST_FINAL:
            return "yolo-pose-selected", joints
        classes = len(ast.literal_eval(props["names"])) if "names" in props else 1
        if rows in (4 + classes + 3 * joints, 4 + classes + 2 * joints) and len(shapes) == 1:
            return "yolo-pose", joints
    return None


@dataclass(frozen=True)
class Settings:
    """Scores, overlap and size of a one-stage network; see :class:`posecore.runtime.metadata.DetectorMetadata`."""

    threshold: float
    least_score: float
    iou: float
    longest: int
    person: int
    look: DetectorLook | None


class OneStage:
    """Finds people and their joints in one run. Safe to call from several threads.

    Calling it with an image and boxes gives the poses in these boxes, as a top-down network would: each box gets the joints of the person
    found there, and scores of 0 where nobody is. :attr:`detector` gives the boxes. What was found on an image is kept until its poses are
    asked for, so that the network runs once a frame.

    Args:
        session: of the file. head, joints: see :func:`head_of`.
    """

    def __init__(self, session: Session, path: Path, head: str, skeleton: Skeleton, settings: Settings) -> None:
        self.session, self.skeleton, self.settings, self.head = session, skeleton, settings, head
        self._path = path
        self._feed = Feeder(session)
        self._lock = threading.Lock()
        self._last: tuple[weakref.ref[Image], Found] | None = None

    @property
    def provider(self) -> str:
        """Short name of the execution provider, such as ``cpu``."""
        return active_provider(self.session)

    @property
    def detector(self) -> OneStageDetector:
        """Its boxes, as a :class:`posecore.runtime.detectors.base.Detector`."""
        return OneStageDetector(self)

    def find(self, image: Image) -> Found:
        """(H,W,3) uint8 BGR → its people, best first, down to the least score."""
        height, width = check_image(image).shape[:2]
        boxed, place = letterbox(image, self._feed.size or input_size(width, height, self.settings.longest))
        look = self.settings.look
        if self._feed.integers:
            feed = np.ascontiguousarray(boxed.transpose(2, 0, 1)[None, ::-1], np.float32)
        elif look is not None:
            feed = normalise(boxed, mean=look.mean, std=look.std, channels=look.channels)[None]
        else:
            feed = to_input(boxed)
        found = HEADS[self.head](self._feed(feed), len(self.skeleton), self.settings.person, (feed.shape[3], feed.shape[2]))
        found = found.rows(nms_rows(found.boxes, found.scores, self.settings.least_score, self.settings.iou))
        boxes = np.asarray(clip_boxes(from_letterbox(found.boxes, place), width, height), np.float32)
        found = Found(boxes, found.scores, points_from_letterbox(found.keypoints, place), found.keypoint_scores)
        return found.rows((boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1]))

    def detect(self, image: Image) -> Detections:
        """The boxes of :meth:`find`, which is kept for :meth:`__call__`."""
        found = self.find(image)
        with self._lock:
            self._last = weakref.ref(image), found
        return found.boxes, found.scores

    def __call__(self, image: Image, boxes: NDArray[np.floating]) -> tuple[Floats, Floats]:
        """Boxes (N,4) xyxy px → keypoints (N,K,2) float32 px of the image, scores (N,K) float32 in [0,1]."""
        boxes = np.asarray(boxes, np.float32).reshape(-1, 4)
        keypoints = np.repeat((boxes[:, None, :2] + boxes[:, None, 2:]) / 2, len(self.skeleton), axis=1).astype(np.float32)
        scores = np.zeros(keypoints.shape[:2], np.float32)
        if not len(boxes):
            return keypoints, scores
        with self._lock:
            last, self._last = self._last, None
        found = last[1] if last is not None and last[0]() is image else self.find(image)
        if len(found.boxes):
            overlap = box_iou(boxes, found.boxes)
            best = overlap.argmax(axis=1)
            hit = overlap[np.arange(len(boxes)), best] >= MATCH_IOU
            keypoints[hit], scores[hit] = found.keypoints[best[hit]], found.keypoint_scores[best[hit]]
        return keypoints, scores

    def on_one_thread(self) -> OneStage:
        """The same for several callers at once, each of which keeps one core busy. Itself where no CPU does the work."""
        if self.provider != "cpu":
            return self
        return OneStage(open_session(self._path, threads=1, providers=["cpu"]), self._path, self.head, self.skeleton, self.settings)


class OneStageDetector:
    """The boxes of a :class:`OneStage`."""

    def __init__(self, network: OneStage) -> None:
        self.network = network

    @property
    def threshold(self) -> float:
        """See :class:`posecore.runtime.detectors.base.Detector`."""
        return self.network.settings.threshold

    def __call__(self, image: Image) -> Detections:
        """See :class:`posecore.runtime.detectors.base.Detector`."""
        return self.network.detect(image)


def open_onestage(
    path: str | Path,
    *,
    threshold: float | None = None,
    low_threshold: float | None = None,
    skeleton: str | None = None,
    threads: int | None = None,
    providers: Sequence[str] | None = None,
) -> OneStage | None:
    """The network of an ONNX file, None where it is of another kind; arguments and errors as of the other networks of an ONNX file."""
    session = open_session(path, threads=threads, providers=providers)
    stated = [output.shape for output in session.get_outputs()]
    if len(stated[0]) != 3 or (len(stated) > 1 and len(stated[1]) == 3):
        return None  # heatmaps or coordinates, or SimCC: their metadata say other things
    try:
        feeder = Feeder(session)
        props = file_props(path, session.get_modelmeta().custom_metadata_map, skeleton)
        about = DetectorMetadata.from_props(props)
        longest = about.sizes[0] if {PREFIX + "size", "imgsz"} & set(props) else DEFAULT_SIZE
        shapes = feeder.shapes((longest, longest))
        whole = [[side if isinstance(side, int) and side > 0 else 1 for side in shape] for shape in shapes]
        known = head_of(whole, props, feeder.channels_last)
        if known is None:
            return None
        name, joints = known
        said = props.get(PREFIX + "skeleton")
        joint_set = get_skeleton(said) if said else skeleton_of_size(joints)
        if joint_set is None or len(joint_set) != joints:
            raise ValueError(f"it predicts {joints} joints; say which by --skeleton FILE.toml")
        person = about.person if about.person is not None else person_class(about.names)
        score = about.threshold if threshold is None else threshold
        look = about.look or (RAW if name == "rtmo" else None)
        settings = Settings(score, least_score(score, low_threshold), about.iou, longest, person, look)
        return OneStage(session, Path(path), name, joint_set, settings)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def _stated_joints(props: Mapping[str, str]) -> int | None:
    """By ultralytics' ``kpt_shape`` = ``[17, 3]`` or the joint set; None where neither is there."""
    if "kpt_shape" in props:
        return int(ast.literal_eval(props["kpt_shape"])[0])
    said = props.get(PREFIX + "skeleton")
    return len(get_skeleton(said)) if said else None


def _numbers(least: int, joints: int) -> int:
    """2 or 3: how many numbers a joint has in a row that has at least ``least`` of them for its joints and further classes."""
    return 3 if least >= 3 * joints else 2


def _found(boxes: NDArray[Any], scores: NDArray[Any], numbers: NDArray[Any], joints: int) -> Found:
    """Rows of x, y and perhaps a score for each joint; without one a joint scores what its person does."""
    points = numbers.reshape(len(numbers), joints, -1).astype(np.float32)
    own = points[..., 2] if points.shape[2] > 2 else np.repeat(np.asarray(scores, np.float32)[:, None], joints, axis=1)
    return Found(np.asarray(boxes, np.float32), np.asarray(scores, np.float32), points[..., :2].copy(), np.clip(own, 0, 1))
