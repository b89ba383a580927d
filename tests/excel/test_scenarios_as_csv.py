"""The sheet Scenarios saved as CSV, with its title, its explanations and its heads, says what the sheet itself says."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from relocation.excel.layout.kinds import SHEETS
from relocation.labels import Language
from relocation.problems import ProblemsFound
from relocation.scenarios.comparison import compare_scenarios
from relocation.scenarios.tables.headings import TypedRow, TypedTable
from relocation.scenarios.tables.run import run_table
from relocation.scenarios.tables.scenario_table import read_scenarios
from tests.bad_inputs.workbooks import PRICE, village
from tests.excel.test_scenarios_sheet import TYPED, read, written
from tests.spreadsheet_programs import csv_by_libreoffice

LANGUAGES: tuple[Language, Language] = ("en", "zh")


def saved_as_csv(data: bytes, lang: Language) -> str:
    """What the cells of the sheet show, line by line."""
    sheet = load_workbook(io.BytesIO(data), data_only=True)[SHEETS["scenarios"].text(lang)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in sheet.iter_rows(values_only=True):
        writer.writerow([one.date() if isinstance(one, datetime) else one for one in row])
    return text.getvalue()


def results(path: Path) -> dict[str, float]:
    project = village()
    found = compare_scenarios(project, read_scenarios(path, project), ["balance"])
    return {name: found.value(name, "fund_balance.balance") for name in found.cases}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_csv_says_what_the_sheet_says(lang: Language, encoding: str, tmp_path: Path) -> None:
    data = written(TYPED, lang)
    path = tmp_path / "scenarios.csv"
    path.write_bytes(saved_as_csv(data, lang).encode(encoding))
    sheet = read(data).scenarios.scenarios
    found = read_scenarios(path, village())
    assert [(one.name, one.parent) for one in found] == [(one.name, one.parent) for one in sheet]
    of_sheet, of_csv = (compare_scenarios(village(), one) for one in (sheet, found))
    assert of_csv.cases == of_sheet.cases
    assert of_csv.changed == of_sheet.changed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_libreoffice_saves_what_is_read(lang: Language, tmp_path: Path) -> None:
    data = written(TYPED, lang)
    number = load_workbook(io.BytesIO(data)).sheetnames.index(SHEETS["scenarios"].text(lang)) + 1
    path = tmp_path / "scenarios.csv"
    path.write_bytes(csv_by_libreoffice(data, number, tmp_path))
    sheet = compare_scenarios(village(), read(data).scenarios.scenarios, ["balance"])
    assert results(path) == {
        name: pytest.approx(sheet.value(name, "fund_balance.balance"), abs=0.005) for name in sheet.cases
    }


def test_a_long_table_saved_from_a_sheet_is_run_line_by_line(tmp_path: Path) -> None:
    rows = (TypedRow(f"s{at}", "" if at % 2 else "基准方案", "", (50_000.0 + at,)) for at in range(40))
    path = tmp_path / "t.csv"
    path.write_text(saved_as_csv(written(TypedTable((PRICE,), tuple(rows)), "zh"), "zh"), encoding="gb18030")
    run = run_table(village(), path, ["balance"])
    [frame] = run
    assert (run.rows, run.refused) == (40, 0)
    assert frame["row"].tolist()[:2] == [8, 9]
    assert frame["fund_balance.balance"].is_monotonic_increasing


def test_what_is_wrong_is_named_by_the_line_of_the_file(tmp_path: Path) -> None:
    table = TypedTable((PRICE, "land_quota.dely"), (TypedRow("a", "nobody", "", ("dear", 1)),))
    path = tmp_path / "t.csv"
    path.write_text(saved_as_csv(written(table, "en"), "en"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_scenarios(path, village())
    [problem] = found.value.problems
    assert problem.where == "t.csv:7: 5"
    assert "land_quota.delay" in problem.text()
