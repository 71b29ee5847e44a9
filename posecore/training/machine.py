"""The machine a run stands on: processes and device, memory, the versions of what it used."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import torch
import torch.distributed as dist

from posecore.terminal import ending_signals

LIBRARIES = ("torch", "torchvision", "numpy", "opencv-python", "opencv-python-headless", "scipy", "safetensors", "faster-coco-eval")
"""Whose versions are saved with a run."""


@dataclass(frozen=True)
class Place:
    """Where this process stands: rank, processes in all, and its device."""

    rank: int
    world_size: int
    device: torch.device

    @property
    def is_main(self) -> bool:
        return self.rank == 0


def join_processes() -> Place:
    """Join the group torchrun started (its environment says so), or stay alone. nccl with CUDA, else gloo."""
    world_size = int(os.environ.get("WORLD_SIZE", "1"))
    cuda = torch.cuda.is_available()
    if world_size == 1:
        return Place(0, 1, torch.device("cuda" if cuda else "cpu"))
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if cuda else torch.device("cpu")
    if cuda:
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if cuda else "gloo")
    return Place(dist.get_rank(), world_size, device)


_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_MAX = -1, -2, -4
"""Names of glibc's malloc.h."""


def keep_memory() -> bool:
    """Have the C library keep what is freed, for the next step to use again; False where it is not glibc.

    By itself it gives every large tensor back to the system, which hands it out anew page by page, zeroed: about a fifth of a training step
    on a processor (docs/training.md).
    """
    if sys.platform != "linux":
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return False
    return all(mallopt(name, value) for name, value in ((_M_MMAP_MAX, 0), (_M_TRIM_THRESHOLD, 2**31 - 1), (_M_TOP_PAD, 2**28)))


def quiet_worker(_: int) -> None:
    """Loader processes leave signals sent to the whole group to the main process, which ends them after its checkpoint."""
    for number in ending_signals():
        signal.signal(number, signal.SIG_IGN)
    torch.set_num_threads(1)


def environment() -> str:
    """Revision, Python, processor and library versions, a line each; saved with the run."""
    try:
        revision = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=Path(__file__).parent, capture_output=True, text=True, timeout=10, check=True
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        revision = "unknown"
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else f"{platform.processor() or platform.machine()}, no GPU"
    lines = [f"lightpose {_version('lightpose')}", f"revision {revision}", f"python {platform.python_version()}", f"device {device}"]
    return "\n".join(lines + [f"{name} {_version(name)}" for name in LIBRARIES]) + "\n"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
