"""The assignment of a frame's people."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from posecore.tracking import matching
from posecore.tracking.matching import best_assignment


def scipys(gain: np.ndarray) -> list[tuple[int, int]]:
    return list(zip(*(side.tolist() for side in linear_sum_assignment(gain, maximize=True)), strict=True))


@pytest.mark.parametrize("levels", [2, 4, 1000])  # of few levels most matrices have several best assignments
def test_the_same_pairs_as_scipys(levels: int) -> None:
    random = np.random.default_rng(levels)
    for _ in range(400):
        gain = random.integers(0, levels, random.integers(1, 13, 2)) * random.choice([1.0, 0.37])
        assert best_assignment(gain) == scipys(gain)


def test_the_same_where_most_pairs_are_impossible() -> None:
    random = np.random.default_rng(0)
    for _ in range(200):
        gain = np.maximum(random.normal(-1, 1, random.integers(1, 20, 2)), 0)
        assert best_assignment(gain) == scipys(gain)


def test_large_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    gain = np.random.default_rng(0).random((40, 30))
    assert gain.size > matching.LARGE
    expected = best_assignment(gain)
    monkeypatch.setattr(matching, "LARGE", 10_000)
    assert best_assignment(gain) == expected


@pytest.mark.parametrize("shape", [(40, 30), (60, 150), (90, 90)])
def test_the_same_sum_as_scipys_for_large_ones(shape: tuple[int, int]) -> None:
    gain = np.maximum(np.random.default_rng(1).normal(-1, 1, shape), 0)  # most are impossible, as between the tracks of a recording
    pairs = best_assignment(gain)
    assert len(pairs) == min(shape) == len({row for row, _ in pairs}) == len({column for _, column in pairs})
    assert sum(gain[pair] for pair in pairs) == pytest.approx(sum(gain[pair] for pair in scipys(gain)))


def test_nothing_to_assign() -> None:
    assert best_assignment(np.zeros((0, 3))) == []
    assert best_assignment(np.zeros((3, 0))) == []
