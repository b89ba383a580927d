"""What own capital puts in and gets: its flow by hand, its value and rate by other programs, what of it no loan pays for."""

from __future__ import annotations

from typing import Any

import numpy_financial as npf
import pytest
import pyxirr

from relocation.appraisal import Appraisal
from tests.items.test_loan_cash import flows, near
from tests.small_village import appraised, series

LOAN = {"principal": 26.4e6, "rate": 0.05, "term": 8, "method": "annuity", "draw_interest": "none"}
BUILT = {"works": {"kind": "cost", "amount": 66e6}}
CAPITAL = {"own": {"kind": "capital", "amount": 39.6e6}}


def village(**more: Any) -> Appraisal:
    """66 million of works in year 1, 26.4 of loan, 7.76 million a year from year 2 on."""
    income = {"rent": {"amount": 7.76e6, "start": 2}}
    groups = {
        "loans": {"bank": LOAN},
        "other": BUILT,
        "income": income,
        "evaluation": {"discount_rate": 0.04},
    }
    return appraised(9, **{**groups, **more})


def test_capital_puts_in_what_the_loan_does_not_and_gets_what_service_leaves() -> None:
    found = village(other={**BUILT, **CAPITAL})
    service = -npf.pmt(0.05, 8, 26.4e6)
    expected = [-39.6e6, *[7.76e6 - service] * 8]
    assert series(found, "capital.flow") == pytest.approx(expected, abs=1e-6)
    assert found.number("npv.capital") == pytest.approx(npf.npv(0.04, expected), abs=1e-6)
    assert found.number("irr.capital") == pytest.approx(pyxirr.irr(expected), abs=1e-12)
    assert found.rates_of_return["irr.capital"].status == "unique"
    assert found.number("cash.minimum") == pytest.approx(0, abs=1e-6)


def test_capital_that_nobody_states_is_put_in_where_cash_runs_short() -> None:
    """Whether the plan names the 39.6 million or shows them as a gap, the flow to capital is the same."""
    stated, gap = village(other={**BUILT, **CAPITAL}), village()
    assert series(stated, "capital.flow") == series(gap, "capital.flow")
    assert gap.number("cash.minimum") == pytest.approx(-39.6e6)
    assert stated.number("irr") == gap.number("irr")


def test_a_drawdown_counts_when_it_is_spent() -> None:
    """100 drawn in year 1 for 60 of works in it and 40 in year 2; 30 a year; 5 % interest, repaid in year 5."""
    loan = {"principal": 100.0, "rate": 0.05, "term": 5, "method": "bullet"}
    other = {**flows("cost", 70, 50), **flows("revenue", 0, 0, 80, 80, 80)}
    found = appraised(6, loans={"bank": loan}, other=other)
    # Year 1: 70 + 5 are paid by the loan, 25 are left. Year 2: 55 are paid, 25 by the loan, 30 by capital.
    assert series(found, "loans.unspent") == near(25, 0, 0, 0, 0, 0)
    assert series(found, "capital.paid_by_loans") == near(75, 25, 0, 0, 0, 0)
    assert series(found, "capital.flow") == near(0, -30, 75, 75, -25, 0)
    assert sum(series(found, "capital.flow")) == pytest.approx(series(found, "cash.closing")[-1])
    assert found.rates_of_return["irr.capital"].status == "multiple" or found.number("irr.capital") > 0


def test_borrowed_money_that_is_never_used_comes_back_when_the_debt_is_repaid() -> None:
    loan = {"principal": 100.0, "rate": 0.0, "term": 3, "method": "bullet"}
    found = appraised(4, loans={"bank": loan}, other={**flows("cost", 60), **flows("revenue", 0, 90)})
    assert series(found, "loans.unspent") == near(40, 40, 0, 0)
    assert series(found, "capital.flow") == near(0, 90, -60, 0)


def test_other_financing_is_debt_to_capital_and_no_part_of_its_outlay() -> None:
    other = {
        **BUILT,
        "lent": {"kind": "financing_in", "amount": 10e6},
        **flows("financing_out", *[0] * 8, 10e6),
    }
    flow = series(village(other=other), "capital.flow")
    service = -npf.pmt(0.05, 8, 26.4e6)
    assert flow[0] == pytest.approx(-29.6e6)
    assert flow[-1] == pytest.approx(7.76e6 - service - 10e6)


def test_own_capital_is_neither_revenue_nor_debt() -> None:
    found, without = village(other={**BUILT, **CAPITAL}), village()
    assert found.number("fund_balance.revenue") == without.number("fund_balance.revenue") == 0
    assert found.number("npv") == without.number("npv")
    assert series(found, "cash.own_capital") == near(39.6e6, *[0] * 8)
    # 26.4 owed, nothing at hand, 66 spent: the fund has 39.6 of capital and has lost 66.
    assert series(found, "balance_sheet.fund")[0] == pytest.approx(-26.4e6)
    assert series(found, "balance_sheet.capital")[0] == pytest.approx(39.6e6)
    assert found.number("sources.financing") == pytest.approx(66e6)
    assert found.number("checks.all_passed") == 1


def test_without_capital_there_is_no_rate_and_the_record_says_so() -> None:
    record = appraised(4, other=flows("revenue", 10, 10)).to_record()
    assert record["indicators"]["irr.capital"] == {"value": None, "status": "none"}
    assert record["indicators"]["npv.capital"] == pytest.approx(10 + 10 / 1.05)


def test_the_table_by_year_shows_what_loans_pay_for() -> None:
    table = village(other={**BUILT, **CAPITAL}).annual("capital_cash_flow")
    assert table.loc["own_part", 1] == pytest.approx(39.6e6)
    assert table.loc["relocation", 1] == pytest.approx(66e6)
    assert table.loc["paid_by_loans", 1] == pytest.approx(26.4e6)
    assert table.loc["net", 2] == pytest.approx(7.76e6 + npf.pmt(0.05, 8, 26.4e6))
    assert table.loc["irr_capital", "total"] == pytest.approx(village().number("irr.capital"))
