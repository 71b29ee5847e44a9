"""The order in which AP counts people: by heights of heatmaps, whatever was made of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecore.evaluation.ranking import ranking
from posecore.oks import person_scores
from posecore.runtime.crops import InputSpec
from posecore.runtime.decoders import SimccDecoder, make_decoder
from posecore.runtime.decoders.scores import ScoreModel
from posecore.runtime.estimator import PoseEstimator
from posecore.skeletons import COCO17

SPEC = InputSpec((48, 64))
MODEL = ScoreModel(tuple((2.0 + j / 4, j / 8) for j in range(17)))


@given(st.lists(st.floats(0.01, 1.0), min_size=17, max_size=17))
def test_people_rank_as_by_the_heights_that_scores_were_made_of(heights: list[float]) -> None:
    rows, boxes = np.asarray([heights]), np.asarray([0.7])
    estimator = PoseEstimator(lambda batch: [], SPEC, COCO17, make_decoder("heatmap", "oks", COCO17, MODEL))
    assert ranking(estimator)(boxes, MODEL(rows)) == pytest.approx(person_scores(boxes, rows), rel=1e-3)


def test_scores_that_are_not_fitted_rank_as_they_are() -> None:
    for decoder in (make_decoder("heatmap", "oks", COCO17), SimccDecoder()):
        assert ranking(PoseEstimator(lambda batch: [], SPEC, COCO17, decoder)) is person_scores


def test_scores_of_nothing_and_of_all_have_a_height() -> None:
    heights = MODEL.heights(np.asarray([[0.0] * 17, [1.0] * 17], np.float32))
    np.testing.assert_allclose(heights, [[0.001] * 17, [1.0] * 17], rtol=1e-5)


def test_a_joint_whose_score_does_not_grow_with_its_height_keeps_it() -> None:
    flat = ScoreModel(((0.0, 1.0), *MODEL.weights[1:]))
    assert flat.heights(flat(np.full((1, 17), 0.5)))[0, :2] == pytest.approx([1 / (1 + np.exp(-1)), 0.5], rel=1e-4)
