"""``lightpose eval``: how accurate a pose network, the person detector, or both together are on a labelled folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from lightpose.cli.errors import UserError
from posecore.geometry import BOX_PADDING
from posecore.pipelines.image import SAME
from posecore.runtime.crops import RUN_PADDING

RANKED = 0.05
"""Detector threshold for AP of the whole pipeline: AP ranks people by score, so the unsure ones belong in it, as in the paper."""


def command(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="A folder in COCO format.", show_default=False)],
    weights: Annotated[
        Path | None, typer.Option("--weights", "-w", help="Pose network (.onnx, .safetensors, checkpoint); else the bundled one.")
    ] = None,
    split: Annotated[str, typer.Option(help="Which annotations: train or val.")] = "val",
    detector: Annotated[bool, typer.Option("--detector", help="Measure the person detector instead: recall, precision, time.")] = False,
    boxes: Annotated[str, typer.Option(help="Where boxes come from: gt, detector, or a COCO detections .json.")] = "gt",
    detector_model: Annotated[str | None, typer.Option(help="Detector (.onnx or ultralytics model); else the bundled one.")] = None,
    threshold: Annotated[
        float | None, typer.Option(help=f"Detector threshold; the shipped one if not given, {RANKED:g} for --boxes detector.")
    ] = None,
    thorough: Annotated[
        bool, typer.Option("--thorough/--quick", help="Let the detector look in two sizes, as for photos, or in one, as for cameras.")
    ] = True,
    flip: Annotated[bool, typer.Option("--flip/--no-flip", help="Average with the mirrored crop.")] = True,
    decoding: Annotated[str, typer.Option(help="oks (as the program does), dark, quarter (the paper's) or none.")] = "oks",
    padding: Annotated[
        float,
        typer.Option(min=0.5, max=3.0, help=f"Crop size per box size: {RUN_PADDING:g} as the program does, {BOX_PADDING:g} the paper's."),
    ] = RUN_PADDING,
    size: Annotated[str, typer.Option(metavar="HxW", help="Another input size for .safetensors and checkpoints, such as 256x192.")] = "",
    limit: Annotated[int, typer.Option(help="At most this many people (pose on gt boxes only); 0 for all.")] = 0,
    worst: Annotated[int, typer.Option(help="Write pictures of this many worst people to --out.")] = 0,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for --worst.")] = Path("worst"),
    threads: Annotated[int | None, typer.Option(min=1, help="Processor threads.")] = None,
    save: Annotated[Path | None, typer.Option("--json", help="Also write the numbers to this file.")] = None,
) -> None:
    """Accuracy on a labelled folder: OKS AP of the pose network, or recall of the person detector (--detector)."""
    from posecore.data.coco import find_annotations, load_coco, read_coco_json
    from posecore.data.images import read_image
    from posecore.data.samples import DataError
    from posecore.evaluation.end_to_end import boxes_from_file, pipeline_ap
    from posecore.evaluation.keypoint_ap import score_samples
    from posecore.evaluation.predict import predict_boxes
    from posecore.oks import person_scores
    from posecore.runtime.detectors import open_detector

    try:
        annotations, images = find_annotations(data, split)
        if detector:
            _detector(annotations, images, detector_model, threshold, thorough, threads, save)
            return
        estimator = _estimator(weights, size, threads, flip=flip, decoding=decoding, padding=padding)
        truth = read_coco_json(annotations)
        with Progress(console=Console(stderr=True), transient=True) as bar:
            if boxes == "gt":
                samples, _ = load_coco(annotations, images, estimator.skeleton)
                samples = samples[:: max(len(samples) // limit, 1)] if limit else samples
                task = bar.add_task("poses", total=len(samples))
                keypoints, scores = predict_boxes(estimator, samples, read_image, progress=lambda n: bar.update(task, completed=n))
                results = score_samples(samples, keypoints, scores, truth, estimator.skeleton)
            else:
                task = bar.add_task("pictures", total=len(truth["images"]))
                if boxes == "detector":
                    least = RANKED if threshold is None else threshold
                    find = open_detector(detector_model, threshold=least, multiscale=thorough, threads=threads)
                    source: Any = lambda image: find(read_image(images / image["file_name"]))  # noqa: E731
                else:
                    source = boxes_from_file(_read_detections(Path(boxes)), threshold or 0.0)
                own: Any = {"rank": person_scores, "same": SAME} if boxes == "detector" else {}
                results = pipeline_ap(source, estimator, truth, images, lambda n: bar.update(task, completed=n), **own)
    except (DataError, FileNotFoundError, ValueError, OSError) as error:
        raise UserError(str(error)) from error
    table = Table(title=f"OKS AP, {boxes} boxes, flip test {'on' if flip else 'off'}, {decoding} decoding, padding {padding:g}")
    for column in ("group", "people", *results[0].values):
        table.add_column(column, justify="left" if column == "group" else "right")
    for result in results:
        table.add_row(result.name, str(result.people), *(f"{100 * v:.1f}" for v in result.values.values()))
    Console().print(table)
    if save:
        save.write_text(json.dumps([{"group": r.name, "people": r.people, **r.values} for r in results], indent=1), encoding="utf-8")
    if worst and boxes == "gt":
        from posecore.evaluation.failures import write_worst

        for path, similarity in write_worst(samples, keypoints, scores, estimator.skeleton, out, worst):
            typer.echo(f"{similarity:.2f} {path}")


def _estimator(weights: Path | None, size: str, threads: int | None, **options: Any) -> Any:
    from posecore.runtime.estimator import PoseEstimator
    from posecore.runtime.weights import find_weights

    if weights is None or weights.suffix == ".onnx":
        return PoseEstimator.from_onnx(weights or find_weights("pose"), threads=threads, **options)
    from posecore.training.checkpoint import open_network

    try:
        sides = tuple(int(side) for side in size.split("x")) if size else None
        hw = None if sides is None else (sides[1], sides[0])
    except (ValueError, IndexError):
        raise UserError(f"--size {size}: give height x width, such as 256x192") from None
    return open_network(weights, hw, threads=threads, **options)


def _read_detections(path: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise UserError(f"--boxes {path}: no such file; give gt, detector or a COCO detections .json") from None
    except ValueError as error:
        raise UserError(f"{path}: not a JSON file ({error})") from None
    if not isinstance(rows, list) or (rows and not {"image_id", "bbox", "score"} <= set(rows[0])):
        raise UserError(f"{path}: not COCO detections (a list of image_id, bbox, score)")
    return rows


def _detector(
    annotations: Path, images: Path, model: str | None, threshold: float | None, thorough: bool, threads: int | None, save: Path | None
) -> None:
    from dataclasses import asdict

    from posecore.evaluation.recall import format_recall, person_recall
    from posecore.runtime.detectors import open_detector

    # AP50 is of the whole curve, recall at the shipped threshold
    find = open_detector(model, threshold=threshold, low_threshold=0.01, multiscale=thorough, threads=threads)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("pictures", total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        report = person_recall(find, annotations, images, threshold=find.threshold, progress=step)
    typer.echo(f"person recall at IoU {report.iou}, threshold {find.threshold:g}")
    typer.echo(format_recall(report))
    if save:
        save.write_text(json.dumps(asdict(report), indent=1), encoding="utf-8")
