"""Sums by village. Files bring village after village, and a run of rows is added up much faster than row by row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from relocation.households.money import LARGEST, AmountTooLarge, Column, largest, total

SHORT = 16  # rows of a run that are not worth it


def run_starts(of_row: Column) -> Column:
    """The first row of every run of equal villages."""
    return np.flatnonzero(np.concatenate([[True], of_row[1:] != of_row[:-1]])) if len(of_row) else of_row


def are_short(starts: Column, of_row: Column) -> bool:
    """Whether runs are so short that rows had better be taken one by one."""
    return len(starts) * SHORT > len(of_row)


def village_sums(columns: Sequence[Column], of_row: Column, groups: int) -> Column:
    """The exact sums of columns in every village, shape (columns, groups). Raises AmountTooLarge beyond 64 bits."""
    starts = run_starts(of_row)
    short = are_short(starts, of_row)
    sums = np.zeros((len(columns), groups), dtype=np.int64)
    for at, column in enumerate(columns):
        if not len(column) or largest(column) > LARGEST // len(column):
            sums[at] = _slow_sums(column, of_row, groups)
        elif short:
            np.add.at(sums[at], of_row, column)
        else:
            np.add.at(sums[at], of_row[starts], np.add.reduceat(column, starts))
    return sums


def _slow_sums(column: Column, of_row: Column, groups: int) -> list[int]:
    """For amounts that nobody is paid: in numbers without limit."""
    exact = [total(column[of_row == group]) for group in range(groups)]
    if any(abs(one) > LARGEST for one in exact):
        raise AmountTooLarge
    return exact
