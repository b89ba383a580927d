"""Scenarios on a sheet: found by their heads wherever they stand, and everything that is wrong told with its cell."""

from __future__ import annotations

import io
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from relocation.excel.gate.gate import admit
from relocation.excel.read.cells import open_cells
from relocation.excel.read.scenarios import ScenarioSheet, read_scenarios
from relocation.excel.write.saving import file_bytes
from relocation.scenarios.scenario import Scenario

PRICE, DELAY, RATE, METHOD = "land_quota.price", "land_quota.delay", "loans.bank.rate", "loans.bank.method"
KNOWN = (PRICE, DELAY, RATE, METHOD, "land_quota.area", "timeline.start")
PLAIN = (
    ("name", PRICE, DELAY),
    ("cheap", "*0.8", None),
    ("late", None, 12),
    ("both", 80_000.0, 24),
)
Rows = Sequence[Sequence[Any]]


def read(
    rows: Rows,
    *,
    title: str = "Scenarios",
    at: tuple[int, int] = (1, 1),
    change: Callable[[Worksheet], None] | None = None,
    cached: Mapping[str, float | str] | None = None,
) -> ScenarioSheet:
    """What is read of a workbook with such a sheet, whose first cell stands at row and column `at`."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row, cells in enumerate(rows, start=at[0]):
        for column, value in enumerate(cells, start=at[1]):
            sheet.cell(row, column).value = value
    if change is not None:
        change(sheet)
    if cached is None:
        buffer = io.BytesIO()
        book.save(buffer)
        data = buffer.getvalue()
    else:
        data = file_bytes(book, {(title, cell): value for cell, value in cached.items()})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "village.xlsx"
        path.write_bytes(data)
        admitted = admit(path)
    return read_scenarios(open_cells(admitted, "village.xlsx"), admitted.sheets, KNOWN)


def said(sheet: ScenarioSheet) -> dict[str, tuple[dict[str, Any], str | None]]:
    """Each scenario by its name: its changes and its parent."""
    return {one.name: (dict(one.changes), one.parent) for one in sheet.scenarios}


def told(sheet: ScenarioSheet) -> list[tuple[str, str]]:
    return [(one.where, one.severity) for one in sheet.problems]


WANTED = {
    "cheap": ({PRICE: "*0.8"}, None),
    "late": ({DELAY: 12}, None),
    "both": ({PRICE: 80_000.0, DELAY: 24}, None),
}


@pytest.mark.parametrize("title", ["Scenarios", "方案", "scenarios "])
def test_a_plain_sheet_made_by_hand_is_read(title: str) -> None:
    found = read(PLAIN, title=title)
    assert (said(found), found.problems) == (WANTED, ())
    [cheap, *_] = found.scenarios
    assert (cheap.where, cheap.place(PRICE), cheap.place()) == (f"{title}!A2", f"{title}!B2", f"{title}!A2")


def test_a_workbook_without_the_sheet_has_no_scenarios() -> None:
    assert read(PLAIN, title="Futures") == ScenarioSheet()


def test_an_empty_sheet_has_no_scenarios() -> None:
    found = read([])
    assert (found.scenarios, found.problems) == ((), ())


@pytest.mark.parametrize(
    "heads",
    [
        ("Scenario", "Based on", "Note"),
        ("方案名称", "基于方案", "说明"),
        ("NAME", "Parent", "notes"),
        ("名称", "上级方案", "备注"),
        (" Ｎａｍｅ ", "parent", "note"),
    ],
)
def test_heads_of_either_language_and_of_a_csv_are_known(heads: tuple[str, str, str]) -> None:
    name, parent, note = heads
    rows = [(PRICE, note, name, parent), ("*0.9", "by auction", "low", ""), ("*0.8", "", "lower", "low")]
    found = read(rows)
    assert said(found) == {"low": ({PRICE: "*0.9"}, None), "lower": ({PRICE: "*0.8"}, "low")}
    assert found.table is not None
    assert [row.note for row in found.table.rows] == ["by auction", ""]
    assert found.problems == ()


@pytest.mark.parametrize("base", ["base", "Base", "基准", "基准方案"])
def test_a_scenario_may_be_based_on_the_base(base: str) -> None:
    [one] = read([("name", "parent", PRICE), ("cheap", base, 1)]).scenarios
    assert one.parent is None


def test_names_need_no_head() -> None:
    assert said(read([("", *PLAIN[0][1:]), *PLAIN[1:]])) == WANTED


def test_a_title_and_notes_above_are_no_heads() -> None:
    found = read([("方案",), ("as of May",), (), *PLAIN], title="方案")
    assert (said(found), found.problems) == (WANTED, ())


@pytest.mark.parametrize("seed", range(8))
def test_rows_and_columns_may_stand_anywhere(seed: int) -> None:
    dice = random.Random(seed)
    order = dice.sample(range(3), 3)
    rows = [[row[column] for column in order] for row in (PLAIN[0], *dice.sample(PLAIN[1:], 3))]
    for _ in range(dice.randint(0, 3)):
        rows.insert(dice.randint(1, len(rows)), [None] * 3)
    gap = dice.randint(0, 3)
    for row in rows:
        row.insert(gap, None)
    found = read(rows, at=(dice.randint(1, 30), dice.randint(1, 9)))
    assert (said(found), found.problems) == (WANTED, ())


def test_every_part_of_a_scenario_knows_its_cell() -> None:
    rows = [(DELAY, "parent", PRICE, "name"), (12, "late", "*0.8", "cheap"), (24, None, None, "late")]
    cheap, late = read(rows, at=(4, 3)).scenarios
    assert dict(cheap.places) == {
        DELAY: "Scenarios!C5",
        "parent": "Scenarios!D5",
        PRICE: "Scenarios!E5",
        "": "Scenarios!F5",
    }
    assert (late.places[DELAY], late.places[""]) == ("Scenarios!C6", "Scenarios!F6")


def test_blanks_alone_are_nothing() -> None:
    found = read([("name", PRICE, DELAY), ("cheap", "*0.8", "  "), ("\u3000", "\u00a0", None)])
    assert said(found) == {"cheap": ({PRICE: "*0.8"}, None)}
    assert found.problems == ()


def test_a_name_may_be_a_number_and_keeps_its_letters() -> None:
    assert list(said(read([("name", PRICE), (1, 2), (2.0, 2), ("方案（①）", 3)]))) == ["1", "2", "方案（①）"]


def test_dates_and_choices_are_left_as_they_stand() -> None:
    day = datetime(2027, 1, 1)
    found = read([("name", "timeline.start", METHOD), ("later", day, "等额本息")])
    assert said(found) == {"later": ({"timeline.start": day, METHOD: "等额本息"}, None)}


def test_a_row_of_notes_only_is_no_scenario_but_is_kept() -> None:
    found = read([("name", "note", PRICE), ("", "agreed in May", None), ("cheap", "", 1)])
    assert list(said(found)) == ["cheap"]
    assert found.table is not None
    assert found.table.rows[0].note == "agreed in May"


HEADED = ("name", PRICE, DELAY)
WRONG: dict[str, tuple[Rows, str, str]] = {
    "unknown path": ([("name", "land_quota.prise"), ("x", 1)], "B1", "did you mean land_quota.price"),
    "label for a path": ([("name", "Quota price"), ("x", 1)], "B1", "did you mean land_quota.price"),
    "Chinese label": ([("名称", "指标单价"), ("x", 1)], "B1", "did you mean land_quota.price"),
    "head twice": ([("name", PRICE, PRICE), ("x", 1, 2)], "C1", "it stands in Scenarios!B1"),
    "value without head": ([HEADED, ("x", 1, 2, 3)], "D2", "the path of an input above this column"),
    "values without name": ([HEADED, ("", 1, None)], "A2", "a name for the scenario"),
    "formula without value": ([HEADED, ("x", "=1+1", None)], "B2", "let it calculate and save it"),
    "name without value": ([HEADED, ("=1+1", 1, None)], "A2", "let it calculate and save it"),
    "parent without value": ([("name", "parent", PRICE), ("x", "=A3", 1)], "B2", "let it calculate"),
    "another workbook": ([HEADED, ("x", "=[1]Sheet1!A1", None)], "B2", "write the number itself"),
    "no heads": ([("cheap", 0.8), ("dear", 1.2)], "A1", "a row with the heads"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "cell", "says"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_with_its_cell(rows: Rows, cell: str, says: str) -> None:
    found = read(rows)
    assert told(found) == [(f"Scenarios!{cell}", "error")]
    [problem] = found.problems
    assert says in problem.text()
    assert problem.expected.zh
    assert problem.remedy.zh
    assert "应为" in problem.text("zh")


def test_a_column_with_a_wrong_head_changes_nothing() -> None:
    found = read([("name", "land_quota.prise", PRICE, PRICE), ("x", 1, 2, 3)])
    assert said(found) == {"x": ({PRICE: 2}, None)}
    assert len(found.problems) == 2


def test_everything_is_told_at_once() -> None:
    rows = [("name", "land_quota.prise", PRICE, PRICE, ""), ("x", 1, "=1+1", 3, 4), ("", 5, None, None, None)]
    assert {where for where, _ in told(read(rows))} == {
        f"Scenarios!{cell}" for cell in ("B1", "D1", "C2", "E2", "A3")
    }


def test_a_calculated_value_is_read_and_mentioned() -> None:
    found = read([HEADED, ("x", "=Inputs!E9*2", None)], cached={"B2": 150_000.0})
    assert said(found) == {"x": ({PRICE: 150_000}, None)}
    assert told(found) == [("Scenarios!B2", "warning")]
    assert found.table is not None
    assert found.table.rows[0].values == (150_000, None)


def test_a_formula_that_shows_an_error_is_refused() -> None:
    found = read([HEADED, ("x", "=1/0", None)], cached={"B2": "#DIV/0!"})
    assert said(found) == {"x": ({}, None)}
    assert told(found) == [("Scenarios!B2", "error")]


def test_a_scenario_that_changes_nothing_is_warned_about() -> None:
    found = read([HEADED, ("as it is", None, None)])
    assert said(found) == {"as it is": ({}, None)}
    assert told(found) == [("Scenarios!A2", "warning")]


def test_merged_cells_are_refused() -> None:
    found = read(PLAIN, change=lambda sheet: sheet.merge_cells("B2:B3"))
    assert ("Scenarios!B2", "error") in told(found)


def test_a_hidden_row_is_read_with_a_warning() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    found = read(PLAIN, change=hide)
    assert said(found) == WANTED
    assert told(found) == [("Scenarios!A3", "warning")]


def test_two_sheets_of_scenarios_are_one_too_many() -> None:
    def another(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.create_sheet("方案")["A1"] = "name"

    found = read(PLAIN, change=another)
    assert said(found) == WANTED
    assert told(found) == [("方案", "error")]


def test_a_table_without_end_is_not_read_by_half_in_silence() -> None:
    def far(sheet: Worksheet) -> None:
        sheet["A20000"], sheet["B20000"] = "last", 1

    assert ("Scenarios!A20000", "error") in told(read(PLAIN, change=far))


def test_the_table_is_kept_as_it_was_typed() -> None:
    found = read([("name", "land_quota.prise", "", PRICE), ("x", 1, "stray", "*0.8"), ("", "", "", "5万")])
    assert found.table is not None
    assert found.table.paths == ("land_quota.prise", "", PRICE)
    assert [(row.name, row.values) for row in found.table.rows] == [
        ("x", (1, "stray", "*0.8")),
        ("", (None, None, "5万")),
    ]
    assert isinstance(found.scenarios[0], Scenario)
