"""OpenSim's marker files (``.trc``): x to the right, y up, z 0, a marker a joint.

The markers of the person seen longest are called as the joints are, those of others ``personID_JOINT``; keypoints below
:data:`posecore.angles.THRESHOLD` are gaps. Coordinates are px from the bottom left pixel (from the top where the height of the frames is
not known, then negative) or, where the header says how tall that person is, metres.

The scale is stature ÷ (0.897⁻¹ × length from ankles to eyes): by Drillis and Contini (1966) eyes are at 0.936 and ankles at 0.039 of the
stature. The length is the sum of shin, thigh, trunk and neck on the frame where it is the 90th percentile, so that neither a bent knee nor
one wrong keypoint changes it. All people are scaled alike, which is right for those who are as far away.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posecore.angles import THRESHOLD
from posecore.formats.buffered import BufferedWriter, box_around, frame_rate, longest_seen
from posecore.formats.interface import KeypointFile, KeypointFrame, KeypointHeader, KeypointWriter, Loss
from posecore.formats.registry import register_format
from posecore.people import People
from posecore.sinks import SinkError
from posecore.skeletons import SKELETONS, Skeleton

_EYES_TO_ANKLES = 0.936 - 0.039
_CHAIN = ("ankle", "knee", "hip", "shoulder", "eye")


class TrcWriter(BufferedWriter):
    """Writes the markers once the number of frames and the people are known."""

    def write_all(self, path: Path) -> None:
        names, scale = self.header.skeleton.keypoints, 1.0
        ids = longest_seen(self.frames)
        if self.header.person_height is not None and ids:
            scale = self.header.person_height / stature([f.people[f.people.ids == ids[0]] for f in self.frames], self.path)
        top = 0 if self.header.height is None else self.header.height - 1
        markers = [name if number == ids[0] else f"person{number}_{name}" for number in ids for name in names] or list(names)
        rate, unit = frame_rate(self.frames), "px" if self.header.person_height is None else "m"
        count = len(self.frames)
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, delimiter="\t", lineterminator="\n")
            table.writerow(["PathFileType", 4, "(X/Y/Z)", self.path.name])
            fields = ["DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units", "OrigDataRate", "OrigDataStartFrame", "OrigNumFrames"]
            table.writerow(fields)
            table.writerow([rate, rate, count, len(markers), unit, rate, self.frames[0].index + 1 if count else 1, count])
            table.writerow(["Frame#", "Time", *(cell for name in markers for cell in (name, "", ""))])
            table.writerow(["", "", *(f"{axis}{i + 1}" for i in range(len(markers)) for axis in "XYZ")])
            file.write("\n")
            for frame in self.frames:
                cells: list[object] = [frame.index + 1, round(frame.time, 6)]
                for number in ids:
                    rows = np.flatnonzero(frame.people.ids == number)
                    cells += [""] * (3 * len(names)) if not len(rows) else _cells(frame.people, int(rows[0]), top, scale, unit)
                table.writerow(cells if ids else cells + [""] * (3 * len(markers)))


def _cells(people: People, row: int, top: int, scale: float, unit: str) -> list[object]:
    cells: list[object] = []
    digits = 2 if unit == "px" else 5
    for (x, y), score in zip(people.keypoints[row].tolist(), people.keypoint_scores[row].tolist(), strict=True):
        cells += ["", "", ""] if score < THRESHOLD else [round(x * scale, digits), round((top - y) * scale, digits), 0.0]
    return cells


def stature(frames: list[People], path: Path) -> float:
    """px: how tall the one person of these frames is, see the module. Raises SinkError where they are never seen from ankles to eyes."""
    lengths = []
    for people in frames:
        middles: list[NDArray[np.float64]] = []
        for part in _CHAIN:
            pair = [people.skeleton.keypoints.index(n) for n in (f"left_{part}", f"right_{part}") if n in people.skeleton.keypoints]
            if len(people) and pair and people.keypoint_scores[0, pair].min() >= THRESHOLD:
                middles.append(people.keypoints[0, pair].astype(np.float64).mean(axis=0))
        if len(middles) == len(_CHAIN):
            lengths.append(float(np.linalg.norm(np.diff(middles, axis=0), axis=1).sum()))
    length = float(np.percentile(lengths, 90)) if lengths else 0.0
    if not length > 0:
        raise SinkError(f"cannot write {path} in metres: the person is never seen from ankles to eyes; leave out the height of the person")
    return length / _EYES_TO_ANKLES


@register_format(".trc")
class Trc:
    """See the module."""

    titles: Mapping[str, str] = {".trc": "OpenSim TRC"}

    loses: frozenset[Loss] = frozenset({"source", "size", "ids", "boxes", "scores", "keypoint scores", "low keypoints", "file names"})

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Raises SinkError."""
        return TrcWriter(path, header)

    def read(self, path: Path) -> KeypointFile:
        """In px of a frame whose bottom row is y 0: y is turned round. Raises OSError, ValueError, also for a file in metres."""
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file, delimiter="\t")
            try:
                head = [next(lines) for _ in range(5)]
                if dict(zip(head[1], head[2], strict=False)).get("Units") != "px":
                    raise ValueError("its unit is not px, so where in the image the keypoints are is not known")
                markers = [name for name in head[3][2:] if name]
                skeleton = _skeleton(markers)
                frames = [_frame([*line], markers, skeleton) for line in lines if any(line)]
            except (ValueError, StopIteration, IndexError) as error:
                raise ValueError(f"{path}, line {max(1, lines.line_num)}: not a marker file of lightpose ({error})") from error
        return KeypointFile(KeypointHeader("", skeleton, version=""), frames)


def _skeleton(markers: list[str]) -> Skeleton:
    for skeleton in SKELETONS.values():
        if tuple(markers[: len(skeleton)]) == skeleton.keypoints and len(markers) % len(skeleton) == 0:
            return skeleton
    raise ValueError("the markers are those of no joint set")


def _frame(line: list[str], markers: list[str], skeleton: Skeleton) -> KeypointFrame:
    count = len(skeleton)
    others = [int(name.partition("_")[0].removeprefix("person")) for name in markers[count::count]]
    first = next(number for number in range(1, len(others) + 2) if number not in others)
    table = np.asarray([float(cell) if cell else np.nan for cell in line[2:]]).reshape(-1, count, 3)
    seen = np.isfinite(table[..., :2]).all(axis=-1)
    rows = seen.any(axis=1)
    points = np.where(seen[..., None], table[..., :2] * (1, -1), 0)[rows]
    scores = seen[rows].astype(np.float64)
    people = People.build(box_around(points, scores), np.ones(len(points)), points, scores, np.asarray([first, *others])[rows], skeleton)
    return KeypointFrame(int(line[0]) - 1, float(line[1]), people)
