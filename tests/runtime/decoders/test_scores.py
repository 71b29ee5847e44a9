"""Joint scores from heatmaps: what the model computes, how it travels, and that it is fitted to be the expected OKS."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from posecore.codec import encode_heatmaps
from posecore.data.samples import Sample
from posecore.export.scores import fit_scores
from posecore.oks import joint_oks, oks, person_scores
from posecore.runtime.crops import InputSpec
from posecore.runtime.decoders import make_decoder
from posecore.runtime.decoders.scores import ScoreModel
from posecore.runtime.estimator import PoseEstimator
from posecore.runtime.metadata import PoseMetadata
from posecore.skeletons import COCO17

SPEC = InputSpec((48, 64))
MODEL = ScoreModel(tuple((1.0 + j, -float(j)) for j in range(17)))


def hills(heights: list[float]) -> NDArray[np.float32]:
    """(N,17,16,12): the same heatmap of every joint of a person, as high as told."""
    one, _ = encode_heatmaps(np.full((17, 2), 6.0), np.ones(17), (12, 16), sigma=1.0)
    return np.stack([one * height for height in heights]).astype(np.float32)


def test_a_score_is_the_logistic_of_the_height() -> None:
    assert MODEL(np.full((1, 17), 0.5))[0, 3] == pytest.approx(1 / (1 + np.exp(-(4 * np.log(0.5) - 3))), rel=1e-5)
    assert MODEL(np.zeros((1, 17))).max() < 0.01, "an empty heatmap is no joint"
    assert MODEL(np.zeros((0, 17))).shape == (0, 17)


def test_it_travels_in_the_metadata() -> None:
    props = PoseMetadata(SPEC, scores=MODEL).to_props()
    assert PoseMetadata.from_props(props, SPEC.size).scores == MODEL
    assert PoseMetadata.from_props({}, SPEC.size).scores is None


@pytest.mark.parametrize("text", ["1", "1,2;3", "a,b", "nan,1"])
def test_scores_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="lightpose.scores"):
        PoseMetadata.from_props({"lightpose.scores": text}, SPEC.size)


def test_scores_of_other_joints_are_refused() -> None:
    with pytest.raises(ValueError, match="scores of 2 joints for the 17 of coco17"):
        make_decoder("heatmap", "oks", COCO17, ScoreModel(((1, 0), (1, 0))))


def test_the_decoder_moves_no_joint() -> None:
    heatmaps = hills([0.3, 0.9])
    plain, fitted = (make_decoder("heatmap", "oks", COCO17, scores)([heatmaps], SPEC) for scores in (None, MODEL))
    np.testing.assert_array_equal(plain[0], fitted[0])
    np.testing.assert_allclose(plain[1][:, 0], [0.3, 0.9], rtol=1e-5)
    np.testing.assert_array_equal(fitted[1], MODEL(plain[1]))


def people(count: int, labelled: NDArray[np.bool_], box: NDArray[np.float64]) -> list[Sample]:
    visibility = np.where(labelled[:, None], 2, [2] * 8 + [0] * 9).astype(np.float32)
    points = np.full((17, 2), 24.0, np.float32)
    return [Sample(i, i, Path("unused.jpg"), box, points, visibility[i], 900.0) for i in range(count)]


def test_fitted_scores_are_the_expected_oks() -> None:
    """A network whose heatmaps are low for half of the people; of those, only the first eight joints are labelled."""
    rng = np.random.default_rng(0)
    whole = rng.random(200) < 0.5
    samples = people(200, whole, np.asarray([0.0, 0.0, 48.0, 64.0]))
    shown = iter(range(200))

    def forward(batch: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        rows = [next(shown) for _ in batch]
        return [hills([0.9 if whole[i] else 0.3 for i in rows])]

    estimator = PoseEstimator(forward, SPEC, COCO17, make_decoder("heatmap", "oks", COCO17))
    model = fit_scores(estimator, samples, lambda _: np.zeros((64, 48, 3), np.uint8))
    scores = model(np.asarray([[0.9] * 17, [0.3] * 17]))
    _, affines = estimator.preprocess(np.zeros((64, 48, 3), np.uint8), samples[0].box[None])
    points, _ = estimator.decode([hills([0.9])], affines)
    truth = joint_oks(points, samples[0].keypoints[None], np.asarray([900.0]), np.asarray(COCO17.sigmas))[0]
    np.testing.assert_allclose(scores[0], truth, atol=0.1)
    np.testing.assert_allclose(scores[1, :8], truth[:8], atol=0.1)
    assert scores[1, 8:].max() < 0.1, "joints that nobody labels fade"


def test_too_few_people() -> None:
    estimator = PoseEstimator(lambda batch: [hills([1.0] * len(batch))], SPEC)
    with pytest.raises(ValueError, match="3 labelled people are too few"):
        fit_scores(estimator, people(3, np.ones(3, bool), np.asarray([0.0, 0.0, 48.0, 64.0])))
    without = PoseEstimator(lambda batch: [hills([1.0] * len(batch))], SPEC, replace(COCO17, sigmas=None))
    with pytest.raises(ValueError, match="no OKS constants"):
        fit_scores(without, people(60, np.ones(60, bool), np.asarray([0.0, 0.0, 48.0, 64.0])))


def test_single_joints_have_the_oks_of_a_pose_of_one() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.uniform(0, 50, (17, 2)), rng.uniform(0, 50, (17, 2))
    sigmas = np.asarray(COCO17.sigmas)
    alone = [oks(a, b, 800.0, sigmas, np.arange(17) == j) for j in range(17)]
    np.testing.assert_allclose(joint_oks(a[None], b[None], np.asarray([800.0]), sigmas)[0], alone)


def test_a_person_half_outside_does_not_rank_behind_a_false_alarm() -> None:
    half, false, one, none = [0.9] * 8 + [0.02] * 9, [0.5] * 17, [0.9] + [0.02] * 16, [0.0] * 17
    ranks = person_scores(np.ones(4), np.asarray([half, false, one, none]))
    assert ranks[0] > ranks[1] > ranks[2] > ranks[3] == 0
