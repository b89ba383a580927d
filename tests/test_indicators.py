"""NPV, IRR, payback and debt cover against figures from outside: worked examples, numpy-financial, pyxirr, fractions."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy_financial as npf
import pytest
import pyxirr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import relocation
from relocation.appraisal import Appraisal
from relocation.indicators import DRIVERS
from relocation.project.project import Project
from tests.random_projects import projects
from tests.small_village import appraised, series, small_project


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


def test_the_third_edition_counts_payback_from_the_beginning_of_construction() -> None:
    """Pt = T - 1 + open / flow of T with the first year as year 1: 4 + 250 / 400, a year more than after it."""
    assert with_flow(*TEXTBOOK).number("payback.pt") == pytest.approx(4.625, abs=1e-12)
    later = with_flow(0, 0, *TEXTBOOK)  # construction begins in the third year
    assert (later.number("payback"), later.number("payback.pt")) == pytest.approx((5.625, 4.625), abs=1e-12)
    quarters = with_flow(*TEXTBOOK, period="quarter")
    assert quarters.number("payback.pt") == pytest.approx(4.625 / 4, abs=1e-12)
    assert math.isnan(with_flow(-100, 99).number("payback.pt"))


@pytest.mark.parametrize(
    ("key", "en", "zh"),
    [
        ("npv", "first period not discounted", "首期不折现"),
        ("payback", "years after the first period", "首期之后"),
        ("payback_dynamic", "years after the first period", "首期之后"),
        ("payback.pt", "from the beginning of construction", "自建设开始年算起"),
    ],
)
def test_labels_say_from_which_moment_they_count(key: str, en: str, zh: str) -> None:
    label = with_flow(1).book.lines[key].label
    assert en in label.en
    assert zh in label.zh


def test_the_third_edition_s_net_present_value_is_a_year_more_discounted() -> None:
    ours = with_flow(*TEXTBOOK, rate=0.08).number("npv")
    assert ours / 1.08 == pytest.approx(npf.npv(0.08, [0, *TEXTBOOK]), rel=1e-12)


def test_one_rate_that_signs_alone_do_not_prove_has_its_value() -> None:
    """The signs of -290, 180, 180, -230, 300 allow three rates; only 19.3 % exists, as pyxirr finds it too."""
    flows = (-290, 180, 180, -230, 300)
    appraisal = with_flow(*flows)
    found = appraisal.to_record()["indicators"]["irr"]
    assert found["status"] == "unique"
    assert found["value"] == pytest.approx(pyxirr.irr(flows), rel=1e-9)
    assert appraisal.number("irr") == found["value"]
    compared = relocation.compare({"base": appraisal.project, "again": appraisal.project})
    assert compared.value("base", "irr") == found["value"]
    [said] = [one.sentence.en for one in appraisal.verdict.flags if one.key == "irr_not_unique"]
    assert "only 19.30 % exists" in said


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-9, 9), min_size=1, max_size=6))
def test_a_rate_of_return_has_a_value_exactly_where_its_status_says_unique(flows: list[int]) -> None:
    found = with_flow(*(100 * one for one in flows)).to_record()["indicators"]["irr"]
    assert (found["status"] == "unique") == (found["value"] is not None)


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


# Dynamic payback ----------------------------------------------------------------------------------------------------


def test_the_dynamic_payback_counts_discounted_money() -> None:
    # At 10 %: -1000, 500, 400, 300 and 300 from 550, 484, 399.3, 439.23; 100 open before the third year of 300.
    appraisal = with_flow(-1_000, 550, 484, 399.3, 439.23, rate=0.10)
    assert series(appraisal, "npv.discounted") == pytest.approx([-1_000, 500, 400, 300, 300], rel=1e-12)
    assert appraisal.number("payback_dynamic") == pytest.approx(2 + 100 / 300, rel=1e-12)
    assert sum(series(appraisal, "npv.discounted")) == pytest.approx(appraisal.number("npv"), rel=1e-12)


def test_without_discounting_both_paybacks_are_the_same() -> None:
    appraisal = with_flow(*TEXTBOOK, rate=0.0)
    assert appraisal.number("payback_dynamic") == pytest.approx(3.625, abs=1e-12)


def test_money_that_comes_back_only_nominally_has_no_dynamic_payback() -> None:
    appraisal = with_flow(-1_000, 0, 0, 1_100, rate=0.10)
    assert appraisal.number("payback") == pytest.approx(2 + 1_000 / 1_100)
    assert math.isnan(appraisal.number("payback_dynamic"))


# Cover of debt by year ----------------------------------------------------------------------------------------------


def test_quarters_are_covered_as_the_year_they_make() -> None:
    # A loan of 800 without interest repaid by eighths; each quarter's flow is -50, 250, 50, 150: 400 a year for 400.
    loan = {"principal": 800.0, "rate": 0.0, "term": 8}
    appraisal = with_flow(-50, 250, 50, 150, -50, 250, 50, 100, period="quarter", loans={"bank": loan})
    assert series(appraisal, "annual.debt_cover.dscr") == pytest.approx([1.0, 350 / 400], rel=1e-12)
    assert appraisal.number("dscr_min") == pytest.approx(0.875, rel=1e-12)
    assert appraisal.number("dscr_min_year") == 2
    assert appraisal.number("dscr_avg") == pytest.approx(0.9375, rel=1e-12)


def test_the_first_of_equally_low_years_is_named() -> None:
    loan = {"principal": 300.0, "rate": 0.0, "term": 3}
    assert with_flow(200, 50, 50, loans={"bank": loan}).number("dscr_min_year") == 2


def test_interest_cover_is_the_flow_over_interest_accrued() -> None:
    appraisal = with_flow(-500, 650, 200, 800, loans={"bank": LOAN})
    # interest 100, 100, 66.67, 33.33; the first year builds, and principal falls due from the second year on
    assert math.isnan(series(appraisal, "annual.debt_cover.icr")[0])
    assert series(appraisal, "annual.debt_cover.icr")[1:] == pytest.approx([6.5, 3.0, 24.0], rel=1e-12)
    # Cash of 400, 616.67 and 416.67 at the beginning of years 2 to 4, as above.
    with_cash = [1_050 / 100, (1_850 / 3 + 200) / (200 / 3), (1_250 / 3 + 800) / (100 / 3)]
    assert series(appraisal, "annual.debt_cover.icr_with_cash")[1:] == pytest.approx(with_cash, rel=1e-12)
    assert appraisal.number("icr.with_cash_min") == pytest.approx(min(with_cash), rel=1e-12)
    assert appraisal.number("icr_min") == pytest.approx(3.0, rel=1e-12)


def test_a_loan_without_interest_has_no_interest_cover() -> None:
    appraisal = with_flow(50, 60, loans={"bank": {"principal": 100.0, "rate": 0.0, "term": 2}})
    assert math.isnan(appraisal.number("icr_min"))
    assert appraisal.verdict.to_record("en")["rules"][6]["passed"] is None


def test_loan_life_cover_is_what_numpy_financial_makes_of_the_flow_at_the_loan_rate() -> None:
    flows = (-500, 650, 200, 800)
    appraisal = with_flow(*flows, loans={"bank": LOAN})
    # 1,000 are owed when the second year begins; its flow comes a year later.
    worth = npf.npv(0.1, [0, *flows[1:]])
    assert appraisal.number("llcr") == pytest.approx(worth / 1_000, rel=1e-12)


@pytest.mark.parametrize("method", ["annuity", "equal_principal", "bullet"])
@pytest.mark.parametrize(("period", "months"), [("year", 12), ("quarter", 3), ("month", 1)])
def test_a_flow_that_is_exactly_the_debt_service_covers_the_loan_once(
    method: str, period: str, months: int
) -> None:
    loan = {"principal": 1_000.0, "rate": 0.12, "term": 6, "method": method, "draw_interest": "full"}
    service = series(appraised(6, period, loans={"bank": loan}), "loans.debt_service")
    # Nothing is built, so repayment begins at once, with a bullet's interest; its 1,000 are discounted over all periods.
    assert service[-1] >= 1_000 * (1 + 0.12 * months / 12) or method != "bullet"
    covered = with_flow(*service, period=period, loans={"bank": loan})
    assert covered.number("llcr") == pytest.approx(1, rel=1e-12)


def test_two_loans_are_covered_at_what_they_cost_together() -> None:
    cheap = {"principal": 600.0, "rate": 0.02, "term": 5, "draw_interest": "full", "method": "annuity"}
    dear = {"principal": 400.0, "rate": 0.09, "term": 3, "draw_interest": "full"}
    both = {"cheap": cheap, "dear": dear}
    service = series(appraised(5, loans=both), "loans.debt_service")
    assert with_flow(*service, loans=both).number("llcr") == pytest.approx(1, rel=1e-12)
    assert with_flow(*(2 * one for one in service), loans=both).number("llcr") == pytest.approx(2, rel=1e-12)


SUBSIDISED = {**LOAN, "subsidised_principal": 500.0, "interest_subsidy": 0.9}


def test_subsidised_interest_is_not_the_village_s_to_cover() -> None:
    # Half of the principal at 90 %: 55 % of the interest of 100, 100, 66.67, 33.33 is left.
    appraisal = with_flow(-500, 650, 200, 800, loans={"bank": SUBSIDISED})
    assert appraisal.number("icr_min") == pytest.approx(200 / (0.55 * 200 / 3), rel=1e-12)
    worth = npf.npv(0.055, [0, 650, 200, 800])
    assert appraisal.number("llcr") == pytest.approx(worth / 1_000, rel=1e-12)
    assert appraisal.number("flags.interest") == pytest.approx(0.55 * 300, rel=1e-12)


def test_special_bonds_are_covered_by_themselves() -> None:
    loans = {"bank": LOAN, "bond": {**LOAN, "type": "special_bond", "method": "bullet", "rate": 0.04}}
    appraisal = with_flow(-1_500, 1_650, 1_200, 1_800, loans=loans)
    # 3,150 before financing and 2,000 drawn, for 1,300 of the bank loan and 1,000 + 4 x 40 of the bond.
    assert appraisal.number("coverage_multiple") == pytest.approx(5_150 / 2_460, rel=1e-12)
    # The bank's 1,000 are repaid with 300 of interest, which the bond does not get.
    assert appraisal.number("coverage_multiple.bonds") == pytest.approx(3_850 / 1_160, rel=1e-12)
    assert math.isnan(with_flow(1, 1, 1, 1, loans={"bank": LOAN}).number("coverage_multiple.bonds"))


def test_without_debt_nothing_covers_it() -> None:
    indicators = with_flow(-500, 650).to_record()["indicators"]
    none = ("dscr_min_year", "icr_min", "llcr", "coverage_multiple")
    assert [indicators[key] for key in none] == [None] * 4


# Where cash is lowest, and how far the edge is ----------------------------------------------------------------------


def test_lowest_cash_has_its_date() -> None:
    appraisal = with_flow(5, -10, 5, -5, period="quarter")
    assert appraisal.to_record()["indicators"]["cash.minimum_date"] == "2020-04-01"


def test_liabilities_are_measured_against_what_there_is() -> None:
    # 1,000 drawn, 500 spent, 100 of interest: 400 are there for 1,000 owed; then 616.67 for 666.67, and so on.
    appraisal = with_flow(-500, 650, 200, 800, loans={"bank": LOAN})
    assert appraisal.number("liabilities_to_assets_max") == pytest.approx(2.5, rel=1e-12)
    assert appraisal.number("balance_sheet.final_fund") == pytest.approx(1_150 - 300, rel=1e-12)


def test_lujia_breaks_even_where_the_reference_says() -> None:
    lujia = relocation.load("lujia").appraise()
    assert round(lujia.number("break_even.price"), 2) == 65_427.98
    assert round(lujia.number("break_even.area"), 1) == 1_029.5
    assert round(lujia.number("critical.quota") * 100, 2) == -32.99
    assert round(lujia.number("critical.expenditure") * 100, 2) == 43.49
    assert round(lujia.number("elasticity.quota"), 3) == 3.031
    assert round(lujia.number("elasticity.expenditure"), 3) == -2.299
    assert round(lujia.number("elasticity.subsidies"), 3) == 0.268


QUOTA = {
    "area": 1_000.0,
    "acceptance": 0.9,
    "resettlement_area": 60.0,
    "retained_area": 40.0,
    "price": 90_000.0,
}


@pytest.mark.parametrize(("path", "key"), [("price", "break_even.price"), ("area", "break_even.area")])
def test_at_break_even_the_balance_is_nothing(path: str, key: str) -> None:
    project = small_project(3, land_quota=QUOTA, other={"works": {"kind": "cost", "amount": 50_000_000.0}})
    at_edge = project.replace({f"land_quota.{path}": project.appraise().number(key)}).appraise()
    assert at_edge.number("fund_balance.balance") == pytest.approx(0, abs=1e-6)


def test_where_no_quota_is_sold_there_is_no_break_even_price() -> None:
    appraisal = appraised(3, other={"works": {"kind": "cost", "amount": 5.0}})
    assert math.isnan(appraisal.number("break_even.price"))
    assert math.isnan(appraisal.number("break_even.area"))
    assert math.isnan(appraisal.number("critical.quota"))


def test_all_of_a_driver_is_the_most_that_can_fall() -> None:
    """Quota money alone, 1,000,000: all of it may go. Beside 10 of subsidies not all of both can go by one of them."""
    alone = appraised(3, land_quota={"area": 10.0, "price": 100_000.0})
    assert alone.number("critical.quota") == -1
    beside = appraised(
        3,
        land_quota={"area": 10.0, "price": 100_000.0},
        other={"fund": {"kind": "subsidy", "amount": 10.0}},
    )
    assert math.isnan(beside.number("critical.quota"))
    assert math.isnan(beside.number("critical.subsidies"))


def test_a_driver_changed_by_its_critical_value_takes_the_balance_to_nothing() -> None:
    lujia = relocation.load("lujia")
    appraisal = lujia.appraise()
    paths = {"quota": "land_quota.price", "subsidies": "subsidies.resettlement.rate"}
    balance = appraisal.number("fund_balance.balance")
    # Subsidies of 13.266 million cannot fall by the balance of 49.483: no change of theirs is critical.
    assert math.isnan(appraisal.number("critical.subsidies"))
    for driver, path in paths.items():
        change = appraisal.number(f"critical.{driver}")
        amount = {"quota": "land_quota.revenue", "subsidies": "subsidies.total"}[driver]
        if not math.isnan(change):
            assert appraisal.number(amount) * change == pytest.approx(-balance, rel=1e-12)
            changed = lujia.scale(path, 1 + change).appraise()
            assert changed.number("fund_balance.balance") == pytest.approx(0, abs=1e-6)
        # One percent of the driver moves the balance by its elasticity in percent.
        moved = lujia.scale(path, 1.01).appraise().number("fund_balance.balance") / balance - 1
        assert moved == pytest.approx(0.01 * appraisal.number(f"elasticity.{driver}"), rel=1e-9)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(project=projects(most_periods=6))
def test_the_elasticities_of_the_balance_sum_to_one(project: Project) -> None:
    appraisal = project.appraise()
    balance = appraisal.number("fund_balance.balance")
    parts = [appraisal.number(f"elasticity.{driver}") for driver in DRIVERS]
    if abs(balance) / appraisal.number("checks.scale") < 0.005:
        assert all(math.isnan(one) for one in parts)
    else:
        assert sum(parts) == pytest.approx(1, abs=1e-9 * max(1, *map(abs, parts)))
