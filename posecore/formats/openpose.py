"""OpenPose's folders: a JSON a frame, called ``NAME_keypoints.json``, with the 25 joints of BODY_25.

The 17 joints of COCO are put where BODY_25 has them, neck and middle of the hips computed from them, the feet left at 0. Besides, which
others
ignore: ``frame``, ``time`` and ``file`` of each frame, ``box`` and ``score`` of each person. A folder is written whose name ends in
``openpose``;
read is any folder of such files.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from posecore.formats.buffered import box_around
from posecore.formats.interface import KeypointFile, KeypointFrame, KeypointHeader, KeypointWriter, Loss
from posecore.formats.registry import register_format
from posecore.formats.text import SECONDS, PersonRow, person_rows
from posecore.people import People
from posecore.sinks import Sink, SinkError, partial_path
from posecore.sinks.lock import Lock
from posecore.skeletons import COCO17

BODY_25 = (
    "nose", "neck", "right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow", "left_wrist", "mid_hip", "right_hip",
    "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle", "right_eye", "left_eye", "right_ear", "left_ear", "left_big_toe",
    "left_small_toe", "left_heel", "right_big_toe", "right_small_toe", "right_heel",
)  # fmt: skip
_PLACES = [BODY_25.index(name) for name in COCO17.keypoints]
_BETWEEN = {"neck": ("left_shoulder", "right_shoulder"), "mid_hip": ("left_hip", "right_hip")}
_EMPTY = ("face_keypoints_2d", "hand_left_keypoints_2d", "hand_right_keypoints_2d", "pose_keypoints_3d", "face_keypoints_3d")


class OpenPoseWriter(Sink):
    """Writes a file a frame into ``NAME.partial``."""

    def __init__(self, path: Path, header: KeypointHeader) -> None:
        self.path, self.partial, self.count, self.closed = path, partial_path(path), 0, False
        self.header = header
        self._names: set[str] = set()
        try:
            self._lock = Lock(Path(f"{self.partial}.lock"))  # a folder cannot be locked itself
            shutil.rmtree(self.partial, ignore_errors=True)
            self.partial.mkdir()
        except OSError as error:
            raise SinkError(f"cannot write {path}: {error.strerror or error}") from error

    def write(self, frame_index: int, time: float, people: People, **extra: Any) -> None:
        """See :meth:`posecore.formats.KeypointWriter.write`."""
        if people.skeleton.name != COCO17.name:
            raise ValueError(f"people have the joints of {people.skeleton.name}, OpenPose's files need those of {COCO17.name}")
        name = Path(str(extra.get("file", ""))).stem
        if not name or name in self._names:
            name = f"{Path(self.header.source).stem or 'frame'}_{frame_index:012d}"
        self._names.add(name)
        line = {
            "version": 1.3,
            "people": [_person(row) for row in person_rows(people)],
            "frame": frame_index,
            "time": round(time, SECONDS),
            **extra,
        }
        try:
            text = json.dumps(line, ensure_ascii=False, allow_nan=False)
            (self.partial / f"{name}_keypoints.json").write_text(text, encoding="utf-8")
        except OSError as error:
            raise SinkError(f"cannot write {self.path}: {error.strerror or error}") from error
        self.count += 1

    def _close(self) -> None:
        if self.path.is_dir():  # of an earlier run: nothing but such files is in it, see OpenPose.check
            shutil.rmtree(self.path)
        self._lock.path.unlink(missing_ok=True)

    def abort(self) -> None:
        """Leave the folder as ``.partial``; one without any frame is removed. Never raises."""
        self.closed = True
        self._lock.release()
        self._lock.path.unlink(missing_ok=True)
        if not self.count:
            shutil.rmtree(self.partial, ignore_errors=True)


def _person(row: PersonRow) -> dict[str, Any]:
    points = np.zeros((25, 3))
    points[_PLACES] = row.keypoints
    for name, ends in _BETWEEN.items():
        two = points[[BODY_25.index(end) for end in ends]]
        points[BODY_25.index(name)] = [*two[:, :2].mean(axis=0), two[:, 2].min()]
    flat = [round(value, 4) for value in points.ravel().tolist()]
    return {"person_id": [row.id], "pose_keypoints_2d": flat, **{name: [] for name in _EMPTY}, "box": row.box, "score": row.score}


@register_format("openpose")
class OpenPose:
    """See the module."""

    titles: Mapping[str, str] = {"openpose": "OpenPose"}

    loses: frozenset[Loss] = frozenset({"source", "size"})

    def check(self, path: Path) -> None:
        """Raise SinkError where the folder cannot be made, or holds something else than such files."""
        if not path.parent.is_dir():
            raise SinkError(f"cannot write {path}: the folder {path.parent} does not exist")
        if path.exists() and not path.is_dir():
            raise SinkError(f"cannot write {path}: it is a file; OpenPose's format is a folder")
        if path.is_dir() and any(not file.name.endswith("_keypoints.json") for file in path.iterdir()):
            raise SinkError(f"cannot write {path}: the folder holds other files, too")

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Raises SinkError."""
        if header.skeleton.name != COCO17.name:
            raise SinkError(f"cannot write {path}: OpenPose's format needs the joints of {COCO17.name}, not of {header.skeleton.name}")
        return OpenPoseWriter(path, header)

    def read(self, path: Path) -> KeypointFile:
        """Folders of OpenPose too: frames by the number in the name, times as at 30 frames a second. Raises OSError, ValueError."""
        frames = []
        for place, file in enumerate(sorted(path.glob("*_keypoints.json"))):
            try:
                line = json.loads(file.read_text(encoding="utf-8-sig"))
                number = re.search(r"(\d+)_keypoints$", file.stem)
                index = int(line.get("frame", number[1] if number else place))
                extra = {name: value for name, value in line.items() if name not in ("version", "people", "frame", "time")}
                frames.append(KeypointFrame(index, float(line.get("time", index / 30)), _people(line["people"]), extra))
            except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
                raise ValueError(f"{file}, line 1: not a file of OpenPose ({error})") from error
        if not frames:
            raise ValueError(f"{path} holds no *_keypoints.json")
        frames.sort(key=lambda frame: frame.index)
        return KeypointFile(KeypointHeader("", COCO17, version="", images=any("file" in f.extra for f in frames)), frames)


def _people(rows: list[dict[str, Any]]) -> People:
    if not rows:
        return People.empty()
    joints = np.asarray([row["pose_keypoints_2d"] for row in rows], np.float64).reshape(len(rows), -1, 3)[:, _PLACES]
    boxes = box_around(joints[..., :2], joints[..., 2])
    scores = joints[..., 2].mean(axis=1)
    for i, row in enumerate(rows):
        boxes[i], scores[i] = row.get("box", boxes[i]), row.get("score", scores[i])
    ids = np.asarray([(row.get("person_id") or [-1])[0] for row in rows])
    return People.build(boxes, scores, joints[..., :2], joints[..., 2], ids)
