"""Neurodata Without Borders (``.nwb``) with its pose extension, through pynwb and ndx-pose (``lightpose[formats]``).

One ``PoseEstimation`` a person in the module ``behavior``, called ``person_ID`` (people without an id ``untracked_ROW``), one series a
joint, in px, with the scores as confidence and the times of the frames as timestamps. What NWB has no field for (source, size, frame
numbers, frames without people) is in the file's notes as JSON.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import uuid
import warnings
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.formats.buffered import BufferedWriter, box_around
from posecore.formats.hdf5 import in_memory
from posecore.formats.interface import KeypointFile, KeypointFrame, KeypointHeader, KeypointWriter, Loss
from posecore.formats.packaged import Packaged
from posecore.formats.registry import register_format
from posecore.people import People
from posecore.sinks import SinkError
from posecore.skeletons import SKELETONS, Skeleton, get_skeleton

_KEY = "lightpose"
_PACKAGES = ("pynwb", "ndx_pose")
_NEEDS = 'needs pynwb and ndx-pose: pip install "lightpose[formats]"'
_UNTRACKED = "untracked"
_DECIMALS = 6
"""Of timestamps that are the same frame."""

os.environ.setdefault("PYNWB_NO_CACHE_DIR", "1")
"""pynwb keeps what it parses of its schema in a file (0.7 s); one that a full disk cut short would be the end of it in every program."""


class NwbWriter(BufferedWriter):
    """Writes one container a person at the end."""

    def write_all(self, path: Path) -> None:
        from ndx_pose import PoseEstimation, PoseEstimationSeries, Skeletons
        from ndx_pose import Skeleton as NwbSkeleton
        from pynwb import NWBHDF5IO, NWBFile

        header, skeleton = self.header, self.header.skeleton
        stamps = self._timestamps()
        about = {
            "source": header.source, "skeleton": skeleton.name, "width": header.width, "height": header.height, "version": header.version,
            "images": header.images, "frames": [[f.index, f.time, s, f.extra] for f, s in zip(self.frames, stamps, strict=True)],
        }  # fmt: skip
        started = datetime.now(UTC)
        file = NWBFile("Pose estimated by lightpose", str(uuid.uuid4()), started, notes=json.dumps({_KEY: about}))
        module = file.create_processing_module("behavior", "pose estimation")
        edges = np.asarray(skeleton.limb_indices, np.uint8).reshape(-1, 2)
        joints = NwbSkeleton(name=skeleton.name, nodes=list(skeleton.keypoints), edges=edges)
        module.add(Skeletons(skeletons=[joints]))
        for name, rows in self._by_person().items():
            times = np.asarray([stamps[frame] for frame, _ in rows])
            points = np.stack([self.frames[frame].people.keypoints[row] for frame, row in rows]).astype(np.float64)
            scores = np.stack([self.frames[frame].people.keypoint_scores[row] for frame, row in rows]).astype(np.float64)
            series = [
                PoseEstimationSeries(
                    name=joint,
                    description=f"{joint} in the image",
                    data=points[:, k],
                    unit="pixels",
                    reference_frame="x, y from the centre of the top left pixel",
                    timestamps=times,
                    confidence=scores[:, k],
                    confidence_definition="score of the joint, 0 to 1",
                )
                for k, joint in enumerate(skeleton.keypoints)
            ]
            module.add(
                PoseEstimation(
                    name=name,
                    description="joints of a person",
                    pose_estimation_series=series,
                    source_software=_KEY,
                    source_software_version=header.version or "unknown",
                    skeleton=joints,
                )
            )
        target = path.with_name(f"{path.stem}.writing.nwb")
        with in_memory(path, target), NWBHDF5IO(str(target), "w") as io:
            io.write(file)

    def _timestamps(self) -> list[float]:
        """Seconds a frame: its time; its number at 30 frames a second where times do not rise, as those of photos."""
        times = [frame.time for frame in self.frames]
        rising = all(b - a > 10**-_DECIMALS for a, b in pairwise(times))
        return times if rising else [place / 30 for place in range(len(times))]

    def _by_person(self) -> dict[str, list[tuple[int, int]]]:
        """Name of the container → where the person is: position of the frame, row of its people."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, frame in enumerate(self.frames):
            for row, number in enumerate(frame.people.ids.tolist()):
                found[f"person_{number}" if number >= 0 else f"{_UNTRACKED}_{row}"].append((place, row))
        return found


