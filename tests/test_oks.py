import numpy as np
import pytest

from posecore.oks import oks, oks_nms, person_scores, pose_confidence, pose_scores
from posecore.people import People
from posecore.skeletons import COCO17, MPII16

SIGMAS = np.asarray(COCO17.sigmas)


def person(shift=0.0, score=0.9, joints=0.8):
    rng = np.random.default_rng(0)
    points = rng.uniform(0, 100, (1, 17, 2)) + shift
    box = np.array([[0.0, 0, 100, 100]]) + shift
    return People.build(box, np.array([score]), points, np.full((1, 17), joints))


def together(*people):
    fields = ("boxes", "scores", "keypoints", "keypoint_scores")
    return People.build(*(np.concatenate([getattr(p, f) for p in people]) for f in fields))


def test_oks_by_hand():
    a, b = np.zeros((17, 2)), np.zeros((17, 2))
    b[0] = (3, 4)
    valid = np.zeros(17, bool)
    valid[:2] = True
    expected = (np.exp(-25 / (2 * 900 * (2 * 0.026) ** 2)) + 1) / 2
    assert oks(a, b, 900.0, SIGMAS, valid) == pytest.approx(expected)
    assert oks(a, b, 900.0, SIGMAS, np.zeros(17, bool)) == 0


def test_nms_keeps_the_better_of_two_duplicates_and_both_of_two_people():
    people = together(person(score=0.5), person(shift=0.5, score=0.9), person(shift=200, score=0.4))
    kept = oks_nms(people)
    np.testing.assert_allclose(kept.scores, [0.9, 0.4])


def test_nms_of_no_people_and_of_a_skeleton_without_constants():
    assert len(oks_nms(People.empty())) == 0
    with pytest.raises(ValueError, match="mpii16 has no OKS constants"):
        oks_nms(People.empty(MPII16))


def test_pose_score_leaves_out_low_scoring_keypoints():
    scores = pose_scores(np.array([0.5, 1.0]), np.array([[0.8, 0.4, 0.1], [0.1, 0.1, 0.1]]))
    np.testing.assert_allclose(scores, [0.3, 0])


def test_person_score_is_the_self_weighted_mean_of_the_keypoints_and_a_zero_times_the_fifth_root_of_the_box_score():
    scores = person_scores(np.array([0.03125, 1.0, 1.0]), np.array([[0.6, 0.6, 0.6], [0.1, 0.1, 0.1], [0.9, 0.9, 0.0]]))
    np.testing.assert_allclose(scores, [0.5 * 1.08 / 2.8, 0.03 / 1.3, 1.62 / 2.8])


def test_pose_confidence_is_the_mean_of_the_better_half():
    scores = np.array([[0.9, 0.1, 0.8, 0.0, 0.7], [0.2, 0.2, 0.2, 0.2, 0.2]])
    np.testing.assert_allclose(pose_confidence(scores), [0.85, 0.2])
    assert pose_confidence(np.zeros((0, 17))).shape == (0,)
