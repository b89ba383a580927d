"""The rate of return against published figures, another library, exact fractions and Sturm's exact count of roots."""

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy_financial as npf
import pytest
import pyxirr
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from relocation.formula.language import irr
from relocation.formula.language.irr import internal_rate_of_return, sure_rate

TEXTBOOK = [-1200, 300, 300, 350, 400, 400, 600]


def test_the_textbook_flow_has_the_printed_value_and_rate() -> None:
    assert npf.npv(0.20, TEXTBOOK) == pytest.approx(15.47, abs=0.005)
    assert npf.npv(0.21, TEXTBOOK) == pytest.approx(-17.60, abs=0.005)
    found = internal_rate_of_return(TEXTBOOK)
    assert (found.status, found.value) == ("unique", pytest.approx(0.204624, abs=5e-7))


def test_two_rates_are_both_told_and_none_is_picked() -> None:
    # -1000 (1 + r)^2 + 2300 (1 + r) - 1320 = -1000 (r - 0.1)(r - 0.2)
    found = internal_rate_of_return([-1000, 2300, -1320])
    assert found.status == "multiple"
    assert found.rates == pytest.approx([0.1, 0.2], abs=1e-12)
    assert found.value is None
    assert math.isnan(sure_rate([-1000, 2300, -1320]))


@pytest.mark.parametrize(
    "flows",
    [[], [0, 0, 0], [5], [100, 20, 3], [-1, 0, -2], [1, -1, 1], [math.nan, -1, 2], [-1, math.inf]],
    ids=str,
)
def test_there_is_no_rate(flows: list[float]) -> None:
    assert internal_rate_of_return(flows) == irr.InternalRate("none", ())
    assert math.isnan(sure_rate(flows))


@pytest.mark.parametrize(
    ("flows", "rates"),
    [
        ([-100, 60, 40], [0.0]),
        ([-1000, 2200, -1210], [0.1]),  # a double root counts once
        ([-100, 0, 0, 50], [0.5 ** (1 / 3) - 1]),
        ([0, 0, -100, 110, 0], [0.1]),  # zeros at the ends change nothing
        ([-1e-9, 1e3], [1e12 - 1]),
        ([-1e9, 1.1e9], [0.1]),
        ([-1e9] * 3 + [1e9] * 3, [0.0]),
        ([-1, 6, -11, 6], [0.0, 1.0, 2.0]),
        ([-6, 11, -6, 1], [-2 / 3, -1 / 2, 0.0]),
    ],
    ids=str,
)
def test_rates_known_by_hand(flows: list[float], rates: list[float]) -> None:
    found = internal_rate_of_return(flows)
    assert found.status == ("unique" if len(rates) == 1 else "multiple")
    assert found.rates == pytest.approx(rates, rel=1e-11, abs=1e-11)


def test_dust_in_the_total_leaves_the_rate_at_zero() -> None:
    assert sure_rate([-0.3, 0.1, 0.2]) == pytest.approx(0, abs=1e-15)
    assert sure_rate([-100.0, 60.0, 40.004], dust=0.005) == pytest.approx(0.004 / 140, rel=1e-3)


