"""The model in modelx: one memoised cell per quantity, the inputs are references that each scenario sets anew.

modelx reads the source of the cells and looks their names up in its space, so to Python itself they are undefined.
"""

# mypy: ignore-errors
# ruff: noqa: F821

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.model import VARIED, Array
from benchmarks.peers.schedule import schedule

NAMES = [path.replace(".", "_") for path in VARIED]


def quota():
    return land_quota_area * land_quota_acceptance * land_quota_price


def subsidy():
    return subsidies_resettlement_quantity * subsidies_resettlement_rate


def housing():
    cost = construction_housing_quantity * construction_housing_rate
    return cost * (1 + construction_housing_physical_contingency)


def works():
    reclamation = construction_reclamation_quantity * construction_reclamation_rate
    infrastructure = construction_infrastructure_quantity * construction_infrastructure_rate
    return reclamation * (1 + construction_reclamation_physical_contingency) + infrastructure * (
        1 + construction_infrastructure_physical_contingency
    )


def compensation():
    paid = compensation_brick_quantity * compensation_brick_rate
    paid += compensation_soil_quantity * compensation_soil_rate
    return paid - purchases_flats_quantity * purchases_flats_rate


def received(t):
    moments = ((share, period + land_quota_delay / months) for share, period in instalments)
    return sum(quota() * share * max(0.0, 1 - abs(t - moment)) for share, moment in moments)


def flow(t):
    spent = housing() * housing_share[t] + works() * works_share[t] + compensation() * compensation_share[t]
    surplus = (income_leases_amount - costs_management_amount) * running[t]
    return received(t) + subsidy() * subsidy_share[t] - spent + surplus


def cumulative(t):
    return flow(t) + (cumulative(t - 1) if t > 0 else 0.0)


def drawn(t):
    return loans_adbc_principal if t == 0 else 0.0


def opening(t):
    return closing(t - 1) if t > 0 else 0.0


def interest(t):
    return (opening(t) + drawn(t) / 2) * loans_adbc_rate * months / 12


def repaid(t):
    return opening(t) / (term - t) if grace <= t < term else 0.0


def closing(t):
    return opening(t) + drawn(t) - repaid(t)


def cash(t):
    before = cash(t - 1) if t > 0 else 0.0
    return before + flow(t) + drawn(t) - interest(t) - repaid(t)


def cover(year):
    span = range(year * per_year, (year + 1) * per_year)
    return sum(flow(t) for t in span) / sum(interest(t) + repaid(t) for t in span)


def payback():
    turns = [t for t in range(1, periods) if cumulative(t - 1) < 0 <= cumulative(t)]
    if not turns or cumulative(periods - 1) < 0:
        return float("nan")
    return (turns[-1] - 1 - cumulative(turns[-1] - 1) / flow(turns[-1])) * months / 12


def outputs():
    time = range(periods)
    flows = [flow(t) for t in time]
    covers = [cover(year) for year in repayment_years]
    total_interest = sum(interest(t) for t in time)
    return [
        quota() + subsidy() - housing() - works() - compensation(),
        min(cash(t) for t in time),
        max(0.0, -min(cumulative(t) for t in time)),
        pyxirr.npv((1 + evaluation_discount_rate) ** (months / 12) - 1, flows),
        (1 + pyxirr.irr(flows)) ** per_year - 1,
        payback(),
        min(covers),
        sum(covers) / len(covers),
        (cumulative(periods - 1) + loans_adbc_principal) / (total_interest + sum(repaid(t) for t in time)),
        total_interest,
    ]


CELLS = (
    *(quota, subsidy, housing, works, compensation, received, flow, cumulative),
    *(drawn, opening, interest, repaid, closing, cash, cover, payback, outputs),
)


def make(periods: int) -> Callable[[Array], Array]:
    """A space with the cells and the tables of the schedule; setting an input clears what depends on it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import modelx

    space = modelx.new_model().new_space()
    for cell in CELLS:
        space.new_cells(name=cell.__name__, formula=cell)
    for name, value in _references(periods).items():
        setattr(space, name, value)

    def run(columns: Array) -> Array:
        return np.array([_appraise(space, column) for column in columns.T.tolist()]).T

    return run


def _appraise(space: Any, scenario: list[float]) -> list[float]:
    for name, value in zip(NAMES, scenario, strict=True):
        setattr(space, name, value)
    found: list[float] = space.outputs()
    return found


def _references(periods: int) -> dict[str, Any]:
    import pyxirr

    when = schedule(periods)
    tables = {
        "subsidy_share": when.subsidy,
        "housing_share": when.housing,
        "works_share": when.works,
        "compensation_share": when.compensation,
        "running": when.running,
    }
    return {
        **{name: table.tolist() for name, table in tables.items()},
        "instalments": when.instalments,
        "periods": periods,
        "months": when.months,
        "per_year": when.per_year,
        "grace": when.grace,
        "term": when.term,
        "repayment_years": range(when.first_year_of_repayment, when.last_year_of_repayment + 1),
        "pyxirr": pyxirr,
    }
