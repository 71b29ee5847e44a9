"""Any pose networks against each other on this machine: files in turn, on one and the same person; drawn as the paper's figure 5."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.engine.stats import percentile
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.onestage import OneStage

SIZE = (480, 640)
"""(H, W) px of the image."""
BOX = (200.0, 40.0, 440.0, 460.0)
"""xyxy px of the person in it."""


@dataclass(frozen=True)
class FileSpeed:
    """One network.

    Attributes:
        name: as the command line was given it.
        kind: its head.
        joints: name of its joint set.
        size: WxH of its input, px; empty where it follows the image.
        megabytes: of the file.
        median_ms, cpu_ms: on the clock and of processor time of all threads, median: crop, network and decoding of one person; of a network
            that detects too, a whole image.
        provider: short name of what ran it. threads: of it; None for its own choice.
        ap: OKS AP in [0,1] on labelled boxes, None where it was not measured.
    """

    name: str
    kind: str
    joints: str
    size: str
    megabytes: float
    median_ms: float
    cpu_ms: float
    provider: str
    threads: int | None = None
    ap: float | None = None

    @property
    def fps(self) -> float:
        """People, or whole images, a second by the median on the clock."""
        return 1000 / self.median_ms

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def bench_files(
    networks: Sequence[tuple[str, Path, PoseEstimator | OneStage]],
    sets: int = 3,
    rounds: int = 50,
    threads: int | None = None,
    accuracy: Callable[[PoseEstimator | OneStage], float] | None = None,
) -> list[FileSpeed]:
    """Time open networks, set by set in turn: a noisy machine hits all alike.

    Args:
        networks: name, file and what :func:`posecore.pipelines.image.open_pose` made of it.
        sets, rounds: rounds a set; a round before each set does not count.
        threads: that they were opened with, for the record.
        accuracy: gives ``ap``; called once a network.
    """
    image = np.random.default_rng(0).integers(0, 256, (*SIZE, 3)).astype(np.uint8)
    clock: list[list[float]] = [[] for _ in networks]
    processor: list[list[float]] = [[] for _ in networks]
    for _ in range(sets):
        for place, (_, _, network) in enumerate(networks):
            _once(network, image)
            for _ in range(rounds):
                began, used = time.perf_counter(), time.process_time()
                _once(network, image)
                clock[place].append(1000 * (time.perf_counter() - began))
                processor[place].append(1000 * (time.process_time() - used))
    return [
        FileSpeed(
            name, _kind(network), network.skeleton.name, _size(network), path.stat().st_size / 1e6, percentile(clock[place], 50),
            percentile(processor[place], 50), network.provider, threads, accuracy(network) if accuracy is not None else None,
        )
        for place, (name, path, network) in enumerate(networks)
    ]  # fmt: skip


def _once(network: PoseEstimator | OneStage, image: NDArray[np.uint8]) -> None:
    if isinstance(network, OneStage):
        network.find(image)
    else:
        network(image, np.asarray([BOX]))


def _kind(network: PoseEstimator | OneStage) -> str:
    return network.head if isinstance(network, OneStage) else type(network.decoder).__name__.removesuffix("Decoder").lower()


def _size(network: PoseEstimator | OneStage) -> str:
    size = None if isinstance(network, OneStage) else network.size
    return f"{size[0]}x{size[1]}" if size is not None else ""


def draw_files(speeds: Sequence[FileSpeed], path: Path) -> None:
    """Speed against accuracy, a circle's area for the size of the file; bars of the speed alone where no accuracy was measured."""
    from matplotlib import colormaps
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.4), layout="constrained")
    axes = figure.subplots()
    colours = [colormaps["tab10"](i % 10) for i in range(len(speeds))]
    if all(speed.ap is not None for speed in speeds):
        for speed, colour in zip(speeds, colours, strict=True):
            ap = 100 * (speed.ap or 0.0)
            axes.scatter(speed.fps, ap, s=40 + 12 * speed.megabytes, alpha=0.45, color=colour, linewidths=0)
            axes.annotate(speed.name, (speed.fps, ap), xytext=(0, 9), textcoords="offset points", ha="center", fontsize=8)
        axes.set(xlim=(0, 1.2 * max(speed.fps for speed in speeds)), ylabel="OKS AP on labelled boxes")
        axes.margins(y=0.25)
    else:
        axes.barh(range(len(speeds)), [speed.fps for speed in speeds], color=colours, alpha=0.7)
        axes.set_yticks(range(len(speeds)), [speed.name for speed in speeds])
        axes.invert_yaxis()
    first = speeds[0]
    threads = f"{first.threads} thread{'s' if first.threads != 1 else ''}" if first.threads else "threads of its choice"
    axes.set(xlabel="people a second, one at a time (whole images, of networks that detect too)")
    axes.set_title(f"Speed on this machine: {first.provider}, {threads}", fontsize=10)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110)
