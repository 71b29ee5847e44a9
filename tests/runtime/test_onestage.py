"""Networks that detect and pose at once: stand-ins of their shapes, alone and through the pipelines."""

import numpy as np
import pytest

from posecore.pipelines.image import load
from posecore.pipelines.live import TrackedPipeline
from posecore.runtime.onestage import OneStage, open_onestage
from tests.runtime.standins import RAW, UNIT, standin

WIDTH, HEIGHT = 320, 240
BOXES = np.array([[30.0, 20, 110, 220], [200, 50, 290, 230]])
SCORES = np.array([0.9, 0.6])
POINTS = np.random.default_rng(1).uniform(0, 1, (2, 17, 2)) * (BOXES[:, None, 2:] - BOXES[:, None, :2]) + BOXES[:, None, :2]
SEEN = np.random.default_rng(2).uniform(0.5, 1, (2, 17))


def placed(points, side):
    """Image → a square input of ``side`` that holds the image in its middle."""
    scale = side / WIDTH
    return points * scale + np.array([0, (side - HEIGHT * scale) / 2])


def rows(side, head, shape):
    boxes = np.concatenate([placed(BOXES[:, :2], side), placed(BOXES[:, 2:], side)], axis=1)
    joints = np.concatenate([placed(POINTS, side), SEEN[..., None]], axis=2).reshape(2, 51)
    if head == "columns":
        size = boxes[:, 2:] - boxes[:, :2]
        found = np.concatenate([boxes[:, :2] + size / 2, size, SCORES[:, None], joints], axis=1)
    else:
        found = np.concatenate([boxes, SCORES[:, None], np.zeros((2, 1)), joints], axis=1)
    table = np.zeros((1, shape, found.shape[1]), np.float32)
    table[0, [5, 2]] = found
    return {"output0": table.transpose(0, 2, 1).copy() if head == "columns" else table}


def movenet(side):
    table = np.zeros((1, 6, 56), np.float32)
    table[0, :2, :51] = np.concatenate([placed(POINTS, side)[..., ::-1] / side, SEEN[..., None]], axis=2).reshape(2, 51)
    ends = [placed(BOXES[:, :2], side)[:, ::-1] / side, placed(BOXES[:, 2:], side)[:, ::-1] / side]
    table[0, :2, 51:] = np.concatenate([*ends, SCORES[:, None]], axis=1)
    return {"output_0": table}


def rtmo(side):
    boxes = np.concatenate([placed(BOXES[:, :2], side), placed(BOXES[:, 2:], side), SCORES[:, None]], axis=1)
    joints = np.concatenate([placed(POINTS, side), SEEN[..., None]], axis=2)
    return {"dets": boxes[None].astype(np.float32), "keypoints": joints[None].astype(np.float32)}


KINDS = {
    "yolo11-pose": lambda side: (rows(side, "columns", 8400), (1, 3, side, side), {"scale": UNIT}),
    "yolo26-pose": lambda side: (rows(side, "selected", 300), (1, 3, side, side), {"scale": UNIT}),
    "movenet-multi": lambda side: (movenet(side), (1, side, side, 3), {"scale": RAW, "dtype": "INT32"}),
    "rtmo": lambda side: (rtmo(side), (1, 3, side, side), {"scale": RAW, "red": 2}),
}
ULTRALYTICS = {"task": "pose", "kpt_shape": "[17, 3]", "names": "{0: 'person'}"}


