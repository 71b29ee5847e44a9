import csv
import os
import pickle
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from posecore.evaluation.pck import MPII_GROUPS  # noqa: E402
from posecore.train import main  # noqa: E402
from posecore.training.checkpoint import CheckpointError, load_weights, read_checkpoint, read_weights, save_atomic  # noqa: E402
from posecore.training.config import ConfigError, make_config  # noqa: E402
from posecore.training.people import load_split, repeats  # noqa: E402
from tests.datasets import make_dataset  # noqa: E402

SMALL = ["--height=64", "--width=64", "--batch-size=4", "--workers=0", "--threads=1"]
SMALL += ["--warmup=2", "--checkpoint-minutes=99", "--eval-every=99"]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return make_dataset(tmp_path_factory.mktemp("people"), train=16, val=4)


def train(data, out, *options):
    return main(["--config", "smoke", "--data", str(data), "--out", str(out), *SMALL, "--samples-per-epoch", "16", *options])


def losses(out):
    with open(out / "log.csv", newline="") as file:
        return [float(row["loss"]) for row in csv.DictReader(file)]


def test_a_run_leaves_everything_one_needs(data, tmp_path):
    assert train(data, tmp_path, "--epochs", "2", "--eval-every", "1") == 0
    for name in ("last.pt", "best.safetensors", "config.toml", "environment.txt", "log.csv", "eval.csv", "curves.png"):
        assert (tmp_path / name).stat().st_size > 0, name
    versions = dict(line.split(" ", 1) for line in (tmp_path / "environment.txt").read_text().splitlines())
    assert versions["torch"] == torch.__version__.split("+")[0]
    assert {"lightpose", "revision", "device", "numpy", "torchvision"} <= set(versions)
    assert len(losses(tmp_path)) == 8
    with open(tmp_path / "eval.csv", newline="") as file:
        assert {row["group"] for row in csv.DictReader(file)} == {"coco", "lspet", "all"}


def test_a_run_killed_before_its_first_checkpoint_starts_anew(data, tmp_path):
    assert train(data, tmp_path, "--epochs", "1", "--max-minutes", "0.0001") == 0  # stops after a step
    (tmp_path / "last.pt").unlink()
    assert train(data, tmp_path, "--resume", "--max-minutes", "0") == 0
    assert len(losses(tmp_path)) == 4
    assert (tmp_path / "best.safetensors").exists()
    (tmp_path / "last.pt").unlink()
    assert train(data, tmp_path, "--resume") == 2, "a run with results lost its checkpoint: nothing to go on with"
    (tmp_path / "best.safetensors").unlink()
    (tmp_path / "log.csv").write_text("epoch,batch,step,loss,lr,images_per_second,data_wait\r\n")
    assert train(data, tmp_path, "--epochs", "1") == 0, "a log without a step is no run"


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", ["adam", "muon"])
def test_resuming_is_bit_identical_to_not_stopping(data, tmp_path, optimizer):
    """Stopped in the middle of an epoch and resumed, weights, optimiser, averages and losses are those of one straight run."""
    straight, stopped = tmp_path / "straight", tmp_path / "stopped"
    assert train(data, straight, "--epochs", "2", "--optimizer", optimizer) == 0
    command = _interrupted(data, stopped, "--optimizer", optimizer, after=2)
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 143, done.stderr
    assert read_checkpoint(stopped / "last.pt")["batch"] == 2
    assert train(data, stopped, "--epochs", "2", "--resume") == 0
    a, b = read_checkpoint(straight / "last.pt"), read_checkpoint(stopped / "last.pt")
    for part in ("model", "ema"):
        for key, value in a[part].items():
            assert torch.equal(value, b[part][key]), f"{part} {key}"
    for key, state in a["optimizer"]["state"].items():
        for name, value in state.items():
            assert torch.equal(value, b["optimizer"]["state"][key][name]), f"{name} of parameter {key}"
    assert losses(straight) == losses(stopped)


