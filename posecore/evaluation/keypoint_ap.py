"""COCO's keypoint average precision, by faster-coco-eval."""

from __future__ import annotations

import contextlib
import copy
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.data.coco import image_prefix
from posecore.data.samples import Sample
from posecore.oks import person_scores
from posecore.people import People
from posecore.skeletons import Skeleton, get_skeleton

Floats = NDArray[np.floating]
METRICS = ("AP", "AP50", "AP75", "APM", "APL", "AR")


@dataclass(frozen=True)
class Score:
    """Accuracy over one group of pictures; every metric in [0,1], -1 where nothing of that size exists.

    Attributes:
        name: of the group.
        people: labelled people counted.
        values: metric name → value: :data:`METRICS`, or the joint groups and ``PCKh`` of :mod:`posecore.evaluation.pck`.
    """

    name: str
    people: int
    values: dict[str, float]


def percent(share: float) -> str:
    """``47.1`` of 0.471; ``–`` where nothing could be measured: COCO's -1 and NaN."""
    return f"{100 * share:.1f}" if share >= 0 else "–"


def picture_group(image: dict[str, Any]) -> str:
    """The group a picture is reported in: :func:`posecore.data.coco.image_prefix`, greyscale copies apart."""
    group = image_prefix(image["file_name"])
    return f"{group} grey" if image.get("grey") else group


def picture_groups(images: Sequence[dict[str, Any]]) -> dict[str, list[int]]:
    """Name of a group → ids of its pictures: every :func:`picture_group`, where one has greyscale copies both together, and ``all``."""
    groups: dict[str, list[int]] = {}
    for image in images:
        groups.setdefault(picture_group(image), []).append(image["id"])
    both = {f"{name} both": [*ids, *groups[f"{name} grey"]] for name, ids in groups.items() if f"{name} grey" in groups}
    named = sorted({**groups, **both}.items()) if len(groups) > 1 else []
    return {**dict(named), "all": [image["id"] for image in images]}


def coco_results(image_id: int, people: People, scores: Floats) -> list[dict[str, Any]]:
    """People of one picture in COCO's keypoint results format; ``scores`` (N,) rank them."""
    triples = np.concatenate([people.keypoints, people.keypoint_scores[..., None]], axis=2)
    return [
        {"image_id": image_id, "category_id": 1, "keypoints": [float(v) for v in row.reshape(-1)], "score": float(score)}
        for row, score in zip(triples, scores, strict=True)
    ]


def keypoint_ap(
    ground_truth: dict[str, Any], results: Sequence[dict[str, Any]], skeleton: Skeleton | str = "coco17", by_group: bool = True
) -> list[Score]:
    """COCO's keypoint AP.

    Args:
        ground_truth: as :func:`posecore.data.coco_json.read_coco_json` gives it.
        results: COCO keypoint results over its pictures.
        skeleton: joint set, for its OKS constants.
        by_group: one result for each of :func:`picture_groups`, all last; else only that.

    Returns:
        The results; people of a group without any labelled person are left out.
    """
    from faster_coco_eval import COCO, COCOeval_faster

    skeleton = get_skeleton(skeleton) if isinstance(skeleton, str) else skeleton
    if skeleton.sigmas is None:
        raise ValueError(f"the joint set {skeleton.name} has no OKS constants; score it by PCKh")
    groups = picture_groups(ground_truth["images"])
    wanted = groups if by_group else {"all": groups["all"]}
    clean = _of_joints(ground_truth, len(skeleton))
    labelled = [a["image_id"] for a in clean["annotations"] if a.get("num_keypoints", 0) > 0 and not a.get("iscrowd")]
    counts = dict(zip(*np.unique(labelled, return_counts=True), strict=True)) if labelled else {}
    outcome = []
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(clean)
        found = truth.loadRes(list(results)) if results else None
        for name, ids in wanted.items():
            people = int(sum(counts.get(i, 0) for i in ids))
            if not people:
                continue
            values = dict.fromkeys(METRICS, 0.0)
            if found is not None:
                evaluator = COCOeval_faster(truth, found, "keypoints", print_function=lambda *_: None, kpt_oks_sigmas=list(skeleton.sigmas))
                evaluator.params.imgIds = ids
                evaluator.evaluate()
                evaluator.accumulate()
                evaluator.summarize()
                values = dict(zip(METRICS, (float(v) for v in evaluator.stats[:6]), strict=True))
            outcome.append(Score(name, people, values))
    return outcome


def _of_joints(ground_truth: dict[str, Any], joints: int) -> dict[str, Any]:
    """A copy in which people without K = ``joints`` keypoints have K unlabelled ones: COCO ignores them."""
    truth = copy.deepcopy(ground_truth)
    for annotation in truth["annotations"]:
        if len(annotation.get("keypoints") or ()) != 3 * joints:
            annotation.update(keypoints=[0] * (3 * joints), num_keypoints=0)
    return truth


def score_samples(
    samples: Sequence[Sample],
    keypoints: NDArray[np.float32],
    scores: NDArray[np.float32],
    ground_truth: dict[str, Any],
    skeleton: Skeleton,
    rank: Callable[[Floats, Floats], Floats] = person_scores,
) -> list[Score]:
    """OKS AP of predictions (P,K,2) and (P,K) for P samples, ranked by keypoint score (their boxes being labels), or by another ``rank``:
    (P,) and (P,K) → (P,), such as :func:`posecore.evaluation.ranking.ranking` gives it."""
    ranks = rank(np.ones(len(samples)), scores)
    results = [
        {
            "image_id": sample.image_id,
            "category_id": 1,
            "keypoints": np.concatenate([points, score[:, None]], axis=1).reshape(-1).tolist(),
            "score": float(rank),
        }
        for sample, points, score, rank in zip(samples, keypoints, scores, ranks, strict=True)
    ]
    pictures = {sample.image_id for sample in samples}
    people = {sample.id for sample in samples}
    truth = {
        **ground_truth,
        "images": [i for i in ground_truth["images"] if i["id"] in pictures],
        "annotations": [a for a in ground_truth["annotations"] if a["id"] in people],
    }
    return keypoint_ap(truth, results, skeleton)
