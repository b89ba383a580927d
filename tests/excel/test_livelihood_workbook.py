"""The workbook of life after the move: its formulas give Python's numbers, in other people's programs and after changes."""

from __future__ import annotations

import io
from dataclasses import replace
from math import isclose, isfinite
from pathlib import Path

import pytest
from openpyxl import load_workbook

from relocation.excel.layout.kinds import LIVELIHOOD_SHEETS as SHEETS
from relocation.excel.read.livelihood import is_livelihood_workbook, read_livelihood_workbook
from relocation.excel.sheets.livelihood_inputs import INPUT_COLUMN, input_rows
from relocation.excel.write.draft import Draft
from relocation.excel.write.report_workbooks import livelihood_draft, livelihood_workbook
from relocation.excel.write.saving import bytes_of
from relocation.formula.targets.scalar import compile_scalar
from relocation.labels import Language
from relocation.livelihood.account import LivelihoodAccount, account_of
from relocation.livelihood.livelihood import Livelihood, load_livelihood
from relocation.paper.figures import figures
from relocation.printed import FigureResult
from relocation.problems import ProblemsFound
from relocation.sourced import shipped
from tests.spreadsheet_programs import Address, CellValue, Engine, in_process, libreoffice, values_in

PLACES = ("jinpo", "lujia", "wei_county")


@pytest.fixture(scope="module")
def printed() -> list[FigureResult]:
    return figures()


def draft(name: str, lang: Language, printed: list[FigureResult]) -> Draft:
    return livelihood_draft(account_of(load_livelihood(name)), lang=lang, subject=name, printed=printed)


def agree(ours: CellValue, theirs: object) -> bool:
    if isinstance(ours, float) and isinstance(theirs, (int, float)):
        return isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-6)
    return ours == theirs


def wrong(ours: dict[Address, CellValue], theirs: dict[Address, CellValue]) -> list[str]:
    return [f"{at}: {ours[at]!r} {theirs.get(at)!r}" for at in ours if not agree(ours[at], theirs.get(at))]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", PLACES)
def test_every_formula_gives_what_is_cached(name: str, lang: Language, printed: list[FigureResult]) -> None:
    made = draft(name, lang, printed)
    assert made.cached
    assert wrong(made.cached, in_process(bytes_of(made), made.cached)) == []


def test_libreoffice_gives_the_same_numbers(printed: list[FigureResult], tmp_path: Path) -> None:
    made = {f"{name}_{lang}": draft(name, lang, printed) for name in PLACES for lang in ("en", "zh")}  # type: ignore[arg-type]
    files = {name: bytes_of(one) for name, one in made.items()}
    for name, data in libreoffice(files, tmp_path).items():
        assert wrong(made[name].cached, values_in(data)) == [], name


def changed(account: LivelihoodAccount, changes: dict[str, float]) -> LivelihoodAccount:
    inputs = {**account.inputs, **changes}
    return replace(account, inputs=inputs, values=compile_scalar(account.book)(inputs))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (
            "lujia",
            {"place.households": 400.0, "after.labour.per_household": 31_000.0, "before.per_person": 0.0},
        ),
        ("lujia", {"collective.share": 0.3, "collective.costs.heating.growth": 0.08}),
        ("lujia", {"collective.income.land_lease.first_year": 3.0, "collective.members": 0.0}),
        ("lujia", {"after.land.per_person": 0.0, "place.persons": 0.0}),
        ("wei_county", {"measures.dividends.count": 1_000.0, "measures.micro_factories.count": 0.0}),
        ("jinpo", {"measures.hundred_yuan_package.count": 12.0, "measures.forest.rate": 11.0}),
    ],
)
def test_what_somebody_types_moves_the_sheets_as_it_moves_python(
    name: str, changes: dict[str, float]
) -> None:
    account = account_of(load_livelihood(name))
    made = livelihood_draft(account)
    rows = input_rows(account.livelihood)
    cells = {("Inputs", f"{INPUT_COLUMN}{rows[path]}"): value for path, value in changes.items()}
    theirs = Engine(bytes_of(made)).values(made.cached, cells)
    after = changed(account, changes)
    shown = replace(made, values=after.values, inputs=after.inputs)
    for row in made.map:
        if row.path.endswith("turning_year"):
            own = row.path.startswith("collective.after_costs")
            found = after.running_costs if own else after.running_costs_of_all_income
            expected: CellValue = float(found.year if found.answer in {"always", "from_year"} else 0)
        elif row.path in after.inputs:
            expected = after.inputs[row.path]
        elif row.path.endswith(".village") and row.path not in after.values:
            each = after.inputs[row.path.replace(".village", ".per_household")]
            expected = each * after.inputs["place.households"]
        else:
            expected = shown.value(row.path, row.period)
        assert agree(expected, theirs[row.sheet, row.cell]), (row, expected, theirs[row.sheet, row.cell])


