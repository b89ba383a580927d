"""NPV, IRR, payback and debt cover against figures from outside: worked examples, numpy-financial, pyxirr, fractions."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy_financial as npf
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.appraisal import Appraisal
from tests.small_village import appraised, series


def with_flow(*flows: float, period: str = "year", rate: float = 0.05, **groups: Any) -> Appraisal:
    """A village whose cash flow before financing is exactly this: one own line for each period."""
    lines = {
        f"flow_{at}": {"kind": "revenue" if flow > 0 else "cost", "amount": abs(float(flow)), "start": at}
        for at, flow in enumerate(flows, start=1)
    }
    return appraised(len(flows), period, other=lines, evaluation={"discount_rate": rate}, **groups)


TEXTBOOK = (-1_200, 300, 300, 350, 400, 400, 600)


@pytest.mark.parametrize(("rate", "npv"), [(0.20, 15.47), (0.21, -17.60)])
def test_npv_of_the_worked_example(rate: float, npv: float) -> None:
    assert with_flow(*TEXTBOOK, rate=rate).number("npv") == pytest.approx(npv, abs=0.005)


def test_irr_and_payback_of_the_worked_example() -> None:
    appraisal = with_flow(*TEXTBOOK)
    assert appraisal.number("irr") == pytest.approx(0.204624, abs=5e-7)
    assert appraisal.internal_rate.status == "unique"
    # 1,200 - 300 - 300 - 350 = 250 are open after three years; 250 of the 400 of the fourth are 0.625 of a year.
    assert appraisal.number("payback") == pytest.approx(3.625, abs=1e-12)


def test_two_rates_are_told_and_none_is_chosen() -> None:
    appraisal = with_flow(-1_000, 2_300, -1_320)
    assert appraisal.internal_rate.status == "multiple"
    assert appraisal.internal_rate.rates == pytest.approx((0.1, 0.2), abs=1e-9)
    assert math.isnan(appraisal.number("irr"))
    assert appraisal.to_record()["indicators"]["irr"] == {"value": None, "status": "multiple"}


def test_a_flow_of_one_sign_has_no_rate() -> None:
    appraisal = with_flow(100, 200)
    assert appraisal.to_record()["indicators"]["irr"] == {"value": None, "status": "none"}


@pytest.mark.parametrize(("period", "months"), [("year", 12), ("quarter", 3), ("month", 1)])
def test_rates_are_yearly_whatever_the_period(period: str, months: int) -> None:
    flows = (-1_000.0, 300.0, 420.0, 680.0)
    appraisal = with_flow(*flows, period=period, rate=0.08)
    per_period = pyxirr.irr(list(flows))
    assert per_period is not None
    assert appraisal.number("irr") == pytest.approx((1 + per_period) ** (12 / months) - 1, rel=1e-9)
    assert appraisal.number("npv") == pytest.approx(npf.npv(1.08 ** (months / 12) - 1, flows), rel=1e-12)
    # 1,000 - 300 - 420 = 280 of the 680 of the third period after the first
    assert appraisal.number("payback") == pytest.approx((2 + 280 / 680) * months / 12, rel=1e-12)


@settings(max_examples=40)
@given(
    spent=st.lists(st.integers(1, 10**6), min_size=1, max_size=4),
    earned=st.lists(st.integers(1, 10**6), min_size=1, max_size=8),
)
def test_where_spending_comes_first_pyxirr_and_numpy_financial_agree(
    spent: list[int], earned: list[int]
) -> None:
    flows = [-float(one) for one in spent] + [float(one) for one in earned]
    appraisal = with_flow(*flows, rate=0.07)
    assert appraisal.number("npv") == pytest.approx(npf.npv(0.07, flows), rel=1e-9, abs=1e-6)
    rate = appraisal.internal_rate.value
    assert appraisal.internal_rate.status == "unique"
    assert rate is not None
    # Judged by what the rate must do; pyxirr, where it finds one, must find the same.
    growth = [one / (1 + rate) ** at for at, one in enumerate(flows)]
    assert sum(growth) == pytest.approx(0, abs=1e-6 * sum(map(abs, growth)))
    theirs = pyxirr.irr(flows)
    if theirs is not None and -0.9 < rate < 10:
        assert rate == pytest.approx(theirs, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("flows", "years"),
    [
        ((-100, 100), 1.0),
        ((-100, 50, 100), 1.5),
        ((-100, 0, 0, 100), 3.0),
        ((-100, 150, -100, 100), 2.5),  # the last time the sum turns positive counts
        ((50, -100, 100), 1.5),
        ((-100, 99), None),
        ((100, 100), None),
        ((100, -50), None),
        ((0, 0), None),
    ],
)
def test_payback_counts_years_from_the_first_period(flows: tuple[float, ...], years: float | None) -> None:
    found = with_flow(*flows).number("payback")
    assert math.isnan(found) if years is None else found == pytest.approx(years, abs=1e-12)


LOAN = {"principal": 1_000.0, "rate": 0.1, "term": 4, "grace": 1, "draw_interest": "full"}


def test_debt_cover_is_taken_where_principal_falls_due() -> None:
    # interest 100, 100, 66.67, 33.33; principal 0, 333.33 three times; flow of the periods -500, 650, 200, 800
    appraisal = with_flow(-500, 650, 200, 800, loans={"bank": LOAN})
    cover = [650 / (1_300 / 3), 200 / 400, 800 / (1_100 / 3)]
    found = series(appraisal, "annual.debt_cover.dscr")
    assert math.isnan(found[0])
    assert found[1:] == pytest.approx(cover, rel=1e-12)
    assert appraisal.number("dscr_min") == pytest.approx(0.5, rel=1e-12)
    assert appraisal.number("dscr_avg") == pytest.approx(sum(cover) / 3, rel=1e-12)
    # cash after year 1 is 1000 - 500 - 100 = 400, after year 2 400 + 650 - 433.33 = 616.67, and 416.67 after year 3
    with_cash = [(400 + 650) / (1_300 / 3), (1_850 / 3 + 200) / 400, (1_250 / 3 + 800) / (1_100 / 3)]
    assert series(appraisal, "annual.debt_cover.dscr_with_cash")[1:] == pytest.approx(with_cash, rel=1e-12)
    assert appraisal.number("dscr.with_cash_min") == pytest.approx(min(with_cash), rel=1e-12)


def test_coverage_counts_all_money_but_the_debt_against_all_debt_service() -> None:
    appraisal = with_flow(-500, 650, 200, 800, loans={"bank": LOAN})
    # (1,150 before financing + 1,000 drawn) / (1,000 principal + 300 interest)
    assert appraisal.number("coverage_multiple") == pytest.approx(2_150 / 1_300, rel=1e-12)


def test_without_debt_its_cover_is_not_available_rather_than_zero_or_infinite() -> None:
    indicators = with_flow(-500, 650).to_record()["indicators"]
    assert {
        indicators[key] for key in ("dscr_min", "dscr_avg", "dscr.with_cash_min", "coverage_multiple")
    } == {None}


def test_a_debt_of_nothing_counts_as_no_debt() -> None:
    appraisal = with_flow(-500, 650, 1, 1, loans={"bank": {**LOAN, "principal": 0.0}})
    assert math.isnan(appraisal.number("coverage_multiple"))
    assert math.isnan(appraisal.number("dscr_min"))


def test_lowest_cash_names_the_first_period_in_which_it_is_reached() -> None:
    appraisal = with_flow(5, -10, 5, -5)
    assert appraisal.number("cash.minimum") == -5
    assert appraisal.number("cash.minimum_period") == 2


def test_discount_factors_fall_from_one_by_the_same_ratio() -> None:
    factors = series(with_flow(1, 1, 1, 1, period="month", rate=0.12), "npv.factor")
    assert factors[0] == 1
    assert [after / before for before, after in pairwise(factors)] == pytest.approx([1.12 ** (-1 / 12)] * 3)
