"""Damaged settings, joint sets, weights and networks: each is used all the same or refused in one line that is no traceback.

A few of each in the plain run, many by ``pytest -m fuzz``. COCO files: tests/data/test_odd_coco.py; videos: tests/reliability.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from posecore.runtime.detectors import open_detector
from posecore.runtime.estimator import PoseEstimator
from posecore.skeletons import read_skeleton
from tests.reliability.corruption import damaged
from tests.runtime.standins import standin

MANY = pytest.mark.fuzz
ROUNDS = [pytest.param(range(8), id="few"), pytest.param(range(8, 120), id="many", marks=MANY)]
WORDS = ["", "-1", "0", "1e400", "nan", "inf", '"x"', "[]", "[1, [2]]", "{}", "true", "99999999999999999999", "2.5", "1979-05-27", "\udcff"]


def change_value(data: bytes, seed: int) -> bytes:
    """TOML with one value replaced by another, of another kind as a rule."""
    chance = random.Random(seed)
    lines = data.decode().splitlines()
    places = [i for i, line in enumerate(lines) if re.match(r"\s*\w+\s*=", line)]
    place = chance.choice(places)
    lines[place] = lines[place].split("=")[0] + "= " + chance.choice(WORDS)
    return "\n".join(lines).encode(errors="surrogateescape")


def refusal(use: Callable[[], Any], expected: tuple[type[Exception], ...]) -> str:
    """ "used", or "refused" where ``use`` raises one of ``expected`` with a message of one line. Other errors fail the test."""
    said = None
    try:
        use()
    except expected as error:
        said = str(error).strip()
    assert said is None or (said and "\n" not in said), said
    return "used" if said is None else "refused"


@pytest.mark.parametrize("seeds", ROUNDS)
def test_settings_of_a_run(tmp_path: Path, seeds: range, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("torch")
    from posecore.train import main
    from posecore.training.config import as_dict, make_config, read_config, to_toml

    whole = to_toml(as_dict(make_config({**read_config("smoke"), "milestones": [1, 2]}))).encode()
    outcomes: Counter[str] = Counter()
    for seed in seeds:
        file = tmp_path / "c.toml"
        file.write_bytes(change_value(whole, seed) if seed % 2 else damaged(whole, seed)[1])
        code = main(["--config", str(file), "--out", str(tmp_path / "run"), "--preview", "1"])
        said = capsys.readouterr().err
        assert code == 2
        assert said.count("\n") == 1, said
        outcomes["used" if "no data set" in said or "no such folder" in said else "refused"] += 1
    assert len(outcomes) == 2


JOINTS = """name = "hand"
keypoints = ["root", "left_a", "right_a"]
limbs = [["root", "left_a"], ["root", "right_a"]]
flips = []
sigmas = [0.029, 0.022, 0.022]
colours = ["#ff8800", "#00ff00", "#0000ff"]
upper_body = ["root"]
"""


@pytest.mark.parametrize("seeds", ROUNDS)
def test_joint_sets(tmp_path: Path, seeds: range) -> None:
    outcomes: Counter[str] = Counter()
    for seed in seeds:
        file = tmp_path / "j.toml"
        file.write_bytes(change_value(JOINTS.encode(), seed) if seed % 2 else damaged(JOINTS.encode(), seed)[1])
        outcomes[refusal(lambda file=file: read_skeleton(file), (ValueError,))] += 1
    assert outcomes["refused"] > 0.4 * len(seeds)


def blank(found: PoseEstimator) -> None:
    found(np.zeros((40, 30, 3), np.uint8), np.asarray([[2, 2, 28, 38.0]]))


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``w.safetensors`` and ``w.pt`` of a fresh network."""
    pytest.importorskip("torch")
    from posecore.models import build_model
    from posecore.training.checkpoint import save_atomic, save_weights
    from posecore.training.config import Config, as_dict

    folder, model = tmp_path_factory.mktemp("weights"), build_model("lightpose", 17)
    about = as_dict(Config(height=64, width=64))
    save_weights(model, folder / "w.safetensors", about)
    save_atomic({"model": model.half().state_dict(), "ema": None, "config": about}, folder / "w.pt")
    return folder


