"""The bridge test: what late, less or dearer money does to cash, against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

import relocation
from relocation.labels import Language
from relocation.project.longer_timeline import lengthened
from relocation.project.project import Project
from relocation.reports.stress import bridge_notes
from relocation.stress import STRESSES, BridgeTest, Stress, StressedCase, bridge_test
from tests.cli.running import relocation as command
from tests.random_projects import projects
from tests.small_village import small_project

LATE_24 = next(one for one in STRESSES if one.key == "late_24")


def village(**groups: Any) -> Project:
    """Works of 900,000 in year 1, quota money of 1,000,000 in year 2, nothing else."""
    works = {"works": {"quantity": 1.0, "rate": 900_000.0, "start": 1, "duration": 1}}
    quota = {"area": 10.0, "price": 100_000.0, "receipts": {"all": {"share": 1.0, "period": 2}}}
    return small_project(**{"construction": works, "land_quota": quota, **groups})


def by_key(test: BridgeTest) -> dict[str, StressedCase]:
    return {case.stress.key: case for case in test.cases}


def test_a_tiny_village_by_hand() -> None:
    cases = by_key(bridge_test(village()))
    lowest = {key: case.lowest_cash for key, case in cases.items()}
    assert lowest == pytest.approx(
        {
            "base": -900_000,
            "late_6": -900_000,
            "late_12": -900_000,
            "late_24": -900_000,
            "price_10": -900_000,
            "price_20": -900_000,
            "price_30": -900_000,
            "acceptance_90": -900_000,
            "cost_10": -990_000,
            "cost_20": -1_080_000,
            "rate_100": -900_000,
            "late_12_price_20": -900_000,
            "late_24_cost_10": -990_000,
            "mildest_together": -990_000,
            "harshest_together": -1_080_000,
        }
    )
    balance = {key: case.balance for key, case in cases.items()}
    assert balance["price_20"] == pytest.approx(-100_000)
    assert balance["acceptance_90"] == pytest.approx(0)
    # 10 mu * 0.9 * 100,000 * 0.9 - 990,000 and 10 * 0.9 * 70,000 - 1,080,000
    assert balance["mildest_together"] == pytest.approx(-180_000)
    assert balance["harshest_together"] == pytest.approx(-450_000)
    assert all(case.bridge == -(case.lowest_cash or 0) for case in cases.values())


def test_who_never_lacks_cash_needs_no_bridge() -> None:
    """Own money of 1,000,000 in year 1 beside works of 900,000: 100,000 are left, 10,000 with works a tenth dearer."""
    own = {"own": {"kind": "revenue", "amount": 1_000_000.0, "start": 1}}
    cases = by_key(bridge_test(village(other=own)))
    assert (cases["base"].lowest_cash, cases["base"].bridge) == (100_000, 0)
    assert (cases["cost_10"].lowest_cash, cases["cost_10"].bridge) == pytest.approx((10_000, 0))
    assert (cases["cost_20"].lowest_cash, cases["cost_20"].bridge) == pytest.approx((-80_000, 80_000))


def test_together_means_each_stress_of_its_kind_by_its_figures() -> None:
    """The inputs of both joint cases, by hand: 5 % + 1 point; 100,000 less a tenth or three; 900,000 and a tenth or fifth."""
    loan = {"principal": 500_000.0, "rate": 0.05, "term": 3, "method": "bullet", "draw_interest": "full"}
    cases = by_key(bridge_test(village(loans={"bank": loan})))
    for key, delay, price, rate in (("mildest", 6, 90_000, 990_000), ("harshest", 24, 70_000, 1_080_000)):
        after = {change.path: change.after for change in cases[f"{key}_together"].changes}
        assert after == pytest.approx(
            {
                "land_quota.delay": delay,
                "land_quota.price": price,
                "land_quota.acceptance": 0.9,
                "construction.works.rate": rate,
                "loans.bank.rate": 0.06,
            }
        )
    # 500,000 bears 6 % in year 1: 500,000 - 990,000 - 30,000.
    mildest = cases["mildest_together"].appraisal
    assert mildest is not None
    assert mildest.series("cash.closing")[0] == pytest.approx(-520_000)


def test_lujia_by_hand() -> None:
    cases = by_key(bridge_test(relocation.load("lujia")))
    assert cases["price_20"].balance == pytest.approx(19_483_000, abs=0.01)  # 0.8 * 150 + 13.266 - 113.783
    # Works 71,946,000 and gross compensation 74,681,000 cost a tenth more.
    assert cases["cost_10"].balance == pytest.approx(49_483_000 - 7_194_600 - 7_468_100, abs=0.01)
    # A year late, the first half of the quota money is missing in year 2: 37,500,000 if half a year late.
    assert (cases["late_12"].lowest_cash or 0) - (cases["late_6"].lowest_cash or 0) == pytest.approx(
        -37_500_000
    )
    # 1 % of 66 million, which bears interest for half of its first year.
    dearer = (cases["base"].lowest_cash or 0) - (cases["rate_100"].lowest_cash or 0)
    assert dearer == pytest.approx(330_000, abs=0.01)
    assert cases["base"].viable
    assert not cases["late_6"].viable
    assert cases["late_6"].day is not None
    assert cases["late_6"].day.year == 2017


def test_a_loan_is_repaid_only_from_money_that_is_there() -> None:
    loan = {"principal": 900_000.0, "rate": 0.0, "term": 2, "grace": 1, "method": "bullet"}
    cases = by_key(bridge_test(village(loans={"bank": loan})))
    assert cases["base"].loans_repaid is True  # repaid in year 2, in which the quota money comes
    assert cases["late_12"].loans_repaid is False
    assert by_key(bridge_test(village()))["base"].loans_repaid is None


def test_late_money_makes_the_timeline_longer_and_nothing_else_changes() -> None:
    """Money of year 4, the last, arrives in year 6; income until the end still ends in year 4."""
    quota = {"area": 10.0, "price": 100_000.0, "receipts": {"all": {"share": 1.0, "period": 4}}}
    income = {"leases": {"amount": 1_000.0, "start": 2, "duration": 0}}
    case = by_key(bridge_test(village(land_quota=quota, income=income)))["late_24"]
    assert case.longer_by == 2
    assert case.appraisal is not None
    assert case.appraisal.value("land_quota.received") == [0, 0, 0, 0, 0, 1_000_000]
    assert case.appraisal.value("income.leases.flow") == [0, 1_000, 1_000, 1_000, 0, 0]
    assert case.appraisal.number("checks.all_passed") == 1
    [note] = bridge_notes(case)
    assert "longer by 2 periods" in note.en
    assert "延长2期" in note.zh


def test_six_months_more_than_a_year_take_the_period_they_touch() -> None:
    quota = {"area": 10.0, "price": 100_000.0, "receipts": {"all": {"share": 1.0, "period": 4}}}
    assert by_key(bridge_test(village(land_quota=quota)))["late_6"].longer_by == 1


def test_a_case_that_cannot_be_calculated_is_named_and_the_others_go_on() -> None:
    """All of the accepted area is used for the new settlement, so nothing can be lost at acceptance."""
    quota = {"area": 10.0, "resettlement_area": 10.0, "price": 100_000.0}
    cases = by_key(bridge_test(village(land_quota=quota)))
    case = cases["acceptance_90"]
    assert (case.lowest_cash, case.bridge, case.viable, case.day) == (None, None, None, None)
    assert "land_quota.resettlement_area" in case.failed("en")[0]
    assert "验收面积" in case.failed("zh")[0]
    assert cases["cost_10"].lowest_cash == pytest.approx(-990_000)
    assert any("cannot be calculated" in note.en for note in bridge_notes(case))


def test_a_delay_beyond_what_can_be_stated_is_named() -> None:
    project = village().replace({"timeline.periods": 40, "land_quota.delay": 230})
    assert by_key(bridge_test(project))["late_24"].reason is not None


def test_dearer_money_raises_a_step_to_nothing_and_leaves_an_unused_step_alone() -> None:
    """900,000 at 5 % in year 1, at nothing from year 2 on by a step, and a second step that is not in use."""
    steps = {"free": {"period": 2, "rate": 0.0}, "unused": {"period": 0, "rate": 0.0}}
    loan = {
        "principal": 900_000.0,
        "rate": 0.05,
        "term": 3,
        "method": "bullet",
        "draw_interest": "full",
        "rate_steps": steps,
    }
    case = by_key(bridge_test(village(loans={"bank": loan})))["rate_100"]
    assert {change.path: change.after for change in case.changes} == {
        "loans.bank.rate": pytest.approx(0.06),
        "loans.bank.rate_steps.free.rate": pytest.approx(0.01),
    }
    assert case.appraisal is not None
    assert case.appraisal.value("loans.bank.accrued") == pytest.approx([54_000, 9_000, 9_000, 0])


def test_acceptance_is_the_lower_of_nine_tenths_and_the_plan_s_own() -> None:
    for own, wanted in ((1.0, 0.9), (0.95, 0.9), (0.8, 0.8)):
        quota = {"area": 10.0, "price": 100_000.0, "acceptance": own}
        case = by_key(bridge_test(village(land_quota=quota)))["acceptance_90"]
        assert case.balance == pytest.approx(10 * wanted * 100_000 - 900_000)


def test_a_delay_of_the_plan_s_own_adds_to_that_of_the_stress() -> None:
    quota = {"area": 10.0, "price": 100_000.0, "delay": 6, "receipts": {"all": {"share": 1.0, "period": 2}}}
    case = by_key(bridge_test(village(land_quota=quota)))["late_12"]
    assert case.appraisal is not None
    # Half of the money comes in year 3 and half in year 4: 18 months late.
    assert case.appraisal.value("land_quota.received") == pytest.approx([0, 0, 500_000, 500_000])


def test_what_a_case_changes_is_listed() -> None:
    (base, late) = bridge_test(
        village(), (Stress("base", STRESSES[0].label), replace(LATE_24, price=0.8))
    ).cases
    assert base.changes == ()
    assert [(one.path, one.before, one.after) for one in late.changes] == [
        ("land_quota.price", 100_000, 80_000),
        ("land_quota.delay", 0, 24),
    ]


def test_each_case_is_the_appraisal_of_the_changed_project() -> None:
    """One book serves all cases of a length; it must give what a book of its own gives."""
    project = relocation.load("lujia")
    for case in bridge_test(project).cases:
        plain = project.replace({change.path: change.after for change in case.changes}).appraise()
        assert case.lowest_cash == plain.number("cash.minimum"), case.stress.key
        assert case.balance == plain.number("fund_balance.balance"), case.stress.key


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(project=projects(most_periods=16))
def test_any_project_has_its_plan_first_and_no_case_brings_the_test_down(project: Project) -> None:
    test = bridge_test(project)
    assert [case.stress.key for case in test.cases] == [one.key for one in STRESSES]
    own = project.appraise()
    assert test.cases[0].lowest_cash == own.number("cash.minimum")
    for case in test.cases:
        assert (case.appraisal is None) != (case.reason is None)
        if case.appraisal is not None:
            # What would have to be brought from outside so that cash never falls below nothing, and no more.
            lowest = min(case.appraisal.series("cash.closing"))
            assert case.bridge == (0 if lowest >= 0 else -lowest)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(project=projects(most_periods=16))
def test_a_longer_timeline_alone_changes_no_total(project: Project) -> None:
    for item in project.other.values():
        if item.formula:
            return
    before, after = project.appraise(), lengthened(project, 3).appraise()
    for key in ("fund_balance.balance", "loans.interest_total", "sources.income", "uses.costs"):
        assert after.number(key) == pytest.approx(before.number(key), rel=1e-12, abs=1e-6), key


def test_the_frame_has_one_row_per_case() -> None:
    frame = bridge_test(village()).to_frame("zh").set_index("case")
    assert list(frame.index) == [one.key for one in STRESSES]
    assert frame.loc["cost_10", "bridge"] == pytest.approx(990_000)
    assert frame.loc["base", "label"] == "按计划"


def test_json_and_table_carry_the_test_in_both_languages() -> None:
    found = command("run", "lujia", "-f", "json").record["bridge_test"]
    assert [one["case"] for one in found] == [one.key for one in STRESSES]
    [late] = [one for one in found if one["case"] == "late_12"]
    assert late["date"] == "2017-01-01"
    assert late["bridge"] == -late["lowest_cash"] > 0
    assert late["changes"] == [{"path": "land_quota.delay", "before": 0, "after": 12}]
    assert "Quota money 12 months late" in " ".join(command("run", "lujia", columns=160).stdout.split())
    assert "指标款迟到12个月" in command("run", "lujia", "--lang", "zh", columns=160).stdout


@pytest.mark.parametrize(("lang", "title"), [("en", "Stress"), ("zh", "压力测试")])
def test_the_workbook_shows_the_test_as_values_and_says_that_they_are_not_live(
    lang: Language, title: str, tmp_path: Any
) -> None:
    path = tmp_path / "lujia.xlsx"
    relocation.load("lujia").appraise().to_excel(path, lang=lang)
    sheet = load_workbook(path)[title]
    assert ("not live" if lang == "en" else "非实时公式") in str(sheet["A2"].value)
    cells = [cell for row in sheet.iter_rows() for cell in row]
    [state, _] = [cell for cell in cells if cell.data_type == "f"]
    assert ("OUT OF DATE" if lang == "en" else "已过时") in str(state.value)
    shown = {row[0].value: row for row in sheet.iter_rows(min_row=5, max_row=4 + len(STRESSES))}
    row = shown[LATE_24.label.text(lang)]
    case = by_key(bridge_test(relocation.load("lujia")))["late_24"]
    assert row[1].value == pytest.approx(case.lowest_cash)
    assert row[3].value == pytest.approx(case.bridge)
    said = [str(cell.value) for cell in cells]
    [soil] = [row for row in sheet.iter_rows() if row[0].value in {"Demolished soil houses", "拆除土房"}]
    assert [cell.value for cell in soil[1:4]] == [1_000, 1_200, 200]
    assert ("Delay of quota money" if lang == "en" else "指标款延迟") in said


def test_a_bad_formula_is_the_reason_of_every_case() -> None:
    other = {"own": {"kind": "cost", "formula": "no_such_line * 2"}}
    test = bridge_test(village(other=other))
    assert test.worst is None
    assert all("no_such_line" in case.failed("en")[0] for case in test.cases)


def test_every_case_has_the_coverage_of_bonds() -> None:
    """1 million at 4 % over two years beside 700,000 a year: 1.4 / 1.08; at 5 % 1.4 / 1.1; drawn for works of year 1."""
    bond = {"type": "special_bond", "principal": 1e6, "rate": 0.04, "term": 2, "method": "bullet"}
    works = {"works": {"quantity": 1.0, "rate": 1e6}}
    rent = {"rent": {"amount": 700_000.0, "start": 1}}
    project = small_project(periods=2, construction=works, loans={"bond": bond}, income=rent)
    records = {one["case"]: one for one in bridge_test(project).to_records()}
    assert records["base"]["bond_coverage"] == pytest.approx(1.4 / 1.08)
    assert records["rate_100"]["bond_coverage"] == pytest.approx(1.4 / 1.1)
    assert records["rate_100"]["coverage"] == pytest.approx(1.4 / 1.1)
    assert all(one["bond_coverage"] is not None for one in records.values())
    without = {one["case"]: one for one in bridge_test(village()).to_records()}
    assert (without["base"]["coverage"], without["base"]["bond_coverage"]) == (None, None)
