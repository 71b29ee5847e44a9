"""What a run starts from, and the number formats it may compute in."""

from __future__ import annotations

import csv
import os

import pytest
import torch
from torchvision.models import MobileNet_V3_Large_Weights, mobilenet_v3_large

from posecore.models import build_model
from posecore.train import main
from posecore.training.checkpoint import CheckpointError, save_weights, start_from
from tests.datasets import make_dataset


def _serve(monkeypatch, answer):
    monkeypatch.setattr(MobileNet_V3_Large_Weights, "get_state_dict", answer)


def test_imagenet_weights_fill_the_whole_backbone_and_nothing_else(monkeypatch):
    source = mobilenet_v3_large()
    _serve(monkeypatch, lambda self, **_: source.state_dict())
    model = build_model("lightpose", 17, backbone="mobilenet_v3_large")
    fresh = start_from(model, "imagenet")
    assert fresh
    assert all(name.startswith("head.") for name in fresh)
    torch.testing.assert_close(model.backbone[0][0].weight, source.features[0][0].weight)
    last = len(model.backbone) - 1
    torch.testing.assert_close(model.backbone[last][0].weight, source.features[last][0].weight)


def test_offline_the_message_says_where_to_get_them(monkeypatch):
    def offline(self, **_):
        raise OSError("no network")

    _serve(monkeypatch, offline)
    with pytest.raises(CheckpointError, match=r"cannot download ImageNet weights .*https://download\.pytorch\.org/.*--init"):
        start_from(build_model("lightpose", 17, backbone="mobilenet_v3_large"), "imagenet")


@pytest.mark.parametrize("amp", ["bf16", "fp16"])
def test_half_precision_follows_float32(tmp_path, amp):
    """The first losses of a run in a half format are those of float32, but for rounding."""
    data = make_dataset(tmp_path / "data", train=8, val=2)
    options = "--config smoke --height 32 --width 32 --batch-size 2 --epochs 1 --samples-per-epoch 6 --workers 0 --eval-every 9 --warmup 0"
    found = {}
    for name in ("off", amp):
        assert main([*options.split(), "--data", str(data), "--out", str(tmp_path / name), "--amp", name]) == 0
        with open(tmp_path / name / "log.csv", newline="") as file:
            found[name] = [float(row["loss"]) for row in csv.DictReader(file)]
    assert found[amp] == pytest.approx(found["off"], rel=0.05)
    assert found[amp] != found["off"]


@pytest.mark.skipif(os.name == "nt", reason="no umask there")
def test_weights_are_for_whom_the_umask_lets_read_them(tmp_path):
    before = os.umask(0o027)
    try:
        save_weights(torch.nn.Linear(2, 2), tmp_path / "w.safetensors")
    finally:
        os.umask(before)
    assert (tmp_path / "w.safetensors").stat().st_mode & 0o777 == 0o640
