r"""Train the person detector and export it: ``python -m posecore.training.detector --data DIR --out RUN``.

The network is :mod:`posecore.training.detector.network` unless ``--model`` names one of ultralytics. How the shipped weights were made is
told in docs/provenance.md; ``--model yolo11n.yaml --start yolo11n-pose.pt`` begins with the boxes of a pose network of ultralytics
(:mod:`posecore.training.detector.person_boxes`), which saw all people of COCO, and needs minutes. A network of nothing but features::

    python -m posecore.training.detector --data DIR --out RUN --backbone FILE --hours 0.55 --size 320

FILE holds the features of a pretrained ``mobilenet_v3_large`` as safetensors (torchvision's ImageNet weights do).

With COCO and a GPU: put ``instances_train2017.json`` and ``instances_val2017.json`` as ``train.json`` and ``val.json`` beside a folder
``images`` that holds both splits' images, and train once at full length::

    python -m posecore.training.detector --data DIR --out RUN --backbone FILE --device 0 --amp --epochs 100 --size 640 --batch 64 \
        --workers 8 --freeze 0 --samples 0

Any ultralytics model trains the same way: ``--model yolo26n.pt`` in place of the network above, with
``--freeze 0`` where its first layers are to learn too. At the end ``RUN/person.onnx`` is written,
compared with PyTorch, and its recall on ``val.json`` printed; ``--export-only`` does that for the checkpoint already there.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

os.environ.setdefault("YOLO_OFFLINE", "true")

import torch
from torch import Tensor
from torch.utils.data import DataLoader, WeightedRandomSampler
from ultralytics.data.build import InfiniteDataLoader, seed_worker
from ultralytics.models.yolo.detect import DetectionTrainer
from ultralytics.nn.tasks import DetectionModel
from ultralytics.utils.torch_utils import strip_optimizer

from posecore.data.coco import find_annotations
from posecore.evaluation.recall import format_recall, person_recall
from posecore.runtime.detectors import PersonDetector
from posecore.terminal import printable
from posecore.training.detector.background import EMPTY
from posecore.training.detector.data import CLOSE_UP, convert
from posecore.training.detector.export import compare, export_onnx
from posecore.training.detector.groups import GROUP
from posecore.training.detector.network import NAME, NETWORK, load_backbone
from posecore.training.detector.person_boxes import is_pose_network, person_boxes
from posecore.training.detector.restart import restart
from posecore.training.machine import keep_memory
from posecore.training.speed import keep_depthwise_float

SHARES = {"coco_": 0.4, "ccp_": 0.04, CLOSE_UP: 0.08, GROUP: 0.04, EMPTY: 0.06}
"""What part of the training samples comes from the files with this prefix, where such files exist; all others share the rest."""


STATISTICS = 64
"""Images on which the batch norms of an exported file are measured."""


def sample_weights(files: list[str], shares: dict[str, float] = SHARES) -> list[float]:
    """The chance of each file to be drawn, adding up to 1: ``shares`` by prefix of the file name, the rest spread evenly."""
    groups = [next((p for p in shares if Path(f).name.startswith(p)), "") for f in files]
    counts = Counter(groups)
    part = {g: shares[g] if g else 1 - sum(shares[p] for p in counts if p) for g in counts}
    total = sum(part.values())
    return [part[g] / total / counts[g] for g in groups]


def in_bfloat16(predict: Callable[..., Any]) -> Callable[..., Any]:
    """``predict`` under the CPU's autocast, every tensor of its answer in float32."""

    def floats(value: Any) -> Any:
        if isinstance(value, Tensor):
            return value.float()
        if isinstance(value, dict):
            return {k: floats(v) for k, v in value.items()}
        return type(value)(floats(v) for v in value) if isinstance(value, list | tuple) else value

    def predicted(*args: Any, **kwargs: Any) -> Any:
        with torch.autocast("cpu", torch.bfloat16):
            return floats(predict(*args, **kwargs))

    return predicted


