"""A grid of augmented samples with their targets: what the network will see."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from posecore.data.dataset import PoseDataset
from posecore.drawing.painter import Style, draw
from posecore.people import People

TILE = (144, 192)


def write_preview(dataset: PoseDataset, path: Path, count: int, seed: int = 0) -> None:
    """Draw ``count`` random augmented samples, each beside its joints over the sum of its target heatmaps, into one image.

    Args:
        dataset: with the augmentation to show.
        path: the image to write; its ending chooses the format. Raises OSError where it cannot be written.
    """
    rng = np.random.default_rng(seed)
    tiles = []
    for position in rng.integers(0, len(dataset), count):
        key = int(position), int(rng.integers(2**62))
        crop, points, visibility, _ = dataset.crop(*key)
        item = dataset[key]
        weights = item["weight"].numpy()
        person = People.build(np.zeros((1, 4)), np.ones(1), points[None], np.clip(visibility, 0, 1)[None], skeleton=dataset.skeleton)
        heat = (item["target"].numpy() * (weights > 0)[:, None, None]).max(axis=0)
        coloured = cv2.applyColorMap((heat * 255).astype(np.uint8), cv2.COLORMAP_INFERNO)
        left = draw(crop, person, Style(boxes=False))
        right = cv2.addWeighted(crop, 0.5, cv2.resize(coloured, dataset.size), 0.8, 0)
        tiles.append(np.hstack([cv2.resize(part, TILE, interpolation=cv2.INTER_AREA) for part in (left, right)]))
    columns = max(1, round(np.sqrt(count * TILE[1] / (2 * TILE[0]))))
    blank = np.zeros_like(tiles[0])
    rows = [np.hstack([*tiles[i : i + columns], *[blank] * (columns - len(tiles[i : i + columns]))]) for i in range(0, count, columns)]
    if not cv2.imwrite(str(path), np.vstack(rows)):
        raise OSError(f"{path}: cannot be written")
