"""``lightpose video``: recorded videos in, annotated videos and keypoint files out."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from lightpose.cli import pipeline, video_batch, video_options
from lightpose.cli.errors import INTERRUPTED, UserError, complain, one_line, own_stderr, say, warn, warn_left_out
from posecore import formats
from posecore.drawing.painter import Style
from posecore.engine import Consumer
from posecore.pipelines.annotate import Progress as Job
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.recorded import Estimator
from posecore.pipelines.rendering import Rendering
from posecore.pipelines.stages import device_of
from posecore.runtime.devices import Device
from posecore.sinks import SinkError
from posecore.sinks.video import VIDEO_SUFFIXES
from posecore.sources import Recording, SourceError
from posecore.sources.inputs import Inputs, find_inputs

_SHOWN_EVERY = 0.1
"""Seconds between two changes of the progress bar."""


def command(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="IN...",
            help="Any video FFmpeg can read, a folder of videos or pictures, a pattern, a list (.txt, an input a line), numbered pictures:"
            " frames/%04d.png, or an address: http(s)://, rtsp://.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT", help="Annotated video: .mp4, .m4v or .mov; a folder for several inputs.")
    ] = None,
    keypoints: pipeline.Keypoints = None,
    angles: pipeline.Angles = None,
    person_height: pipeline.PersonHeight = None,
    stream: Annotated[
        int | None,
        typer.Option("--stream", metavar="N", help="Which video of a file with several, as ffprobe counts.", show_default="main"),
    ] = None,
    audio: Annotated[bool, typer.Option("--audio/--no-audio", help="Carry the sound over.")] = True,
    track: Annotated[bool, typer.Option("--track/--no-track", help="Follow people by number, or see each frame alone.")] = True,
    smooth: Annotated[bool, typer.Option("--smooth", help="Steady the joints, without any lag.")] = False,
    only: video_options.OnlyOption = None,
    recursive: video_options.Recursive = False,
    resume: video_options.Resume = False,
    jobs: video_options.Jobs = 1,
    ray: video_options.Ray = None,
    start: video_options.Start = "0",
    end: video_options.End = None,
    duration: video_options.Duration = None,
    every: video_options.Every = 1,
    max_people: video_options.MaxPeople = None,
    person: video_options.Person = None,
    region: video_options.RegionOption = None,
    every_person: video_options.EveryPerson = False,
    height: video_options.Height = None,
    quality: video_options.Quality = Rendering.quality,
    codec: video_options.CodecOption = video_options.Codec.h264,
    background: video_options.BackgroundOption = video_options.Background.image,
    accuracy: video_options.AccuracyOption = video_options.Accuracy.normal,
    send: pipeline.Send = None,
    detector: pipeline.Detector = None,
    trust: pipeline.Trust = False,
    pose: pipeline.Pose = None,
    skeleton: pipeline.Joints = None,
    device: pipeline.OnDevice = Device.auto,
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
    """Annotate recorded videos, write their keypoints, or both.

    The annotated video has the same frames, the same timestamps and the same sound. Files that are already there are
    overwritten; until a result is whole it is called NAME.partial. Of several inputs, each that fails is named and the others are done;
    the exit code is 1 then.
    """
    if output is None and not keypoints and not angles and not send:
        raise UserError("nothing to write: give -o OUT.mp4, --keypoints FILE.jsonl, or both")
    if smooth and not track:
        raise UserError("--smooth needs people who are followed; leave out --no-track")
    if only is not None or output is None:
        video_options.without_video(height, quality, codec, background)
    best = accuracy is video_options.Accuracy.best
    recipe = Recipe(
        Rendering(
            Style(boxes=boxes, names=names, scores=scores, blur_faces=blur_faces, threshold=joint_threshold),
            background.value,
            height,
            quality,
            codec.value,
        ),
        audio,
        track,
        smooth,
        best,
        video_options.selection(max_people, person, region, track),
        video_options.span(start, end, every),
        video_options.seconds(duration),
        stream,
        person_height,
        every_person,
    )
    scales = pipeline.chosen(multiscale, thorough) or best

    def load() -> Estimator:
        return pipeline.load_estimator(detector, pose, threads, threshold, scales, best, skeleton, device)

    found = find_inputs(inputs, recursive=recursive, exclude=Path(output) if output and not _is_video(output) else None)
    left_out = [f"{other.path} is left out: {other.why}" for other in found.left_out]
    if not found.found:
        for line in left_out:
            warn(line)
        raise UserError(f"nothing to do: {' '.join(inputs)} names no recording")
    if _single(found, output, keypoints, only):
        if ray is not None:
            raise UserError("--ray needs several recordings, or a folder for the results: -o DIR/")
        for line in left_out:
            warn(line)
        item = found.found[0]
        if item.problem:
            raise UserError(item.problem)
        video, tables = _files(output, keypoints, only)
        made_of = (detector, pose, skeleton, threshold, scales, best)
        _one(item.text, recipe, load, Outputs(video, tables, tuple(angles or ())), made_of if resume else None, send)
    else:
        if send:
            raise UserError("--send needs a single recording")
        assert output is not None
        models = {"detector": detector, "pose": pose, "skeleton": skeleton, "threshold": threshold, "multiscale": scales}
        plan = video_batch.plan(found, Path(output), video_batch.kinds(keypoints, angles, only is not None), recipe, only is not None)
        video_batch.run(plan, recipe, load, models, jobs, resume, ray)


def _single(inputs: Inputs, output: str | None, keypoints: list[Path] | None, only: video_options.Only | None) -> bool:
    """Whether there is one recording whose results are named file by file. Raises UserError where the results need a folder."""
    folder = bool(output) and output is not None and (output.endswith(("/", os.sep)) or (Path(output).is_dir() and not _is_video(output)))
    named = output is None or _is_video(output) or (only is not None and _is_keypoints(output))
    if len(inputs.found) == 1 and not folder and (named or not inputs.several):
        return True
    if output is None:
        raise UserError(f"{len(inputs.found)} inputs need a folder for the results: -o DIR")
    if named and not folder:
        raise UserError(f"{output} is one file, and there are {len(inputs.found)} inputs; give a folder: -o DIR")
    return False


def _is_video(output: str) -> bool:
    return Path(output).suffix.lower() in VIDEO_SUFFIXES


def _is_keypoints(output: str) -> bool:
    return Path(output).suffix.lower() in formats.suffixes()


@dataclass(frozen=True)
class Outputs:
    """What a single recording is made into: annotated video, keypoint files, files of angles; None and empty for none."""

    video: Path | None = None
    keypoints: tuple[Path, ...] = ()
    angles: Sequence[Path] = ()

    @property
    def paths(self) -> list[Path]:
        """All files."""
        return [path for path in (self.video, *self.keypoints, *self.angles) if path is not None]


def _files(output: str | None, keypoints: list[Path] | None, only: video_options.Only | None) -> tuple[Path | None, tuple[Path, ...]]:
    """Annotated video and keypoint files of a single recording."""
    if only is None:
        return (None if output is None else Path(output)), tuple(keypoints or ())
    if not keypoints and (output is None or not _is_keypoints(output)):
        raise UserError("--only keypoints needs a keypoint file: --keypoints FILE.jsonl")
    return None, tuple(keypoints or (Path(str(output)),))


def _one(
    text: str, recipe: Recipe, load: video_batch.Load, outputs: Outputs, resume: tuple[object, ...] | None, send: list[str] | None
) -> None:
    """A single recording. ``resume``: None, or what the networks are made of: then it is left out where its results are whole."""
    if outputs.video is not None and (problem := recipe.rendering.refuse(outputs.video)):
        raise UserError(problem)
    record = job = None
    if resume is not None:
        record, job = video_batch.record_of_one(text, outputs.paths, recipe, resume)
        if record.whole(job):
            say(f"{job.shown} is done already: {' and '.join(str(p) for p in job.outputs)}")
            return
    tables = pipeline.keypoint_outputs(outputs.keypoints, outputs.angles)
    with recipe.source(text) as source:
        pipeline.check_outputs(source.files, [(outputs.video, VIDEO_SUFFIXES), *tables])
        with pipeline.sending(send, source.info.name) as streams:
            networks = load()
            done = run(source, networks, outputs, recipe, [stream.write for stream in streams])
    if record is not None and job is not None:
        record.note(job)
    report(done, *outputs.paths, device=device_of(networks))


def run(
    source: Recording,
    estimator: Estimator,
    outputs: Outputs,
    recipe: Recipe,
    consumers: Sequence[Consumer[PoseFrame]] = (),
) -> Job:
    """Annotate behind a progress bar. A source that breaks off, or Ctrl-C, is told with what was kept.

    Raises UserError, or typer.Exit(130) after Ctrl-C.
    """
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[fps]} frames/s"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    begun = time.time()
    try:
        with own_stderr(), Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(video_batch.shortened(source.info.name), total=recipe.steps(source), fps="…")

            shown = 0.0

            def show(job: Job) -> None:
                nonlocal shown
                if job.seconds - shown >= _SHOWN_EVERY:
                    shown = job.seconds
                    bar.update(task, completed=job.steps, fps=f"{job.pace:.1f}")

            job = recipe.run(source, estimator, outputs.video, outputs.keypoints, show, consumers, outputs.angles)
            bar.update(task, total=job.steps, completed=job.steps, fps=f"{job.pace:.1f}")
    except (SourceError, SinkError) as error:
        raise UserError(one_line(error) + pipeline.kept(*outputs.paths, since=begun)) from error
    except KeyboardInterrupt:
        complain("stopped" + pipeline.kept(*outputs.paths, since=begun))
        raise typer.Exit(INTERRUPTED) from None
    for notice in job.notices:
        warn(notice)
    warn_left_out(source.left_out)
    return job


def report(job: Job, *outputs: Path | None, device: str = "") -> None:
    """Say where the results are, how fast it went and what ``device`` the networks ran on."""
    for path in outputs:
        if path is not None:
            say(f"wrote {path}")
    frames = max(1, job.frames)
    say(
        f"{job.frames} frames in {job.seconds:.1f} s: {job.fps:.1f} frames/s, {1000 * job.seconds / frames:.1f} ms a frame"
        f" ({1000 * job.estimating / frames:.1f} ms for people and poses); {job.people / frames:.1f} people a frame"
        + (f"; networks on {device}" if device else "")
    )
