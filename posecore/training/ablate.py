"""The paper's ablations, Table IV (weight functions) and Table VI (attention), on any data set and at any size."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from posecore.training.config import Config, as_dict, make_config

PAPER = {
    "loss": {"none": 65.56, "identity": 65.83, "double": 65.59, "square": 65.65, "exp": 65.70},
    "attention": {"none": 65.29, "se": 65.71, "cbam": 65.77, "ours": 65.83},
}
"""AP of Tables IV and VI: setting → its values → AP on COCO val at 256×192."""
TITLES = {"loss": "Table IV: weight generation functions", "attention": "Table VI: attention blocks"}


@dataclass(frozen=True)
class Row:
    """One line of a table: the value of the setting, the APs measured (one a seed, in [0,1]) and the paper's AP in per cent."""

    value: str
    measured: tuple[float, ...]
    paper: float


def ablate(setting: str, config: Config, out: Path, seeds: Iterable[int], train: Callable[[Config, Path], int] | None = None) -> list[Row]:
    """Train once for each value of ``setting`` and each seed, everything else alike.

    Args:
        setting: ``loss`` or ``attention``; raises ValueError for another.
        config: the run to vary.
        out: folder; each run has its own below it. A run that is finished already is not run again, a broken-off one goes on.
        seeds: the same for all values.
        train: runs one config in one folder; None for the real thing.

    Returns:
        The table's rows in the paper's order. Raises RuntimeError where a run was stopped.
    """
    if setting not in PAPER:
        raise ValueError(f"unknown ablation {setting!r}; known: {', '.join(PAPER)}")
    train = train or _train
    rows = []
    for value, paper in PAPER[setting].items():
        measured = []
        for seed in seeds:
            folder = out / f"{setting}-{value}-{seed}"
            if _final_ap(folder, config.epochs) is None:
                train(make_config({**as_dict(config), "seed": seed, setting: value}), folder)
            ap = _final_ap(folder, config.epochs)
            if ap is None:
                raise RuntimeError(f"{folder}: stopped before its end; the same command goes on")
            measured.append(ap)
        rows.append(Row(value, tuple(measured), paper))
    return rows


def format_rows(setting: str, rows: list[Row]) -> str:
    """The table as Markdown: mean AP, its deviation over seeds, and the paper's AP beside."""
    lines = [f"{TITLES[setting]}\n", "| value | AP here | deviation | runs | AP in the paper |", "|-|-|-|-|-|"]
    for row in rows:
        spread = f"{100 * np.std(row.measured, ddof=1):.2f}" if len(row.measured) > 1 else "–"
        lines.append(f"| {row.value} | {100 * np.mean(row.measured):.2f} | {spread} | {len(row.measured)} | {row.paper:.2f} |")
    return "\n".join(lines)


def _train(config: Config, folder: Path) -> int:
    from posecore.training.run import Run

    return Run(config, folder, resume=(folder / "last.pt").is_file()).train()


def _final_ap(folder: Path, epochs: int) -> float | None:
    """AP over all images after the last epoch, None where the run is not finished."""
    path = folder / "eval.csv"
    if not path.is_file():
        return None
    with open(path, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["group"] == "all" and int(row["epoch"]) == epochs]
    return float(rows[-1]["AP"]) if rows else None