def network(tmp_path, kind, side=320, **props):
    """Its second answer, given for red 10, is the people above; the first is nobody."""
    answers, shape, how = KINDS[kind](side)
    both = {name: np.concatenate([np.zeros_like(table), table]) for name, table in answers.items()}
    return standin(tmp_path / f"{kind}.onnx", both, shape, at=side // 2, free=tuple(both), **how, **props)


def picture(red=10):
    return np.full((HEIGHT, WIDTH, 3), (0, 0, red), np.uint8)


@pytest.mark.parametrize("side", [320, 640])
@pytest.mark.parametrize("kind", KINDS)
def test_one_file_gives_boxes_and_poses(tmp_path, kind, side):
    people = load(pose=network(tmp_path, kind, side))(picture())
    np.testing.assert_allclose(people.boxes, BOXES, atol=0.01)
    np.testing.assert_allclose(people.scores, SCORES, atol=1e-5)
    np.testing.assert_allclose(people.keypoints, POINTS, atol=0.01)
    np.testing.assert_allclose(people.keypoint_scores, SEEN, atol=1e-5)
    assert people.skeleton.name == "coco17"


@pytest.mark.parametrize("kind", ["yolo11-pose", "yolo26-pose"])
def test_what_ultralytics_writes_is_read(tmp_path, kind):
    found = open_onestage(network(tmp_path, kind, **ULTRALYTICS))
    assert isinstance(found, OneStage)
    assert len(found.find(picture()).boxes) == 2


def test_people_are_followed_between_detections(tmp_path):
    tracked = TrackedPipeline(load(pose=network(tmp_path, "yolo26-pose")))
    frames = [tracked(picture(), i / 25) for i in range(8)]
    assert [len(people) for people in frames] == [2] * 8
    assert all((people.ids == frames[0].ids).all() for people in frames)
    np.testing.assert_allclose(frames[-1].keypoints[np.argsort(-frames[-1].scores)], POINTS, atol=0.5)
    assert len(tracked(picture(0), 8 / 25)) <= 2


def test_the_network_runs_once_a_frame_and_never_on_an_older_one(tmp_path):
    network_ = open_onestage(network(tmp_path, "yolo26-pose"))
    runs, feed = [], network_._feed

    class Counted:
        size, integers = feed.size, feed.integers

        def __call__(self, batch):
            runs.append(1)
            return feed(batch)

    network_._feed = Counted()
    image = picture()
    boxes, _ = network_.detect(image)
    assert network_(image, boxes)[1].min() >= 0.5
    assert len(runs) == 1
    network_.detect(image)
    other = picture(0)
    assert network_(other, boxes)[1].max() == 0
    assert len(runs) == 3


def test_a_box_without_anybody_gets_no_score(tmp_path):
    keypoints, scores = open_onestage(network(tmp_path, "yolo26-pose"))(picture(), np.array([[0.0, 0, 10, 10], BOXES[1]]))
    assert scores[0].max() == 0
    np.testing.assert_allclose(keypoints[1], POINTS[1], atol=0.01)


def test_another_detector_may_be_given(tmp_path):
    """``none``: the box is the whole frame, the pose that of the person who fills most of it."""
    people = load("none", network(tmp_path, "yolo26-pose"))(picture())
    assert len(people) <= 1


def test_joints_of_ones_own(tmp_path):
    table = np.zeros((2, 300, 6 + 15), np.float32)
    table[1, 0] = [20, 60, 100, 200, 0.9, 0, *([50, 100, 0.8] * 5)]
    path = standin(tmp_path / "claw.onnx", {"output0": table}, (1, 3, 320, 320), scale=UNIT, at=160, kpt_shape="[5, 3]")
    with pytest.raises(ValueError, match=r"claw\.onnx: it predicts 5 joints"):
        load(pose=path)
    (tmp_path / "own.toml").write_text('keypoints = ["a", "b", "c", "d", "e"]')
    people = load(pose=path, skeleton=str(tmp_path / "own.toml"))(picture())
    assert people.skeleton.name == "own"
    np.testing.assert_allclose(people.keypoints, np.full((1, 5, 2), [50, 60]), atol=0.01)


def test_the_bundled_network_is_none_of_them():
    from posecore.runtime.weights import find_weights

    assert open_onestage(find_weights("pose", "fp32")) is None
    assert len(load()(picture(0))) == 0
