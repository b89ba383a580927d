"""Any number of scenarios through a batch, so many at once that memory stays small."""

from __future__ import annotations

import numpy as np

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
