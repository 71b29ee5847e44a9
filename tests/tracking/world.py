"""Simulated people who walk, and simulated networks whose results are as imperfect as those of real ones: all with ground truth.

The detector misses people who are mostly occluded, and the pose network, given the box of an occluded person, finds the person in front.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from posecore.geometry import box_iou, boxes_from_keypoints
from posecore.people import People
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.skeletons import COCO17

WIDTH, HEIGHT = 1280, 720
FPS = 30.0
METRE = 235.0
"""px per metre for a person 400 px (1.7 m) tall."""

FOCAL, EYE = 1000.0, 1.5
"""Focal length in px, for a horizontal angle of view of 65°, and height of the camera above the floor, m."""

STANDING = np.asarray(
    [
        (0.00, 0.08), (0.03, 0.06), (-0.03, 0.06), (0.06, 0.08), (-0.06, 0.08), (0.11, 0.20), (-0.11, 0.20), (0.14, 0.36), (-0.14, 0.36),
        (0.15, 0.50), (-0.15, 0.50), (0.08, 0.52), (-0.08, 0.52), (0.08, 0.75), (-0.08, 0.75), (0.08, 0.97), (-0.08, 0.97),
    ]
)  # fmt: skip
"""(17,2) keypoints of a standing person: x from the middle of the body, y from the top of the head, in body heights."""

_SWING = np.zeros(17)
_SWING[[7, 9, 14, 16]] = (0.04, 0.09, 0.07, 0.14)
_SWING[[8, 10, 13, 15]] = (-0.04, -0.09, -0.07, -0.14)


@dataclass
class Walker:
    """One simulated person.

    Attributes:
        x: time in s → middle of the body, px.
        height, feet: body height and y of the feet, px.
        near: people with a larger value occlude those with a smaller one.
        stride: steps a second; 0 for limbs at rest. ``phase``: of the steps, in [0,1].
        distance: time in s → m from the camera, for people who walk on a floor: height, feet and near follow from it.
    """

    x: Callable[[float], float]
    height: float = 400.0
    feet: float = 650.0
    near: float = 0.0
    stride: float = 1.8
    phase: float = 0.0
    distance: Callable[[float], float] | None = None

    def at(self, time: float) -> None:
        """Move to where the person is at ``time``."""
        if self.distance is not None:
            metres = float(self.distance(time))
            self.near = -metres
            self.height = FOCAL * 1.7 / metres
            self.feet = HEIGHT / 2 + FOCAL * EYE / metres

    def joints(self, time: float) -> NDArray[np.float64]:
        """(17,2) px."""
        swing = _SWING * np.sin(2 * np.pi * (self.stride / 2 * time + self.phase)) * (self.stride > 0)
        points = STANDING.copy()
        points[:, 0] += swing
        return points * self.height + (self.x(time), self.feet - self.height)


class World:
    """Walkers, and what the networks find of them at ``time``: stands in for a :class:`posecore.pipelines.image.Pipeline`.

    Args:
        noise: standard deviation of the keypoints found, in body heights (0.005 is 2 px of 400).
        box_noise: of the sides of the detector's boxes, in body heights.

    Attributes:
        detector_runs: how often the detector ran.
    """

    skeleton = COCO17
    acceptance = AcceptancePolicy.strict(0.0)

    def __init__(self, walkers: list[Walker], noise: float = 0.005, box_noise: float = 0.01, seed: int = 0) -> None:
        self.walkers, self.noise, self.box_noise = walkers, noise, box_noise
        self.random = np.random.default_rng(seed)
        self.detector_runs = 0
        self.time = 0.0

    @property
    def time(self) -> float:
        """Of the present frame, s."""
        return self._time

    @time.setter
    def time(self, time: float) -> None:
        self._time = time
        for walker in self.walkers:
            walker.at(time)
        self._joints = np.asarray([w.joints(time) for w in self.walkers])
        self._occluded: NDArray[np.bool_] | None = None

    def joints(self) -> NDArray[np.float64]:
        """(N,17,2) px, true keypoints."""
        return self._joints

    def boxes(self) -> NDArray[np.float64]:
        """(N,4) xyxy px, true boxes."""
        return boxes_from_keypoints(self.joints(), np.ones((len(self.walkers), 17), bool), 0.05)

    def occluded(self) -> NDArray[np.bool_]:
        """(N,17) bool: keypoints behind the body of a nearer person, or outside the frame."""
        if self._occluded is None:
            self._occluded = self._behind()
        return self._occluded

    def _behind(self) -> NDArray[np.bool_]:
        joints = self.joints()
        occluded = ((joints < 0) | (joints >= (WIDTH, HEIGHT))).any(axis=-1)
        middles = [walker.x(self.time) for walker in self.walkers]
        for i, person in enumerate(self.walkers):
            for other, middle in zip(self.walkers, middles, strict=True):
                if other.near > person.near:
                    top = other.feet - other.height
                    across = np.abs(joints[i, :, 0] - middle) < 0.13 * other.height
                    occluded[i] |= across & (joints[i, :, 1] > top) & (joints[i, :, 1] < other.feet)
        return occluded

    def detect(self, frame: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        self.detector_runs += 1
        seen = self.occluded().mean(axis=1) < 0.6
        boxes = self.boxes()[seen]
        height = (boxes[:, 3] - boxes[:, 1])[:, None]
        boxes = boxes + self.random.normal(0, self.box_noise, boxes.shape) * height
        return boxes.astype(np.float32), np.full(len(boxes), 0.8, np.float32)

    def pose(self, frame: NDArray[np.uint8], boxes: NDArray[np.floating]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        truth, boxes_true, occluded = self.joints(), self.boxes(), self.occluded()
        points = np.zeros((len(boxes), 17, 2), np.float32)
        scores = np.full((len(boxes), 17), 0.05, np.float32)
        overlap = box_iou(np.asarray(boxes, np.float64), boxes_true) * (1 - 0.9 * occluded.mean(axis=1))
        for i, box in enumerate(boxes):
            who = int(overlap[i].argmax()) if len(boxes_true) else -1
            if who < 0 or overlap[i, who] < 0.1:
                points[i] = self.random.uniform(box[:2], np.maximum(box[2:], box[:2] + 1), (17, 2))
                continue
            deviation = self.noise * self.walkers[who].height * np.where(occluded[who], 8, 1)[:, None]
            points[i] = truth[who] + self.random.normal(0, 1, (17, 2)) * deviation
            scores[i] = np.where(occluded[who], 0.15, 0.85)
        return points, scores


class IdSwitches:
    """Compares tracked people with the ground truth, as the CLEAR MOT metrics do.

    Attributes:
        count: id switches so far.
        visible: true people in the frames so far that are less than 40 % occluded. ``seen``: how many of these were tracked.
        extra: tracked people that are no true person (false positives).
    """

    def __init__(self, people: int) -> None:
        self.last: list[int | None] = [None] * people
        self.count = self.seen = self.visible = self.extra = 0

    def add(self, world: World, people: People) -> None:
        truth, visible = world.joints(), world.occluded().mean(axis=1) < 0.4
        apart = np.abs(people.keypoints[None] - truth[:, None]).sum(axis=-1)
        weight = np.where(world.occluded(), 0.02, 1.0)  # occluded keypoints are guesses, which may be nearer to another person's
        distance = (apart * weight[:, None]).sum(axis=-1) / weight.sum(axis=-1)[:, None]
        self.visible += int(visible.sum())
        pairs = [(t, p) for t, p in zip(*linear_sum_assignment(distance), strict=True) if distance[t, p] < 0.12 * world.walkers[t].height]
        self.extra += len(people) - len(pairs)
        for t, p in pairs:
            person_id = int(people.ids[p])
            self.seen += int(visible[t])
            if self.last[t] not in (None, person_id):
                self.count += 1
            self.last[t] = person_id
