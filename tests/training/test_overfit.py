"""The whole path learns: 32 pictures seen again and again are known by heart."""

from __future__ import annotations

import shutil

import pytest
import torch

from posecore.data.coco import load_coco, read_coco_json
from posecore.runtime.weights import find_weights
from posecore.skeletons import COCO17
from posecore.train import main
from posecore.training.checkpoint import open_model
from posecore.training.loop import evaluate
from tests.datasets import make_split

SIZE = (64, 96)
STILL = ("flip", "half-body", "scale", "rotation")


@pytest.mark.slow
def test_32_pictures_are_learnt_by_heart(tmp_path):
    """Fine-tuning the shipped network on drawn people, a kind it never saw, at small size for a minute: OKS AP > 95 on them."""
    make_split(tmp_path, "train", 32, seed=0)
    shutil.copy(tmp_path / "train.json", tmp_path / "val.json")
    start = find_weights("pose").with_suffix(".safetensors")
    options = {
        "config": "smoke", "data": tmp_path, "out": tmp_path / "run", "init": start, "height": SIZE[1], "width": SIZE[0], "batch-size": 8,
        "epochs": 24, "samples-per-epoch": 128, "lr": 3e-3, "schedule": "cosine", "warmup": 10, "ema": 0.9, "workers": 0,
        "eval-every": 24, "flip-test": "false", **{f"augment.{name}": 0 for name in STILL},
    }  # fmt: skip
    assert main([word for name, value in options.items() for word in (f"--{name}", str(value))]) == 0
    people, _ = load_coco(tmp_path / "val.json", tmp_path / "images", COCO17)
    truth = read_coco_json(tmp_path / "val.json")
    model, _ = open_model(tmp_path / "run" / "best.safetensors")

    def ap(network):
        result = evaluate(network, people, truth, COCO17, SIZE, device=torch.device("cpu"), flip=False, decoding="dark")
        return result[-1].values["AP"]

    assert len(people) == 32
    assert ap(open_model(start)[0]) < 0.5
    assert ap(model) > 0.95
