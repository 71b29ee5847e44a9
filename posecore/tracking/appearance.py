"""Appearance of people: the colours of body regions, sampled between visible keypoints and compared independently of the light.

A cheap stand-in for a re-identification network (DeepSORT, BoT-SORT): it only decides between tracks that motion leaves open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecore.skeletons import Skeleton

Floats = NDArray[np.floating]

REGIONS = ("torso", "sleeves", "thighs", "shins")
"""R body regions. Left and right are one region, since people turn round."""

_PATCHES: tuple[tuple[str, dict[str, float]], ...] = (
    ("torso", {"left_shoulder": 0.7, "right_hip": 0.3}),
    ("torso", {"left_shoulder": 0.4, "right_hip": 0.6}),
    ("torso", {"right_shoulder": 0.7, "left_hip": 0.3}),
    ("torso", {"right_shoulder": 0.4, "left_hip": 0.6}),
    ("torso", {"left_shoulder": 0.9, "right_shoulder": 0.9, "nose": -0.8}),  # below the neck: hips are often outside the frame
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
"""P patches: the region, and the centre as a weighted sum of keypoints."""

_MIN_KEYPOINT_SCORE = 0.5
"""A patch is sampled if all its keypoints score this."""

_PATCH_RADIUS = 0.02
"""Half the side of a patch, in person sizes (square root of the area of the box)."""

_PATCH_OFFSETS = np.stack(np.meshgrid((-1, 0, 1), (-1, 0, 1)), axis=-1).reshape(-1, 2)
"""(9,2) pixels sampled in a patch, in radii from the centre."""

_MIN_BRIGHTNESS = 12
"""Patches whose brightest channel is below this level (of 255) are left out: their colour is noise."""

_LOG_OFFSET = 16.0
"""Added to each channel before the logarithm, which keeps the noise of dark patches small."""

_MIN_CHROMA = 0.03
"""If no patch of a frame has a log ratio above this, the image is taken to be grey and no appearance is returned."""

_REGION_STD = np.asarray([0.12, 0.12, 0.25])
"""Standard deviations between two observations of one region: log red/green, log blue/green, log brightness."""

_COMMON_STD = np.asarray([0.12, 0.12, 0.40])
"""The same, of the part that all regions of a person share: a change of light."""

_EFFECTIVE_REGIONS = 2.0
"""Errors of regions are correlated: all common regions together count as so many independent ones."""

_MIN_LOG_LIKELIHOOD = -8.0
"""Lower bound of a log likelihood."""

_DEAD_ZONE = 0.5
"""Log likelihoods this close to the mean over all tracks do not count: those people look alike."""

_MAX_GAIN = 3.0
"""Bound of the appearance term: less than the difference that motion makes between tracks updated in the last frame."""

_DISTINCT = 2.0
"""Two people look different if the log likelihood of their being one is below minus this."""

SAMPLE_INTERVAL = 0.1
"""Appearance is sampled at most so often, and ignored for tracks updated within this time, which motion tells apart; s."""

_ONSET_TIME = 0.3
"""Time constant with which the appearance term grows after :data:`SAMPLE_INTERVAL` without an update, s."""

_UPDATE_TIME = 3.0
"""Time constant of the average appearance of a track, s."""


class Appearance(NamedTuple):
    """Of N people, by region.

    Attributes:
        values: (N,R,3) float64 log red/green, log blue/green and mean log brightness.
        valid: (N,R) bool, which regions were sampled.
    """

    values: Floats
    valid: NDArray[np.bool_]

    @classmethod
    def unknown(cls, count: int) -> Appearance:
        """Of ``count`` people without any valid region."""
        return cls(np.zeros((count, len(REGIONS), 3)), np.zeros((count, len(REGIONS)), bool))

    @classmethod
    def stack(cls, appearances: Sequence[Appearance]) -> Appearance:
        """Concatenated."""
        return cls(np.concatenate([a.values for a in appearances]), np.concatenate([a.valid for a in appearances]))

    def select(self, rows: int | NDArray[np.int64]) -> Appearance:
        """Those of one row or several."""
        rows = np.atleast_1d(rows)
        return Appearance(self.values[rows], self.valid[rows])

    def updated(self, new: Appearance, step: float) -> Appearance:
        """The moving average after a ``new`` observation ``step`` seconds later; regions that ``new`` lacks stay."""
        gain = np.where(self.valid, 1 - np.exp(-step / _UPDATE_TIME), 1.0)[..., None]
        values = np.where(new.valid[..., None], self.values + gain * (new.values - self.values), self.values)
        return Appearance(values, self.valid | new.valid)


class AppearanceSampler:
    """Samples the :class:`Appearance` of people from an image. Patches that need keypoints the skeleton lacks are left out."""

    def __init__(self, skeleton: Skeleton) -> None:
        patches = [(region, centre) for region, centre in _PATCHES if set(centre) <= set(skeleton.keypoints)]
        self._weights = np.zeros((len(patches), len(skeleton)))
        self._regions = np.zeros((len(patches), len(REGIONS)), bool)
        for i, (region, centre) in enumerate(patches):
            self._regions[i, REGIONS.index(region)] = True
            for keypoint, weight in centre.items():
                self._weights[i, skeleton.index(keypoint)] = weight
        self._needed = self._weights != 0

    def __call__(self, image: NDArray[np.uint8], boxes: Floats, keypoints: Floats, scores: Floats) -> Appearance:
        """The appearance of the N people of a frame.

        Args:
            image: (H,W,3) uint8 BGR.
            boxes: (N,4) xyxy px.
            keypoints, scores: (N,K,2) px and (N,K).
        """
        centres = np.einsum("pk,nkc->npc", self._weights, np.asarray(keypoints, np.float64))
        confident = scores >= _MIN_KEYPOINT_SCORE
        valid = ~(self._needed[None] & ~confident[:, None]).any(axis=-1)
        if not valid.any():
            return Appearance.unknown(len(boxes))
        valid &= ((centres >= 0) & (centres <= (image.shape[1] - 1, image.shape[0] - 1))).all(axis=-1)
        valid &= ~_occluded(centres, boxes, keypoints, confident)
        size = np.sqrt(np.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1.0))
        pixels = centres[:, :, None] + _PATCH_OFFSETS * (_PATCH_RADIUS * size)[:, None, None, None]
        columns, rows = (np.clip(np.rint(pixels[..., i]), 0, image.shape[1 - i] - 1).astype(np.intp) for i in (0, 1))
        colours = image[rows, columns].mean(axis=2, dtype=np.float64)
        valid &= colours.max(axis=-1) >= _MIN_BRIGHTNESS
        weights = valid[..., None] & self._regions
        count = weights.sum(axis=1)
        blue, green, red = np.moveaxis(np.log(colours + _LOG_OFFSET), -1, 0)
        values = np.stack([red - green, blue - green, (red + green + blue) / 3], axis=-1)
        if not (np.abs(values[valid][:, :2]) > _MIN_CHROMA).any():
            return Appearance.unknown(len(boxes))
        means = np.einsum("npr,npc->nrc", weights, values) / np.maximum(count, 1)[..., None]
        return Appearance(means, count > 0)


def _occluded(centres: Floats, boxes: Floats, keypoints: Floats, confident: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(N,P) patches that may show another person: inside the extent of that person's confident keypoints, unless that person is clearly
    farther away (the box ends higher in the image)."""
    has_extent = confident.sum(axis=1) >= 2
    low = np.where(confident[..., None], keypoints, np.inf).min(axis=1)
    high = np.where(confident[..., None], keypoints, -np.inf).max(axis=1)
    inside = ((centres[:, :, None] >= low) & (centres[:, :, None] <= high)).all(axis=-1) & has_extent
    farther = boxes[None, :, 3] < boxes[:, None, 3] - 0.02 * (boxes[:, 3] - boxes[:, 1])[:, None]
    return np.asarray((inside & ~(farther | np.eye(len(boxes), dtype=bool))[:, None]).any(axis=-1), bool)


