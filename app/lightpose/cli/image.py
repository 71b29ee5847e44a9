"""``lightpose image``: pictures in, annotated pictures and a keypoint file out."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from lightpose.cli import pipeline
from lightpose.cli.errors import BAD_INPUT, UserError, complain, one_line
from posecore.drawing.painter import Style, draw
from posecore.formats.keypoints import KEYPOINT_SUFFIXES, KeypointWriter
from posecore.pipelines.annotate import skeleton_of
from posecore.pipelines.recorded import Estimator
from posecore.sinks.images import PICTURE_SUFFIXES, write_image
from posecore.sources import SourceError
from posecore.sources.images import list_images, read_image


def command(
    images: Annotated[list[Path], typer.Argument(metavar="IN...", help="Pictures, or folders of pictures.", show_default=False)],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Folder for the annotated pictures; made if missing.")
    ] = None,
    keypoints: Annotated[
        Path | None, typer.Option("-k", "--keypoints", metavar="FILE", help="Keypoint file for all of them: .jsonl or .csv.")
    ] = None,
    detector: pipeline.Detector = None,
    pose: pipeline.Pose = None,
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

    A picture that cannot be read is reported, the others are done all the same, and the exit code is 2. In a .jsonl keypoint file
    each line names its picture and its size; a .csv only counts them.
    """
    if output is None and keypoints is None:
        raise UserError("nothing to write: give -o DIR, --keypoints FILE.jsonl, or both")
    paths = [path for given in images for path in (list_images(given) if given.is_dir() else [given])]
    targets = _targets(paths, output)
    pipeline.check_outputs(paths, [(keypoints, KEYPOINT_SUFFIXES)])
    style = Style(boxes=boxes, names=names, scores=scores, blur_faces=blur_faces, threshold=joint_threshold)
    estimator: Estimator | None = None
    failed = found = 0
    with ExitStack() as stack:
        table: KeypointWriter | None = None
        for index, path in enumerate(paths):
            try:
                picture = read_image(path)
            except SourceError as error:
                complain(one_line(error))
                failed += 1
                continue
            if estimator is None:
                estimator = pipeline.load_estimator(detector, pose, threads, threshold, pipeline.chosen(multiscale, thorough))
                if keypoints is not None:
                    skeleton = skeleton_of(estimator)
                    table = stack.enter_context(KeypointWriter(keypoints, width=None, height=None, source="images", skeleton=skeleton))
            people = estimator(picture)
            found += len(people)
            if table is not None:
                table.write(index, 0.0, people, file=str(path), width=picture.shape[1], height=picture.shape[0])
            if targets:
                write_image(targets[index], draw(picture, people, style, out=picture))
    if failed < len(paths):
        places = " and ".join(str(p) for p in (output, keypoints) if p is not None)
        typer.echo(f"{len(paths) - failed} pictures, {found} people: {places}")
    if failed:
        raise typer.Exit(BAD_INPUT)


def _targets(paths: list[Path], folder: Path | None) -> list[Path]:
    """Where each picture's result goes: its own name in ``folder``, as PNG where its format cannot be written; [] without a folder.

    Makes the folder. Raises UserError where two results would bear one name or one would overwrite an input, SinkError where a file cannot
    be written.
    """
    if folder is None:
        return []
    targets = [folder / (p.name if p.suffix.lower() in PICTURE_SUFFIXES else p.stem + ".png") for p in paths]
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; -o takes a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    pipeline.check_outputs(paths, [(target, PICTURE_SUFFIXES) for target in targets])
    return targets
