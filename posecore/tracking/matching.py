"""The best one-to-one assignment, for the few people of a frame, without SciPy, whose import takes longer than opening the networks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LARGE = 1024
"""Matrices with more entries are faster with NumPy."""


def best_assignment(gain: NDArray[np.floating]) -> list[tuple[int, int]]:
    """As many (row, column) pairs of a matrix (T,N) as its shorter side has, whose gains have the largest sum; by row.

    Shortest augmenting paths (Crouse, On implementing 2D rectangular assignment algorithms, IEEE Trans. Aerosp. Electron. Syst. 2016) with
    the rules of SciPy's ``linear_sum_assignment`` for ties, so the pairs are the same. Entries must be finite.
    """
    if gain.shape[0] > gain.shape[1]:
        return sorted((row, column) for column, row in best_assignment(gain.T))
    if gain.size > LARGE:
        return _of_many(gain)
    cost: list[list[float]] = (-np.asarray(gain, np.float64)).tolist()
    rows, columns = gain.shape
    u, v = [0.0] * rows, [0.0] * columns
    column_of, row_of = [-1] * rows, [-1] * columns
    for current in range(rows):
        shortest, path = [float("inf")] * columns, [-1] * columns
        seen_rows, seen_columns = [], []
        remaining = list(range(columns - 1, -1, -1))
        row, least, sink = current, 0.0, -1
        while sink < 0:
            seen_rows.append(row)
            costs, index, lowest = cost[row], -1, float("inf")
            for place, column in enumerate(remaining):
                reached = least + costs[column] - u[row] - v[column]
                if reached < shortest[column]:
                    path[column], shortest[column] = row, reached
                if shortest[column] < lowest or (shortest[column] == lowest and row_of[column] < 0):
                    lowest, index = shortest[column], place
            least, column = lowest, remaining[index]
            if row_of[column] < 0:
                sink = column
            else:
                row = row_of[column]
            seen_columns.append(column)
            remaining[index] = remaining[-1]
            remaining.pop()
        u[current] += least
        for row in seen_rows[1:]:
            u[row] += least - shortest[column_of[row]]
        for column in seen_columns:
            v[column] -= least - shortest[column]
        column, row = sink, -1
        while row != current:
            row = path[column]
            row_of[column] = row
            column_of[row], column = column, column_of[row]
    return list(enumerate(column_of))


def _of_many(gain: NDArray[np.floating]) -> list[tuple[int, int]]:
    """The same for T ≤ N, a row of the matrix at a time; of several best assignments it may find another."""
    cost = np.negative(gain, dtype=np.float64)
    rows, columns = cost.shape
    u, v = np.zeros(rows), np.zeros(columns)
    column_of, row_of = np.full(rows, -1), np.full(columns, -1)
    for current in range(rows):
        shortest, path = np.full(columns, np.inf), np.full(columns, -1)
        seen = np.zeros(columns, bool)
        row, least, seen_rows = current, 0.0, []
        while True:
            seen_rows.append(row)
            reached = least + cost[row] - u[row] - v
            better = ~seen & (reached < shortest)
            path[better], shortest[better] = row, reached[better]
            column = int(np.argmin(np.where(seen, np.inf, shortest)))
            least = float(shortest[column])
            seen[column] = True
            if row_of[column] < 0:
                break
            row = int(row_of[column])
        u[current] += least
        others = np.asarray(seen_rows[1:], int)
        u[others] += least - shortest[column_of[others]]
        v[seen] -= least - shortest[seen]
        row = -1
        while row != current:
            row = int(path[column])
            row_of[column] = row
            following = int(column_of[row])
            column_of[row], column = column, following
    return list(enumerate(column_of.tolist()))
