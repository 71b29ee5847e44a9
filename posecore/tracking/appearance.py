"""What people wear, as far as a camera can tell in any light: the colour of a few patches between joints that are seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecore.skeletons import Skeleton

Floats = NDArray[np.floating]

REGIONS = ("torso", "sleeves", "thighs", "shins")
"""Left and right are one: people turn round."""

_PATCHES: tuple[tuple[str, dict[str, float]], ...] = (
    ("torso", {"left_shoulder": 0.7, "right_hip": 0.3}),
    ("torso", {"left_shoulder": 0.4, "right_hip": 0.6}),
    ("torso", {"right_shoulder": 0.7, "left_hip": 0.3}),
    ("torso", {"right_shoulder": 0.4, "left_hip": 0.6}),
    ("torso", {"left_shoulder": 0.9, "right_shoulder": 0.9, "nose": -0.8}),  # below the neck: hips are often out of the picture
    ("torso", {"left_shoulder": 1.1, "right_shoulder": 0.7, "nose": -0.8}),
    ("torso", {"left_shoulder": 0.7, "right_shoulder": 1.1, "nose": -0.8}),
    ("sleeves", {"left_shoulder": 0.6, "left_elbow": 0.4}),
    ("sleeves", {"right_shoulder": 0.6, "right_elbow": 0.4}),
    ("thighs", {"left_hip": 0.6, "left_knee": 0.4}),
    ("thighs", {"left_hip": 0.3, "left_knee": 0.7}),
    ("thighs", {"right_hip": 0.6, "right_knee": 0.4}),
    ("thighs", {"right_hip": 0.3, "right_knee": 0.7}),
    ("shins", {"left_knee": 0.6, "left_ankle": 0.4}),
    ("shins", {"right_knee": 0.6, "right_ankle": 0.4}),
)
"""Region, and the place as a weighted sum of joints."""

_CLEAR = 0.5
"""A joint must score so much for a patch beside it to count."""

_REACH = 0.02
"""Half the side of a patch, in sizes of the person."""

_GRID = np.stack(np.meshgrid((-1, 0, 1), (-1, 0, 1)), axis=-1).reshape(-1, 2)

_DARK = 12
"""Grey levels below which a patch has no colour worth the name."""

_FLOOR = 16.0
"""Added to each channel before ratios are taken, so that the noise of dark cloth is not its colour."""

_GREY = 0.03
"""Where no patch has more colour than this, the picture is taken to be grey, and nobody to be told by it."""

_OWN = np.asarray([0.12, 0.12, 0.25])
"""Deviations of one region's values from one sight to another: red to green, blue to green, brightness; all logarithms."""

_LIGHT = np.asarray([0.12, 0.12, 0.40])
"""The same for all regions together, as when somebody walks into the shade or under a lamp."""

_TELL = 2.0
"""Regions err together; all those seen tell as much as so many that do not."""

_WORST = -8.0
"""A log likelihood counts no less than this."""

_ALIKE = 0.5
"""People whose log likelihoods differ by no more than this from the mean of all are dressed alike."""

_MOST = 3.0
"""What the look says at most, for or against: less than the difference a place makes that is known from the last frame."""

_TELLING = 2.0
"""A log likelihood below minus this tells two people apart."""

_LATE = 0.3
"""Seconds out of sight from which on the look counts; whoever was just seen is known by place."""

SAMPLE_INTERVAL = 0.1
"""Seconds after which clothes are looked at again; whoever was seen less long ago is known by place."""

_LEARN = 3.0
"""Seconds in which the remembered look follows."""


class Appearance(NamedTuple):
    """Of N people. ``values`` (N,R,3): logarithms of red to green, blue to green and brightness by region; ``seen`` (N,R) bool: where
    these are known."""

    values: Floats
    seen: NDArray[np.bool_]

    @classmethod
    def unknown(cls, count: int) -> Appearance:
        """Nothing known."""
        return cls(np.zeros((count, len(REGIONS), 3)), np.zeros((count, len(REGIONS)), bool))

    @classmethod
    def joined(cls, looks: Sequence[Appearance]) -> Appearance:
        """Several, of one person each, as one of them all."""
        return cls(np.concatenate([look.values for look in looks]), np.concatenate([look.seen for look in looks]))

    def of(self, rows: int | NDArray[np.int64]) -> Appearance:
        """Those of one row or some."""
        rows = np.atleast_1d(rows)
        return Appearance(self.values[rows], self.seen[rows])

    def learn(self, new: Appearance, step: float) -> Appearance:
        """This after a ``new`` sight ``step`` seconds later, slowly, so that one wrong sight does little."""
        gain = np.where(self.seen, 1 - np.exp(-step / _LEARN), 1.0)[..., None]
        values = np.where(new.seen[..., None], self.values + gain * (new.values - self.values), self.values)
        return Appearance(values, self.seen | new.seen)


