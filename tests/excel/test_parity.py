"""The workbook is the model: every formula cell, recalculated by another spreadsheet engine, gives our number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

import relocation
from relocation.labels import Language
from relocation.project.project import Project
from relocation.project.sourced_inputs import InputValue
from tests.parity import Sample, disagreements, is_valid, nudged, sample, without_lost_rate
from tests.random_projects import random_project
from tests.spreadsheet_programs import (
    Address,
    CellValue,
    Engine,
    in_process,
    values_in,
    with_cells,
    with_formulas,
)

SEEDS = range(20)
LANGUAGES: tuple[Language, Language] = ("en", "zh")


def project_of(case: str | int) -> Project:
    return relocation.load(case) if isinstance(case, str) else random_project(case)


def language_of(case: str | int) -> Language:
    return "zh" if isinstance(case, int) and case % 2 else "en"


@pytest.mark.parametrize("case", ["lujia", *SEEDS])
def test_every_formula_cell_recalculates_to_our_number(case: str | int) -> None:
    one = sample(project_of(case), language_of(case))
    assert disagreements(one, one.draft.cached, in_process(one.data, one.cells)) == []


def test_lujia_agrees_in_chinese_as_well() -> None:
    one = sample(relocation.load("lujia"), "zh")
    assert disagreements(one, one.draft.cached, in_process(one.data, one.cells)) == []


def test_a_hundred_and_twenty_months_agree() -> None:
    one = sample(random_project(3, period="month", periods=120), "zh")
    assert disagreements(one, one.draft.cached, in_process(one.data, one.cells)) == []


# Every input is live ------------------------------------------------------------------------------------------------

COMPENSATED = ("structure", "land", "crops", "attachment", "allowance")
VILLAGE = {"households": 120, "persons": 300, "registered_poor_households": 30, "registered_poor_persons": 80}
SUBSIDISED = {"subsidised_principal": 500_000.0, "interest_subsidy": 0.5}
RICH: dict[str, Any] = {
    "village": VILLAGE,
    "timeline": {"start": date(2024, 3, 31), "period": "quarter", "periods": 16},
    "land_quota": {
        "area": 900.5,
        "resettlement_area": 60.25,
        "retained_area": 20.0,
        "acceptance": 0.9,
        "price": 80_000.0,
        "delay": 2,
        "receipts": {"first": {"share": 0.4, "period": 2}, "second": {"share": 0.6, "period": 5}},
    },
    "subsidies": {
        "relief": {"quantity": 80.0, "rate": 60_000.0, "basis": "person", "start": 1, "duration": 3}
    },
    "construction": {
        "housing": {
            "quantity": 29_000.0,
            "rate": 1650.0,
            "start": 1,
            "duration": 5,
            "shape": "s_curve",
            "physical_contingency": 0.05,
            "price_contingency": 0.04,
        },
        "land": {"quantity": 900.5, "rate": 7000.0, "group": "reclamation", "start": 2, "duration": 3},
    },
    "compensation": {
        group: {"quantity": 1000.0 + number, "rate": 1200.0, "group": group, "start": 1, "duration": 2}
        for number, group in enumerate(COMPENSATED)
    },
    "purchases": {"flats": {"quantity": 8000.0, "rate": 1100.0, "start": 3, "duration": 2}},
    "loans": {
        "bank": {
            "principal": 20_000_000.0,
            "rate": 0.045,
            "term": 12,
            "grace": 3,
            "grace_interest": "capitalised",
            "method": "annuity",
            "draw_interest": "half_period",
            "start": 2,
            "subsidised_principal": 5_000_000.0,
            "interest_subsidy": 0.9,
            "drawdowns": {"early": {"share": 0.3, "period": 3}, "late": {"share": 0.5, "period": 4}},
            "rate_steps": {"lower": {"period": 7, "rate": 0.04}, "higher": {"period": 9, "rate": 0.05}},
        },
        "fund": {
            "principal": 3_000_000.0,
            "rate": 0.06,
            "term": 8,
            "grace": 2,
            "start": 1,
            "method": "bullet",
            "sinking_fund": "level",
            **SUBSIDISED,
        },
        "need": {
            "principal": 800_000.0,
            "rate": 0.05,
            "term": 10,
            "grace": 4,
            "grace_basis": "outside",
            "method": "on_quota_receipt",
            "receipt_share": 0.01,
            "drawdown_rule": "on_need",
            **SUBSIDISED,
        },
        "swept": {
            "principal": 8_000_000.0,
            "rate": 0.05,
            "term": 14,
            "grace": 2,
            "method": "sweep",
            **SUBSIDISED,
        },
    },
    "income": {"leases": {"amount": 500_000.0, "growth": 0.02, "start": 4, "duration": 10}},
    "costs": {"upkeep": {"amount": 200_000.0, "growth": 0.03, "start": 5, "duration": 9}},
    "other": {
        **{
            f"own_{kind}": {"amount": 400_000.0 + number, "kind": kind, "start": 2, "duration": 3}
            for number, kind in enumerate(
                ("revenue", "subsidy", "cost", "financing_in", "financing_out", "memo")
            )
        },
        "formula": {"kind": "cost", "formula": "village.households * 100 if t <= 4 else land_quota.area"},
    },
    "evaluation": {
        "discount_rate": 0.06,
        "estimate_lead": 1.5,
        "gap_share_county": 0.5,
        "gap_share_collective": 0.3,
        "gap_share_households": 0.2,
    },
    "published": {"balance": {"value": 1e6, "formula": "fund_balance.balance", "tolerance": 0.5}},
}

# Inputs that say something about the village, an item or a printed figure, and that no formula asks for.
DESCRIPTIVE = {
    "village.persons",
    "village.registered_poor_households",
    "village.registered_poor_persons",
    "subsidies.relief.basis",
    "published.balance.tolerance",
    "published.balance.discrepancy",
}
# What concerns one way of repayment only: another loan shows it where it counts.
IDLE = {
    *(f"loans.{name}.receipt_share" for name in ("bank", "fund", "swept")),
    *(f"loans.{name}.sinking_fund" for name in ("bank", "need", "swept")),
    *(f"loans.{name}.target_dscr" for name in ("bank", "fund", "need", "swept")),
}
# The amount of a line that a formula gives: a number here is refused.
UNUSED = {
    *("other.formula.amount", "other.formula.start", "other.formula.duration"),
    *("costs.upkeep.quantity", "costs.upkeep.rate"),  # beside an amount
}


@cache
def rich() -> Sample:
    return sample(Project.build(RICH), "en")


def calculated(project: Project) -> list[InputValue]:
    """The inputs that a planner can change and that are not texts."""
    return [one for one in project.values() if not one.record.structural and nudged(one)]


def change_of(one: InputValue, value: Any) -> dict[str, Any]:
    """One changed input; the other instalment gives way where shares must sum to 1."""
    if one.path == "land_quota.receipts.first.share":
        return {one.path: value, "land_quota.receipts.second.share": 1 - value}
    if one.path == "land_quota.receipts.second.share":
        return {one.path: value, "land_quota.receipts.first.share": 1 - value}
    if one.path == "evaluation.gap_share_county":
        return {one.path: value, "evaluation.gap_share_collective": 0.8 - value}
    if one.path.startswith("evaluation.gap_share_"):
        rest = "households" if one.path.endswith("collective") else "collective"
        return {one.path: value, f"evaluation.gap_share_{rest}": 0.5 - value}
    if one.path in {"income.leases.quantity", "income.leases.rate"}:
        other = {"quantity": "rate", "rate": "quantity"}[one.path.rpartition(".")[2]]
        return {one.path: value, f"income.leases.{other}": 3.0, "income.leases.amount": 0.0}
    if one.path == "loans.fund.method":
        return {one.path: value, "loans.fund.sinking_fund": "none"}
    return {one.path: value}


def live_paths() -> list[str]:
    return [
        one.path for one in calculated(Project.build(RICH)) if one.path not in DESCRIPTIVE | UNUSED | IDLE
    ]


def test_what_is_exempt_exists_and_changes_nothing() -> None:
    one, engine = rich(), Engine(rich().data)
    for path in sorted(DESCRIPTIVE | UNUSED - {"other.formula.amount"}):
        changed = engine.values(one.cells, one.input_cells({path: nudged(one.project.at(path))[0]}))
        assert changed == engine.values(one.cells), path


def test_every_input_moves_a_result_and_moves_it_as_our_calculation_does() -> None:
    one, engine = rich(), Engine(rich().data)
    before, dead, wrong = engine.values(one.cells), [], []
    results = one.outputs | {cell_of(one, "other.own_memo.flow", period) for period in (1, 2, 3, 4, 5)}
    for path in live_paths():
        changes = [change_of(one.project.at(path), value) for value in nudged(one.project.at(path))]
        allowed = [change for change in changes if is_valid(one.project, change)]
        assert allowed, f"{path} cannot be changed"
        for change in allowed:
            theirs = engine.values(one.cells, one.input_cells(change))
            if all(theirs[cell] == before[cell] for cell in results):
                dead.append(f"{change}")
            ours = one.numbers(one.project.replace(change).appraise())
            wrong += [f"{change}: {found}" for found in disagreements(one, ours, theirs)]
    assert (dead, wrong) == ([], [])


# The comparison itself can fail --------------------------------------------------------------------------------------


def recalculated(one: Sample, data: bytes, change: Mapping[str, Any]) -> list[str]:
    """What another engine finds in a workbook after one input was changed in it."""
    theirs = in_process(with_cells(data, one.input_cells(change)), one.cells)
    return disagreements(one, one.numbers(one.project.replace(change).appraise()), theirs)


def cell_of(one: Sample, path: str, period: int | None = None) -> Address:
    """The cell of the Calculation sheet that works out a number."""
    return next(at for at, row in one.cells.items() if (row.path, row.period) == (path, period))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_formula_replaced_by_its_right_value_is_found_once_an_input_changes(lang: Language) -> None:
    one = sample(relocation.load("lujia"), lang)
    cell = cell_of(one, "loans.adbc.interest_paid", 5)
    frozen: Mapping[Address, CellValue] = {cell: one.draft.cached[cell]}
    change = {"loans.adbc.rate": 0.06}
    assert recalculated(one, one.data, change) == []
    found = recalculated(one, with_cells(one.data, frozen), change)
    assert any(text.startswith(f"{cell[0]}!{cell[1]} loans.adbc.interest_paid 5: ") for text in found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_constant_below_a_right_cached_value_is_found(lang: Language) -> None:
    one = sample(relocation.load("lujia"), lang)
    cell = cell_of(one, "loans.adbc.interest_paid", 5)
    sabotaged = with_formulas(one.data, {cell: "1234567"})
    assert values_in(sabotaged) == values_in(one.data)
    theirs = in_process(sabotaged, one.cells)
    found = disagreements(one, one.draft.cached, theirs)
    assert any(text.startswith(f"{cell[0]}!{cell[1]} loans.adbc.interest_paid 5: ") for text in found)


def test_a_rate_that_is_off_by_a_hundredth_of_a_percent_is_found() -> None:
    one = sample(relocation.load("lujia"), "en")
    cell = cell_of(one, "irr")
    ours = one.draft.cached
    assert len(disagreements(one, ours, {**ours, cell: ours[cell] + 0.0001})) == 1


@pytest.mark.parametrize(
    ("ours", "theirs", "excused"), [(9.0, "n/a", True), (9.0, 8.0, False), (0.1, "n/a", False)]
)
def test_only_an_extreme_rate_may_be_lost_and_never_be_another(
    ours: float, theirs: CellValue, excused: bool
) -> None:
    one = sample(relocation.load("lujia"), "en")
    cell = cell_of(one, "irr.per_period")
    expected, found = {**one.draft.cached, cell: ours}, {**one.draft.cached, cell: theirs}
    assert (disagreements(one, without_lost_rate(one, expected, found), found) == []) is excused
