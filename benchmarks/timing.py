"""CPU seconds per scenario or household: the fastest of several calls, and how far the others were from it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from benchmarks.model import Array


class Answer(NamedTuple):
    """Outputs, shape (len(OUTPUTS), n), and the CPU seconds they took, of all processes that worked on them."""

    outputs: Array
    cpu: float


class Timing(NamedTuple):
    """CPU seconds for one of many in the fastest of `calls` calls, and by what share the median call took longer."""

    best: float
    spread: float
    calls: int

    @property
    def per_second(self) -> float:
        return 1 / self.best


Ask = Callable[[int, Array], Answer]


def in_process(make: Callable[[int], Callable[[Array], Array]]) -> Ask:
    """Asks what `make(periods)` gives, which is made once; the time of all threads of this process counts."""
    made = cache(make)

    def ask(periods: int, columns: Array) -> Answer:
        run = made(periods)
        start = time.process_time()
        outputs = run(columns)
        return Answer(outputs, time.process_time() - start)

    return ask


def measure(ask: Ask, periods: int, columns: Array, calls: int) -> Timing:
    """Asks several times; what is done only once, such as compiling, must have happened before."""
    return fastest([ask(periods, columns).cpu / columns.shape[1] for _ in range(calls)])


def fastest(seconds: Sequence[float]) -> Timing:
    """Of several calls."""
    times = sorted(seconds)
    return Timing(times[0], times[len(times) // 2] / times[0] - 1, len(times))
