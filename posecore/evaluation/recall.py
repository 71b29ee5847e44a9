"""How many of the labelled people a detector finds, by group, and what it costs in false boxes and milliseconds. Torch-free."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.data.coco import image_prefix
from posecore.data.coco_json import image_path, read_coco_json
from posecore.data.images import entry_size, read_image
from posecore.data.samples import DataError
from posecore.geometry import box_iou, xywh_to_xyxy

Detect = Callable[[NDArray[np.uint8]], tuple[NDArray[np.float32], NDArray[np.float32]]]

LARGE_SIDE = 96
SIZES = {"small": (0, 32**2), "medium": (32**2, 96**2), "large": (96**2, float("inf"))}
"""COCO's size classes, here by the area of the box in px²."""


@dataclass
class Found:
    """How many of ``people`` were found."""

    people: int = 0
    found: int = 0

    @property
    def recall(self) -> float:
        """Share found in [0,1]; NaN where nobody was labelled."""
        return self.found / self.people if self.people else float("nan")


@dataclass
class RecallReport:
    """What :func:`person_recall` measured.

    Attributes:
        groups: recall of labelled people (``num_keypoints`` > 0) by name: ``coco``, ``coco ≥96×96``, ``coco small`` and so on.
        ap50: average precision at IoU 0.5 over all boxes of a prefix, 101 points, from the detections as they came (above the detector's
            own threshold). People that a data set leaves unlabelled count as false, so it is a lower bound.
        precision: share of the detections that match a box of the data set, by prefix; a lower bound for the same reason.
        detections_per_image, people_per_image: by prefix.
        median_ms: of one call, after the first five.
        images: pictures seen.
        iou: least overlap that counts.
    """

    groups: dict[str, Found] = field(default_factory=dict)
    ap50: dict[str, float] = field(default_factory=dict)
    precision: dict[str, float] = field(default_factory=dict)
    detections_per_image: dict[str, float] = field(default_factory=dict)
    people_per_image: dict[str, float] = field(default_factory=dict)
    median_ms: float = float("nan")
    images: int = 0
    iou: float = 0.5


def match(boxes: NDArray[np.floating], truth: NDArray[np.floating], iou: float = 0.5) -> NDArray[np.int64]:
    """Pair detections with people, one to one: each detection, best first, takes the free person it overlaps most.

    Args:
        boxes: (N,4) xyxy, best first.
        truth: (M,4) xyxy.
        iou: least overlap.

    Returns:
        (N,) index of the person, -1 where none.
    """
    taken = np.full(len(boxes), -1, np.int64)
    if not len(boxes) or not len(truth):
        return taken
    overlaps = box_iou(np.asarray(boxes, np.float64), np.asarray(truth, np.float64))
    for i in range(len(boxes)):
        j = int(overlaps[i].argmax())
        if overlaps[i, j] >= iou:
            taken[i] = j
            overlaps[:, j] = -1
    return taken


def average_precision(scores: NDArray[np.floating], correct: NDArray[np.bool_], people: int) -> float:
    """Area under the precision-recall curve, interpolated at 101 recalls as COCO does; NaN without people.

    Args:
        scores, correct: (N,) of all detections, in any order.
        people: how many there were to find.
    """
    if not people:
        return float("nan")
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(correct[order])
    precision = hits / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    at = np.searchsorted(hits / people, np.linspace(0, 1, 101) - 1e-12)
    return float(np.append(envelope, 0.0)[np.minimum(at, len(envelope))].mean())


