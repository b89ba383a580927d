"""Every table by year of a village of fourteen months, against figures that were worked out on paper."""

from __future__ import annotations

import math
from functools import cache

import pytest

from relocation.annual import TABLES
from relocation.appraisal import Appraisal
from relocation.formula.language.line_items import UnknownName
from tests.annual.village import BEFORE_FINANCING, village
from tests.small_village import appraised

MONTHLY_FACTOR = 1.05 ** (-1 / 12)

# table -> row -> (year 1, year 2)
BY_HAND: dict[str, dict[str, tuple[float, float]]] = {
    "investment": {
        "use": (423_200, 31_200),
        "works": (330_000, 30_000),
        "engineering": (300_000, 0),
        "reclamation": (30_000, 30_000),
        "other": (0, 0),
        "compensation": (80_000, 0),
        "compensation_gross": (200_000, 0),
        "purchases": (120_000, 0),
        "construction_interest": (13_200, 1_200),
        "raised": (690_000, 600_000),
        "quota": (400_000, 600_000),
        "subsidies": (50_000, 0),
        "loan_bank": (240_000, 0),
        "beyond": (266_800, 568_800),
        "interest_after": (0, 0),
        "principal_repaid": (0, 240_000),
        "after_move": (0, -3_000),
        "more_cash": (266_800, 331_800),
        "cash_at_end": (266_800, 598_600),
        "applied": (266_800, 568_800),
    },
    "loans": {
        "bank_opening": (0, 240_000),
        "bank_drawdown": (240_000, 0),
        "bank_accrued": (13_200, 1_200),
        "bank_capitalised": (0, 0),
        "bank_interest_paid": (13_200, 1_200),
        "bank_principal_repaid": (0, 240_000),
        "bank_closing": (240_000, 0),
        "all_closing": (240_000, 0),
        "service": (13_200, 241_200),
        "from_flow": (8_400, 241_200),
        "from_cash": (0, 0),
        "uncovered": (4_800, 0),  # the interest of months 2 to 5
    },
    "project_cash_flow": {
        "inflow": (450_000, 604_000),
        "outflow": (410_000, 31_000),
        "net": (40_000, 573_000),
        "cumulative": (40_000, 613_000),
    },
    "capital_cash_flow": {
        "inflow": (450_000, 604_000),
        # All of the 240 drawn are spent in the first two months: 410 of relocation less 240, and 13.2 of interest.
        "outflow": (183_200, 272_200),
        "own_part": (170_000, 30_000),
        "paid_by_loans": (240_000, 0),
        "net": (266_800, 331_800),
        "cumulative": (266_800, 598_600),
    },
    "financial_plan": {
        "operating": (0, 3_000),
        "operating_in": (0, 4_000),
        "operating_out": (0, 1_000),
        "investing": (40_000, 570_000),
        "investing_in": (450_000, 600_000),
        "investing_out": (410_000, 30_000),
        "financing": (226_800, -241_200),
        "net": (266_800, 331_800),
        "closing": (266_800, 598_600),
    },
    "income_statement": {
        "revenue": (450_000, 604_000),
        "costs": (0, 1_000),
        "earned": (450_000, 603_000),
        "interest": (13_200, 1_200),
        "surplus": (436_800, 601_800),
        "applied": (410_000, 30_000),
        "free": (26_800, 571_800),
        "brought_forward": (0, 26_800),
        "so_far": (26_800, 598_600),
    },
    "debt_cover": {
        # Reclamation ends in month 13, in which the bullet falls due as well: repayment begins there.
        "flow": (0, 573_000),
        "cash_brought": (0, 266_800),
        "service": (0, 241_200),
        "principal": (0, 240_000),
        "interest": (0, 1_200),
        "dscr": (math.nan, 573_000 / 241_200),
        "dscr_with_cash": (math.nan, 839_800 / 241_200),
        "icr": (math.nan, 573_000 / 1_200),
    },
    "balance_sheet": {
        "assets": (266_800, 598_600),
        "cash": (266_800, 598_600),
        "liabilities": (240_000, 0),
        "loans": (240_000, 0),
        "overdraft": (0, 0),
        "fund": (26_800, 598_600),
        "both": (266_800, 598_600),
        "liabilities_to_assets": (240_000 / 266_800, 0),
        "spent": (410_000, 440_000),
    },
    "self_balancing": {
        "income": (450_000, 604_000),
        "costs": (410_000, 31_000),
        "flow": (40_000, 573_000),
        "drawn": (240_000, 0),
        "other_drawn": (240_000, 0),
        "bond_drawn": (0, 0),
        "available": (280_000, 573_000),
        "service": (13_200, 241_200),
        "left": (266_800, 331_800),
        "so_far": (266_800, 598_600),
    },
    "budget": {
        "compensation": (200_000, 0),
        "compensation_brick": (200_000, 0),
        "of_structure": (200_000, 0),
        "of_land": (0, 0),
        "works": (330_000, 30_000),
        "construction_housing": (300_000, 0),
        "construction_land": (30_000, 30_000),
        "other_costs": (0, 0),
        "contingencies": (0, 0),
        "budget": (530_000, 30_000),
        "purchases": (120_000, 0),
        "to_finance": (410_000, 30_000),
        "subsidies_state": (50_000, 0),
        "loan_bank": (240_000, 0),
        "sources": (690_000, 600_000),
    },
    "county_view": {
        "paid": (163_600, 0),
        "gap_paid": (113_600, 0),
        "got": (113_600, 598_600),
        "gap_returned": (113_600, 0),
        "difference": (-50_000, 598_600),
        "so_far": (-50_000, 548_600),
        "quota": (400_000, 600_000),
        "loans_owed": (240_000, 0),
    },
}


