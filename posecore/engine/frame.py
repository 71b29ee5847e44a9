"""What travels through the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Mark(NamedTuple):
    """One stage's times of one frame, seconds on ``time.monotonic``'s clock: put into its queue, taken out of it, done."""

    queued: float
    entered: float
    left: float

    @property
    def wait(self) -> float:
        """Seconds in the queue before the stage."""
        return self.entered - self.queued

    @property
    def work(self) -> float:
        """Seconds in the stage."""
        return self.left - self.entered


@dataclass
class Frame:
    """One picture on its way from the source through the stages to the consumers.

    Attributes:
        image: (H,W,3) uint8 BGR. Stages and consumers must not write into it: others look at the same array.
        index: 0, 1, 2, … as the source counts.
        time: presentation time in seconds; of a live source, seconds on ``time.monotonic``'s clock.
        captured: when the picture was there, seconds on ``time.monotonic``'s clock.
        pts: presentation time in the source's own ticks, None where it has none.
        people: the result; whatever the stages of the caller make of it (:class:`posecore.people.People` in lightpose), None before.
        data: what the stages hand to each other, by name.
        marks: times by name of the stage, in the order they were passed; ``source`` first.
        source: the source's own frame object, for what else it carries (``duration``, ``time_base``, ``name``).
    """

    image: NDArray[np.uint8]
    index: int
    time: float
    captured: float
    pts: int | None = None
    people: Any = None
    data: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    source: Any = None

    @property
    def left(self) -> float:
        """When the last stage so far was done with it (``time.monotonic``)."""
        return next(reversed(self.marks.values())).left if self.marks else self.captured

    @property
    def latency(self) -> float:
        """Seconds from capture until the last stage so far was done with it."""
        return self.left - self.captured
