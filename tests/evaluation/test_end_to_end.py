"""Accuracy end to end is that of what the program runs."""

import numpy as np
import pytest

pytest.importorskip("faster_coco_eval")

from posecore.data.images import read_image
from posecore.evaluation.end_to_end import BoxesFromFile, pipeline_ap
from posecore.oks import person_scores, pose_scores
from posecore.pipelines.image import Pipeline
from posecore.skeletons import COCO17
from tests.datasets import make_split


class Estimator:
    """Of two boxes, the first holds a lamp, of which one joint is sure, the second the labelled person, all of whose joints are."""

    skeleton = COCO17

    def __init__(self, content, pose=0.9):
        self.truth = {a["image_id"]: np.array(a["keypoints"]).reshape(-1, 3)[:, :2] for a in content["annotations"]}
        self.numbers = iter([image["id"] for image in content["images"]])
        self.pose = pose

    def __call__(self, image, boxes):
        assert image.shape == (160, 120, 3)
        person = self.truth[next(self.numbers)]
        joints = np.full((2, 17), self.pose)
        joints[0] = [0.9] + 16 * [0.1]
        return np.stack([person + 300, person])[-len(boxes) :], joints[-len(boxes) :]


BOXES = np.array([[0.0, 0, 10, 10], [10, 10, 100, 140]])
SCORES = np.array([0.9, 0.6])


@pytest.mark.parametrize(("rank", "ap"), [(pose_scores, 0.5), (person_scores, 1.0)])
def test_ap_of_given_boxes_depends_on_who_comes_first(tmp_path, rank, ap):
    """In every image the detector is surer of a lamp than of the person; given boxes are all people, as in the paper's tables."""
    content = make_split(tmp_path, "val", 6, seed=5)
    detections = [
        {"image_id": image["id"], "category_id": 1, "score": float(score), "bbox": [*box[:2], *(box[2:] - box[:2])]}
        for image in content["images"]
        for box, score in zip(BOXES, SCORES, strict=True)
    ]
    detections += [{"image_id": image["id"], "category_id": 2, "score": 1.0, "bbox": [0, 0, 9, 9]} for image in content["images"]]
    done = []
    find = BoxesFromFile(detections, Estimator(content))
    results = pipeline_ap(find, COCO17, content, tmp_path / "images", done.append, rank)
    assert results[-1].values["AP"] == pytest.approx(ap, abs=0.02)
    assert done == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(("pose", "ap"), [(0.9, 1.0), (0.2, 0.0)])
def test_ap_end_to_end_is_of_what_the_pipeline_accepts(tmp_path, pose, ap):
    """The lamp is nobody; and so is a person whose pose the acceptance policy does not let pass."""

    class Boxes:
        threshold = 0.3

        def __call__(self, image):
            return BOXES, SCORES

    content = make_split(tmp_path, "val", 6, seed=5)
    pipeline = Pipeline(Boxes(), Estimator(content, pose))
    found = []

    def find(entry, image):
        found.append(pipeline(image))
        return found[-1]

    results = pipeline_ap(find, COCO17, content, tmp_path / "images", rank=pose_scores)
    assert results[-1].values["AP"] == pytest.approx(ap, abs=0.02)
    again = Pipeline(Boxes(), Estimator(content, pose))
    for people, entry in zip(found, content["images"], strict=True):
        image = again(read_image(tmp_path / "images" / entry["file_name"]))
        assert len(people) == ap
        assert np.array_equal(people.keypoints, image.keypoints)
