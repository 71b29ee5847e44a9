"""Heatmaps of a joint laid over a frame."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.codec import STRIDE

_LOWEST = 0.03


def place_heatmaps(
    heatmaps: NDArray[np.floating], affines: NDArray[np.floating], frame_size: tuple[int, int], size: tuple[int, int]
) -> NDArray[np.float32]:
    """Everyone's heatmap of one joint at its place on the frame; where people overlap, the larger value.

    Args:
        heatmaps: (N,h,w), one of each person, :data:`posecore.codec.STRIDE` times smaller than the crops.
        affines: (N,2,3), frame px → crop px.
        frame_size: (W, H) of the frame, px.
        size: (W, H) of the result, px.

    Returns:
        (H,W) float32 in [0, 1].
    """
    shrink = np.diag([size[0] / frame_size[0], size[1] / frame_size[1], 1.0])
    grow = np.diag([float(STRIDE), float(STRIDE), 1.0])
    total = np.zeros((size[1], size[0]), np.float32)
    for single, matrix in zip(heatmaps, affines, strict=True):
        to_crop = np.vstack([matrix, [0, 0, 1]])
        to_result = (shrink @ np.linalg.inv(to_crop) @ grow)[:2]
        placed = cv2.warpAffine(np.ascontiguousarray(single, np.float32), to_result, size, flags=cv2.INTER_LINEAR)
        np.maximum(total, placed, out=total)
    return np.asarray(np.clip(total, 0, 1), np.float32)


def paint_heatmap(image: NDArray[np.uint8], heat: NDArray[np.float32]) -> None:
    """Colour ``heat`` (H,W) in [0, 1] and blend it into ``image`` (H,W,3) uint8 BGR in place: the higher, the more opaque."""
    rows, columns = np.flatnonzero(heat.max(axis=1) > _LOWEST), np.flatnonzero(heat.max(axis=0) > _LOWEST)
    if not len(rows):
        return
    window = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    part = heat[window]
    colours = cv2.applyColorMap((part * 255).astype(np.uint8), cv2.COLORMAP_TURBO)
    weight = np.ascontiguousarray(np.clip(part * 1.6, 0, 0.85))
    image[window] = cv2.blendLinear(colours, np.ascontiguousarray(image[window]), weight, 1 - weight)
