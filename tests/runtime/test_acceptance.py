"""Which boxes are people: the table of the rule, and that everything obeys it."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from posecore.people import Detections
from posecore.pipelines.single import SingleImage
from posecore.runtime.acceptance import AcceptancePolicy
from posecore.skeletons import COCO17
from posecore.tracking import PoseTracker
from tests.clips import standing
from tests.datasets import ROOT

POLICY = AcceptancePolicy(detection=0.25, low_detection=0.1, strong_pose=0.6, min_pose=0.3)

# detection score, pose confidence → proposed, believed, accepted
TABLE = [
    (0.05, 0.90, False, True, True),
    (0.10, 0.59, True, False, False),
    (0.10, 0.60, True, True, True),
    (0.24, 0.31, True, False, False),
    (0.25, 0.29, True, True, False),
    (0.25, 0.30, True, True, True),
    (0.90, 0.10, True, True, False),
]


@pytest.mark.parametrize(("score", "confidence", "proposed", "believed", "accepted"), TABLE)
def test_the_rule(score, confidence, proposed, believed, accepted):
    scores, poses = np.asarray([score, score]), np.asarray([confidence, confidence])
    assert POLICY.propose(scores).tolist() == [proposed] * 2
    assert POLICY.believe(scores, poses).tolist() == [believed] * 2
    assert POLICY.accept(scores, poses).tolist() == [accepted] * 2


@pytest.mark.parametrize("row", [row for row in TABLE if row[2]])
@pytest.mark.parametrize("kind", [SingleImage, PoseTracker])
def test_images_and_tracks_accept_the_same(kind, row):
    """A box that is no person in an image starts no track, and the other way round."""
    score, confidence, _, _, accepted = row
    person = standing((50, 40, 150, 240))
    detections = Detections(person.boxes, np.asarray([score], np.float32))
    tracker = kind(COCO17, POLICY) if kind is SingleImage else PoseTracker(COCO17, acceptance=POLICY)
    people = 0
    for i in range(4):
        proposals = tracker.propose(i / 30, 320, 240, detections)
        keypoints = np.repeat(person.keypoints, len(proposals.boxes), axis=0)
        scores = np.full((len(keypoints), 17), confidence, np.float32)
        people = len(tracker.update(proposals, keypoints, scores, i / 30, 320, 240, None)[0])
    assert people == accepted


def test_proposals_are_those_of_the_policy():
    boxes = np.asarray([[0, 0, 50, 100], [100, 0, 150, 100], [200, 0, 250, 100]], np.float32)
    detections = Detections(boxes, np.asarray([0.9, 0.15, 0.05], np.float32))
    for tracker in (SingleImage(COCO17, POLICY), PoseTracker(COCO17, acceptance=POLICY)):
        assert tracker.propose(0.0, 320, 240, detections).boxes.tolist() == boxes[:2].tolist()
    strict = POLICY.without_low_confidence()
    assert SingleImage(COCO17, strict).propose(0.0, 320, 240, detections).boxes.tolist() == boxes[:1].tolist()


def test_ways_to_make_one():
    assert AcceptancePolicy.for_detector(0.3) == AcceptancePolicy(0.3, 0.08)
    assert AcceptancePolicy.for_detector(0.05).low_detection == 0.05
    assert AcceptancePolicy.strict(0.4) == AcceptancePolicy(0.4, 0.4)
    assert AcceptancePolicy.everything().accept(np.zeros(2), np.zeros(2)).all()
    for wrong in ({"low_detection": 0.5}, {"min_pose": 0.8}):
        with pytest.raises(ValueError, match="must not exceed"):
            AcceptancePolicy(**wrong)


def test_nobody_sets_a_threshold_of_a_detector():
    for path in [*(ROOT / "posecore").rglob("*.py"), *(ROOT / "app").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
            for target in targets:
                for part in ast.walk(target):
                    if isinstance(part, ast.Attribute) and part.attr == "threshold":
                        assert isinstance(part.value, ast.Name), path
                        assert part.value.id == "self", f"{path}: {ast.unparse(node)}"
