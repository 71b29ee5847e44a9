"""Counting found people: matching, average precision, groups, and a whole run on pictures made here."""

import itertools
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecore.evaluation.recall import average_precision, format_recall, groups_of, match, person_recall


def test_match_is_one_to_one_and_best_first() -> None:
    truth = np.asarray([[0, 0, 10, 10], [20, 0, 30, 10]], float)
    boxes = np.asarray([[0, 0, 10, 9], [0, 0, 10, 10], [21, 0, 31, 10], [50, 50, 60, 60]], float)
    assert match(boxes, truth).tolist() == [0, -1, 1, -1]
    assert match(boxes, truth, iou=0.95).tolist() == [-1, 0, -1, -1]


def test_match_without_boxes_or_people() -> None:
    assert match(np.zeros((0, 4)), np.zeros((3, 4))).shape == (0,)
    assert match(np.asarray([[0, 0, 1, 1.0]]), np.zeros((0, 4))).tolist() == [-1]


@pytest.mark.parametrize(
    ("scores", "correct", "people", "expected"),
    [
        ([0.9, 0.8], [True, True], 2, 1.0),
        ([0.9, 0.8], [True, True], 4, 51 / 101),
        ([0.9, 0.8], [False, True], 1, 0.5),
        ([0.8, 0.9], [False, True], 1, 1.0),
        ([0.9], [False], 3, 0.0),
        ([], [], 3, 0.0),
    ],
)
def test_average_precision(scores: list[float], correct: list[bool], people: int, expected: float) -> None:
    assert average_precision(np.asarray(scores), np.asarray(correct, bool), people) == pytest.approx(expected)


def test_average_precision_without_people_is_nan() -> None:
    assert np.isnan(average_precision(np.asarray([0.5]), np.asarray([False]), 0))


def test_average_precision_agrees_with_pycocotools() -> None:
    coco = pytest.importorskip("pycocotools.coco")
    cocoeval = pytest.importorskip("pycocotools.cocoeval")
    rng = np.random.default_rng(3)
    people, detections, scores, correct = [], [], [], []
    for image in range(20):
        corner = rng.uniform(0, 300, (6, 2))
        truth = np.concatenate([corner, corner + rng.uniform(40, 120, (6, 2))], axis=1)
        found = truth[rng.random(6) < 0.8] + rng.normal(0, 8, 4)
        other = rng.uniform(0, 400, (3, 2))
        boxes = np.concatenate([found, np.concatenate([other, other + 50], axis=1)])
        values = rng.random(len(boxes))
        boxes, values = boxes[np.argsort(-values)], np.sort(values)[::-1]
        correct += (match(boxes, truth) >= 0).tolist()
        scores += values.tolist()
        for box in truth:
            x, y, w, h = box[0], box[1], box[2] - box[0], box[3] - box[1]
            people.append({"id": len(people) + 1, "image_id": image, "category_id": 1, "bbox": [x, y, w, h], "area": w * h, "iscrowd": 0})
        detections += [
            {"image_id": image, "category_id": 1, "bbox": [b[0], b[1], b[2] - b[0], b[3] - b[1]], "score": float(s)}
            for b, s in zip(boxes, values, strict=True)
        ]
    truth_set = coco.COCO()
    truth_set.dataset = {"images": [{"id": i} for i in range(20)], "annotations": people, "categories": [{"id": 1, "name": "person"}]}
    truth_set.createIndex()
    evaluation = cocoeval.COCOeval(truth_set, truth_set.loadRes(detections), "bbox")
    evaluation.params.maxDets = [100]
    evaluation.evaluate()
    evaluation.accumulate()
    reference = evaluation.eval["precision"][0, :, 0, 0, 0].mean()
    assert average_precision(np.asarray(scores), np.asarray(correct), len(people)) == pytest.approx(reference, abs=0.01)