@register_format(".nwb")
class Nwb(Packaged):
    """See the module."""

    titles: Mapping[str, str] = {".nwb": "NWB"}
    loses: frozenset[Loss] = frozenset({"boxes", "scores"})

    def missing(self) -> str:
        """See :class:`posecore.formats.interface.Needing`."""
        return _NEEDS if _missing() else ""

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Raises SinkError."""
        self.check(path)
        try:
            import pynwb  # noqa: F401 - it makes a folder for its cache, which is to fail now or never
        except OSError as error:
            raise SinkError(f"cannot write {path}: pynwb makes a folder, {error.filename}: {error.strerror}") from error
        return NwbWriter(path, header)

    def read(self, path: Path) -> KeypointFile:
        """Files of others too, where their skeleton has the joints of one of ours. Raises OSError, ValueError."""
        self.check_readable(path)
        import ndx_pose  # noqa: F401 - before the file is read: pynwb makes classes of its own for types it does not know yet
        from pynwb import NWBHDF5IO

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with NWBHDF5IO(str(path), "r", load_namespaces=True) as io:
                    return _keypoints(io.read())
        except Exception as error:  # whatever HDF5 and pynwb find wrong with it
            raise ValueError(f"{path}, line 1: not an NWB file with poses that can be read ({' '.join(str(error).split())})") from error


def _missing() -> bool:
    return any(importlib.util.find_spec(name) is None for name in _PACKAGES)


def _keypoints(file: Any) -> KeypointFile:
    from ndx_pose import PoseEstimation

    try:
        about = json.loads(file.notes or "{}").get(_KEY) or {}
    except (ValueError, AttributeError):  # notes in words
        about = {}
    containers = [c for m in file.processing.values() for c in m.data_interfaces.values() if isinstance(c, PoseEstimation)]
    skeleton = get_skeleton(about["skeleton"]) if about else _skeleton(containers)
    people = [_table(container, skeleton) for container in containers]
    if about:
        listed = [(index, time, round(stamp, _DECIMALS), extra) for index, time, stamp, extra in about["frames"]]
    else:
        stamps = sorted({stamp for table in people for stamp in table})
        listed = [(i, stamp, stamp, {}) for i, stamp in enumerate(stamps)]
    numbers = [_number(container.name, place) for place, container in enumerate(containers)]
    frames = []
    for index, time, stamp, extra in listed:
        rows = [(number, table[stamp]) for number, table in zip(numbers, people, strict=True) if stamp in table]
        frames.append(KeypointFrame(int(index), float(time), _people(rows, skeleton), extra))
    header = KeypointHeader(
        about.get("source", ""),
        skeleton,
        about.get("width"),
        about.get("height"),
        about.get("version", ""),
        images=about.get("images", False),
    )
    return KeypointFile(header, frames)


def _skeleton(containers: list[Any]) -> Skeleton:
    names = [str(name) for name in containers[0].skeleton.nodes[:]] if containers else []
    for skeleton in SKELETONS.values():
        if set(names) == set(skeleton.keypoints):
            return skeleton
    raise ValueError(f"its joints ({', '.join(names[:4])} …) are those of no joint set" if names else "no poses in it")


def _table(container: Any, skeleton: Skeleton) -> dict[float, NDArray[np.float64]]:
    """Timestamp → (K,3) x, y, score of one person; joints without a series then are zeros."""
    table: dict[float, NDArray[np.float64]] = {}
    for k, joint in enumerate(skeleton.keypoints):
        series = container[joint]
        data, confidence = np.asarray(series.data[:], np.float64), np.asarray(series.confidence[:], np.float64)
        if series.timestamps is not None:
            times = np.asarray(series.timestamps[:], np.float64)
        else:
            times = series.starting_time + np.arange(len(data)) / series.rate
        for time, (x, y), score in zip(times.tolist(), data[:, :2].tolist(), confidence.tolist(), strict=True):
            row = table.setdefault(round(time, _DECIMALS), np.zeros((len(skeleton), 3)))
            if np.isfinite((x, y)).all():
                row[k] = x, y, score if np.isfinite(score) else 0.0
    return table


def _number(name: str, place: int) -> int:
    """A person's id: the number at the end of the container's name, else its place; -1 for the untracked."""
    if _UNTRACKED in name:
        return -1
    number = re.search(r"\d+$", name)
    return int(number.group()) if number else place


def _people(rows: list[tuple[int, NDArray[np.float64]]], skeleton: Skeleton) -> People:
    if not rows:
        return People.empty(skeleton)
    tables = np.stack([table for _, table in rows])
    points, scores = tables[..., :2], tables[..., 2]
    return People.build(box_around(points, scores), scores.mean(axis=1), points, scores, np.asarray([n for n, _ in rows]), skeleton)
