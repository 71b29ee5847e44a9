"""A trained person detector to ONNX, checked against PyTorch on real images, with what the runtime needs in its metadata."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from typing import Any

os.environ.setdefault("YOLO_OFFLINE", "true")

import numpy as np
import onnx
import torch
from ultralytics.models import YOLO
from ultralytics.nn.modules.head import Detect

from posecore.data.images import read_image
from posecore.export.half import store_as_half
from posecore.runtime.detectors import PersonDetector
from posecore.runtime.metadata import DetectorMetadata


class Plain(torch.nn.Module):
    """A detection network that returns boxes and scores alone: (1,3,H,W) → (1, 4 + classes, A), xywh px."""

    def __init__(self, network: torch.nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = self.network(x)
        return out[0] if isinstance(out, tuple) else out


def load_network(checkpoint: Path) -> torch.nn.Module:
    """The averaged network of an ultralytics checkpoint, fused, in evaluation mode, float32."""
    model: Any = YOLO(str(checkpoint)).model
    return model.float().eval().fuse(verbose=False).eval()


def export_onnx(
    checkpoint: Path,
    out: Path,
    *,
    size: int,
    multiscale: Sequence[int] = (),
    dynamic: bool = True,
    threshold: float = 0.3,
    iou: float = 0.6,
) -> Path:
    """Write ``checkpoint`` (.pt of ultralytics) to ``out`` as ONNX without NMS.

    Args:
        size: side of a fixed input, longest side of a dynamic one, px; a multiple of 32.
        multiscale: longest sides of the input, px, for when there is time to run in several.
        dynamic: height and width free (multiples of 32), so that a wide image costs less than a square one.
        threshold, iou: what :class:`posecore.runtime.detectors.PersonDetector` takes where the caller says nothing.
    """
    network = load_network(checkpoint)
    for module in network.modules():
        if isinstance(module, Detect):
            vars(module).update(export=True, format="onnx", dynamic=dynamic)
    example = torch.zeros(1, 3, size, size if not dynamic else size - 64)
    axes = {"images": {2: "height", 3: "width"}, "output": {2: "anchors"}} if dynamic else None
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "model.onnx"
        torch.onnx.export(
            Plain(network).eval(),
            (example,),
            str(draft),
            input_names=["images"],
            output_names=["output"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        model = onnx.load(str(draft))
        onnx.helper.set_model_props(model, DetectorMetadata(threshold, iou, (size,), tuple(multiscale)).to_props())
        store_as_half(model)
        onnx.checker.check_model(model)
        onnx.save(model, str(draft))
        out.parent.mkdir(parents=True, exist_ok=True)
        partial = out.with_name(out.name + ".partial")
        copyfile(draft, partial)
        partial.replace(out)
    return out


def compare(checkpoint: Path, exported: Path, images: list[Path]) -> tuple[float, float]:
    """The largest difference between PyTorch and ONNX Runtime over some images: (box px of the input, score)."""
    network, detector = Plain(load_network(checkpoint)), PersonDetector(exported, providers=["cpu"])
    box = score = 0.0
    for path in images:
        feed, _ = detector.preprocess(read_image(path))
        with torch.inference_mode():
            expected = network(torch.from_numpy(feed)).numpy()
        difference = np.abs(detector.infer(feed) - expected)
        likely = expected[0, 4] > 0.05
        box = max(box, float(difference[0, :4][:, likely].max(initial=0)))
        score = max(score, float(difference[0, 4].max()))
    return box, score