@pytest.mark.parametrize("suffix", ["safetensors", "pt"])
@pytest.mark.parametrize("seeds", [pytest.param(range(4), id="few"), pytest.param(range(4, 64), id="many", marks=MANY)])
def test_weights(weights: Path, tmp_path: Path, suffix: str, seeds: range) -> None:
    from posecore.training.checkpoint import CheckpointError, open_network

    whole = (weights / f"w.{suffix}").read_bytes()
    for seed in seeds:
        file = tmp_path / f"w.{suffix}"
        file.write_bytes(damaged(whole, seed)[1])
        refusal(lambda file=file: blank(open_network(file)), (CheckpointError,))


ODD_CHECKPOINTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a list": lambda c: [1, 2],
    "a tensor": lambda c: c["model"].popitem()[1],
    "no weights": lambda c: {**c, "model": {}},
    "weights null": lambda c: {"config": c["config"]},
    "weights are a list": lambda c: {**c, "model": [1]},
    "weights are numbers": lambda c: {**c, "model": {"a": 1}},
    "names are numbers": lambda c: {**c, "model": dict(enumerate(c["model"].values()))},
    "config is text": lambda c: {**c, "config": "x"},
    "unknown network": lambda c: {**c, "config": {**c["config"], "model": "resnet"}},
    "unknown joint set": lambda c: {**c, "config": {**c["config"], "skeleton": "cow"}},
    "joint set that is gone": lambda c: {**c, "config": {**c["config"], "skeleton": "gone.toml"}},
    "unknown attention": lambda c: {**c, "config": {**c["config"], "attention": "x"}},
    "height in words": lambda c: {**c, "config": {**c["config"], "height": "tall"}},
    "height of 10 km": lambda c: {**c, "config": {**c["config"], "height": 3200000}},
    "height null": lambda c: {**c, "config": {**c["config"], "height": None}},
    "another joint set": lambda c: {**c, "config": {**c["config"], "skeleton": "mpii16"}},
}


@pytest.mark.parametrize("name", ODD_CHECKPOINTS)
def test_checkpoints_of_another_shape(weights: Path, tmp_path: Path, name: str) -> None:
    import torch

    from posecore.training.checkpoint import CheckpointError, open_network, read_checkpoint

    torch.save(ODD_CHECKPOINTS[name](read_checkpoint(weights / "w.pt")), tmp_path / "odd.pt")
    assert refusal(lambda: blank(open_network(tmp_path / "odd.pt")), (CheckpointError,)) == "refused"


def heatmaps(path: Path) -> Path:
    table = np.random.default_rng(0).random((2, 17, 16, 12), np.float32)
    return standin(path, {"heatmaps": table}, ("n", 3, 64, 48))


def boxes(path: Path) -> Path:
    table = np.random.default_rng(0).random((2, 84, 84), np.float32)
    return standin(path, {"output0": table}, (1, 3, 64, 64))


@pytest.mark.parametrize("kind", ["pose", "detector"])
@pytest.mark.parametrize("seeds", ROUNDS)
def test_networks(tmp_path: Path, kind: str, seeds: range) -> None:
    whole = (heatmaps if kind == "pose" else boxes)(tmp_path / "whole.onnx").read_bytes()
    outcomes: Counter[str] = Counter()
    for seed in seeds:
        file = tmp_path / "n.onnx"
        file.write_bytes(damaged(whole, seed)[1])

        def use(file: Path = file) -> None:
            if kind == "pose":
                blank(PoseEstimator.from_onnx(file, threads=1))
            else:
                open_detector(str(file), threads=1)(np.zeros((60, 60, 3), np.uint8))

        outcomes[refusal(use, (ValueError, OSError))] += 1
    assert outcomes["refused"]
