"""Speed of the compared networks the paper's way (section IV-D, Table V and figure 5), and in ONNX Runtime."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

WARM_UP, ROUNDS = 5, 50
"""The paper's: rounds left out at first, rounds timed."""

Run = Callable[[], object]


@dataclass(frozen=True)
class ModelSpeed:
    """One network on this machine.

    Attributes:
        name: key of :data:`posecore.models.MODELS`.
        parameters: millions. ap: the paper's on COCO val2017.
        torch_sets, onnx_sets: pictures a second of each set, PyTorch eager and ONNX Runtime.
        paper_cpu_fps: the paper's on its CPU; None where Table V has no such row.
        size: HxW of the input. device: PyTorch's. threads: of both; None for their own choice.
    """

    name: str
    parameters: float
    ap: float
    torch_sets: list[float]
    onnx_sets: list[float]
    paper_cpu_fps: float | None
    size: str = "256x192"
    device: str = "cpu"
    threads: int | None = None

    @property
    def torch_fps(self) -> float:
        """Mean of the sets."""
        return float(np.mean(self.torch_sets))

    @property
    def onnx_fps(self) -> float:
        """Mean of the sets."""
        return float(np.mean(self.onnx_sets))

    @property
    def settings(self) -> tuple[str, str, int | None]:
        """What must be the same for two measurements to be comparable."""
        return self.size, self.device, self.threads

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def merge_speeds(speeds: Sequence[ModelSpeed]) -> list[ModelSpeed]:
    """One entry a network, with the sets of all of its entries; in the order of the first ones.

    Raises ValueError where sizes, devices or threads differ.
    """
    if len({speed.settings for speed in speeds}) > 1:
        raise ValueError("measured with another size, device or number of threads")
    merged: dict[str, ModelSpeed] = {}
    for speed in speeds:
        known = merged.get(speed.name)
        values = asdict(speed)
        if known is not None:
            values |= {"torch_sets": known.torch_sets + speed.torch_sets, "onnx_sets": known.onnx_sets + speed.onnx_sets}
        merged[speed.name] = ModelSpeed(**values)
    return list(merged.values())


def read_speeds(path: Path) -> list[ModelSpeed]:
    """The entries of a file that ``lightpose bench models --json`` wrote. Raises OSError or ValueError."""
    try:
        return [ModelSpeed(**run) for run in json.loads(path.read_text(encoding="utf-8"))["runs"]]
    except (KeyError, TypeError) as error:
        raise ValueError(f"not written by lightpose bench models ({error})") from None


def time_interleaved(runs: dict[str, Run], sets: int = 3, rounds: int = ROUNDS, warm_up: int = WARM_UP) -> dict[str, list[float]]:
    """Rounds a second of each function in each set. They take turns set by set: a noisy machine hits all alike."""
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(sets):
        for name, run in runs.items():
            for _ in range(warm_up):
                run()
            begin = time.perf_counter()
            for _ in range(rounds):
                run()
            rates[name].append(rounds / (time.perf_counter() - begin))
    return rates


@dataclass(frozen=True)
class Bench:
    """Settings of :func:`bench_models`.

    Attributes:
        files: folder for the exported networks; what is there already is used (weights do not matter for speed).
        size: (W, H), px.
        device: torch's, for the eager runs; ONNX Runtime takes its own best provider.
        threads: of PyTorch and of ONNX Runtime; None for their own choice.
    """

    files: Path
    size: tuple[int, int] = (192, 256)
    sets: int = 3
    rounds: int = ROUNDS
    device: str = "cpu"
    threads: int | None = None
    on_export: Callable[[str], None] = field(default=lambda name: None)


