"""The Scenarios sheet of our workbooks: what it shows is live, what is typed comes back, and nothing of it is lost."""

from __future__ import annotations

import io
import re
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

import relocation
from relocation.cases import load_with_warnings, open_case
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.read.project import FilledWorkbook, read_workbook
from relocation.excel.sheets.scenarios import COLUMNS, FIRST_ROW, HEAD_ROW, ROWS
from relocation.excel.workbook import workbook_bytes
from relocation.labels import Language
from relocation.project.names import input_labels
from relocation.project.project import Project
from relocation.project.template import padded
from relocation.scenarios.comparison import compare_scenarios
from relocation.scenarios.tables.headings import TypedRow, TypedTable, usual_table
from tests.bad_inputs.workbooks import PRICE, PRINCIPAL, RATE, Filled, village
from tests.excel.test_round_trip import same
from tests.make_templates import FOLDER, OPTIONS
from tests.parity import Sample, sample
from tests.spreadsheet_programs import Engine, gnumeric, libreoffice, values_in, with_cells, with_formulas
from tests.workbook_lint import findings

LANGUAGES: tuple[Language, Language] = ("en", "zh")
METHOD, START = "loans.bank.method", "timeline.start"
PATHS = (PRICE, RATE, PRINCIPAL, METHOD, START)
TYPED = TypedTable(
    PATHS,
    (
        TypedRow("price −20 %", "", "the auction of May", ("*0.8", None, None, None, None)),
        TypedRow("dear and cheap", "price −20 %", "", (None, 0.0625, None, "等额本息", None)),
        TypedRow("没有贷款", "基准", "", (None, None, 0, None, None)),
        TypedRow("exact", "", "all digits", (97637.18023823472, 0.1 + 0.2, 1e-9, None, None)),
        TypedRow("later", "", "", (None, None, None, None, datetime(2016, 7, 1))),
    ),
)
# What a planner may type that no scenario can be made of.
SPOILT = TypedTable(
    ("land_quota.prise", "", PRICE, PRICE),
    (
        TypedRow("", "nobody", "", (None, None, "5万", None)),
        TypedRow("twice", "twice", "", (1, "stray", "=2+2", True)),
        TypedRow("twice", "", "", (None, None, None, 0.5)),
        TypedRow("", "", "a remark", (None, None, None, None)),
    ),
)


def written(table: TypedTable | None, lang: Language, project: Project | None = None) -> bytes:
    return workbook_bytes((project or village()).appraise(), lang=lang, scenarios=table)


def read(data: bytes) -> FilledWorkbook:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "village.xlsx"
        path.write_bytes(data)
        return read_workbook(path)


@cache
def shown(lang: Language) -> Sample:
    return sample(village(), lang)


def title(lang: Language) -> str:
    return SHEETS["scenarios"].text(lang)


# What was typed comes back --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", [TYPED, SPOILT], ids=["good", "spoilt"])
def test_a_table_comes_back_as_it_was_typed(table: TypedTable, lang: Language) -> None:
    found = read(written(table, lang))
    assert found.scenarios.table == table
    assert [[type(one) for one in row.values] for row in found.scenarios.table.rows] == [
        [int if one == 0 and isinstance(one, (int, float)) else type(one) for one in row.values]
        for row in table.rows
    ]
    assert found.project == village()
    assert bool(found.scenarios.problems) == (table is SPOILT)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_read_and_written_again_is_the_same_file(lang: Language) -> None:
    once = written(TYPED, lang)
    assert written(read(once).scenarios.table, lang, read(once).project) == once


def test_more_rows_and_columns_than_stand_ready_come_back() -> None:
    paths = tuple(one.path for one in village().values() if one.record.kind in {"number", "share"})
    assert len(paths) > COLUMNS
    rows = tuple(TypedRow(f"s{at}", "", "", tuple(at + 0.5 for _ in paths)) for at in range(ROWS + 30))
    data = written(TypedTable(paths, rows), "en")
    assert read(data).scenarios.table == TypedTable(paths, rows)
    assert findings(data) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("program", [libreoffice, gnumeric], ids=lambda one: one.__name__)
def test_another_program_saves_the_same_scenarios(program: Any, lang: Language, tmp_path: Path) -> None:
    saved = program({"village": written(TYPED, lang)}, tmp_path)["village"]
    found = read(saved).scenarios
    assert (found.problems, [one.name for one in found.scenarios]) == ((), [row.name for row in TYPED.rows])
    for one, row in zip(found.scenarios, TYPED.rows, strict=True):
        wanted = {path: value for path, value in zip(PATHS, row.values, strict=True) if value is not None}
        assert one.changes.keys() == wanted.keys()
        assert all(same(one.changes[path], wanted[path]) for path in wanted), one


def test_a_fresh_workbook_offers_inputs_and_has_no_scenarios() -> None:
    found = read(shown("en").data)
    assert found.scenarios.table == usual_table(village())
    assert (found.scenarios.scenarios, found.scenarios.problems) == ((), ())
    assert set(usual_table(village()).paths) <= {one.path for one in village().values()}
    assert len(usual_table(village()).paths) >= 4


