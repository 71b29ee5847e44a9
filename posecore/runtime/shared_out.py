"""The people of a frame shared out between the cores: each core cuts out, poses and decodes its own.

A network of this size does not keep two cores busy with one run, and cutting out crops and decoding heatmaps not at all (docs/speed.md).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

Found = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Keypoints (N,K,2) px of the image, and scores (N,K) in [0,1]."""

BoxesToPoses = Callable[[NDArray[np.uint8], NDArray[np.floating]], Found]
"""An image (H,W,3) uint8 BGR and boxes (N,4) xyxy px → the pose in each box."""


class SharedOut:
    """Finds the same poses on up to ``threads`` threads a call. Safe to call from ``callers`` threads at once.

    Args:
        open_alone: opens what keeps one core busy and may be called from several threads at once; called when it is first needed.
        threads: at least 2.
        callers: how many frames are posed at once.
        rest: for those who are left when all threads have had the same number of people; None: what ``open_alone`` opens.
    """

    def __init__(self, open_alone: Callable[[], BoxesToPoses], threads: int, callers: int = 1, rest: BoxesToPoses | None = None) -> None:
        self.threads, self.rest = threads, rest
        self._open_alone, self._opened = open_alone, threading.Lock()
        self._alone: BoxesToPoses | None = None
        self._pool = ThreadPoolExecutor((threads - 1) * callers, "pose")

    @property
    def alone(self) -> BoxesToPoses:
        """See the class. Raises what opening it raises."""
        with self._opened:
            if self._alone is None:
                self._alone = self._open_alone()
            return self._alone

    def __call__(self, image: NDArray[np.uint8], boxes: NDArray[np.floating]) -> Found:
        """See :data:`BoxesToPoses`; the order of the boxes is kept. What one of the threads raises is raised when all have ended."""
        share, left = divmod(len(boxes), self.threads)
        if not share:
            return (self.rest or self.alone)(image, boxes)
        alone = self.alone
        first, *others = np.split(boxes[: len(boxes) - left], self.threads)
        running = [self._pool.submit(alone, image, part) for part in others]
        try:
            found = [alone(image, first)]
        finally:
            failed = [error for job in running if (error := job.exception()) is not None]
        if failed:
            raise failed[0]
        found += [job.result() for job in running]
        if left:
            found.append((self.rest or alone)(image, boxes[len(boxes) - left :]))
        return np.concatenate([points for points, _ in found]), np.concatenate([scores for _, scores in found])
