"""Cover of debt as a bank states it: bullets, loans drawn later, sweeps, bonds beside a bank, bridges, residues.

Right values are worked by hand in each test, or by numpy-financial.
"""

from __future__ import annotations

import math
from typing import Any

import numpy_financial as npf
import pytest

import relocation
from relocation.appraisal import Appraisal
from relocation.project.project import Project
from relocation.verdict import RULES
from tests.parity import sample
from tests.small_village import appraised, finished_appraisal, series, small_project
from tests.spreadsheet_programs import in_process

MILLION = 1e6
RULE = {rule.key: rule for rule in RULES}


def passed(appraisal: Appraisal, key: str) -> bool | None:
    return appraisal.verdict.passed(RULE[key])


def works(amount: float, start: int = 1, duration: int = 1) -> dict[str, Any]:
    return {"works": {"quantity": 1.0, "rate": amount, "start": start, "duration": duration}}


def incomes(*amounts: float) -> dict[str, Any]:
    """Own lines of revenue, one for each period that has any."""
    return {
        f"y{at}": {"kind": "revenue", "amount": float(amount), "start": at}
        for at, amount in enumerate(amounts, start=1)
        if amount
    }


# A special bond that is repaid in one sum ---------------------------------------------------------------------------


def special_bond(**changes: Any) -> Appraisal:
    """136.8 million of works in two years, 68.8 of capital, a bond of 68 at 4.5 % over 30 years, 8.11 a year from year 3."""
    bond = {
        "type": "special_bond",
        "principal": 68_000_000.0,
        "rate": 0.045,
        "term": 30,
        "method": "bullet",
        "draw_interest": "full",
        "start": 1,
    }
    other = {
        "capital": {"kind": "subsidy", "amount": 68_800_000.0, "start": 1},
        "net": {"kind": "revenue", "amount": 227_095_000.0, "start": 3, "duration": 28},
    }
    return appraised(
        30,
        construction=works(136_800_000.0, duration=2),
        other={**other, **changes.pop("other", {})},
        loans={"bond": bond, **changes.pop("loans", {})},
        **changes,
    )


def test_a_bullet_bond_is_covered_by_the_income_of_its_life() -> None:
    found = special_bond()
    # 227.095 / (68 + 30 x 3.06), the printed multiple of 1.42; LLCR when income begins, at the bond's own rate.
    assert found.number("coverage_multiple") == pytest.approx(227.095 / 159.8, rel=1e-12)
    assert found.number("coverage_multiple.bonds") == pytest.approx(227.095 / 159.8, rel=1e-12)
    yearly = 227.095 / 28
    assert found.number("llcr") == pytest.approx(-npf.pv(0.045, 28, yearly) / 68, rel=1e-9)


@pytest.mark.parametrize("kind", ["subsidy", "capital"])
def test_own_capital_pays_for_works_and_covers_no_debt(kind: str) -> None:
    """However the 68.8 million of capital are stated, works that they pay for do not lower the cover."""
    capital = {"capital": {"kind": kind, "amount": 68_800_000.0, "start": 1}}
    found = special_bond(other=capital)
    assert found.number("coverage_multiple") == pytest.approx(227.095 / 159.8, rel=1e-12)
    assert found.number("llcr") == pytest.approx(special_bond().number("llcr"), rel=1e-12)
    balancing = found.annual("self_balancing")
    assert balancing.loc["available", "total"] == pytest.approx(227_095_000)
    assert balancing.loc["own_capital", "total"] == (68_800_000 if kind == "capital" else 0)


def test_every_year_of_a_bullet_has_its_cover_and_years_of_building_have_none() -> None:
    found = special_bond()
    yearly = 227.095 / 28
    cover = series(found, "annual.debt_cover.dscr")
    assert [math.isnan(one) for one in cover] == [True] * 2 + [False] * 28
    assert cover[2:] == pytest.approx([yearly / 3.06] * 27 + [yearly / 71.06], rel=1e-9)
    assert found.number("dscr_avg") == pytest.approx((27 * yearly / 3.06 + yearly / 71.06) / 28, rel=1e-9)
    # 136.8 are raised and 136.8 spent, so two years of interest are overdrawn; then 8.11 less 3.06 a year are left.
    brought = -2 * 3.06 + 27 * (yearly - 3.06)
    assert series(found, "annual.debt_cover.dscr_with_cash")[-1] == pytest.approx(
        (brought + yearly) / 71.06, rel=1e-9
    )


def test_the_coverage_multiple_leads() -> None:
    keys = [rule.key for rule in RULES]
    assert keys.index("coverage") < keys.index("bond_coverage") < keys.index("dscr") < keys.index("icr")
    listed = list(special_bond().to_record()["indicators"])
    assert listed.index("coverage_multiple") < listed.index("llcr") < listed.index("dscr_min")


