"""When things happen in the model, worked out once: every hand-written peer starts from these tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from benchmarks.model import Array, project
from relocation.project.groups import MONTHS


@dataclass(frozen=True)
class Schedule:
    """Shares of an amount by period, shape (periods,), and the dates of instalments and of the loan; periods from 0."""

    periods: int
    months: int  # in a period
    subsidy: Array
    housing: Array
    works: Array
    compensation: Array
    running: Array  # yearly income and costs: the factor of this period, growth included
    instalments: tuple[tuple[float, int], ...]  # share, period without delay
    grace: int  # periods, from period 0 on
    term: int

    @property
    def per_year(self) -> int:
        return 12 // self.months

    @property
    def years(self) -> int:
        return self.periods // self.per_year

    @property
    def first_year_of_repayment(self) -> int:
        return self.grace // self.per_year

    @property
    def last_year_of_repayment(self) -> int:
        return (self.term - 1) // self.per_year


@cache
def schedule(periods: int) -> Schedule:
    """The tables of the model on so many periods."""
    stated = project(periods)
    months = MONTHS[stated.timeline.period]
    leases, loan = stated.income["leases"], stated.loans["adbc"]
    years = np.floor((np.arange(periods) - (leases.start - 1)) * months / 12)
    running = np.where(years >= 0, months / 12 * (1 + leases.growth) ** years, 0.0)
    return Schedule(
        periods,
        months,
        _evenly(stated.subsidies["resettlement"], periods),
        _progress(stated.construction["housing"], periods),
        _progress(stated.construction["reclamation"], periods),
        _evenly(stated.compensation["brick"], periods),
        running,
        tuple((one.share, one.period - 1) for one in stated.land_quota.receipts.values()),
        loan.grace,
        loan.term,
    )


def _evenly(item: Any, periods: int) -> Array:
    time = np.arange(1, periods + 1)
    return np.where((time >= item.start) & (time < item.start + item.duration), 1 / item.duration, 0.0)


def _progress(item: Any, periods: int) -> Array:
    over = np.clip((np.arange(periods + 1) - item.start + 1) / item.duration, 0.0, 1.0)
    return np.diff(over * over * (3 - 2 * over) if item.shape == "s_curve" else over)
