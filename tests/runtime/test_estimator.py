from pathlib import Path

import numpy as np
import pytest

from posecore.codec import encode_heatmaps
from posecore.geometry import apply_affine
from posecore.runtime.crops import InputSpec
from posecore.runtime.decoders import HeatmapDecoder
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.feeding import Feeder
from posecore.runtime.session import open_session
from posecore.runtime.weights import find_weights
from posecore.skeletons import COCO17
from tests.runtime.standins import standin

SIZE = (192, 256)


class PerfectNetwork:
    """Knows where the joints of each crop are, by the order of the batch, and paints the right heatmaps."""

    def __init__(self):
        self.crop_joints = []
        self.calls = 0

    def __call__(self, batch):
        self.calls += 1
        assert batch.dtype == np.float32
        rows = [encode_heatmaps(points / 4, np.ones(17), (48, 64))[0] for points in self.crop_joints]
        return [np.stack(rows[: len(batch)])]


@pytest.mark.parametrize(("decoding", "padding"), [("dark", 1.25), ("oks", 1.25), ("oks", 1.125)])
def test_joints_come_back_to_the_image_in_one_batch(decoding, padding):
    rng = np.random.default_rng(0)
    image = np.zeros((480, 640, 3), np.uint8)
    boxes = np.array([[50.0, 60, 150, 300], [300, 100, 560, 200], [600, 400, 640, 480]])
    network = PerfectNetwork()
    estimator = PoseEstimator(network, InputSpec(SIZE, padding=padding), COCO17, HeatmapDecoder.create(decoding, COCO17))
    _, matrices = estimator.preprocess(image, boxes)
    truth = boxes[:, None, :2] + rng.random((3, 17, 2)) * (boxes[:, None, 2:] - boxes[:, None, :2])
    network.crop_joints = [apply_affine(m, t) for m, t in zip(matrices, truth, strict=True)]
    keypoints, scores = estimator(image, boxes)
    assert network.calls == 1
    assert keypoints.shape == (3, 17, 2)
    assert keypoints.dtype == scores.dtype == np.float32
    np.testing.assert_allclose(keypoints, truth, atol=0.25)
    assert ((scores > 0.8) & (scores <= 1)).all()


def test_one_thread_changes_nothing_else():
    estimator = PoseEstimator.from_onnx(find_weights("pose"), flip=True, decoding="oks", padding=1.1)
    alone = estimator.on_one_thread()
    assert (alone.flip, alone.spec, alone.decoder, alone.skeleton) == (True, estimator.spec, estimator.decoder, estimator.skeleton)
    assert alone.spec.padding == 1.1
    assert alone.session is not estimator.session
    assert alone.session.get_session_options().intra_op_num_threads == 1


def test_nobody_does_not_run_the_network():
    network = PerfectNetwork()
    keypoints, scores = PoseEstimator(network, InputSpec(SIZE))(np.zeros((10, 10, 3), np.uint8), np.zeros((0, 4)))
    assert network.calls == 0
    assert keypoints.shape == (0, 17, 2)
    assert scores.shape == (0, 17)


def test_flip_test_sends_the_mirrored_crops_along():
    seen = []

    def network(batch):
        seen.append(batch)
        return [np.zeros((len(batch), 17, 64, 48), np.float32)]

    image = np.random.default_rng(0).integers(0, 256, (100, 80, 3)).astype(np.uint8)
    PoseEstimator(network, InputSpec(SIZE), flip=True)(image, np.array([[10, 10, 60, 90]]))
    np.testing.assert_array_equal(seen[0][1], seen[0][0][..., ::-1])


