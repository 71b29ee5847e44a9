"""``lightpose bench all`` and ``lightpose bench compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lightpose.cli import pipeline
from lightpose.cli.errors import UserError, say
from posecore.runtime.devices import Device

Json = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the numbers there too.")]


def everything(
    detector: pipeline.Detector = None,
    pose: pipeline.Pose = None,
    device: pipeline.OnDevice = Device.auto,
    threads: pipeline.Threads = None,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="For each measurement.")] = 5.0,
    output: Json = None,
) -> None:
    """Everything that one waits for, in one table: start-up, networks, a recording, the live engine."""
    from lightpose.cli.bench import show_table, write_runs
    from lightpose.cli.demo import SAMPLE
    from posecore.bench.overall import bench_all
    from posecore.pipelines.image import choose_pose
    from posecore.runtime.bundled import choose_bundled
    from posecore.runtime.devices import providers_of

    bundled = choose_bundled("person", None, providers_of(device))
    file = Path(detector) if detector and detector.endswith(".onnx") else None if detector else bundled
    networks = pipeline.load_estimator(detector, pose, threads, device=device)
    figures = bench_all(networks, choose_pose(pose), file, SAMPLE, seconds=seconds, on_part=say)
    show_table("This machine", ("what", "", "unit"), [(f.name, f"{f.value:.4g}", f.unit) for f in figures])
    write_runs(output, [figure.to_dict() for figure in figures])


def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE.json", help="Of bench all --json.", show_default=False)],
    after: Annotated[Path, typer.Argument(metavar="AFTER.json", help="Of bench all --json.", show_default=False)],
) -> None:
    """Two files of ``bench all --json``: how many times as good the second is."""
    from lightpose.cli.bench import show_table
    from posecore.bench import overall

    try:
        changes = overall.compare(before, after)
    except OSError as error:
        raise UserError(f"{error.filename}: {error.strerror}") from error
    except ValueError as error:
        raise UserError(str(error)) from error
    if not changes:
        raise UserError(f"{before} and {after} have no measurement in common")
    rows = [(c.name, f"{c.before:.4g}", f"{c.after:.4g}", c.unit, f"{c.gain:.2f}") for c in changes]
    show_table(f"{before.name} and {after.name}", ("what", "before", "after", "unit", "times as good"), rows)
