"""Any number of scenarios through a batch, so many at once that memory stays small."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relocation.labels import Label
from relocation.problems import Problem
from relocation.scenarios.batch import Array, Batch

NUMBERS_AT_ONCE = 20_000_000  # of all lines in all periods
FEWEST, MOST = 64, 4096


def scenarios_at_once(batch: Batch) -> int:
    """How many scenarios a batch takes at once, the fewer the longer its timeline."""
    numbers = len(batch.book.lines) * (batch.book.periods + 1)
    return min(max(NUMBERS_AT_ONCE // numbers, FEWEST), MOST)


def run_in_chunks(batch: Batch, columns: Array) -> Array:
    """What `Batch.run` gives, shape (len(outputs), n)."""
    size = scenarios_at_once(batch)
    starts = range(0, columns.shape[1], size)
    found = [batch.run(columns[:, start : start + size]) for start in starts]
    return np.concatenate(found, axis=1) if found else np.empty((len(batch.outputs), 0))


def failures(batch: Batch, outputs: Array) -> NDArray[np.bool_]:
    """Which of the scenarios that the project allows could not be calculated after all, because a number outgrew a float.

    They have an output that is infinite, or one that is not available although nothing in its formula may be.
    """
    sure = [at for at, key in enumerate(batch.outputs) if key not in batch.book.plan.maybe_missing]
    return np.asarray(np.isinf(outputs).any(axis=0) | np.isnan(outputs[sure]).any(axis=0))


def too_large(where: str) -> Problem:
    """The problem of a scenario in which a number outgrows a float."""
    found = Label("a number that grows too large", "过大的数值")
    expected = Label("a scenario that can be calculated", "可以计算的方案")
    return Problem(where, found, expected, Label("correct its changes", "请更正其变动"))
