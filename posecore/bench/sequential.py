"""The plain loop that everybody writes first, as the yardstick: detect, pose, draw, one frame after the other."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecore.drawing.painter import Style, draw
from posecore.people import People
from posecore.pipelines.image import Pipeline


@dataclass
class SequentialRun:
    """What came of it: seconds of work and people by frame, in order."""

    seconds: list[float] = field(default_factory=list)
    people: list[People] = field(default_factory=list)

    @property
    def fps(self) -> float:
        """Frames a second of work alone; fetching the frames is not counted, which is in the loop's favour."""
        return len(self.seconds) / max(sum(self.seconds), 1e-9)


def run_sequential(images: Iterable[NDArray[np.uint8]], pipeline: Pipeline, style: Style | None = None) -> SequentialRun:
    """Both networks and the drawing on every one of ``images`` ((H,W,3) uint8 BGR)."""
    run = SequentialRun()
    for image in images:
        start = time.perf_counter()
        people = pipeline(image)
        draw(image, people, style)
        run.seconds.append(time.perf_counter() - start)
        run.people.append(people)
    return run
