"""``lightpose video``: a recorded video in, an annotated video and a keypoint file out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from lightpose.cli import pipeline
from lightpose.cli.errors import INTERRUPTED, UserError, complain, one_line, printable, warn, warn_left_out
from posecore import formats
from posecore.drawing.painter import Style
from posecore.pipelines.annotate import Progress as Job
from posecore.pipelines.annotate import annotate
from posecore.pipelines.recorded import Estimator
from posecore.sinks import partial_path
from posecore.sinks.video import VIDEO_SUFFIXES
from posecore.sources import Recording, SourceError
from posecore.sources.factory import open_recording


def command(
    video: Annotated[
        str,
        typer.Argument(
            metavar="IN", help="Any video FFmpeg can read, a folder of pictures, or numbered ones: frames/%04d.png.", show_default=False
        ),
    ],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="OUT", help="Annotated video: .mp4, .m4v or .mov.")] = None,
    keypoints: Annotated[Path | None, typer.Option("-k", "--keypoints", metavar="FILE", help="Keypoint file: .jsonl or .csv.")] = None,
    stream: Annotated[
        int | None,
        typer.Option("--stream", metavar="N", help="Which video of a file with several, as ffprobe counts.", show_default="main"),
    ] = None,
    audio: Annotated[bool, typer.Option("--audio/--no-audio", help="Carry the sound over.")] = True,
    track: Annotated[bool, typer.Option("--track/--no-track", help="Follow people by number, or see each frame alone.")] = True,
    smooth: Annotated[bool, typer.Option("--smooth", help="Steady the joints, without any lag.")] = False,
    detector: pipeline.Detector = None,
    pose: pipeline.Pose = None,
    threads: pipeline.Threads = None,
    threshold: pipeline.Threshold = None,
    multiscale: pipeline.Multiscale = False,
    thorough: pipeline.Thorough = None,
    boxes: pipeline.Boxes = True,
    names: pipeline.Names = False,
    scores: pipeline.Scores = False,
    blur_faces: pipeline.BlurFaces = False,
    joint_threshold: pipeline.JointThreshold = Style.threshold,
) -> None:
    """Annotate a recorded video, write its keypoints, or both.

    The annotated video has the same frames, the same timestamps and the same sound. Files that are already there are
    overwritten; until a result is whole it is called NAME.partial.
    """
    if output is None and keypoints is None:
        raise UserError("nothing to write: give -o OUT.mp4, --keypoints FILE.jsonl, or both")
    if smooth and not track:
        raise UserError("--smooth needs people who are followed; leave out --no-track")
    style = Style(boxes=boxes, names=names, scores=scores, blur_faces=blur_faces, threshold=joint_threshold)
    with open_recording(video, stream) as source:
        pipeline.check_outputs(source.files, [(output, VIDEO_SUFFIXES), (keypoints, formats.suffixes())])
        estimator = pipeline.load_estimator(detector, pose, threads, threshold, pipeline.chosen(multiscale, thorough))
        job = run(source, estimator, output, keypoints, style, audio, track=track, smooth=smooth)
    report(job, output, keypoints)


def run(
    source: Recording,
    estimator: Estimator,
    output: Path | None,
    keypoints: Path | None,
    style: Style,
    audio: bool = True,
    *,
    track: bool = True,
    smooth: bool = False,
) -> Job:
    """Annotate behind a progress bar. A source that breaks off, or Ctrl-C, is told with what was kept.

    Raises SourceError, SinkError, or typer.Exit(130) after Ctrl-C.
    """
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[fps]} frames/s"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    try:
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(_shortened(source.info.name), total=source.info.frames, fps="…")

            def show(job: Job) -> None:
                bar.update(task, completed=job.frames, fps=f"{job.fps:.1f}")

            job = annotate(
                source, output, estimator, keypoints=keypoints, style=style, audio=audio, track=track, smooth=smooth, on_frame=show
            )
            bar.update(task, total=job.frames, completed=job.frames)
    except SourceError as error:
        raise SourceError(one_line(error) + _kept(output, keypoints)) from error
    except KeyboardInterrupt:
        complain("stopped" + _kept(output, keypoints))
        raise typer.Exit(INTERRUPTED) from None
    if source.damaged_packets:
        warn(f"{source.path}: {source.damaged_packets} damaged pieces were left out")
    for notice in job.notices:
        warn(notice)
    warn_left_out(source.left_out)
    return job


def report(job: Job, *outputs: Path | None) -> None:
    """Say where the results are and how fast it went."""
    for path in outputs:
        if path is not None:
            typer.echo(printable(f"wrote {path}"))
    frames = max(1, job.frames)
    typer.echo(
        f"{job.frames} frames in {job.seconds:.1f} s: {job.fps:.1f} frames/s, {1000 * job.seconds / frames:.1f} ms a frame"
        f" ({1000 * job.estimating / frames:.1f} ms for people and poses); {job.people / frames:.1f} people a frame"
    )


def _kept(*outputs: Path | None) -> str:
    partials = [str(partial_path(path)) for path in outputs if path is not None and partial_path(path).exists()]
    return f"; what was done so far is in {' and '.join(partials)}" if partials else ""


def _shortened(name: str) -> str:
    name = printable(name)
    return (name if len(name) <= 28 else name[:13] + "…" + name[-14:]).replace("[", r"\[")