@pytest.mark.parametrize("name", OPTIONS)
def test_a_ready_workbook_has_room_for_scenarios(name: str) -> None:
    found = read_workbook(FOLDER / name)
    assert (found.scenarios.scenarios, found.scenarios.problems) == ((), ())
    assert found.scenarios.table is not None
    assert found.scenarios.table.paths[0] == PRICE


def test_a_typed_scenario_is_what_the_api_makes_of_it() -> None:
    found = read(written(TYPED, "zh"))
    comparison = compare_scenarios(found.project, found.scenarios.scenarios)
    base = village()
    cheap = base.scale(PRICE, 0.8)
    wanted = {
        "price −20 %": cheap,
        "dear and cheap": cheap.replace({RATE: 0.0625, METHOD: "annuity"}),
        "没有贷款": base.replace({PRINCIPAL: 0.0}),
        "later": base.replace({START: datetime(2016, 7, 1).date()}),
    }
    for name, project in wanted.items():
        assert comparison.cases[name].nested() == project.nested(), name
        assert comparison.value(name, "npv") == project.appraise().number("npv"), name


# Slots ----------------------------------------------------------------------------------------------------------

SLOT = "loans.slot_1"
SECOND_LOAN = TypedTable(
    (f"{SLOT}.principal", f"{SLOT}.rate", f"{SLOT}.term"), (TypedRow("second loan", "", "", (5e6, 0.04, 3)),)
)


def test_a_scenario_may_fill_an_empty_slot() -> None:
    wide = padded(village())
    found = read(written(SECOND_LOAN, "en", wide))
    assert list(found.project.loans) == ["bank", "loan_2"]
    assert found.project.appraise().number("npv") == village().appraise().number("npv")
    case = compare_scenarios(found.project, found.scenarios.scenarios).cases["second loan"]
    assert (case.loans["loan_2"].principal, case.loans["loan_2"].term) == (5e6, 3)


def test_a_slot_of_a_scenario_outlives_a_result_workbook() -> None:
    first = read(written(SECOND_LOAN, "en", padded(village())))
    again = read(written(first.scenarios.table, "zh", first.project))
    assert first.scenarios.table is not None
    assert first.scenarios.table.paths == tuple(
        path.replace("slot_1", "loan_2") for path in SECOND_LOAN.paths
    )
    assert first.scenarios.table.rows == SECOND_LOAN.rows
    assert again.scenarios.table == first.scenarios.table
    assert again.project == first.project
    assert again.scenarios.problems == ()


def test_a_slot_that_no_scenario_fills_is_left_out() -> None:
    empty = TypedTable(SECOND_LOAN.paths, (TypedRow("nothing", "", "", (None, None, None)),))
    assert list(read(written(empty, "en", padded(village()))).project.loans) == ["bank"]


# Opening a case -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_problem_of_scenarios_names_its_cell(lang: Language, tmp_path: Path) -> None:
    table = TypedTable(
        ("land_quota.prise", PRICE, RATE),
        (
            TypedRow("a", "b", "", (1, None, None)),
            TypedRow("b", "a", "", (None, "5万", None)),
            TypedRow("c", "nobody", "", (None, None, 4.9)),
            TypedRow("d", "", "", (None, 1, None)),
            TypedRow("d", "", "", (None, 2, None)),
            TypedRow("", "", "", (None, 3, None)),
        ),
    )
    path = tmp_path / "village.xlsx"
    path.write_bytes(written(table, lang))
    opened = open_case(path)
    assert opened.project == village()
    assert opened.table == table
    problems = opened.scenario_problems()
    cells = {one.where for one in problems if one.severity == "error"}
    heads = {f"D{HEAD_ROW}"}
    rows = {"B8", "B9", "E9", "B10", "F10", "A11", "A12", "A13"}
    assert cells == {f"{title(lang)}!{cell}" for cell in heads | rows}
    assert all(one.where.startswith(f"{title(lang)}!") for one in problems)


def test_a_workbook_whose_scenarios_are_wrong_can_be_calculated(tmp_path: Path) -> None:
    path = tmp_path / "village.xlsx"
    path.write_bytes(written(SPOILT, "en"))
    assert load_with_warnings(path) == (village(), [])
    assert open_case(path).table == SPOILT


def test_problems_of_inputs_and_scenarios_are_told_together(tmp_path: Path) -> None:
    book = Filled("en").typed(PRICE, "9.76万")
    data = with_cells(book.bytes(), {("Scenarios", f"D{HEAD_ROW}"): "land_quota.prise"})
    path = tmp_path / "village.xlsx"
    path.write_bytes(data)
    with pytest.raises(relocation.ProblemsFound) as raised:
        open_case(path)
    wheres = {one.where for one in raised.value.problems}
    assert {f"Inputs!{book.cell(PRICE)}", f"Scenarios!D{HEAD_ROW}"} <= wheres


def test_a_project_file_has_no_scenarios() -> None:
    opened = open_case("lujia")
    assert (opened.scenarios, opened.table, opened.scenario_problems()) == ((), None, [])


