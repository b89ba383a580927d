"""What was to be reached, and whether this run reached it."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.goals import Goal
from benchmarks.households.peers.listing import NUMBA, NUMPY, PANDAS, PANDAS_FEN
from benchmarks.households.results import NATIONAL_PROGRAMME, Results, Scale

LEAST = (
    (NUMPY, PANDAS, 2.0, "numpy in batches at least 2x pandas in yuan"),
    (NUMPY, PANDAS_FEN, 2.0, "numpy in batches at least 2x pandas in whole fen"),
    (NUMBA, PANDAS, 10.0, "numba at least 10x pandas in yuan"),
    (NUMBA, PANDAS_FEN, 10.0, "numba at least 10x pandas in whole fen"),
)


def ratios(results: Results) -> Iterator[Goal]:
    """How many times faster one is than another on the roster of the national programme."""
    scale = Scale(NATIONAL_PROGRAMME)
    for key, than, least, text in LEAST:
        found = results.times_faster(key, than, scale)
        measured = "" if found is None else f"{found:.2f}x"
        yield Goal(f"{text}, {scale.label} households", None if found is None else found >= least, measured)
