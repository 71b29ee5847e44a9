"""``load()`` with the bundled weights, on the picture of a real person."""

import numpy as np
import pytest

from posecore import load
from posecore.pipelines.image import Pipeline
from posecore.runtime.acceptance import LOW_DETECTION, AcceptancePolicy
from posecore.skeletons import COCO17
from posecore.sources.file import VideoFile
from tests.datasets import ROOT, STANDING


@pytest.fixture(scope="module")
def frame():
    with VideoFile(ROOT / "app" / "lightpose" / "assets" / "sample.mp4") as video:
        frames = [f.image for f, _ in zip(video, range(40), strict=False)]
    return frames[-1]


@pytest.fixture(scope="module")
def pipeline():
    return load(threads=1)


def test_people_of_a_real_frame(pipeline, frame):
    people = pipeline(frame)
    assert len(people) >= 1
    assert people.keypoints.shape == (len(people), 17, 2)
    assert (people.ids == -1).all()
    height, width = frame.shape[:2]
    best = people[[0]]
    assert (best.boxes >= 0).all()
    assert (best.boxes <= (width, height, width, height)).all()
    eyes_and_nose = best.keypoints[0, :3]
    assert (eyes_and_nose >= best.boxes[0, :2] - 5).all()
    assert (eyes_and_nose <= best.boxes[0, 2:] + 5).all()
    assert ((people.keypoint_scores >= 0) & (people.keypoint_scores <= 1)).all()


def test_an_empty_room_has_nobody(pipeline):
    people = pipeline(np.full((240, 320, 3), 90, np.uint8))
    assert len(people) == 0
    assert people.keypoints.shape == (0, 17, 2)


def test_stages_alone_agree_with_the_whole(pipeline, frame):
    boxes, scores = pipeline.detect(frame)
    keypoints, keypoint_scores = pipeline.pose(frame, boxes)
    people = pipeline(frame)
    assert set(np.round(people.scores, 5)) <= set(np.round(scores, 5))
    np.testing.assert_allclose(keypoints[0], people.keypoints[0], atol=1e-3)
    np.testing.assert_allclose(keypoint_scores[0], people.keypoint_scores[0], atol=1e-5)


@pytest.mark.parametrize("bad", [np.zeros((10, 10), np.uint8), np.zeros((10, 10, 3), np.float32), None])
def test_what_is_no_picture_is_refused(pipeline, bad):
    with pytest.raises(ValueError, match="expected a BGR picture"):
        pipeline(bad)


class Boxes:
    """Finds three boxes: a person, the same again beside it, and a flag."""

    threshold = 0.25

    def __call__(self, frame):
        boxes = [[100, 100, 200, 300], [104, 104, 204, 304], [300, 100, 400, 300]]
        return np.array(boxes, np.float32), np.array([0.6, 0.9, 0.8], np.float32)


@pytest.mark.parametrize(("flag", "people"), [(0.2, 1), (0.3, 2)])
def test_a_person_is_one_pose_and_a_flag_is_nobody(flag, people):
    class Poses:
        skeleton = COCO17

        def __call__(self, frame, boxes):
            points = STANDING * (100, 200) + (boxes[:, None, :2])
            return points.astype(np.float32), np.repeat([[0.9], [0.9], [flag]], 17, axis=1).astype(np.float32)

    result = Pipeline(Boxes(), Poses())(np.zeros((400, 500, 3), np.uint8))
    assert len(result) == people
    assert result.scores[0] == pytest.approx(0.9)


class LowConfidence(Boxes):
    """The detector hardly sees the second of two people."""

    def __call__(self, frame):
        return np.array([[100, 100, 200, 300], [300, 100, 400, 300]], np.float32), np.array([0.8, 0.1], np.float32)


@pytest.mark.parametrize(("multiscale", "pose", "people"), [(True, 0.8, 2), (True, 0.5, 1), (False, 0.8, 1)])
def test_a_low_confidence_detection_needs_a_strong_pose_and_time(multiscale, pose, people):
    proposed = []

    class Poses:
        skeleton = COCO17

        def __call__(self, frame, boxes):
            proposed.append(len(boxes))
            points = STANDING * (100, 200) + (boxes[:, None, :2])
            return points.astype(np.float32), np.repeat([[0.9], [pose]], 17, axis=1).astype(np.float32)[: len(boxes)]

    pipeline = Pipeline(LowConfidence(), Poses(), AcceptancePolicy.for_detector(0.25), multiscale)
    assert len(pipeline(np.zeros((400, 500, 3), np.uint8))) == people
    assert proposed == [2 if multiscale else 1]
    assert len(pipeline.detect(np.zeros((400, 500, 3), np.uint8)).boxes) == 2


@pytest.mark.parametrize(("threshold", "low", "full"), [(None, LOW_DETECTION, 0.25), (0.4, 0.4, 0.4), (0.05, 0.05, 0.05)])
def test_no_low_confidence_detections_for_who_chose_a_threshold(threshold, low, full):
    pipeline = load(threads=1, threshold=threshold)
    assert pipeline.acceptance.low_detection == pytest.approx(low)
    assert pipeline.acceptance.detection == pytest.approx(full)
    assert pipeline.detector.threshold == pytest.approx(full)
    assert pipeline.detector.least_score == pytest.approx(low)


def test_the_detector_reports_low_confidence_detections(frame):
    """Those that tracking uses; a chosen threshold leaves none."""
    assert load(threads=1).detect(frame).scores.min() < 0.25
    assert load(threads=1, threshold=0.4).detect(frame).scores.min() >= 0.4