def test_a_formula_without_value_is_told_with_its_cell() -> None:
    cell = ("Scenarios", "D8")
    empty = with_cells(written(TYPED, "en"), {cell: None})
    problems = read(with_formulas(empty, {cell: "1+1"})).scenarios.problems
    assert [(one.where, one.severity) for one in problems] == [("Scenarios!D8", "error")]


# What the sheet shows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_above_a_head_stand_label_unit_and_value_of_whatever_input_it_names(lang: Language) -> None:
    """Typed in turn into the heads: every input of the project."""
    one, engine, labels = shown(lang), Engine(shown(lang).data), input_labels(village())
    inputs = [
        value for value in village().values() if not isinstance(value.value, str) or value.record.choices
    ]
    assert len(inputs) > 3 * COLUMNS
    book = load_workbook(io.BytesIO(one.data))
    columns = [cell.column_letter for cell in book[title(lang)][HEAD_ROW][3 : 3 + COLUMNS]]
    for at in range(0, len(inputs), COLUMNS):
        heads = {
            column: value.path for column, value in zip(columns, inputs[at : at + COLUMNS], strict=False)
        }
        cells = [(title(lang), f"{column}{row}") for column in heads for row in (4, 5, 6)]
        typed = {(title(lang), f"{column}{HEAD_ROW}"): path for column, path in heads.items()}
        found = engine.values(cells, typed)
        for column, path in heads.items():
            label, unit, value = (found[title(lang), f"{column}{row}"] for row in (4, 5, 6))
            place = one.input_cells({path: village().value(path)})
            [(sheet, cell)] = place
            assert label == labels[path].text(lang)
            assert unit == book[sheet][f"D{cell[1:]}"].value
            assert value == (engine.values([(sheet, cell)])[sheet, cell] or 0.0), path


def test_the_value_above_a_head_follows_the_input() -> None:
    one = shown("en")
    cell = ("Scenarios", "D6")
    assert one.draft.workbook["Scenarios"][f"D{HEAD_ROW}"].value == PRICE
    assert Engine(one.data).values([cell], one.input_cells({PRICE: 12_345.5})) == {cell: 12_345.5}


def test_an_unknown_path_shows_so_at_once() -> None:
    cells = [("Scenarios", f"D{row}") for row in (4, 5, 6)]
    found = Engine(shown("en").data).values(cells, {("Scenarios", f"D{HEAD_ROW}"): "land_quota.prise"})
    assert set(found.values()) == {"?"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", [None, TYPED, SPOILT], ids=["fresh", "good", "spoilt"])
def test_cached_values_are_those_that_three_programs_calculate(
    table: TypedTable | None, lang: Language, tmp_path: Path
) -> None:
    data = written(table, lang)
    columns = COLUMNS if table is None else max(COLUMNS, len(table.paths) + 2)
    cells = [(title(lang), f"{get_column_letter(4 + at)}{row}") for row in (4, 5, 6) for at in range(columns)]
    stored = values_in(data)
    ours = {cell: stored[cell] for cell in cells}
    assert Engine(data).values(cells) == ours
    for program in (libreoffice, gnumeric):
        saved = values_in(program({"village": data}, tmp_path / program.__name__)["village"])
        assert {cell: saved.get(cell, 0.0) for cell in cells} == ours, program.__name__


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_of_paths_is_a_range_that_holds_every_input_once(lang: Language) -> None:
    book = load_workbook(io.BytesIO(shown(lang).data))
    rules = book[title(lang)].data_validations.dataValidation
    [rule] = [one for one in rules if f"D{HEAD_ROW}" in one.cells and one.type == "list"]
    match = re.fullmatch(r"(.+)!\$([A-Z])\$(\d+):\$([A-Z])\$(\d+)", rule.formula1)
    assert match is not None
    sheet, column, first, _, last = match.groups()
    listed = [book[sheet][f"{column}{row}"].value for row in range(int(first), int(last) + 1)]
    assert sorted(listed) == sorted(one.path for one in village().values())
    assert all(len(one.formula1 or "") <= 255 and len(one.prompt) <= 255 for one in rules)


def test_whatever_a_planner_fills_is_open_and_whatever_is_calculated_is_locked() -> None:
    sheet = load_workbook(io.BytesIO(shown("en").data))["Scenarios"]
    for row in range(HEAD_ROW, FIRST_ROW + ROWS):
        for column in range(1, 4 + COLUMNS):
            is_head = row == HEAD_ROW and column < 4
            assert bool(sheet.cell(row, column).protection.locked) == is_head
    beyond = sheet.column_dimensions["P"]
    assert (beyond.min, beyond.max, beyond.protection.locked) == (16, 16_384, False)
    assert not any(getattr(sheet.protection, name) for name in ("insertRows", "insertColumns", "sort"))
    assert sheet.freeze_panes == f"D{FIRST_ROW}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", [TYPED, SPOILT], ids=["good", "spoilt"])
def test_a_workbook_with_scenarios_keeps_the_rules_of_modelling(table: TypedTable, lang: Language) -> None:
    assert findings(written(table, lang)) == []
