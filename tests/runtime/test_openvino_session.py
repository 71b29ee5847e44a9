"""Networks run by OpenVINO: the same answers as ONNX Runtime's, behind the same methods."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

import posecore
from posecore.data.images import read_image
from posecore.pipelines.image import open_pose
from posecore.runtime import session as sessions
from posecore.runtime.bundled import choose_bundled
from posecore.runtime.devices import PROVIDERS, choose_providers
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.weights import find_weights

pytest.importorskip("openvino")

from posecore.runtime.openvino_session import MOST_SHAPES, TOGETHER, OpenVinoSession

INT8 = find_weights("pose", "int8")


@pytest.fixture(scope="module")
def session() -> OpenVinoSession:
    return OpenVinoSession(INT8, 1)


def test_it_describes_itself_as_onnx_runtime_does(session: OpenVinoSession) -> None:
    other = onnxruntime.InferenceSession(str(INT8), providers=["CPUExecutionProvider"])
    for ours, theirs in zip([*session.get_inputs(), *session.get_outputs()], [*other.get_inputs(), *other.get_outputs()], strict=True):
        assert (ours.name, ours.type, ours.shape[1:]) == (theirs.name, theirs.type, theirs.shape[1:])
        assert ours.shape[0] is None, "any number of images"
    assert session.get_modelmeta().custom_metadata_map == other.get_modelmeta().custom_metadata_map


def test_people_are_posed_alike() -> None:
    ours, theirs = (PoseEstimator.from_onnx(INT8, providers=[device]) for device in ("openvino", "cpu"))
    picture = read_image(Path(posecore.__file__).parent / "assets" / "collins.webp")
    boxes = np.asarray([[0, 0, picture.shape[1], picture.shape[0]], [20, 0, picture.shape[1] - 20, picture.shape[0]]], np.float64)
    (points, scores), (others, expected) = (estimator(picture, boxes) for estimator in (ours, theirs))
    sure = expected > 0.5
    assert sure.sum() > 8
    scale = picture.shape[0] / 256
    assert np.median(np.linalg.norm(points - others, axis=2)[sure]) < 0.5 * scale, "bfloat16 has three digits"
    np.testing.assert_allclose(scores[sure], expected[sure], atol=0.1)
    alone, _ = ours(picture, boxes[1:])
    np.testing.assert_array_equal(alone, points[1:])


def test_images_run_together_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what one run gave stays as it is while the next one writes."""
    session, images = OpenVinoSession(INT8, 1), np.random.default_rng(3).standard_normal((5, 3, 256, 192)).astype(np.float32)
    alone = np.concatenate([session.run(None, {"images": image[None]})[0] for image in images])
    assert set(session._graphs) == {(1, 3, 256, 192)}
    first = session.run(None, {"images": images})[0]
    for thread in [thread for thread in threading.enumerate() if thread.name == "openvino-compile"]:
        thread.join()
    assert set(session._graphs) == {(1, 3, 256, 192), (TOGETHER, 3, 256, 192)}
    runs: list[tuple[int, ...]] = []
    own = session._own_requests
    monkeypatch.setattr(session, "_own_requests", lambda shape: runs.append(shape) or own(shape))
    second = session.run(None, {"images": images})[0]
    session.run(None, {"images": images[::-1]})
    np.testing.assert_array_equal(first, alone)
    np.testing.assert_array_equal(second, alone)
    assert [shape[0] for shape in runs[:3]] == [2, 2, 1]


@pytest.mark.parametrize(
    ("count", "threads", "together"), [(1, 1, []), (2, 1, [2]), (2, 2, []), (3, 2, []), (5, 2, [2, 2]), (4, 1, [2, 2])]
)
def test_no_thread_is_left_without_an_image(session: OpenVinoSession, count: int, threads: int, together: list[int]) -> None:
    other = copy.copy(session)
    other.threads, other._can = threads, lambda shape: True  # type: ignore[method-assign]
    sizes = [part.stop - part.start for part in other._parts((count, 3, 256, 192))]
    assert sizes == [*together, *[1] * (count - sum(together))]


