"""Checkpoint → ONNX with a dynamic batch, checked against PyTorch."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import ModelProto, numpy_helper
from torch import Tensor, nn

from posecore.codec import STRIDE, decode_heatmaps, flip_shift, merge_flipped
from posecore.export.equalize import balance
from posecore.export.fast import fast_form
from posecore.export.int8 import quantise, row_form
from posecore.runtime.metadata import PoseMetadata
from posecore.runtime.session import open_session
from posecore.skeletons import Skeleton

OPSET = 18
CALIBRATION_BATCH = 1
"""Ranges are the mean over batches of this many crops: less swayed by a single image than the range over all."""


class FlipTest(nn.Module):
    """The flip test (paper IV-A5) around a network: the average of its heatmaps with those of the mirrored images, in one batch of 2N.

    ``shift`` is as of :func:`posecore.codec.merge_flipped`.
    """

    def __init__(self, network: nn.Module, flip_indices: NDArray[np.int64], shift: float) -> None:
        super().__init__()
        self.network = network
        self.shift = shift
        self.register_buffer("flip_indices", torch.as_tensor(flip_indices))

    def forward(self, images: Tensor) -> Tensor:
        both = self.network(torch.cat([images, images.flip(3)]))
        heatmaps = both[: images.shape[0]]
        back = both[images.shape[0] :, self.flip_indices].flip(3)
        moved = torch.cat([back[..., :1], back[..., :-1]], dim=3)
        return (heatmaps + (1 - self.shift) * back + self.shift * moved) / 2


def export_onnx(model: nn.Module, path: Path, about: PoseMetadata, *, plain: bool = False) -> float:
    """Write the network as ONNX (input ``images`` (N,3,H,W), output ``heatmaps`` (N,K,H/4,W/4), any N), atomically.

    Args:
        model: the network, put into eval mode here.
        about: its input, joint set and decoding, which go into the metadata; with ``flip_fused`` the flip test goes into the graph.
        plain: export the layers as they stand in the model, without :func:`posecore.export.fast.fast_form`.

    Returns:
        The largest difference between ONNX Runtime's heatmaps and PyTorch's on random input.
    """
    model = model.eval().cpu().to(memory_format=torch.contiguous_format)
    network = model if plain else fast_form(model)
    partial = path.with_name(path.name + ".partial")
    graph = trace(network, about)
    onnx.save(graph if plain else with_global_pools(graph), str(partial))
    width, height = about.spec.size
    example = np.random.default_rng(0).standard_normal((2, 3, height, width)).astype(np.float32)
    difference = float(np.abs(run_onnx(partial, example) - run_torch(model, example, about.skeleton, fused_shift(about))).max())
    os.replace(partial, path)
    return difference


def export_int8(model: nn.Module, path: Path, about: PoseMetadata, crops: NDArray[np.float32]) -> None:
    """Write the network quantised for the CPU (see :mod:`posecore.export.int8`); otherwise as :func:`export_onnx`.

    Args:
        crops: (P,3,H,W) float32 crops of people as ``about.spec`` describes, on which ranges are measured; 256 do. See
            :func:`posecore.export.calibration.load_crops`.
    """
    model = model.eval().cpu().to(memory_format=torch.contiguous_format)
    batches = [crops[i : i + CALIBRATION_BATCH] for i in range(0, len(crops), CALIBRATION_BATCH)]
    graph = with_global_pools(trace(balance(row_form(model), batches), about))
    partial = path.with_name(path.name + ".partial")
    onnx.save(quantise(graph, batches), str(partial))
    open_session(partial, providers=["cpu"])
    os.replace(partial, path)


def fused_shift(about: PoseMetadata) -> float | None:
    """How the flip test in the graph moves the mirrored heatmaps; None where there is none."""
    return flip_shift(about.decoding) if about.flip_fused else None


def trace(network: nn.Module, about: PoseMetadata) -> ModelProto:
    """The ONNX graph of a network in eval mode, with its metadata; with ``flip_fused``, inside :class:`FlipTest`."""
    width, height = about.spec.size
    shift = fused_shift(about)
    program = torch.onnx.export(
        network if shift is None else FlipTest(network, about.skeleton.flip_indices, shift).eval(),
        (torch.randn(2, 3, height, width),),
        input_names=["images"],
        output_names=["heatmaps"],
        dynamic_shapes=({0: torch.export.Dim("batch", min=1, max=1024)},),
        opset_version=OPSET,
        dynamo=True,
        verbose=False,
    )
    assert program is not None
    graph = program.model_proto
    onnx.helper.set_model_props(graph, about.to_props())
    return graph


def write_metadata(path: Path, props: dict[str, str]) -> None:
    """Replace the metadata of an ONNX file, atomically; the graph stays as it is.

    Args:
        path: the file. Raises OSError where it cannot be read or written.
        props: all of the new metadata, such as :meth:`posecore.runtime.metadata.PoseMetadata.to_props` gives.
    """
    model = onnx.load(str(path))
    del model.metadata_props[:]
    onnx.helper.set_model_props(model, props)
    partial = path.with_name(path.name + ".partial")
    onnx.save(model, str(partial))
    os.replace(partial, path)


def with_global_pools(model: ModelProto) -> ModelProto:
    """Means over both image axes as GlobalAveragePool, which has kernels for blocked layouts and for integers."""
    constants = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "ReduceMean" and sorted(constants.get(node.input[1], np.zeros(0)).tolist()) in ([-2, -1], [2, 3]):
            node.op_type = "GlobalAveragePool"
            del node.input[1:], node.attribute[:]
    return model


def run_onnx(path: Path, batch: NDArray[np.float32]) -> NDArray[np.float32]:
    """An exported network's heatmaps (N,K,H/4,W/4) on the CPU for (N,3,H,W) normalised crops."""
    session = open_session(path, providers=["cpu"])
    return np.asarray(session.run(None, {session.get_inputs()[0].name: batch})[0])


def run_torch(model: nn.Module, batch: NDArray[np.float32], skeleton: Skeleton, shift: float | None = None) -> NDArray[np.float32]:
    """The PyTorch network's heatmaps for the same crops, averaged with those of the mirrored crops where ``shift`` says
    how these are moved (:func:`posecore.codec.merge_flipped`)."""
    with torch.inference_mode():
        heatmaps = model(torch.from_numpy(batch)).numpy()
        if shift is None:
            return heatmaps
        mirrored = model(torch.from_numpy(batch[..., ::-1].copy())).numpy()
    return merge_flipped(heatmaps, mirrored, skeleton.flip_indices, shift).astype(np.float32)


def keypoint_differences(expected: NDArray[np.float32], actual: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far apart two networks' heatmaps (N,K,h,w) put each joint: (N,K) float32, crop px."""
    there, here = decode_heatmaps(expected)[0], decode_heatmaps(actual)[0]
    return np.asarray(STRIDE * np.linalg.norm(there - here, axis=-1), np.float32)
