"""A run: builds what a config names, loops over epochs, keeps checkpoints. ``posecore/train.py`` is its command line."""

from __future__ import annotations

import os
import random
import threading
import time
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from torch import nn
from torch.utils.data import DataLoader

from posecore.data.dataset import EpochSampler
from posecore.data.samples import Sample
from posecore.evaluation.keypoint_ap import METRICS, Score
from posecore.evaluation.pck import MPII_GROUPS
from posecore.losses import HeatmapWeightingLoss
from posecore.models import build_model
from posecore.skeletons import get_skeleton, spell
from posecore.terminal import let_go
from posecore.training.checkpoint import CheckpointError, model_options, read_checkpoint, save_atomic, save_weights, start_from
from posecore.training.config import Config, ConfigError, as_dict, differences, to_toml
from posecore.training.ending import StepBegun, StopError, StopRequest, kill_loaders, leave
from posecore.training.freezing import first_parts, freeze
from posecore.training.log import RunLog, main_metric, plot_run
from posecore.training.loop import StepReport, evaluate, make_ema, train_one_epoch
from posecore.training.machine import environment, join_processes, keep_memory, quiet_worker
from posecore.training.optimizer import build_optimizer
from posecore.training.people import load_split, make_dataset, repeats
from posecore.training.speed import keep_depthwise_float

TRIAL_PEOPLE = 4


