import numpy as np
import pytest

pytest.importorskip("faster_coco_eval")

from posecore.evaluation.end_to_end import pipeline_ap
from posecore.oks import person_scores, pose_scores
from posecore.skeletons import COCO17
from tests.datasets import make_split


@pytest.mark.parametrize(("rank", "ap"), [(pose_scores, 0.5), (person_scores, 1.0)])
def test_ap_of_own_boxes_depends_on_who_comes_first(tmp_path, rank, ap):
    """In every picture the detector is surer of a lamp, of which one joint is sure, than of the person, all of whose joints are."""
    content = make_split(tmp_path, "val", 6, seed=5)
    truth = {a["image_id"]: np.array(a["keypoints"]).reshape(-1, 3)[:, :2] for a in content["annotations"]}
    numbers = iter([image["id"] for image in content["images"]])

    class Estimator:
        skeleton = COCO17

        def __call__(self, image, boxes):
            assert image.shape == (160, 120, 3)
            person = truth[next(numbers)]
            joints = np.full((2, 17), 0.9)
            joints[0, 1:] = 0.1
            return np.stack([person + 300, person]), joints

    def boxes(entry):
        return np.array([[0.0, 0, 10, 10], [10, 10, 100, 140]]), np.array([0.9, 0.6])

    done = []
    results = pipeline_ap(boxes, Estimator(), content, tmp_path / "images", done.append, rank)
    assert results[-1].values["AP"] == pytest.approx(ap, abs=0.02)
    assert done == [1, 2, 3, 4, 5, 6]
