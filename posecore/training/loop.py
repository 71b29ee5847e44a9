"""The loop: one ``train_one_epoch``, one ``evaluate``."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from posecore.data.samples import Sample
from posecore.evaluation.keypoint_ap import Score, score_samples
from posecore.evaluation.pck import pckh
from posecore.evaluation.predict import predict_boxes
from posecore.losses import HeatmapWeightingLoss
from posecore.runtime.crops import InputSpec
from posecore.runtime.decoders import HeatmapDecoder
from posecore.runtime.estimator import PoseEstimator
from posecore.skeletons import Skeleton
from posecore.training.checkpoint import torch_forward
from posecore.training.config import Config
from posecore.training.consistency import Jitter
from posecore.training.freezing import keep_statistics


class NonFiniteLossError(RuntimeError):
    """The loss was NaN or infinite; the message names the samples of the batch."""


@dataclass
class StepReport:
    """What the loop tells after each step: step and batch counters, loss, lr, people a second, share of time spent waiting for data."""

    epoch: int
    batch: int
    step: int
    loss: float
    lr: float
    images_per_second: float
    data_wait: float


def learning_rate(config: Config, epoch: int, step: int, steps_per_epoch: int) -> float:
    """The rate of an optimiser step (facts, "Training"): linear warm-up, then falls at the milestones, or a cosine to 1 % of it."""
    if config.schedule == "cosine":
        done = step / max(config.epochs * steps_per_epoch, 1)
        rate = config.lr * (0.01 + 0.99 * (1 + math.cos(math.pi * min(done, 1.0))) / 2)
    else:
        rate = config.lr * config.gamma ** sum(epoch >= milestone for milestone in config.milestones)
    if step < config.warmup:
        rate *= config.warmup_ratio + (1 - config.warmup_ratio) * step / config.warmup
    return rate


def make_ema(model: nn.Module, decay: float) -> AveragedModel:
    """An exponential moving average of weights and batch-norm statistics."""
    return AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(decay), use_buffers=True)


def autocast(device: torch.device, amp: str) -> AbstractContextManager[Any]:
    """The precision context of ``Config.amp``."""
    if amp == "off":
        return nullcontext()
    return torch.autocast(device.type, dtype=torch.bfloat16 if amp == "bf16" else torch.float16)


def train_one_epoch(
    model: nn.Module,
    criterion: HeatmapWeightingLoss,
    batches: Iterable[dict[str, Tensor]],
    optimizer: torch.optim.Optimizer,
    config: Config,
    epoch: int,
    start_batch: int,
    steps_per_epoch: int,
    samples: Sequence[Sample],
    *,
    device: torch.device,
    ema: AveragedModel | None = None,
    scaler: torch.amp.GradScaler | None = None,
    before_step: Callable[[], None] = lambda: None,
    after_step: Callable[[StepReport], bool] = lambda report: False,
    changing: AbstractContextManager[object] = nullcontext(),  # noqa: B008 - does nothing, may be entered again
    reduce: Callable[[float], float] = lambda value: value,
    frozen: Sequence[nn.Module] = (),
) -> bool:
    """Train on the batches of one epoch.

    Args:
        model: (N,3,H,W) → (N,K,H/4,W/4); in train mode, possibly wrapped for distribution or compiled.
        batches: dicts of ``image`` (N,3,H,W), ``target`` (N,K,H/4,W/4), ``weight`` (N,K), ``index`` (N,) as PoseDataset makes them. The
            error, a mean over pixels, counts by the area of the crops: hills are as wide in small heatmaps, and fill more of them.
        start_batch: batches of this epoch done before (a resumed run); ``batches`` begins there.
        before_step: called before the first batch of an optimiser step.
        after_step: told of every optimiser step; True ends the epoch early (time is up, a signal came).
        changing: entered while weights change, until ``after_step`` was told.
        reduce: averages a number over all processes.
        frozen: parts whose batch norms keep their statistics.

    Returns:
        True where ``after_step`` ended the epoch. Raises NonFiniteLossError, with the sample ids, before such a gradient is applied.
    """
    model.train()
    keep_statistics(frozen)
    distributed = model if isinstance(model, nn.parallel.DistributedDataParallel) else None
    started = waited = 0.0
    losses: list[float] = []
    seen = 0
    clock = started = time.perf_counter()
    for number, batch in enumerate(_timed(batches), start=start_batch):
        waited += batch.pop("waited")
        if number % config.accumulate == 0 or number == start_batch:
            before_step()
        layout = torch.channels_last if config.channels_last else torch.contiguous_format
        image = batch["image"].to(device, non_blocking=True, memory_format=layout)
        target, weight = batch["target"].to(device, non_blocking=True), batch["weight"].to(device, non_blocking=True)
        last_of_step = (number + 1) % config.accumulate == 0
        with distributed.no_sync() if distributed and not last_of_step else nullcontext():
            jitter = Jitter(len(image), (image.shape[3], image.shape[2])) if config.consistency else None
            with autocast(device, config.amp):
                heatmaps = model(torch.cat([image, jitter.warp(image)]) if jitter else image)
            loss = criterion(heatmaps[: len(image)], target, weight) * (image[0, 0].numel() / (config.width * config.height))
            if jitter:
                loss = loss + config.consistency * jitter.disagreement(heatmaps[: len(image)], heatmaps[len(image) :])
            value = reduce(float(loss.detach()))
            if not math.isfinite(value):
                raise NonFiniteLossError(_blame(samples, batch["index"], value))
            scaled = loss / config.accumulate
            (scaler.scale(scaled) if scaler else scaled).backward()
        losses.append(value)
        seen += len(image)
        if not last_of_step:
            continue
        step = epoch * steps_per_epoch + number // config.accumulate
        rate = learning_rate(config, epoch, step, steps_per_epoch)
        for group in optimizer.param_groups:
            group["lr"] = rate
        with changing:
            if scaler:
                scaler.step(optimizer)
                scaler.update()
            else:
                optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            if ema is not None:
                ema.update_parameters(distributed.module if distributed else model)
            clock = time.perf_counter()
            spent = max(clock - started, 1e-9)
            report = StepReport(epoch, number + 1, step + 1, float(np.mean(losses)), rate, seen / spent, waited / spent)
            losses = []
            if after_step(report):
                return True
    return False


def _timed(batches: Iterable[dict[str, Tensor]]) -> Iterator[dict[str, Any]]:
    """Batches with the seconds spent waiting for each under ``waited``."""
    iterator = iter(batches)
    while True:
        before = time.perf_counter()
        try:
            batch = next(iterator)
        except StopIteration:
            return
        yield {**batch, "waited": time.perf_counter() - before}


def _blame(samples: Sequence[Sample], index: Tensor, loss: float) -> str:
    rows = [samples[int(i)] for i in index if int(i) >= 0]
    named = ", ".join(f"{row.id} ({row.image.name})" for row in rows)
    return f"the loss became {loss} on samples {named}"


def evaluate(
    model: nn.Module,
    samples: Sequence[Sample],
    ground_truth: dict[str, Any],
    skeleton: Skeleton,
    size: tuple[int, int],
    *,
    device: torch.device,
    flip: bool = True,
    decoding: str = "quarter",
) -> list[Score]:
    """OKS AP of the network on labelled boxes, by group of images; PCKh for a joint set without OKS constants.

    Args:
        model: in any mode; left in eval mode.
        samples: the people.
        ground_truth: the parsed COCO file they came from (not read for PCKh); images none of ``samples`` is in do not count.
    """
    model.eval()
    decoder = HeatmapDecoder.create(decoding, skeleton)
    estimator = PoseEstimator(torch_forward(model, device), InputSpec(size), skeleton, decoder, flip, second_crop=False)
    keypoints, scores = predict_boxes(estimator, samples)
    if skeleton.sigmas is None:
        return [Score("all", len(samples), pckh(keypoints, samples, skeleton))]
    return score_samples(samples, keypoints, scores, ground_truth, skeleton)
