"""Speed of the compared networks the paper's way (section IV-D, Table V and figure 5), and in ONNX Runtime."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WARM_UP, ROUNDS = 5, 50
"""The paper's: rounds left out at first, rounds timed."""

Run = Callable[[], object]


@dataclass(frozen=True)
class ModelSpeed:
    """One network on this machine.

    Attributes:
        name: key of :data:`posecore.models.MODELS`.
        parameters: millions. ap: the paper's on COCO val2017.
        torch_fps, onnx_fps: pictures a second, mean of the sets; nan where not measured.
        paper_cpu_fps: the paper's on its CPU; None where Table V has no such row.
    """

    name: str
    parameters: float
    ap: float
    torch_fps: float
    onnx_fps: float
    paper_cpu_fps: float | None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def time_interleaved(runs: dict[str, Run], sets: int = 3, rounds: int = ROUNDS, warm_up: int = WARM_UP) -> dict[str, float]:
    """Rounds a second of each function, the mean over ``sets``. They take turns set by set: a noisy machine hits all alike."""
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(sets):
        for name, run in runs.items():
            for _ in range(warm_up):
                run()
            begin = time.perf_counter()
            for _ in range(rounds):
                run()
            rates[name].append(rounds / (time.perf_counter() - begin))
    return {name: float(np.mean(values)) for name, values in rates.items()}


def bench_models(
    names: Sequence[str], size: tuple[int, int] = (192, 256), sets: int = 3, rounds: int = ROUNDS, device: str = "cpu", onnx: bool = True
) -> list[ModelSpeed]:
    """Time networks with fresh weights on one and the same input, batch 1, preprocessing excluded.

    Args:
        names: keys of :data:`posecore.models.MODELS`.
        size: (W, H), px.
        device: torch's, for the eager runs; ONNX Runtime takes its own best provider.
        onnx: also export each network and time it in ONNX Runtime.
    """
    import torch

    from posecore.models import build_model
    from posecore.models.cost import count_parameters
    from posecore.models.paper import FPS, ROWS
    from posecore.runtime.session import open_session
    from posecore.skeletons import COCO17
    from posecore.training.export import export_onnx

    batch: NDArray[np.float32] = np.random.default_rng(0).standard_normal((1, 3, size[1], size[0])).astype(np.float32)
    images = torch.from_numpy(batch).to(device)
    models = {name: build_model(name).eval() for name in names}
    sessions = {}
    if onnx:
        with tempfile.TemporaryDirectory() as folder:
            for name, model in models.items():
                path = Path(folder) / f"{name}.onnx"
                export_onnx(model, path, size, COCO17)
                sessions[name] = open_session(path)

    def eager(model: torch.nn.Module) -> Run:
        def run() -> None:
            with torch.inference_mode():
                model(images)
            if device.startswith("cuda"):
                torch.cuda.synchronize()

        return run

    onnx_rates = time_interleaved({n: (lambda s=s: s.run(None, {"images": batch})) for n, s in sessions.items()}, sets, rounds)  # type: ignore[misc]
    torch_rates = time_interleaved({name: eager(model.to(device)) for name, model in models.items()}, sets, rounds)
    scores = {row.name: row.ap for row in reversed(ROWS) if row.size == (192, 256)}
    return [
        ModelSpeed(
            name,
            count_parameters(model) / 1e6,
            scores[name],
            torch_rates[name],
            onnx_rates.get(name, float("nan")),
            FPS[name][1] if name in FPS else None,
        )
        for name, model in models.items()
    ]


def draw_figure(speeds: Sequence[ModelSpeed], path: Path) -> None:
    """The paper's figure 5 with our speeds: PyTorch frames a second against the paper's AP, a circle's area for the parameters."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    for speed in speeds:
        axes.scatter(speed.torch_fps, speed.ap, s=120 * speed.parameters, alpha=0.5)
        axes.annotate(speed.name, (speed.torch_fps, speed.ap), ha="center", va="center", fontsize=8)
    axes.set(xlabel="frames a second, PyTorch, batch 1, this machine", ylabel="AP on COCO val2017 (the paper's)")
    axes.margins(0.15)
    figure.savefig(path, dpi=120)
