"""Which pose is whose: the likeliest assignment by place, height and size, and by clothes where these leave it open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posecore.tracking.appearance import SAMPLE_INTERVAL, Appearance, preferences, told_by_rest
from posecore.tracking.similarity import STRANGER, log_likelihoods
from posecore.tracking.track import Track

Floats = NDArray[np.floating]

_BARELY = 1e-3
"""Gain of the pair whom only the look speaks against."""

_CLOSE = 2.0
"""Gains that differ by less leave it open whose a pose is …"""

_GONE = 0.1
"""… between two who were both not seen for so many seconds."""

_HESITATE = 0.4
"""Seconds for which one waits to see more of it."""


def assign(
    tracks: Sequence[Track], rows: NDArray[np.int64], boxes: Floats, keypoints: Floats, scores: Floats, appearance: Appearance, time: float
) -> tuple[list[tuple[int, int]], set[int]]:
    """(track, row) pairs that belong together, those with a number first.

    Args:
        rows: which of the poses count.
        boxes, keypoints, scores, appearance: of all poses.
        time: of the frame, s.

    Returns:
        The pairs; and rows that may be either of two people out of sight, whose clothes will tell as soon as more is seen of them.
    """
    from scipy.optimize import linear_sum_assignment  # slow to import; the first picture need not wait for it

    pairs: list[tuple[int, int]] = []
    undecided: set[int] = set()
    numbered = np.asarray([track.id > 0 for track in tracks], bool)
    for group in (numbered, ~numbered):
        chosen = np.flatnonzero(group)
        free = np.asarray([r for r in rows if r not in undecided and r not in [row for _, row in pairs]], np.int64)
        if len(chosen) and len(free):
            known = [tracks[t] for t in chosen.tolist()]
            gain = log_likelihoods(known, boxes[free], keypoints[free], scores[free], time) - STRANGER
            if any(time - track.time > SAMPLE_INTERVAL for track in known):
                gain = _by_look(gain, known, appearance.of(free), time)
            found = [(int(t), int(r)) for t, r in zip(*linear_sum_assignment(np.maximum(gain, 0), maximize=True), strict=True)]
            found = [(t, r) for t, r in found if gain[t, r] > 0]
            unseen = [t for t, track in enumerate(known) if t not in dict(found) and time - track.time > _GONE]
            for t, r in found:
                rivals = [known[u] for u in unseen if gain[u, r] > gain[t, r] - _CLOSE]
                if _hesitates(known[t], rivals, appearance.seen[free[r]], time):
                    undecided.add(int(free[r]))
                else:
                    pairs.append((int(chosen[t]), int(free[r])))
    return pairs, undecided


def _by_look(gain: Floats, tracks: list[Track], found: Appearance, time: float) -> Floats:
    """(T,N) ``gain``, where it is above 0, with what the looks add; it stays above 0: the look chooses, but turns nobody away."""
    known = Appearance.joined([track.appearance for track in tracks])
    prefer = preferences(known, found, gain > 0, np.asarray([time - track.time for track in tracks]))
    return np.where(gain > 0, np.maximum(gain + prefer, _BARELY), gain)


def _hesitates(track: Track, rivals: list[Track], seen: NDArray[np.bool_], time: float) -> bool:
    if time - track.time <= _GONE or not any(told_by_rest(track.appearance, rival.appearance, seen) for rival in rivals):
        return False
    track.hesitate(time)
    return time - track.hesitated <= _HESITATE
