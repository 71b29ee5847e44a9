"""Pictures of the people a network gets most wrong: the first thing to look at after a number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.data.images import read_labelled
from posecore.data.samples import Sample
from posecore.drawing.painter import Style, draw
from posecore.geometry import apply_affine, box_to_center_scale, crop_affine, crop_image
from posecore.oks import oks
from posecore.people import People
from posecore.skeletons import Skeleton

SIZE = (288, 384)


def sample_similarities(samples: Sequence[Sample], keypoints: NDArray[np.floating], skeleton: Skeleton) -> NDArray[np.float64]:
    """(P,) OKS of predictions (P,K,2) with the labels of P samples."""
    sigmas = np.asarray(skeleton.sigmas)
    values = [oks(k, s.keypoints, s.area, sigmas, s.visibility > 0) for s, k in zip(samples, keypoints, strict=True)]
    return np.asarray(values)


def write_worst(
    samples: Sequence[Sample],
    keypoints: NDArray[np.float32],
    scores: NDArray[np.float32],
    skeleton: Skeleton,
    out: Path,
    count: int = 20,
) -> list[tuple[Path, float]]:
    """Write ``out/00.jpg`` … of the ``count`` people with the lowest OKS: prediction on the left, label on the right.

    Args:
        samples: P people. keypoints: (P,K,2) px. scores: (P,K).

    Returns:
        (path, OKS), worst first.
    """
    out.mkdir(parents=True, exist_ok=True)
    similarities = sample_similarities(samples, keypoints, skeleton)
    written = []
    for place, i in enumerate(np.argsort(similarities, kind="stable")[:count]):
        sample = samples[i]
        centers, scales = box_to_center_scale(sample.box[None], SIZE[0] / SIZE[1])
        matrix = crop_affine(centers[0], scales[0], SIZE)
        crop = crop_image(read_labelled(sample), matrix, SIZE)
        halves = []
        for points, weights in ((keypoints[i], scores[i]), (sample.keypoints, (sample.visibility > 0).astype(np.float32))):
            corners = apply_affine(matrix, sample.box.reshape(2, 2)).reshape(1, 4)
            person = People.build(corners, np.ones(1), apply_affine(matrix, points)[None], weights[None], skeleton=skeleton)
            halves.append(draw(crop, person, Style(boxes=False)))
        path = out / f"{place:02d}_{sample.image.stem}_{sample.id}.jpg"
        cv2.imwrite(str(path), np.hstack(halves))
        written.append((path, float(similarities[i])))
    return written
