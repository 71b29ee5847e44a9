"""``lightpose bench``: speed and latency on this machine, as a table and as JSON."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from lightpose.cli import bench_all, pipeline
from lightpose.cli.errors import UserError
from lightpose.cli.live import parse_size
from posecore.pipelines.stages import device_of
from posecore.runtime.devices import Device, providers_of

if TYPE_CHECKING:
    from posecore.bench.latency import LatencyRun
    from posecore.bench.models import ModelSpeed
    from posecore.bench.pipeline import PipelineRun

app = typer.Typer(help="Measure speed and latency on this machine.", no_args_is_help=True)
app.command("all")(bench_all.everything)
app.command("compare")(bench_all.compare)

Json = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the numbers there too.")]


@app.command("pose")
def pose(
    network: pipeline.Pose = None,
    against: Annotated[list[Path] | None, typer.Option("--against", metavar="FILE.onnx", help="Compare with it; give several.")] = None,
    batches: Annotated[str, typer.Option("--batches", metavar="N,N,…", help="People at once.")] = "1,2,4,8",
    threads: Annotated[str | None, typer.Option("--threads", metavar="N,N,…", help="Threads; default: 1 to all cores, at most 8.")] = None,
    device: pipeline.OnDevice = Device.auto,
    seconds: Annotated[float, typer.Option("--seconds", min=0.05, help="For each setting and file.")] = 1.0,
    output: Json = None,
) -> None:
    """The pose network alone, by batch and threads; with --against, files in turn, such as the same weights before and after.

    "ratio" is how many times as fast a file is as the first --against, on the clock and in processor time of all threads.
    """
    from posecore.bench.pose import bench_pose
    from posecore.pipelines.image import choose_pose

    paths = [*(against or []), choose_pose(network)]
    counts = _numbers("--threads", threads) if threads else [n for n in (1, 2, 4, 8) if n <= (os.cpu_count() or 1)]
    try:
        runs = bench_pose(paths, _numbers("--batches", batches), counts, seconds=seconds, providers=providers_of(device))
    except (FileNotFoundError, ValueError) as error:
        raise UserError(str(error)) from error
    heads = ["people", "threads", "median ms", "p95 ms", "cpu ms", "people/s"]
    rows = [[r.batch, r.threads, ms(r.median_ms), ms(r.p95_ms), ms(r.cpu_ms), f"{r.people_per_second:.1f}"] for r in runs]
    if against:
        heads = ["file", *heads[:-1], "ratio", "cpu ratio"]
        rows = [[r.file, *row[:-1], f"{r.ratio:.2f}", f"{r.cpu_ratio:.2f}"] for r, row in zip(runs, rows, strict=True)]
    show_table(f"Pose network {paths[-1].name} on {runs[0].provider}", heads, rows)
    write_runs(output, [run.to_dict() for run in runs])


@app.command("pipeline")
def whole(
    people: Annotated[str, typer.Option("--people", metavar="N,N,…", help="People in the picture.")] = "1,2,5",
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="Of the camera, for each number of people.")] = 10.0,
    size: Annotated[str, typer.Option("--size", metavar="WxH", help="Of the synthetic camera.")] = "1280x720",
    detector: pipeline.Detector = None,
    pose: pipeline.Pose = None,
    device: pipeline.OnDevice = Device.auto,
    threads: pipeline.Threads = None,
    output: Json = None,
) -> None:
    """The live engine on a synthetic 30 fps camera, against the plain loop of detecting, estimating and drawing on each frame.

    "fps" is what the camera's 30 fps allow; "recorded fps" and "ratio" are without a camera's limit, no frame dropped, as for a video file.
    "difference" is of the joints as shown from the loop's on the same image, "offset" that of their mean places on the person, "jitter" how
    far the engine's and the loop's measured joints stray from these, all in px.
    """
    from posecore.bench.pipeline import bench_pipeline

    wanted = parse_size(size)
    assert wanted is not None
    networks = _networks(detector, pose, threads, device)
    runs = bench_pipeline(networks, _numbers("--people", people), seconds=seconds, size=wanted)
    lines: list[tuple[str, Callable[[PipelineRun], str]]] = [
        ("fps", lambda r: f"{r.fps:.1f}"),
        ("latency p50, ms", lambda r: f"{r.latency_p50_ms:.0f}"),
        ("latency p95, ms", lambda r: f"{r.latency_p95_ms:.0f}"),
        ("bar for it, ms", lambda r: f"{r.latency_bound_ms:.0f}"),
        ("drops", lambda r: f"{r.drops}/{r.frames}"),
        ("detector ran", lambda r: f"{100 * r.detector_duty:.0f} %"),
        ("loop fps", lambda r: f"{r.sequential_fps:.1f}"),
        ("recorded fps", lambda r: f"{r.throughput_fps:.1f}"),
        ("ratio", lambda r: f"{r.ratio:.2f}"),
        ("difference, px", lambda r: f"{r.keypoint_difference_px:.1f}"),
        ("offset, px", lambda r: f"{r.offset_px:.1f}"),
        ("jitter, px", lambda r: f"{r.jitter_px:.1f}"),
        ("the loop's, px", lambda r: f"{r.loop_jitter_px:.1f}"),
        ("missed", lambda r: f"{100 * r.missed:.0f} %"),
        ("second crops", lambda r: f"{100 * r.second_crops:.0f} %"),
    ]
    heads = ("people", *(str(run.people) for run in runs))
    title = f"Pipeline at {size} on {device_of(networks)}, camera at 30 fps"
    show_table(title, heads, [(name, *(show(run) for run in runs)) for name, show in lines])
    write_runs(output, [run.to_dict() for run in runs])


@app.command("video")
def video(
    path: Annotated[Path, typer.Argument(metavar="IN", help="A video.", show_default=False)],
    frames: Annotated[int, typer.Option("--frames", min=1, help="At most so many.")] = 300,
    detector: pipeline.Detector = None,
    pose: pipeline.Pose = None,
    device: pipeline.OnDevice = Device.auto,
    threads: pipeline.Threads = None,
    output: Json = None,
) -> None:
    """Frames a second of what ``lightpose video`` runs, against the plain loop; reading and drawing included, writing not."""
    from posecore.bench.video import bench_video

    networks = _networks(detector, pose, threads, device)
    run = bench_video(path, networks, limit=frames)
    row = (
        run.frames, f"{run.people:.1f}", f"{run.sequential_fps:.1f}", f"{run.fps:.1f}", f"{run.ratio:.2f}",
        f"{100 * run.detector_duty:.0f} %", f"{run.keypoint_difference_px:.1f}",
    )  # fmt: skip
    show_table(f"{run.file} on {device_of(networks)}", ("frames", "people", "loop fps", "fps", "ratio", "detector", "difference"), [row])
    write_runs(output, [run.to_dict()])


@app.command("latency")
def latency(
    people: Annotated[str, typer.Option("--people", metavar="N,N,…", help="People in the image.")] = "1,5",
    seconds: Annotated[float, typer.Option("--seconds", min=2, help="For each number of people.")] = 20.0,
    predict: Annotated[bool, typer.Option("--predict/--no-predict", help="Draw joints where they are by now.")] = True,
    output: Json = None,
) -> None:
    """From the camera to the screen, by the real window on a screen of Xvfb: the synthetic camera paints its time into the image.

    "latency" is the age of an image when it comes onto the screen; "joints" the age of the image they were found in; "error" how far the
    joints are from where the person is at that moment, at about 1 m/s, as they were found and as they are drawn.
    """
    from lightpose.cli.bench_latency import measure

    runs = [measure(count, seconds, predict) for count in _numbers("--people", people)]
    lines: list[tuple[str, Callable[[LatencyRun], str]]] = [
        ("frames a second", lambda r: f"{r.fps:.1f}"),
        ("latency p50, ms", lambda r: f"{r.p50_ms:.0f}"),
        ("latency p95, ms", lambda r: f"{r.p95_ms:.0f}"),
        ("latency p95, frames", lambda r: f"{r.p95_frames:.1f}"),
        ("joints p50, ms", lambda r: f"{r.found_p50_ms:.0f}"),
        ("joints p95, ms", lambda r: f"{r.found_p95_ms:.0f}"),
        ("frames at 1 m/s", lambda r: str(r.error.frames) if r.error else "0"),
        ("error as found, mm", lambda r: f"{r.error.held_mm:.0f}" if r.error else ""),
        ("error as drawn, mm", lambda r: f"{r.error.drawn_mm:.0f}" if r.error else ""),
    ]
    heads = ("people", *(str(run.people) for run in runs))
    show_table("Camera to screen at 1280x720, 30 fps", heads, [(name, *(show(run) for run in runs)) for name, show in lines])
    write_runs(output, [run.to_dict() for run in runs])


@app.command("engine")
def engine(
    frames: Annotated[int, typer.Option("--frames", min=1001, help="How many.")] = 20_000,
    output: Json = None,
) -> None:
    """The threads alone: stages that do nothing, at 720p."""
    from posecore.bench.engine import bench_engine

    run = bench_engine(frames)
    row = (run.frames, f"{run.fps:.0f}", f"{run.overhead_ms:.3f}", f"{run.growth_mb:.1f}", run.threads)
    show_table("Engine with empty stages, 1280x720", ("frames", "fps", "ms a frame", "growth MB", "threads left"), [row])
    write_runs(output, [run.to_dict()])


@app.command("train")
def train(
    steps: Annotated[int, typer.Option("--steps", min=2, help="Optimiser steps timed.")] = 6,
    batch: Annotated[int, typer.Option("--batch", min=2, help="People a step.")] = 32,
    threads: Annotated[int, typer.Option("--threads", min=0, help="Of PyTorch; 0 for its own choice.")] = 0,
    compiled: Annotated[bool, typer.Option("--compile/--no-compile", help="Also with torch.compile: minutes to warm up.")] = True,
    output: Json = None,
) -> None:
    """Training throughput of the paper's network at 256x192, plain and with the speed options, and the time spent waiting for data."""
    from posecore.bench.train import as_rows, bench_train

    runs = bench_train(steps, batch, threads, compiled)
    rows = [(r.name, f"{r.images_per_second:.1f}", f"{r.ratio:.2f}", f"{r.data_wait:.1%}") for r in runs]
    show_table("Training at 256×192", ("options", "images/s", "ratio", "waiting for data"), rows)
    write_runs(output, as_rows(runs))