class AppearanceSampler:
    """Takes :class:`Appearance` from pictures, for one joint set."""

    def __init__(self, skeleton: Skeleton) -> None:
        patches = [(region, place) for region, place in _PATCHES if set(place) <= set(skeleton.keypoints)]
        self._weights = np.zeros((len(patches), len(skeleton)))
        self._regions = np.zeros((len(patches), len(REGIONS)), bool)
        for i, (region, place) in enumerate(patches):
            self._regions[i, REGIONS.index(region)] = True
            for joint, weight in place.items():
                self._weights[i, skeleton.index(joint)] = weight
        self._needed = self._weights != 0

    def __call__(self, image: NDArray[np.uint8], boxes: Floats, keypoints: Floats, scores: Floats) -> Appearance:
        """How the people of a frame look.

        Args:
            image: (H,W,3) BGR. boxes: (N,4) xyxy px. keypoints: (N,K,2) px. scores: (N,K).
        """
        places = np.einsum("pk,nkc->npc", self._weights, np.asarray(keypoints, np.float64))
        clear = scores >= _CLEAR
        seen = ~(self._needed[None] & ~clear[:, None]).any(axis=-1)
        if not seen.any():
            return Appearance.unknown(len(boxes))
        seen &= ((places >= 0) & (places <= (image.shape[1] - 1, image.shape[0] - 1))).all(axis=-1)
        seen &= ~_covered(places, boxes, keypoints, clear)
        size = np.sqrt(np.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1.0))
        pixels = places[:, :, None] + _GRID * (_REACH * size)[:, None, None, None]
        columns, rows = (np.clip(np.rint(pixels[..., i]), 0, image.shape[1 - i] - 1).astype(np.intp) for i in (0, 1))
        colours = image[rows, columns].mean(axis=2, dtype=np.float64)
        seen &= colours.max(axis=-1) >= _DARK
        weights = seen[..., None] & self._regions
        count = weights.sum(axis=1)
        blue, green, red = np.moveaxis(np.log(colours + _FLOOR), -1, 0)
        values = np.stack([red - green, blue - green, (red + green + blue) / 3], axis=-1)
        if not (np.abs(values[seen][:, :2]) > _GREY).any():
            return Appearance.unknown(len(boxes))
        means = np.einsum("npr,npc->nrc", weights, values) / np.maximum(count, 1)[..., None]
        return Appearance(means, count > 0)


def _covered(places: Floats, boxes: Floats, keypoints: Floats, clear: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(N,P): patches that may lie on the body of somebody else, who is not clearly farther away."""
    around = clear.sum(axis=1) >= 2
    low = np.where(clear[..., None], keypoints, np.inf).min(axis=1)
    high = np.where(clear[..., None], keypoints, -np.inf).max(axis=1)
    inside = ((places[:, :, None] >= low) & (places[:, :, None] <= high)).all(axis=-1) & around
    farther = boxes[None, :, 3] < boxes[:, None, 3] - 0.02 * (boxes[:, 3] - boxes[:, 1])[:, None]
    return np.asarray((inside & ~(farther | np.eye(len(boxes), dtype=bool))[:, None]).any(axis=-1), bool)


def preferences(known: Appearance, found: Appearance, possible: NDArray[np.bool_], gaps: Floats) -> Floats:
    """How much more, or less, each pose looks like each person than like the others it may be.

    Args:
        known, found: looks of T people and of N poses.
        possible: (T,N), who may be who by all else.
        gaps: (T,) seconds since each was seen.

    Returns:
        (T,N) log likelihoods, to be added: 0 where nothing is known, where all look alike, and for whoever was seen just now; never more
        than a certain place can outweigh.
    """
    like, count = _likeness(known, found)
    compared = possible & (count > 0)
    mean = np.where(compared, like, 0.0).sum(axis=0) / np.maximum(compared.sum(axis=0), 1)
    prefer = np.where(compared, like - mean, 0.0)
    prefer = np.sign(prefer) * np.clip(np.abs(prefer) - _ALIKE, 0.0, _MOST)
    return np.asarray(prefer * (1 - np.exp(-np.maximum(gaps - SAMPLE_INTERVAL, 0.0) / _LATE))[:, None], np.float64)


def told_by_rest(one: Appearance, other: Appearance, seen: NDArray[np.bool_]) -> bool:
    """Whether one person's clothes differ from another's in the regions that are not ``seen`` (R,) yet."""
    like, count = _likeness(Appearance(one.values, one.seen & ~seen), other)
    return bool(count[0, 0] > 0 and -like[0, 0] > _TELLING)


def _likeness(known: Appearance, found: Appearance) -> tuple[Floats, NDArray[np.int64]]:
    """(T,N) log likelihoods that these are the same people, by the regions seen both times, and (T,N) how many these are."""
    both = known.seen[:, None] & found.seen[None]
    count = both.sum(axis=-1)
    apart = np.where(both[..., None], known.values[:, None] - found.values[None], 0.0)
    light = _OWN**2 / _LIGHT**2 + count[..., None]
    squares = ((apart**2).sum(axis=2) - apart.sum(axis=2) ** 2 / light) / _OWN**2
    return np.maximum(-0.5 * squares.sum(axis=-1) * _TELL / np.maximum(count, 1), _WORST), count
