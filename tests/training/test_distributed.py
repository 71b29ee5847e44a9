"""Two processes and one give the same losses on the same global batches."""

import csv
import os
import socket
import subprocess
import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tests.datasets import make_dataset  # noqa: E402

OPTIONS = ["--height=64", "--width=64", "--batch-size=2", "--workers=0", "--threads=1", "--warmup=2", "--epochs=2", "--eval-every=2"]


def losses(out):
    with open(out / "log.csv", newline="") as file:
        return [float(row["loss"]) for row in csv.DictReader(file)]


@pytest.mark.slow
@pytest.mark.skipif(not torch.distributed.is_available(), reason="this PyTorch has no torch.distributed")
def test_two_gloo_processes_follow_the_single_process(tmp_path):
    data = make_dataset(tmp_path / "data", train=16, val=4)
    base = ["-m", "posecore.train", "--config", "smoke", "--data", str(data), "--samples-per-epoch=16", *OPTIONS]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    children = []
    for rank in range(2):
        group = {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
        command = [sys.executable, *base, "--out", str(tmp_path / "two")]
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        children.append(subprocess.Popen(command, env={**environment, **group}, **output))
    outputs = [child.communicate(timeout=240)[0] for child in children]
    assert [child.returncode for child in children] == [0, 0], "\n".join(outputs)
    alone = [sys.executable, *base, "--accumulate=2", "--out", str(tmp_path / "one")]
    done = subprocess.run(alone, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    one, two = losses(tmp_path / "one"), losses(tmp_path / "two")
    assert len(one) == len(two) == 8
    np.testing.assert_allclose(two, one, rtol=1e-4)
    assert (tmp_path / "two" / "best.safetensors").is_file()
