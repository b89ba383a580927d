"""What the formulas of a page call, beside exact arithmetic and beside Python: powers, sums, dates, rounding, rates of return."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import quickjs
from hypothesis import example, given
from hypothesis import strategies as st

from relocation.formula.language.arithmetic import HALF_CENT, decimals, payment
from relocation.formula.language.irr import internal_rate_of_return, sure_rate
from relocation.formula.targets.javascript import inner_script
from relocation.formula.targets.scalar import CALLED
from tests.formula.javascript_run import REFUSED, TRANSFER, bits, numbers, words

SHOWN = """
const inside = {
  power, payment, toDecimals, monthAfter, wholeBelow, signOf, ratesOfReturn,
  sum: (...row) => sumOfList(row),
  lowest: (...row) => lowestOf([0, ...row]),
  rate: (...flows) => sureRate([0, ...flows]),
};
function callInWords(name, given) {
  return JSON.parse(given).map((row) => {
    try {
      return wordsOf([inside[name](...numbersOf(row))]);
    } catch (error) {
      if (error instanceof RangeError) return "refused";
      throw error;
    }
  }).join(" ");
}
"""
EXACT = Context(prec=60, Emax=10**9, Emin=-(10**9))
finite = st.floats(allow_nan=False, allow_infinity=False)
money = st.one_of(st.floats(-1e9, 1e9), st.integers(-(10**6), 10**6).map(float), finite)


@cache
def inner() -> Any:
    """An engine with what the script keeps to itself."""
    made = quickjs.Context()
    made.eval(inner_script())
    made.eval(TRANSFER + SHOWN)
    return made


def called(name: str, *rows: Sequence[float]) -> list[float | str]:
    """What a function of the script gives for each row of arguments."""
    inner().set("given", json.dumps([words(row) for row in rows]))
    texts = inner().eval(f"callInWords({json.dumps(name)}, given)").split(" ")
    return [text if text == REFUSED else numbers(text)[0] for text in texts]


def in_python(function: Any, *row: float) -> float | str:
    """What the same comes to in Python, or that it is refused."""
    try:
        return float(function(*row))
    except (ArithmeticError, ValueError):
        return REFUSED


def same(one: float | str, other: float | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return bits(one) == bits(other)


# ---- powers ----


def powers(count: int) -> Iterator[tuple[float, float]]:
    """Growth over whole and broken periods, and what reaches the ends of what a number can be."""
    draw = random.Random(13)
    for _ in range(count):
        growth = 1 + draw.uniform(-0.3, 0.3)
        yield growth, float(draw.randint(-600, 600))
        yield growth, draw.choice((1 / 12, 0.25, 12.0, draw.uniform(-50, 50)))
        yield 1 + draw.choice((-1, 1)) * 10 ** draw.uniform(-16, -3), draw.uniform(-1e9, 1e9)
        base = 10 ** draw.uniform(-300, 300)
        yield base, draw.uniform(-307, 307) / math.log10(base)
        yield base, draw.uniform(-324, -307) / math.log10(base)  # hardly anything is left of it
        yield float(draw.randint(2, 99)), float(draw.randint(2, 12))


def exact_power(x: float, y: float) -> float:
    return float(EXACT.power(Decimal(x), Decimal(y)))


def test_a_power_is_right_to_the_last_digit() -> None:
    rows = list(powers(400))
    given = called("power", *rows)
    wrong = [
        (x, y, value)
        for (x, y), value in zip(rows, given, strict=True)
        if not same(value, exact_power(x, y) if math.isfinite(exact_power(x, y)) else REFUSED)
    ]
    assert wrong == []


def test_a_power_half_way_between_two_numbers_goes_to_the_even_one() -> None:
    rows = [(1 + part * 2.0**-18, 3.0) for part in range(1, 200)] + [
        (2.0**27 + 1 + 2 * n, 2.0) for n in range(50)
    ]
    wanted = [float(Fraction(x) ** int(y)) for x, y in rows]
    assert called("power", *rows) == wanted


@pytest.mark.parametrize(
    "x", [0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, math.inf, -math.inf, math.nan, 1e300, 5e-324]
)
@pytest.mark.parametrize("y", [0.0, 1.0, -1.0, 2.0, 3.0, -3.0, math.inf, -math.inf, math.nan, 1e300, -1e300])
def test_a_power_of_no_ordinary_number_is_as_in_python(x: float, y: float) -> None:
    assert same(called("power", (x, y))[0], in_python(lambda a, b: a**b, x, y))


# ---- sums ----


@given(st.lists(st.one_of(money, st.floats()), max_size=30))
@example([1e308, 1e308, -1e308])
@example([1.0, 1e100, 1.0, -1e100])
@example([1e16, 1.0, 2.0**-60])
@example([2.0**53, 1.0, 2.0**-100])
@example([math.inf, -math.inf])
@example([-0.0])
def test_a_sum_is_rounded_once(row: list[float]) -> None:
    assert same(called("sum", row)[0], in_python(math.fsum, row))


@given(st.lists(st.one_of(money, st.just(math.nan)), max_size=9))
def test_the_lowest_number_is_one_that_is_available(row: list[float]) -> None:
    assert same(called("lowest", row)[0], CALLED["lowest"]([0.0, *row]))


# ---- other operations ----


@given(money, st.sampled_from((2.0, 3.0, 6.0)))
@example(1.005, 2.0)
@example(-0.0049999, 2.0)
@example(2.5, 2.0)
def test_decimals_are_those_of_python(value: float, places: float) -> None:
    assert same(called("toDecimals", (value, places))[0], in_python(decimals, value, places))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -0.0])
def test_decimals_of_no_ordinary_number(value: float) -> None:
    assert same(called("toDecimals", (value, 6.0))[0], in_python(decimals, value, 6.0))


@given(st.floats(-800_000, 3_100_000), st.floats(-13_000, 13_000))
@example(-693_593.0, -1.0)
@example(2_958_465.0, 1.0)
@example(43_861.0, 1.0)
@example(math.nan, 1.0)
@example(1e308, 1e308)
def test_a_month_after_a_day_is_that_of_the_calendar(day: float, months: float) -> None:
    assert same(called("monthAfter", (day, months))[0], in_python(CALLED["month_after"], day, months))


@given(
    st.one_of(st.floats(-0.5, 1), st.floats()), st.one_of(st.integers(1, 600).map(float), st.floats()), money
)
@example(0.0, 0.0, 1.0)
@example(-1.0, 12.0, 1.0)
@example(1e-300, 1e-30, 1.0)
def test_a_level_payment_is_that_of_python(rate: float, periods: float, principal: float) -> None:
    given, wanted = (
        called("payment", (rate, periods, principal))[0],
        in_python(payment, rate, periods, principal),
    )
    if isinstance(given, str) or isinstance(wanted, str) or not math.isfinite(wanted):
        assert same(given, wanted)
    else:
        assert math.isclose(given, wanted, rel_tol=4e-15)


# ---- rates of return ----

flows = st.lists(st.one_of(st.integers(-5, 5).map(float), st.floats(-1e6, 1e6)), min_size=1, max_size=12)


@given(flows)
def test_the_rate_of_a_line_is_that_of_python(row: list[float]) -> None:
    [given], wanted = called("rate", row), in_python(sure_rate, row, HALF_CENT)
    if isinstance(given, str) or isinstance(wanted, str) or wanted != wanted:
        assert same(given, wanted)
    else:
        assert math.isclose(1 + given, 1 + wanted, rel_tol=4e-15)


@given(flows)
@example([-1000.0, 2300.0, -1320.0])
@example([-1.0, 3.0, -2.5])
@example([1.0, -3.0, 3.0, -1.0])
@example([-1.0, 1.0])
@example([-2.0, 0.0, 0.0, 1.0])
@example([0.0, 0.0])
@example([1e-300, -1e300, 1e-300])
@example([-1.0, 6.0, -11.0, 6.0])
@example([8.0, -2.0, -1.0] * 3)
def test_all_rates_of_return_and_their_status_are_those_of_python(row: list[float]) -> None:
    wanted = internal_rate_of_return(row)
    status, rates = all_rates(row)
    assert status == wanted.status
    assert [1 + rate for rate in rates] == pytest.approx([1 + rate for rate in wanted.rates], rel=4e-15)


def all_rates(row: Sequence[float], times: str = "undefined") -> tuple[str, tuple[float, ...]]:
    """The status and the rates of some flows."""
    inner().set("row", json.dumps(words([0.0, *row])))
    inner().eval(f"var told = ratesOfReturn(numbersOf(JSON.parse(row)), {times})")
    return inner().eval("told.status"), numbers(inner().eval("wordsOf(told.rates)"))


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ([-1.0, 1.01], ("unique", (1.01**12 - 1,))),
        ([-1000.0, 2300.0, -1320.0], ("multiple", (1.1**12 - 1, 1.2**12 - 1))),
        ([-1e-100, 1.0], ("none", ())),  # a rate per period, and too large for one a year
        ([1.0, 1.0], ("none", ())),
        ([-1.0, 1e-30], ("unique", (-1.0,))),
    ],
)
def test_rates_of_twelve_periods_in_one(row: list[float], wanted: tuple[str, tuple[float, ...]]) -> None:
    status, rates = all_rates(row, "12")
    assert status == wanted[0]
    assert rates == pytest.approx(wanted[1], rel=1e-12)


# ---- the engine itself ----


@given(finite)
def test_the_engine_reads_and_writes_numbers_as_they_are(number: float) -> None:
    inner().set("text", repr(number))
    assert bits(float(inner().eval("String(Number(text))"))) == bits(number + 0.0)
    assert same(numbers(inner().eval("wordsOf([Number(text)])"))[0], number)
