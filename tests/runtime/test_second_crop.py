"""A joint outside the crop leans on its edge, and is found in a larger crop."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from posecore.evaluation.predict import predict_boxes
from posecore.pipelines.image import Pipeline
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.runtime.crops import InputSpec
from posecore.runtime.decoders import HeatmapDecoder
from posecore.runtime.estimator import PoseEstimator
from posecore.skeletons import COCO17

WRIST = np.array([343.0, 200.0])
CUT = np.array([[200.0, 100, 290, 300]])
"""A box without the wrist: the crop ends at 338.75, the second one at 346.25."""
IMAGE_SIZE = (480, 360)


class DotNetwork:
    """Joint 0 is the brightest place of the crop, at its right edge where all is dark; the others are the body's, in its middle."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def __call__(self, batch: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        self.batches.append(len(batch))
        heatmaps = np.zeros((len(batch), 17, 64, 48), np.float32)
        heatmaps[:, 1:, 32, 24] = 0.8
        for row, crop in enumerate(batch):
            light = crop[0].reshape(64, 4, 48, 4).max(axis=(1, 3))
            seen = light.max() > light.min() + 1
            place = np.unravel_index(light.argmax(), light.shape) if seen else (32, 47)
            heatmaps[row, 0][place] = 0.9 if seen else 0.4
        return [heatmaps]


def picture() -> NDArray[np.uint8]:
    image = np.zeros((IMAGE_SIZE[1], IMAGE_SIZE[0], 3), np.uint8)
    x, y = WRIST.astype(int)
    image[y - 1 : y + 2, x - 1 : x + 2] = 255
    return image


def estimator(second_crop: bool = True) -> tuple[PoseEstimator, DotNetwork]:
    network = DotNetwork()
    decoder = HeatmapDecoder.create("quarter", COCO17)
    return PoseEstimator(network, InputSpec((192, 256)), COCO17, decoder, second_crop=second_crop), network


def test_a_cut_off_wrist_is_found_by_one_more_batch() -> None:
    pose, network = estimator()
    boxes = np.concatenate([CUT, CUT + np.array([0, 10, 0, 10]), [[250, 100, 400, 300]]])
    keypoints, scores = pose(picture(), boxes)
    assert network.batches == [3, 2]
    np.testing.assert_allclose(keypoints[:, 0], np.tile(WRIST, (3, 1)), atol=7)
    assert (scores[:, 0] > 0.8).all()
    assert (pose.crops.first, pose.crops.second) == (3, 2)
    # the other joints stay where the first crop, which shows them larger, had them
    np.testing.assert_allclose(keypoints[0, 1:], np.tile((CUT[0, :2] + CUT[0, 2:]) / 2, (16, 1)), atol=4)


def test_without_it_the_wrist_stays_at_the_edge() -> None:
    pose, network = estimator(second_crop=False)
    keypoints, _ = pose(picture(), CUT)
    assert network.batches == [1]
    assert keypoints[0, 0, 0] < WRIST[0] - 8


@pytest.mark.parametrize(("box", "why"), [
    ([250.0, 100, 400, 300], "the wrist is seen"),
    ([380.0, 100, 479, 300], "the image ends there"),
])  # fmt: skip
def test_no_second_crop_where(box: list[float], why: str) -> None:
    pose, network = estimator()
    pose(picture(), np.array([box]))
    assert network.batches == [1], why


def test_a_pose_that_is_clearly_better_is_taken_whole() -> None:
    pose, network = estimator()

    def forward(batch: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        found = network(batch)[0]
        found[:, 1:] *= 0.5 if len(network.batches) == 1 else 1.0
        return [found]

    pose.forward = forward
    keypoints, scores = pose(picture(), CUT)
    assert (scores[0, 1:] > 0.7).all()
    assert keypoints[0, 5, 0] > (CUT[0, 0] + CUT[0, 2]) / 2 + 4, "in the middle of the larger crop"


class _Person:
    image, size = "x.jpg", None

    def __init__(self, box: NDArray[np.float64]) -> None:
        self.box = box


class _OneBox:
    threshold = 0.5

    def __call__(self, frame: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return CUT.astype(np.float32), np.ones(1, np.float32)


def ways() -> Iterator[str]:
    yield from ("image", "heatmaps", "one thread", "evaluation")


@pytest.mark.parametrize("way", ways())
def test_every_pipeline_has_it(way: str) -> None:
    pose, _ = estimator()
    pipeline = Pipeline(_OneBox(), pose, AcceptancePolicy.everything())
    if way == "image":
        wrist = pipeline(picture()).keypoints[0, 0]
    elif way == "heatmaps":
        wrist = pipeline.pose_and_heatmaps(picture(), CUT)[0].keypoints[0, 0]
    elif way == "one thread":
        wrist = pipeline.pose_side_by_side(2)(picture(), CUT).keypoints[0, 0]
    else:
        wrist = predict_boxes(pose, [_Person(CUT[0])], lambda person: picture())[0][0, 0]  # type: ignore[list-item, arg-type]
    np.testing.assert_allclose(wrist, WRIST, atol=7)
