"""The rows that count the rates: what the workbook shows never contradicts what Python knows."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from relocation.formula.language.book import Book
from relocation.formula.language.expression import PERIOD, LineReference, equals, sum_of, when
from relocation.formula.language.irr import internal_rate_of_return
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT
from relocation.formula.language.rate_of_return import declare_rate_of_return
from relocation.formula.targets.block import compile_block
from relocation.formula.targets.scalar import compile_scalar
from relocation.labels import Label
from tests.formula.sheet import differences, expected, workbook
from tests.spreadsheet_programs import in_process, libreoffice, values_in

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
MONTHLY_BOOK = flow_book(MONTHS)
MONTHLY = compile_scalar(MONTHLY_BOOK)
amount = st.tuples(st.sampled_from([-1, 1]), st.floats(-2, 6)).map(
    lambda drawn: round(drawn[0] * 10 ** drawn[1], 2)
)
# Estimates that overshoot: twenty of Newton's steps are too few from there.
UNFOUND = [
    {0: -1.0, 1: 1.0, 47: -1000.0, 51: 100_000.0},
    {4: 0.95, 11: -0.16, 15: 1.14, 42: 23.71, 48: 678.09, 50: -11_552.32},
]
# The steps leave the rates above -1, and stand still at -1.0126, where (1 + r)^2 is what it is at -0.9874.
ELSEWHERE = {0: -270_535.16, 2: 43.13}


def spread(money: dict[int, float]) -> list[float]:
    return [money.get(period, 0.0) for period in range(MONTHS)]


def monthly_inputs(money: dict[int, float]) -> dict[str, float | str]:
    return {f"flow.{period}": flow for period, flow in enumerate(spread(money), start=1)}


def searched(flows: NDArray[np.float64], guess: NDArray[np.float64]) -> NDArray[np.float64]:
    """Twenty of Newton's steps on the present value, as LibreOffice takes them; NaN where the last is not below 1e-7."""
    rate, dates = guess.copy(), np.arange(len(flows))[:, None]
    step = np.full_like(rate, np.inf)
    with np.errstate(all="ignore"):
        for _ in range(20):
            worth = flows / (1 + rate) ** dates
            step = np.where(
                abs(step) < 1e-7, 0, worth.sum(axis=0) / (-dates * worth / (1 + rate)).sum(axis=0)
            )
            rate = rate - step
    return np.where(abs(step) < 1e-7, rate, np.nan)


@settings(max_examples=500)
@given(st.dictionaries(st.integers(0, MONTHS - 1), amount, min_size=2, max_size=6))
@example({0: -0.01, 49: 14890.41, 51: -0.22, 56: 380.57})
@example({1: 0.46, 7: -0.42, 49: 44.35, 50: -3595.32})
@example({2: -225.93, 12: 0.01, 51: -15531.35, 52: 609994.2})
@example(UNFOUND[0])
@example(UNFOUND[1])
@example(ELSEWHERE)
def test_a_search_ends_at_the_rate_or_at_none(money: dict[int, float]) -> None:
    """A cell shows no rate of -1 or less, which are none."""
    values = MONTHLY(monthly_inputs(money))
    rate, guess = values["irr.per_period"], values["irr.guess"]
    assert isinstance(rate, float)
    if not math.isnan(rate):
        [found] = searched(np.array([spread(money)]).T, np.array([guess], dtype=float))
        assert math.isnan(found) or found <= -1 or found == pytest.approx(rate, abs=1e-6)


def test_hardly_any_search_ends_at_none() -> None:
    """Of rates up to half of the money per month, all but one of two thousand; with an estimate less it is five times as many."""
    rng, flows = np.random.default_rng(0), np.zeros((MONTHS, 20_000))
    for flow in flows.T:
        dates = rng.choice(MONTHS, rng.integers(2, 7), replace=False)
        flow[dates] = np.round(rng.choice([-1, 1], len(dates)) * 10 ** rng.uniform(-2, 6, len(dates)), 2)
    keys = ["irr.per_period", "irr.guess"]
    rate, guess = compile_block(MONTHLY_BOOK, {}, list(MONTHLY_BOOK.inputs), keys, target="numpy")(flows)
    usual = (rate >= -0.2) & (rate <= 0.5)
    found = searched(flows[:, usual], guess[usual])
    missed = ~(abs(found - rate[usual]) <= 1e-6)
    assert usual.sum() > 4000
    assert missed.sum() <= usual.sum() / 2000


def test_a_spreadsheet_that_finds_no_rate_says_so(tmp_path: Path) -> None:
    """LibreOffice on flows that its search does not lead to their rate: n/a, and never another number."""
    drawn = {f"flow{number}": one for number, one in enumerate([*UNFOUND, ELSEWHERE, {0: -100.0, 12: 130.0}])}
    books = {name: workbook(MONTHLY_BOOK, monthly_inputs(money)) for name, money in drawn.items()}
    shown = {}
    for name, file in libreoffice(books, tmp_path).items():
        wanted = expected(MONTHLY_BOOK, MONTHLY(monthly_inputs(drawn[name])))
        shown[name] = [found for _, found in differences(wanted, values_in(file)).values()]
    assert shown == {
        "flow0": [NOT_AVAILABLE_TEXT],
        "flow1": [NOT_AVAILABLE_TEXT],
        "flow2": [NOT_AVAILABLE_TEXT],
        "flow3": [],
    }
