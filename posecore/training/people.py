"""The people that a run trains on and is evaluated on, and how often each of them is seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from posecore.data.coco import find_annotations, image_prefix, load_coco, read_coco_json
from posecore.data.dataset import PoseDataset
from posecore.data.mpii import find_mpii, load_mpii
from posecore.data.preview import write_preview
from posecore.data.samples import DataError, Sample
from posecore.skeletons import get_skeleton
from posecore.training.config import Config, ConfigError, parse_mixture


def load_split(config: Config, split: str) -> tuple[list[Sample], dict[str, Any], str]:
    """The people of one split, the parsed annotation file, and what was skipped. Raises DataError before any training starts."""
    if config.dataset == "mpii":
        annotations, images = find_mpii(Path(config.data), split)
        samples, skipped = load_mpii(annotations, images, split)
        if split == "val":
            samples = [s for s in samples if s.head_size > 0]
    else:
        annotations, images = find_annotations(Path(config.data), split)
        samples, skipped = load_coco(annotations, images, get_skeleton(config.skeleton), doubt_teachers=split == "train")
    if split == "train" and config.minimum_joints > 1:
        samples = [s for s in samples if (s.visibility > 0).sum() >= config.minimum_joints]
        if not samples:
            raise DataError(f"{annotations}: nobody with {config.minimum_joints} labelled joints")
    truth = read_coco_json(annotations) if split == "val" and config.dataset == "coco" else {}
    return samples, truth, str(skipped)


def make_dataset(config: Config, samples: list[Sample]) -> PoseDataset:
    """The augmented training data of a run."""
    return PoseDataset(
        samples,
        get_skeleton(config.skeleton),
        config.size,
        config.augment,
        config.sigma,
        config.unsure_weight,
        config.teacher_weight,
        config.unlabelled_weight,
        config.balance,
        (config.small_width, config.small_height),
    )


def write_run_preview(config: Config, out: Path, count: int) -> Path:
    """``out/preview.jpg``: ``count`` samples as this run would see them. Raises DataError, OSError."""
    samples, _, _ = load_split(config, "train")
    out.mkdir(parents=True, exist_ok=True)
    write_preview(make_dataset(config, samples), out / "preview.jpg", count, config.seed)
    return out / "preview.jpg"


def repeats(samples: list[Sample], config: Config) -> np.ndarray:
    """(S,) how often each sample stands in an epoch. Raises ConfigError for a mixture that fits no image or leaves nobody."""
    shares = parse_mixture(config.mixture)
    prefixes = [image_prefix(sample.image.name) for sample in samples]
    if missing := sorted(set(shares) - set(prefixes)):
        raise ConfigError(f"mixture: no image's name begins with {missing[0]}_; there are: {', '.join(sorted(set(prefixes)))}")
    weights = np.asarray(
        [
            shares.get(prefix, 1.0) * (config.oversample_human if sample.source == "human" else 1.0)
            for prefix, sample in zip(prefixes, samples, strict=True)
        ]
    )
    if not weights.any():
        raise ConfigError("mixture and oversample_human leave nobody to train on")
    return weights * (config.samples_per_epoch / weights.sum()) if config.samples_per_epoch else weights