def conventional(most: int = 120) -> st.SearchStrategy[list[float]]:
    """Spending, then income: one change of sign, so exactly one rate."""
    money = st.floats(1, 1e7)
    spent = st.lists(money.map(lambda x: -x), min_size=1, max_size=most // 3)
    return st.tuples(spent, st.lists(money, min_size=1, max_size=most - most // 3)).map(
        lambda two: two[0] + two[1]
    )


@settings(max_examples=300)
@given(conventional())
@example([-1.0, -5276819.0, 7.0])
def test_pyxirr_finds_the_same_rate_where_there_is_one(flows: list[float]) -> None:
    """Where it stops early, near the loss of everything, what is left at our rate is less, in exact fractions."""
    ours = sure_rate(flows)
    assert internal_rate_of_return(flows).value == ours
    theirs = pyxirr.irr(flows, guess=ours)
    assume(theirs is not None and abs(ours) < 100)
    if ours != pytest.approx(theirs, rel=1e-10, abs=1e-10):
        assert abs(worth(Fraction(ours), flows)) < abs(worth(Fraction(theirs), flows))
        assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-8)


def worth(rate: Fraction, flows: list[float]) -> Fraction:
    return sum((Fraction(flow) / (1 + rate) ** at for at, flow in enumerate(flows)), Fraction())


@settings(max_examples=100)
@given(conventional())
def test_the_worth_in_exact_fractions_changes_sign_at_the_rate(flows: list[float]) -> None:
    rate = Fraction(sure_rate(flows))
    gap = Fraction(1, 10**12) * max(1, rate)
    assume(1 + rate > gap)
    below, above = (1 / (1 + rate + gap), 1 / (1 + rate - gap))
    exact = [Fraction(flow) for flow in flows]
    assert _exact_value(exact, below) < 0 < _exact_value(exact, above)


def _exact_value(coefficients: list[Fraction], x: Fraction) -> Fraction:
    value = Fraction(0)
    for coefficient in reversed(coefficients):
        value = value * x + coefficient
    return value


def _remainder(dividend: list[Fraction], divisor: list[Fraction]) -> list[Fraction]:
    """Coefficients from the highest power down."""
    rest = [*dividend]
    while len(rest) >= len(divisor):
        factor = rest[0] / divisor[0]
        rest = [a - factor * b for a, b in zip(rest, [*divisor, *[Fraction(0)] * len(rest)], strict=False)][
            1:
        ]
    while rest and rest[0] == 0:
        rest = rest[1:]
    return rest


def positive_roots(flows: list[int]) -> int:
    """How many different positive roots a polynomial has: Sturm's theorem, in fractions."""
    first = [Fraction(flow) for flow in flows]
    while first and first[0] == 0:
        first = first[1:]
    while first and first[-1] == 0:
        first = first[:-1]
    degree = len(first) - 1
    if degree < 1:
        return 0
    chain = [first, [value * (degree - place) for place, value in enumerate(first[:-1])]]
    while len(chain[-1]) > 1 and (rest := _remainder(chain[-2], chain[-1])):
        chain.append([-value for value in rest])
    at_zero, at_infinity = ([row[end] for row in chain] for end in (-1, 0))
    return _changes(at_zero) - _changes(at_infinity)


def _changes(values: list[Fraction]) -> int:
    return sum(a * b < 0 for a, b in pairwise([value for value in values if value]))


@settings(max_examples=1000)
@given(st.lists(st.integers(-12, 12), min_size=1, max_size=9))
@example([-1000, 2200, -1210])
@example([1, -2, 1])
@example([-1, 3, -3, 1])
@example([1, 0, -2, 0, 1])
@example([-1, 2, -2, 1])
def test_the_status_says_how_many_rates_sturm_counts(flows: list[int]) -> None:
    found = internal_rate_of_return(flows)
    assert len(found.rates) == positive_roots(flows)
    assert found.status == {0: "none", 1: "unique"}.get(len(found.rates), "multiple")
    sure = sure_rate(flows)
    assert math.isnan(sure) or found.rates == (sure,)


def test_sturm_counts_what_is_known_by_hand() -> None:
    assert [positive_roots(one) for one in ([1, -3, 2], [1, -2, 1], [1, 0, 1], [-1, 6, -11, 6], [0, 5, 0])] == [
        2, 1, 0, 3, 0,
    ]  # fmt: skip


@settings(max_examples=40)
@given(
    st.lists(st.integers(-100_000_000, 100_000_000).map(lambda cents: cents / 100), min_size=30, max_size=150)
)
def test_every_rate_of_an_unruly_flow_is_one(flows: list[float]) -> None:
    for rate in internal_rate_of_return(flows).rates:
        x = Fraction(1 / (1 + rate))
        exact = [Fraction(flow) for flow in flows]
        gap = x * Fraction(1, 10**6)
        assert _exact_value(exact, x - gap) * _exact_value(exact, x + gap) <= 0


def monthly(periods: int, tail: float = 2.5e5) -> list[float]:
    building = periods // 10
    return [-1e6] * building + [2.5e5] * (periods - 2 * building) + [tail] * building


def test_dust_before_and_after_the_money_makes_no_rate_of_its_own() -> None:
    # 0.004 - 1000 x + 1100 x^2 = 0 near x = 1 / 1.1, and its other root near x = 4e-6
    expected = (1000 + math.sqrt(1000**2 - 4 * 1100 * 0.004)) / 2200
    assert sure_rate([0.004, -1000, 1100], 0.005) == pytest.approx(1 / expected - 1, rel=1e-12)
    # -2e-15 x + 8.5 x^6 - 3.7e6 x^7 is below zero for all x between 0 and 1
    flows = [-2e-15, 0, 0, 0, 0, 8.5, -3.7e6]
    assert all(
        sum(flow * x**date for date, flow in enumerate(flows)) < 0 for x in (1e-9, 1e-6, 1e-4, 0.01, 1)
    )
    assert math.isnan(sure_rate(flows, 0.005))


class Work:
    """Counts how often the solver works a polynomial out, and how often it moves one to another interval."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.values = self.moves = 0
        value, shifted = irr._value, irr._shifted

        def counted_value(*arguments: Any) -> Any:
            self.values += 1
            return value(*arguments)

        def counted_move(*arguments: Any) -> Any:
            self.moves += 1
            return shifted(*arguments)

        monkeypatch.setattr(irr, "_value", counted_value)
        monkeypatch.setattr(irr, "_shifted", counted_move)


# Newton's method doubles the right digits of a root with every step: 53 binary ones take six steps from the first of
# them, and a few before that to come near.
STEPS = 10


def test_a_tenth_of_a_yuan_beside_a_thousand_million_is_money_and_what_floats_lose_is_not() -> None:
    # 1.1e9 x^2 - 1e9 x + 0.1 = 0 at x = 1 / 1.1 and, to ten digits, at x = 1e-10: a second rate.
    found = internal_rate_of_return([0.1, -1e9, 1.1e9])
    assert found.status == "multiple"
    assert found.rates == pytest.approx([0.1, 1e10 - 1], rel=1e-8)
    assert math.isnan(sure_rate([0.1, -1e9, 1.1e9]))
    # A double keeps 16 digits: of sums of 2.1e9, 1e-7 is beyond them.
    assert sure_rate([1e-7, -1e9, 1.1e9]) == pytest.approx(0.1, rel=1e-12)


@pytest.mark.parametrize("periods", [120, 360, 600])
def test_thirty_and_fifty_years_of_months_are_no_trouble(
    periods: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, flows = Work(monkeypatch), monthly(periods)
    assert sure_rate(flows) == pytest.approx(pyxirr.irr(flows), abs=1e-12)
    assert work.values <= STEPS
    # Clearing the site at the end costs most of what came in: a second rate appears.
    ending = monthly(periods, tail=-0.9e6)
    work.values = 0
    found = internal_rate_of_return(ending)
    assert work.moves <= 2 * len(found.rates)
    assert work.values <= STEPS * len(found.rates)
    assert found.status == "multiple"
    assert [npf.npv(rate, ending) for rate in found.rates] == pytest.approx([0] * len(found.rates), abs=1)


def test_a_solver_that_stops_halfway_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(irr, "range", lambda _: iter([0]), raising=False)
    assert sure_rate(monthly(120)) != pytest.approx(pyxirr.irr(monthly(120)), abs=1e-12)
