"""The people of a frame are shared out between the cores, with the same result."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

import posecore
from posecore.data.images import read_image
from posecore.pipelines.image import Pipeline
from posecore.runtime.detectors.given import WholeFrame
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.shared_out import SharedOut
from posecore.runtime.weights import find_weights

IMAGE = np.zeros((8, 8, 3), np.uint8)


def boxes(count: int) -> np.ndarray:
    return np.arange(4.0 * count).reshape(count, 4)


class Runs:
    """Gives each box its first number as a pose, and knows which boxes came together, on which thread."""

    def __init__(self) -> None:
        self.parts: list[list[float]] = []
        self.threads: set[int] = set()

    def __call__(self, image: np.ndarray, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        self.parts.append(boxes[:, 0].tolist())
        self.threads.add(threading.get_ident())
        return np.repeat(boxes[:, None, :2], 17, axis=1).astype(np.float32), np.repeat(boxes[:, :1], 17, axis=1).astype(np.float32)


@pytest.mark.parametrize(
    ("count", "threads", "alone", "rest"),
    [
        (0, 2, [], [[]]),
        (1, 2, [], [[0]]),
        (2, 2, [[0], [4]], []),
        (5, 2, [[0, 4], [8, 12]], [[16]]),
        (3, 4, [], [[0, 4, 8]]),
        (6, 4, [[0], [4], [8], [12]], [[16, 20]]),
    ],
)
def test_each_thread_has_as_many_and_those_left_have_all_threads(count: int, threads: int, alone: list, rest: list) -> None:
    each, last = Runs(), Runs()
    points, scores = SharedOut(lambda: each, threads, rest=last)(IMAGE, boxes(count))
    assert sorted(each.parts) == alone
    assert last.parts == rest
    np.testing.assert_array_equal(points[:, 0, 0], boxes(count)[:, 0])
    np.testing.assert_array_equal(scores[:, 0], boxes(count)[:, 0])


def test_nothing_is_opened_for_one_person() -> None:
    opened = []
    shared = SharedOut(lambda: opened.append(1) or Runs(), 2, rest=Runs())
    shared(IMAGE, boxes(1))
    assert not opened
    for _ in range(3):
        shared(IMAGE, boxes(4))
    assert opened == [1]


def test_what_a_thread_raises_is_raised_when_all_have_ended() -> None:
    ended = threading.Event()

    def alone(image: np.ndarray, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if boxes[0, 0] > 0:
            ended.wait(0.1)
            ended.set()
            raise MemoryError("no room")
        return Runs()(image, boxes)

    with pytest.raises(MemoryError, match="no room"):
        SharedOut(lambda: alone, 2)(IMAGE, boxes(2))
    assert ended.is_set()


@pytest.mark.parametrize("threads", [1, 2, 4])
@pytest.mark.parametrize("callers", [1, 2])
@pytest.mark.parametrize("count", [1, 3, 4])
def test_poses_are_the_same_on_any_number_of_cores(threads: int, callers: int, count: int) -> None:
    picture = read_image(Path(posecore.__file__).parent / "assets" / "collins.webp")
    height, width = picture.shape[:2]
    people = np.asarray([[15.0 * i, 0, width - 10 * i, height - 8 * i] for i in range(count)])
    estimator = PoseEstimator.from_onnx(find_weights("pose"), threads=threads, providers=["cpu"])
    expected = PoseEstimator.from_onnx(find_weights("pose"), threads=1, providers=["cpu"])(picture, people)
    found = Pipeline(WholeFrame(), estimator).pose_side_by_side(callers)(picture, people)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)
