"""SLEAP (``.slp``) and its analysis HDF5 (``.h5``), through sleap-io (``lightpose[formats]``).

People with an id become tracks called ``person ID``, their score the instance's, keypoint scores those of the points. A ``.slp`` keeps
source, size and the times of frames in its provenance; ``.h5`` knows frame numbers only, so that times read back are those of 30 frames a
second.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from posecore.formats.buffered import BufferedWriter, box_around
from posecore.formats.hdf5 import in_memory
from posecore.formats.interface import KeypointFile, KeypointFrame, KeypointHeader, KeypointWriter, Loss
from posecore.formats.packaged import Packaged
from posecore.formats.registry import register_format
from posecore.people import People
from posecore.sinks import SinkError
from posecore.skeletons import SKELETONS, Skeleton, get_skeleton

_KEY = "lightpose"
_NEEDS = 'needs sleap-io: pip install "lightpose[formats]"'


class SleapWriter(BufferedWriter):
    """Builds the labels at the end."""

    def write_all(self, path: Path) -> None:
        import sleap_io

        labels = self._labels()
        suffix = self.path.suffix.lower()
        name = path.with_name(f"{path.stem}.writing{suffix}")  # sleap-io goes by the suffix
        try:
            with in_memory(path, name):
                if suffix == ".slp":
                    sleap_io.save_slp(labels, str(name), verbose=False)
                else:
                    sleap_io.save_analysis_h5(labels, str(name))
        except ImportError as error:
            raise SinkError(f"cannot write {self.path}: {' '.join(str(error).split())}") from error

    def _labels(self) -> Any:
        import sleap_io

        header = self.header
        joints = header.skeleton.keypoints
        skeleton = sleap_io.Skeleton(list(joints), edges=[list(limb) for limb in header.skeleton.limbs], name=header.skeleton.name)
        shape = (len(self.frames), header.height, header.width, 3) if header.height and header.width else None
        known = {"shape": shape} if shape else {}
        video = sleap_io.Video(filename=header.source or "video.mp4", open_backend=False, backend_metadata=known)
        tracks: dict[int, Any] = {}
        labelled = []
        for frame in self.frames:
            people, instances = frame.people, []
            for row in range(len(people)):
                number = int(people.ids[row])
                track = tracks.setdefault(number, sleap_io.Track(f"person {number}")) if number >= 0 else None
                instances.append(
                    sleap_io.PredictedInstance.from_numpy(
                        people.keypoints[row].astype(np.float64),
                        skeleton=skeleton,
                        point_scores=people.keypoint_scores[row].astype(np.float64),
                        score=float(people.scores[row]),
                        track=track,
                        tracking_score=0.0,
                    )
                )
            labelled.append(sleap_io.LabeledFrame(video=video, frame_idx=frame.index, instances=instances))
        about = {
            "source": header.source, "skeleton": header.skeleton.name, "width": header.width, "height": header.height,
            "version": header.version, "images": header.images, "frames": [[f.index, f.time, f.extra] for f in self.frames],
        }  # fmt: skip
        return sleap_io.Labels(
            labelled, videos=[video], skeletons=[skeleton], tracks=list(tracks.values()), provenance={_KEY: json.dumps(about)}
        )


class _Sleap(Packaged):
    """What both have in common."""

    def missing(self) -> str:
        """See :class:`posecore.formats.interface.Needing`."""
        return "" if importlib.util.find_spec("sleap_io") is not None else _NEEDS

    def open(self, path: Path, header: KeypointHeader) -> KeypointWriter:
        """Raises SinkError."""
        self.check(path)
        return SleapWriter(path, header)

    def read(self, path: Path) -> KeypointFile:
        """Files of SLEAP too, where their skeleton has the joints of one of ours. Raises OSError, ValueError."""
        self.check_readable(path)
        import sleap_io

        try:
            suffix = path.suffix.lower()
            labels = sleap_io.load_slp(str(path), open_videos=False) if suffix == ".slp" else sleap_io.load_analysis_h5(str(path))
            return _keypoints(labels)
        except Exception as error:  # whatever HDF5 and sleap-io find wrong with it
            raise ValueError(f"{path}, line 1: not a file of SLEAP that can be read ({' '.join(str(error).split())})") from error


@register_format(".slp")
class Slp(_Sleap):
    """SLEAP's labels."""

    titles: Mapping[str, str] = {".slp": "SLEAP"}

    loses: frozenset[Loss] = frozenset({"boxes"})


