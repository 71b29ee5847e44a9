"""When the detector has to look again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

_GRID = (32, 18)
_CHANGED = 24
"""Grey levels by which a cell of the thumbnail must differ to count as changed."""


class TrackerState(NamedTuple):
    """What the tracker knows, for the policy: boxes (N,4) xyxy px of those it follows, whether it has just lost sight of one or sees
    more of one than the detector did, and whether it waits for one to come back."""

    boxes: Floats
    lost: bool = False
    awaiting_return: bool = False


@dataclass(frozen=True)
class DetectionSettings:
    """Intervals in seconds of the frames' own time.

    Attributes:
        min_interval, max_interval: between two runs of the detector while people are tracked: the interval starts at ``min_interval``,
            doubles with each run that finds no new person up to ``max_interval``, and falls back when one does. It is ``min_interval``
            while a lost person may return.
        empty_interval: while nobody is followed.
        lost_interval: while somebody is out of sight.
        changed_interval: after something changed in the picture away from the people; doubles likewise.
        changed_fraction: part of the picture outside the people's boxes that must have changed.
    """

    min_interval: float = 0.4
    max_interval: float = 1.6
    empty_interval: float = 0.1
    lost_interval: float = 0.12
    changed_interval: float = 0.15
    changed_fraction: float = 0.06

    @classmethod
    def every(cls, seconds: float) -> DetectionSettings:
        """A look at least every ``seconds``; 0 looks at every frame."""
        fast = min(seconds, 0.1)
        return cls(min(seconds, cls.min_interval), seconds, fast, fast, min(seconds, cls.changed_interval))


RECORDED = DetectionSettings(max_interval=0.5)
"""For recordings, where nobody waits for the next frame: somebody new is found within half a second."""


class DetectionPolicy:
    """Decides for each frame whether the detector runs on it or the people are followed. All in frame time, so it can be repeated exactly.

    It looks: on the first frame; after a while anyway; soon where somebody was lost or nobody is followed; and where the picture changed
    in places where nobody is followed (somebody came in, the camera turned, the state was cut).
    """

    def __init__(self, settings: DetectionSettings | None = None) -> None:
        self.settings = settings or DetectionSettings()
        self.reason = ""
        self._last: float | None = None
        self._thumb: NDArray[np.int16] | None = None
        self._interval = self.settings.min_interval
        self._patience = self.settings.changed_interval

    def should_detect(self, time: float, image: NDArray[np.uint8], state: TrackerState) -> bool:
        """Whether the detector should look at the frame of ``time`` (seconds); ``reason`` then says why.

        Raises nothing; a jump back in time counts as a first frame.
        """
        thumb = thumbnail(image)
        self.reason = self._reason(time, thumb, image.shape[1], image.shape[0], state)
        if self.reason:
            self._last, self._thumb = time, thumb
        return bool(self.reason)

    def report(self, news: bool) -> None:
        """What the last look brought: somebody new (look again soon) or nothing the tracker did not know (take longer)."""
        settings = self.settings
        self._interval = settings.min_interval if news else min(self._interval * 2, settings.max_interval)
        self._patience = settings.changed_interval if news else min(max(self._patience, 1e-3) * 2, settings.max_interval)

    def reset(self) -> None:
        """As if the next frame were the first."""
        self._last = self._thumb = None

    def _reason(self, time: float, thumb: NDArray[np.int16], width: int, height: int, state: TrackerState) -> str:
        if self._last is None or time < self._last or self._thumb is None:
            return "first"
        settings, since = self.settings, time - self._last + 1e-6
        if since >= min(self._interval, settings.max_interval) or (state.awaiting_return and since >= settings.min_interval):
            return "interval"
        if not len(state.boxes) and since >= settings.empty_interval:
            return "nobody"
        if state.lost and since >= settings.lost_interval:
            return "lost"
        if since >= self._patience:
            outside = ~covered(state.boxes, width, height)
            changed = (np.abs(thumb - self._thumb) > _CHANGED) & outside
            if changed.sum() > settings.changed_fraction * max(outside.sum(), 0.2 * outside.size):
                return "changed"
        return ""


def thumbnail(image: NDArray[np.uint8]) -> NDArray[np.int16]:
    """(H,W,3) uint8 → (18,32) int16 grey, cheaply."""
    step = max(1, min(image.shape[0] // (4 * _GRID[1]), image.shape[1] // (4 * _GRID[0])))
    small = cv2.resize(np.ascontiguousarray(image[::step, ::step, 1]), _GRID, interpolation=cv2.INTER_AREA)
    return small.astype(np.int16)


def covered(boxes: Floats, width: int, height: int, margin: float = 0.15) -> NDArray[np.bool_]:
    """(18,32) bool: cells of the thumbnail that lie in one of the (N,4) boxes, grown by ``margin`` of their size on each side."""
    mask = np.zeros(_GRID[::-1], bool)
    scale = np.asarray([_GRID[0] / width, _GRID[1] / height] * 2)
    for box in np.asarray(boxes, np.float64).reshape(-1, 4):
        grow = np.tile((box[2:] - box[:2]) * margin, 2) * (-1, -1, 1, 1)
        x1, y1, x2, y2 = (box + grow) * scale
        mask[max(0, int(y1)) : max(0, int(np.ceil(y2))), max(0, int(x1)) : max(0, int(np.ceil(x2)))] = True
    return mask