@app.command("models")
def models(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Networks; default: all.", show_default=False)] = None,
    pose: Annotated[
        list[str] | None,
        typer.Option("--pose", metavar="FILE", help="Compare these instead: ONNX files, added networks, fp32, int8; several times."),
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="With --pose: AP on this folder in COCO format, val, labelled boxes, too.")
    ] = None,
    sets: Annotated[int, typer.Option("--sets", min=1, help="Sets of rounds to average.")] = 3,
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="Rounds of a set.")] = 50,
    height: Annotated[int, typer.Option("--height", min=32, help="Of the input, px.")] = 256,
    width: Annotated[int, typer.Option("--width", min=32, help="Of the input, px.")] = 192,
    device: Annotated[str, typer.Option("--device", help="PyTorch's: cpu or cuda. With --pose as everywhere, such as openvino.")] = "",
    threads: Annotated[int | None, typer.Option("--threads", min=1, help="Of PyTorch and ONNX Runtime; default: their own choice.")] = None,
    files: Annotated[
        Path | None, typer.Option("--files", metavar="DIR", help="Keep the exported networks there; those that are there are used.")
    ] = None,
    figure: Annotated[
        Path | None, typer.Option("--figure", metavar="FILE.png", help="Draw speed against AP, the paper's or that of --data.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the sets there, beside those that it holds.")] = None,
    show: Annotated[bool, typer.Option("--show", help="Measure nothing: table and figure from --json.")] = False,
) -> None:
    """The networks of the paper's Table V: PyTorch the paper's way, and ONNX Runtime.

    A long measurement can be made in parts: each call with the same --json adds its sets. With --pose any files are compared, in turn, on
    one person; of a network that detects too it is the time of a whole image.
    """
    if pose:
        if names or show:
            raise UserError("--pose compares files; leave out the names of networks and --show")
        from lightpose.cli.bench_files import compare

        compare(pose, data, sets, rounds, device or "auto", threads, figure, output)
        return
    if data is not None:
        raise UserError("--data needs --pose FILE; the figure of the paper's networks has the paper's AP")
    from posecore.bench.models import Bench, bench_models, draw_figure, merge_speeds, read_speeds
    from posecore.models import MODELS

    chosen = names or list(MODELS)
    if unknown := [name for name in chosen if name not in MODELS]:
        raise UserError(f"unknown network {unknown[0]!r}; known: {', '.join(MODELS)}")
    for side, option in ((height, "--height"), (width, "--width")):
        if side % 32:
            raise UserError(f"{option} must be a multiple of 32, not {side}")
    if show and (output is None or not output.exists()):
        raise UserError("--show needs --json with a file of an earlier measurement")
    try:
        speeds = read_speeds(output) if output is not None and output.exists() else []
        if not show:
            with tempfile.TemporaryDirectory() as folder:
                bench = Bench(
                    files or Path(folder), (width, height), sets, rounds, device or "cpu", threads, lambda n: typer.echo(f"exporting {n}")
                )
                speeds = [*speeds, *bench_models(chosen, bench)]
        table = merge_speeds(speeds)
    except (OSError, ValueError) as error:
        raise UserError(f"{output}: {error}; give another --json") from error
    if not show:
        write_runs(output, [speed.to_dict() for speed in table])
    table.sort(key=lambda speed: list(MODELS).index(speed.name))
    first = table[0]
    title = f"{first.size}, batch 1, {first.device}, threads: {first.threads or 'default'}; ratio: lightpose's fps to the network's"
    shown = Table(title=title, box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    for head in SPEED_HEADS:
        shown.add_column(head, justify="left" if head == "network" else "right", no_wrap=True)
    for row in _speed_rows(table):
        shown.add_row(*row)
    Console().print(shown)
    if figure is not None:
        draw_figure(table, figure)


SPEED_HEADS = ("network", "params\nM", "AP,\npaper", "PyTorch\nfps", "ratio", "ONNX\nfps", "ratio", "paper\nfps", "ratio")


def _speed_rows(table: Sequence[ModelSpeed]) -> list[tuple[str, ...]]:
    ours = next((speed for speed in table if speed.name == "lightpose"), table[0])

    def ratio(mine: float | None, other: float | None) -> str:
        return f"{mine / other:.2f}" if mine and other else ""

    return [
        (
            s.name, f"{s.parameters:.1f}", f"{s.ap:.1f}", f"{s.torch_fps:.1f}", ratio(ours.torch_fps, s.torch_fps), f"{s.onnx_fps:.1f}",
            ratio(ours.onnx_fps, s.onnx_fps), str(s.paper_cpu_fps or ""), ratio(ours.paper_cpu_fps, s.paper_cpu_fps),
        )
        for s in table
    ]  # fmt: skip


def _networks(detector: str | None, pose: str | None, threads: int | None, device: Device) -> Any:
    return pipeline.load_estimator(detector, pose, threads, device=device)


def _numbers(option: str, text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdigit() and int(part) > 0 for part in parts):
        raise UserError(f"{option} {text}: expected whole numbers with commas between them, such as 1,2,5")
    return [int(part) for part in parts]


def ms(value: float) -> str:
    return f"{value:.1f}"


def show_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    table = Table(title=title)
    for head in heads:
        table.add_column(head, justify="right")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    Console().print(table)


def write_runs(path: Path | None, runs: list[dict[str, Any]]) -> None:
    """``{"machine": …, "runs": […]}``."""
    if path is None:
        return
    machine = {"system": platform.platform(), "processor": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    try:
        path.write_text(json.dumps({"machine": machine, "runs": runs}, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror or error}") from error