@cache
def appraisal() -> Appraisal:
    return village()


@pytest.mark.parametrize("table", BY_HAND)
def test_a_table_says_what_paper_says(table: str) -> None:
    frame = appraisal().annual(table)
    assert list(frame.columns) == ["label", "unit", "total", 1, 2]
    for row, expected in BY_HAND[table].items():
        assert list(frame.loc[row, [1, 2]]) == pytest.approx(expected, abs=1e-6, nan_ok=True), row


def test_no_table_is_left_out() -> None:
    assert set(BY_HAND) == set(TABLES)


@pytest.mark.parametrize("table", sorted(set(BY_HAND) - {"debt_cover"}))
def test_a_table_proves_itself(table: str) -> None:
    assert list(appraisal().annual(table).loc["check", [1, 2]]) == pytest.approx([0, 0], abs=1e-6)


def test_a_contingency_is_a_line_of_its_own_in_the_budget() -> None:
    works = {"housing": {"quantity": 200.0, "rate": 1_500.0, "duration": 3, "physical_contingency": 0.1}}
    one = village(construction=works)
    assert list(one.annual("budget").loc["physical", [1, 2]]) == pytest.approx([30_000, 0])
    assert list(one.annual("budget").loc["works", [1, 2]]) == pytest.approx([300_000, 0])
    assert list(one.annual("investment").loc["engineering", [1, 2]]) == pytest.approx([330_000, 0])


def test_contingencies_on_compensation_are_of_category_g_and_not_of_a() -> None:
    paid = {"brick": {"quantity": 100.0, "rate": 1_000.0, "physical_contingency": 0.1, "group": "structure"}}
    one = village(construction={}, compensation=paid)
    table = one.annual("budget")
    told = {
        key: sum(table.loc[key, [1, 2]])
        for key in ("compensation", "of_structure", "physical", "contingencies")
    }
    assert told == pytest.approx(
        {
            "compensation": 100_000,
            "of_structure": 100_000,
            "physical": 10_000,
            "contingencies": 10_000,
        }
    )
    assert list(table.loc["check", [1, 2]]) == pytest.approx([0, 0], abs=1e-6)


def test_discounting_goes_by_month_and_sums_to_the_net_present_value() -> None:
    worth = {month: flow * MONTHLY_FACTOR ** (month - 1) for month, flow in BEFORE_FINANCING.items()}
    first, second = (
        sum(value for month, value in worth.items() if (month > 12) is late) for late in (False, True)
    )
    frame = appraisal().annual("project_cash_flow")
    assert list(frame.loc["discounted", [1, 2]]) == pytest.approx([first, second], abs=1e-6)
    assert frame.loc["discounted_so_far", 2] == pytest.approx(first + second, abs=1e-6)
    assert frame.loc["npv", "total"] == pytest.approx(first + second, abs=1e-6)
    assert appraisal().value("npv") == pytest.approx(first + second, abs=1e-6)


def test_the_coverage_multiple_counts_all_debt_and_special_bonds_alone() -> None:
    frame = appraisal().annual("self_balancing")
    assert frame.loc["multiple_all", "total"] == pytest.approx(853_000 / 254_400)
    assert frame.loc["multiple_bonds", "total"] != frame.loc["multiple_bonds", "total"]  # n/a: there are none
    assert appraisal().value("coverage_multiple") == pytest.approx(853_000 / 254_400)


def test_bonds_and_other_loans_stand_apart_under_their_own_names() -> None:
    """1,000,000 of bonds at 4 % beside 500,000 of a bank at 10 %, both due in year 2; 900,000 of rent a year, works of both."""
    bank = {"principal": 500_000.0, "rate": 0.1, "term": 2, "method": "bullet", "draw_interest": "full"}
    bond = {**bank, "type": "special_bond", "principal": 1_000_000.0, "rate": 0.04}
    found = appraised(
        2,
        loans={"bank": bank, "bond": bond},
        income={"rent": {"amount": 900_000.0, "start": 1}},
        construction={"works": {"quantity": 1.0, "rate": 1_500_000.0}},
    )
    rows = {
        "drawn": (1_500_000, 0),
        "bond_drawn": (1_000_000, 0),
        "other_drawn": (500_000, 0),
        "service": (90_000, 1_590_000),
        "bond_principal": (0, 1_000_000),
        "other_principal": (0, 500_000),
        "bond_interest": (40_000, 40_000),
        "other_interest": (50_000, 50_000),
        "so_far": (810_000, 120_000),
    }
    for lang, bonds, others in (("en", "Special bonds", "Other loans"), ("zh", "专项债券", "其他借款")):
        frame = found.annual("self_balancing", lang)
        assert {key: tuple(frame.loc[key, [1, 2]]) for key in rows} == rows
        for key, label in frame["label"].items():
            if key.startswith(("bond_", "other_")):
                wanted, other = (bonds, others) if key.startswith("bond_") else (others, bonds)
                assert wanted in label, key
                assert other not in label, key
    # 1,800,000 of rent and 1,500,000 drawn less 1,500,000 of works pay 1,680,000; less 600,000 of the bank, 1,080,000.
    frame = found.annual("self_balancing")
    assert frame.loc["multiple_all", "total"] == pytest.approx(1.8 / 1.68)
    assert frame.loc["multiple_bonds", "total"] == pytest.approx(1.2 / 1.08)


