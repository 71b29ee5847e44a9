"""Keypoints → heatmaps for training, heatmaps → keypoints for everything else. NumPy only.

Coordinates here are in the heatmap frame of :mod:`posecore.geometry`: pixel centres at integers, ``heatmap = crop / stride``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

STRIDE = 4
"""Heatmaps have a quarter of the crop's width and height (facts, "Network")."""

METHODS = ("quarter", "dark", "oks", "none")
"""What :func:`decode_heatmaps` knows."""

OKS_WIDTH = 30 / 64
"""Standard deviation of the smoothing of ``oks`` for an OKS constant of 1, in heights of the heatmap. One who fills the crop would have
about 0.8 (area 0.53 of the box, which is 0.8 of the crop); heatmaps are blurred already, and on val 0.4 to 0.6 were equally good."""

_EDGE = 6
"""Heatmap pixels from the edge within which smoothing would pull a peak inwards by more than 0.005 px."""

_NOTHING = 1e-9
"""Weight of a heatmap's pixel that changes no sum of float32."""

Floats = NDArray[np.floating]


def encode_heatmaps(keypoints: Floats, weights: Floats, size: tuple[int, int], sigma: float = 2.0) -> tuple[Floats, Floats]:
    """Gaussian targets of height 1 with their centre kept at sub-pixel precision (paper III-C, facts "Training").

    Args:
        keypoints: (K,2) xy in the heatmap frame.
        weights: (K,) visibility weights, 0 where a joint is not labelled.
        size: (W, H) of the heatmaps.
        sigma: standard deviation, heatmap pixels.

    Returns:
        heatmaps (K,H,W) float32 and weights (K,) float32. A joint further than 3 sigma outside the heatmap gets weight 0 and an empty
        heatmap, as does one whose weight was 0 already.
    """
    width, height = size
    points = np.asarray(keypoints, np.float32)
    kept = np.where(within_reach(points, size, sigma), weights, 0).astype(np.float32)
    scale = np.float32(-1 / (2 * sigma**2))
    row = np.exp(scale * (np.arange(width, dtype=np.float32) - points[:, :1]) ** 2)
    column = np.exp(scale * (np.arange(height, dtype=np.float32) - points[:, 1:]) ** 2)
    heatmaps = column[:, :, None] * row[:, None, :]
    heatmaps[kept == 0] = 0
    return heatmaps, kept


def within_reach(keypoints: Floats, size: tuple[int, int], sigma: float = 2.0) -> NDArray[np.bool_]:
    """(K,) which of the joints (K,2), heatmap frame, leave a trace in a heatmap of (W, H) = ``size``: those up to 3 sigma outside it."""
    points = np.asarray(keypoints, np.float32)
    reach = 3 * sigma
    return np.asarray(((points > -reach) & (points < np.asarray([size[0] - 1 + reach, size[1] - 1 + reach], np.float32))).all(axis=1))