def test_a_bank_loan_beside_bonds_is_no_income() -> None:
    """The bank's 50 are drawn and repaid in a year with 5 of interest: less for the bond, not more."""
    bank = {
        "principal": 50e6, "rate": 0.1, "term": 1, "start": 3, "method": "bullet", "draw_interest": "full"
    }  # fmt: skip
    found = special_bond(loans={"bank": bank})
    assert found.number("coverage_multiple.bonds") == pytest.approx((227.095 - 5) / 159.8, rel=1e-12)
    assert found.number("coverage_multiple") == pytest.approx((227.095 + 50) / (159.8 + 55), rel=1e-12)


def test_bonds_that_only_a_bank_s_money_would_cover_are_not_covered() -> None:
    """Income of 40 for a bond of 100; a bank lends 200 at 10 % for a year meanwhile: 20 are left of 40."""
    bond = {"type": "special_bond", "principal": 100.0, "rate": 0.0, "term": 3, "method": "bullet"}
    bank = {"principal": 200.0, "rate": 0.1, "term": 1, "draw_interest": "full"}
    found = appraised(
        3, construction=works(100.0), other=incomes(0, 40, 0), loans={"bond": bond, "bank": bank}
    )
    assert found.number("coverage_multiple.bonds") == pytest.approx(0.2)
    assert passed(found, "bond_coverage") is False
    assert found.annual("self_balancing").loc["multiple_bonds", "total"] == pytest.approx(0.2)


def test_what_is_not_there_covers_nothing_rather_than_less_than_nothing() -> None:
    bond = {"type": "special_bond", "principal": 100.0, "rate": 0.0, "term": 3, "method": "bullet"}
    found = appraised(3, construction=works(150.0), loans={"bond": bond})
    for key in ("coverage_multiple", "coverage_multiple.bonds", "llcr", "dscr.with_cash_min"):
        assert found.number(key) == 0, key
    assert passed(found, "coverage") is False


# Several loans ------------------------------------------------------------------------------------------------------


def later_loans(**flows: Any) -> Project:
    """1,000 at once, 3,000 in year 4, both at 10 % and repaid by equal parts with interest in full."""
    terms = {"rate": 0.1, "draw_interest": "full"}
    loans = {
        "first": {**terms, "principal": 1_000.0, "term": 5},
        "second": {**terms, "principal": 3_000.0, "term": 4, "start": 4},
    }
    return small_project(7, loans=loans, **flows)


def test_a_flow_that_is_the_debt_service_covers_loans_drawn_at_different_times_once() -> None:
    """The second loan is 3,000 drawn at the beginning of year 4, worth 3,000 / 1.1^3 when the first is drawn."""
    service = series(later_loans().appraise(), "loans.debt_service")
    # 200 of principal and 100, 80, 60, 40, 20 of interest; 750 and 300, 225, 150, 75.
    assert service == pytest.approx([300, 280, 260, 240 + 1_050, 220 + 975, 900, 825])
    assert npf.npv(0.1, [0, *service]) == pytest.approx(1_000 + 3_000 / 1.1**3, rel=1e-12)
    found = later_loans(other=incomes(*service)).appraise()
    assert found.number("llcr") == pytest.approx(1, rel=1e-12)
    twice = later_loans(other=incomes(*(2 * one for one in service))).appraise()
    assert twice.number("llcr") == pytest.approx(2, rel=1e-12)


def test_years_between_two_loans_count_towards_the_second() -> None:
    """100 at 10 % for year 1, again for year 3: 110 are due each time, and year 2 brings another 110."""
    terms = {"principal": 100.0, "rate": 0.1, "term": 1, "draw_interest": "full"}
    found = appraised(3, loans={"a": terms, "b": {**terms, "start": 3}}, other=incomes(110, 110, 110))
    # Without debt in year 2 nothing is discounted in it: year 2 counts like year 1, year 3 by one more tenth.
    assert found.number("llcr") == pytest.approx((100 + 100 + 100 / 1.1) / (100 + 100 / 1.1), rel=1e-12)


def test_works_that_a_later_loan_pays_for_do_not_lower_the_flow() -> None:
    """A road of 3,000 in year 4 is paid by the second loan; income is the service of both, so cover is 1 in every year."""
    service = series(later_loans().appraise(), "loans.debt_service")
    road = {"road": {"quantity": 1.0, "rate": 3_000.0, "start": 4, "duration": 1}}
    found = later_loans(other=incomes(*service), construction=road).appraise()
    assert series(found, "annual.debt_cover.flow") == pytest.approx(service)
    assert found.number("llcr") == pytest.approx(1, rel=1e-12)
    assert found.number("dscr_min") == pytest.approx(1, rel=1e-12)


