import itertools
import math

import numpy as np
import pytest

from posecore.evaluation.joint_scores import AUROC, auroc, joint_auroc, with_joint_auroc
from posecore.evaluation.keypoint_ap import Score


def counted(positive, negative):
    wins = [1.0 if p > n else 0.5 if p == n else 0.0 for p, n in itertools.product(positive, negative)]
    return sum(wins) / len(wins)


@pytest.mark.parametrize("decimals", [1, 6], ids=["many ties", "no ties"])
@pytest.mark.parametrize("seed", range(5))
def test_is_the_share_of_pairs_in_the_right_order(seed, decimals):
    rng = np.random.default_rng(seed)
    positive = rng.normal(0.6, 0.3, int(rng.integers(1, 60))).round(decimals)
    negative = rng.normal(0.4, 0.3, int(rng.integers(1, 60))).round(decimals)
    assert auroc(positive, negative) == pytest.approx(counted(positive, negative), abs=1e-12)


def test_perfect_reversed_blind_and_undefined():
    high, low = np.array([0.9, 0.8]), np.array([0.1, 0.2, 0.3])
    assert auroc(high, low) == 1
    assert auroc(low, high) == 0
    assert auroc(np.ones(4), np.ones(3)) == 0.5
    assert math.isnan(auroc(high, np.empty(0)))
    assert math.isnan(auroc(np.empty(0), low))


def test_only_of_people_with_labelled_joints():
    visibility = np.array([[2, 0, 1], [2, 2, 0], [0, 0, 0]])
    scores = np.array([[0.9, 0.1, 0.5], [0.2, 0.8, 0.3], [1.0, 1.0, 1.0]])  # the last has no label at all
    assert joint_auroc(scores[:1], visibility[:1]) == 1
    assert joint_auroc(scores[1:], visibility[1:]) == 0.5
    assert joint_auroc(scores, visibility) == pytest.approx(counted([0.9, 0.5, 0.2, 0.8], [0.1, 0.3]))


def test_goes_into_the_results(tmp_path):
    from posecore.data.samples import Sample

    def sample(image, visibility):
        return Sample(1, image, tmp_path, np.zeros(4), np.zeros((2, 2), np.float32), np.array(visibility, np.float32), 1.0)

    results = [Score("coco", 1, {"AP": 0.5}), Score("all", 2, {"AP": 0.4})]
    scores = np.array([[0.9, 0.1], [0.2, 0.6]])
    found = with_joint_auroc(results, [sample(7, [2, 0]), sample(8, [2, 0])], scores, {"coco": [7], "all": [7, 8]})
    assert [r.values for r in found] == [{"AP": 0.5, AUROC: 1.0}, {"AP": 0.4, AUROC: 0.75}]
