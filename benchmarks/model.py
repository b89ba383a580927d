"""The model that everything here works out: Lujia with money after the move, by years or by months.

Changed against the shipped case, so that every indicator has something to say: yearly income and costs after the move
(else there is no debt cover), and quota money in years 3 and 4 instead of 2 and 3 (else the cash turns positive twice,
and no rate of return is certain). When things happen is the same in all scenarios; the inputs in `RANGES` differ.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import relocation as rl
from relocation.project.project import Project

Array = NDArray[np.float64]

YEARS, MONTHS = 30, 120  # the two timelines: 30 years, and 10 years in months

OUTPUTS = (
    "fund_balance.balance",
    "cash.minimum",
    "cash.peak_funding_need",
    "npv",
    "irr",
    "payback",
    "dscr_min",
    "dscr_avg",
    "coverage_multiple",
    "loans.interest_total",
)


class Range(NamedTuple):
    """An input that differs from scenario to scenario, uniformly between two numbers; `step` 1 for whole numbers."""

    path: str
    low: float
    high: float
    step: float = 0.0


def _around(path: str, middle: float, by: float = 0.15) -> Range:
    return Range(path, middle * (1 - by), middle * (1 + by))


RANGES = (
    _around("land_quota.area", 1_536.3),
    Range("land_quota.acceptance", 0.85, 1.0),
    _around("land_quota.price", 97_637.0),
    Range("land_quota.delay", 0, 12, step=1),
    _around("subsidies.resettlement.quantity", 198),
    _around("subsidies.resettlement.rate", 67_000),
    _around("construction.housing.quantity", 27_370),
    _around("construction.housing.rate", 1_700),
    Range("construction.housing.physical_contingency", 0.0, 0.15),
    _around("construction.reclamation.quantity", 1_536.3),
    _around("construction.reclamation.rate", 8_000),
    Range("construction.reclamation.physical_contingency", 0.0, 0.15),
    _around("construction.infrastructure.quantity", 1.0),
    _around("construction.infrastructure.rate", 13_126_600),
    Range("construction.infrastructure.physical_contingency", 0.0, 0.15),
    _around("compensation.brick.quantity", 31_280),
    _around("compensation.brick.rate", 1_500),
    _around("compensation.soil.quantity", 27_761),
    _around("compensation.soil.rate", 1_000),
    _around("purchases.flats.quantity", 27_370),
    _around("purchases.flats.rate", 1_200),
    _around("loans.adbc.principal", 66_000_000),
    Range("loans.adbc.rate", 0.035, 0.06),
    Range("evaluation.discount_rate", 0.03, 0.08),
    _around("income.leases.amount", 12_000_000),
    _around("costs.management.amount", 3_000_000),
)
VARIED = tuple(one.path for one in RANGES)


def project(periods: int) -> Project:
    """The project on 30 yearly or 120 monthly periods."""
    stated = rl.load("lujia").nested()
    stated["published"] = {}
    stated["timeline"]["periods"] = 10
    stated["land_quota"]["receipts"]["first"]["period"] = 3
    stated["land_quota"]["receipts"]["second"]["period"] = 4
    stated["income"] = {"leases": _yearly("Leases", "租金", 12e6)}
    stated["costs"] = {"management": _yearly("Management", "管理费", 3e6)}
    ten_years = Project.build(stated)
    return (
        ten_years.counted_in("month")
        if periods == MONTHS
        else ten_years.replace({"timeline.periods": periods})
    )


def _yearly(en: str, zh: str, amount: float) -> dict[str, Any]:
    return {"label_en": en, "label_zh": zh, "amount": amount, "growth": 0.02, "start": 3, "duration": 0}


def sample(count: int, seed: int = 1) -> Array:
    """Scenarios as columns, shape (len(VARIED), count)."""
    part = np.random.Generator(np.random.Philox(seed)).random((len(RANGES), count))
    return np.array([_drawn(one, row) for one, row in zip(RANGES, part, strict=True)])


def _drawn(one: Range, part: Array) -> Array:
    if one.step:
        return one.low + np.floor(part * (one.high - one.low + one.step))
    return one.low + part * (one.high - one.low)
