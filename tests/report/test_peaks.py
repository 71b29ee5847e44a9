"""Peaks that stand out, compared with SciPy's."""

import numpy as np
import pytest
from scipy import signal

from posecore.report.peaks import find_peaks


@pytest.mark.parametrize("seed", range(40))
def test_the_peaks_are_scipys(seed: int) -> None:
    rng = np.random.default_rng(seed)
    time = np.linspace(0, 20, 400)
    wave = 30 * np.sin(time * rng.uniform(1, 6)) + rng.normal(0, rng.uniform(0, 9), time.size)
    if seed % 2:
        wave = np.convolve(wave, np.ones(7) / 7, mode="valid").round(1)  # flat tops and equal heights
    prominence, distance = rng.uniform(5, 30), int(rng.integers(1, 20))
    np.testing.assert_array_equal(
        find_peaks(wave, prominence, distance), signal.find_peaks(wave, prominence=prominence, distance=distance)[0]
    )


def test_flat_tops_and_ends() -> None:
    wave = np.asarray([5, 0, 3, 3, 3, 0, 4, 4], float)
    np.testing.assert_array_equal(find_peaks(wave, 1.0, 1), [3])
    assert find_peaks(np.zeros(0), 1.0, 1).size == 0