class PersonTrainer(DetectionTrainer):
    """ultralytics' trainer with a pretrained MobileNetV3, samples drawn by source, short epochs, and channels-last and bfloat16
    on the CPU too.

    Args:
        overrides: ultralytics' own settings.
        backbone: safetensors with the features' weights, for a network built new.
        exported: an ``.onnx`` file of the same network, to go on from (:mod:`posecore.training.detector.restart`).
        samples: images an epoch; 0 = the whole set once.
        loaders: loader processes; ultralytics by itself allows none on the CPU.
        bf16: compute in bfloat16 on the CPU, depthwise convolutions and the loss in float32.
    """

    def __init__(
        self,
        overrides: dict[str, Any],
        backbone: Path | None = None,
        exported: Path | None = None,
        samples: int = 0,
        loaders: int = 0,
        bf16: bool = False,
    ) -> None:
        self.backbone, self.exported, self.samples, self.bf16 = backbone, exported, samples, bf16
        super().__init__(overrides=overrides)
        self.args.workers = loaders
        self.add_callback("on_pretrain_routine_end", self._quicken)

    def _quicken(self, _: Any) -> None:
        """Change the network in training only: its average, which is what is saved, was copied from it before."""
        model: Any = self.model
        model.to(memory_format=torch.channels_last)
        if self.bf16:
            keep_depthwise_float(model)
            model.predict = in_bfloat16(model.predict)

    def get_model(self, cfg: Any = None, weights: Any = None, verbose: bool = True) -> DetectionModel:
        new = isinstance(cfg, str) and Path(cfg).name == NAME
        if is_pose_network(weights):
            weights = person_boxes(weights)
            cfg = weights.yaml
        model = super().get_model(deepcopy(NETWORK) if new else cfg, weights, verbose)
        if new and self.backbone:
            load_backbone(model, self.backbone)
        if self.exported:
            images = sorted((Path(self.data["path"]) / "images" / "train").glob("*.jpg"))
            restart(model, self.exported, images[:: max(1, len(images) // STATISTICS)])
        return model

    def get_dataloader(self, dataset_path: str, batch_size: int = 16, rank: int = 0, mode: str = "train") -> DataLoader[Any]:
        if mode != "train" or not self.samples or rank > 0:
            return super().get_dataloader(dataset_path, batch_size, rank, mode)
        dataset = self.build_dataset(dataset_path, mode, batch_size)
        return InfiniteDataLoader(
            dataset=dataset,
            batch_size=batch_size,
            sampler=WeightedRandomSampler(sample_weights(dataset.im_files), self.samples, replacement=True),
            num_workers=self.args.workers,
            collate_fn=dataset.collate_fn,
            worker_init_fn=seed_worker,
            drop_last=True,
        )

    def validate(self) -> tuple[Any, None]:
        """Nothing: the exported file is evaluated instead, as it will run."""
        return self.metrics, None

    def final_eval(self) -> None:
        """Take the optimizer out of the last checkpoint."""
        strip_optimizer(self.last)

    def preprocess_batch(self, batch: dict[str, Any]) -> dict[str, Any]:
        batch = super().preprocess_batch(batch)
        batch["img"] = batch["img"].contiguous(memory_format=torch.channels_last)
        return batch


def settings(options: argparse.Namespace, description: Path) -> dict[str, Any]:
    """ultralytics' settings for these options."""
    chosen: dict[str, Any] = {
        "model": str(options.model if is_exported(options.start) else options.start or options.model),
        "data": str(description),
        "project": str(options.out.resolve().parent),
        "name": options.out.name,
        "exist_ok": True,
        "device": options.device,
        "imgsz": options.size,
        "multi_scale": options.mixed,
        "batch": options.batch,
        "nbs": options.batch,
        "epochs": options.epochs,
        "time": options.hours,
        "optimizer": "AdamW",
        "lr0": options.lr,
        "lrf": 0.02,
        "cos_lr": True,
        "warmup_epochs": 1.0,
        "warmup_bias_lr": options.lr,
        "weight_decay": 0.01,
        "amp": options.amp,
        "freeze": frozen(options.model, options.freeze),
        "val": False,
        "plots": False,
        "workers": options.workers,
        "cache": "ram" if options.cache else False,
        "patience": 0,
        "scale": (0.4, 1.6),
        "translate": 0.2,
        "degrees": 8.0,
        "mosaic": options.mosaic,
        "close_mosaic": 0,
        "hsv_h": 0.02,
        "hsv_s": 0.8,
        "hsv_v": 0.5,
        "seed": options.seed,
        "deterministic": False,
    }
    if options.resume:
        chosen["resume"] = str(checkpoint_of(options.out))
    return chosen


def frozen(model: str, count: int) -> list[str] | int | None:
    """What stays as it is, in ultralytics' words: feature blocks of :data:`NETWORK`, the first ``count`` layers of any other network."""
    if not count:
        return None
    return [f"0.m.{i}" for i in range(count)] if model == NAME else count


def is_exported(start: Path | None) -> bool:
    """Whether ``--start`` names an exported file rather than a checkpoint."""
    return start is not None and start.suffix.lower() == ".onnx"


def checkpoint_of(run: Path) -> Path:
    """The newest checkpoint of a run."""
    return run / "weights" / "last.pt"


def export_and_report(options: argparse.Namespace) -> None:
    """Write ``OUT/person.onnx`` from the last checkpoint; print how far it is from PyTorch and its recall on ``val.json``."""
    checkpoint, exported = checkpoint_of(options.out), options.out / "person.onnx"
    export_onnx(
        checkpoint, exported, size=options.export_size or options.size, multiscale=options.export_multiscale, threshold=options.threshold
    )
    images = sorted((options.out.parent / "data" / "images" / "val").glob("*.jpg"))[:20]
    box, score = compare(checkpoint, exported, images)
    print(f"{exported}: {exported.stat().st_size / 1e6:.1f} MB, at most {box:.4f} px and {score:.6f} of score away from PyTorch")
    detector = PersonDetector(exported, threshold=0.01, threads=options.threads or None)
    report = person_recall(detector, *find_annotations(options.data, "val"), threshold=options.threshold)
    print(format_recall(report))


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line's options; ``arguments`` None reads the program's own."""
    parser = argparse.ArgumentParser(prog="python -m posecore.training.detector", description="Train and export the person detector.")
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder with train.json, val.json (COCO format) and images/")
    add("--out", type=Path, required=True, help="the run's folder; made where missing")
    add("--model", default=NAME, help="another ultralytics model, such as yolo26n.pt")
    add("--backbone", type=Path, help="safetensors with mobilenet_v3_large features, for a new network")
    add("--start", type=Path, help="a .pt checkpoint to start from, or an .onnx file that this program exported")
    add("--resume", action="store_true", help="go on from OUT/weights/last.pt")
    add("--export-only", action="store_true", help="export and evaluate OUT/weights/last.pt")
    add("--size", type=int, default=320, help="side of the training pictures, px")
    add("--mixed", type=float, default=0.0, help="batches of sizes up to this part smaller or larger than --size")
    add("--export-size", type=int, help="longest side that the exported file asks for, px; as --size where not given")
    add("--export-multiscale", type=int, nargs="+", default=[], help="longest sides for photos, where there is time to run in several")
    add("--threshold", type=float, default=0.3, help="the score that the exported file asks for")
    add("--batch", type=int, default=16)
    add("--epochs", type=int, default=100)
    add("--hours", type=float, help="stop after this time; the learning rate is planned for it")
    add("--groups", type=int, default=2500, help="how many pictures of overlapping people to make from single ones")
    add("--empty", type=int, default=1500, help="how many pictures without people to cut from the others, at most")
    add("--samples", type=int, default=1600, help="pictures an epoch, drawn by source; 0: all of them once")
    add("--lr", type=float, default=1e-3)
    add("--freeze", type=int, default=7, help="how many of the 17 feature blocks, or with --model of its layers, stay as they are")
    add("--mosaic", type=float, default=0.7, help="chance that a sample is made of four pictures")
    add("--amp", action="store_true", help="mixed precision (GPU)")
    add("--bf16", action="store_true", help="bfloat16 on a processor, where that is quicker (AVX-512 BF16, AMX)")
    add("--cache", action="store_true", help="keep decoded pictures in memory: 7 GB for 20,000 at 384 px")
    add("--device", default="cpu")
    add("--workers", type=int, default=1, help="processes that load pictures")
    add("--threads", type=int, default=0, help="torch threads; 0: torch's choice")
    add("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Train, export, evaluate. Exits with code 2 and one line where the input is bad."""
    options = parse(arguments)
    if options.threads:
        torch.set_num_threads(options.threads)
    try:
        description = convert(options.data, options.out.parent / "data", groups=options.groups, empty=options.empty, seed=options.seed)
        if not options.export_only:
            keep_memory()
            exported = options.start if is_exported(options.start) else None
            PersonTrainer(
                settings(options, description), options.backbone, exported, options.samples, options.workers, options.bf16
            ).train()
        export_and_report(options)
    except (OSError, ValueError) as e:
        print(printable(f"error: {e}"), file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