def person_recall(
    detect: Detect,
    dataset_json: str | Path,
    images_dir: str | Path,
    *,
    prefixes: Iterable[str] | None = None,
    iou: float = 0.5,
    threshold: float = 0.0,
    limit: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RecallReport:
    """Run a detector over a COCO-format set and count.

    Args:
        detect: (H,W,3) uint8 BGR → boxes (N,4) xyxy px, scores (N,).
        dataset_json, images_dir: the set; crowds are left out.
        prefixes: look only at pictures whose :func:`posecore.data.coco.image_prefix` is one of these; None for all.
        iou: least overlap that counts as found.
        threshold: detections below it count in ``ap50`` only. To see the whole curve, give ``detect`` a low threshold of its own and the
            shipped one here.
        limit: at most so many pictures of each prefix.
        progress: called with pictures done and in all.

    Raises:
        OSError: the json or a picture is missing, or a file is no picture.
        ValueError: the json is not a COCO-format set.
    """
    images, people = _read(Path(dataset_json))
    by_prefix: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for image in images:
        by_prefix[image_prefix(image["file_name"])].append(image)
    wanted = sorted(by_prefix) if prefixes is None else prefixes
    chosen = [(prefix, image) for prefix in wanted for image in by_prefix[prefix][:limit]]
    report = RecallReport(iou=iou, images=len(chosen))
    seen: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    times = []
    for done, (prefix, image) in enumerate(chosen, 1):
        pixels = read_image(image_path(Path(images_dir), image["file_name"]), entry_size(image))
        start = time.perf_counter()
        boxes, scores = detect(pixels)
        times.append(time.perf_counter() - start)
        annotations = people[image["id"]]
        truth = xywh_to_xyxy(np.asarray([a["bbox"] for a in annotations], np.float64).reshape(-1, 4))
        matched = match(boxes, truth, iou)
        seen[prefix] += list(zip(scores.tolist(), (matched >= 0).tolist(), strict=True))
        shown = scores >= threshold
        tally = counts[prefix]
        for k, value in enumerate((1, len(annotations), int(shown.sum()), int((matched[shown] >= 0).sum()))):
            tally[k] += value
        found = set(matched[shown].tolist())
        for k, annotation in enumerate(annotations):
            if annotation.get("num_keypoints", 1) > 0:  # a set of boxes alone has no such number
                for group in groups_of(prefix, annotation["bbox"]):
                    entry = report.groups.setdefault(group, Found())
                    entry.people += 1
                    entry.found += k in found
        if progress:
            progress(done, len(chosen))
    for prefix, (pictures, labelled, detections, correct) in counts.items():
        values = np.asarray(seen[prefix], np.float64).reshape(-1, 2)
        report.ap50[prefix] = average_precision(values[:, 0], values[:, 1] > 0, labelled)
        report.precision[prefix] = correct / detections if detections else float("nan")
        report.detections_per_image[prefix] = detections / pictures
        report.people_per_image[prefix] = labelled / pictures
    if times:
        report.median_ms = float(np.median(times[5:] or times) * 1000)
    return report


def groups_of(prefix: str, bbox: list[float]) -> list[str]:
    """The groups that a person with this xywh box belongs to."""
    _, _, width, height = bbox
    size = next(name for name, (low, high) in SIZES.items() if low <= width * height < high)
    groups = [prefix, f"{prefix} {size}"]
    if min(width, height) >= LARGE_SIDE:
        groups.append(f"{prefix} ≥{LARGE_SIDE}×{LARGE_SIDE}")
    return groups


def format_recall(report: RecallReport) -> str:
    """The report as lines of text."""
    lines = [f"{'people':<16}{'labelled':>9}{'found':>7}{'recall':>8}   (IoU ≥ {report.iou:g})"]
    for name in sorted(report.groups):
        group = report.groups[name]
        lines.append(f"{name:<16}{group.people:>9}{group.found:>7}{group.recall:>8.3f}")
    lines.append(f"{'pictures':<16}{'AP50':>9}{'precision':>11}{'boxes/picture':>15}{'labelled/picture':>18}")
    for name in sorted(report.ap50):
        lines.append(
            f"{name:<16}{report.ap50[name]:>9.3f}{report.precision[name]:>11.3f}"
            f"{report.detections_per_image[name]:>15.2f}{report.people_per_image[name]:>18.2f}"
        )
    lines.append(f"{report.images} pictures, median {report.median_ms:.1f} ms each")
    return "\n".join(lines)


def _read(path: Path) -> tuple[list[dict[str, Any]], dict[int, list[dict[str, Any]]]]:
    try:
        content = read_coco_json(path)
    except DataError as error:
        raise ValueError(f"{error}: not a COCO-format data set") from None
    people: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for annotation in content["annotations"]:
        if not annotation["iscrowd"]:
            people[annotation["image_id"]].append(annotation)
    return content["images"], people