def test_integer_products_are_exact_as_float_ones(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    helper, kinds = onnx.helper, onnx.TensorProto
    graph = helper.make_graph(
        [
            helper.make_node("Cast", ["x"], ["bytes"], to=kinds.UINT8),
            helper.make_node("MatMulInteger", ["bytes", "weights", "none", "middle"], ["sums"]),
            helper.make_node("Cast", ["sums"], ["y"], to=kinds.FLOAT),
        ],
        "product",
        [helper.make_tensor_value_info("x", kinds.FLOAT, [1, 1, 4, 512])],
        [helper.make_tensor_value_info("y", kinds.FLOAT, [1, 1, 4, 8])],
        [
            onnx.numpy_helper.from_array(np.random.default_rng(1).integers(-127, 128, (512, 8)).astype(np.int8), "weights"),
            onnx.numpy_helper.from_array(np.asarray(0, np.uint8), "none"),
            onnx.numpy_helper.from_array(np.asarray(3, np.int8), "middle"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.save(model, tmp_path / "product.onnx")
    feed = {"x": np.random.default_rng(2).integers(0, 256, (1, 1, 4, 512)).astype(np.float32)}
    ours = OpenVinoSession(tmp_path / "product.onnx", 1).run(None, feed)
    theirs = onnxruntime.InferenceSession(str(tmp_path / "product.onnx"), providers=["CPUExecutionProvider"]).run(None, feed)
    np.testing.assert_array_equal(ours[0], theirs[0])


def test_an_output_may_have_another_first_axis_than_the_images(tmp_path: Path) -> None:
    """Such as the boxes of one image."""
    onnx = pytest.importorskip("onnx")
    helper, kinds = onnx.helper, onnx.TensorProto
    graph = helper.make_graph(
        [helper.make_node("Reshape", ["x", "shape"], ["y"])],
        "boxes",
        [helper.make_tensor_value_info("x", kinds.FLOAT, ["n", 3, 4, 4])],
        [helper.make_tensor_value_info("y", kinds.FLOAT, [6, 8])],
        [onnx.numpy_helper.from_array(np.asarray([6, 8], np.int64), "shape")],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), tmp_path / "boxes.onnx")
    image = np.arange(48, dtype=np.float32).reshape(1, 3, 4, 4)
    (found,) = OpenVinoSession(tmp_path / "boxes.onnx", 1).run(None, {"x": image})
    np.testing.assert_array_equal(found, image.reshape(6, 8))


def test_stacks_are_the_same_transposed(monkeypatch: pytest.MonkeyPatch) -> None:
    images = np.random.default_rng(4).standard_normal((1, 3, 256, 192)).astype(np.float32)
    ours = OpenVinoSession(INT8, 1)
    monkeypatch.setattr("posecore.runtime.openvino_session._transposed_stacks", lambda model: None)
    plain = OpenVinoSession(INT8, 1)
    nodes = [[node.get_type_name() for node in session._model.get_ops()].count("Transpose") for session in (ours, plain)]
    assert nodes[0] > nodes[1]
    np.testing.assert_array_equal(ours.run(None, {"images": images}), plain.run(None, {"images": images}))


def test_a_signal_after_sessions_have_ended_is_heard() -> None:
    """In a process of its own, which a signal would end."""
    program = (
        "import signal; from pathlib import Path; from posecore.runtime.openvino_session import OpenVinoSession\n"
        f"file = Path({str(find_weights('person'))!r})\n"
        "signal.signal(signal.SIGINT, lambda *_: print('heard', flush=True))\n"
        "one, other = OpenVinoSession(file, 1), OpenVinoSession(file, 1)\n"
        "del one\nthird = OpenVinoSession(file, 1)\ndel other, third\n"
        "signal.raise_signal(signal.SIGINT)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout.strip()) == (0, "heard"), done.stderr


def test_nothing_is_reported_to_its_maker(tmp_path: Path) -> None:
    """Its telemetry, when imported, counts in ``~/intel`` and asks for its maker's address."""
    program = (
        "import sys; from pathlib import Path; from posecore.runtime.openvino_session import OpenVinoSession\n"
        f"OpenVinoSession(Path({str(INT8)!r}), 1)\n"
        "assert not [name for name in sys.modules if name.startswith('openvino_telemetry.')]"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=120)
    assert not any(tmp_path.iterdir())


def test_images_of_many_shapes_keep_few_graphs(tmp_path: Path) -> None:
    detector = OpenVinoSession(find_weights("person"), 1)
    found = [detector.run(None, {"images": np.zeros((1, 3, 64, 32 * n), np.float32)})[0].shape for n in range(1, MOST_SHAPES + 3)]
    assert len(set(found)) == MOST_SHAPES + 2, "each image has its own answer"
    assert len(detector._graphs) == MOST_SHAPES + 1


def test_a_network_that_it_cannot_compile_runs_on_the_processor(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    model = onnx.load(INT8)
    next(node for node in model.graph.node if node.op_type == "MatMulInteger").input[2] = ""  # OpenVINO wants all its inputs
    onnx.save(model, tmp_path / "odd.onnx")
    session = sessions.open_session(tmp_path / "odd.onnx", providers=["openvino"])
    assert sessions.active_provider(session) == "cpu"


def test_several_callers_at_once() -> None:
    shared = OpenVinoSession(INT8, 2).on_one_thread()
    images = np.random.default_rng(3).standard_normal((2, 1, 3, 256, 192)).astype(np.float32)
    alone = [shared.run(None, {"images": image})[0] for image in images]
    found: list[np.ndarray | None] = [None, None]

    def call(which: int) -> None:
        for _ in range(3):
            found[which] = shared.run(None, {"images": images[which]})[0]

    threads = [threading.Thread(target=call, args=(which,)) for which in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    np.testing.assert_array_equal(found, alone)


def test_a_file_that_is_no_network_leaves_the_error_to_onnx_runtime(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"not a network")
    with pytest.raises(ValueError, match=r"broken\.onnx: not a usable ONNX model"):
        sessions.open_session(tmp_path / "broken.onnx", providers=["openvino"])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("tiles", "installed", "taken"), [(True, True, "openvino"), (True, False, "cpu"), (False, True, "cpu")], ids=["AMX", "missing", "other"]
)
def test_it_is_taken_by_itself_where_it_is_faster(tiles: bool, installed: bool, taken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "matrix_tiles", lambda: tiles)
    monkeypatch.setattr("posecore.runtime.openvino_session.is_installed", lambda: installed)
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CPUExecutionProvider"])
    pose = open_pose(INT8)
    assert pose.provider == taken
    assert open_pose(INT8, providers=["cpu"]).provider == "cpu"
    assert isinstance(pose, PoseEstimator)
    assert pose.on_one_thread().provider == taken


def test_an_accelerator_goes_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "matrix_tiles", lambda: True)
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"])
    assert sessions.pose_providers() is None
    assert choose_providers(sessions.available_providers(), ["openvino"]) == [PROVIDERS["openvino"], PROVIDERS["cpu"]]


def test_integers_are_for_the_pose_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posecore.runtime.bundled.fast_integers", lambda: True)
    assert choose_bundled("pose", None, ["openvino"]).name.endswith("_int8.onnx")
    assert not choose_bundled("person", None, ["openvino"]).name.endswith("_int8.onnx")


def test_amx_is_read_from_the_processor_s_flags(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text("flags\t\t: fpu avx512_vnni amx_bf16 amx_tile\n")
    assert sessions.matrix_tiles(info)
    info.write_text("flags\t\t: fpu avx512_vnni\nmodel name: amx_bf16\n")
    assert not sessions.matrix_tiles(info)
    assert not sessions.matrix_tiles(tmp_path / "missing")