@pytest.mark.slow
def test_a_step_that_takes_long_is_given_up(data, tmp_path):
    """A signal in the middle of a step: the program ends soon, and goes on as if that step had not begun."""
    straight, stopped = tmp_path / "straight", tmp_path / "stopped"
    assert train(data, straight, "--epochs", "2") == 0
    started = time.monotonic()
    command = _interrupted(data, stopped, "--workers", "1", after=2, hangs=600)
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 143, done.stderr
    assert time.monotonic() - started < 300
    assert "stopped in epoch 0; go on with --resume" in done.stdout
    assert "Traceback" not in done.stderr
    assert read_checkpoint(stopped / "last.pt")["batch"] == 2
    assert train(data, stopped, "--epochs", "2", "--resume", "--workers", "0") == 0
    a, b = read_checkpoint(straight / "last.pt"), read_checkpoint(stopped / "last.pt")
    for part in ("model", "ema"):
        for key, value in a[part].items():
            assert torch.equal(value, b[part][key]), f"{part} {key}"
    assert losses(straight) == losses(stopped)


def _interrupted(data, out, *options, after, hangs=0):
    """A child that sends itself SIGTERM in its step ``after``, as a scheduler would; or one that does in the step after it, once the
    network has seen the images, and then takes ``hangs`` seconds."""
    arguments = ["--config", "smoke", "--data", str(data), "--out", str(out), *SMALL, "--samples-per-epoch", "16", "--epochs", "2"]
    arguments += options
    script = (
        "import os, signal, sys; from posecore.training import log; from posecore.train import main\n"
        "step = log.RunLog.step\n"
        "def spy(self, report, *rest):\n    step(self, report, *rest)\n"
        f"    if report.step == {after} and not {hangs}: os.kill(os.getpid(), signal.SIGTERM)\n"
        "log.RunLog.step = spy\n"
        "import time; from posecore.losses import HeatmapWeightingLoss\nloss, calls = HeatmapWeightingLoss.forward, []\n"
        "def slow(self, *rest):\n    calls.append(1)\n"
        f"    if {hangs} and len(calls) > {after}: os.kill(os.getpid(), signal.SIGTERM); time.sleep({hangs})\n"
        "    return loss(self, *rest)\n"
        f"HeatmapWeightingLoss.forward = slow\nsys.exit(main({arguments!r}))"
    )
    return [sys.executable, "-c", script]


def _environment():
    return {**os.environ, "OMP_NUM_THREADS": "1"}


@pytest.mark.slow
def test_kill_9_leaves_the_last_checkpoint_whole(data, tmp_path):
    command = [
        sys.executable, "-m", "posecore.train", "--config", "smoke", "--data", str(data), "--out", str(tmp_path), *SMALL,
        "--samples-per-epoch", "8", "--epochs", "90", "--checkpoint-minutes", "0",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while not (tmp_path / "last.pt").exists() and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.05)
        time.sleep(0.7)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    assert process.returncode == -signal.SIGKILL
    state = read_checkpoint(tmp_path / "last.pt")
    assert state["epoch"] + state["batch"] > 0
    assert train(data, tmp_path, "--resume", "--max-minutes", "0.001") == 0


