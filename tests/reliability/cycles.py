"""A camera that is lost again and again, recorded in many short recordings: ``python -m tests.reliability.cycles FOLDER SECONDS``.

To be watched from outside: each round starts and ends an engine with its networks, a recorder and the readers of a camera. Prints a line of
JSON: rounds, how often the camera was lost, frames written, and faults in words.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posecore import formats
from posecore.engine import State
from posecore.pipelines.headless import record_live
from posecore.pipelines.image import load
from posecore.sources import SourceError, SourceInfo
from posecore.sources.reconnecting import LiveSource
from posecore.sources.synthetic import SyntheticPeople
from tests.clips import video_times

SIZE = (320, 180)
ROUND_SECONDS = 2.0
PICTURES = 8
"""The camera gives so many, then it is lost."""


class Loose:
    """A :class:`posecore.sources.reconnecting.Device` with a loose plug."""

    def __init__(self) -> None:
        self._people = SyntheticPeople(2, SIZE, 15.0)
        self._left = PICTURES

    def open(self) -> SourceInfo:
        self._people.open()
        return self._people.info

    def read(self) -> NDArray[np.uint8] | None:
        if not self._left:
            raise SourceError("the plug is loose")
        self._left -= 1
        frame = self._people.read()
        return None if frame is None else frame.image

    def close(self) -> None:
        self._people.close()


def main(folder: Path, seconds: float) -> None:
    """See the module."""
    networks = load(threads=1)
    end = time.monotonic() + seconds
    lost = frames = 0
    faults: list[str] = []

    def count(state: State, detail: str) -> None:
        nonlocal lost
        lost += state is State.RECONNECTING

    for number in itertools.count(1):
        video, table = folder / "round.mp4", folder / "round.jsonl"
        camera = LiveSource(Loose, "camera", delays=(0.05,))
        done = record_live(camera, networks, video, keypoints=table, duration=ROUND_SECONDS, on_state=count)
        lines, shown = len(formats.read(table).frames), len(video_times(video))
        if not lines == shown == done.frames - done.left_out > 0:
            faults.append(f"round {number}: {done}, {lines} lines, {shown} frames in the video")
        frames += lines
        for path in done.files:
            path.unlink()
        if time.monotonic() > end:
            break
    print(json.dumps({"rounds": number, "lost": lost, "frames": frames, "faults": faults}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
