"""Simulation against the same scenarios one by one, and the same result whoever works on it."""

from __future__ import annotations

import math

import numpy as np
import pytest

import relocation as rl
from relocation.scenarios.distributions import PERT, Discrete, Distribution, Normal, Triangular
from relocation.scenarios.monte_carlo import simulate

INPUTS: dict[str, Distribution] = {
    "land_quota.price": Triangular(60_000, 97_637, 120_000),
    "construction.housing.rate": PERT(1500, 1700, 2200),
    "land_quota.delay": Discrete((0, 12, 24), (5, 3, 2)),
    "loans.adbc.rate": Normal(0.049, 0.01),
    "loans.adbc.method": Discrete(("equal_principal", "annuity")),
}


def test_a_thousand_scenarios_equal_a_thousand_appraisals() -> None:
    base = rl.load("lujia")
    found = simulate(base, INPUTS, n=1000, seed=7)
    alone = [base.replace(found.scenario(number)).appraise() for number in range(found.n)]
    for key, outcome in found.outcomes.items():
        numbers = np.array([one.number(key) for one in alone])
        known = numbers[~np.isnan(numbers)]
        assert outcome.count == len(known)
        assert outcome.mean == pytest.approx(float(known.mean()), rel=1e-10, abs=1e-6)
        assert outcome.std == pytest.approx(float(known.std(ddof=1)), rel=1e-9, abs=1e-6)
        for share in (0.0, 0.05, 0.5, 0.95, 1.0):
            expected = float(np.quantile(known, share))
            assert outcome.quantile(share).value == pytest.approx(expected, rel=1e-10, abs=1e-6)
    lost = sum(one.number("fund_balance.balance") < -0.005 for one in alone)
    assert [one.count for one in found.broken_rules if one.rule.output == "fund_balance.balance"] == [lost]


def test_a_share_that_cannot_be_is_not_a_number() -> None:
    found = simulate(rl.load("lujia"), INPUTS, n=10, outputs=["npv"])
    assert not math.isnan(found.outcome("npv").mean)
