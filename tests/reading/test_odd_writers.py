"""Rosters and ledgers as other programs write them, each by the program itself where it is there."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from relocation.households import RosterRead, read_roster
from relocation.points.entries import read_points
from relocation.problems import Problem
from tests.households.rosters import LUJIA, told
from tests.processes import finished
from tests.spreadsheet_programs import by_node

SCRIPT = Path(__file__).with_name("odd_writers.js")
HEADS = [
    "户编号",
    "户主姓名",
    "村民小组",
    "家庭人口",
    "建档立卡人数",
    "砖房",
    "土房",
    "新居住房",
    "车库",
    "安置方式",
]
HOMES: list[list[Any]] = [
    ["H1", "甲", "一组", 3, 0, 90.25, 0, 70, 0, "产权调换"],
    ["H2", "乙", "一组", 2, 2, 44.5, 88.13, 50, 0, "产权调换"],
    ["H3", "丙", "二组", 4, 4, 10, 20, 100, 1, "货币补偿"],
]


def facts(read: RosterRead) -> Any:
    return read.roster.texts, {key: column.tolist() for key, column in read.roster.numbers.items()}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The same households from a plain text file."""
    path = tmp_path_factory.mktemp("plain") / "roster.csv"
    rows = [",".join(map(str, cells)) for cells in (HEADS, *HOMES)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return facts(read_roster(path, LUJIA))


@pytest.fixture(scope="module", params=["UTC", "Asia/Shanghai", "America/New_York"])
def scripted(request: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The files that exceljs and SheetJS make in a time zone."""
    folder = tmp_path_factory.mktemp("scripted")
    by_node(SCRIPT, folder, TZ=request.param)
    return request.param, folder


@pytest.mark.parametrize("name", ["sheetjs", "sheetjs_result", "exceljs", "exceljs_result", "exceljs_rich"])
def test_a_roster_of_exceljs_and_sheetjs(name: str, scripted: tuple[str, Path], plain: Any) -> None:
    read = read_roster(scripted[1] / f"{name}.xlsx", LUJIA)
    assert facts(read) == plain
    assert len(read.problems) == ("result" in name)


@pytest.mark.parametrize("name", ["sheetjs_formula", "exceljs_formula"])
def test_their_formulas_are_never_calculated(name: str, scripted: tuple[str, Path]) -> None:
    read = read_roster(scripted[1] / f"{name}.xlsx", LUJIA)
    assert told(read) == ["花名册!F3"]
    assert "never calculated" in read.problems[0].text()


@pytest.mark.parametrize("name", ["sheetjs_merged", "exceljs_merged"])
def test_their_merged_cells(name: str, scripted: tuple[str, Path], plain: Any) -> None:
    read = read_roster(scripted[1] / f"{name}.xlsx", LUJIA)
    assert facts(read) == plain
    assert [(one.where, one.severity) for one in read.problems] == [("花名册!C", "warning")]


@pytest.mark.parametrize("name", ["sheetjs_points", "sheetjs_points_iso", "exceljs_points"])
def test_their_dates_are_the_day_or_name_it(name: str, scripted: tuple[str, Path]) -> None:
    """exceljs writes the hours of UTC: midnight in Shanghai is 16:00 of the day before, and is warned about."""
    zone, folder = scripted
    warnings: list[Problem] = []
    day = read_points(folder / f"{name}.xlsx", warnings).entries[0].day
    if name == "exceljs_points" and zone != "UTC":
        assert [one.where for one in warnings] == ["积分!B2"]
        assert "2018-01-15" in warnings[0].text()
    else:
        assert (day, warnings) == (date(2018, 1, 15), [])


def frame() -> pd.DataFrame:
    return pd.DataFrame(HOMES, columns=HEADS)


def test_a_roster_of_pandas(tmp_path: Path, plain: Any) -> None:
    for index in (False, True):
        frame().to_excel(tmp_path / "roster.xlsx", index=index)
        read = read_roster(tmp_path / "roster.xlsx", LUJIA)
        assert facts(read) == plain
        frame().to_csv(tmp_path / "roster.csv", index=index)
        assert facts(read_roster(tmp_path / "roster.csv", LUJIA)) == plain


def test_groups_that_pandas_merges(tmp_path: Path, plain: Any) -> None:
    frame().set_index(["村民小组", "户编号"]).to_excel(tmp_path / "roster.xlsx")
    read = read_roster(tmp_path / "roster.xlsx", LUJIA)
    assert facts(read) == plain
    assert [(one.where, one.severity) for one in read.problems] == [("Sheet1!A", "warning")]


def test_headings_on_two_levels_of_pandas(tmp_path: Path, plain: Any) -> None:
    levels = pd.MultiIndex.from_tuples(
        [("原房屋面积(㎡)" if one in ("砖房", "土房") else one, one) for one in HEADS]
    )
    pd.DataFrame(HOMES, columns=levels).to_excel(tmp_path / "roster.xlsx")
    assert facts(read_roster(tmp_path / "roster.xlsx", LUJIA)) == plain


def test_a_roster_of_xlsxwriter(tmp_path: Path, plain: Any) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    for formula, value in (("", None), ("=40+4.5", None), ("=40+4.5", 44.5)):
        book = xlsxwriter.Workbook(str(tmp_path / "roster.xlsx"))
        sheet = book.add_worksheet("花名册")
        for at, cells in enumerate((HEADS, *HOMES)):
            sheet.write_row(at, 0, cells)
        if formula:
            sheet.write_formula("F3", formula, None, *([value] if value else []))
        book.close()
        read = read_roster(tmp_path / "roster.xlsx", LUJIA)
        if formula and not value:
            assert told(read) == ["花名册!F3"]
        else:
            assert facts(read) == plain


def test_a_roster_of_polars(tmp_path: Path, plain: Any) -> None:
    polars = pytest.importorskip("polars")
    columns = {head: [row[at] for row in HOMES] for at, head in enumerate(HEADS)}
    data = polars.DataFrame(columns, strict=False)
    data.write_parquet(tmp_path / "roster.parquet")
    data.write_csv(tmp_path / "roster.csv")
    data.write_excel(tmp_path / "roster.xlsx", worksheet="花名册")
    for name in ("roster.parquet", "roster.csv", "roster.xlsx"):
        assert facts(read_roster(tmp_path / name, LUJIA)) == plain
    data.write_excel(tmp_path / "totals.xlsx", worksheet="花名册", column_totals=True)
    read = read_roster(tmp_path / "totals.xlsx", LUJIA)
    assert facts(read) == plain
    assert [one.where for one in read.problems] == ["花名册!5"]
    assert "delete this row" in read.problems[0].text()


@pytest.mark.parametrize("program", ["libreoffice", "gnumeric"])
def test_a_roster_of_a_spreadsheet_program(program: str, tmp_path: Path, plain: Any) -> None:
    source, target = tmp_path / "roster.xlsx", tmp_path / "saved" / "roster.xlsx"
    target.parent.mkdir()
    data = frame()
    data.to_excel(source, index=False)
    if program == "libreoffice":
        command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "xlsx", "--outdir", str(target.parent), str(source)]
    else:
        command = ["ssconvert", str(source), str(target)]
    if shutil.which(command[0]) is None:
        pytest.skip(f"needs {command[0]}")
    finished(command)
    assert facts(read_roster(target, LUJIA)) == plain