def test_files_that_are_no_pose_network(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere.onnx"):
        PoseEstimator.from_onnx(tmp_path / "nowhere.onnx")
    (tmp_path / "text.onnx").write_text("hello")
    with pytest.raises(ValueError, match=r"text.onnx"):
        PoseEstimator.from_onnx(tmp_path / "text.onnx")


def pose_file(path, joints=17, side=64, **props):
    """A network whose heatmaps are its input's first channel, a quarter as large, for every joint."""
    onnx = pytest.importorskip("onnx")
    make = onnx.helper.make_node
    nodes = [
        make("Conv", ["images", "first"], ["red"], kernel_shape=[4, 4], strides=[4, 4]),
        make("Concat", ["red"] * joints, ["heatmaps"], axis=1),
    ]
    kernel = onnx.numpy_helper.from_array(np.pad(np.full((1, 1, 4, 4), 1 / 16, np.float32), ((0, 0), (0, 2), (0, 0), (0, 0))), "first")
    feed = onnx.helper.make_tensor_value_info("images", onnx.TensorProto.FLOAT, ["n", 3, side, side])
    out = onnx.helper.make_tensor_value_info("heatmaps", onnx.TensorProto.FLOAT, ["n", joints, side // 4, side // 4])
    model = onnx.helper.make_model(
        onnx.helper.make_graph(nodes, "red", [feed], [out], [kernel]), opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8
    )
    onnx.helper.set_model_props(model, {f"lightpose.{key}": value for key, value in props.items()})
    onnx.save(model, path)
    return path


def test_the_file_says_how_it_is_run(tmp_path):
    path = pose_file(
        tmp_path / "p.onnx", 16, mean="0,0,0", std="1,1,1", channels="bgr", padding="1", decoding="dark", skeleton="mpii16", flip="fused"
    )
    estimator = PoseEstimator.from_onnx(path, flip=True)
    assert estimator.spec == InputSpec((64, 64), (0, 0, 0), (1, 1, 1), "bgr", 1.0)
    assert estimator.decoder.method == "dark"
    assert estimator.skeleton.name == "mpii16"
    assert not estimator.flip
    image = np.zeros((100, 100, 3), np.uint8)
    image[20:84, 20:84, 2] = 255
    image[49:56, 57:64, 0] = 255
    keypoints, scores = estimator(image, np.array([[20, 20, 84, 84]]))
    np.testing.assert_allclose(keypoints[0], np.full((16, 2), [60, 52]), atol=2.1)
    assert (scores > 0.7).all()
    given = PoseEstimator.from_onnx(path, decoding="quarter", padding=1.3)
    assert (given.decoder.method, given.spec.padding) == ("quarter", 1.3)


def test_a_file_that_says_nothing_is_run_as_the_program_does(tmp_path):
    estimator = PoseEstimator.from_onnx(pose_file(tmp_path / "p.onnx"), flip=True)
    assert estimator.spec == InputSpec((64, 64), padding=1.125)
    assert (estimator.decoder.method, estimator.skeleton.name, estimator.flip) == ("oks", "coco17", True)


@pytest.mark.parametrize(
    ("props", "message"),
    [
        ({"skeleton": "mpii16"}, "not a pose network for mpii16"),
        ({"head": "crystal ball"}, "unknown network head 'crystal ball'; known: heatmap"),
        ({"decoding": "best"}, "unknown decoding 'best'"),
        ({"mean": "1,2"}, "lightpose.mean = '1,2'"),
        ({"padding": "wide"}, "lightpose.padding = 'wide'"),
        ({"channels": "hsv"}, "channels must be rgb or bgr"),
    ],
)
def test_files_that_cannot_be_run_are_named_with_the_reason(tmp_path, props, message):
    with pytest.raises(ValueError, match=rf"p\.onnx: .*{message}"):
        PoseEstimator.from_onnx(pose_file(tmp_path / "p.onnx", **props))


def test_many_crops_go_through_in_small_batches_with_the_same_result(tmp_path: Path) -> None:
    network = standin(
        tmp_path / "net.onnx", {"heatmaps": np.random.default_rng(0).random((8, 17, 8, 6)).astype(np.float32)}, ["N", 3, 32, 24]
    )
    feeder = Feeder(open_session(network, threads=1, providers=["cpu"]))
    batch = np.zeros((7, 3, 32, 24), np.float32)
    batch[:, 0] = (10 * np.arange(7)[:, None, None] / 255 - 0.485) / 0.229
    sizes: list[int] = []
    run = feeder._run
    feeder._run = lambda part: (sizes.append(len(part)), run(part))[1]  # type: ignore[method-assign]
    (parts,) = feeder(batch)
    assert sizes == [2, 2, 2, 1]
    (whole,) = run(batch)
    np.testing.assert_array_equal(parts, whole)
    assert len({row.tobytes() for row in parts}) == 7
    assert Feeder(open_session(network, threads=2, providers=["cpu"])).most == 4
