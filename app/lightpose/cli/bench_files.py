"""``lightpose bench models --pose FILE…``: any pose networks against each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lightpose.cli.bench import ms, show_table, write_runs
from lightpose.cli.errors import UserError, one_line
from posecore.runtime.devices import providers_of

if TYPE_CHECKING:
    from posecore.runtime.estimator import PoseEstimator
    from posecore.runtime.onestage import OneStage


def compare(
    files: Sequence[str],
    data: Path | None,
    sets: int,
    rounds: int,
    device: str,
    threads: int | None,
    figure: Path | None,
    output: Path | None,
) -> None:
    """Time the files in turn, with AP on ``data``; print a table, draw ``figure``, write ``output``. Raises UserError."""
    from posecore.bench.files import bench_files, draw_files
    from posecore.data.samples import DataError
    from posecore.pipelines.image import choose_pose, open_pose

    try:
        providers = providers_of(device)
        paths = [choose_pose(file) for file in files]
        opened = [
            (file if file in ("fp32", "int8") else Path(file).stem, path, open_pose(path, threads=threads, providers=providers))
            for file, path in zip(files, paths, strict=True)
        ]
        accuracy = _accuracy_on(data) if data is not None else None
        runs = bench_files(opened, sets, rounds, threads, accuracy)
    except (DataError, OSError, ValueError) as error:
        raise UserError(one_line(error)) from error
    heads = ("network", "kind", "joints", "input", "MB", "ms", "cpu ms", "fps", "on", *(["AP"] if data is not None else []))
    rows = [
        (
            run.name, run.kind, run.joints, run.size, f"{run.megabytes:.1f}", ms(run.median_ms), ms(run.cpu_ms), f"{run.fps:.1f}",
            run.provider, *([f"{100 * run.ap:.1f}"] if run.ap is not None else []),
        )
        for run in runs
    ]  # fmt: skip
    show_table("Pose networks, one person at a time", heads, rows)
    write_runs(output, [run.to_dict() for run in runs])
    if figure is not None:
        draw_files(runs, figure)


def _accuracy_on(data: Path) -> Callable[[PoseEstimator | OneStage], float]:
    """OKS AP of a network on the labelled people of ``data``, val. Raises DataError."""
    from posecore.data.coco import find_annotations
    from posecore.evaluation.predict import labelled_ap

    annotations, images = find_annotations(data, "val")
    return lambda estimator: labelled_ap(estimator, annotations, images)
