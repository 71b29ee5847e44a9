"""Put a trained pose network into ``weights/``: fp16 safetensors, ONNX in FP32 and INT8 (large weights stored
as fp16), and the hashes of ``manifest.toml``.

    python packaging/ship_weights.py runs/mine/best.safetensors DATA [GAIN]

DATA is what it was trained on, a folder in COCO format: on some of its people the INT8 ranges are measured, and joint scores fitted
(:mod:`posecore.export.scores`), these on people of COCO, whose labels tell which joints are there. GAIN, 1 unless given,
multiplies the heatmaps (their last convolution), and so the joints' scores, but moves no joint: training for consistency makes hills
lower, and joints count as visible by their height.

Numbers and provenance in the manifest and the model card are written by hand, from ``lightpose eval``.
"""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from posecore.data.coco import find_annotations, load_coco
from posecore.data.samples import Sample
from posecore.export.calibration import load_crops
from posecore.export.half import halve
from posecore.export.onnx import export_int8, export_onnx, write_metadata
from posecore.export.scores import fit_scores
from posecore.runtime.crops import RUN_PADDING, InputSpec
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.metadata import PoseMetadata
from posecore.skeletons import Skeleton, get_skeleton
from posecore.training.checkpoint import open_model, save_weights

SCORE_PEOPLE = 1500
"""People on whom joint scores are fitted."""

WEIGHTS = Path(__file__).parents[1] / "weights"


def refresh_hashes(manifest: Path) -> None:
    """Write the SHA-256 of each file the manifest names under its ``file`` line."""
    text = manifest.read_text(encoding="utf-8")

    def with_hash(match: re.Match[str]) -> str:
        digest = hashlib.sha256((manifest.parent / match["file"]).read_bytes()).hexdigest()
        return f'file = "{match["file"]}"\nsha256 = "{digest}"'

    manifest.write_text(re.sub(r'file = "(?P<file>[^"]+)"\nsha256 = "[0-9a-f]*"', with_hash, text), encoding="utf-8")


def score_people(data: Path, skeleton: Skeleton) -> list[Sample]:
    """:data:`SCORE_PEOPLE` people of the training split, of COCO's where there are any; always the same."""
    samples, _ = load_coco(*find_annotations(data, "train"), skeleton)
    people = [s for s in samples if s.image.name.startswith("coco_")] or samples
    rows = np.random.default_rng(0).permutation(len(people))[:SCORE_PEOPLE]
    return [people[i] for i in sorted(rows)]


def main(checkpoint: Path, data: Path, gain: float = 1.0) -> None:
    model, about = open_model(checkpoint)
    if gain != 1:
        with torch.no_grad():
            for values in model.head[-1].parameters():
                values *= gain
    width, height = int(about["width"]), int(about["height"])
    name = f"pose_{about['model']}_{height}x{width}"
    save_weights(model, WEIGHTS / f"{name}.safetensors", about)
    facts = PoseMetadata(InputSpec((width, height), padding=RUN_PADDING), get_skeleton(about["skeleton"]))
    difference = export_onnx(model, WEIGHTS / f"{name}.onnx", facts)
    export_int8(model, WEIGHTS / f"{name}_int8.onnx", facts, load_crops(data, facts.spec, facts.skeleton))
    for file in (WEIGHTS / f"{name}.onnx", WEIGHTS / f"{name}_int8.onnx"):
        halve(file)
        scores = fit_scores(PoseEstimator.from_onnx(file, decoding=facts.decoding, second_crop=False), score_people(data, facts.skeleton))
        write_metadata(file, replace(facts, scores=scores).to_props())
    print(f"wrote {name}.safetensors, {name}_int8.onnx and {name}.onnx (which differs from PyTorch by at most {difference:.1e})")
    if (WEIGHTS / "manifest.toml").is_file():
        refresh_hashes(WEIGHTS / "manifest.toml")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *(float(gain) for gain in sys.argv[3:]))