@register_format(".h5")
class Analysis(_Sleap):
    """SLEAP's analysis file."""

    titles: Mapping[str, str] = {".h5": "SLEAP HDF5"}

    loses: frozenset[Loss] = frozenset({"source", "size", "times", "empty frames", "ids", "boxes", "scores", "file names", "frame sizes"})


def _keypoints(labels: Any) -> KeypointFile:
    about = json.loads(labels.provenance.get(_KEY, "null")) or {}
    skeleton = get_skeleton(about["skeleton"]) if about else _skeleton(labels)
    times = {index: (time, extra) for index, time, extra in about.get("frames", [])}
    numbers = _track_numbers(labels)
    frames = []
    for labelled in sorted(labels.labeled_frames, key=lambda frame: frame.frame_idx):
        time, extra = times.get(labelled.frame_idx, (labelled.frame_idx / 30, {}))
        frames.append(KeypointFrame(int(labelled.frame_idx), float(time), _people(labelled.instances, skeleton, numbers), extra))
    listed = {frame.index for frame in frames}
    frames += [KeypointFrame(i, time, People.empty(skeleton), extra) for i, (time, extra) in times.items() if i not in listed]
    header = KeypointHeader(
        about.get("source", ""),
        skeleton,
        about.get("width"),
        about.get("height"),
        about.get("version", ""),
        images=about.get("images", False),
    )
    return KeypointFile(header, sorted(frames, key=lambda frame: frame.index))


def _skeleton(labels: Any) -> Skeleton:
    names = labels.skeletons[0].node_names
    for skeleton in SKELETONS.values():
        if set(names) == set(skeleton.keypoints):
            return skeleton
    raise ValueError(f"its joints ({', '.join(names[:4])} …) are those of no joint set")


def _track_numbers(labels: Any) -> dict[int, int]:
    """``id(track)`` → the person's id: the number in the name, else the place of the track."""
    numbers = {}
    for place, track in enumerate(labels.tracks):
        last = str(track.name).rpartition(" ")[2]
        numbers[id(track)] = int(last) if last.isdigit() else place
    return numbers


def _people(instances: Any, skeleton: Skeleton, numbers: dict[int, int]) -> People:
    if not instances:
        return People.empty(skeleton)
    order = [instances[0].skeleton.node_names.index(name) for name in skeleton.keypoints]
    tables = np.stack([_table(instance) for instance in instances])[:, order]
    seen = np.isfinite(tables[..., :2]).all(axis=-1)
    points = np.where(seen[..., None], tables[..., :2], 0)
    scores = np.where(seen, np.nan_to_num(tables[..., 2]), 0)
    ids = np.asarray([numbers.get(id(instance.track), -1) for instance in instances])
    whole = np.asarray([_score(instance) for instance in instances])
    return People.build(box_around(points, scores), np.nan_to_num(whole, nan=1.0), points, scores, ids, skeleton)


def _table(instance: Any) -> Any:
    """(K,3) x, y, score; the points of a person who labelled them are certain."""
    import sleap_io

    if isinstance(instance, sleap_io.PredictedInstance):
        return instance.numpy(scores=True)
    points = instance.numpy()
    return np.concatenate([points, np.ones((len(points), 1))], axis=1)


def _score(instance: Any) -> float:
    import sleap_io

    return float(instance.score) if isinstance(instance, sleap_io.PredictedInstance) else 1.0
