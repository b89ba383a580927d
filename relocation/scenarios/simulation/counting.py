"""Counting a chunk of scenarios: its outputs in bins, and in classes of every input. On columns, or compiled.

Both ways go through the scenarios in their order and give the same bits; compiled, one pass does what takes a pass for each
output and input on columns.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from relocation.formula.kernel.kernel_file import compiled
from relocation.scenarios.simulation import histogram
from relocation.scenarios.simulation.histogram import BINS, TILE, Grid

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

CLASSES = 32  # equal parts of each input's distribution, between which the outputs are compared
HEAD = '''"""Written by relocation; the name of this file is the hash of its text."""

from math import floor
from typing import Any

from numba import njit

TILE = {tile}


@njit(
    "void(f8[:, ::1], f8[:, ::1], f8[::1], f8[::1], f8[::1], f8[::1], i8[:, ::1], f8[:, ::1], i8[:, ::1], "
    "i8[:, :, ::1], f8[:, :, ::1], i8[:, ::1], f8[:, ::1])",
    error_model="numpy",
    nogil=True,
    cache=CACHE,
)
'''


class Counted(NamedTuple):
    """Outputs in bins (outputs, BINS + 2), the sums of those below and above all bins (outputs, 2), and in the classes of
    each input (outputs, inputs, CLASSES) how many there are and the sum of their distances from the centres."""

    histogram: Counts
    outside: Array
    class_counts: Counts
    class_sums: Array


def count(shares: Array, numbers: Array, grids: Sequence[Grid], centres: Sequence[float]) -> Counted:
    """Counts outputs (outputs, n) by the shares (inputs, n) of the distributions below their inputs; NaN is not counted."""
    places = np.minimum((shares * CLASSES).astype(np.intp), CLASSES - 1)
    rows = [
        _row(row, places, grid, centre) for row, grid, centre in zip(numbers, grids, centres, strict=True)
    ]
    return Counted(*(np.array(part) for part in zip(*rows, strict=True)))


def _row(
    row: Array, places: NDArray[np.intp], grid: Grid, centre: float
) -> tuple[Counts, Array, Counts, Array]:
    known = ~np.isnan(row)
    if not known.all():
        row, places = row[known], places[:, known]
    apart = row - centre
    outside = np.array([_in_order(row[row < grid.low]), _in_order(row[row >= grid.high])])
    counts = np.array([np.bincount(place, minlength=CLASSES) for place in places], dtype=np.int64)
    sums = np.array([np.bincount(place, weights=apart, minlength=CLASSES) for place in places])
    return grid.count(row), outside, counts.reshape(-1, CLASSES), sums.reshape(-1, CLASSES)


def _in_order(values: Array) -> float:
    """The sum of values, added one after another as a loop does."""
    return float(np.cumsum(values)[-1]) if values.size else 0.0


def count_compiled(shares: Array, numbers: Array, grids: Sequence[Grid], centres: Sequence[float]) -> Counted:
    """As `count`; needs numba."""
    inputs, outputs = len(shares), len(numbers)
    histogram = np.zeros((outputs, BINS + 2), dtype=np.int64)
    outside = np.zeros((outputs, 2))
    all_known = np.zeros((inputs, CLASSES), dtype=np.int64)
    counts, sums = (np.zeros((inputs, CLASSES, outputs), dtype=kind) for kind in (np.int64, np.float64))
    _loop()(
        np.ascontiguousarray(shares),
        np.ascontiguousarray(numbers),
        *(np.array([getattr(grid, name) for grid in grids]) for name in ("low", "high", "scale")),
        np.array(centres, dtype=float),
        histogram,
        outside,
        all_known,
        counts,
        sums,
        np.empty((inputs, TILE), dtype=np.int64),
        np.empty((TILE, outputs)),
    )
    by_output = (counts + all_known[:, :, None]).transpose(2, 0, 1)
    return Counted(
        histogram, outside, np.ascontiguousarray(by_output), np.ascontiguousarray(sums.transpose(2, 0, 1))
    )


@cache
def _loop() -> Callable[..., Any]:
    text = HEAD.format(tile=TILE) + inspect.getsource(histogram.count)
    return compiled(text, "count")