def test_starting_weights_fill_what_fits(data, tmp_path):
    from posecore.models import build_model
    from posecore.training.checkpoint import save_weights

    first = build_model("lightpose", 17)
    save_weights(first, tmp_path / "first.safetensors", half=False)
    other = build_model("lightpose", 16)
    fresh = load_weights(other, tmp_path / "first.safetensors")
    assert set(fresh) == {"head.19.weight", "head.19.bias"}
    torch.testing.assert_close(other.head[0].weight, first.head[0].weight)
    save_weights(first.backbone, tmp_path / "backbone.safetensors", half=False)
    third = build_model("lightpose", 17)
    assert all(key.startswith("head.") for key in load_weights(third, tmp_path / "backbone.safetensors"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--data", "/nowhere"], "/nowhere: no such folder"),
        (["--lr", "quick"], "lr = 'quick'"),
        (["--init", "/nowhere/w.safetensors"], "no such weights file"),
        (["--mixture", "coco=3,lspet"], "mixture: 'lspet'"),
        (["--config", "unheard"], "no config 'unheard'"),
        (["--resume"], "nothing to resume"),
        (["--threads", "99999999999"], "threads must be a number from 0 to 1024"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(data, tmp_path, capsys, options, message):
    assert main(["--config", "smoke", "--data", str(data), "--out", str(tmp_path), *options]) == 2
    errors = capsys.readouterr().err.strip().splitlines()
    assert len(errors) == 1
    assert message in errors[0]


def test_what_is_missing_or_in_the_way_is_one_line(data, tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["--config", "smoke"])
    assert capsys.readouterr().err == "lightpose train: the following arguments are required: --out (see lightpose train --help)\n"
    file = tmp_path / "file"
    file.touch()
    assert main(["--config", "smoke", "--data", str(data), "--out", str(file)]) == 2
    assert capsys.readouterr().err == f"lightpose train: {file}: File exists\n"


@pytest.mark.parametrize(
    "error", [MemoryError(), torch.OutOfMemoryError("CUDA"), RuntimeError("DefaultCPUAllocator: can't allocate memory")]
)
def test_too_little_memory_is_one_line(data, tmp_path, capsys, monkeypatch, error):
    def full(self):
        raise error

    monkeypatch.setattr("posecore.training.run.Run.train", full)
    assert train(data, tmp_path) == 2
    assert capsys.readouterr().err == "lightpose train: out of memory; lower --batch-size (--accumulate makes up for it)\n"


@pytest.mark.slow
def test_loaders_are_ended_whatever_ends_the_run(data, tmp_path, capsys, monkeypatch):
    """They ignore signals; one that is left would be waited for."""
    import multiprocessing

    def fails(*_):
        raise RuntimeError("unable to allocate shared memory(shm)")

    monkeypatch.setattr("posecore.training.log.RunLog.step", fails)
    assert train(data, tmp_path, "--workers", "1", "--epochs", "1") == 2
    assert "too little shared memory" in capsys.readouterr().err
    assert not multiprocessing.active_children()


def test_a_mixture_sets_how_often_people_of_a_prefix_are_seen(data):
    config = make_config({"data": str(data), "mixture": "coco=3,lspet=0.5", "oversample_human": 2})
    samples, _, _ = load_split(config, "train")
    samples = [samples[0], samples[1], replace(samples[1], source="teacher")]
    assert [s.image.name.split("_")[0] for s in samples] == ["lspet", "coco", "coco"]
    np.testing.assert_allclose(repeats(samples, config), [1, 6, 3])
    np.testing.assert_allclose(repeats(samples, replace(config, samples_per_epoch=20)), [2, 12, 6])
    np.testing.assert_allclose(repeats(samples, replace(config, mixture="coco=3", oversample_human=1.0)), [1, 3, 3])


@pytest.mark.parametrize(("mixture", "message"), [("cooc=3", "begins with cooc_; there are: coco, lspet"), ("coco=0,lspet=0", "nobody")])
def test_a_mixture_that_fits_no_image_or_leaves_none_is_an_error(data, mixture, message):
    config = make_config({"data": str(data), "mixture": mixture})
    with pytest.raises(ConfigError, match=message):
        repeats(load_split(config, "train")[0], config)


def test_weights_that_are_none(tmp_path):
    bad = tmp_path / "bad.pt"
    bad.write_bytes(b"\x80nothing")
    with pytest.raises(CheckpointError, match="bad.pt"):
        read_weights(bad)


def test_a_failed_save_keeps_the_old_file(tmp_path):
    path = tmp_path / "last.pt"
    save_atomic({"step": 1}, path)
    with pytest.raises((AttributeError, pickle.PicklingError), match="lambda"):
        save_atomic({"step": lambda: None}, path)
    assert read_checkpoint(path) == {"step": 1}


def test_mpii_is_trained_on_and_scored_by_pckh(tmp_path):
    import json

    import cv2

    root = tmp_path / "mpii"
    (root / "images").mkdir(parents=True)
    rng = np.random.default_rng(0)
    for split in ("train", "valid"):
        rows = []
        for i in range(6):
            name = f"{split}{i}.jpg"
            cv2.imwrite(str(root / "images" / name), rng.integers(0, 255, (120, 120, 3)).astype(np.uint8))
            joints = rng.uniform(20, 100, (16, 2)).tolist()
            rows.append({"image": name, "center": [60, 60], "scale": 0.5, "joints": joints, "joints_vis": [1] * 16})
        (root / f"{split}.json").write_text(json.dumps(rows))
    arguments = ["--config", "mpii_256x256", "--data", str(root), "--out", str(tmp_path / "run"), *SMALL]
    assert main([*arguments, "--epochs", "1", "--eval-every", "1", "--batch-size", "3"]) == 0
    with open(tmp_path / "run" / "eval.csv", newline="") as file:
        row = next(csv.DictReader(file))
    shares = [float(row[name]) for name in MPII_GROUPS]
    counts = [12 * share for share in shares]  # of two joints of six people
    assert counts == pytest.approx([round(count) for count in counts], abs=0.01)
    assert float(row["PCKh"]) == pytest.approx(sum(shares) / len(shares), abs=1e-3), "pelvis and thorax do not count"