@pytest.mark.parametrize(
    ("bbox", "groups"),
    [
        ([0, 0, 20, 20], ["coco", "coco small"]),
        ([0, 0, 40, 80], ["coco", "coco medium"]),
        ([0, 0, 90, 200], ["coco", "coco large"]),
        ([0, 0, 96, 200], ["coco", "coco large", "coco ≥96×96"]),
    ],
)
def test_groups(bbox: list[float], groups: list[str]) -> None:
    assert groups_of("coco", bbox) == groups


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Three pictures, each of one value that tells them apart; the second person of the first is unlabelled, one is a crowd."""
    names = ["coco_1.png", "lspet_1.png", "ccp_1.png"]
    for value, name in enumerate(names):
        cv2.imwrite(str(tmp_path / name), np.full((200, 300, 3), value, np.uint8))

    def person(number: int, image: int, bbox: list[int], joints: int, crowd: int = 0) -> dict:
        return {"id": number, "image_id": image, "category_id": 1, "bbox": bbox, "num_keypoints": joints, "iscrowd": crowd}

    annotations = [
        person(1, 0, [0, 0, 100, 100], 5),
        person(2, 0, [150, 0, 50, 50], 0),
        person(3, 0, [0, 0, 300, 200], 0, crowd=1),
        person(4, 1, [10, 10, 50, 60], 17),
        person(5, 1, [100, 10, 100, 150], 17),
        person(6, 2, [0, 0, 50, 50], 17),
    ]
    images = [{"id": i, "file_name": name} for i, name in enumerate(names)]
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "person"}]}))
    return path


def found_by_value(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    boxes = {
        0: [[0, 0, 100, 90], [150, 0, 200, 50], [200, 100, 290, 190]],
        1: [[100, 10, 200, 160], [10, 10, 60, 70]],
        2: [],
    }[int(image[0, 0, 0])]
    return np.asarray(boxes, np.float32).reshape(-1, 4), np.asarray([0.9, 0.5, 0.2][: len(boxes)], np.float32)


def test_person_recall_counts(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.perf_counter", itertools.count(0, 0.25).__next__)
    calls: list[tuple[int, int]] = []
    chosen = {"prefixes": ("coco", "lspet"), "progress": lambda a, b: calls.append((a, b))}
    report = person_recall(found_by_value, dataset, dataset.parent, **chosen)
    counts = {name: (group.people, group.found) for name, group in report.groups.items()}
    assert counts == {
        "coco": (1, 1),
        "coco large": (1, 1),
        "coco ≥96×96": (1, 1),
        "lspet": (2, 2),
        "lspet medium": (1, 1),
        "lspet large": (1, 1),
        "lspet ≥96×96": (1, 1),
    }
    assert report.precision == {"coco": pytest.approx(2 / 3), "lspet": 1.0}
    assert report.detections_per_image == {"coco": 3.0, "lspet": 2.0}
    assert report.people_per_image == {"coco": 2.0, "lspet": 2.0}
    assert report.ap50 == {"coco": pytest.approx(1.0), "lspet": pytest.approx(1.0)}
    assert report.images == 2
    assert calls == [(1, 2), (2, 2)]
    assert report.median_ms == 250


def test_every_picture_counts_unless_told_otherwise(dataset: Path) -> None:
    content = json.loads(dataset.read_text())
    (dataset.parent / "lspet_1.png").rename(dataset.parent / "000000000001.png")
    content["images"][1]["file_name"] = "000000000001.png"
    dataset.write_text(json.dumps(content))
    report = person_recall(found_by_value, dataset, dataset.parent)
    assert report.images == 3
    assert set(report.ap50) == {"coco", "ccp", "all"}
    assert report.groups["all"].recall == 1.0


def test_the_threshold_changes_recall_but_not_ap(dataset: Path) -> None:
    report = person_recall(found_by_value, dataset, dataset.parent, threshold=0.6)
    assert report.groups["lspet"].recall == 0.5
    assert report.precision["coco"] == 1.0
    assert report.ap50["lspet"] == pytest.approx(1.0)


def test_prefixes_and_limit(dataset: Path) -> None:
    report = person_recall(found_by_value, dataset, dataset.parent, prefixes=["ccp"], limit=1)
    assert report.groups["ccp"].recall == 0.0
    assert np.isnan(report.precision["ccp"])


def test_format_names_groups_and_numbers(dataset: Path) -> None:
    text = format_recall(person_recall(found_by_value, dataset, dataset.parent, threshold=0.6))
    row = next(line for line in text.splitlines() if line.startswith("lspet  "))
    assert row.split()[1:] == ["2", "1", "0.500"]
    assert "≥96×96" in text
    assert "ms" in text


@pytest.mark.parametrize("content", ["{", "[]", '{"images": []}', '{"annotations": [3]}'])
def test_a_json_that_is_no_data_set(tmp_path: Path, content: str) -> None:
    path = tmp_path / "set.json"
    path.write_text(content)
    with pytest.raises(ValueError, match="not a COCO-format data set"):
        person_recall(found_by_value, path, tmp_path)


def test_missing_and_broken_pictures(dataset: Path) -> None:
    picture = dataset.parent / "coco_1.png"
    picture.write_bytes(b"no picture")
    with pytest.raises(OSError, match="not a picture"):
        person_recall(found_by_value, dataset, dataset.parent)
    picture.unlink()
    with pytest.raises(FileNotFoundError, match=r"coco_1\.png"):
        person_recall(found_by_value, dataset, dataset.parent)
