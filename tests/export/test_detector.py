"""The person detector in integers, made from the bundled one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
pytest.importorskip("torch")

from onnx import TensorProto, helper, numpy_helper  # noqa: E402

import posecore  # noqa: E402
from posecore.data.images import read_image  # noqa: E402
from posecore.export.detector import quantise_detector, rounded_tensors, with_even_scores, without_decoding  # noqa: E402
from posecore.runtime.detectors import PersonDetector  # noqa: E402
from posecore.runtime.weights import WeightsError, find_weights  # noqa: E402

PORTRAITS = sorted((Path(posecore.__file__).parent / "assets").glob("*.webp"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Calibrated on the bundled portraits."""
    try:
        source = find_weights("person", "fp32")
    except WeightsError as error:
        pytest.skip(str(error))
    path = tmp_path_factory.mktemp("made") / "int8.onnx"
    onnx.save(quantise_detector(source, [read_image(portrait) for portrait in PORTRAITS]), str(path))
    return path


def test_it_finds_whom_the_exact_one_finds(made: Path) -> None:
    exact, rounded = PersonDetector(find_weights("person", "fp32"), providers=["cpu"]), PersonDetector(made, providers=["cpu"])
    assert rounded.layout == "bins"
    assert (rounded.threshold, rounded.iou, rounded.sizes) == (exact.threshold, exact.iou, exact.sizes)
    image = read_image(PORTRAITS[0])
    boxes, scores = exact(image)
    others, their_scores = rounded(image)
    np.testing.assert_allclose(others[0], boxes[0], atol=0.03 * max(image.shape))
    np.testing.assert_allclose(their_scores[0], scores[0], atol=0.05)


def test_integers_are_where_they_gain(made: Path) -> None:
    """Not the first convolution, not the three times two last ones, not the attention's three; the weights take a quarter."""
    graph = onnx.load(str(made)).graph
    convolutions = [node for node in graph.node if node.op_type == "Conv"]
    exact = [node for node in convolutions if not node.input[1].endswith("_weight_marked")]
    assert exact[0] is convolutions[0]
    assert len(exact) == 1 + 3 + 6
    assert not any(node.op_type == "Cast" for node in graph.node)
    assert made.stat().st_size < 0.65 * find_weights("person", "fp32").stat().st_size


def tiny(bias: float, scores: str = "scores") -> onnx.ModelProto:
    """Scores of one convolution, without a SiLU: sigmoid(image + bias) in one cell."""
    nodes = [
        helper.make_node("Conv", ["images", "weight", "bias"], ["logits"]),
        helper.make_node("Reshape", ["logits", "flat"], ["row"]),
        helper.make_node("Concat", ["row"], ["joined"], axis=2),
        helper.make_node("Sigmoid", ["joined"], [scores]),
    ]
    constants = {"weight": np.ones((1, 1, 1, 1), np.float32), "bias": np.asarray([bias], np.float32), "flat": np.asarray([1, 1, -1])}
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 1, "height", "width"])],
        [helper.make_tensor_value_info(scores, TensorProto.FLOAT, [1, 1, "anchors"])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


def test_scores_are_even_on_average() -> None:
    feeds = [np.linspace(-1, 2, 12, dtype=np.float32).reshape(1, 1, 3, 4)]
    evened = with_even_scores(tiny(-0.4), tiny(0.1), feeds)
    bias = next(item for item in evened.graph.initializer if item.name == "bias")
    np.testing.assert_allclose(numpy_helper.to_array(bias), [0.1], atol=1e-5)


def test_another_graph_is_refused() -> None:
    with pytest.raises(ValueError, match="joins boxes and scores"):
        without_decoding(tiny(0))


def test_what_moves_numbers_shares_one_scale() -> None:
    """Two convolutions with a SiLU behind a first one; a pool and a concatenation between them."""
    nodes = [helper.make_node("Conv", ["images", "w"], ["a"])]
    nodes += [helper.make_node("Sigmoid", ["a"], ["a_gate"]), helper.make_node("Mul", ["a", "a_gate"], ["a_out"])]
    nodes += [
        helper.make_node("MaxPool", ["a_out"], ["pooled"], kernel_shape=[1, 1]),
        helper.make_node("Concat", ["a_out", "pooled"], ["both"], axis=1),
    ]
    nodes += [
        helper.make_node("Conv", ["both", "v"], ["b"]),
        helper.make_node("Sigmoid", ["b"], ["b_gate"]),
        helper.make_node("Mul", ["b", "b_gate"], ["b_out"]),
    ]
    nodes += [helper.make_node("Conv", ["b_out", "u"], ["last"])]
    found = rounded_tensors(helper.make_graph(nodes, "moves", [], []))
    assert set(found) == {"a_out", "pooled", "both", "b", "b_gate", "b_out"}
    assert len({found[name] for name in ("a_out", "pooled", "both")}) == 1
    assert len(set(found.values())) == 4
