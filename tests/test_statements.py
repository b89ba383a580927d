"""A small village worked by hand from inputs to every statement, in thousand yuan where not said otherwise.

land quota   100 mu, 90 % accepted, 10 mu for the new site, 5 mu retained: 75 mu sold at 100 = 7,500;
             40 % in year 1, 60 % in year 3                                   3,000 . 4,500 .
subsidy      50 persons x 20 = 1,000 over two years                            500  500  .  .
housing      2,000 m2 x 2 = 4,000 and 5 % contingency over two years          2,100 2,100 . .
compensation 1,000 m2 x 1.5 = 1,500 less 500 m2 x 1 = 500 bought, in year 2     .  1,000  .  .
loan         2,000 at 10 %, three years, one of grace, equal principal, interest in full
                                                       interest                200   200 100 .
                                                       principal                .  1,000 1,000 .
after        rent 100 a year from year 3, growing 10 %; care 40 in year 4        .    .   100 110-40
"""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

import pytest

from relocation.appraisal import Appraisal
from relocation.indicators import DRIVERS
from relocation.project.paths import InputPath
from relocation.project.project import Project
from relocation.statements import (
    STATEMENT_TITLES,
    cash_plan_rows,
    fund_balance_rows,
    household_rows,
    loan_rows,
    sources_and_uses_rows,
)
from tests.small_village import finished_appraisal, series

VILLAGE_START = date(2020, 1, 1)
VILLAGE = {
    "land_quota": {
        "area": 100.0,
        "acceptance": 0.9,
        "resettlement_area": 10.0,
        "retained_area": 5.0,
        "price": 100_000.0,
        "receipts": {"first": {"share": 0.4, "period": 1}, "last": {"share": 0.6, "period": 3}},
    },
    "subsidies": {"state": {"quantity": 50.0, "rate": 20_000.0, "basis": "person", "duration": 2}},
    "construction": {
        "housing": {"quantity": 2_000.0, "rate": 2_000.0, "duration": 2, "physical_contingency": 0.05}
    },
    "compensation": {"soil": {"quantity": 1_000.0, "rate": 1_500.0, "start": 2}},
    "purchases": {"flats": {"quantity": 500.0, "rate": 1_000.0, "start": 2}},
    "loans": {"bank": {"principal": 2e6, "rate": 0.1, "term": 3, "grace": 1, "draw_interest": "full"}},
    "income": {"rent": {"amount": 100_000.0, "growth": 0.1, "start": 3}},
    "costs": {"care": {"amount": 40_000.0, "start": 4}},
}

SERIES = {
    "cash.revenue": [3_000, 0, 4_600, 110],
    "cash.subsidy": [500, 500, 0, 0],
    "cash.cost": [2_100, 3_100, 0, 40],
    "cash.financing_in": [2_000, 0, 0, 0],
    "cash.financing_out": [200, 1_200, 1_100, 0],
    "cash.before_financing": [1_400, -2_600, 4_600, 70],
    "cash.opening": [0, 3_200, -600, 2_900],
    "cash.inflow": [5_500, 500, 4_600, 110],
    "cash.outflow": [2_300, 4_300, 1_100, 40],
    "cash.closing": [3_200, -600, 2_900, 2_970],
    "cash.cumulative_before_financing": [1_400, -1_200, 3_400, 3_470],
    "loans.outstanding": [2_000, 1_000, 0, 0],
    "loans.debt_service": [200, 1_200, 1_100, 0],
}
SINGLE = {
    "fund_balance.revenue": 8_500,
    "fund_balance.expenditure": 5_200,
    "fund_balance.balance": 3_300,
    "cash.minimum": -600,
    "cash.peak_funding_need": 1_200,
    "loans.interest_total": 500,
    "sources.revenue": 7_500,
    "sources.subsidies": 1_000,
    "sources.income": 210,
    "sources.financing": 2_000,
    # Cash is 600 short after year 2 and more than made good by year 3.
    "sources.gap": 600,
    "sources.total": 11_310,
    "uses.expenditure": 5_200,
    "uses.costs": 40,
    "uses.interest": 500,
    "uses.principal": 2_000,
    "uses.financing": 0,
    "uses.gap_closed": 600,
    "uses.closing": 2_970,
    "uses.total": 11_310,
    "household.compensation": 150,
    "household.purchases": 50,
    "household.net_cash": 100,
}
OTHERS = {
    "cash.minimum_period": 2,
    # (1.2 million short after year 2) / (4.6 million in year 3) of a year after year 2, which is year 1 from the first
    "payback": 1 + 1.2 / 4.6,
    # Year 2 pays 2.6 million more than comes in, so it has no DSCR of its own, and the years have no lowest one.
    "dscr_min": math.nan,
    "dscr_avg": math.nan,
    "dscr.with_cash_min": (3_200 - 2_600) / 1_200,
    "coverage_multiple": (3_470 + 2_000) / 2_500,
    "npv": float(
        1000 * (1_400 - 2_600 / Fraction(21, 20) + 4_600 / Fraction(21, 20) ** 2 + 70 / Fraction(21, 20) ** 3)
    ),
}


@pytest.fixture(scope="module")
def village() -> Appraisal:
    return finished_appraisal(4, **VILLAGE)


@pytest.mark.parametrize("key", SERIES)
def test_each_series_is_as_worked_by_hand(village: Appraisal, key: str) -> None:
    assert series(village, key) == pytest.approx([one * 1_000 for one in SERIES[key]], abs=1e-6)


