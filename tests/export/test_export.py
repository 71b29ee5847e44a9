"""ONNX export: the rewritten network computes what the model does, for any batch, with and without the flip test."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnxscript")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from posecore.data.samples import DataError  # noqa: E402
from posecore.export.calibration import load_crops  # noqa: E402
from posecore.export.equalize import balance  # noqa: E402
from posecore.export.fast import FastHead, PhaseStage, fast_form, interleave  # noqa: E402
from posecore.export.half import halve  # noqa: E402
from posecore.export.int8 import quantise, row_form  # noqa: E402
from posecore.export.onnx import (  # noqa: E402
    export_int8,
    export_onnx,
    fused_shift,
    keypoint_differences,
    run_onnx,
    run_torch,
    trace,
    with_global_pools,
    write_metadata,
)
from posecore.models import build_model  # noqa: E402
from posecore.models.deconv import DepthwiseDeconv  # noqa: E402
from posecore.runtime.crops import InputSpec  # noqa: E402
from posecore.runtime.estimator import PoseEstimator  # noqa: E402
from posecore.runtime.metadata import PoseMetadata  # noqa: E402
from posecore.runtime.session import open_session  # noqa: E402
from posecore.skeletons import get_skeleton  # noqa: E402


def lively(model: torch.nn.Module, shape: tuple[int, int, int] = (3, 128, 96)) -> torch.nn.Module:
    """Random weights with batch norm statistics that fit them, so that outputs vary by about one, as those of trained networks do."""
    torch.manual_seed(0)
    for module in model.modules():
        if isinstance(module, (torch.nn.Conv2d, torch.nn.ConvTranspose2d)):
            torch.nn.init.normal_(module.weight, std=module.weight[0].numel() ** -0.5)
            if module.bias is not None:
                torch.nn.init.normal_(module.bias, std=0.1)
        elif isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias, std=0.1)
            module.momentum = None
    with torch.no_grad():
        model.train()(torch.randn(4, *shape))
    return model.eval()


@given(st.integers(1, 3), st.integers(1, 8), st.integers(1, 7), st.integers(1, 7), st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_four_phases_are_the_transposed_convolution(n: int, channels: int, height: int, width: int, seed: int) -> None:
    torch.manual_seed(seed)
    layers = lively(
        torch.nn.Sequential(
            DepthwiseDeconv(channels), torch.nn.BatchNorm2d(channels), torch.nn.ReLU(),
            torch.nn.Conv2d(channels, 6, 1), torch.nn.BatchNorm2d(6), torch.nn.ReLU(),
        ),
        (channels, 3, 3),
    )  # fmt: skip
    x = torch.randn(n, channels, height, width)
    with torch.no_grad():
        stage = PhaseStage(layers[0], layers[1], layers[3], layers[4])
        torch.testing.assert_close(interleave(stage(x)), layers(x), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("attention", ["ours", "none", "se", "cbam"])
def test_fast_head_gives_the_same_heatmaps(attention: str) -> None:
    model = lively(build_model("lightpose", attention=attention))
    features = torch.randn(3, 960, 4, 3)
    with torch.no_grad():
        expected, actual = model.head(features), FastHead(model.head)(features)
    assert expected.std() > 0.1
    assert (expected - actual).abs().max() < 1e-4 * expected.abs().max()


def test_other_networks_are_left_as_they_are() -> None:
    other = torch.nn.Conv2d(3, 17, 4, stride=4)
    assert fast_form(other) is other


@pytest.mark.parametrize(
    ("plain", "flip", "skeleton"),
    [
        pytest.param(False, False, "coco17", marks=pytest.mark.slow),
        pytest.param(True, False, "coco17", marks=pytest.mark.slow),
        (False, True, "mpii16"),
    ],
)
def test_export_runs_any_batch_like_pytorch(tmp_path: Path, plain: bool, flip: bool, skeleton: str) -> None:
    joints = get_skeleton(skeleton)
    model = lively(build_model("lightpose", num_joints=len(joints)))
    path = tmp_path / "pose.onnx"
    about = PoseMetadata(InputSpec((96, 128), padding=1.1), joints, decoding="dark", flip_fused=flip)
    difference = export_onnx(model, path, about, plain=plain)
    assert [file.name for file in tmp_path.iterdir()] == ["pose.onnx"]
    for n in (1, 3):
        batch = np.random.default_rng(n).standard_normal((n, 3, 128, 96)).astype(np.float32)
        expected, actual = run_torch(model, batch, joints, fused_shift(about)), run_onnx(path, batch)
        assert actual.shape == (n, len(joints), 32, 24)
        assert expected.std() > 0.1
        assert max(difference, np.abs(expected - actual).max()) < 1e-4 * np.abs(expected).max()
        assert keypoint_differences(expected, actual).max() == 0
    facts = open_session(path).get_modelmeta().custom_metadata_map
    assert facts == about.to_props()
    assert facts["lightpose.skeleton"] == skeleton
    assert facts["lightpose.size"] == "96x128"
    assert facts.get("lightpose.flip") == ("fused" if flip else None)
    opened = PoseEstimator.from_onnx(path, flip=True)
    assert (opened.spec, opened.skeleton, opened.flip) == (about.spec, joints, not flip)
    has_transposed = any(node.op_type == "ConvTranspose" for node in onnx.load(str(path)).graph.node)
    assert has_transposed == plain


def test_keypoint_differences_are_crop_pixels() -> None:
    one, other = np.zeros((1, 1, 8, 6), np.float32), np.zeros((1, 1, 8, 6), np.float32)
    one[0, 0, 2, 3] = other[0, 0, 5, 3] = 1
    assert keypoint_differences(one, other)[0, 0] == 12


@pytest.fixture(scope="module")
def trained() -> torch.nn.Module:
    return lively(build_model("lightpose"))


@pytest.mark.slow
@pytest.mark.parametrize("flip", [False, True])
def test_int8_stays_close(tmp_path: Path, trained: torch.nn.Module, flip: bool) -> None:
    joints = get_skeleton("coco17")
    crops = np.random.default_rng(0).standard_normal((12, 3, 128, 96)).astype(np.float32)
    export_int8(trained, tmp_path / "int8.onnx", PoseMetadata(InputSpec((96, 128)), joints, flip_fused=flip), crops)
    assert [file.name for file in tmp_path.iterdir()] == ["int8.onnx"]
    for n in (1, 3):
        batch = np.random.default_rng(n + 5).standard_normal((n, 3, 128, 96)).astype(np.float32)
        expected, actual = run_torch(trained, batch, joints, 1.0 if flip else None), run_onnx(tmp_path / "int8.onnx", batch)
        assert actual.shape == expected.shape
        assert np.corrcoef(expected.ravel(), actual.ravel())[0, 1] > 0.95
    facts = open_session(tmp_path / "int8.onnx").get_modelmeta().custom_metadata_map
    assert facts.get("lightpose.flip") == ("fused" if flip else None)


def test_int8_rows_are_the_same_network(trained: torch.nn.Module) -> None:
    images = torch.randn(2, 3, 96, 64)
    with torch.no_grad():
        expected, actual = trained(images), row_form(trained)(images)
    assert (expected - actual).abs().max() < 1e-4 * expected.abs().max()


@pytest.mark.slow
def test_int8_is_for_the_head_alone(trained: torch.nn.Module) -> None:
    crops = np.random.default_rng(0).standard_normal((4, 3, 128, 96)).astype(np.float32)
    nodes = quantise(with_global_pools(trace(row_form(trained), PoseMetadata(InputSpec((96, 128))))), [crops]).graph.node
    last = max(i for i, node in enumerate(nodes) if node.op_type == "HardSwish")
    int8 = [i for i, node in enumerate(nodes) if node.op_type == "Conv" and node.input[1].endswith("_weight_marked")]
    assert min(int8) > last
    assert len(int8) == 2 * 4 + 3  # the four phases of the second and third stage, and each stage's 1×1 convolution
    assert sum(node.op_type == "MatMulInteger" for node in nodes) == 1


@pytest.mark.parametrize("attention", ["ours", "none"])
def test_balanced_channels_are_the_same_network(attention: str) -> None:
    model = lively(build_model("lightpose", attention=attention))
    crops = [np.random.default_rng(i).standard_normal((1, 3, 128, 96)).astype(np.float32) for i in range(3)]
    rows = row_form(model)
    original = [parameter.clone() for parameter in model.parameters()]
    images = torch.randn(2, 3, 128, 96)
    with torch.no_grad():
        expected, actual = model(images), balance(rows, crops)(images)
    assert (expected - actual).abs().max() < 1e-4 * expected.abs().max()
    assert all(torch.equal(a, b) for a, b in zip(original, model.parameters(), strict=True))


@pytest.mark.slow
def test_balancing_helps_where_few_channels_are_strong() -> None:
    model = lively(build_model("lightpose"))
    strong = model.head[10].weight  # batch norm of the second stage's 1×1 convolution, whose channels go into the third stage
    with torch.no_grad():
        strong[:4] *= 60
        model.head[12].weight[:4] /= 60
    crops = np.random.default_rng(0).standard_normal((8, 3, 128, 96)).astype(np.float32)
    batches = [crops[i : i + 1] for i in range(8)]
    errors = []
    for rows in (row_form(model), balance(row_form(model), batches)):
        graph = quantise(with_global_pools(trace(rows, PoseMetadata(InputSpec((96, 128))))), batches)
        session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
        heatmaps = session.run(None, {"images": crops[:2]})[0]
        errors.append(float(np.abs(heatmaps - run_torch(model, crops[:2], get_skeleton("coco17"))).mean()))
    assert errors[1] < 0.5 * errors[0]


SPEC = InputSpec((96, 128))


def test_crops_come_from_images_and_data_sets(tmp_path: Path) -> None:
    joints = get_skeleton("coco17")
    folder = tmp_path / "images"
    folder.mkdir()
    noise = np.random.default_rng(0).integers(0, 255, (90, 120, 3), dtype=np.uint8)
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(folder / name), noise)
    assert load_crops(folder, SPEC, joints).shape == (2, 3, 128, 96)
    assert load_crops(folder / "a.png", SPEC, joints).shape == (1, 3, 128, 96)
    person = {"iscrowd": 0, "bbox": [10, 10, 40, 60], "keypoints": [20, 20, 2] * 17, "num_keypoints": 17, "category_id": 1}
    content = {
        "images": [{"id": 1, "file_name": "a.png", "width": 120, "height": 90}],
        "annotations": [{"id": i, "image_id": 1, **person} for i in range(5)],
        "categories": [{"id": 1, "name": "person"}],
    }
    (tmp_path / "train.json").write_text(json.dumps(content))
    assert load_crops(tmp_path, SPEC, joints, limit=3).shape == (3, 3, 128, 96)
    with pytest.raises(DataError, match="nothing"):
        load_crops(tmp_path / "nothing", SPEC, joints)
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="neither"):
        load_crops(tmp_path / "empty", SPEC, joints)


def test_calibration_crops_have_the_padding_of_the_run(tmp_path: Path) -> None:
    """The image is a white rectangle of the crop's shape: padding is what is black around it."""
    cv2.imwrite(str(tmp_path / "white.png"), np.full((128, 96, 3), 255, np.uint8))
    for padding in (1.0, 1.25, 2.0):
        crops = load_crops(tmp_path / "white.png", InputSpec((96, 128), (0, 0, 0), (1, 1, 1), padding=padding), get_skeleton("coco17"))
        assert crops.mean() == pytest.approx(1 / padding**2, rel=0.03)


