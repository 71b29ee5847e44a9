"""A tiny COCO-format data set of drawn people, for tests of data and training."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

from posecore.skeletons import COCO17

ROOT = Path(__file__).parents[1]

# a standing person in a unit square, in the order of coco17
STANDING = np.array(
    [
        (0.50, 0.10), (0.53, 0.08), (0.47, 0.08), (0.56, 0.10), (0.44, 0.10), (0.62, 0.25), (0.38, 0.25), (0.70, 0.40), (0.30, 0.40),
        (0.72, 0.55), (0.28, 0.55), (0.58, 0.55), (0.42, 0.55), (0.59, 0.75), (0.41, 0.75), (0.60, 0.95), (0.40, 0.95),
    ]
)  # fmt: skip


def draw_person(image: np.ndarray, points: np.ndarray, rng: np.random.Generator) -> None:
    for k, (a, b) in enumerate(COCO17.limb_indices):
        colour = tuple(int(v) for v in (40 + 12 * k, 255 - 12 * k, 90 + (k * 37) % 160))
        cv2.line(image, points[a].astype(int).tolist(), points[b].astype(int).tolist(), colour, 3, cv2.LINE_AA)
    for k, point in enumerate(points):
        cv2.circle(image, point.astype(int).tolist(), 3, (255 - 14 * k, 14 * k, 200), -1, cv2.LINE_AA)


def make_split(root: Path, split: str, people: int, seed: int, first_id: int = 1) -> dict:
    """Write ``split`` and return the annotation file's content."""
    rng = np.random.default_rng(seed)
    (root / "images").mkdir(parents=True, exist_ok=True)
    images, annotations = [], []
    for i in range(people):
        number = first_id + i
        image = rng.integers(0, 90, (160, 120, 3)).astype(np.uint8)
        left, top, width, height = rng.uniform(5, 20), rng.uniform(5, 20), rng.uniform(70, 90), rng.uniform(100, 130)
        points = STANDING * (width, height) + (left, top) + rng.normal(0, 2, (17, 2))
        draw_person(image, points, rng)
        name = f"{'coco' if i % 2 else 'lspet'}_{split}_{number:04d}.png"
        cv2.imwrite(str(root / "images" / name), image)
        images.append({"id": number, "file_name": name, "width": 120, "height": 160})
        triples = np.concatenate([points.round(1), np.full((17, 1), 2)], axis=1)
        annotations.append(
            {
                "id": number, "image_id": number, "category_id": 1, "iscrowd": 0, "bbox": [left, top, width, height],
                "area": width * height * 0.53, "keypoints": triples.reshape(-1).tolist(), "num_keypoints": 17, "source": "human",
            }
        )  # fmt: skip
    categories = [{"id": 1, "name": "person", "keypoints": list(COCO17.keypoints), "skeleton": []}]
    content = {"images": images, "annotations": annotations, "categories": categories}
    (root / f"{split}.json").write_text(json.dumps(content))
    return content


def make_dataset(root: Path, train: int = 16, val: int = 6) -> Path:
    make_split(root, "train", train, seed=0)
    make_split(root, "val", val, seed=1, first_id=1001)
    return root
