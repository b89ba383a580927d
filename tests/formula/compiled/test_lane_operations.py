"""What a compiled kernel carries says the same as the operations of the language."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relocation.formula.kernel import lane_operations as lane
from relocation.formula.kernel.lane_operations import add_payments, clear
from relocation.formula.language.arithmetic import PLACES, decimals, payment
from relocation.formula.targets import numpy_operations


@given(st.floats(-1e12, 1e12), st.sampled_from([2.0, *map(float, PLACES.values())]))
@example(1.005, 2.0)
@example(-1.005, 2.0)
@example(-0.001, 2.0)
@example(0.0, 2.0)
def test_decimals_are_rounded_as_everywhere(value: float, places: float) -> None:
    found = lane.decimals(value, places)
    assert found == decimals(value, places) == numpy_operations.decimals(value, places)
    assert math.copysign(1, found) == math.copysign(1, decimals(value, places))


@given(st.floats(0, 1), st.integers(1, 600).map(float), st.floats(-1e9, 1e9))
@example(0.0, 10.0, 100.0)
def test_level_payments_are_those_of_a_loan(rate: float, periods: float, principal: float) -> None:
    wanted = payment(rate, periods, principal)
    assert float(lane.payment(rate, periods, principal)) == pytest.approx(wanted, rel=1e-14)


@pytest.mark.parametrize(
    ("group", "place"),
    [(1.0, 0), (5.0, 4), (0.0, 5), (6.0, 5), (2.5, 5), (-1.0, 5), (math.nan, 5), (1e300, 5)],
)
def test_what_is_no_group_goes_to_the_place_after_the_last(group: float, place: int) -> None:
    assert lane.place_in(group, 5) == place


@pytest.mark.parametrize("pick", [lane.smaller, lane.larger])
def test_what_is_not_a_number_wins(pick: object) -> None:
    assert callable(pick)
    assert math.isnan(pick(math.nan, 1.0))
    assert math.isnan(pick(1.0, math.nan))


@given(
    st.lists(st.floats(-50, 50), min_size=lane.LANES, max_size=lane.LANES)
    | st.floats(-2, 14).map(lambda date: [date] * lane.LANES),
    st.integers(1, 12),
)
@example([2.5] * lane.LANES, 12)
def test_a_payment_is_shared_by_the_periods_around_its_date(dates: list[float], periods: int) -> None:
    work = np.concatenate([np.arange(1.0, lane.LANES + 1), dates])
    series = np.full(periods * 2 * lane.LANES, 7.0)
    clear(series, 2 * lane.LANES, periods)
    add_payments(series, 2 * lane.LANES, periods, work, 0, lane.LANES)
    found = series.reshape(periods, 2, lane.LANES)
    t = np.arange(periods)[:, None]
    np.testing.assert_allclose(
        found[:, 0], work[: lane.LANES] * np.maximum(0, 1 - np.abs(t - np.array(dates)))
    )
    assert (found[:, 1] == 7.0).all()
