"""INT8 for the person detector: an exported YOLO with a SiLU after its convolutions → integers wherever ONNX Runtime gains by them.

Rounded is every convolution with a SiLU behind it but the first, with what lies between them. Float stay the first, whose three channels
fill no integer instruction, the attention, and the last ones: their outputs are distances and scores. A SiLU becomes a table look-up and a
product of bytes. Below :data:`LEAST` it is nearly 0, so no step is spent on what lies there.

The decoding leaves the graph: it is done for the few anchors that count (:func:`posecore.runtime.detectors.heads.bins`), not for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

from posecore.data.coco import find_annotations
from posecore.data.coco_json import image_path, read_coco_json
from posecore.data.images import read_image
from posecore.export.int8 import quantise
from posecore.runtime.detectors import PersonDetector
from posecore.runtime.session import session_options

LEAST = -6.0
"""Smallest input of a SiLU with a step of its own: SiLU(-6) is -0.015. So scores differ least from those in float (docs/models.md)."""

LIKELY = 0.1
"""Scores from which anchors count for :func:`with_even_scores`."""

CALIBRATION_IMAGES = 64

_MOVES = frozenset({"Concat", "MaxPool", "Resize", "Slice", "Split"})
"""Operators whose outputs are inputs of theirs, so that they share one scale."""


def quantise_detector(file: Path, images: Iterable[NDArray[np.uint8]]) -> ModelProto:
    """The detector in ``file`` in integers, with its metadata; outputs ``distances`` (1,4·bins,A) logits and ``scores`` (1,classes,A).

    Args:
        file: an ONNX file of :func:`posecore.training.detector.export.export_onnx`.
        images: (H,W,3) uint8 BGR, on which ranges are measured, each in all sizes that the file names.

    Raises:
        ValueError: it is no such file.
    """
    detector = PersonDetector(file, multiscale=True, providers=["cpu"])
    feeds = [detector.preprocess(image, size)[0] for image in images for size in detector.sizes]
    model = with_fixed_numbers(without_decoding(with_float_weights(onnx.load(str(file)))))
    tensors = rounded_tensors(model.graph)
    gates = {node.output[0] for node in model.graph.node if node.op_type == "Sigmoid"}
    gated = {node.input[0] for node in model.graph.node if node.op_type == "Sigmoid"}

    def limit(group: str, low: float, high: float) -> tuple[float, float]:
        return (0.0, 1.0) if group in gates else (max(low, LEAST), high) if group in gated else (low, high)

    exact = ModelProto()
    exact.CopyFrom(model)
    return with_even_scores(quantise(model, feeds, tensors, limit), exact, feeds[:: len(detector.sizes)])


def with_even_scores(rounded: ModelProto, exact: ModelProto, feeds: Iterable[NDArray[np.float32]]) -> ModelProto:
    """Shift the logits of the scores of ``rounded`` so that those of likely people are on average what ``exact`` gives.

    Rounding lowers scores a little on the whole, and with them recall at the same threshold.
    """
    cpu = ["CPUExecutionProvider"]
    sessions = [onnxruntime.InferenceSession(m.SerializeToString(), session_options(), providers=cpu) for m in (exact, rounded)]
    differences = []
    for feed in feeds:
        one, other = (session.run(["scores"], {session.get_inputs()[0].name: feed})[0].astype(np.float64) for session in sessions)
        likely = one > LIKELY
        odds, others = one[likely] / (1 - one[likely]), other[likely] / (1 - other[likely])
        differences.append(np.log(odds) - np.log(others))
    shift = float(np.mean(np.concatenate(differences)))
    makers = {name: node for node in rounded.graph.node for name in node.output}
    joined = makers[makers["scores"].input[0]]
    biases = {makers[makers[name].input[0]].input[2] for name in joined.input}
    for item in rounded.graph.initializer:
        if item.name in biases:
            item.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(item) + np.float32(shift), item.name))
    return rounded


def calibration_images(data: Path, limit: int = CALIBRATION_IMAGES, split: str = "train") -> Iterator[NDArray[np.uint8]]:
    """Images of a data set in COCO's format, the same ones every time, spread over the whole set. Raises DataError, OSError."""
    annotations, folder = find_annotations(data, split)
    entries = read_coco_json(annotations)["images"]
    for i in np.sort(np.random.default_rng(0).permutation(len(entries))[:limit]):
        yield read_image(image_path(folder, entries[i]["file_name"]))


