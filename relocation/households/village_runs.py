"""Runs of rows of one village. Files bring village after village, and a run is added up much faster than row by row."""

from __future__ import annotations

import numpy as np

from relocation.households.money import LARGEST, AmountTooLarge, Column, largest, total


def run_starts(of_row: Column) -> Column:
    """The first row of every run of equal villages."""
    return np.flatnonzero(np.concatenate([[True], of_row[1:] != of_row[:-1]])) if len(of_row) else of_row


def run_sums(column: Column, starts: Column) -> Column:
    """The exact sum of every run. Raises AmountTooLarge where 64 bits cannot hold one."""
    if not len(starts):
        return np.zeros(0, dtype=np.int64)
    if largest(column) <= LARGEST // len(column):
        return np.add.reduceat(column, starts)
    exact = [total(run) for run in np.split(column, starts[1:])]
    if any(abs(one) > LARGEST for one in exact):
        raise AmountTooLarge
    return np.array(exact, dtype=np.int64)