def test_money_drawn_before_it_is_spent_still_pays_for_the_works() -> None:
    """2,000 are drawn in year 1 and spent by halves in years 2 and 3, while interest is due from year 1 on."""
    loan = {"principal": 2_000.0, "rate": 0.05, "term": 5, "method": "equal_principal", "draw_interest": "full"}  # fmt: skip
    found = appraised(5, construction=works(2_000.0, 2, 2), loans={"bank": loan}, other=incomes(*[1_000] * 5))
    assert series(found, "annual.debt_cover.flow") == pytest.approx([1_000] * 5)
    # 400 + 100 are due in year 1, and 20 less in each year after.
    assert found.number("dscr_min") == pytest.approx(2.0)


# Sweeps -------------------------------------------------------------------------------------------------------------

SWEEP = {"principal": 1_000.0, "rate": 0.1, "term": 5, "method": "sweep", "draw_interest": "full"}


def test_what_a_sweep_repays_ahead_is_not_due() -> None:
    """650 arrive in year 2 and go to the bank, of which only 100 of interest are due: DSCR 6.5, not 1."""
    found = appraised(5, construction=works(900.0), loans={"bank": SWEEP}, other=incomes(0, 650, 45, 45, 500))
    assert series(found, "loans.principal_repaid")[1] == pytest.approx(550)
    # 450 are owed after year 2: 45 of interest, and nothing left to sweep, in years 3 and 4; 495 are due in year 5.
    assert series(found, "annual.debt_cover.service") == pytest.approx([0, 100, 45, 45, 495])
    assert series(found, "annual.debt_cover.prepaid") == pytest.approx([0, 550, 0, 0, 0])
    assert series(found, "annual.debt_cover.dscr")[1:] == pytest.approx([6.5, 1, 1, 500 / 495])
    assert found.number("dscr_min") == pytest.approx(1)


def test_years_in_which_nothing_is_due_have_no_ratio_and_decide_nothing() -> None:
    """A loan without interest swept in year 2: what is repaid is voluntary, and nothing is ever due."""
    loan = {**SWEEP, "rate": 0.0}
    found = finished_appraisal(5, construction=works(1_000.0), loans={"bank": loan}, other=incomes(0, 1_000))
    assert math.isnan(found.number("dscr_min"))
    assert math.isnan(found.number("dscr.with_cash_min"))
    assert (passed(found, "dscr"), passed(found, "icr")) == (None, None)
    assert found.verdict.viable


# Bridges ------------------------------------------------------------------------------------------------------------


def test_a_bridge_is_measured_with_the_cash_that_the_quota_money_left() -> None:
    """Lujia: 38.733 million in cash before the last instalment of 8.25 million and 0.404 of interest."""
    found = relocation.load("lujia").appraise()
    assert math.isnan(found.number("dscr_min"))
    assert math.isnan(found.number("icr_min"))
    assert found.number("dscr.with_cash_min") == pytest.approx(38.73325 / 8.65425, rel=1e-9)
    assert (passed(found, "dscr"), passed(found, "icr")) == (True, True)
    rules = {one["key"]: one for one in found.to_record()["verdict"]["rules"]}
    assert rules["dscr"]["value"] == found.number("dscr.with_cash_min")
    assert rules["icr"]["value"] == found.number("icr.with_cash_min")


def test_a_little_rent_does_not_turn_a_bridge_into_a_plan_that_fails() -> None:
    rent = {"income.rent.amount": 10_000.0}
    lujia = relocation.load("lujia")
    nested = lujia.nested()
    nested["income"] = {"rent": {"amount": 10_000.0, "start": 3}}
    found = Project.build(nested, {**lujia.sources}).replace(rent).appraise()
    assert found.number("dscr_min") == pytest.approx(10_000 / 11_079_750, rel=1e-3)
    assert (passed(found, "dscr"), passed(found, "icr")) == (True, True)


