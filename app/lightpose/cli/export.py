"""``lightpose export``: a checkpoint in, an ONNX file out, compared with PyTorch on real crops."""

from __future__ import annotations

import os
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from lightpose.cli import pipeline
from lightpose.cli.errors import UserError, one_line, say
from posecore.codec import METHODS
from posecore.runtime.crops import RUN_PADDING, InputSpec
from posecore.runtime.metadata import RUN_DECODING, PoseMetadata

if TYPE_CHECKING:
    import torch

MOST_PEOPLE = 1500
"""People on whom joint scores are fitted, at most about so many."""
ONNX_SUFFIXES = frozenset({".onnx"})
MOST_LOST = 1.0
"""OKS AP (0 to 100) that INT8 may cost."""


def command(
    checkpoint: Annotated[Path, typer.Argument(metavar="CHECKPOINT", help="A .pt checkpoint or .safetensors weights.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT.onnx", help="The file to write.")],
    int8: Annotated[bool, typer.Option("--int8", help="Quantise for the CPU; needs --calibrate.")] = False,
    calibrate: Annotated[
        Path | None, typer.Option("--calibrate", metavar="DATA", help="Data set in COCO's format, or pictures of one person each.")
    ] = None,
    flip: Annotated[bool, typer.Option("--flip", help="Put the flip test into the file: better, half as fast.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Export the layers as trained, not in their fastest form.")] = False,
    height: Annotated[int | None, typer.Option("--height", min=32, help="Of the input, px; as trained unless given.")] = None,
    width: Annotated[int | None, typer.Option("--width", min=32, help="Of the input, px; as trained unless given.")] = None,
    padding: Annotated[float, typer.Option(min=0.5, max=3.0, help="Crop size per box size that the file asks for.")] = RUN_PADDING,
    decoding: Annotated[str, typer.Option(help=f"Decoding that the file asks for: {', '.join(METHODS)}.")] = RUN_DECODING,
    scores: Annotated[
        Path | None,
        typer.Option(
            "--scores",
            metavar="DATA",
            help="Fit joint scores on these people: a score is then the OKS a joint is expected to have.",
        ),
    ] = None,
    check: Annotated[
        Path | None, typer.Option("--check", metavar="DATA", help="Compare keypoints with PyTorch's on these people (as --calibrate).")
    ] = None,
) -> None:
    """Turn a checkpoint into ONNX, for any batch size.

    The file is compared with the network in PyTorch: on random input, and with --check also by the keypoints of real people; an INT8 file
    by OKS AP before and after too where --check is a labelled data set.
    """
    if int8 and calibrate is None:
        raise UserError("--int8 needs people to measure ranges on: give --calibrate DATA (a COCO data set or pictures)")
    if int8 and plain:
        raise UserError("--int8 and --plain exclude each other")
    pipeline.check_outputs([checkpoint], [(output, ONNX_SUFFIXES)])
    if decoding not in METHODS:
        raise UserError(f"--decoding {decoding}: choose one of {', '.join(METHODS)}")
    for side, name in ((height, "--height"), (width, "--width")):
        if side is not None and side % 32:
            raise UserError(f"{name} must be a multiple of 32, not {side}")

    from posecore.data.coco import find_annotations, load_coco
    from posecore.data.samples import DataError
    from posecore.export.calibration import load_crops
    from posecore.export.onnx import export_int8, export_onnx, fused_shift, keypoint_differences, run_onnx, run_torch, write_metadata
    from posecore.export.scores import fit_scores
    from posecore.runtime.estimator import PoseEstimator
    from posecore.skeletons import get_skeleton
    from posecore.training.checkpoint import CheckpointError, open_model

    warnings.filterwarnings("ignore", module=r"torch\..*")
    try:
        model, about = open_model(checkpoint)
        size = width or int(about["width"]), height or int(about["height"])
        skeleton = get_skeleton(str(about["skeleton"]))
        spec = InputSpec(size, padding=padding)
        facts = PoseMetadata(spec, skeleton, decoding=decoding, flip_fused=flip)
        if int8:
            assert calibrate is not None
            export_int8(model, output, facts, load_crops(calibrate, spec, skeleton))
        else:
            difference = export_onnx(model, output, facts, plain=plain)
            say(f"heatmaps on random input: at most {difference:.1e} from PyTorch's")
        if scores is not None:
            people, _ = load_coco(*find_annotations(scores, "train"), skeleton)
            people = people[:: max(len(people) // MOST_PEOPLE, 1)]
            model_scores = fit_scores(PoseEstimator.from_onnx(output, decoding=decoding, second_crop=False), people)
            write_metadata(output, replace(facts, scores=model_scores).to_props())
            say(f"joint scores fitted on {len(people)} people")
        crops = load_crops(check, spec, skeleton, limit=100, split="val") if check is not None else None
    except (CheckpointError, DataError, OSError, ValueError) as error:
        raise UserError(one_line(error)) from error
    if crops is not None:
        batches = [crops[i : i + 25] for i in range(0, len(crops), 25)]
        ours = np.concatenate([run_onnx(output, batch) for batch in batches])
        theirs = np.concatenate([run_torch(model, batch, skeleton, fused_shift(facts)) for batch in batches])
        apart = keypoint_differences(theirs, ours)
        say(
            f"keypoints of {len(crops)} people: at most {apart.max():.2f} px of the crop from PyTorch's, {apart.mean():.3f} px on average,"
            f" {100 * np.mean(apart > 0.01):.1f} % not the same; heatmaps at most {np.abs(ours - theirs).max():.1e}"
        )
    if int8 and check is not None:
        _print_accuracy(model, output, check, facts)
    kind = "INT8" if int8 else "FP32"
    say(f"wrote {output}: {kind}, {size[0]}x{size[1]}, {skeleton.name}, {os.path.getsize(output) / 1e6:.1f} MB")


def _print_accuracy(model: torch.nn.Module, output: Path, data: Path, about: PoseMetadata) -> None:
    """OKS AP of the network in PyTorch and of the file on the labelled people of ``data``'s val split; nothing where there are none."""
    from posecore.data.coco import find_annotations, load_coco, read_coco_json
    from posecore.data.samples import DataError
    from posecore.evaluation.keypoint_ap import score_samples
    from posecore.evaluation.predict import predict_boxes
    from posecore.evaluation.ranking import ranking
    from posecore.runtime.decoders import make_decoder
    from posecore.runtime.estimator import PoseEstimator
    from posecore.training.checkpoint import torch_forward

    try:
        annotations, images = find_annotations(data, "val")
    except DataError:
        return
    skeleton = about.skeleton
    people, _ = load_coco(annotations, images, skeleton)
    truth = read_coco_json(annotations)
    decoder = make_decoder(about.head, about.decoding, skeleton)
    estimators = PoseEstimator(torch_forward(model), about.spec, skeleton, decoder), PoseEstimator.from_onnx(output)
    results = [score_samples(people, *predict_boxes(estimator, people), truth, skeleton, ranking(estimator)) for estimator in estimators]
    before, after = ({score.name: 100 * score.values["AP"] for score in result} for result in results)
    groups = (f"{name} {before[name]:.1f} → {after[name]:.1f}" for name in before)
    say(f"OKS AP without flip test, PyTorch → INT8: {', '.join(groups)}")
    if before["all"] - after["all"] > MOST_LOST:
        typer.secho(f"INT8 costs more than {MOST_LOST:.0f} AP: do not ship this file", fg="red", err=True)