def heatmap_maxima(heatmaps: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Where each heatmap is highest: (N,K,H,W) → integer positions (N,K,2) xy and heights (N,K) float32."""
    n, k, height, width = heatmaps.shape
    flat = heatmaps.reshape(n, k, height * width)
    best = flat.argmax(axis=2)
    scores = np.take_along_axis(flat, best[..., None], axis=2)[..., 0].astype(np.float32)
    return np.stack([best % width, best // width], axis=-1), scores


def _padded_patches(heatmaps: Floats, centers: NDArray[np.int64], radius: int) -> Floats:
    """(N,K,2r+1,2r+1) windows around ``centers``, mirrored at the heatmap's edges."""
    n, k, height, width = heatmaps.shape
    offsets = np.arange(-radius, radius + 1)
    xs, ys = np.abs(centers[..., 0, None] + offsets), np.abs(centers[..., 1, None] + offsets)
    xs, ys = np.minimum(xs, 2 * (width - 1) - xs), np.minimum(ys, 2 * (height - 1) - ys)
    xs, ys = np.clip(xs, 0, width - 1), np.clip(ys, 0, height - 1)
    people, joints = np.arange(n)[:, None, None, None], np.arange(k)[None, :, None, None]
    return np.asarray(heatmaps[people, joints, ys[..., :, None], xs[..., None, :]])


def decode_heatmaps(heatmaps: Floats, method: str = "quarter", sigmas: Sequence[float] | None = None) -> tuple[Floats, Floats]:
    """The joints' positions and scores.

    Args:
        heatmaps: (N,K,H,W).
        method: ``"quarter"`` moves the maximum a quarter pixel towards the higher neighbour on each axis (paper IV-A5); ``"dark"`` fits a
            parabola to the logarithm of the smoothed heatmap (Zhang et al., Distribution-Aware Coordinate Representation, CVPR 2020);
            ``"oks"`` takes the heatmap for the probability of the joint's place and finds the point of the highest expected OKS: of a
            broad hill and a narrow spike the hill wins, and a spike that comes and goes moves nothing; ``"none"`` keeps the maximum.
        sigmas: (K,) the joints' OKS constants, used by ``"oks"``; None: 0.07 for all.

    Returns:
        keypoints (N,K,2) float32 xy in the heatmap frame, scores (N,K) float32 in [0,1] (heights, clipped). Raises ValueError for another
        method.
    """
    centers, heights = heatmap_maxima(heatmaps)
    points = centers.astype(np.float32)
    if heatmaps.size and method == "quarter":
        patch = _padded_patches(heatmaps, centers, 1)
        points[..., 0] += 0.25 * np.sign(patch[..., 1, 2] - patch[..., 1, 0])
        points[..., 1] += 0.25 * np.sign(patch[..., 2, 1] - patch[..., 0, 1])
    elif heatmaps.size and method == "dark":
        points += _dark_offsets(heatmaps, centers)
    elif heatmaps.size and method == "oks":
        points = _best_expected_oks(heatmaps, centers, tuple(sigmas or (0.07,) * heatmaps.shape[1]))
    elif method not in METHODS:
        raise ValueError(f"unknown decoding {method!r}; known: {', '.join(METHODS)}")
    return points, np.clip(heights, 0, 1)


def _best_expected_oks(heatmaps: Floats, maxima: NDArray[np.int64], sigmas: tuple[float, ...]) -> Floats:
    """(N,K,2) the peaks of the heatmaps smoothed with each joint's OKS kernel; near an edge, where half of the hill is unknown, DARK's."""
    height, width = heatmaps.shape[2:]
    columns, rows = _kernels(height, height, sigmas), _kernels(width, height, sigmas)
    smoothed = np.empty(heatmaps.shape, np.float32)
    for person, smooth in zip(heatmaps, smoothed, strict=True):  # one at a time: they stay in the processor's cache
        np.matmul(columns @ person, rows, out=smooth)
    centers, _ = heatmap_maxima(smoothed)
    points = centers + _taylor_offsets(_padded_patches(smoothed, centers, 2))
    near_edge = ((centers < _EDGE) | (centers >= np.asarray([width, height]) - _EDGE)).any(axis=-1)
    if near_edge.any():
        places = maxima[near_edge]
        points[near_edge] = places + _dark_offsets(heatmaps[near_edge][None], places[None])[0]
    return points.astype(np.float32)


@lru_cache(maxsize=16)
def _kernels(size: int, height: int, sigmas: tuple[float, ...]) -> Floats:
    """(K,size,size) float32: multiplied from one side, a Gaussian blur along an axis of ``size``, as wide as the joint's OKS kernel.

    What is below :data:`_NOTHING` is 0. Further out a Gaussian becomes subnormal, and a product with such a number takes a processor a
    hundred times as long as with any other.
    """
    width = np.maximum(OKS_WIDTH * height * np.asarray(sigmas), 0.6)[:, None, None]
    apart = np.subtract.outer(np.arange(size), np.arange(size))
    kernels = np.exp(-0.5 * (apart / width) ** 2) / (width * np.sqrt(2 * np.pi))
    return np.where(kernels < _NOTHING, 0, kernels).astype(np.float32)


def _dark_offsets(heatmaps: Floats, centers: NDArray[np.int64], sigma: float = 2.0) -> Floats:
    """(N,K,2) offsets to the peak of the smoothed heatmap around ``centers``, at most half a pixel on each axis."""
    radius = 2 + 5
    window = _padded_patches(heatmaps, centers, radius).astype(np.float32)
    taps = np.exp(-(np.arange(-5, 6, dtype=np.float32) ** 2) / (2 * sigma**2))
    taps /= taps.sum()
    blurred = np.einsum("nkyxt,t->nkyx", np.lib.stride_tricks.sliding_window_view(window, 11, axis=3), taps)
    blurred = np.einsum("nkyxt,t->nkyx", np.lib.stride_tricks.sliding_window_view(blurred, 11, axis=2), taps)
    height, width = heatmaps.shape[2:]
    # a blur that reaches outside the heatmap would move the peak: there the heatmap itself is used
    inside = (centers >= radius) & (centers < np.asarray([width, height]) - radius)
    near_edge = ~np.all(inside, axis=-1, keepdims=True)
    return _taylor_offsets(np.where(near_edge[..., None], window[..., 5:10, 5:10], blurred))


def _taylor_offsets(patches: Floats) -> Floats:
    """(N,K,5,5) windows → (N,K,2) offsets from their middle to the extremum of a second-order Taylor expansion of the logarithm, at most
    half a pixel on each axis."""
    log = np.log(np.maximum(patches, 1e-10))
    dx = (log[..., 2, 3] - log[..., 2, 1]) / 2
    dy = (log[..., 3, 2] - log[..., 1, 2]) / 2
    dxx = log[..., 2, 3] - 2 * log[..., 2, 2] + log[..., 2, 1]
    dyy = log[..., 3, 2] - 2 * log[..., 2, 2] + log[..., 1, 2]
    dxy = (log[..., 3, 3] - log[..., 3, 1] - log[..., 1, 3] + log[..., 1, 1]) / 4
    determinant = dxx * dyy - dxy**2
    peaked = (determinant > 1e-9) & (dxx < 0)
    safe = np.where(peaked, determinant, 1)
    offsets = np.stack([-(dyy * dx - dxy * dy) / safe, -(dxx * dy - dxy * dx) / safe], axis=-1)
    return np.where(peaked[..., None], np.clip(offsets, -0.5, 0.5), 0).astype(np.float32)


def flip_shift(method: str, stride: float = STRIDE) -> float:
    """Heatmap px by which mirrored-back heatmaps are moved to the right before they are averaged with the others.

    They lie (stride - 1) / stride px off (see :mod:`posecore.geometry`), 3/4 for a stride of 4. The paper moves them by a whole pixel
    (facts, "Testing"), and so do its decodings, ``quarter`` and ``none``; joints lie an eighth of a heatmap pixel too far right then.
    """
    return 1.0 if method in ("quarter", "none") else 1 - 1 / stride


def merge_flipped(heatmaps: Floats, flipped: Floats, flip_indices: NDArray[np.int64], shift: float = 1.0) -> Floats:
    """Average heatmaps with those of the mirrored crop (paper IV-A5).

    Args:
        heatmaps: (N,K,H,W) of the crops.
        flipped: (N,K,H,W) of the mirrored crops, as the network gave them.
        flip_indices: (K,) of the skeleton.
        shift: heatmap px in [0,1] that the mirrored-back heatmaps are moved to the right, see :func:`flip_shift`.

    Returns:
        (N,K,H,W) averages.
    """
    back = flipped[:, flip_indices, :, ::-1]
    moved = np.concatenate([back[..., :1], back[..., :-1]], axis=-1)
    return (heatmaps + (1 - shift) * back + shift * moved) / 2