class Run:
    """One training run in the folder ``out``: ``last.pt`` to resume from, ``best.safetensors`` to ship, ``config.toml``, ``log.csv``."""

    def __init__(self, config: Config, out: Path, resume: bool = False) -> None:
        config = replace(config, skeleton=spell(get_skeleton(config.skeleton)))  # a .toml file may be elsewhere when the run goes on
        self.config, self.out = config, out
        self.place = join_processes()
        if self.place.device.type == "cpu":
            keep_memory()
        if config.threads:
            torch.set_num_threads(config.threads)
        for seed in (random.seed, np.random.seed, torch.manual_seed):
            seed(config.seed)
        self.samples, _, skipped = load_split(config, "train")
        self.val_samples, self.val_truth, _ = load_split(config, "val")
        if config.eval_limit:
            self.val_samples = self.val_samples[:: max(len(self.val_samples) // config.eval_limit, 1)]
        self.skeleton = get_skeleton(config.skeleton)
        try:
            self.model = build_model(config.model, len(self.skeleton), **model_options(as_dict(config)))
            self.criterion = HeatmapWeightingLoss(config.loss)
            self.frozen = first_parts(self.model, config.freeze)
        except ValueError as error:
            raise ConfigError(str(error)) from None
        self.epoch = self.batch = self.evaluated = 0
        self.resumed = resume
        self.best = -1.0
        metrics = METRICS if self.skeleton.sigmas else (*MPII_GROUPS, "PCKh")
        self.stop = StopRequest(self._give_up if self.place.world_size == 1 else None)
        self.changing = threading.RLock()  # held while what a checkpoint holds is not of one piece
        self.log = RunLog(out, self.place.is_main, resume, metrics)
        self.log.say(f"{len(self.samples)} people to train on, {len(self.val_samples)} to evaluate on; left out: {skipped or 'nobody'}")
        if config.init and not resume:
            fresh = start_from(self.model, config.init)
            self.log.say(f"started from {config.init}" + (f"; fresh: {', '.join(fresh[:4])}" if fresh else ""))
        layout = torch.channels_last if config.channels_last else torch.contiguous_format
        self.model.to(self.place.device, memory_format=layout)  # type: ignore[call-overload]
        if config.amp == "bf16" and self.place.device.type == "cpu":
            keep_depthwise_float(self.model)
        freeze(self.frozen)
        self.ema = make_ema(self.model, config.ema) if config.ema else None
        self.optimizer = build_optimizer(config.optimizer, self.model, config.lr)
        self.scaler = torch.amp.GradScaler(self.place.device.type) if config.amp == "fp16" else None
        if resume:
            self._resume(out / "last.pt")
        self.begun = StepBegun(self.model)
        self.trained = self._wrap()
        self.sampler = EpochSampler(
            repeats(self.samples, config), config.seed, config.batch_size, self.place.rank, self.place.world_size, config.small_share
        )
        self.loader = DataLoader(
            make_dataset(config, self.samples),
            batch_size=config.batch_size,
            sampler=self.sampler,
            num_workers=config.workers,
            drop_last=True,
            worker_init_fn=quiet_worker,
            pin_memory=self.place.device.type == "cuda",
        )
        if self.place.is_main:
            out.mkdir(parents=True, exist_ok=True)
            (out / "config.toml.partial").write_text(to_toml(as_dict(config)), encoding="utf-8")
            os.replace(out / "config.toml.partial", out / "config.toml")  # --resume needs it whole
            (out / "environment.txt").write_text(environment(), encoding="utf-8")

    def _wrap(self) -> nn.Module:
        model: nn.Module = self.model
        distributed = self.place.world_size > 1
        if distributed and self.config.sync_bn:
            model = nn.SyncBatchNorm.convert_sync_batchnorm(model)
        if self.config.compile:  # before the wrapper, which would have it compiled in pieces, one a gradient bucket
            model = torch.compile(model, dynamic=False)  # type: ignore[assignment]  # one for each size of crops
        if distributed:
            model = nn.parallel.DistributedDataParallel(model, device_ids=[self.place.device] if self.place.device.type == "cuda" else None)
        return model

    def state(self) -> dict[str, Any]:
        """All that a resumed run needs to go on as if it had not stopped."""
        return {
            "model": self.model.state_dict(),
            "ema": self.ema.module.state_dict() if self.ema else None,
            "ema_updates": int(self.ema.n_averaged) if self.ema else 0,
            "optimizer": self.optimizer.state_dict(),
            "scaler": self.scaler.state_dict() if self.scaler else None,
            "epoch": self.epoch,
            "batch": self.batch,
            "evaluated": self.evaluated,
            "best": self.best,
            "rng": torch.get_rng_state(),
            "config": as_dict(self.config),
        }

    def _resume(self, path: Path) -> None:
        """:meth:`restore` from a file. Raises CheckpointError where it is not that of such a run."""
        state = read_checkpoint(path)
        try:
            self.restore(state)
        except (KeyError, RuntimeError, TypeError, ValueError, AttributeError, IndexError) as error:
            reason = f"no {error}" if isinstance(error, KeyError) else " ".join(str(error).split())[:160]
            raise CheckpointError(f"{path}: not a checkpoint of this run ({reason}); start anew with --overwrite") from None

    def restore(self, state: dict[str, Any]) -> None:
        """Take up :meth:`state` again."""
        self.model.load_state_dict(state["model"])
        if self.ema and state["ema"]:
            self.ema.module.load_state_dict(state["ema"])
            self.ema.n_averaged.fill_(state["ema_updates"])
        self.optimizer.load_state_dict(state["optimizer"])
        if self.scaler and state["scaler"]:
            self.scaler.load_state_dict(state["scaler"])
        self.epoch, self.batch, self.best = state["epoch"], state["batch"], state["best"]
        self.evaluated = state.get("evaluated", self.epoch)
        torch.set_rng_state(state["rng"])
        self.log.forget(self.epoch, self.batch, self.evaluated)
        for name, before, now in differences(state["config"], as_dict(self.config)):
            self.log.say(f"changed since it stopped: {name} was {before!r}, is {now!r}")
        self.log.say(f"resumed at epoch {self.epoch}, batch {self.batch}")

    def checkpoint(self) -> None:
        """Write ``last.pt`` atomically (main process only)."""
        if self.place.is_main:
            save_atomic(self.begun.undone(self.state()), self.out / "last.pt")

    @property
    def averaged(self) -> nn.Module:
        """The network with the averaged weights, or as it is trained where they are not averaged."""
        return self.ema.module if self.ema else self.model

    def evaluate(self) -> float:
        """Accuracy on the val split, by the averaged weights where there are some; keeps ``best.safetensors`` and a checkpoint.

        Returns AP or PCKh.
        """
        value = 0.0
        if self.place.is_main:
            results = self._measure(self.val_samples)
            with self.changing:
                self.log.evaluation(self.epoch, results)
                value = results[-1].values[main_metric(self.log.metrics)]
                if value > self.best:
                    self.best = value
                    save_weights(self.averaged, self.out / "best.safetensors", as_dict(self.config))
                self.evaluated = self.epoch
                self.checkpoint()
        self.evaluated = self.epoch
        if self.place.world_size > 1:
            dist.barrier()
        return value

    def evaluation_due(self) -> bool:
        """Whether the epoch that has just ended is one to evaluate after."""
        return self.epoch % self.config.eval_every == 0 or self.epoch == self.config.epochs

    def try_evaluation(self) -> None:
        """Evaluate on a few people before the first step, so that a fault of data or settings costs seconds, not an epoch."""
        if self.place.is_main:
            self._measure(self.val_samples[:TRIAL_PEOPLE])

    def _leisure(self) -> AbstractContextManager[None]:
        """What leaves nothing behind may end at any moment: StopError comes on a signal, unless other processes wait for the result."""
        return self.stop.at_once() if self.place.world_size == 1 else nullcontext()

    def plot(self) -> None:
        """``curves.png`` as of now."""
        if self.place.is_main:
            with self._leisure():
                plot_run(self.out)

    def _measure(self, people: list[Sample]) -> list[Score]:
        size, flip = self.config.size, self.config.flip_test
        with self._leisure():
            return evaluate(self.averaged, people, self.val_truth, self.skeleton, size, device=self.place.device, flip=flip)

    def train(self) -> int:
        """Loop until the epochs are done, time is up or a signal comes. Returns the exit code: 128 + the signal's number, else 0."""
        with self.stop, self.log:
            try:
                ended = self._train()
                if not self.stop.code:  # a signal does not wait for pictures
                    self.plot()
            except StopError:  # while it evaluated or drew
                ended = True
            except BaseException:
                kill_loaders()
                raise
            if ended:
                self._say_stopped()
            return self.stop.code if ended else 0

    def _say_stopped(self) -> None:
        self.log.say(f"stopped in epoch {self.epoch}; go on with --resume")

    def _give_up(self, code: int) -> None:
        """End, with a checkpoint of the last whole step, while the main thread is in the middle of something that takes long."""
        with self.changing:
            if self.stop.heeded:
                return
            let_go(code - 128)  # the handler has not run yet
            with suppress(OSError):
                if self.batch:  # else the last epoch's checkpoint says all
                    self.checkpoint()
                self._say_stopped()
                self.log.close()
            leave(code)

    def _train(self) -> bool:
        """Whether it ended before the last epoch, with a checkpoint."""
        config, started = self.config, time.monotonic()
        saved = started
        steps = max(self.sampler.batches // config.accumulate, 1)

        def after_step(report: StepReport) -> bool:
            nonlocal saved
            self.batch = report.batch
            self.begun.done()
            self.log.step(report, self.sampler.batches, config.epochs)
            now = time.monotonic()
            out_of_time = bool(config.max_minutes) and now - started > config.max_minutes * 60
            if now - saved > config.checkpoint_minutes * 60:
                saved = now
                self.checkpoint()
            ends = self._any_process(bool(self.stop.code) or out_of_time)
            if ends:
                self.stop.heed()
                self.checkpoint()
            return ends

        if not self.resumed:
            self.try_evaluation()
        elif self.batch == 0 and 0 < self.epoch != self.evaluated and self.evaluation_due():  # killed while it evaluated
            self.evaluate()
        while self.epoch < config.epochs:
            self.sampler.epoch, self.sampler.start_batch = self.epoch, self.batch
            ended = train_one_epoch(
                self.trained, self.criterion, self.loader, self.optimizer, config, self.epoch, self.batch, steps, self.samples,
                device=self.place.device, ema=self.ema, scaler=self.scaler, before_step=self.begun.begin, after_step=after_step,
                changing=self.changing, reduce=self._mean, frozen=self.frozen,
            )  # fmt: skip
            if ended:
                return True
            with self.changing:
                self.epoch, self.batch = self.epoch + 1, 0
                self.checkpoint()
            if self.evaluation_due():
                self.evaluate()
                if self.epoch < config.epochs:
                    self.plot()
        return False

    def _mean(self, value: float) -> float:
        if self.place.world_size == 1:
            return value
        total = torch.tensor(value, device=self.place.device, dtype=torch.float64 if self.place.device.type == "cpu" else torch.float32)
        dist.all_reduce(total)
        return float(total) / self.place.world_size

    def _any_process(self, value: bool) -> bool:
        return self._mean(float(value)) > 0
