"""The result types of the runtime: the detections, poses and people of one frame. Shapes are documented here, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecore.skeletons import COCO17, Skeleton

_NOBODY = np.zeros(0, np.bool_)
"""Stands for as many False as there are people."""


class Detections(NamedTuple):
    """What a detector found in one frame: ``boxes`` (N,4) float32 xyxy px of the frame, ``scores`` (N,) float32 in [0,1], best first."""

    boxes: NDArray[np.float32]
    scores: NDArray[np.float32]


class Poses(NamedTuple):
    """What a pose network found in N boxes: ``keypoints`` (N,K,2) float32 xy px of the frame, ``scores`` (N,K) float32 in [0,1]."""

    keypoints: NDArray[np.float32]
    scores: NDArray[np.float32]


@dataclass(frozen=True)
class People:
    """All people found in one frame; row i of every array is the same person. An empty frame has zero rows, never None.

    Coordinates are pixels of the frame the caller passed in, in the frame written down in :mod:`posecore.geometry`.

    Attributes:
        boxes: (N,4) float32, xyxy, px.
        scores: (N,) float32 in [0,1]: the detector's score of the person.
        keypoints: (N,K,2) float32, xy, px.
        keypoint_scores: (N,K) float32 in [0,1].
        ids: (N,) int64, stable from frame to frame where a tracker ran, else -1.
        skeleton: the joint set that K refers to.
        interpolated: (N,) bool, whose keypoints follow from other frames: no network looked for them on this one. Nobody unless given.
    """

    boxes: NDArray[np.float32]
    scores: NDArray[np.float32]
    keypoints: NDArray[np.float32]
    keypoint_scores: NDArray[np.float32]
    ids: NDArray[np.int64]
    skeleton: Skeleton = field(default=COCO17)
    interpolated: NDArray[np.bool_] = field(default_factory=lambda: _NOBODY)

    def __repr__(self) -> str:
        """A line, as a notebook or debugger shows it; the arrays say the rest."""
        return f"<People: {len(self)} of {self.skeleton.name}, ids {self.ids.tolist()}>"

    def __post_init__(self) -> None:
        n, k = len(self.boxes), len(self.skeleton)
        if self.interpolated is _NOBODY:
            object.__setattr__(self, "interpolated", np.zeros(n, np.bool_))
        expected = {"boxes": (n, 4), "scores": (n,), "keypoints": (n, k, 2), "keypoint_scores": (n, k), "ids": (n,), "interpolated": (n,)}
        for name, shape in expected.items():
            actual = getattr(self, name).shape
            if actual != shape:
                raise ValueError(f"People.{name} has shape {actual}, expected {shape}")

    @classmethod
    def empty(cls, skeleton: Skeleton = COCO17) -> People:
        """No people."""
        return cls.build(np.zeros((0, 4)), np.zeros(0), np.zeros((0, len(skeleton), 2)), np.zeros((0, len(skeleton))), None, skeleton)

    @classmethod
    def build(
        cls,
        boxes: NDArray[np.floating],
        scores: NDArray[np.floating],
        keypoints: NDArray[np.floating],
        keypoint_scores: NDArray[np.floating],
        ids: NDArray[np.integer] | None = None,
        skeleton: Skeleton = COCO17,
        interpolated: NDArray[np.bool_] | None = None,
    ) -> People:
        """Make a People from arrays of any float or int type; ``ids`` default to -1. Raises ValueError where shapes disagree."""
        return cls(
            np.asarray(boxes, np.float32),
            np.asarray(scores, np.float32),
            np.asarray(keypoints, np.float32),
            np.asarray(keypoint_scores, np.float32),
            np.full(len(boxes), -1, np.int64) if ids is None else np.asarray(ids, np.int64),
            skeleton,
            _NOBODY if interpolated is None else np.asarray(interpolated, np.bool_),
        )

    def rows(self) -> dict[int, int]:
        """Id → row, of the people who have an id."""
        return {number: row for row, number in enumerate(self.ids.tolist()) if number >= 0}

    def __len__(self) -> int:
        return len(self.boxes)

    def __iter__(self) -> Iterator[People]:
        """One People of length 1 per person."""
        return (self[[i]] for i in range(len(self)))

    def __getitem__(self, rows: slice | list[int] | NDArray[np.integer] | NDArray[np.bool_]) -> People:
        """Select people by a boolean mask, an index array, a list of positions or a slice (anything that keeps the first axis)."""
        i = rows if isinstance(rows, slice) else np.asarray(rows, dtype=None if len(rows) else np.int64)
        return People(
            self.boxes[i], self.scores[i], self.keypoints[i], self.keypoint_scores[i], self.ids[i], self.skeleton, self.interpolated[i]
        )

    def joined(self, others: People) -> People:
        """These people and then ``others``, of the same joint set."""
        return People(
            np.concatenate([self.boxes, others.boxes]),
            np.concatenate([self.scores, others.scores]),
            np.concatenate([self.keypoints, others.keypoints]),
            np.concatenate([self.keypoint_scores, others.keypoint_scores]),
            np.concatenate([self.ids, others.ids]),
            self.skeleton,
            np.concatenate([self.interpolated, others.interpolated]),
        )
