"""Checkpoint → ONNX with a dynamic batch, checked against PyTorch."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import torch
from torch import nn

from posecore.runtime.session import open_session
from posecore.skeletons import Skeleton

OPSET = 18


def export_onnx(model: nn.Module, path: Path, size: tuple[int, int], skeleton: Skeleton) -> float:
    """Write the network as ONNX (input ``images`` (N,3,H,W), output ``heatmaps`` (N,K,H/4,W/4), any N), atomically.

    Args:
        model: the network, put into eval mode here.
        size: (W, H) of its input, px.
        skeleton: stored in the metadata as ``lightpose.skeleton``.

    Returns:
        The largest difference between ONNX Runtime's heatmaps and PyTorch's on random input.
    """
    import onnx

    model = model.eval().cpu().to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    width, height = size
    example = torch.randn(2, 3, height, width)
    partial = path.with_name(path.name + ".partial")
    torch.onnx.export(
        model,
        (example,),
        str(partial),
        input_names=["images"],
        output_names=["heatmaps"],
        dynamic_shapes=({0: torch.export.Dim("batch", min=1, max=1024)},),
        opset_version=OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    graph = onnx.load(str(partial))
    onnx.helper.set_model_props(graph, {"lightpose.skeleton": skeleton.name, "lightpose.size": f"{width}x{height}"})
    onnx.save(graph, str(partial))
    with torch.inference_mode():
        expected = model(example).numpy()
    session = open_session(partial, providers=["cpu"])
    actual = session.run(None, {"images": example.numpy()})[0]
    os.replace(partial, path)
    return float(np.abs(actual - expected).max())
