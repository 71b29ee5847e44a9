"""Whose turn it is: in a crowd, people whose limbs move little are posed on some frames only.

The tracker predicts them on the frames between, and recordings interpolate there (:mod:`posecore.tracking.between`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posecore.geometry import box_iou
from posecore.tracking.state import Proposals
from posecore.tracking.track import Track

__all__ = ["LIVE_TURNS", "RECORDED_TURNS", "TurnSettings", "Turns"]

_KNOWN_HITS = 5
"""Updates after which the motion of a track is known."""

_OVERLAPPING = 0.2
"""IoU from which two people may be taken for each other: both are posed."""

_USUAL_STEP = 0.04
"""s: frames further apart than this are frames that were dropped, the next one will come sooner."""

_LEAST_PATIENCE = 0.5
"""Within a budget: who moves or overlaps somebody is posed twice as often as who could wait longest, not at the cost of all the others."""

_COST_GAIN = 0.1
"""Weight of the newest measurement in the cost of a pose."""


@dataclass(frozen=True)
class TurnSettings:
    """How long people may wait for a pose. Times in seconds of the frames' own time.

    Attributes:
        crowd: with no more people than this, everybody is posed on each frame; where ``budget`` is set, with no more than fit into it.
        longest: nobody waits longer,
        drift: nor longer than the limbs take to move so far, relative to person size,
        pixels: or, of small people, so many px of the frame.
        budget: s of the pose network a frame: as many people are posed as fit into it, who has waited longest for what the times above
            allow first, and more only where somebody is new or lost. A machine that is too slow for these times keeps its budget and
            everybody waits longer: the next frame comes sooner for it. None: only who cannot wait any longer; the choice is then the same
            on every machine.
    """

    crowd: int = 4
    longest: float = 0.1
    drift: float = 0.02
    pixels: float = 2.0
    budget: float | None = None


RECORDED_TURNS = TurnSettings()
"""Recordings: no budget, since their results must not depend on the machine."""

LIVE_TURNS = TurnSettings(budget=0.025)
"""Live, at 30 frames a second: everybody on each frame while the poses take no longer than 25 ms of its 33."""


class Turns:
    """Decides for each frame who is posed.

    Always posed are people who are new, lost, ambiguous, missed by the detector, or overlap another, and :attr:`favoured` ones. Within a
    budget it is certain of the new and lost ones only, the others come sooner than the rest.

    Attributes:
        settings: may be exchanged at any time; None: everybody is posed.
        favoured: ids of people who do not wait. May be exchanged at any time.
    """

    def __init__(self, settings: TurnSettings | None = None) -> None:
        self.settings = settings
        self.favoured: frozenset[int] = frozenset()
        self._posed: dict[int, float] = {}
        self._everyone = -math.inf
        self._share = 0.0
        self._last: float | None = None
        self._cost: float | None = None

    def share_out(self, proposals: Proposals, time: float) -> Proposals:
        """Those of the ``proposals`` for the frame of ``time`` (s) that are posed on it; the others' tracks are ``waiting``."""
        step = min(time - self._last, _USUAL_STEP) if self._last is not None else 0.0
        self._last = time
        settings, room = self.settings, self._room()
        if settings is None or step <= 0 or len(proposals.boxes) <= room:
            self._everyone = time
            self._posed.clear()
            self._share = 0.0
            return proposals
        patience = self._patience(proposals, settings)
        waited = np.asarray([time - self._posed.get(t.id, self._everyone) if t is not None else math.inf for t in proposals.tracks])
        if settings.budget is None:
            now = waited + step / 2 > patience
            self._share += float((step / np.maximum(patience, step)).sum())  # so that they do not all come due at once
            count = max(int(now.sum()), int(self._share))
            self._share = max(self._share - count, 0.0)
        else:
            now = self._strangers(proposals)
            self._share = min(self._share, 1.0) + room  # parts of a person are saved, and what a frame took too much is owed
            count = max(int(now.sum()), int(self._share + 1e-9), 1)
            self._share = max(self._share - count, -room)
            patience = np.maximum(patience, _LEAST_PATIENCE * settings.longest)
        urgency = np.where(now, math.inf, waited / np.maximum(patience, 1e-9))
        rows = np.zeros(len(waited), np.bool_)
        rows[np.argsort(-urgency, kind="stable")[:count]] = True
        return self._split(proposals, rows, time)

    def _split(self, proposals: Proposals, rows: NDArray[np.bool_], time: float) -> Proposals:
        """The proposals of ``rows`` (N,) alone, the others' tracks ``waiting``."""
        posed = tuple(track for track, now in zip(proposals.tracks, rows, strict=True) if now)
        waiting = {
            track.id: proposals.boxes[row] if proposals.from_detector[row] else None
            for row, track in enumerate(proposals.tracks) if track is not None and not rows[row]
        }  # fmt: skip
        before = {number: self._posed.get(number, self._everyone) for number in waiting}
        self._posed = before | {track.id: time for track in posed if track is not None}
        return replace(
            proposals,
            boxes=proposals.boxes[rows],
            scores=proposals.scores[rows],
            from_detector=proposals.from_detector[rows],
            tracks=posed,
            waiting=waiting,
        )

    def report(self, seconds: float, poses: int) -> None:
        """How long the pose network took on a frame, for how many boxes."""
        if poses:
            cost = seconds / poses
            self._cost = cost if self._cost is None else self._cost + _COST_GAIN * (cost - self._cost)

    def _room(self) -> float:
        """How many people are posed on a frame before anybody has to wait; within a budget, on average."""
        if self.settings is None:
            return 0.0
        if self.settings.budget is None:
            return self.settings.crowd
        return max(1.0, self.settings.budget / self._cost) if self._cost else math.inf

    def _strangers(self, proposals: Proposals) -> NDArray[np.bool_]:
        """(N,) of whom nothing could be predicted, so that they never wait: detections of nobody known, the lost, the unconfirmed."""
        newest = _newest(proposals)
        return np.asarray([track is None or track.id < 0 or track.last_known < newest for track in proposals.tracks], np.bool_)

    def _patience(self, proposals: Proposals, settings: TurnSettings) -> NDArray[np.float64]:
        """(N,) how long each may wait, s; 0 for not at all."""
        newest = _newest(proposals)
        missed = proposals.detector_ran & ~proposals.from_detector
        iou = box_iou(proposals.boxes, proposals.boxes)
        np.fill_diagonal(iou, 0)
        apart = iou.max(axis=1, initial=0) < _OVERLAPPING
        return np.asarray([
            self._patience_of(track, settings) if track is not None and sure and track.last_known == newest else 0.0
            for track, sure in zip(proposals.tracks, apart & ~missed, strict=True)
        ])  # fmt: skip

    def _patience_of(self, track: Track, settings: TurnSettings) -> float:
        unsure = track.id < 0 or track.hits < _KNOWN_HITS or track.misses > 0
        if unsure or track.ambiguous_at > track.last_seen or track.id in self.favoured:
            return 0.0
        allowed = max(settings.drift, settings.pixels / track.size)
        return min(settings.longest, allowed / max(track.unrest, 1e-6))


def _newest(proposals: Proposals) -> float:
    """When the people who are not lost were known last, s."""
    return max((track.last_known for track in proposals.tracks if track is not None), default=0.0)
