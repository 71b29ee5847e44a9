"""Keypoints → heatmaps for training, heatmaps → keypoints for everything else. NumPy only.

Coordinates here are in the heatmap frame of :mod:`posecore.geometry`: pixel centres at integers, ``heatmap = crop / stride``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STRIDE = 4
"""Heatmaps have a quarter of the crop's width and height (facts, "Network")."""

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
    reach = 3 * sigma
    inside = ((points > -reach) & (points < np.asarray([width - 1 + reach, height - 1 + reach], np.float32))).all(axis=1)
    kept = np.where(inside, weights, 0).astype(np.float32)
    scale = np.float32(-1 / (2 * sigma**2))
    row = np.exp(scale * (np.arange(width, dtype=np.float32) - points[:, :1]) ** 2)
    column = np.exp(scale * (np.arange(height, dtype=np.float32) - points[:, 1:]) ** 2)
    heatmaps = column[:, :, None] * row[:, None, :]
    heatmaps[kept == 0] = 0
    return heatmaps, kept


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
    return heatmaps[np.arange(n)[:, None, None, None], np.arange(k)[None, :, None, None], ys[..., :, None], xs[..., None, :]]


def decode_heatmaps(heatmaps: Floats, method: str = "quarter") -> tuple[Floats, Floats]:
    """The joints' positions and scores.

    Args:
        heatmaps: (N,K,H,W).
        method: ``"quarter"`` moves the maximum a quarter pixel towards the higher neighbour on each axis (paper IV-A5); ``"dark"`` fits a
            parabola to the logarithm of the smoothed heatmap (Zhang et al., Distribution-Aware Coordinate Representation, CVPR 2020);
            ``"none"`` keeps the maximum.

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
    elif method not in ("quarter", "dark", "none"):
        raise ValueError(f"unknown decoding {method!r}; known: quarter, dark, none")
    return points, np.clip(heights, 0, 1)


def _dark_offsets(heatmaps: Floats, centers: NDArray[np.int64], sigma: float = 2.0) -> Floats:
    """(N,K,2) offsets to the extremum of a second-order Taylor expansion of the log heatmap, at most half a pixel on each axis."""
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
    blurred = np.where(near_edge[..., None], window[..., 5:10, 5:10], blurred)
    log = np.log(np.maximum(blurred, 1e-10))
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


def merge_flipped(heatmaps: Floats, flipped: Floats, flip_indices: NDArray[np.int64], shift: bool = True) -> Floats:
    """Average heatmaps with those of the mirrored crop (paper IV-A5).

    Args:
        heatmaps: (N,K,H,W) of the crops.
        flipped: (N,K,H,W) of the mirrored crops, as the network gave them.
        flip_indices: (K,) of the skeleton.
        shift: move the mirrored-back heatmaps one pixel to the right, which re-aligns them (facts, "Testing"; see geometry).

    Returns:
        (N,K,H,W) averages.
    """
    back = flipped[:, flip_indices, :, ::-1]
    if shift:
        back = np.concatenate([back[..., :1], back[..., :-1]], axis=-1)
    return (heatmaps + back) / 2
