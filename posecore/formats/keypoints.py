"""Keypoint files: JSON Lines or CSV, one line after the other as the frames come, and a reader for the former.

JSON Lines: a header ``{"lightpose": VERSION, "skeleton": "coco17", "width": W, "height": H, "source": NAME}``, then a line a frame
``{"frame": i, "time": seconds, "people": [{"id": …, "score": …, "box": [x1, y1, x2, y2], "keypoints": [[x, y, score] × K]}]}``.

CSV: a line a person: ``frame, time, id, score, x1, y1, x2, y2`` and then ``NAME_x, NAME_y, NAME_score`` of each joint. A frame with nobody
in it has no line.

Coordinates are pixels of the upright frame, the centre of its top-left pixel at (0, 0).
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from posecore.people import People
from posecore.sinks import Sink, SinkError
from posecore.skeletons import COCO17, Skeleton, get_skeleton
from posecore.version import lightpose_version

KEYPOINT_SUFFIXES = frozenset({".jsonl", ".csv"})
_PIXELS, _SCORES, _SECONDS = 2, 4, 6
"""Decimals kept."""


class KeypointWriter(Sink):
    """Writes the people of each frame as it goes: constant memory, every line flushed.

    Args:
        path: ``.jsonl`` or ``.csv``.
        width: px, of the frames; None where they differ.
        height: px, of the frames; None where they differ.
        source: name of what the frames come from.
        skeleton: the joint set of all people to come.
    """

    def __init__(self, path: str | Path, *, width: int | None, height: int | None, source: str, skeleton: Skeleton = COCO17) -> None:
        super().__init__(path, KEYPOINT_SUFFIXES)
        self.skeleton = skeleton
        try:
            self._file = self.partial.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise SinkError(f"cannot write {self.path}: {error.strerror or error}") from error
        if self.path.suffix.lower() == ".csv":
            joints = [f"{name}_{part}" for name in skeleton.keypoints for part in ("x", "y", "score")]
            self._csv = csv.writer(self._file, lineterminator="\n")
            self._csv.writerow(["frame", "time", "id", "score", "x1", "y1", "x2", "y2", *joints])
        else:
            header = {"lightpose": lightpose_version(), "skeleton": skeleton.name, "width": width, "height": height, "source": source}
            self._file.write(json.dumps(header, ensure_ascii=False) + "\n")

    def write(self, index: int, time: float, people: People, **extra: Any) -> None:
        """Append the people of frame ``index`` at ``time`` seconds. ``extra`` fields go into the frame's JSON line, not into CSV.

        Raises SinkError where the file cannot be written (a full disk), ValueError for people of another joint set.
        """
        if people.skeleton.name != self.skeleton.name:
            raise ValueError(f"people have the joints of {people.skeleton.name}, the file those of {self.skeleton.name}")
        rows = [_person(people, i) for i in range(len(people))]
        try:
            if self.path.suffix.lower() == ".csv":
                for row in rows:
                    joints = [value for joint in row["keypoints"] for value in joint]
                    self._csv.writerow([index, round(time, _SECONDS), row["id"], row["score"], *row["box"], *joints])
            else:
                line = {"frame": index, "time": round(time, _SECONDS), **extra, "people": rows}
                self._file.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
            self._file.flush()
        except OSError as error:
            raise SinkError(f"cannot write {self.path}: {error.strerror or error}") from error
        self.count += 1

    def _close(self) -> None:
        self._file.close()


def _person(people: People, i: int) -> dict[str, Any]:
    points = np.round(people.keypoints[i].astype(np.float64), _PIXELS)
    scores = np.round(people.keypoint_scores[i].astype(np.float64), _SCORES)
    return {
        "id": int(people.ids[i]),
        "score": round(float(people.scores[i]), _SCORES),
        "box": np.round(people.boxes[i].astype(np.float64), _PIXELS).tolist(),
        "keypoints": np.column_stack([points, scores]).tolist(),
    }


@dataclass(frozen=True)
class KeypointFrame:
    """The people of one frame, read back."""

    index: int
    time: float
    people: People


@dataclass(frozen=True)
class KeypointFile:
    """A keypoint file, read back. ``width`` and ``height`` are None where the frames differ in size."""

    version: str
    skeleton: Skeleton
    width: int | None
    height: int | None
    source: str
    frames: list[KeypointFrame]


def read_keypoints(path: str | Path) -> KeypointFile:
    """Read a ``.jsonl`` file. Raises OSError where it cannot be opened, ValueError naming the line where it is not such a file."""
    path = Path(path)
    with path.open(encoding="utf-8") as file:
        number = 1
        try:
            header = json.loads(file.readline())
            skeleton = get_skeleton(header["skeleton"])
            result = KeypointFile(header["lightpose"], skeleton, header["width"], header["height"], header["source"], [])
            for text in file:
                number += 1
                line = json.loads(text)
                result.frames.append(KeypointFrame(line["frame"], line["time"], _people(line["people"], skeleton)))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}, line {number}: not a lightpose keypoint file ({error})") from error
    return result


def _people(rows: list[dict[str, Any]], skeleton: Skeleton) -> People:
    if not rows:
        return People.empty(skeleton)
    joints = np.asarray([row["keypoints"] for row in rows], np.float64)
    return People.build(
        np.asarray([row["box"] for row in rows]),
        np.asarray([row["score"] for row in rows]),
        joints[..., :2],
        joints[..., 2],
        np.asarray([row["id"] for row in rows]),
        skeleton,
    )
