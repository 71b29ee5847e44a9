"""What sinks ask of a frame; :class:`posecore.pipelines.frame.PoseFrame` is one."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from posecore.people import People


class FrameWithPeople(Protocol):
    """One frame with its people.

    ``image`` (H,W,3) uint8 BGR, not to be written into; ``index`` 0, 1, 2, … as the source counts; ``time`` seconds; ``captured`` seconds
    on ``time.monotonic``'s clock.
    """

    @property
    def image(self) -> NDArray[np.uint8]: ...

    @property
    def index(self) -> int: ...

    @property
    def time(self) -> float: ...

    @property
    def captured(self) -> float: ...

    @property
    def people(self) -> People: ...

    @property
    def all_people(self) -> People:
        """Those who are not chosen too."""
        ...
