"""How well a pose fits a track: by position, height in the image and size, each with a tolerance that grows with the time unseen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posecore.tracking.track import MIN_KEYPOINT_SCORE, Track

Floats = NDArray[np.floating]

_X_STD, _X_STD_RATE, _X_STD_MAX = 0.05, 0.4, 1.2
_Y_STD, _Y_STD_RATE, _Y_STD_MAX = 0.04, 0.15, 0.8
_SCALE_STD, _SCALE_STD_RATE, _SCALE_STD_MAX = 0.03, 0.12, 0.5
"""Standard deviations from the prediction: at once, growth per second, and maximum. x and y in person sizes (square root of the area of the
box), scale in natural logarithms. People walk to and fro, but seldom move vertically or change their size in the image."""

_SCALE_STD_SPREAD = 0.03
"""Added to the deviation of the scale, times the person size over the spread of the common keypoints: close ones do not tell the scale."""

_MAX_SCALE_ERROR = 9.0
"""Bound of the squared normalised scale error: the scale may be quite wrong where keypoints are occluded."""

_MIN_SPREAD = 0.05
"""Lower bound of the spread of keypoints, in person sizes."""

_MIN_COMMON_KEYPOINTS = 3
"""With fewer common keypoints the centres of the boxes are compared."""

MIN_LOG_LIKELIHOOD = -2.4
"""Below this log likelihood a pose is not the track's: 3.6 deviations off for a track updated in the last frame, 2.4 after 3 s."""

_NORMALISER_WEIGHT = 0.5
"""Weight of the Gaussian's normaliser; with 1, a true log likelihood, lost tracks are hardly ever found again."""


def log_likelihoods(tracks: Sequence[Track], boxes: Floats, keypoints: Floats, scores: Floats, time: float) -> Floats:
    """How likely each pose is each track's, on a log scale; pairs above :data:`MIN_LOG_LIKELIHOOD` are possible.

    Only keypoints visible in both count, wherever on the body they are: the median of their displacements is the displacement, the ratio of
    their spreads the change of size. Association thus works on partly occluded people, where boxes (SORT, ByteTrack) do not overlap as
    predicted.

    Args:
        tracks: T of them.
        boxes, keypoints, scores: (N,4) xyxy px, (N,K,2) px and (N,K) of the poses.
        time: of the frame, s.

    Returns:
        (T,N) float64.
    """
    predicted = [track.predict(time) for track in tracks]
    positions, predicted_boxes = np.asarray([p for p, _ in predicted]), np.asarray([b for _, b in predicted])
    sizes = np.asarray([track.size for track in tracks])[:, None]
    gaps = np.maximum(np.asarray([time - track.last_seen for track in tracks]), 0)[:, None]
    common = np.asarray([track.visible for track in tracks])[:, None] & (scores >= MIN_KEYPOINT_SCORE)[None]
    count = common.sum(axis=-1)
    enough = count >= _MIN_COMMON_KEYPOINTS
    boxes_moved = _centres(boxes)[None] - _centres(predicted_boxes)[:, None]
    moved = np.where(enough[..., None], _median(keypoints[None] - positions[:, None], common), boxes_moved)
    before, now = _spread(np.broadcast_to(positions[:, None], (*common.shape, 2)), common), _spread(keypoints[None], common)
    least = _MIN_SPREAD * sizes
    log_scale = np.where(enough, np.log(np.maximum(now, least) / np.maximum(before, least)), 0.0)
    x_std = np.minimum(_X_STD + _X_STD_RATE * gaps, _X_STD_MAX) * sizes
    y_std = np.minimum(_Y_STD + _Y_STD_RATE * gaps, _Y_STD_MAX) * sizes
    scale_std = np.minimum(_SCALE_STD + _SCALE_STD_RATE * gaps, _SCALE_STD_MAX) + _SCALE_STD_SPREAD * sizes / np.maximum(before, least)
    error = (moved[..., 0] / x_std) ** 2 + (moved[..., 1] / y_std) ** 2 + np.minimum((log_scale / scale_std) ** 2, _MAX_SCALE_ERROR)
    return np.asarray(-0.5 * error - _NORMALISER_WEIGHT * np.log(x_std * y_std * scale_std / sizes**2), np.float64)


def visible_fraction(boxes: Floats, keypoints: Floats, scores: Floats, margin: float = 0.1) -> Floats:
    """The fraction of each person's visible keypoints in the person's box: the network finds the nearest body, which may be beside the box.

    Args:
        boxes, keypoints, scores: (N,4) xyxy px, (N,K,2) px and (N,K).
        margin: added to each side of the box, relative to its size.

    Returns:
        (N,) in [0,1]; 1 where no keypoint is visible.
    """
    grow = np.tile(boxes[:, 2:] - boxes[:, :2], 2) * margin * (-1, -1, 1, 1)
    low, high = np.split((boxes + grow)[:, None], 2, axis=2)
    visible = scores >= MIN_KEYPOINT_SCORE
    inside = ((keypoints >= low) & (keypoints <= high)).all(axis=-1)
    return np.where(visible.any(axis=1), (inside & visible).sum(axis=1) / np.maximum(visible.sum(axis=1), 1), 1.0)


def _centres(boxes: Floats) -> Floats:
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2, np.float64)


def _median(values: Floats, valid: NDArray[np.bool_]) -> Floats:
    """(...,K,2) → (...,2): median over the valid ones of K, on each axis; infinite where there are none."""
    ordered = np.sort(np.where(valid[..., None], values, np.inf), axis=-2)
    last = np.maximum(valid.sum(axis=-1) - 1, 0)
    low, high = (np.take_along_axis(ordered, (p // 2)[..., None, None], axis=-2)[..., 0, :] for p in (last, last + 1))
    return np.asarray(np.where(np.isfinite(high), (low + high) / 2, low), np.float64)


def _spread(points: Floats, valid: NDArray[np.bool_]) -> Floats:
    """(...,K,2) → (...): root mean square distance of the valid ones of K from their mean; 0 where there are none."""
    weight = valid[..., None] / np.maximum(valid.sum(axis=-1), 1)[..., None, None]
    mean = (points * weight).sum(axis=-2, keepdims=True)
    return np.asarray(np.sqrt((((points - mean) ** 2) * weight).sum(axis=(-1, -2))), np.float64)