def with_float_weights(model: ModelProto) -> ModelProto:
    """Undo :func:`posecore.export.half.store_as_half`: float32 weights without a Cast."""
    stored = {item.name: item for item in model.graph.initializer}
    nodes = []
    for node in model.graph.node:
        if node.op_type == "Cast" and node.input[0] in stored:
            tensor = stored[node.input[0]]
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float32), node.output[0]))
        else:
            nodes.append(node)
    _replace(model.graph, nodes)
    return model


def without_decoding(model: ModelProto) -> ModelProto:
    """Cut the graph where boxes are decoded: outputs ``distances``, what goes into the softmax over the bins, and ``scores``."""
    graph = model.graph
    makers = {name: node for node in graph.node for name in node.output}
    last = makers[graph.output[0].name]
    if last.op_type != "Concat" or len(last.input) != 2 or makers[last.input[1]].op_type != "Sigmoid":
        raise ValueError("not a detector whose output joins boxes and scores")
    distances = _before_softmax(last.input[0], makers)
    for name, output in ((distances, "distances"), (last.input[1], "scores")):
        for node in graph.node:
            node.output[:] = [output if out == name else out for out in node.output]
            node.input[:] = [output if given == name else given for given in node.input]
    del graph.output[:]
    graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, None, "anchors"]) for name in ("distances", "scores"))
    _replace(graph, list(graph.node))
    return model


def _before_softmax(boxes: str, makers: dict[str, NodeProto]) -> str:
    """The tensor that the softmax behind ``boxes`` gets, as it was before it was laid out anew."""
    waiting = [boxes]
    while waiting:
        node = makers.get(waiting.pop(0))
        if node is None:
            continue
        if node.op_type == "Softmax":
            name = node.input[0]
            while makers[name].op_type in ("Reshape", "Transpose"):
                name = makers[name].input[0]
            return name
        waiting += node.input
    raise ValueError("not a detector whose boxes come from a softmax over bins")


def with_fixed_numbers(model: ModelProto, sizes: Sequence[tuple[int, int]] = ((192, 320), (320, 256))) -> ModelProto:
    """Integers that the graph works out from its input's size and that do not depend on it, as constants: two inputs (H,W) tell."""
    graph = onnx.shape_inference.infer_shapes(model).graph
    names = [value.name for value in graph.value_info if value.type.tensor_type.elem_type == TensorProto.INT64]
    probe = ModelProto()
    probe.CopyFrom(model)
    probe.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(probe.SerializeToString(), options, providers=["CPUExecutionProvider"])
    found = [session.run(names, {graph.input[0].name: np.zeros((1, 3, *size), np.float32)}) for size in sizes]
    fixed = {name: one for name, one, other in zip(names, *found, strict=True) if np.array_equal(one, other)}
    model.graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in fixed.items())
    _replace(model.graph, [node for node in model.graph.node if not set(node.output) <= set(fixed)])
    return model


def rounded_tensors(graph: GraphProto) -> dict[str, str]:
    """The tensors to round, each with the name of the group whose scale it shares."""
    users: dict[str, list[NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    made = {name for node in graph.node if node.op_type != "Constant" for name in node.output}
    marked: set[str] = set()
    for node in graph.node:
        gate = next((user for user in users.get(node.output[0], []) if user.op_type == "Sigmoid"), None)
        if node.op_type == "Conv" and gate is not None and node.input[0] in made:
            marked |= {node.input[0], node.output[0], gate.output[0], users[gate.output[0]][0].output[0]}
    moves = [node for node in graph.node if node.op_type in _MOVES]
    moved = [{*(node.input if node.op_type == "Concat" else node.input[:1]), *node.output} & made for node in moves]
    sums = [node for node in graph.node if node.op_type == "Add"]
    count = 0
    while len(marked) > count:
        count = len(marked)
        for names in moved:
            marked |= names if names & marked else set()
        for node in sums:
            marked |= {*node.input} & made if node.output[0] in marked else set()
    groups = {name: name for name in marked}
    for names in moved:
        joined = {groups[name] for name in names if name in groups}
        groups.update({name: min(joined) for name, group in groups.items() if group in joined})
    return groups


def _replace(graph: GraphProto, nodes: Sequence[NodeProto]) -> None:
    """Give the graph these nodes, without those that nobody uses; constants likewise."""
    used = {output.name for output in graph.output}
    kept = []
    for node in reversed(nodes):
        if used & set(node.output):
            kept.append(node)
            used |= set(node.input)
    constants = [item for item in graph.initializer if item.name in used]
    nodes = kept[::-1]
    del graph.node[:], graph.initializer[:], graph.value_info[:]
    graph.node.extend(nodes)
    graph.initializer.extend(constants)