def test_metadata_are_replaced_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    node = onnx.helper.make_node("Relu", ["x"], ["y"])
    value, out = (onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [2]) for name in "xy")
    model = onnx.helper.make_model(onnx.helper.make_graph([node], "g", [value], [out]))
    onnx.helper.set_model_props(model, {"lightpose.old": "1", "lightpose.size": "1x1"})
    onnx.save(model, path)
    write_metadata(path, {"lightpose.size": "96x128"})
    after = onnx.load(path)
    assert {prop.key: prop.value for prop in after.metadata_props} == {"lightpose.size": "96x128"}
    assert after.graph == model.graph
    assert [file.name for file in tmp_path.iterdir()] == ["net.onnx"]


def test_large_weights_are_stored_in_half_and_nothing_else_is(tmp_path: Path) -> None:
    """Same heatmaps as with the rounded weights in float32, half the file; small tensors and the metadata stay as they are."""
    rng = np.random.default_rng(0)
    large, small = rng.standard_normal((32, 32, 1, 1)).astype(np.float32), rng.standard_normal(32).astype(np.float32)
    values = [onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [None, 32, 2, 2]) for name in "xy"]
    files = []
    for name, weight in (("plain", large.astype(np.float16).astype(np.float32)), ("half", large)):
        constants = [onnx.numpy_helper.from_array(value, key) for key, value in (("w", weight), ("b", small))]
        graph = onnx.helper.make_graph([onnx.helper.make_node("Conv", ["x", "w", "b"], ["y"])], "g", values[:1], values[1:], constants)
        model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 18)], ir_version=8)
        onnx.helper.set_model_props(model, {"lightpose.size": "2x2"})
        files.append(tmp_path / f"{name}.onnx")
        onnx.save(model, files[-1])
    halve(files[1])
    batch = rng.standard_normal((3, 32, 2, 2)).astype(np.float32)
    np.testing.assert_array_equal(*(run_onnx(file, batch) for file in files))
    after = onnx.load(files[1])
    assert {t.name: t.data_type for t in after.graph.initializer} == {"w.half": onnx.TensorProto.FLOAT16, "b": onnx.TensorProto.FLOAT}
    assert {prop.key: prop.value for prop in after.metadata_props} == {"lightpose.size": "2x2"}
    assert files[1].stat().st_size < 0.6 * files[0].stat().st_size
    assert {file.name for file in tmp_path.iterdir()} == {"plain.onnx", "half.onnx"}
