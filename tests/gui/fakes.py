"""A camera that shows walking figures, and networks that know exactly where they are: the number of the frame is in its first pixel."""

from __future__ import annotations

import os
import threading
import time
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.geometry import boxes_from_keypoints
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.skeletons import COCO17
from posecore.sources import Source, SourceError, SourceFrame, SourceInfo

PATIENCE = 6
"""Factor on how long a test waits for something to happen: on a busy machine everything takes longer."""


def crowd() -> float:
    """Seconds to grant on top of a limit of time, for a machine with more to do than it has processors."""
    if not hasattr(os, "getloadavg"):
        return 2.0
    return max(0.0, os.getloadavg()[0] / (os.cpu_count() or 1) - 1.0)


def figure(person: int, index: int, width: int, height: int, people: int) -> NDArray[np.float64]:
    """(17,2) xy px of figure ``person`` on frame ``index``."""
    t = index / 30 + person * 1.7
    size = height * 0.85
    x = width * (person + 0.5) / people + 0.12 * width / people * np.sin(t)
    y = height * 0.08
    swing, bend = 0.10 * np.sin(2 * t), 0.05 * np.cos(2 * t)
    body = [
        (0, 0.06), (0.018, 0.045), (-0.018, 0.045), (0.04, 0.055), (-0.04, 0.055), (0.10, 0.19), (-0.10, 0.19), (0.16 + bend, 0.33),
        (-0.16 - bend, 0.30), (0.15 + swing, 0.46), (-0.22, 0.14 + swing), (0.065, 0.50), (-0.065, 0.50), (0.08 + bend, 0.72),
        (-0.08 + bend, 0.72), (0.09 + swing / 2, 0.94), (-0.09 - swing / 2, 0.94),
    ]  # fmt: skip
    return np.asarray([(x + size * a, y + size * b) for a, b in body])


def picture(index: int, width: int, height: int, people: int) -> NDArray[np.uint8]:
    """(H,W,3): the figures in front of a wall, ``index`` in the first pixel."""
    image = np.empty((height, width, 3), np.uint8)
    image[:] = np.linspace(70, 150, height).astype(np.uint8)[:, None, None]
    for person in range(people):
        points = figure(person, index, width, height, people)
        thick = max(2, round(height * 0.05))
        for a, b in COCO17.limb_indices:
            cv2.line(image, tuple(np.int32(points[a]).tolist()), tuple(np.int32(points[b]).tolist()), (90, 70, 60), thick, cv2.LINE_AA)
        cv2.circle(image, tuple(np.int32(points[0]).tolist()), thick, (130, 150, 190), -1, cv2.LINE_AA)
    image[0, 0] = (index & 255, index >> 8 & 255, people)
    return image


class FakeCamera(Source):
    """Live; can be told to break, to fail to open, or to hang."""

    live = True

    def __init__(self, people: int = 2, size: tuple[int, int] = (320, 240), fps: float = 30.0, error: Exception | None = None) -> None:
        self.people, self.size, self.fps, self.error = people, size, fps, error
        self.broken: Exception | None = None
        self.on_connection: Any = None
        self._over = threading.Event()
        self._index, self._start = 0, 0.0

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("Fake camera", *self.size, self.fps)

    def open(self) -> None:
        if self.error is not None:
            raise self.error
        self._over.clear()
        self._start = time.monotonic()

    def read(self) -> SourceFrame | None:
        if self.broken is not None:
            raise self.broken
        due = self._start + self._index / self.fps
        if self._over.wait(max(0.0, due - time.monotonic())):
            return None
        now = time.monotonic()
        self._index = max(self._index + 1, int((now - self._start) * self.fps))
        ticks = round(now * 1_000_000)
        return SourceFrame(picture(self._index, *self.size, self.people), self._index, ticks / 1e6, ticks, Fraction(1, 1_000_000))

    def interrupt(self) -> None:
        self._over.set()

    def close(self) -> None:
        self._over.set()


class FakeNetworks:
    """Exact boxes and joints of the figures; ``delay`` seconds a call. Blind to pictures that are not ours."""

    skeleton = COCO17
    acceptance = AcceptancePolicy.strict(0.0)
    device = "abacus"

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay
        self.calls = 0

    def _truth(self, image: NDArray[np.uint8]) -> NDArray[np.float64]:
        low, high, people = (int(v) for v in image[0, 0])
        height, width = image.shape[:2]
        if people > 9:
            return np.zeros((0, 17, 2))
        return np.asarray([figure(i, low + 256 * high, width, height, people) for i in range(people)]).reshape(-1, 17, 2)

    def detect(self, image: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        time.sleep(self.delay)
        self.calls += 1
        points = self._truth(image)
        boxes = boxes_from_keypoints(points, np.ones(points.shape[:2], bool), 0.12)
        return boxes.astype(np.float32), np.full(len(boxes), 0.9, np.float32)

    def pose(self, image: NDArray[np.uint8], boxes: NDArray[np.floating]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        time.sleep(self.delay)
        truth = self._truth(image)
        if not len(boxes) or not len(truth):
            return np.zeros((len(boxes), 17, 2), np.float32), np.zeros((len(boxes), 17), np.float32)
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2
        centres = (truth.min(axis=1) + truth.max(axis=1)) / 2
        nearest = np.linalg.norm(middles[:, None] - centres[None], axis=-1).argmin(axis=1)
        return truth[nearest].astype(np.float32), np.full((len(boxes), 17), 0.9, np.float32)

    def __call__(self, image: NDArray[np.uint8]) -> Any:
        from posecore.people import People

        boxes, scores = self.detect(image)
        return People.build(boxes, scores, *self.pose(image, boxes))


class BrokenCamera(FakeCamera):
    """Never opens."""

    def __init__(self, message: str = "no such camera") -> None:
        super().__init__(error=SourceError(message))
