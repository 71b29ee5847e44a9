"""Stand-ins for public networks: ONNX files with the very inputs and outputs of such a network that give what the test put in.

Which of the M answers an image gets is told by its colour: pixel (``at``, ``at``) has the red value 10 · row.
"""

from pathlib import Path

import numpy as np
import pytest

IMAGENET = (0.229 * 255 / 10, 0.485 * 255 / 10)
UNIT = (255 / 10, 0.0)
RAW = (1 / 10, 0.0)
"""(factor, offset) that make a row of the value of a normalised pixel: by ImageNet's mean, from 0 to 1, from 0 to 255."""


def standin(path: Path, answers: dict[str, np.ndarray], shape, *, scale=IMAGENET, dtype="FLOAT", red=0, at=16, free=(), **props) -> Path:
    """Write ``path``.

    Args:
        answers: name of an output → (M,...), row by image.
        shape: of the input, (N,3,H,W) or (N,H,W,3); names for free sides.
        scale: how the red value becomes a row. dtype: of the input. red: which channel is red. at: where it is looked at.
        free: outputs whose sides are not stated.
        props: metadata, ``__`` for a dot; without one, ``lightpose.`` goes in front.
    """
    onnx = pytest.importorskip("onnx")
    make, types = onnx.helper.make_node, onnx.TensorProto
    last = shape[3] == 3
    nodes = [
        make("Cast", ["images"], ["float"], to=types.FLOAT),
        make("Gather", ["float", "red"], ["plane"], axis=3 if last else 1),
        make("Gather", ["plane", "at"], ["line"], axis=1),
        make("Gather", ["line", "at"], ["value"], axis=1),
        make("Mul", ["value", "factor"], ["scaled"]),
        make("Add", ["scaled", "offset"], ["moved"]),
        make("Clip", ["moved", "first", "last"], ["clipped"]),
        make("Round", ["clipped"], ["rounded"]),
        make("Cast", ["rounded"], ["row"], to=types.INT64),
    ]
    weights = [
        onnx.helper.make_tensor("red", types.INT64, [], [red]),
        onnx.helper.make_tensor("at", types.INT64, [], [at]),
        onnx.helper.make_tensor("factor", types.FLOAT, [], [scale[0]]),
        onnx.helper.make_tensor("offset", types.FLOAT, [], [scale[1]]),
        onnx.helper.make_tensor("first", types.FLOAT, [], [0.0]),
        onnx.helper.make_tensor("last", types.FLOAT, [], [len(next(iter(answers.values()))) - 1.0]),
    ]
    outs = []
    for name, table in answers.items():
        nodes.append(make("Gather", [f"{name}_table", "row"], [name], axis=0))
        weights.append(onnx.numpy_helper.from_array(table, f"{name}_table"))
        kind = types.INT64 if table.dtype == np.int64 else types.FLOAT
        sides = [f"{name}_{i}" for i in range(1, table.ndim)] if name in free else list(table.shape[1:])
        outs.append(onnx.helper.make_tensor_value_info(name, kind, [shape[0], *sides]))
    feed = onnx.helper.make_tensor_value_info("images", getattr(types, dtype), list(shape))
    model = onnx.helper.make_model(
        onnx.helper.make_graph(nodes, "standin", [feed], outs, weights), opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8
    )
    for key, value in props.items():
        model.metadata_props.add(key=key.replace("__", ".") if "__" in key else key, value=value)
    onnx.save(model, path)
    return path


def coloured(width: int, height: int, boxes: np.ndarray) -> np.ndarray:
    """A BGR image whose (N,4) ``boxes`` are filled with red of 10 · row."""
    image = np.zeros((height, width, 3), np.uint8)
    for row, (left, top, right, bottom) in enumerate(np.asarray(boxes).astype(int)):
        image[top:bottom, left:right, 2] = 10 * row
    return image