def test_the_sums_and_differences_of_the_paper_are_in_the_file(printed: list[FigureResult]) -> None:
    made = draft("lujia", "en", printed)
    by_path = {row.path: made.cached[row.sheet, row.cell] for row in made.map}
    assert by_path["income.per_household"] == 41_082
    assert by_path["income.per_person_printed"] == 17_516
    assert by_path["income.per_person"] == pytest.approx(41_082 * 391 / 917)
    assert by_path["comparison.I03.difference"] == 17_516 - 17_561
    assert by_path["comparison.I05.ours"] == pytest.approx(17_516.97, abs=0.005)
    assert by_path["collective_comparison.I26.difference"] == 1_609_100 - 1_700_000
    assert by_path["collective.after_costs.turning_year"] == 14
    assert by_path["once.per_household"] == 107_000


@pytest.mark.parametrize("name", PLACES)
def test_every_number_has_its_row_with_a_named_cell_and_where_it_comes_from(name: str) -> None:
    account = account_of(load_livelihood(name))
    book = load_workbook(io.BytesIO(livelihood_workbook(account)))
    sheet = book["Inputs"]
    rows = input_rows(account.livelihood)
    assert {one.path for one in account.livelihood.values()} == set(rows) > set(account.book.inputs)
    for path, row in rows.items():
        if path in account.inputs:
            assert (sheet[f"{INPUT_COLUMN}{row}"].value or 0) == pytest.approx(account.inputs[path])
            assert sheet[f"G{row}"].value in {"published", "derived", "assumption", "calibrated"}
        assert sheet[f"K{row}"].value == path
        assert not sheet[f"{INPUT_COLUMN}{row}"].protection.locked
        name_of_cell = "in_" + path.replace(".", "__")
        assert book.defined_names[name_of_cell].attr_text == f"'Inputs'!${INPUT_COLUMN}${row}"
    assert list(book.sheetnames) == [label.en for label in SHEETS.values()]


def test_no_number_is_typed_where_a_formula_belongs(printed: list[FigureResult]) -> None:
    """Outside Inputs only printed figures and the first year are plain numbers."""
    book = load_workbook(io.BytesIO(bytes_of(draft("lujia", "en", printed))))
    plain = {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, (int, float)) and sheet.title != "Inputs"
    }
    heads = {(title, coordinate) for title, coordinate in plain if coordinate == "C5"}
    printed_column = {
        (title, coordinate) for title, coordinate in plain - heads if coordinate.startswith("B")
    }
    assert heads == {("Collective", "C5")}
    assert plain == heads | printed_column
    assert len(printed_column) == 12


