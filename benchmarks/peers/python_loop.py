"""The model as a readable Python loop over the periods, with a library for net present value and rate of return."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.model import Array
from benchmarks.peers.schedule import Schedule, schedule

Rate = Callable[[list[float]], Any]
Worth = Callable[..., Any]  # of a rate and flows


def make_with_numpy_financial(periods: int) -> Callable[[Array], Array]:
    """Its `irr` finds all roots of the polynomial as eigenvalues."""
    import numpy_financial as npf

    return _over_columns(schedule(periods), npf.irr, npf.npv)


def make_with_pyxirr(periods: int) -> Callable[[Array], Array]:
    """Newton's method, compiled."""
    import pyxirr

    return _over_columns(schedule(periods), pyxirr.irr, pyxirr.npv)


def _over_columns(when: Schedule, irr: Rate, npv: Worth) -> Callable[[Array], Array]:
    def run(columns: Array) -> Array:
        return np.array([appraise(when, column, irr, npv) for column in columns.T.tolist()]).T

    return run


def appraise(when: Schedule, scenario: Sequence[float], irr: Rate, npv: Worth) -> list[float]:
    """The ten outputs of one scenario."""
    (
        area, acceptance, price, delay, beneficiaries, subsidy_rate,
        housing_area, housing_rate, housing_contingency,
        reclaimed, reclamation_rate, reclamation_contingency,
        infrastructure, infrastructure_rate, infrastructure_contingency,
        brick, brick_rate, soil, soil_rate, flats, flat_rate,
        principal, rate, discount_rate, income, costs,
    ) = scenario  # fmt: skip
    quota = area * acceptance * price
    subsidy = beneficiaries * subsidy_rate
    housing = housing_area * housing_rate * (1 + housing_contingency)
    works = reclaimed * reclamation_rate * (1 + reclamation_contingency)
    works += infrastructure * infrastructure_rate * (1 + infrastructure_contingency)
    compensation = brick * brick_rate + soil * soil_rate - flats * flat_rate
    surplus = income - costs
    interest_rate = rate * when.months / 12

    flows = []
    received = _instalments(when, quota, delay / when.months)
    flow_of_year, service_of_year = [0.0] * when.years, [0.0] * when.years
    cash = cumulative = owed = interest_total = service_total = 0.0
    lowest_cash = lowest_cumulative = math.inf
    payback = math.nan
    for t in range(when.periods):
        spent = housing * when.housing[t] + works * when.works[t] + compensation * when.compensation[t]
        flow = received[t] + subsidy * when.subsidy[t] - spent + surplus * when.running[t]
        flows.append(flow)

        drawn = principal if t == 0 else 0.0
        interest = (owed + drawn / 2) * interest_rate
        repaid = owed / (when.term - t) if when.grace <= t < when.term else 0.0
        owed += drawn - repaid

        cash += flow + drawn - interest - repaid
        lowest_cash = min(lowest_cash, cash)
        before, cumulative = cumulative, cumulative + flow
        lowest_cumulative = min(lowest_cumulative, cumulative)
        if before < 0 <= cumulative:
            payback = (t - 1 - before / flow) * when.months / 12
        interest_total += interest
        service_total += interest + repaid
        year = t // when.per_year
        flow_of_year[year] += flow
        service_of_year[year] += interest + repaid

    in_repayment = range(when.first_year_of_repayment, when.last_year_of_repayment + 1)
    cover = [flow_of_year[year] / service_of_year[year] for year in in_repayment]
    return [
        quota + subsidy - housing - works - compensation,
        lowest_cash,
        max(0.0, -lowest_cumulative),
        npv((1 + discount_rate) ** (when.months / 12) - 1, flows),
        (1 + irr(flows)) ** when.per_year - 1,
        payback if cumulative >= 0 else math.nan,
        min(cover),
        sum(cover) / len(cover),
        (cumulative + principal) / service_total,
        interest_total,
    ]


def _instalments(when: Schedule, quota: float, late: float) -> list[float]:
    """Quota money by period; a delay that ends inside a period splits it between this period and the next."""
    whole = math.floor(late)
    received = [0.0] * when.periods
    for share, period in when.instalments:
        for at, part in ((period + whole, 1 - (late - whole)), (period + whole + 1, late - whole)):
            if at < when.periods:
                received[at] += share * quota * part
    return received
