"""The rates of a block inside a compiled kernel are those that `irr.sure_rate` finds one by one."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from relocation.formula.kernel import rate_search
from relocation.formula.kernel.lane_operations import LANES
from relocation.formula.language.arithmetic import HALF_CENT
from relocation.formula.language.irr import sure_rate
from tests.formula.test_irr_block import DUST_AT_AN_END

PERIODS = 7
PARTS = 7


def rates(flows: np.ndarray) -> np.ndarray:
    """The rates of flows of shape (periods, n), n at most LANES; those that are rare one by one, as a kernel has them."""
    found, rare = searched(flows)
    return np.where(rare, alone(flows), found)


def searched(flows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rates of a block, and which of them are rare; the other lanes of the block have none."""
    periods, count = flows.shape
    block = np.zeros((periods, LANES))
    block[:, :count] = flows
    scratch = np.zeros(rate_search.ROWS * LANES)
    places = [LANES * (2 + at) for at in range(PARTS)]
    with np.errstate(all="ignore"):
        sums = block.cumsum(axis=0)
        dates, received = np.arange(periods)[:, None], np.maximum(block, 0)
        parts = [block, received, block * dates, received * dates]
        rows = [part.sum(axis=0) for part in parts] + [sums.min(axis=0), sums.max(axis=0), turns(sums)]
        work = np.concatenate([np.zeros(2 * LANES), *rows])
        rate_search.find_rates(block.ravel(), LANES, periods, HALF_CENT, scratch, work, 0, LANES, *places)
    return work[:count], work[LANES : LANES + count] > 0


def turns(sums: np.ndarray) -> np.ndarray:
    """How often running sums change their sign; less than half a cent is nothing."""
    found = []
    for column in sums.T:
        signs = [value > 0 for value in column if abs(value) > HALF_CENT]
        found.append(sum(left != right for left, right in pairwise(signs)))
    return np.array(found, dtype=float)


def alone(flows: np.ndarray) -> list[float]:
    return [sure_rate(column.tolist(), HALF_CENT) for column in flows.T]


money = st.integers(-200_000, 200_000).map(lambda cents: cents / 100)
columns = st.lists(st.lists(money, min_size=PERIODS, max_size=PERIODS), min_size=1, max_size=LANES)


@pytest.mark.parametrize("flow", DUST_AT_AN_END)
def test_dust_before_or_after_the_money_is_rare(flow: list[float]) -> None:
    flows = np.array([flow]).T
    np.testing.assert_allclose(rates(flows), alone(flows), rtol=1e-12)
    assert searched(flows)[1] or np.isnan(rates(flows)[0]) or flow[0] == -1000


@pytest.mark.parametrize("mirrored", [False, True])
def test_rates_that_leave_the_range_of_a_float_are_rare(mirrored: bool) -> None:
    flows = np.zeros((600, 3))
    flows[590], flows[591] = [-1.0, -0.02, -100.0], [3.0, 10.0, 1e7]
    flows = flows[::-1] if mirrored else flows
    assert searched(flows)[1].all()


def test_what_happens_every_day_is_not_rare() -> None:
    rng = np.random.default_rng(3)
    flows = np.vstack([-rng.uniform(500, 1000, (3, LANES)), rng.uniform(0, 60, (117, LANES))])
    assert not searched(flows)[1].any()
    assert not searched(flows[::-1])[1].any()
    assert not searched(np.abs(flows))[1].any()


@settings(max_examples=300, deadline=None)
@given(columns)
@example([[-1000, 1100, 0, 0, 0, 0, 0]])
@example([[1000, -1100, 0, 0, 0, 0, 0], [-1000, 500, 500, 0, 0, 0, 0], [0.0] * 7, [5.0] * 7, [-1.0] * 7])
@example([[-1000, 2300, -1320, 0, 0, 0, 0], [-10, 30, -25, 30, 0, 0, 0]])
@example([[-1000, 0, 0, 0, 0, 0, 0.5], [-0.01, 1999.0, 0, 0, 0, 0, 0]])
def test_a_block_finds_what_each_flow_has_alone(drawn: list[list[float]]) -> None:
    flows = np.array(drawn).T
    np.testing.assert_allclose(rates(flows), alone(flows), rtol=1e-9, atol=1e-12)


def test_the_rate_is_that_of_brentq() -> None:
    from scipy.optimize import brentq

    rng = np.random.default_rng(3)
    flows = np.vstack([-rng.uniform(500, 1000, (3, LANES)), rng.uniform(0, 60, (117, LANES))])
    found = rates(flows)
    for column, rate in zip(flows.T, found, strict=True):
        falling = column[::-1]
        wanted = 1 / brentq(lambda x, row=falling: np.polyval(row, x), 0.5, 2.0, xtol=1e-15, rtol=1e-15) - 1
        assert rate == pytest.approx(wanted, abs=1e-12)


def test_flows_of_billions_leave_their_own_rounding_out() -> None:
    """Of 10^13 yuan a few cents are rounding, though more than half a cent."""
    flows = np.array([[-6e13, 6.6e13, 0.02, -0.02, 0, 0, 0]]).T
    np.testing.assert_allclose(rates(flows), alone(flows), rtol=1e-12)


def test_a_flow_that_outgrew_a_float_has_no_rate_and_touches_no_neighbour() -> None:
    flows = np.array([[-1000, 1100, 0, 0, 0, 0, 0], [math.inf, -1, 0, 0, 0, 0, 0], [math.nan] * 7]).T
    found = rates(flows)
    assert found[0] == rates(flows[:, :1])[0]
    assert np.isnan(found[1:]).all()


def test_a_scenario_keeps_its_digits_beside_one_that_takes_more_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    easy, hard = [-1000, 200, 300, 400, 300, 0, 0], [-0.01, 0, 0, 0, 0, 0, 1999.0]
    assert rates(np.array([easy, hard]).T)[0] == rates(np.array([easy]).T)[0]
    monkeypatch.setattr(rate_search, "MOST_STEPS", 1)  # all are bracketed then
    flows = np.array([easy, hard, [1000, -1100, 0, 0, 0, 0, 0]]).T
    np.testing.assert_allclose(rates(flows), alone(flows), rtol=1e-9)