def bench_models(names: Sequence[str], bench: Bench) -> list[ModelSpeed]:
    """Time networks with fresh weights on one and the same input, batch 1, preprocessing excluded.

    Args:
        names: keys of :data:`posecore.models.MODELS`.
    """
    import torch

    from posecore.models.cost import count_parameters
    from posecore.paper import FPS, ROWS
    from posecore.runtime.session import open_session

    width, height = bench.size
    batch: NDArray[np.float32] = np.random.default_rng(0).standard_normal((1, 3, height, width)).astype(np.float32)
    images = torch.from_numpy(batch).to(bench.device)
    models = {name: settled_model(name, bench.size) for name in names}
    sessions = {name: open_session(_exported(name, model, bench), threads=bench.threads) for name, model in models.items()}

    def eager(model: torch.nn.Module) -> Run:
        def run() -> None:
            with torch.inference_mode():
                model(images)
            if bench.device.startswith("cuda"):
                torch.cuda.synchronize()

        return run

    before = torch.get_num_threads()
    torch.set_num_threads(bench.threads or before)
    try:
        onnx_runs: dict[str, Run] = {name: partial(session.run, None, {"images": batch}) for name, session in sessions.items()}
        onnx_rates = time_interleaved(onnx_runs, bench.sets, bench.rounds)
        torch_rates = time_interleaved({n: eager(model.to(bench.device)) for n, model in models.items()}, bench.sets, bench.rounds)
    finally:
        torch.set_num_threads(before)
    scores = {row.name: row.ap for row in reversed(ROWS) if row.size == (192, 256)}
    return [
        ModelSpeed(
            name, count_parameters(model) / 1e6, scores[name], torch_rates[name], onnx_rates[name], FPS[name][1] if name in FPS else None,
            f"{height}x{width}", bench.device, bench.threads,
        )
        for name, model in models.items()
    ]  # fmt: skip


def settled_model(name: str, size: tuple[int, int]) -> torch.nn.Module:
    """A network with fresh weights in eval mode, its batch norms' statistics taken from noise.

    Without, activations of deep networks shrink from layer to layer down to denormal numbers, with which processors are slow.
    """
    import torch

    from posecore.models import build_model

    torch.manual_seed(0)
    model = build_model(name)
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = None
    with torch.no_grad():
        model.train()(torch.randn(2, 3, size[1], size[0]))
    return model.eval()


def _exported(name: str, model: torch.nn.Module, bench: Bench) -> Path:
    from posecore.export.onnx import export_onnx
    from posecore.runtime.crops import InputSpec
    from posecore.runtime.metadata import PoseMetadata
    from posecore.skeletons import COCO17

    path = bench.files / f"{name}_{bench.size[1]}x{bench.size[0]}.onnx"
    if not path.exists():
        bench.on_export(name)
        bench.files.mkdir(parents=True, exist_ok=True)
        export_onnx(model, path, PoseMetadata(InputSpec(bench.size), COCO17))
    return path


def draw_figure(speeds: Sequence[ModelSpeed], path: Path) -> None:
    """The paper's figure 5 with our speeds: frames a second against the paper's AP, a circle's area for the parameters."""
    from matplotlib import colormaps
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    figure = Figure(figsize=(9, 4.8), layout="constrained")
    colors = [colormaps["tab10"](i) for i in (3, 0, 1, 2, 4, 5, 6, 7, 8, 9)]
    first = speeds[0]
    panels = figure.subplots(1, 2, sharey=True)
    rates = [[speed.torch_fps for speed in speeds], [speed.onnx_fps for speed in speeds]]
    for axes, title, fps in zip(panels, ("PyTorch, as in the paper", "ONNX Runtime"), rates, strict=True):
        for i, (speed, rate) in enumerate(zip(speeds, fps, strict=True)):
            axes.scatter(rate, speed.ap, s=75 * speed.parameters, alpha=0.45, color=colors[i], linewidths=0)
            axes.annotate(str(i + 1), (rate, speed.ap), ha="center", va="center", fontsize=8, fontweight="bold")
        axes.set(title=title, xlabel="frames a second, batch 1", xlim=(0, 1.15 * max(fps)))
        axes.grid(alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
    panels[0].set_ylabel("AP on COCO val2017, from the paper")
    panels[0].set_ylim(min(s.ap for s in speeds) - 2.5, max(s.ap for s in speeds) + 2.5)
    marks = [
        Line2D([], [], linestyle="", marker="o", markersize=7, color=colors[i], label=f"{i + 1}  {speed.name}, {speed.parameters:.1f} M")
        for i, speed in enumerate(speeds)
    ]
    figure.legend(handles=marks, loc="outside lower center", ncols=3, fontsize=8, frameon=False)
    threads = f"{first.threads} thread{'s' if first.threads != 1 else ''}" if first.threads else "all threads"
    figure.suptitle(f"Speed on this machine at {first.size}, {first.device}, {threads}; circle area: parameters", fontsize=10)
    figure.savefig(path, dpi=110)
