"""A detector that anybody understands: it finds red squares."""

from pathlib import Path

import numpy as np
import pytest


def red_squares(path: Path, width: int | str = 128, height: int | str = 96, **about: str) -> Path:
    """A detector of stride 32: the score of a cell is the mean of its red channel, its box is the cell."""
    onnx = pytest.importorskip("onnx")
    make, floats = onnx.helper.make_node, onnx.TensorProto.FLOAT

    def constant(name: str, value: list[float], kind: int = floats) -> object:
        return onnx.helper.make_tensor(name, kind, [len(value)], value)

    nodes = [
        make("Conv", ["images", "red"], ["r"], kernel_shape=[1, 1]),
        make("AveragePool", ["r"], ["score"], kernel_shape=[32, 32], strides=[32, 32]),
        make("Mul", ["score", "zero"], ["nothing"]),
        make("Add", ["nothing", "one"], ["ones"]),
        make("Mul", ["ones", "cell"], ["size"]),
        make("CumSum", ["size", "three"], ["x_end"]),
        make("CumSum", ["size", "two"], ["y_end"]),
        make("Sub", ["x_end", "half"], ["x"]),
        make("Sub", ["y_end", "half"], ["y"]),
        make("Concat", ["x", "y", "size", "size", "score"], ["maps"], axis=1),
        make("Reshape", ["maps", "flat"], ["output"]),
    ]
    initializers = [
        onnx.helper.make_tensor("red", floats, [1, 3, 1, 1], [1.0, 0.0, 0.0]),
        *(constant(name, [value]) for name, value in {"zero": 0.0, "one": 1.0, "cell": 32.0, "half": 16.0}.items()),
        onnx.helper.make_tensor("two", onnx.TensorProto.INT64, [], [2]),
        onnx.helper.make_tensor("three", onnx.TensorProto.INT64, [], [3]),
        constant("flat", [1, 5, -1], onnx.TensorProto.INT64),
    ]
    feed = onnx.helper.make_tensor_value_info("images", floats, [1, 3, height, width])
    out = onnx.helper.make_tensor_value_info("output", floats, [1, 5, None])
    model = onnx.helper.make_model(
        onnx.helper.make_graph(nodes, "red", [feed], [out], initializers), opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8
    )
    for key, value in about.items():
        model.metadata_props.add(key=key.replace("__", "."), value=value)
    onnx.save(model, path)
    return path


def squares(width: int, height: int, *squares: tuple[int, int, int]) -> np.ndarray:
    """A black BGR image with red squares of (left, top, side); the grey border of a letterbox scores 0.45."""
    image = np.zeros((height, width, 3), np.uint8)
    for left, top, side in squares:
        image[top : top + side, left : left + side] = (0, 0, 255)
    return image
