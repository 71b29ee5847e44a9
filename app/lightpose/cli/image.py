"""``lightpose image``: pictures in, annotated pictures and a keypoint file out."""

from __future__ import annotations

from contextlib import ExitStack
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from lightpose.cli import pipeline
from lightpose.cli.errors import BAD_INPUT, UserError, complain, library_lines, one_line, say, warn, warn_left_out
from posecore.drawing.painter import Style, draw
from posecore.formats import KeypointHeader, Writers, open_writers
from posecore.people import People
from posecore.pipelines.annotate import skeleton_of
from posecore.pipelines.frame import pose_frame
from posecore.pipelines.recorded import Estimator
from posecore.pipelines.stages import FrameNetworks, device_of
from posecore.runtime.devices import Device
from posecore.sinks import opened
from posecore.sinks.images import IMAGE_SUFFIXES, write_image
from posecore.sources import SourceError, SourceFrame
from posecore.sources.factory import parse
from posecore.sources.images import ImageFiles, read_image


def command(
    images: Annotated[
        list[str],
        typer.Argument(metavar="IN...", help="Pictures, folders of pictures, or numbered ones: frames/%04d.png.", show_default=False),
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Folder for the annotated pictures; made if missing.")
    ] = None,
    keypoints: pipeline.Keypoints = None,
    angles: pipeline.Angles = None,
    detector: pipeline.Detector = None,
    trust: pipeline.Trust = False,
    pose: pipeline.Pose = None,
    skeleton: pipeline.Joints = None,
    device: pipeline.OnDevice = Device.auto,
    threads: pipeline.Threads = None,
    threshold: pipeline.Threshold = None,
    multiscale: pipeline.Multiscale = True,
    thorough: pipeline.Thorough = None,
    boxes: pipeline.Boxes = True,
    names: pipeline.Names = False,
    scores: pipeline.Scores = False,
    blur_faces: pipeline.BlurFaces = False,
    joint_threshold: pipeline.JointThreshold = Style.threshold,
) -> None:
    """Annotate pictures. Each keeps its name; files of that name in DIR are overwritten.

    A picture that cannot be read is reported, the others are done all the same, and the exit code is 2. Keypoint files hold all
    pictures, each with its name.
    """
    if output is None and not keypoints and not angles:
        raise UserError("nothing to write: give -o DIR, --keypoints FILE.jsonl, or both")
    paths = [path for given in images for path in find_images(given)]
    targets = _targets(paths, output)
    pipeline.check_outputs(paths, pipeline.keypoint_outputs(keypoints, angles))
    style = Style(boxes=boxes, names=names, scores=scores, blur_faces=blur_faces, threshold=joint_threshold)
    estimator: Estimator | None = None
    failed = found = 0
    with ExitStack() as stack:
        table: Writers | None = None
        for index, path in enumerate(paths):
            try:
                with library_lines() as said:
                    image = read_image(path)
            except SourceError as error:
                complain(one_line(error))
                failed += 1
                continue
            if said:
                warn(f"{path}: {said[0]}")
            if estimator is None:
                estimator = pipeline.load_estimator(
                    detector, pose, threads, threshold, pipeline.chosen(multiscale, thorough), skeleton=skeleton, device=device
                )
                header = KeypointHeader("images", skeleton_of(estimator), images=True, device=device_of(estimator))
                table = opened(stack, partial(open_writers, keypoints, header, angles))
            people = _people(estimator, image, index, path.name)
            found += len(people)
            if table is not None:
                table.write(index, 0.0, people, file=str(path), width=image.shape[1], height=image.shape[0])
            if targets:
                write_image(targets[index], draw(image, people, style, out=image))
    if failed < len(paths):
        ran_on = device_of(estimator)
        places = " and ".join(str(p) for p in (output, *(keypoints or []), *(angles or [])) if p is not None)
        done = len(paths) - failed
        counts = f"{done} picture{'' if done == 1 else 's'}, {found} {'person' if found == 1 else 'people'}"
        say(f"{counts}{f', on {ran_on}' if ran_on else ''}: {places}")
    if failed:
        raise typer.Exit(BAD_INPUT)


def _people(estimator: Estimator, image: NDArray[np.uint8], index: int, name: str) -> People:
    if not isinstance(estimator, FrameNetworks):
        return estimator(image)
    return estimator.people_in(pose_frame(SourceFrame(image, index, 0.0, 0, Fraction(1), name=name), 0.0))


def find_images(given: str) -> list[Path]:
    """The image files that ``given`` names: itself, those of a folder or of a numbered sequence. Says which files are left out.

    Raises SourceError, UserError for an address.
    """
    spec = parse(given)
    if spec.kind == "url":
        raise UserError(f"{spec.name} is an address; save the picture as a file first")
    if spec.live:
        return [Path(given)]
    source = spec.open()
    if not isinstance(source, ImageFiles):
        return [Path(spec.value)]
    source.find()
    warn_left_out(source.left_out)
    return source.files


def _targets(paths: list[Path], folder: Path | None) -> list[Path]:
    """Where each image's result goes: its own name in ``folder``, as PNG where its format cannot be written; [] without a folder.

    Makes the folder. Raises UserError where two results would bear one name or one would overwrite an input, SinkError where a file cannot
    be written.
    """
    if folder is None:
        return []
    targets = [folder / (p.name if p.suffix.lower() in IMAGE_SUFFIXES else p.stem + ".png") for p in paths]
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; -o takes a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    pipeline.check_outputs(paths, [(target, IMAGE_SUFFIXES) for target in targets])
    return targets
