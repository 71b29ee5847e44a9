"""Weights of an ONNX file kept as float16: half the size on disk, the same arithmetic."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, TensorProto, helper, numpy_helper

LARGE = 1000
"""Tensors of fewer numbers stay float32: scales, biases and shapes, which weigh nothing and count most."""


def store_as_half(model: ModelProto, at_least: int = LARGE) -> None:
    """Keep float32 weights of ``at_least`` numbers as float16, with a Cast to float32 behind each.

    ONNX Runtime folds the casts when it opens the file, so they cost nothing per run.
    """
    graph, casts = model.graph, []
    for tensor in graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) >= at_least:
            name = tensor.name
            half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f"{name}.half")
            tensor.CopyFrom(half)
            casts.append(helper.make_node("Cast", [half.name], [name], to=TensorProto.FLOAT))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)


def halve(path: Path) -> None:
    """:func:`store_as_half` for a file, in place, atomically. Raises OSError where it cannot be read or written."""
    model = onnx.load(str(path))
    store_as_half(model)
    onnx.checker.check_model(model)
    partial = path.with_name(path.name + ".partial")
    onnx.save(model, str(partial))
    os.replace(partial, path)
