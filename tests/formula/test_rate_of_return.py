"""The rows that count the rates: what the workbook shows never contradicts what Python knows."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from relocation.formula.language.book import Book
from relocation.formula.language.expression import PERIOD, LineReference, equals, sum_of, when
from relocation.formula.language.irr import internal_rate_of_return
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT
from relocation.formula.language.rate_of_return import declare_rate_of_return
from relocation.formula.targets.block import compile_block
from relocation.formula.targets.scalar import compile_scalar
from relocation.labels import Label
from tests.formula.sheet import differences, expected, workbook
from tests.spreadsheet_programs import in_process

NAME = Label("flow", "净流量")
PERIODS = 6


def flow_book(periods: int) -> Book:
    """A book whose flow is given period by period."""
    book = Book(periods)
    given_flows = [book.input(f"flow.{period}", NAME, "yuan") for period in range(1, periods + 1)]
    parts = (when(equals(PERIOD, period), one) for period, one in enumerate(given_flows, start=1))
    flow = book.line("flow", NAME, "yuan", sum_of(parts))
    so_far = LineReference("so_far")
    book.line("so_far", NAME, "yuan", so_far.previous + flow)
    declare_rate_of_return(book, "irr", flow, so_far)
    return book


BOOK = flow_book(PERIODS)
RUN = compile_scalar(BOOK)
BLOCK = compile_block(BOOK, {}, list(BOOK.inputs), ["irr.per_period"], target="numpy")


def inputs(flows: list[float]) -> dict[str, float | str]:
    padded = [*flows, *[0.0] * PERIODS][:PERIODS]
    return {f"flow.{period}": value for period, value in enumerate(padded, start=1)}


def rate_and_count(flows: list[float]) -> tuple[float, float]:
    values = RUN(inputs(flows))
    rate, count = values["irr.per_period"], values["irr.possible_rates"]
    assert isinstance(rate, float)
    assert isinstance(count, float)
    return rate, count


@pytest.mark.parametrize(
    ("flows", "rate", "count"),
    [
        ([-1000, 1100], 0.1, 1),
        ([-1000, 500, 500], 0.0, 1),
        ([-100, 0, 50], 0.5**0.5 - 1, 1),
        ([-1200, 300, 300, 350, 400, 400], None, 1),
        ([-100, 60, -10, 80], None, 1),  # the flow changes sign three times, the money so far once
        (
            [-1000, 2300, -1320],
            math.nan,
            4,
        ),  # at most: two above 0 by the money so far, two below by the money to come
        ([0, 0], math.nan, 0),
        ([5, 6], math.nan, 0),
        ([-5, 0, -6], math.nan, 0),
        ([0.001, -0.001], math.nan, 0),  # less than half a cent is nothing
    ],
    ids=str,
)
def test_the_rows_count_the_rates(flows: list[float], rate: float | None, count: float) -> None:
    found, counted = rate_and_count(flows)
    assert counted == count
    if rate is None:
        rate = internal_rate_of_return(flows).value
    assert found == pytest.approx(rate, abs=1e-12, nan_ok=True)


money = st.integers(-200_000, 200_000).map(lambda cents: cents / 100)


@settings(max_examples=400)
@given(st.lists(money, min_size=1, max_size=PERIODS))
@example([-10, 30, -25, 30])
@example([-100.0, 200.0, -100.0])
def test_a_shown_rate_is_the_only_one(flows: list[float]) -> None:
    found, counted = rate_and_count(flows)
    known = internal_rate_of_return(flows)
    if math.isnan(found):
        assert counted != 1
    else:
        assert known.status == "unique"
        assert found == pytest.approx(known.rates[0], abs=1e-9)
    assert counted >= len(known.rates)


@settings(max_examples=100)
@given(st.lists(money, min_size=2, max_size=PERIODS))
@example([0.01, 0.01, -3.6])  # small money early and large money late: the mean dates tell little
@example([0.01, 0.0, -1.22, 0.01, -0.01])
@example([-0.34, 0.01, -0.01, -1.27, 85547.16, 115.72])
@example([377.44, 0.24, -117210.92, 215.65, 58002.98, -117242.54])
def test_a_spreadsheet_finds_the_shown_rate_from_the_first_estimate(flows: list[float]) -> None:
    """Unless nearly all is lost or a hundredfold gained: there its search may give up, and the cell says n/a instead of an error."""
    values = RUN(inputs(flows))
    wanted = expected(BOOK, values)
    wrong = differences(wanted, in_process(workbook(BOOK, inputs(flows)), wanted))
    rate = values["irr.per_period"]
    assert isinstance(rate, float)
    assert list(wrong.values()) in ([], [(rate, NOT_AVAILABLE_TEXT)] if not -0.9 <= rate <= 100 else [])
    column = np.array([list(inputs(flows).values())], dtype=float).T
    assert BLOCK(column)[0] == pytest.approx([rate], nan_ok=True)


MONTHS = 60
amount = st.tuples(st.sampled_from([-1, 1]), st.floats(-2, 6)).map(
    lambda one: round(one[0] * 10 ** one[1], 2)
)


@settings(max_examples=500)
@given(st.dictionaries(st.integers(0, MONTHS - 1), amount, min_size=2, max_size=6))
@example({0: -0.01, 49: 14890.41, 51: -0.22, 56: 380.57})
@example({1: 0.46, 7: -0.42, 49: 44.35, 50: -3595.32})
@example({2: -225.93, 12: 0.01, 51: -15531.35, 52: 609994.2})
def test_twenty_steps_find_a_rate_of_many_periods(money: dict[int, float]) -> None:
    """LibreOffice takes twenty of Newton's steps and gives up. Rates up to half of the money per month are looked at."""
    flows = [money.get(period, 0.0) for period in range(MONTHS)]
    values = MONTHLY({f"flow.{period}": flow for period, flow in enumerate(flows, start=1)})
    rate, guess = values["irr.per_period"], values["irr.guess"]
    assert isinstance(rate, float)
    assert isinstance(guess, float)
    if -0.2 <= rate <= 0.5:
        assert newton(flows, guess) == pytest.approx(rate, abs=1e-6)


MONTHLY = compile_scalar(flow_book(MONTHS))


def newton(flows: list[float], rate: float, steps: int = 20) -> float:
    """Newton's method on the present value, as spreadsheets apply it."""
    for _ in range(steps):
        value = sum(flow / (1 + rate) ** date for date, flow in enumerate(flows))
        slope = sum(-date * flow / (1 + rate) ** (date + 1) for date, flow in enumerate(flows))
        rate -= value / slope
    return rate