def test_totals_stand_where_a_sum_means_something() -> None:
    frame = appraisal().annual("balance_sheet")
    assert frame["total"].drop("check").isna().all()
    assert math.isnan(appraisal().annual("debt_cover").loc["dscr", "total"])
    assert appraisal().annual("investment").loc["use", "total"] == pytest.approx(454_400)


def test_cash_that_is_missing_is_a_debt_and_the_countys() -> None:
    # Without the loan: month 2 ends at -350, month 3 at -330; year 1 at +40. Half a year of delay: quota in 12 and 19.
    late = village(loans={}, land_quota={"area": 10.0, "price": 0.0})
    # Cash before financing without quota: year 1 50 - 410 = -360, year 2 -27.
    sheet, county = late.annual("balance_sheet"), late.annual("county_view")
    assert list(sheet.loc["cash", [1, 2]]) == [0, 0]
    assert list(sheet.loc["overdraft", [1, 2]]) == pytest.approx([360_000, 387_000])
    assert list(sheet.loc["fund", [1, 2]]) == pytest.approx([-360_000, -387_000])
    # By month: -50, -350, -330, then -360 in month 12, -388 in 13 and -387 in 14.
    assert list(county.loc["gap_paid", [1, 2]]) == pytest.approx([380_000, 28_000])
    assert list(county.loc["gap_returned", [1, 2]]) == pytest.approx([20_000, 1_000])
    assert county.loc["gap_highest", "total"] == late.number("gap.county") == pytest.approx(388_000)
    assert late.number("sources.gap") == pytest.approx(388_000)
    assert late.number("uses.gap_closed") == pytest.approx(1_000)
    assert list(county.loc["so_far", [1, 2]]) == pytest.approx([-410_000, -437_000])
    assert late.annual("loans").loc["uncovered", "total"] == 0


def test_a_gap_that_closes_is_paid_back_by_the_share_that_the_county_bears() -> None:
    """Without the loan and with all quota money in month 13: year 1 ends at 50 - 410 = -360, year 2 at 613."""
    receipts = {"late": {"share": 1.0, "period": 13}}
    one = village(
        loans={},
        land_quota={"area": 10.0, "price": 100_000.0, "receipts": receipts},
        evaluation={"gap_share_county": 0.75, "gap_share_households": 0.25},
    )
    county = one.annual("county_view")
    # Three quarters of what comes and goes: 380 in year 1, of which 20 come back in it, and the rest in year 2.
    assert list(county.loc["gap_paid", [1, 2]]) == pytest.approx([285_000, 0])
    assert list(county.loc["gap_returned", [1, 2]]) == pytest.approx([15_000, 270_000])
    assert list(county.loc["gap_at_end", [1, 2]]) == pytest.approx([270_000, 0])
    assert list(county.loc["left", [1, 2]]) == pytest.approx([0, 613_000])


def test_debt_service_that_cash_does_not_cover_is_shown() -> None:
    """No quota money: year 1 ends at 240 - 360 - 13.2 = -133.2, so none of the interest of 13.2 is covered."""
    poor = village(land_quota={"area": 10.0, "price": 0.0}).annual("loans")
    assert list(poor.loc["uncovered", [1, 2]]) == pytest.approx([13_200, 241_200])
    assert list(poor.loc["from_cash", [1, 2]]) == pytest.approx([0, 0], abs=1e-6)


def test_other_financing_is_a_debt_until_it_is_repaid_and_an_asset_beyond_that() -> None:
    def own(kind: str, amount: float, start: int) -> dict[str, object]:
        return {"kind": kind, "amount": amount, "start": start}

    sheet = village(
        other={"lent": own("financing_in", 30_000.0, 2), "back": own("financing_out", 50_000.0, 13)}
    ).annual("balance_sheet")
    assert list(sheet.loc["other_financing", [1, 2]]) == pytest.approx([30_000, 0])
    assert list(sheet.loc["other_beyond", [1, 2]]) == pytest.approx([0, 20_000])
    assert list(sheet.loc["cash", [1, 2]]) == pytest.approx([296_800, 578_600])


def test_an_unknown_table_is_named_with_close_ones() -> None:
    with pytest.raises(UnknownName, match="did you mean loans"):
        appraisal().annual("loan")
