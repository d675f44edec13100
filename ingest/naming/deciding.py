"""From what speaks for each voice to whom it is taken for: one to one, or nobody."""

from collections.abc import Mapping, Sequence
from math import exp

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

# What nobody of the roster, or nobody yet, has for every voice.
UNKNOWN = 0.8
# Confidence is 1 / (1 + exp((_EVEN - margin) / _SPREAD)), set by benchmarks/naming.py: 0.9 is a
# margin of 3.9, 0.6 one of 1.6.
_EVEN, _SPREAD = 1.1, 1.25
_NEVER = -1e6

Scores = Mapping[tuple[str, str], float]
Table = NDArray[np.float64]


def assign(rows: Sequence[str], people: Sequence[str], scores: Scores) -> dict[str, str]:
    """Give each row at most one person and each person at most one row, for the highest sum."""
    table = _table(rows, people, scores)
    return {rows[n]: people[column] for n, column in _solved(table) if column < len(people)}


def confidences(rows: Sequence[str], people: Sequence[str], scores: Scores) -> dict[str, float]:
    """Return how sure each row's person is, from 0 to 1.

    The margin is what the sum over all rows loses if this row were anybody or nobody else.
    """
    table, chosen = _table(rows, people, scores), assign(rows, people, scores)
    best, sure = _sum(table), dict[str, float]()
    for row, person in chosen.items():
        without = table.copy()
        without[rows.index(row), people.index(person)] = _NEVER
        sure[row] = confidence(best - _sum(without))
    return sure


def confidence(margin: float) -> float:
    """Return how sure a margin is."""
    return 1 / (1 + exp(min((_EVEN - margin) / _SPREAD, 700.0)))


def _table(rows: Sequence[str], people: Sequence[str], scores: Scores) -> Table:
    """Return what speaks for each row and person; then a column of nobody for each row."""
    table = np.full((len(rows), len(people) + len(rows)), _NEVER)
    for n, row in enumerate(rows):
        table[n, : len(people)] = [scores.get((row, person), 0.0) for person in people]
        table[n, len(people) + n] = UNKNOWN
    return table


def _solved(table: Table) -> list[tuple[int, int]]:
    rows, columns = linear_sum_assignment(table, maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _sum(table: Table) -> float:
    return float(sum(table[n, column] for n, column in _solved(table)))