def appearance_gains(tracks: Appearance, poses: Appearance, possible: NDArray[np.bool_], gaps: Floats) -> Floats:
    """The appearance term of the association: how much better or worse each pose fits each track than the other possible tracks.

    Args:
        tracks, poses: appearance of T tracks and N poses.
        possible: (T,N) bool, pairs that motion allows.
        gaps: (T,) seconds since the last update of each track.

    Returns:
        (T,N) float64 log likelihoods to add, within ±``_MAX_GAIN``; 0 where nothing is known, where all tracks look alike, and for tracks
        just updated.
    """
    likelihood, count = _log_likelihoods(tracks, poses)
    compared = possible & (count > 0)
    mean = np.where(compared, likelihood, 0.0).sum(axis=0) / np.maximum(compared.sum(axis=0), 1)
    gain = np.where(compared, likelihood - mean, 0.0)
    gain = np.sign(gain) * np.clip(np.abs(gain) - _DEAD_ZONE, 0.0, _MAX_GAIN)
    return np.asarray(gain * (1 - np.exp(-np.maximum(gaps - SAMPLE_INTERVAL, 0.0) / _ONSET_TIME))[:, None], np.float64)


def differ_elsewhere(one: Appearance, other: Appearance, regions: NDArray[np.bool_]) -> bool:
    """Whether two people, one row each, look different in the regions outside ``regions`` (R,) bool: those a pose does not show yet."""
    likelihood, count = _log_likelihoods(Appearance(one.values, one.valid & ~regions), other)
    return bool(count[0, 0] > 0 and -likelihood[0, 0] > _DISTINCT)


def likeness(one: Appearance, other: Appearance) -> float | None:
    """Log likelihood, at most 0, that two people, one row each, are one; None where they have no region in common."""
    likelihood, count = _log_likelihoods(one, other)
    return float(likelihood[0, 0]) if count[0, 0] else None


def _log_likelihoods(tracks: Appearance, poses: Appearance) -> tuple[Floats, NDArray[np.int64]]:
    """(T,N) log likelihoods that track and pose are one person, by the regions valid in both, and (T,N) how many these are.

    Gaussian, with independent errors of the regions and one error they share (the light), which is integrated out.
    """
    common = tracks.valid[:, None] & poses.valid[None]
    count = common.sum(axis=-1)
    difference = np.where(common[..., None], tracks.values[:, None] - poses.values[None], 0.0)
    ratio = _REGION_STD**2 / _COMMON_STD**2 + count[..., None]
    squares = ((difference**2).sum(axis=2) - difference.sum(axis=2) ** 2 / ratio) / _REGION_STD**2
    return np.maximum(-0.5 * squares.sum(axis=-1) * _EFFECTIVE_REGIONS / np.maximum(count, 1), _MIN_LOG_LIKELIHOOD), count
