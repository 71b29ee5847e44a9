"""How well a pose found now fits somebody seen before: by place, height and size, each as far as it may have changed since."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posecore.tracking.track import SEEN, Track

Floats = NDArray[np.floating]

_ACROSS, _ACROSS_RATE, _ACROSS_MOST = 0.05, 0.4, 1.2
_ALONG, _ALONG_RATE, _ALONG_MOST = 0.04, 0.15, 0.8
_SCALE, _SCALE_RATE, _SCALE_MOST = 0.03, 0.12, 0.5
"""Deviations, in sizes of the person, from where somebody was expected: at once, growth a second, and at most. People walk to and fro, but
seldom rise, sink, grow or shrink."""

_POORLY = 0.03
"""More deviation of the scale the closer together the joints are that tell it."""

_FAR = 9.0
"""A squared deviation of the scale counts no more than this: it may be wrong altogether where joints are hidden."""

_LEAST = 3
"""With fewer joints seen both times the boxes are compared."""

STRANGER = -2.4
"""Likelihood from which a pose is rather somebody else's: 3.6 deviations off for somebody seen in the last frame, 2.4 after 3 s."""

_VAGUE = 0.5
"""Weight of how sharp the expectation was; 1 would be a true log likelihood, by which those out of sight hardly ever come back."""


def log_likelihoods(tracks: Sequence[Track], boxes: Floats, keypoints: Floats, scores: Floats, time: float) -> Floats:
    """How likely each pose is each track's, on a log scale; above :data:`STRANGER` it may be, the higher the better.

    Only joints count that were seen both times, wherever on the body: the middle one of their displacements is the displacement, the ratio
    of their spreads the change of size.

    Args:
        tracks: T of them.
        boxes, keypoints, scores: (N,4) xyxy px, (N,K,2) px and (N,K) of the poses.
        time: of the frame, s.

    Returns:
        (T,N) float64.
    """
    predicted = [track.predicted(time) for track in tracks]
    points, places = np.asarray([p for p, _ in predicted]), np.asarray([b for _, b in predicted])
    sizes = np.asarray([track.size for track in tracks])[:, None]
    gaps = np.maximum(np.asarray([time - track.time for track in tracks]), 0)[:, None]
    common = np.asarray([track.known for track in tracks])[:, None] & (scores >= SEEN)[None]
    count = common.sum(axis=-1)
    enough = count >= _LEAST
    boxes_moved = _centres(boxes)[None] - _centres(places)[:, None]
    moved = np.where(enough[..., None], _middle(keypoints[None] - points[:, None], common), boxes_moved)
    before, now = _spread(np.broadcast_to(points[:, None], (*common.shape, 2)), common), _spread(keypoints[None], common)
    least = 0.05 * sizes
    grown = np.where(enough, np.log(np.maximum(now, least) / np.maximum(before, least)), 0.0)
    across = np.minimum(_ACROSS + _ACROSS_RATE * gaps, _ACROSS_MOST) * sizes
    along = np.minimum(_ALONG + _ALONG_RATE * gaps, _ALONG_MOST) * sizes
    scale = np.minimum(_SCALE + _SCALE_RATE * gaps, _SCALE_MOST) + _POORLY * sizes / np.maximum(before, least)
    off = (moved[..., 0] / across) ** 2 + (moved[..., 1] / along) ** 2 + np.minimum((grown / scale) ** 2, _FAR)
    return np.asarray(-0.5 * off - _VAGUE * np.log(across * along * scale / sizes**2), np.float64)


def visible_fraction(boxes: Floats, keypoints: Floats, scores: Floats, margin: float = 0.1) -> Floats:
    """(N,): which part of each person's seen joints lies in its box, grown by ``margin`` of its size on each side; 1 of none.

    The network finds the nearest body, which may be beside a box that holds none.
    """
    grow = np.tile(boxes[:, 2:] - boxes[:, :2], 2) * margin * (-1, -1, 1, 1)
    low, high = np.split((boxes + grow)[:, None], 2, axis=2)
    seen = scores >= SEEN
    inside = ((keypoints >= low) & (keypoints <= high)).all(axis=-1)
    return np.where(seen.any(axis=1), (inside & seen).sum(axis=1) / np.maximum(seen.sum(axis=1), 1), 1.0)


def _centres(boxes: Floats) -> Floats:
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2, np.float64)


def _middle(values: Floats, valid: NDArray[np.bool_]) -> Floats:
    """(...,K,2) → (...,2): median of the valid ones of K, on each axis; infinite where there are none."""
    ordered = np.sort(np.where(valid[..., None], values, np.inf), axis=-2)
    place = np.maximum(valid.sum(axis=-1) - 1, 0)
    low, high = (np.take_along_axis(ordered, (p // 2)[..., None, None], axis=-2)[..., 0, :] for p in (place, place + 1))
    return np.asarray(np.where(np.isfinite(high), (low + high) / 2, low), np.float64)


def _spread(points: Floats, valid: NDArray[np.bool_]) -> Floats:
    """(...,K,2) → (...): root mean square distance of the valid ones of K from their mean; 0 where there are none."""
    weight = valid[..., None] / np.maximum(valid.sum(axis=-1), 1)[..., None, None]
    mean = (points * weight).sum(axis=-2, keepdims=True)
    return np.asarray(np.sqrt((((points - mean) ** 2) * weight).sum(axis=(-1, -2))), np.float64)