def test_a_year_that_pays_more_than_it_brings_has_no_ratio_of_its_own() -> None:
    """Works of 270 from the village's own cash in a year in which 1 of interest is due: n/a, not -270."""
    loan = {"principal": 10.0, "rate": 0.1, "term": 4, "method": "bullet", "draw_interest": "full"}
    second = {"second": {"quantity": 1.0, "rate": 270.0, "start": 3, "duration": 1}}
    found = appraised(4, construction=second, loans={"bank": loan}, other=incomes(300, 0, 0, 20))
    cover = series(found, "annual.debt_cover.dscr")
    assert [math.isnan(one) for one in cover] == [True, True, True, False]
    later = {**loan, "term": 4, "method": "equal_principal"}
    found = appraised(4, construction=second, loans={"bank": later}, other=incomes(300, 0, 0, 20))
    assert math.isnan(series(found, "annual.debt_cover.dscr")[2])
    assert math.isnan(found.number("dscr_min"))
    # 310 come in year 1 and 10 of the loan pay for works; 3.5, 3.25 and 3 are due until year 3, then 2.75.
    cash = 310 - 3.5 - 3.25
    assert found.annual("debt_cover").loc["dscr_with_cash", 3] == pytest.approx((cash - 270 + 10) / 3)


# What does not exist ------------------------------------------------------------------------------------------------


def test_a_debt_of_a_billionth_of_a_yuan_is_not_covered_by_anything() -> None:
    loan = {"principal": 1e-9, "rate": 0.05, "term": 3, "type": "special_bond"}
    found = appraised(3, construction=works(1.0), loans={"bond": loan}, other=incomes(0, 5, 5))
    for key in ("coverage_multiple", "coverage_multiple.bonds", "llcr", "dscr_min", "dscr.with_cash_min"):
        assert math.isnan(found.number(key)), key


def test_liabilities_without_assets_have_no_ratio_and_decide_nothing() -> None:
    """Period 1 spends all that it borrows: 100 owed, nothing owned. Period 2 owns and owes nothing of the kind."""
    loan = {"principal": 100.0, "rate": 0.0, "term": 2, "grace": 1}
    found = appraised(2, construction=works(100.0), loans={"bank": loan}, other=incomes(0, 300))
    assert series(found, "balance_sheet.liabilities") == [100, 0]
    assert math.isnan(found.number("liabilities_to_assets_max"))
    assert passed(found, "liabilities") is None
    assert found.to_record()["indicators"]["liabilities_to_assets_max"] is None


def test_a_critical_change_that_cannot_happen_is_none() -> None:
    """Without the subsidy of 13 the balance of 136 would still be 123: no fall of the subsidy takes it to nothing."""
    subsidy = {"state": {"quantity": 1.0, "rate": 13.0, "basis": "lump_sum"}}
    found = appraised(2, subsidies=subsidy, other=incomes(123))
    assert math.isnan(found.number("critical.subsidies"))
    assert math.isnan(found.number("critical.other_revenue"))
    short = appraised(2, subsidies=subsidy, construction=works(153.0))
    # 140 are missing: the subsidy would have to rise to 153, by 140 / 13.
    assert short.number("critical.subsidies") == pytest.approx(140 / 13)


# Residues of floats -------------------------------------------------------------------------------------------------

NOTHING_SOLD = {
    "land_quota.area": 100.7,
    "land_quota.resettlement_area": 60.4,
    "land_quota.retained_area": 40.3,
}
EDGE = ("break_even.price", "elasticity.quota", "elasticity.expenditure", "critical.quota")


def test_what_floats_leave_over_divides_nothing() -> None:
    assert 100.7 - 60.4 - 40.3 not in (0, 0.0)
    found = relocation.load("lujia").replace(NOTHING_SOLD).appraise()
    assert 0 < abs(found.number("land_quota.sold")) < 1e-12
    assert math.isnan(found.number("break_even.price"))
    assert math.isnan(found.number("critical.quota"))


def test_at_the_break_even_price_nothing_is_elastic() -> None:
    lujia = relocation.load("lujia")
    edge = lujia.replace({"land_quota.price": lujia.appraise().number("break_even.price")}).appraise()
    assert abs(edge.number("fund_balance.balance")) < 1e-6
    assert all(math.isnan(edge.number(key)) for key in EDGE if key.startswith("elasticity"))
    assert edge.number("critical.quota") == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("changes", [NOTHING_SOLD, {"land_quota.price": None}])
def test_a_spreadsheet_program_says_the_same_of_residues(changes: dict[str, Any]) -> None:
    lujia = relocation.load("lujia")
    price = lujia.appraise().number("break_even.price")
    project = lujia.replace({key: price if value is None else value for key, value in changes.items()})
    workbook = sample(project, "en")
    cells = {address: row.path for address, row in workbook.cells.items() if row.path in EDGE}
    expected = workbook.numbers(project.appraise())
    assert set(cells.values()) == set(EDGE)
    for address, value in in_process(workbook.data, cells).items():
        if isinstance(value, str):
            assert value == expected[address] == "n/a", cells[address]
        else:
            assert value == pytest.approx(expected[address], rel=1e-9, abs=1e-9), cells[address]
