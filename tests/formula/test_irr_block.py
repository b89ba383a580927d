"""The rates of return of many flows at once: against brentq, against the search of one, and each lane by itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import brentq

from relocation.formula.language.irr import sure_rate
from relocation.formula.targets import irr_block
from relocation.formula.targets.irr_block import sure_rates

Floats = NDArray[np.float64]


def projects(periods: int, count: int, seed: int) -> Floats:
    """Money out for some periods, then money in: one rate each, shape (periods, count)."""
    rng = np.random.default_rng(seed)
    flows = rng.uniform(0, 10, (periods, count)) * 10 ** rng.uniform(0, 6, (periods, count))
    turn = rng.integers(1, periods, count)
    flows[np.arange(periods)[:, None] < turn] *= -1
    return np.round(flows * np.where(rng.random(count) < 0.2, -1, 1), 2)


def by_brentq(flows: Floats) -> float:
    """The rate by another library: the root x = 1 / (1 + r) of the flows, or 1 + r where that is below 1."""
    turned = flows.sum() * flows[np.flatnonzero(flows)[0]] > 0  # the sums do not change their sign: below 0
    falling = flows if turned else flows[::-1]
    root = brentq(lambda x: np.polyval(falling, x), 0.0, 1.0, xtol=1e-300, rtol=4 * np.finfo(float).eps)
    return root - 1 if turned else 1 / root - 1


@pytest.mark.parametrize("periods", [2, 6, 30, 120])
def test_brentq_finds_the_same_rate(periods: int) -> None:
    flows = projects(periods, 500, periods)
    found = sure_rates(flows, 0.005)
    assert np.isfinite(found).mean() > 0.9
    for rate, flow in zip(found, flows.T, strict=True):
        if math.isfinite(rate):
            assert rate == pytest.approx(by_brentq(flow), rel=1e-12, abs=1e-12)


money = st.integers(-200_000, 200_000).map(lambda cents: cents / 100)


@settings(max_examples=300)
@given(
    st.integers(1, 9).flatmap(
        lambda size: st.lists(st.lists(money, min_size=size, max_size=size), min_size=1, max_size=7)
    )
)
def test_each_of_many_is_as_if_alone(flows: list[list[float]]) -> None:
    found = sure_rates(np.array(flows).T, 0.005)
    alone = [sure_rate(one, 0.005) for one in flows]
    assert found.tolist() == pytest.approx(alone, rel=1e-12, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_high_rate_after_many_empty_periods(mirrored: bool) -> None:
    """x^T is too small for a float here, with x = 1 / (1 + r)."""
    flows = np.zeros((600, 3))
    flows[590], flows[591] = [-1.0, -0.02, -100.0], [3.0, 10.0, 1e7]
    rates = np.array([2.0, 499.0, 99_999.0])
    if mirrored:
        flows, rates = flows[::-1], 1 / (1 + rates) - 1
    assert sure_rates(flows, 0.005).tolist() == pytest.approx(rates, rel=1e-12, abs=1e-12)


DUST_AT_AN_END = [
    [0.004, -1000, 1100, 0],
    [0, -1000, 1100, -0.004],
    [-2e-15, 0, 8.5, -5e7],
    [-1e-12, 50, -20, 0.003],
    [0.001, -0.001, 0, 0],
    [-1000, 0.001, 1100, 0],
    [0.1, -1e9, 1.1e9, 0],
    [0, -1e9, 1.1e9, -0.1],
]


def test_dust_before_and_after_the_money_is_treated_as_in_one_alone() -> None:
    found = sure_rates(np.array(DUST_AT_AN_END, dtype=float).T, 0.005)
    alone = [sure_rate(one, 0.005) for one in DUST_AT_AN_END]
    assert found.tolist() == pytest.approx(alone, rel=1e-12, nan_ok=True)


def test_many_cannot_tell_what_one_cannot() -> None:
    flows = [
        [-1000, 2300, -1320],
        [1, -1, 1],
        [-1, 6, -11],
        [0, 0, 0],
        [5, 0, 6],
        [-5, 0, -6],
    ]
    assert np.isnan(sure_rates(np.array(flows, dtype=float).T, 0.005)).all()


def test_what_is_no_number_touches_no_neighbour() -> None:
    flows = projects(30, 64, 3)
    clean = sure_rates(flows, 0.005)
    for place, value in enumerate([math.nan, math.inf, -math.inf, 1e308, -1e308, 1e-320, 0.0]):
        flows[place % 30, 5 * place] = value
        flows[:, 5 * place + 1] = value
    spoilt = sure_rates(flows, 0.005)
    others = [place for place in range(64) if place % 5 > 1 or place > 31]
    assert spoilt[others].tolist() == clean[others].tolist()
    assert np.isnan(spoilt[[0, 1, 5, 6, 10, 11, 16, 21, 31]]).all()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_any_number_of_flows(count: int) -> None:
    flows = projects(12, 8, 5)
    assert sure_rates(flows[:, :count], 0.005).tolist() == sure_rates(flows, 0.005)[:count].tolist()


def test_the_flow_handed_in_is_left_as_it_is() -> None:
    flows = projects(12, 8, 5)
    before = flows.copy()
    sure_rates(flows, 0.005)
    assert flows.tolist() == before.tolist()


@pytest.mark.parametrize("periods", [2, 30, 120, 600])
def test_a_step_that_has_arrived_is_not_sent_back_into_the_bracket(
    periods: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bracket shrinks onto the root too, so the last step may round to outside of it. Halving would then go on."""
    rng = np.random.default_rng(periods)
    flows = rng.uniform(50, 100, (periods, 500))
    flows[np.arange(periods)[:, None] < rng.integers(1, max(2, periods // 3), 500)] *= -2
    evaluations: list[int] = []

    def counted(falling: Floats, x: Floats) -> tuple[Floats, Floats]:
        evaluations.append(len(x))
        return value(falling, x)

    value = irr_block._value
    monkeypatch.setattr(irr_block, "_value", counted)
    assert np.isfinite(irr_block.sure_rates(flows)).all()
    assert len(evaluations) <= 10
