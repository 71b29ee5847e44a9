"""Top-down networks of every kind: recognised from the file, fed as they want it, decoded as NumPy decodes it here, written apart."""

import numpy as np
import pytest

from posecore.runtime.crops import InputSpec
from posecore.runtime.estimator import PoseEstimator
from posecore.skeletons import SKELETONS
from tests.runtime.standins import IMAGENET, RAW, coloured, standin

BOXES = np.array([[20.0, 10, 120, 210], [150, 30, 300, 150], [200, 160, 310, 230]])


def to_image(points, box, size, padding, udp=False):
    """(K,2) crop px → image px, by the rule of three: the crop is the box grown to the input's shape, times the padding."""
    width, height = size
    w, h = max(box[2] - box[0], (box[3] - box[1]) * width / height), max(box[3] - box[1], (box[2] - box[0]) * height / width)
    span = np.array([width - 1, height - 1]) if udp else np.array([width, height])
    corner = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]) - np.array([w, h]) * padding / 2
    return corner + points / span * np.array([w, h]) * padding


@pytest.mark.parametrize("batch", ["batch", 1, 2])
@pytest.mark.parametrize(("joints", "size", "order"), [(17, (192, 256), 1), (26, (192, 256), -1), (133, (288, 384), 1)])
def test_simcc_of_rtmpose_and_rtmw(tmp_path, batch, joints, size, order):
    rng = np.random.default_rng(joints)
    x = rng.normal(0, 0.05, (3, joints, 2 * size[0])).astype(np.float32)
    y = rng.normal(0, 0.05, (3, joints, 2 * size[1])).astype(np.float32)
    at_x, at_y = rng.integers(0, 2 * size[0], (3, joints)), rng.integers(0, 2 * size[1], (3, joints))
    high = rng.uniform(0.3, 1.2, (2, 3, joints))
    for i in range(3):
        for k in range(joints):
            x[i, k, at_x[i, k]], y[i, k, at_y[i, k]] = high[0, i, k], high[1, i, k]
    outputs = dict([("simcc_x", x), ("simcc_y", y)][::order])
    free = ("simcc_x", "simcc_y") if joints == 17 else ()
    path = standin(tmp_path / "rtmpose.onnx", outputs, (batch, 3, size[1], size[0]), at=size[0] // 2, free=free)
    estimator = PoseEstimator.from_onnx(path, second_crop=False)  # joints at random places lean on the edge, too
    assert (len(estimator.skeleton), estimator.spec) == (joints, InputSpec(size, padding=1.25))
    keypoints, scores = estimator(coloured(320, 240, BOXES), BOXES)
    for i, box in enumerate(BOXES):
        truth = to_image(np.stack([at_x[i], at_y[i]], axis=-1) / 2, box, size, 1.25)
        np.testing.assert_allclose(keypoints[i], truth, atol=1e-3)
    np.testing.assert_allclose(scores, np.minimum(np.minimum(high[0], high[1]), 1), atol=1e-6)


def gaussians(points, width, height, sigma=2.0):
    """(M,K,h,w) with a hill at each of (M,K,2)."""
    ys, xs = np.mgrid[:height, :width]
    square = (xs - points[..., 0, None, None]) ** 2 + (ys - points[..., 1, None, None]) ** 2
    return np.exp(-square / (2 * sigma**2)).astype(np.float32)


@pytest.mark.parametrize("batch", ["batch", 1])
@pytest.mark.parametrize("udp", [False, True])
@pytest.mark.parametrize(("size", "joints"), [((192, 256), 17), ((288, 384), 133)])
def test_heatmaps_of_hrnet_and_vitpose(tmp_path, batch, udp, size, joints):
    """MMPose's: DARK, padding 1.25; with UDP the crop and the heatmap span from pixel centre to pixel centre. Said beside the file."""
    cells = size[0] // 4, size[1] // 4
    rng = np.random.default_rng(7)
    points = rng.uniform([9, 9], [cells[0] - 10, cells[1] - 10], (3, joints, 2))
    path = standin(tmp_path / "vitpose.onnx", {"output": gaussians(points, *cells)}, (batch, 3, size[1], size[0]), at=size[0] // 2)
    (tmp_path / "vitpose.toml").write_text(f'decoding = "dark"\npadding = 1.25\nudp = {str(udp).lower()}\n')
    estimator = PoseEstimator.from_onnx(path)
    keypoints, scores = estimator(coloured(320, 240, BOXES), BOXES)
    assert (scores > 0.8).all()
    for i, box in enumerate(BOXES):
        crop = points[i] / (np.array(cells) - udp) * (np.array(size) - udp)
        np.testing.assert_allclose(keypoints[i], to_image(crop, box, size, 1.25, udp), atol=0.03)


@pytest.mark.parametrize(("dtype", "side"), [("INT32", 192), ("UINT8", 256)])
@pytest.mark.parametrize("batch", [1, "batch"])
def test_coordinates_of_movenet(tmp_path, dtype, side, batch):
    """(1,1,17,3) of y, x and score; the input is (1,H,W,3) in integers, RGB from 0 to 255."""
    rows = np.random.default_rng(3).uniform(0, 1, (3, 1, 17, 3)).astype(np.float32)
    path = standin(tmp_path / "movenet.onnx", {"output_0": rows}, (batch, side, side, 3), scale=RAW, dtype=dtype, at=side // 2)
    estimator = PoseEstimator.from_onnx(path)
    keypoints, scores = estimator(coloured(320, 240, BOXES), BOXES)
    for i, box in enumerate(BOXES):
        np.testing.assert_allclose(keypoints[i], to_image(rows[i, 0, :, [1, 0]].T * side, box, (side, side), 1.25), atol=1e-3)
    np.testing.assert_allclose(scores, rows[:, 0, :, 2], atol=1e-6)


def mirrored_answers(kind, joints, flips):
    """Outputs for a crop and for the same crop mirrored, of a network that knows the joints: pixel x is pixel 63 - x there."""
    rng = np.random.default_rng(5)
    points = rng.integers(16, 48, (joints, 2)).astype(float)
    other = points[flips] * (-1, 1) + (63, 0)
    if kind == "simcc":
        tables = []
        for place in (points, other):
            x, y = np.zeros((joints, 128), np.float32), np.zeros((joints, 128), np.float32)
            x[np.arange(joints), (2 * place[:, 0]).astype(int)] = y[np.arange(joints), (2 * place[:, 1]).astype(int)] = 1
            tables.append((x, y))
        return points, [[x[None], y[None]] for x, y in tables]
    if kind == "coordinates":
        rows = [np.concatenate([p[:, ::-1] / 64, np.ones((joints, 1))], axis=1)[None, None].astype(np.float32) for p in (points, other)]
        return points, [[row] for row in rows]
    return points, [[gaussians(p[None] / 63 * 15, 16, 16)] for p in (points, other)]


@pytest.mark.parametrize("kind", ["simcc", "coordinates", "heatmap"])
def test_the_flip_test_agrees_with_itself(kind):
    """A network that is right about both crops is as right about their average."""
    from posecore.runtime.decoders import make_decoder

    skeleton = SKELETONS["coco17"]
    points, (first, second) = mirrored_answers(kind, 17, skeleton.flip_indices)
    spec = InputSpec((64, 64), udp=kind == "heatmap")
    decoder = make_decoder(kind, {"simcc": "max", "coordinates": "yx", "heatmap": "dark"}[kind], skeleton)
    merged, scores = decoder(decoder.merge_flipped(first, second, skeleton.flip_indices, spec), spec)
    np.testing.assert_allclose(merged[0], points, atol=1e-3 if kind != "heatmap" else 0.2)
    assert (scores > 0.8).all()


def test_a_free_input_is_as_large_as_said_beside_the_file(tmp_path):
    heatmaps = gaussians(np.full((1, 17, 2), 20.0), 48, 64)
    path = standin(tmp_path / "free.onnx", {"output": heatmaps}, ("n", 3, "h", "w"))
    with pytest.raises(ValueError, match=r'free\.onnx: .*size = "192x256"'):
        PoseEstimator.from_onnx(path)
    (tmp_path / "free.toml").write_text('size = "192x256"')
    assert PoseEstimator.from_onnx(path).size == (192, 256)


OWN = 'keypoints = ["a", "b", "c", "d", "e"]\nlimbs = [["a", "b"]]'


def test_a_joint_set_of_ones_own(tmp_path):
    """By an option, beside the file (relative to it), or in the metadata; without any of them the file is refused in one line."""
    path = standin(tmp_path / "five.onnx", {"output": gaussians(np.full((1, 5, 2), 20.0), 48, 64)}, ("n", 3, 256, 192))
    (tmp_path / "own.toml").write_text(OWN)
    with pytest.raises(ValueError, match=r"five\.onnx: .*it predicts 5 joints"):
        PoseEstimator.from_onnx(path)
    given = PoseEstimator.from_onnx(path, skeleton=str(tmp_path / "own.toml"))
    assert given.skeleton.keypoints == ("a", "b", "c", "d", "e")
    (tmp_path / "five.toml").write_text('skeleton = "own.toml"')
    assert PoseEstimator.from_onnx(path).skeleton == given.skeleton
    with pytest.raises(ValueError, match="not a pose network for coco17"):
        PoseEstimator.from_onnx(path, skeleton="coco17")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour = 3", "five.toml: unknown colour; known: .*decoding"),
        ("padding =", "five.toml"),
        ('udp = "perhaps"', "lightpose.udp = 'perhaps'"),
        ('head = "crystal ball"', "unknown network head"),
    ],
)
def test_what_is_wrong_beside_the_file_is_said(tmp_path, text, message):
    path = standin(tmp_path / "five.onnx", {"output": gaussians(np.full((1, 17, 2), 20.0), 48, 64)}, ("n", 3, 256, 192))
    (tmp_path / "five.toml").write_text(text)
    with pytest.raises(ValueError, match=message):
        PoseEstimator.from_onnx(path)


def test_outputs_that_are_no_pose(tmp_path):
    path = standin(tmp_path / "classes.onnx", {"output": np.zeros((1, 1000), np.float32)}, ("n", 3, 256, 192), scale=IMAGENET)
    with pytest.raises(ValueError, match=r"classes\.onnx: not a pose network"):
        PoseEstimator.from_onnx(path)
