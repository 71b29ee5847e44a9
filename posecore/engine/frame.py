"""What travels through the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

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


class SourceImage(Protocol):
    """What the engine needs to know of one image a source gives. :class:`posecore.sources.SourceFrame` is one.

    ``image`` (H,W,3) uint8 BGR; ``index`` 0, 1, 2, …; ``time`` presentation time in seconds (of a live source, seconds on
    ``time.monotonic``'s clock); ``pts`` the same in the source's own ticks, None where it has none.
    """

    @property
    def image(self) -> NDArray[np.uint8]: ...

    @property
    def index(self) -> int: ...

    @property
    def time(self) -> float: ...

    @property
    def pts(self) -> int | None: ...


@dataclass
class Frame:
    """One image on its way from the source through the stages to the consumers.

    A pipeline derives its own class from this one, with a typed field for everything its stages hand to each other
    (:class:`posecore.pipelines.frame.PoseFrame`).

    Attributes:
        image: (H,W,3) uint8 BGR. Stages and consumers must not write into it: others read the same array.
        index: 0, 1, 2, … as the source counts.
        time: presentation time in seconds; of a live source, seconds on ``time.monotonic``'s clock.
        captured: when the image was there, seconds on ``time.monotonic``'s clock.
        pts: presentation time in the source's own ticks, None where it has none.
        marks: times by name of the stage, in the order they were passed; ``source`` first.
    """

    image: NDArray[np.uint8]
    index: int
    time: float
    captured: float
    pts: int | None = None
    marks: dict[str, Mark] = field(default_factory=dict)

    @property
    def left(self) -> float:
        """When the last stage so far was done with it (``time.monotonic``)."""
        return next(reversed(self.marks.values())).left if self.marks else self.captured

    @property
    def latency(self) -> float:
        """Seconds from capture until the last stage so far was done with it."""
        return self.left - self.captured


def plain_frame(given: SourceImage, captured: float) -> Frame:
    """The frame of a pipeline that adds nothing to :class:`Frame`."""
    return Frame(given.image, given.index, given.time, captured, given.pts)
