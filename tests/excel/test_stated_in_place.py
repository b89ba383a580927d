"""What is stated in a workbook after it was written: options, sources, formulas and times move no row and hide no fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relocation.caller import asked_by
from relocation.cases import open_case
from relocation.excel.layout.kinds import SHEETS
from relocation.labels import LANGUAGES, Language
from relocation.problems import ProblemsFound
from tests.planner import input_addresses, lujia_template, typed
from tests.spreadsheet_programs import Engine, with_cells, with_formulas

OPTIONS: list[dict[str, Any]] = [
    {"construction.housing.physical_contingency": 0.05},
    {"loans.adbc.rounding": "fen"},
    {"loans.adbc.interest_subsidy": 0.5, "loans.adbc.subsidised_principal": 1e6},
    {"construction.housing.shape": "s_curve"},
]


def told(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    return [f"{one.where}: {one.text('en')}" for one in open_case(path).warnings]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("values", OPTIONS, ids=[next(iter(one)) for one in OPTIONS])
def test_an_option_stated_in_its_row_accuses_no_formula(
    values: dict[str, Any], lang: Language, tmp_path: Path
) -> None:
    said = told(tmp_path / "a.xlsx", typed(lujia_template(lang), values))
    assert [one for one in said if SHEETS["calculation"].text(lang) in one] == []
    assert not any("another version" in one for one in said)


def test_a_source_alone_accuses_none_and_a_formula_written_over_is_still_named(tmp_path: Path) -> None:
    data = lujia_template("en")
    sheet, cell = input_addresses(data)["construction.housing.physical_contingency"]
    with_source = with_cells(data, {(sheet, f"H{cell[1:]}"): "design report, page 4"})
    assert told(tmp_path / "a.xlsx", with_source) == told(tmp_path / "b.xlsx", data)
    [added] = set(told(tmp_path / "c.xlsx", with_formulas(with_source, {("Calculation", "G4"): "7"}))) - set(
        told(tmp_path / "d.xlsx", with_source)
    )
    assert added.startswith("Calculation!G4")


TYPED: list[dict[str, Any]] = [
    {"other.slot_cost_1.label_en": "fee", "other.slot_cost_1.formula": "0.9 * land_quota.net_area * 3"},
    {"timeline.periods": 20},
    {"timeline.period": "quarter"},
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("values", TYPED, ids=[list(one)[-1] for one in TYPED])
def test_what_the_other_sheets_cannot_follow_turns_the_live_verdict_red(
    values: dict[str, Any], lang: Language
) -> None:
    about, checks = SHEETS["about"].text(lang), (SHEETS["inputs"].text(lang), "I4")
    before = Engine(lujia_template(lang)).values([(about, "B5"), checks])
    after = Engine(typed(lujia_template(lang), values)).values([(about, "B5"), checks])
    assert list(before.values()) == [1, 1]
    assert list(after.values()) == [0, 0]


def test_a_formula_typed_where_none_stood_is_told_with_the_call_that_writes_it(tmp_path: Path) -> None:
    values = {"other.slot_cost_1.label_en": "fee", "other.slot_cost_1.formula": "land_quota.area * 2"}
    said = told(tmp_path / "a.xlsx", typed(lujia_template("en"), values))
    [about] = [one for one in said if "the other sheets of this file do not follow it" in one]
    assert about.startswith(f"Inputs!{input_addresses(lujia_template('en'))['other.slot_cost_1.formula'][1]}")
    assert not any("restore the formula" in one for one in said)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_times_in_new_periods_are_told_to_be_written_in_the_old_ones(lang: Language, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    values = {"timeline.period": "quarter", "timeline.periods": 48, "loans.adbc.term": 40}
    path.write_bytes(typed(lujia_template(lang), values))
    with asked_by("command"), pytest.raises(ProblemsFound) as found:
        open_case(path, as_basis=True)
    texts = [one.text(lang) for one in found.value.problems]
    assert any("relocation template --period quarter" in text for text in texts)
    assert not any("written into the new file" in text or "已写入新文件" in text for text in texts)
