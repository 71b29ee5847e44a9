import numpy as np
import pytest

from posecore.codec import encode_heatmaps
from posecore.geometry import apply_affine
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.weights import find_weights

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
        return np.stack(rows[: len(batch)])


@pytest.mark.parametrize(("decoding", "padding"), [("dark", 1.25), ("oks", 1.25), ("oks", 1.125)])
def test_joints_come_back_to_the_picture_in_one_batch(decoding, padding):
    rng = np.random.default_rng(0)
    image = np.zeros((480, 640, 3), np.uint8)
    boxes = np.array([[50.0, 60, 150, 300], [300, 100, 560, 200], [600, 400, 640, 480]])
    network = PerfectNetwork()
    estimator = PoseEstimator(network, SIZE, decoding=decoding, padding=padding)
    _, matrices = estimator.preprocess(image, boxes)
    truth = boxes[:, None, :2] + rng.random((3, 17, 2)) * (boxes[:, None, 2:] - boxes[:, None, :2])
    network.crop_joints = [apply_affine(m, t) for m, t in zip(matrices, truth, strict=True)]
    keypoints, scores = estimator(image, boxes)
    assert network.calls == 1
    assert keypoints.shape == (3, 17, 2)
    assert keypoints.dtype == scores.dtype == np.float32
    np.testing.assert_allclose(keypoints, truth, atol=0.25)
    assert ((scores > 0.8) & (scores <= 1)).all()


def test_padding_is_how_much_of_the_crop_is_not_the_box():
    box = np.array([[100.0, 50, 160, 250]])
    image = np.zeros((300, 300, 3), np.uint8)
    cut = {p: PoseEstimator(PerfectNetwork(), SIZE, padding=p).preprocess(image, box)[1][0] for p in (1.0, 1.25)}
    np.testing.assert_allclose(apply_affine(cut[1.0], box.reshape(2, 2))[:, 1], [0, 256])
    np.testing.assert_allclose(apply_affine(cut[1.25], box.reshape(2, 2))[:, 1], [25.6, 230.4])


def test_one_thread_changes_nothing_else():
    estimator = PoseEstimator.from_onnx(find_weights("pose"), flip=True, decoding="oks", padding=1.1)
    alone = estimator.on_one_thread()
    assert (alone.flip, alone.decoding, alone.padding, alone.size) == (True, "oks", 1.1, estimator.size)


def test_nobody_does_not_run_the_network():
    network = PerfectNetwork()
    keypoints, scores = PoseEstimator(network, SIZE)(np.zeros((10, 10, 3), np.uint8), np.zeros((0, 4)))
    assert network.calls == 0
    assert keypoints.shape == (0, 17, 2)
    assert scores.shape == (0, 17)


def test_flip_test_sends_the_mirrored_crops_along():
    seen = []

    def network(batch):
        seen.append(batch)
        return np.zeros((len(batch), 17, 64, 48), np.float32)

    image = np.random.default_rng(0).integers(0, 256, (100, 80, 3)).astype(np.uint8)
    PoseEstimator(network, SIZE, flip=True)(image, np.array([[10, 10, 60, 90]]))
    np.testing.assert_array_equal(seen[0][1], seen[0][0][..., ::-1])


def test_files_that_are_no_pose_network(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere.onnx"):
        PoseEstimator.from_onnx(tmp_path / "nowhere.onnx")
    (tmp_path / "text.onnx").write_text("hello")
    with pytest.raises(ValueError, match=r"text.onnx"):
        PoseEstimator.from_onnx(tmp_path / "text.onnx")
