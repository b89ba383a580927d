"""What was to be reached, and whether this run reached it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.limits import Limits
from benchmarks.model import MONTHS, YEARS
from benchmarks.operations import Count
from benchmarks.peers.listing import HAND_NUMBA, LIBREOFFICE, NUMBA, NUMPY, PYXIRR_LOOP
from benchmarks.results import Results

LEAST = (
    (NUMBA, PYXIRR_LOOP, MONTHS, 400.0, "numba target at least 400x the Python loop with pyxirr"),
    (NUMBA, PYXIRR_LOOP, YEARS, 220.0, "numba target at least 220x the Python loop with pyxirr"),
    (NUMBA, LIBREOFFICE, MONTHS, 10_000.0, "numba target at least 10,000x LibreOffice"),
    (NUMBA, LIBREOFFICE, YEARS, 10_000.0, "numba target at least 10,000x LibreOffice"),
    (NUMBA, HAND_NUMBA, MONTHS, 0.95, "numba target at least 0.95x the kernel written by hand"),
    (NUMBA, HAND_NUMBA, YEARS, 0.95, "numba target at least 0.95x the kernel written by hand"),
    (NUMPY, PYXIRR_LOOP, MONTHS, 30.0, "numpy target at least 30x the Python loop with pyxirr"),
    (NUMPY, PYXIRR_LOOP, YEARS, 30.0, "numpy target at least 30x the Python loop with pyxirr"),
)
MOST_ABOVE_BOUND = 2.0


class Goal(NamedTuple):
    """A goal; `reached` is None where it was not measured."""

    text: str
    reached: bool | None
    measured: str

    @property
    def verdict(self) -> str:
        return "not measured" if self.reached is None else "yes" if self.reached else "NO"


def ratios(results: Results) -> Iterator[Goal]:
    """How many times faster one is than another."""
    for key, than, periods, least, text in LEAST:
        found = results.times_faster(key, than, periods)
        measured = "" if found is None else f"{found:,.2f}x" if found < 10 else f"{found:,.0f}x"
        yield Goal(f"{text}, T = {periods}", None if found is None else found >= least, measured)


def bounds(results: Results, limits: Limits | None, counts: Sequence[Count]) -> Iterator[Goal]:
    """How far above the time that the operations alone would take."""
    for count in counts:
        timing = results.timing(NUMBA, count.periods)
        text = f"numba target at most {MOST_ABOVE_BOUND}x the bound by multiply-adds, T = {count.periods}"
        if timing is None or limits is None:
            yield Goal(text, None, "")
        else:
            above = timing.best / (count.total / (2 * limits.multiply_adds))
            yield Goal(text, above <= MOST_ABOVE_BOUND, f"{above:.2f}x")


def within(text: str, seconds: float | None, most: float) -> Goal:
    """A call that must not take longer."""
    if seconds is None:
        return Goal(text, None, "")
    return Goal(text, seconds < most, f"{seconds:.3f} s" if seconds >= 0.01 else f"{seconds * 1e3:.3f} ms")


def beside(text: str, seconds: float | None, other: float | None, most: float) -> Goal:
    """A call that may take so many times the seconds of another."""
    if seconds is None or other is None:
        return Goal(text, None, "")
    return Goal(text, seconds <= most * other, f"{seconds / other:.2f}x")
