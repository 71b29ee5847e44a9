"""Peaks of a wave that stand out, as scipy.signal.find_peaks finds them with ``prominence`` and ``distance``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Wave = NDArray[np.float64]


def find_peaks(wave: Wave, prominence: float, distance: int) -> NDArray[np.int64]:
    """Positions of local maxima, the middle of flat ones; neither end counts.

    Args:
        wave: (T,) finite values.
        prominence: the least height of a peak above the higher of the two lowest points between it and a higher value, or the end, at
            either side.
        distance: least number of samples between two peaks; the higher one stays, of equal ones the later.

    Returns:
        (P,) positions, ascending.
    """
    peaks = _keep_apart(wave, _maxima(wave), distance)
    return np.asarray([peak for peak in peaks if _prominence(wave, peak) >= prominence], np.int64)


def _maxima(wave: Wave) -> list[int]:
    found = []
    start = 1
    while start < len(wave) - 1:
        end = start
        if wave[start - 1] < wave[start]:
            while end < len(wave) - 1 and wave[end + 1] == wave[start]:
                end += 1
            if end < len(wave) - 1 and wave[end + 1] < wave[start]:
                found.append((start + end) // 2)
        start = end + 1
    return found


def _keep_apart(wave: Wave, peaks: list[int], distance: int) -> list[int]:
    kept: list[int] = []
    for rank in np.argsort(wave[peaks], kind="stable")[::-1].tolist():
        if all(abs(peaks[rank] - other) >= distance for other in kept):
            kept.append(peaks[rank])
    return sorted(kept)


def _prominence(wave: Wave, peak: int) -> float:
    lowest = []
    for side in (wave[peak::-1], wave[peak:]):
        higher = np.flatnonzero(side > wave[peak])
        lowest.append(side[: higher[0] if len(higher) else None].min())
    return float(wave[peak] - max(lowest))
