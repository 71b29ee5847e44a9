"""``lightpose eval``: how accurate a pose network, the person detector, or both together are on a labelled folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from lightpose.cli import pipeline
from lightpose.cli.errors import UserError, say
from posecore.geometry import BOX_PADDING
from posecore.runtime.crops import RUN_PADDING
from posecore.runtime.devices import Device, providers_of
from posecore.runtime.metadata import RUN_DECODING

if TYPE_CHECKING:
    from posecore.evaluation.end_to_end import FindPeople
    from posecore.runtime.estimator import PoseEstimator
    from posecore.runtime.onestage import OneStage

CURVE = 0.01
"""Detector score down to which the precision-recall curve behind AP50 goes."""


def command(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="A folder in COCO format.", show_default=False)],
    weights: Annotated[
        Path | None,
        typer.Option("--weights", "-w", help="Pose network (.onnx, an added one, .safetensors, checkpoint); else the bundled one."),
    ] = None,
    split: Annotated[str, typer.Option(help="Which annotations: train or val.")] = "val",
    detector: Annotated[bool, typer.Option("--detector", help="Measure the person detector instead: recall, precision, time.")] = False,
    boxes: Annotated[
        str, typer.Option(help="Where boxes come from: gt, detector, none (the whole picture), or a COCO detections .json.")
    ] = "gt",
    detector_model: Annotated[
        str | None,
        typer.Option(
            help="Detector (.onnx, an added one, fp32, int8, none, a .json of detections, or ultralytics model); else the bundled fp32."
        ),
    ] = None,
    trust: pipeline.Trust = False,
    threshold: Annotated[float | None, typer.Option(help="Leave out detections that score less; as the program does if not given.")] = None,
    multiscale: Annotated[
        bool, typer.Option("--multiscale/--single-scale", help="Run the detector in two sizes, as for photos, or in one, as for cameras.")
    ] = True,
    thorough: pipeline.Thorough = None,
    flip: Annotated[bool, typer.Option("--flip/--no-flip", help="Average with the mirrored crop.")] = True,
    decoding: Annotated[
        str | None,
        typer.Option(help=f"Of heatmaps: oks, dark, quarter (the paper's) or none; as the file says if not given, else {RUN_DECODING}."),
    ] = None,
    padding: Annotated[
        float | None,
        typer.Option(
            min=0.5,
            max=3.0,
            help=f"Crop size per box size, {BOX_PADDING:g} the paper's; as the file says if not given, else {RUN_PADDING:g}.",
        ),
    ] = None,
    second_crop: Annotated[
        bool,
        typer.Option(
            "--second-crop/--one-crop", help="Crop again where a joint leans on the edge, as the program does; one crop: the paper's."
        ),
    ] = True,
    size: Annotated[str, typer.Option(metavar="HxW", help="Another input size for .safetensors and checkpoints, such as 256x192.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="At most this many people (pose on gt boxes only); 0 for all.")] = 0,
    worst: Annotated[int, typer.Option(min=0, help="Write pictures of this many worst people to --out.")] = 0,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for --worst.")] = Path("worst"),
    skeleton: pipeline.Joints = None,
    device: pipeline.OnDevice = Device.auto,
    threads: Annotated[int | None, typer.Option(min=1, help="Processor threads.")] = None,
    save: Annotated[Path | None, typer.Option("--json", help="Also write the numbers to this file.")] = None,
) -> None:
    """Accuracy on a labelled folder: OKS AP of the pose network, or recall of the person detector (--detector).

    AUROC is the probability that a labelled joint has a higher score than one that is not labelled (of people with labelled joints).
    With --boxes detector, it is the AP of all people that "lightpose image" finds there, with the same options.
    """
    from posecore.data.coco import find_annotations, load_coco, read_coco_json
    from posecore.data.samples import DataError
    from posecore.evaluation.end_to_end import BoxesFromFile, pipeline_ap
    from posecore.evaluation.joint_scores import with_joint_auroc
    from posecore.evaluation.keypoint_ap import percent, picture_groups, score_samples
    from posecore.evaluation.predict import predict_boxes
    from posecore.evaluation.ranking import ranking
    from posecore.oks import pose_scores
    from posecore.pipelines.image import open_pipeline
    from posecore.runtime.detectors.boxes_file import holds_boxes, read_detections
    from posecore.runtime.onestage import OneStage
    from posecore.runtime.weights import find_weights

    multiscale = pipeline.chosen(multiscale, thorough)
    try:
        annotations, images = find_annotations(data, split)
        if detector:
            _detector(annotations, images, split, detector_model, threshold, multiscale, threads, device, save)
            return
        estimator = _estimator(weights, size, threads, device, threshold, skeleton, flip=flip, decoding=decoding, padding=padding)
        if not isinstance(estimator, OneStage):
            estimator.second_crop = second_crop
        if detector_model is not None and holds_boxes(detector_model):
            boxes = detector_model
        elif boxes == "none":
            boxes, detector_model = "detector", "none"
        truth = read_coco_json(annotations)
        samples, _ = load_coco(annotations, images, estimator.skeleton)  # whatever the boxes: a set without labels is refused here
        with Progress(console=Console(stderr=True), transient=True) as bar:
            if boxes == "gt":
                samples = samples[:: max(len(samples) // limit, 1)] if limit else samples
                task = bar.add_task("poses", total=len(samples))
                keypoints, scores = predict_boxes(estimator, samples, progress=lambda n: bar.update(task, completed=n))
                rank = pose_scores if decoding == "quarter" else ranking(estimator)
                results = score_samples(samples, keypoints, scores, truth, estimator.skeleton, rank)
                results = with_joint_auroc(results, samples, scores, picture_groups(truth["images"]))
            else:
                task = bar.add_task("images", total=len(truth["images"]))
                find: FindPeople
                if boxes == "detector":
                    own = isinstance(estimator, OneStage) and detector_model is None
                    detector_model = None if own else _detector_model(detector_model)
                    whole = open_pipeline(
                        estimator, detector_model, threshold=threshold, multiscale=multiscale, threads=threads,
                        providers=providers_of(device),
                    )  # fmt: skip
                    find, rank = lambda _, image: whole(image), ranking(estimator)
                else:
                    find, rank = BoxesFromFile(read_detections(Path(boxes)), estimator, threshold or 0.0), pose_scores
                results = pipeline_ap(find, estimator.skeleton, truth, images, lambda n: bar.update(task, completed=n), rank)
    except (DataError, FileNotFoundError, ValueError, OSError) as error:
        raise UserError(str(error)) from error
    how: dict[str, Any] = {"boxes": Path(boxes).name, **_way(estimator, flip)}
    facts = [f"flip test {'on' if how['flip'] else 'off'}"]
    facts += [f"{how['decoding']} decoding", f"padding {how['padding']:g}"] if "padding" in how else ["joints found with the people"]
    facts += ["one crop"] if "second_crop" in how else []
    table = Table(title=f"OKS AP, {boxes} boxes, {', '.join(facts)}, on {estimator.provider}")
    for column in ("group", "people", *results[0].values):
        table.add_column(column, justify="left" if column == "group" else "right")
    for result in results:
        table.add_row(result.name, str(result.people), *map(percent, result.values.values()))
    Console().print(table)
    if save:
        from posecore.evaluation.measured import measured_ap, network_name, write_json

        if boxes == "detector":
            finder = "its own" if detector_model is None else network_name(detector_model)[0]
            how |= {"detector": finder, "scales": 2 if multiscale and detector_model is not None else 1}
        write_json(save, [measured_ap(results, weights or find_weights("pose"), split, how)])
    if worst and boxes == "gt":
        from posecore.evaluation.failures import write_worst

        for path, similarity in write_worst(samples, keypoints, scores, estimator.skeleton, out, worst):
            say(f"{similarity:.2f} {path}")


def _detector_model(model: str | None) -> str:
    """The detector to measure: the bundled one in FP32 unless another is named, so that numbers of two processors compare."""
    from posecore.runtime.bundled import PRECISIONS, choose_bundled

    return str(choose_bundled("person", model or "fp32")) if model is None or model in PRECISIONS else model


def _way(estimator: PoseEstimator | OneStage, flip: bool) -> dict[str, Any]:
    """How a pose network is run: the settings of its measurement."""
    from posecore.runtime.onestage import OneStage

    if isinstance(estimator, OneStage):
        return {"flip": False}
    way: dict[str, Any] = {"decoding": estimator.decoder.method, "flip": flip, "padding": estimator.spec.padding}
    return way if estimator.second_crop else {**way, "second_crop": False}


def _estimator(
    weights: Path | None,
    size: str,
    threads: int | None,
    device: Device,
    threshold: float | None,
    skeleton: str | None,
    *,
    flip: bool,
    decoding: str | None,
    padding: float | None,
) -> PoseEstimator | OneStage:
    """The pose network of a file, of whichever kind; one that detects too reports low-confidence detections as the program does.

    OpenVINO has to be asked for, so that numbers of two processors compare.
    """
    from posecore.pipelines.image import open_pose
    from posecore.runtime.registry import find_added
    from posecore.runtime.session import best_provider
    from posecore.runtime.weights import find_weights

    path = find_weights("pose") if weights is None else find_added(weights) or weights
    if path.suffix == ".onnx":
        return open_pose(
            path, threshold=threshold, threads=threads, providers=providers_of(device) or [best_provider()], skeleton=skeleton,
            flip=flip, decoding=decoding, padding=padding,
        )  # fmt: skip
    from posecore.training.checkpoint import open_network

    try:
        sides = tuple(int(side) for side in size.split("x")) if size else None
        hw = None if sides is None else (sides[1], sides[0])
    except (ValueError, IndexError):
        raise UserError(f"--size {size}: give height x width, such as 256x192") from None
    return open_network(path, hw, threads=threads, flip=flip, decoding=decoding or RUN_DECODING, padding=padding or RUN_PADDING)


def _detector(
    annotations: Path,
    images: Path,
    split: str,
    model: str | None,
    threshold: float | None,
    multiscale: bool,
    threads: int | None,
    device: Device,
    save: Path | None,
) -> None:
    from posecore.evaluation.measured import measured_recall, write_json
    from posecore.evaluation.recall import format_recall, person_recall
    from posecore.runtime.detectors import open_detector

    model = _detector_model(model)
    # AP50 is of the whole curve, recall at the threshold of the detector
    find = open_detector(
        model, threshold=threshold, low_threshold=CURVE, multiscale=multiscale, threads=threads, providers=providers_of(device)
    )
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("images", total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        report = person_recall(find, annotations, images, threshold=find.threshold, progress=step)
    say(f"person recall at IoU {report.iou}, threshold {find.threshold:g}")
    typer.echo(format_recall(report))
    if save:
        how: dict[str, Any] = {"scales": 2 if multiscale else 1, "threshold": find.threshold}
        write_json(save, [measured_recall(report, model, split, how)])