def test_the_file_is_the_same_every_time_and_a_text_stays_a_text() -> None:
    text = shipped("livelihoods", "lujia").read_text("utf-8")
    odd = Livelihood.parse(text.replace('label_en = "Labour"', 'label_en = "=1+1"'))
    account = account_of(odd)
    data = livelihood_workbook(account)
    assert data == livelihood_workbook(account)
    sheet = load_workbook(io.BytesIO(data))["Income"]
    assert [cell.value for cell in sheet["A"]].count("=1+1") == 1
    assert all(cell.data_type != "f" for cell in sheet["A"])
    assert all(isfinite(value) for value in account.inputs.values())


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", PLACES)
def test_a_workbook_is_read_back_as_the_livelihood_that_it_was(
    name: str, lang: Language, tmp_path: Path
) -> None:
    account = account_of(load_livelihood(name))
    path = tmp_path / "village.xlsx"
    path.write_bytes(livelihood_workbook(account, lang=lang))
    assert is_livelihood_workbook(path)
    found, warnings = read_livelihood_workbook(path)
    assert warnings == []
    again = account_of(found)
    assert again.inputs == account.inputs
    assert livelihood_workbook(again, lang=lang) == path.read_bytes()
    stated = {one.path: one.value for one in account.livelihood.values()}
    read = {one.path: one.value for one in found.values()}
    resolved = {"place.households", "place.persons", "collective.members"}
    assert {path for path in stated if stated[path] != read[path]} <= resolved
    assert {path: source for path, source in found.sources.items() if path not in resolved} == {
        path: source for path, source in account.livelihood.sources.items() if path not in resolved
    }


def test_what_was_typed_is_read_and_has_lost_its_source(tmp_path: Path) -> None:
    account = account_of(load_livelihood("lujia"))
    rows = input_rows(account.livelihood)
    path = tmp_path / "village.xlsx"
    path.write_bytes(livelihood_workbook(account))
    _type(path, {rows["after.labour.per_household"]: 31_000, rows["measures.company_jobs.count"]: None})
    found, [warning] = read_livelihood_workbook(path)
    assert found.after["labour"].per_household == 31_000
    assert found.sources["after.labour.per_household"].provenance == "assumption"
    assert "28000" in found.sources["after.labour.per_household"].note
    assert warning.where == f"Inputs!E{rows['after.labour.per_household']}"
    assert account_of(found).number("income.per_household") == 44_082
    assert found.measures["company_jobs"].count is None


def test_an_income_changed_by_a_fen_is_no_longer_the_published_one(tmp_path: Path) -> None:
    account = account_of(load_livelihood("lujia"))
    path, name = tmp_path / "village.xlsx", "after.labour.per_household"
    assert account.livelihood.sources[name].provenance == "published"
    path.write_bytes(livelihood_workbook(account))
    _type(path, {input_rows(account.livelihood)[name]: 28_000.01})
    found, [warning] = read_livelihood_workbook(path)
    assert found.sources[name].provenance == "assumption"
    assert warning.found == "28000.01"


def test_every_slip_in_a_filled_workbook_is_told_with_its_cell(tmp_path: Path) -> None:
    rows = input_rows(account_of(load_livelihood("lujia")).livelihood)
    path = tmp_path / "village.xlsx"
    path.write_bytes(livelihood_workbook(account_of(load_livelihood("lujia"))))
    slips = {
        "after.labour.per_household": "2.8万",
        "collective.share": 20,
        "after.land.kind": "forest",
        "measures.labour_export.part_of": "labor",
        "after.heating.per_household": None,
        "once.net_cash.per_household": -1,
    }
    _type(path, {rows[name]: value for name, value in slips.items()})
    with pytest.raises(ProblemsFound) as found:
        read_livelihood_workbook(path)
    told = {one.where for one in found.value.problems if one.severity == "error"}
    assert told == {f"Inputs!E{rows[name]}" for name in slips}


def test_rows_that_were_moved_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "village.xlsx"
    path.write_bytes(livelihood_workbook(account_of(load_livelihood("jinpo"))))
    book = load_workbook(path)
    book["Inputs"]["K8"], book["Inputs"]["K9"] = book["Inputs"]["K9"].value, book["Inputs"]["K8"].value
    book.save(path)
    with pytest.raises(ProblemsFound, match="in the path column of this row"):
        read_livelihood_workbook(path)


def _type(path: Path, contents: dict[int, object]) -> None:
    book = load_workbook(path)
    for row, value in contents.items():
        book["Inputs"][f"{INPUT_COLUMN}{row}"] = value
    book.save(path)
