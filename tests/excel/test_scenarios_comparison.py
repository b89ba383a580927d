"""The workbook of a comparison: its base and differences are live, its other figures are those of the cases."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

import relocation
from relocation.excel.layout.inputs import input_cells, inputs_layout
from relocation.excel.layout.kinds import COMPARISON, SHEETS
from relocation.excel.sheets.comparison import MOVED, SAME
from relocation.excel.workbook import comparison_bytes, scenario_table, workbook_bytes, write_comparison
from relocation.files import CannotWrite
from relocation.labels import Language
from relocation.project.project import Project
from relocation.scenarios.comparison import Comparison, compare, compare_scenarios
from relocation.scenarios.scenario import Scenario
from relocation.scenarios.tables.headings import TypedRow, TypedTable
from tests.bad_inputs.workbooks import PRICE, PRINCIPAL, RATE, village
from tests.excel.test_scenarios_sheet import TYPED, read, written
from tests.parity import agree
from tests.spreadsheet_programs import (
    Address,
    CellValue,
    Engine,
    gnumeric,
    libreoffice,
    values_in,
    with_cells,
    with_formulas,
)
from tests.workbook_lint import findings

LANGUAGES: tuple[Language, Language] = ("en", "zh")
AREA, BRICK = "land_quota.area", "compensation.brick.rate"
NEW_PRICE = 91_234.5
Program = Callable[[Mapping[str, bytes], Path], dict[str, bytes]]

SCENARIOS = (
    Scenario("cheap", {PRICE: "*0.8"}),
    Scenario("cheap and dear money", {RATE: 0.08}, "cheap"),
    Scenario("没有贷款", {PRINCIPAL: 0}),
    Scenario("nothing comes in", {AREA: 0, PRICE: 0, "subsidies.move.quantity": 0}),
    Scenario("later", {"timeline.start": "2017-01-01"}),
    Scenario("same", {}),
)
REFUSED = Scenario("below nothing", {PRICE: -1, BRICK: -2})


@cache
def compared() -> Comparison:
    return compare_scenarios(village(), [*SCENARIOS, REFUSED], keep_going=True)


@cache
def workbook(lang: Language) -> bytes:
    return comparison_bytes(compared(), lang=lang)


class Block(NamedTuple):
    """The cells of one block: (label, case) -> cell."""

    heading: str
    cells: dict[tuple[str, str], str]


def blocks(data: bytes, lang: Language) -> list[Block]:
    """The blocks of the sheet as a reader sees them: headed by a band, rows by labels, columns by cases."""
    sheet = load_workbook(io.BytesIO(data))[COMPARISON.text(lang)]
    names = {cell.column: str(cell.value) for cell in sheet[5] if cell.value}
    names[3], names[4] = "live", "base"
    found: list[Block] = []
    for row in range(7, sheet.max_row + 1):
        label = sheet.cell(row, 1)
        if label.value and label.font.size == 11:
            found.append(Block(str(label.value), {}))
        elif label.value and found:
            cells = {
                (str(label.value), name): sheet.cell(row, column).coordinate
                for column, name in names.items()
                if column > 2 and sheet.cell(row, column).value is not None
            }
            found[-1].cells.update(cells)
    return found


def label_of(key: str, lang: Language) -> str:
    return compared().appraisals["base"].book.lines[key].label.text(lang)


def formulas(data: bytes, lang: Language) -> dict[Address, str]:
    """The formula cells of the sheet."""
    sheet = load_workbook(io.BytesIO(data))[COMPARISON.text(lang)]
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    return {(sheet.title, cell.coordinate): str(cell.value) for cell in cells}


def apart(data: bytes, ours: Mapping[Address, CellValue], theirs: Mapping[Address, CellValue]) -> list[str]:
    """The cells that differ: money, by the unit of its row, by more than a fen; other figures in the ninth digit."""
    stored = values_in(data)
    units = {cell: str(stored.get((cell[0], re.sub("^[A-Z]+", "B", cell[1])))) for cell in ours}
    return [
        f"{cell}: ours {value!r}, theirs {theirs.get(cell)!r}"
        for cell, value in ours.items()
        if not agree(value, theirs.get(cell), is_money=units[cell].startswith(("yuan", "元", "万元")))
    ]


# Its figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_is_that_of_the_case_appraised_alone(lang: Language) -> None:
    outputs, *_ = blocks(workbook(lang), lang)
    stored = values_in(workbook(lang))
    base = village()
    cheap = base.replace({PRICE: 97600.0 * 0.8})
    projects = {
        "live": base,
        "base": base,
        "same": base,
        "cheap": cheap,
        "cheap and dear money": cheap.replace({RATE: 0.08}),
        "没有贷款": base.replace({PRINCIPAL: 0.0}),
    }
    for name, project in projects.items():
        appraisal = project.appraise()
        for key in compared().outputs:
            shown = stored[COMPARISON.text(lang), outputs.cells[label_of(key, lang), name]]
            number = appraisal.number(key)
            assert shown == ("n/a" if math.isnan(number) else pytest.approx(number, rel=1e-12, abs=1e-9)), (
                name,
                key,
            )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_differences_foot(lang: Language) -> None:
    """Base plus difference is the case; base times part is the difference; n/a where one of them is."""
    outputs, differences, parts, *_ = blocks(workbook(lang), lang)
    stored, sheet = values_in(workbook(lang)), COMPARISON.text(lang)
    seen = 0
    for (label, name), cell in differences.cells.items():
        case, base = (stored[sheet, outputs.cells[label, one]] for one in (name, "live"))
        difference, part = stored[sheet, cell], stored[sheet, parts.cells[label, name]]
        if isinstance(case, float) and isinstance(base, float):
            assert difference == pytest.approx(case - base, rel=1e-12, abs=1e-9)
            assert part == (
                "n/a" if base == 0 else pytest.approx((case - base) / abs(base), rel=1e-12, abs=1e-12)
            )
            seen += 1
        else:
            assert (difference, part) == ("n/a", "n/a")
    assert seen > 40
    assert len(differences.cells) == len(compared().outputs) * (len(SCENARIOS) + 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_case_that_was_refused_has_a_column_of_nothing_and_its_reasons(lang: Language) -> None:
    outputs, differences, *_ = blocks(workbook(lang), lang)
    stored, sheet = values_in(workbook(lang)), COMPARISON.text(lang)
    for block in (outputs, differences):
        column = {stored[sheet, cell] for (_, name), cell in block.cells.items() if name == REFUSED.name}
        assert column == {"n/a"}
    texts = [value for (title, _), value in stored.items() if title == sheet]
    problems = compared().failed[REFUSED.name]
    assert len(problems) == 2
    assert {problem.text(lang) for problem in problems} <= set(texts)


def test_how_many_rates_of_return_there_are_is_said_where_there_is_not_one() -> None:
    outputs, *_ = blocks(workbook("en"), "en")
    assert compared().statuses["nothing comes in"] == "none"
    stored = values_in(workbook("en"))
    shown = {
        name: stored["Comparison", cell]
        for (label, name), cell in outputs.cells.items()
        if label == "Rates of return: how many"
    }
    said = {"unique": "one", "multiple": "several", "none": "none"}
    assert shown == {
        **{name: said[status] for name, status in compared().statuses.items()},
        REFUSED.name: "n/a",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_changed_assumption_is_listed(lang: Language) -> None:
    sheet = load_workbook(io.BytesIO(workbook(lang)))[COMPARISON.text(lang)]
    rows = [[cell.value for cell in row[:5]] for row in sheet.iter_rows()]
    listed = [(row[0], row[1], row[2], row[3], str(row[4]).split()[-1]) for row in rows if row[4]]
    wanted = [
        (name, unit, before, after, path)
        for name, path, _, unit, before, after in compared().changed_frame(lang).itertuples(index=False)
    ]
    assert len(wanted) == 8
    assert [one for one in listed if one[4] in {path for *_, path in wanted}] == wanted


# It is live -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_three_programs_calculate_what_is_cached(lang: Language, tmp_path: Path) -> None:
    data = workbook(lang)
    cells, stored = formulas(data, lang), values_in(data)
    ours = {cell: stored[cell] for cell in cells}
    assert apart(data, ours, Engine(data).values(cells)) == []
    for program in (libreoffice, gnumeric):
        saved = program({"compared": data}, tmp_path / program.__name__)["compared"]
        assert apart(data, ours, values_in(saved)) == [], program.__name__


@pytest.mark.parametrize("lang", LANGUAGES)
def test_base_and_differences_follow_an_input_and_the_head_says_so(lang: Language, tmp_path: Path) -> None:
    """In every program; the figures of the cases and the base as compared stay."""
    data, sheet = workbook(lang), COMPARISON.text(lang)
    outputs, differences, *_ = blocks(data, lang)
    place = input_cells(inputs_layout(village(), lang))[PRICE]
    typed = with_cells(data, {(SHEETS["inputs"].text(lang), place): NEW_PRICE})
    wanted = village().replace({PRICE: NEW_PRICE}).appraise()
    before = values_in(data)
    assert before[sheet, "A3"] == SAME.text(lang)
    found = {"formualizer": Engine(typed).values(before)}
    for program in (libreoffice, gnumeric):
        saved = program({"typed": typed}, tmp_path / program.__name__)["typed"]
        found[program.__name__] = values_in(saved)
    for name, theirs in found.items():
        assert theirs[sheet, "A3"] == MOVED.text(lang), name
        for key in ("fund_balance.balance", "npv"):
            label, number = label_of(key, lang), wanted.number(key)
            assert agree(number, theirs[sheet, outputs.cells[label, "live"]], is_money=True), (name, key)
            for kept in ("base", "cheap"):
                cell = sheet, outputs.cells[label, kept]
                assert theirs[cell] == pytest.approx(before[cell], rel=1e-14)
            cheap = before[sheet, outputs.cells[label, "cheap"]]
            assert isinstance(cheap, float)
            assert agree(cheap - number, theirs[sheet, differences.cells[label, "cheap"]], is_money=True)


def test_a_sabotaged_difference_is_found() -> None:
    data = workbook("en")
    _, differences, *_ = blocks(data, "en")
    cell = "Comparison", differences.cells[label_of("npv", "en"), "cheap"]
    cells, stored = formulas(data, "en"), values_in(data)
    ours = {one: stored[one] for one in cells}
    spoilt = with_formulas(data, {cell: f"1+{cells[cell].removeprefix('=')}"})
    assert [text.split(":")[0] for text in apart(data, ours, Engine(spoilt).values(cells))] == [str(cell)]


# The file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_keeps_the_rules_of_modelling_and_is_the_same_every_time(lang: Language) -> None:
    assert findings(workbook(lang)) == []
    assert comparison_bytes(compared(), lang=lang) == workbook(lang)
    book = load_workbook(io.BytesIO(workbook(lang)))
    assert book.active is not None
    assert book.active.title == COMPARISON.text(lang)


@pytest.mark.parametrize("count", [1, 50])
def test_from_two_cases_to_fifty(count: int) -> None:
    scenarios = [Scenario(f"price {at}", {PRICE: 50_000 + 1_000 * at}) for at in range(count)]
    data = comparison_bytes(compare_scenarios(village(), scenarios))
    outputs, differences, *_ = blocks(data, "en")
    assert {name for _, name in differences.cells} == {one.name for one in scenarios}
    assert findings(data) == []
    cells, stored = formulas(data, "en"), values_in(data)
    assert apart(data, {cell: stored[cell] for cell in cells}, Engine(data).values(cells)) == []
    revenue = label_of("fund_balance.revenue", "en")
    for one in scenarios:  # by hand: area times price, and the subsidy
        wanted = 1500.5 * one.changes[PRICE] + 90 * 60_000
        assert stored["Comparison", outputs.cells[revenue, one.name]] == pytest.approx(wanted)


def test_projects_with_other_lines_stand_side_by_side() -> None:
    other = relocation.load("lujia")
    comparison = compare({"ours": village(), "lujia": other}, ["balance", "npv", "loans.adbc.last_period"])
    data = comparison_bytes(comparison)
    outputs, differences, *_ = blocks(data, "en")
    stored, balance = values_in(data), label_of("fund_balance.balance", "en")
    assert stored["Comparison", outputs.cells[balance, "lujia"]] == pytest.approx(49_483_000)
    [only] = [label for label, name in outputs.cells if name == "live" and label not in {
        label_of(key, "en") for key in ("fund_balance.balance", "npv")} | {"Verdict"}]  # fmt: skip
    assert stored["Comparison", outputs.cells[only, "live"]] == "n/a"
    assert stored["Comparison", differences.cells[only, "lujia"]] == "n/a"
    assert findings(data) == []


# The way back -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_scenarios_survive_template_comparison_and_reading_again(lang: Language) -> None:
    first = read(written(TYPED, lang))
    comparison = compare_scenarios(first.project, first.scenarios.scenarios)
    again = read(comparison_bytes(comparison, scenarios=first.scenarios.table, lang=lang))
    assert again.project == first.project == village()
    assert again.scenarios == first.scenarios
    assert not again.warnings


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comparison_without_a_typed_table_brings_its_cases_as_scenarios(lang: Language) -> None:
    found = read(workbook(lang))
    assert (found.project, found.scenarios.problems[1:]) == (village(), ())
    assert [one.where.split("!")[1] for one in found.scenarios.problems] == ["A13"]  # "same" changes nothing
    again = compare_scenarios(found.project, found.scenarios.scenarios)
    assert list(again.cases) == list(compared().cases)
    for name, project in compared().cases.items():
        assert again.cases[name].nested() == project.nested()


def test_a_case_that_is_no_scenario_of_the_base_is_left_out_of_the_table() -> None:
    cases = {"ours": village(), "cheap": village().scale(PRICE, 0.8), "lujia": relocation.load("lujia")}
    table = scenario_table(compare(cases), "en")
    assert table == TypedTable((PRICE,), (TypedRow("cheap", "", "", (97600.0 * 0.8,)),))


def test_only_the_comparison_is_added_to_the_workbook_of_the_base() -> None:
    base: Project = village()
    plain = workbook_bytes(base.appraise(), scenarios=scenario_table(compared(), "en"))
    ours, both = values_in(workbook("en")), values_in(plain)
    kept = {cell: value for cell, value in ours.items() if cell[0] not in {"Comparison", "Map"}}
    assert kept == {cell: value for cell, value in both.items() if cell[0] != "Map"}


def test_it_is_written_beside_and_never_over_its_input(tmp_path: Path) -> None:
    path = tmp_path / "compared.xlsx"
    write_comparison(compared(), path, lang="zh")
    assert path.read_bytes() == workbook("zh")
    with pytest.raises(CannotWrite):
        write_comparison(compared(), path)
    with pytest.raises(CannotWrite):
        write_comparison(compared(), path, force=True, forbid=path)
