"""INT8 for the CPU: static quantisation of the exported network's head with ranges measured on crops.

ONNX Runtime runs a quantised convolution about four times as fast as a float one where the processor has VNNI, and most of that is lost
again where tensors change layout or precision between the convolutions. So the graph is shaped for it (:class:`RowHead`), and the
quantisation marks (QuantizeLinear and DequantizeLinear pairs) are placed here rather than by ``onnxruntime.quantization``, which re-scales
every concatenation and each operator around it.

What comes before the last hard swish, MobileNetV3's layers, stays float: rounding its wide maps moved joints by 1.9 px of the crop on
average, rounding the head, which has more than half of the arithmetic, by 0.1 px. The channels of the head, of which a few are fifty times
as strong as most, are made alike first (:mod:`posecore.export.equalize`). Heatmaps are not rounded.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from torch import Tensor, nn

from posecore.export.fast import FastHead, PhaseStage, interleave
from posecore.models.lightpose import Lightpose
from posecore.runtime.session import session_options

FLOAT_ABOVE = 1 / 16
"""Convolutions on maps with more than this share of the input's pixels stay float: little arithmetic, much memory, most sensitive."""

_MOVES = frozenset({"Concat", "Reshape", "Transpose", "Unsqueeze"})
"""Operators that only move numbers: what goes in and what comes out share one scale."""


Limit = Callable[[str, float, float], tuple[float, float]]
"""(name of a group, smallest and largest value measured) → the range that its integers cover."""


