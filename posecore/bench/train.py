"""Training throughput: the paper's network on random pictures, plain and with the speed options, and whether the loader keeps up."""

from __future__ import annotations

import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

OPTIONS: dict[str, dict[str, Any]] = {
    "eager": {},
    "channels-last": {"channels_last": True},
    "bf16 + channels-last": {"channels_last": True, "amp": "bf16"},
    "bf16 + channels-last + compile": {"channels_last": True, "amp": "bf16", "compile": True},
}


@dataclass(frozen=True)
class TrainRow:
    """One way of training: people a second, how many times plain eager that is, and the share of time spent waiting for data."""

    name: str
    images_per_second: float
    ratio: float
    data_wait: float


def bench_train(steps: int = 6, batch_size: int = 32, threads: int = 0, compiled: bool = True, people: int = 64) -> list[TrainRow]:
    """Measure each entry of :data:`OPTIONS` at 256×192 with the real loader on made-up JPEG pictures (640×480) with all augmentations.

    Args:
        steps: optimiser steps timed, after two that are not (compilation falls into those).
        threads: of torch, 0 for its own choice.
        compiled: also the entry with torch.compile, which takes minutes to warm up.
    """
    from posecore.data.augment import Augmentation
    from posecore.training.config import Config

    disturbed = Augmentation(colour=0.5, blur=0.2, cutout=0.2, jpeg=0.2, occlude=0.2)
    base = Config(batch_size=batch_size, threads=threads, workers=1, warmup=0, augment=disturbed)
    rows: list[TrainRow] = []
    with tempfile.TemporaryDirectory() as folder:
        samples = _made_up(Path(folder), people)
        for name, options in OPTIONS.items():
            if options.get("compile") and not compiled:
                continue
            rate, wait = _measure(replace(base, **options), samples, steps)
            rows.append(TrainRow(name, rate, rate / rows[0].images_per_second if rows else 1.0, wait))
    return rows


def as_rows(rows: list[TrainRow]) -> list[dict[str, Any]]:
    """Plain values, for JSON."""
    return [asdict(row) for row in rows]


def _made_up(folder: Path, people: int) -> list[Any]:
    from posecore.data.samples import Sample

    rng = np.random.default_rng(0)
    samples = []
    for i in range(people):
        path = folder / f"{i}.jpg"
        cv2.imwrite(str(path), cv2.resize(rng.integers(0, 256, (48, 64, 3)).astype(np.uint8), (640, 480)))
        points = rng.uniform((120, 60), (360, 420), (17, 2)).astype(np.float32)
        samples.append(Sample(i, i, path, np.asarray([100.0, 40, 380, 440]), points, np.full(17, 2, np.float32), 5e4))
    return samples


def _measure(config: Any, samples: list[Any], steps: int) -> tuple[float, float]:
    import torch
    from torch.utils.data import DataLoader

    from posecore.data.dataset import EpochSampler, PoseDataset
    from posecore.losses import HeatmapWeightingLoss
    from posecore.models import build_model
    from posecore.skeletons import COCO17
    from posecore.training.loop import StepReport, train_one_epoch
    from posecore.training.speed import keep_depthwise_float

    if config.threads:
        torch.set_num_threads(config.threads)
    layout = torch.channels_last if config.channels_last else torch.contiguous_format
    network = build_model("lightpose").to(memory_format=layout)  # type: ignore[call-overload]
    if config.amp == "bf16":
        keep_depthwise_float(network)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-5, fused=True)
    sampler = EpochSampler(np.full(len(samples), (steps + 2) * config.batch_size / len(samples)), 0, config.batch_size)
    dataset = PoseDataset(samples, COCO17, config.size, config.augment)
    loader = DataLoader(dataset, config.batch_size, sampler=sampler, num_workers=config.workers, drop_last=True)
    seen: list[tuple[float, float]] = []

    def note(report: StepReport) -> bool:
        now = time.perf_counter()
        spent = report.batch * config.batch_size / report.images_per_second
        seen.append((now, report.data_wait * spent))
        return False

    model: torch.nn.Module = torch.compile(network) if config.compile else network  # type: ignore[assignment]
    train_one_epoch(
        model, HeatmapWeightingLoss(), loader, optimizer, config, 0, 0, steps + 2, samples, device=torch.device("cpu"), after_step=note
    )
    (start, waited_before), (end, waited) = seen[1], seen[-1]
    return (len(seen) - 2) * config.batch_size / (end - start), (waited - waited_before) / (end - start)
