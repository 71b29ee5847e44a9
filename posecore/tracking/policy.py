"""When to run the detector: between its runs, people are tracked in predicted boxes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posecore.tracking.state import TrackerState

Floats = NDArray[np.floating]

_GRID = (32, 18)
"""Columns and rows of the thumbnail by which frames are compared."""

_CHANGED_LEVELS = 24
"""Grey levels (of 255) by which a cell of the thumbnail must differ to count as changed."""

_MIN_UNCOVERED = 0.2
"""The uncovered part of the frame counts as at least this fraction of it."""


@dataclass(frozen=True)
class DetectionSettings:
    """Intervals between runs of the detector, in seconds of the frames' own time.

    Attributes:
        min_interval, max_interval: while people are tracked: the interval starts at ``min_interval``, doubles with each run that starts no
            new track up to ``max_interval``, and falls back when one does. It is ``min_interval`` while a lost person may return.
        empty_interval: while no one is tracked.
        lost_interval: while a person is lost (:attr:`TrackerState.lost`).
        changed_interval: after the image changed outside the tracked boxes; doubles like the other.
        changed_fraction: of the image outside the boxes that must have changed, in [0,1].
    """

    min_interval: float = 0.4
    max_interval: float = 1.6
    empty_interval: float = 0.1
    lost_interval: float = 0.12
    changed_interval: float = 0.15
    changed_fraction: float = 0.06

    @classmethod
    def every(cls, seconds: float) -> DetectionSettings:
        """Run at least every ``seconds``; 0 runs on every frame."""
        fast = min(seconds, 0.1)
        return cls(min(seconds, cls.min_interval), seconds, fast, fast, min(seconds, cls.changed_interval))


RECORDED = DetectionSettings(max_interval=0.5)
"""For recordings, where speed matters less: new people are found within half a second."""


class DetectionPolicy:
    """Decides for each frame whether the detector runs. Depends on frame times alone, so the decisions are reproducible.

    It runs on the first frame; after an interval; soon where a person was lost or no one is tracked; and where the image changed outside
    the tracked boxes (a person entered, the camera turned, a cut).

    Attributes:
        settings: may be exchanged at any time.
        reason: of the last decision: ``first``, ``interval``, ``empty``, ``lost`` or ``changed``; empty where the detector should not run.
    """

    def __init__(self, settings: DetectionSettings | None = None) -> None:
        self.settings = settings or DetectionSettings()
        self.reason = ""
        self._last: float | None = None
        self._thumbnail: NDArray[np.int16] | None = None
        self._interval = self.settings.min_interval
        self._changed_interval = self.settings.changed_interval

    def should_detect(self, time: float, image: NDArray[np.uint8], state: TrackerState) -> bool:
        """Whether to run the detector on a frame; the caller is expected to do so.

        Args:
            time: of the frame, s. A jump back counts as a first frame.
            image: (H,W,3) uint8.
            state: of the tracker, after the newest update there is.
        """
        small = thumbnail(image)
        self.reason = self._reason(time, small, image.shape[1], image.shape[0], state)
        if self.reason:
            self._last, self._thumbnail = time, small
        return bool(self.reason)

    def report(self, new_tracks: bool) -> None:
        """Whether the detector's last run started a track: then the intervals fall back, else they double."""
        settings = self.settings
        self._interval = settings.min_interval if new_tracks else min(self._interval * 2, settings.max_interval)
        doubled = min(max(self._changed_interval, 1e-3) * 2, settings.max_interval)
        self._changed_interval = settings.changed_interval if new_tracks else doubled

    def reset(self) -> None:
        """As if the next frame were the first."""
        self._last = self._thumbnail = None

    def _reason(self, time: float, small: NDArray[np.int16], width: int, height: int, state: TrackerState) -> str:
        if self._last is None or time < self._last or self._thumbnail is None:
            return "first"
        settings, since = self.settings, time - self._last + 1e-6
        if since >= min(self._interval, settings.max_interval) or (state.awaiting_return and since >= settings.min_interval):
            return "interval"
        if not len(state.boxes) and since >= settings.empty_interval:
            return "empty"
        if state.lost and since >= settings.lost_interval:
            return "lost"
        if since >= self._changed_interval:
            outside = ~box_mask(state.boxes, width, height)
            changed = (np.abs(small - self._thumbnail) > _CHANGED_LEVELS) & outside
            if changed.sum() > settings.changed_fraction * max(outside.sum(), _MIN_UNCOVERED * outside.size):
                return "changed"
        return ""


def thumbnail(image: NDArray[np.uint8]) -> NDArray[np.int16]:
    """(H,W,3) uint8 → (18,32) int16 grey levels of the green channel, subsampled first to save time."""
    step = max(1, min(image.shape[0] // (4 * _GRID[1]), image.shape[1] // (4 * _GRID[0])))
    small = cv2.resize(np.ascontiguousarray(image[::step, ::step, 1]), _GRID, interpolation=cv2.INTER_AREA)
    return small.astype(np.int16)


def box_mask(boxes: Floats, width: int, height: int, margin: float = 0.15) -> NDArray[np.bool_]:
    """(18,32) bool: cells of the thumbnail covered by boxes.

    Args:
        boxes: (N,4) xyxy px.
        width, height: of the frame, px.
        margin: added to each side of a box, relative to its size.
    """
    mask = np.zeros(_GRID[::-1], bool)
    scale = np.asarray([_GRID[0] / width, _GRID[1] / height] * 2)
    for box in np.asarray(boxes, np.float64).reshape(-1, 4):
        grow = np.tile((box[2:] - box[:2]) * margin, 2) * (-1, -1, 1, 1)
        x1, y1, x2, y2 = (box + grow) * scale
        mask[max(0, int(y1)) : max(0, int(np.ceil(y2))), max(0, int(x1)) : max(0, int(np.ceil(x2)))] = True
    return mask
