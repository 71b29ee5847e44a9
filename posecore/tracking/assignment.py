"""Association of poses with tracks: the most likely one-to-one assignment by motion, and by appearance where motion leaves it open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posecore.tracking.appearance import SAMPLE_INTERVAL, Appearance, appearance_gains, differ_elsewhere
from posecore.tracking.matching import best_assignment
from posecore.tracking.similarity import MIN_LOG_LIKELIHOOD, log_likelihoods
from posecore.tracking.track import Track

Floats = NDArray[np.floating]

_MIN_GAIN = 1e-3
"""Gain of a pair that motion allows, however different it looks: appearance chooses between tracks but rejects none."""

_AMBIGUITY_MARGIN = 2.0
"""Gains that differ by less leave open which of two lost tracks a pose belongs to."""

_LOST_TIME = 0.1
"""A track counts as lost so many seconds after its last update."""

_MAX_DELAY = 0.4
"""An ambiguous assignment is put off for so many seconds, until more regions of the person are visible."""


def assign(
    tracks: Sequence[Track], rows: NDArray[np.int64], boxes: Floats, keypoints: Floats, scores: Floats, appearance: Appearance, time: float
) -> tuple[list[tuple[int, int]], set[int]]:
    """Associate the poses of one frame with the tracks, confirmed tracks first (as ByteTrack and SORT do).

    Args:
        tracks: T of them; ambiguous ones are marked.
        rows: (M,) which of the N poses take part.
        boxes, keypoints, scores, appearance: of all poses: (N,4) xyxy px, (N,K,2) px, (N,K), N rows.
        time: of the frame, s.

    Returns:
        (track, row) pairs; and rows that could be either of two lost tracks, which appearance will tell apart as soon as more regions are
        visible.
    """
    pairs: list[tuple[int, int]] = []
    undecided: set[int] = set()
    confirmed = np.asarray([track.id > 0 for track in tracks], bool)
    for group in (confirmed, ~confirmed):
        members = np.flatnonzero(group)
        free = np.asarray([r for r in rows if r not in undecided and r not in [row for _, row in pairs]], np.int64)
        if len(members) and len(free):
            candidates = [tracks[t] for t in members.tolist()]
            gain = log_likelihoods(candidates, boxes[free], keypoints[free], scores[free], time) - MIN_LOG_LIKELIHOOD
            if any(time - track.last_known > SAMPLE_INTERVAL for track in candidates):
                gain = _with_appearance(gain, candidates, appearance.select(free), time)
            matches = [(t, r) for t, r in best_assignment(np.maximum(gain, 0)) if gain[t, r] > 0]
            lost = [t for t, track in enumerate(candidates) if t not in dict(matches) and time - track.last_known > _LOST_TIME]
            for t, r in matches:
                rivals = [candidates[u] for u in lost if gain[u, r] > gain[t, r] - _AMBIGUITY_MARGIN]
                if _put_off(candidates[t], rivals, appearance.valid[free[r]], time):
                    undecided.add(int(free[r]))
                else:
                    pairs.append((int(members[t]), int(free[r])))
    return pairs, undecided


def _with_appearance(gain: Floats, tracks: list[Track], poses: Appearance, time: float) -> Floats:
    """(T,N) ``gain`` plus the appearance term where ``gain`` is positive; it stays positive there."""
    known = Appearance.stack([track.appearance for track in tracks])
    term = appearance_gains(known, poses, gain > 0, np.asarray([time - track.last_seen for track in tracks]))
    return np.where(gain > 0, np.maximum(gain + term, _MIN_GAIN), gain)


def _put_off(track: Track, rivals: list[Track], regions: NDArray[np.bool_], time: float) -> bool:
    """Whether to leave a pose, of which these ``regions`` (R,) are visible, unassigned for now; marks ``track`` as ambiguous if a rival
    looks different elsewhere."""
    if time - track.last_known <= _LOST_TIME or not any(differ_elsewhere(track.appearance, rival.appearance, regions) for rival in rivals):
        return False
    track.mark_ambiguous(time)
    return time - track.ambiguous_since <= _MAX_DELAY