class RowHead(nn.Module):
    """:class:`FastHead` with the four phases stacked as rows of one map, so that each 1×1 convolution is one call with one scale."""

    def __init__(self, head: FastHead) -> None:
        super().__init__()
        self.stages = head.stages
        self.heatmaps = head.heatmaps
        self.rest = head.rest

    def forward(self, x: Tensor) -> Tensor:
        for i, stage in enumerate(self.stages):
            assert isinstance(stage, PhaseStage)
            rows = F.relu(stage.pointwise(torch.cat(stage.upsample(x), dim=2)))
            if i < len(self.stages) - 1 or self.heatmaps is None:
                x = interleave_rows(rows)
        if self.heatmaps is None:
            assert self.rest is not None
            return self.rest(x)
        n, channels, height, width = rows.shape
        factors = self.heatmaps.rows(F.adaptive_avg_pool2d(rows, 1)).transpose(1, 2)
        product = torch.matmul(rows.permute(0, 2, 3, 1).reshape(n, height * width, channels), factors).transpose(1, 2)
        return self.heatmaps.combine(interleave(list(product.reshape(n, -1, height, width).split(height // 4, dim=2))))


def interleave_rows(rows: Tensor) -> Tensor:
    """(N,C,4H,W), the phases below one another → (N,C,2H,2W), moving whole channel vectors: quantised convolutions keep channels last."""
    n, channels, height, width = rows.shape
    height //= 4
    split = rows.permute(0, 2, 3, 1).reshape(n, 2, 2, height, width, channels)
    return split.permute(0, 3, 1, 4, 2, 5).reshape(n, 2 * height, 2 * width, channels).permute(0, 3, 1, 2)


def row_form(model: nn.Module) -> nn.Module:
    """The network for inference with its head in rows, which owns its weights. Only Lightpose changes."""
    if not isinstance(model, Lightpose):
        return model
    with torch.no_grad():
        return nn.Sequential(model.backbone, copy.deepcopy(RowHead(FastHead(model.head)))).eval()


def quantise(
    model: ModelProto, batches: Iterable[NDArray[np.float32]], tensors: Mapping[str, str] | None = None, limit: Limit | None = None
) -> ModelProto:
    """The float model with quantisation marks: activations uint8 with one scale a tensor, weights int8 with one scale an output channel.

    Args:
        model: float ONNX model with batch norms folded.
        batches: calibration input, each (N,3,H,W) float32 as the network sees it.
        tensors: those to round, each with the name of the group whose scale it shares; None: those of the head of a Lightpose network.
        limit: cuts a group's measured range.
    """
    model = onnx.shape_inference.infer_shapes(model)
    groups = _quantised_tensors(model) if tensors is None else dict(tensors)
    ranges = _measure(model, groups, batches)
    if limit is not None:
        ranges = {group: limit(group, *ends) for group, ends in ranges.items()}
    graph = model.graph
    scales = {name: _scale(*ranges[group]) for name, group in groups.items()}
    rectified = {node.input[0]: node.output[0] for node in graph.node if node.op_type == "Relu"}
    weights = {item.name: item for item in graph.initializer}
    nodes: list[NodeProto] = []
    constants: dict[str, NDArray[np.generic]] = {}
    for name, (scale, zero) in scales.items():
        constants.update({f"{name}_scale": np.asarray(scale, np.float32), f"{name}_zero": np.asarray(zero, np.uint8)})
    for node in graph.node:
        if node.op_type == "Conv" and node.input[0] in scales and rectified.get(node.output[0], node.output[0]) in scales:
            _quantise_weights(node, weights, scales[node.input[0]][0], nodes, constants)
        if node.op_type == "MatMul" and node.input[0] in scales and scales[node.input[0]][1] == 0:
            nodes += _integer_product(node, float(scales[node.input[0]][0]), constants)
            continue
        for i, name in enumerate(node.input):
            if name in scales:
                node.input[i] = f"{name}_quantised" if node.op_type == "Shape" else f"{name}_marked"
        nodes.append(node)
        for name in node.output:
            if name in scales:
                marks = [f"{name}_scale", f"{name}_zero"]
                nodes.append(helper.make_node("QuantizeLinear", [name, *marks], [f"{name}_quantised"]))
                nodes.append(helper.make_node("DequantizeLinear", [f"{name}_quantised", *marks], [f"{name}_marked"]))
    del graph.node[:], graph.value_info[:]
    graph.node.extend(nodes)
    graph.initializer.extend(numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items())
    used = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
    needed = [node for node in graph.node if any(name in used for name in node.output)]
    del graph.node[:]
    graph.node.extend(needed)
    kept = [item for item in graph.initializer if item.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    onnx.checker.check_model(model)
    return model


def _scale(low: float, high: float) -> tuple[float, int]:
    """Scale and zero point of a uint8 that covers [low, high] and 0."""
    low, high = min(low, 0.0), max(high, 0.0, 1e-6)
    scale = (high - low) / 255
    return scale, round(-low / scale)


def _quantise_weights(
    node: NodeProto, weights: dict[str, TensorProto], input_scale: float, nodes: list[NodeProto], constants: dict[str, NDArray[np.generic]]
) -> None:
    """Replace a convolution's weight and bias by int8 and int32 constants with their DequantizeLinear.

    A channel whose weights are next to nothing gets a scale at which its bias still fits 32 bits.
    """
    name = f"{node.output[0]}_weight"
    weight = numpy_helper.to_array(weights[node.input[1]])
    bias = numpy_helper.to_array(weights[node.input[2]]) if len(node.input) > 2 else np.zeros(len(weight), np.float32)
    scale = np.maximum(np.abs(weight).reshape(len(weight), -1).max(1) / 127, np.abs(bias) / (2**30 * input_scale)).astype(np.float32)
    scale = np.maximum(scale, np.float32(1e-12))
    rounded = {
        name: (np.clip(np.round(weight / scale.reshape(-1, 1, 1, 1)), -127, 127).astype(np.int8), scale),
        f"{node.output[0]}_bias": (np.round(bias / (scale * input_scale)).astype(np.int32), (scale * input_scale).astype(np.float32)),
    }
    for key, (values, steps) in rounded.items():
        constants.update({key: values, f"{key}_scale": steps, f"{key}_zero": np.zeros(len(steps), values.dtype)})
        nodes.append(helper.make_node("DequantizeLinear", [key, f"{key}_scale", f"{key}_zero"], [f"{key}_marked"], axis=0))
    del node.input[1:]
    node.input.extend(f"{key}_marked" for key in rounded)


def _integer_product(node: NodeProto, feature_scale: float, constants: dict[str, NDArray[np.generic]]) -> list[NodeProto]:
    """The attention's matrix product in integers: features (N,P,C) times rows (N,C,R), which depend on the image and are quantised as
    they come, each by its size."""
    features, rows = node.input
    out = node.output[0]
    constants[f"{out}_axis"] = np.asarray([1], np.int64)
    constants.update({f"{out}_step": np.asarray(1 / 127, np.float32), f"{out}_size": np.asarray(feature_scale / 127, np.float32)})
    constants.update({f"{out}_middle": np.asarray(0, np.int8), f"{out}_none": np.asarray(0, np.uint8)})
    return [
        helper.make_node("Abs", [rows], [f"{out}_abs"]),
        helper.make_node("ReduceMax", [f"{out}_abs", f"{out}_axis"], [f"{out}_reach"], keepdims=1),
        helper.make_node("Div", [rows, f"{out}_reach"], [f"{out}_unit"]),
        helper.make_node("QuantizeLinear", [f"{out}_unit", f"{out}_step", f"{out}_middle"], [f"{out}_rows"]),
        helper.make_node("MatMulInteger", [f"{features}_quantised", f"{out}_rows", f"{out}_none", f"{out}_middle"], [f"{out}_integer"]),
        helper.make_node("Cast", [f"{out}_integer"], [f"{out}_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{out}_reach", f"{out}_size"], [f"{out}_scale"]),
        helper.make_node("Mul", [f"{out}_float", f"{out}_scale"], [out]),
    ]


def _quantised_tensors(model: ModelProto) -> dict[str, str]:
    """The tensors to quantise, all after the last hard swish, each with the name of the group whose scale it shares."""
    graph = model.graph
    nodes = graph.node[max((i + 1 for i, node in enumerate(graph.node) if node.op_type == "HardSwish"), default=0) :]
    shapes = {v.name: [side.dim_value for side in v.type.tensor_type.shape.dim] for v in graph.value_info}
    weights = {item.name: list(item.dims) for item in graph.initializer}
    users: dict[str, list[NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)

    def pixels(name: str) -> int:
        shape = shapes.get(name, [])
        return shape[2] * shape[3] if len(shape) == 4 else 0

    source = graph.input[0].type.tensor_type.shape.dim
    most = int(source[2].dim_value * source[3].dim_value * FLOAT_ABOVE)
    marked: set[str] = set()
    for node in nodes:
        if node.op_type == "Conv" and 1 < pixels(node.input[0]) <= most and weights[node.input[1]][0] > 1:
            after = users.get(node.output[0], [])
            marked.add(node.input[0])
            marked.add(after[0].output[0] if len(after) == 1 and after[0].op_type == "Relu" else node.output[0])
    for node in nodes:
        gates = node.op_type == "Mul" and node.output[0] in marked
        sums = node.op_type == "Add" and any(name in marked for name in node.input) and not any(name in weights for name in node.input)
        pools = node.op_type == "GlobalAveragePool" and 1 < pixels(node.input[0]) <= most
        if gates or sums or pools:
            marked.update((*node.input, node.output[0]))
    marked &= {name for node in nodes for name in node.output}
    groups = {name: name for name in marked}
    for node in [*nodes, *reversed(nodes)]:
        linked = [*(node.input if node.op_type == "Concat" else node.input[:1]), node.output[0]]
        moves = node.op_type in _MOVES and len(shapes.get(linked[0], [])) > 3 and not set(linked) & set(weights)
        if moves and any(name in groups for name in linked):
            old = {groups.get(name, name) for name in linked}
            groups.update(dict.fromkeys(linked, min(old)))
            groups.update({name: min(old) for name, own in groups.items() if own in old})
    return groups


def _measure(model: ModelProto, groups: dict[str, str], batches: Iterable[NDArray[np.float32]]) -> dict[str, tuple[float, float]]:
    """The smallest and largest value of each group, averaged over the batches."""
    probe = ModelProto()
    probe.CopyFrom(model)
    del probe.graph.output[:]
    probe.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in groups)
    session = onnxruntime.InferenceSession(probe.SerializeToString(), session_options(), providers=["CPUExecutionProvider"])
    found: dict[str, list[tuple[float, float]]] = {}
    for batch in batches:
        extremes: dict[str, tuple[float, float]] = {}
        for (_, group), value in zip(groups.items(), session.run(list(groups), {session.get_inputs()[0].name: batch}), strict=True):
            low, high = extremes.get(group, (0.0, 0.0))
            extremes[group] = min(low, float(value.min())), max(high, float(value.max()))
        for group, pair in extremes.items():
            found.setdefault(group, []).append(pair)
    means = {group: np.mean(pairs, axis=0) for group, pairs in found.items()}
    return {group: (float(low), float(high)) for group, (low, high) in means.items()}