@pytest.mark.parametrize("key", SINGLE)
def test_each_amount_is_as_worked_by_hand(village: Appraisal, key: str) -> None:
    assert village.number(key) == pytest.approx(SINGLE[key] * 1_000, abs=1e-6)


@pytest.mark.parametrize("key", OTHERS)
def test_each_indicator_is_as_worked_by_hand(village: Appraisal, key: str) -> None:
    assert village.number(key) == pytest.approx(OTHERS[key], rel=1e-12, nan_ok=True)


def test_flows_that_no_rate_brings_to_nothing_have_no_rate_of_return(village: Appraisal) -> None:
    """1.4 - 2.6 x + 4.6 x^2 + 0.07 x^3 has no positive root: 2.6^2 < 4 x 1.4 x 4.6."""
    assert village.internal_rate.status == "none"
    assert village.to_record()["indicators"]["irr"] == {"value": None, "status": "none"}


def test_cash_below_zero_makes_it_not_viable_in_both_languages(village: Appraisal) -> None:
    verdict = village.to_record()["verdict"]
    assert (verdict["viable"], verdict["failed"]) == (
        False,
        ["cash runs out", "debt is not repaid from cash"],
    )
    assert village.to_record("zh")["verdict"]["failed"] == ["现金出现缺口", "债务不能以现金按期偿清"]


def test_a_gap_at_the_end_is_a_source_that_nobody_gives_yet() -> None:
    appraisal = finished_appraisal(construction={"one": {"quantity": 1.0, "rate": 700.0}})
    assert appraisal.number("sources.gap") == 700
    assert appraisal.number("uses.closing") == 0
    assert appraisal.number("sources.total") == appraisal.number("uses.total") == 700


def test_own_financing_stands_under_sources_and_uses() -> None:
    own = {
        "bond": {"kind": "financing_in", "amount": 500.0},
        "redemption": {"kind": "financing_out", "amount": 450.0, "start": 3},
    }
    appraisal = finished_appraisal(other=own)
    assert appraisal.number("sources.financing") == 500
    assert appraisal.number("uses.financing") == 450
    assert appraisal.number("uses.closing") == 50


def statement_sum(appraisal: Appraisal, keys: list[str]) -> list[float]:
    return [sum(column) for column in zip(*(series(appraisal, key) for key in keys), strict=True)]


def test_the_rows_a_reader_sees_add_up_to_their_totals(village: Appraisal) -> None:
    """From the rows as shown, not from the lines behind them."""
    rows = [row for row in fund_balance_rows(village.book) if not row.is_detail]
    keys = [row.key for row in rows]
    revenue, expenditure = keys.index("fund_balance.revenue"), keys.index("fund_balance.expenditure")
    assert sum(village.number(key) for key in keys[:revenue]) == pytest.approx(8_500_000)
    assert sum(village.number(key) for key in keys[revenue + 1 : expenditure]) == pytest.approx(5_200_000)
    assert keys[expenditure + 1 :] == ["fund_balance.balance"]

    keys = [row.key for row in cash_plan_rows(village.book)]
    into, out = keys.index("cash.inflow"), keys.index("cash.outflow")
    assert statement_sum(village, keys[1:into]) == pytest.approx(series(village, "cash.inflow"))
    assert statement_sum(village, keys[into + 1 : out]) == pytest.approx(series(village, "cash.outflow"))

    for side in ("sources", "uses"):
        keys = [row.key for row in sources_and_uses_rows(village.book) if row.key.startswith(side)]
        assert keys[-1] == f"{side}.total"
        assert sum(village.number(key) for key in keys[:-1]) == pytest.approx(village.number(keys[-1]))


def test_headings_of_works_are_details_that_add_nothing(village: Appraisal) -> None:
    details = [row.key for row in fund_balance_rows(village.book) if row.is_detail]
    assert details == [
        "compensation.total",
        "purchases.total",
        "construction.engineering",
        "construction.reclamation",
        "construction.other",
    ]
    assert village.number("construction.engineering") == 4_200_000


def test_every_row_has_a_name_in_both_languages(village: Appraisal) -> None:
    rows = [
        *fund_balance_rows(village.book),
        *sources_and_uses_rows(village.book),
        *cash_plan_rows(village.book),
        *loan_rows(InputPath("loans", "bank")),
        *household_rows(village.book),
    ]
    for row in rows:
        label = row.label or village.book.lines[row.key].label
        assert label.en.isascii(), row.key
        assert label.zh, row.key
    assert all(title.en.isascii() and not title.zh.isascii() for title in STATEMENT_TITLES.values())


def test_a_village_without_anything_has_empty_statements_that_agree() -> None:
    appraisal = Project.build({"village": {}, "timeline": {"start": VILLAGE_START, "periods": 1}}).appraise()
    assert appraisal.number("sources.total") == appraisal.number("uses.total") == 0
    indicators = appraisal.to_record()["indicators"]
    missing = {key for key, value in indicators.items() if value is None}
    assert missing == {
        "household.compensation",
        "household.purchases",
        "household.net_cash",
        "payback",
        "payback.pt",
        "payback_dynamic",
        "dscr_min",
        "dscr_min_year",
        "dscr_avg",
        "dscr.with_cash_min",
        "icr_min",
        "icr.with_cash_min",
        "llcr",
        "coverage_multiple",
        "coverage_multiple.bonds",
        "liabilities_to_assets_max",
        "break_even.price",
        "break_even.area",
        *(f"{kind}.{driver}" for kind in ("critical", "elasticity") for driver in DRIVERS),
    }
    assert indicators["irr"] == {"value": None, "status": "none"}
