import contextlib
import io
import json

import numpy as np
import pytest

pytest.importorskip("faster_coco_eval")

from posecore.evaluation.end_to_end import boxes_from_file
from posecore.evaluation.keypoint_ap import METRICS, keypoint_ap, picture_group, picture_groups
from posecore.skeletons import COCO17
from tests.datasets import make_split


def noisy_results(content, seed, noise):
    rng = np.random.default_rng(seed)
    rows = []
    for annotation in content["annotations"]:
        for _ in range(int(rng.integers(0, 3))):
            triples = np.array(annotation["keypoints"]).reshape(-1, 3)
            triples[:, :2] += rng.normal(0, noise, (17, 2))
            found = {"keypoints": triples.reshape(-1).tolist(), "score": float(rng.random())}
            rows.append({"image_id": annotation["image_id"], "category_id": 1, **found})
    return rows


@pytest.mark.parametrize("noise", [0.5, 4.0, 12.0])
def test_agrees_with_pycocotools(tmp_path, noise):
    coco = pytest.importorskip("pycocotools.coco")
    from pycocotools.cocoeval import COCOeval

    content = make_split(tmp_path, "val", 40, seed=5)
    rng = np.random.default_rng(0)
    for annotation in content["annotations"]:  # small, medium and large people, some joints unlabelled
        annotation["area"] = float(rng.choice([500.0, 5000.0, 20000.0]))
        triples = np.array(annotation["keypoints"]).reshape(-1, 3)
        triples[rng.random(17) < 0.3] = 0
        annotation["keypoints"], annotation["num_keypoints"] = triples.reshape(-1).tolist(), int((triples[:, 2] > 0).sum())
    results = noisy_results(content, 1, noise)
    ours = keypoint_ap(content, results, COCO17, by_group=False)[0].values
    (tmp_path / "gt.json").write_text(json.dumps(content))
    with contextlib.redirect_stdout(io.StringIO()):
        truth = coco.COCO(str(tmp_path / "gt.json"))
        evaluator = COCOeval(truth, truth.loadRes(results), "keypoints")
        evaluator.evaluate()
        evaluator.accumulate()
        evaluator.summarize()
    np.testing.assert_allclose([ours[m] for m in METRICS], evaluator.stats[:6], atol=1e-6)
    assert 0 < ours["AP"] < 1


def test_perfect_results_score_one_and_none_zero(tmp_path):
    content = make_split(tmp_path, "val", 6, seed=5)
    perfect = [{"image_id": a["image_id"], "category_id": 1, "keypoints": a["keypoints"], "score": 1.0} for a in content["annotations"]]
    groups = {r.name: r for r in keypoint_ap(content, perfect)}
    assert set(groups) == {"coco", "lspet", "all"}
    assert groups["all"].values["AP"] == pytest.approx(1)
    assert groups["coco"].people == 3
    assert keypoint_ap(content, [])[-1].values["AP"] == 0


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        ({"file_name": "coco_000000001.jpg"}, "coco"),
        ({"file_name": "coco_000000001.jpg", "grey": True}, "coco grey"),
        ({"file_name": "sub/lspet_1.jpg"}, "lspet"),
        ({"file_name": "000000000139.jpg"}, "all"),
    ],
)
def test_groups(entry, group):
    assert picture_group(entry) == group


def test_greyscale_copies_are_a_group_of_their_own_and_counted_together_with_the_others():
    images = [
        {"id": 1, "file_name": "coco_1.jpg"},
        {"id": 2, "file_name": "coco_2.jpg", "grey": True},
        {"id": 3, "file_name": "lspet_3.jpg"},
    ]
    assert picture_groups(images) == {"coco": [1], "coco both": [1, 2], "coco grey": [2], "lspet": [3], "all": [1, 2, 3]}
    assert picture_groups(images[:1]) == {"all": [1]}


def test_boxes_from_a_detections_file():
    rows = [
        {"image_id": 1, "category_id": 1, "bbox": [10, 20, 30, 40], "score": 0.9},
        {"image_id": 1, "category_id": 3, "bbox": [0, 0, 9, 9], "score": 0.9},
        {"image_id": 1, "category_id": 1, "bbox": [0, 0, 9, 9], "score": 0.1},
    ]
    boxes, scores = boxes_from_file(rows, 0.5)({"id": 1})
    np.testing.assert_allclose(boxes, [[10, 20, 40, 60]])
    np.testing.assert_allclose(scores, [0.9])
    assert boxes_from_file(rows)({"id": 2})[0].shape == (0, 4)
