"""Whatever is wrong in a table is told with its own cell: a fault is planted in each column of every table that is read.

The columns stand in an order of their own, with one that nobody knows between them, below a title, and in a workbook
not from column A on; so neither the order of the declaration nor the place in the file can pass for the column.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl.utils import get_column_letter

from relocation.households import read_overrides, read_roster
from relocation.households.overrides import TABLE as OVERRIDES
from relocation.points.entries import TABLE as POINTS
from relocation.points.entries import read_points
from relocation.problems import Problem, ProblemsFound
from relocation.reading.headings import TableColumn
from tests.bad_inputs.workbooks import Filled, village
from tests.households.rosters import LUJIA, csv_file, row

TOO_LONG = "不" * 150  # no number, no date, no choice, and more than a text may hold
STRANGER = "随笔"
ROWS, FAULTY = 4, 2  # rows of data, and which of them has the fault
ABOVE, LEFT = 3, 2  # rows above the headings, and columns before them


@dataclass(frozen=True)
class Kind:
    """A table that somebody fills: its columns, a good row by their keys, and what reading a file tells."""

    columns: Sequence[TableColumn]
    good: Callable[[int], Mapping[str, Any]]
    problems: Callable[[Path], Sequence[Problem]]


def roster_row(number: int) -> Mapping[str, Any]:
    return {
        "id": f"H{number}",
        "name": "张三",
        "persons": 3,
        "poor_persons": 2,
        "registered": "yes",
        "brick": 80.5,
        "soil": 30,
        "flat": 70,
        "garages": 0,
        "option": "exchange",
    }


def roster_problems(path: Path) -> Sequence[Problem]:
    return read_roster(path, LUJIA).problems


def overrides_problems(path: Path) -> Sequence[Problem]:
    households = [row(id=f"H{number}") for number in range(ROWS)]
    roster = read_roster(csv_file(path.with_name("households.csv"), households), LUJIA).roster
    return refused(lambda: read_overrides(path, roster, LUJIA))


def override_row(number: int) -> Mapping[str, Any]:
    said = {"author": "村委会", "reason": "复测", "day": "2017-05-01"}
    return {"id": f"H{number}", "rule": "brick", "quantity": 60.5, **said}


def point_row(number: int) -> Mapping[str, Any]:
    said = {"day": f"2017-05-0{number + 1}", "kind": "earned", "reason": "环境整洁", "approver": "理事会"}
    return {"number": str(number), "id": f"H{number}", "points": 5, **said}


def refused(action: Callable[[], object]) -> Sequence[Problem]:
    with pytest.raises(ProblemsFound) as found:
        action()
    return found.value.problems


KINDS = {
    "roster": Kind(LUJIA.roster_columns, roster_row, roster_problems),
    "overrides": Kind(OVERRIDES.columns, override_row, overrides_problems),
    "points": Kind(POINTS.columns, point_row, lambda path: refused(lambda: read_points(path))),
}
# What stands in a text is refused by its row where the text is one of the words of the rules themselves.
BY_ROW = {("overrides", "rule")}


class Sheet:
    """A table in which the columns stand in a random order: cells by row and position, from the headings on."""

    def __init__(self, kind: Kind, lang: int, seed: int) -> None:
        order = [*kind.columns]
        random.Random(seed).shuffle(order)
        self.keys = [column.key for column in order]
        self.texts = [column.record.label[lang] for column in order]
        for cells, word in ((self.keys, ""), (self.texts, STRANGER)):
            cells.insert(3, word)
        self.rows = [[kind.good(number).get(key, "") for key in self.keys] for number in range(ROWS)]

    def plant(self, key: str, value: Any) -> None:
        self.rows[FAULTY][self.keys.index(key)] = value

    def as_workbook(self, path: Path) -> Callable[[str], str]:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("表一")
            sheet.write(0, 0, "2017年度")
            for at, cells in enumerate([self.texts, *self.rows], start=ABOVE):
                sheet.write_row(at, LEFT, cells)
        return lambda key: f"表一!{get_column_letter(LEFT + self.keys.index(key) + 1)}{ABOVE + FAULTY + 2}"

    def as_text(self, path: Path) -> Callable[[str], str]:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["2017年度"], [], self.texts, *self.rows])
        return lambda key: f"{path.name}:{2 + FAULTY + 2} {self.texts[self.keys.index(key)]}"

    def as_parquet(self, path: Path) -> Callable[[str], str]:
        arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        columns = zip(*self.rows, strict=True)
        table = arrow.table(
            {head: arrow.array(map(str, column)) for head, column in zip(self.texts, columns, strict=True)}
        )
        parquet.write_table(table, path)
        return lambda key: f"{path.name}:{FAULTY + 1} {self.texts[self.keys.index(key)]}"


def files(kinds: Mapping[str, Kind]) -> Iterator[Any]:
    """Each column of each table in each kind of file."""
    for name, kind in kinds.items():
        for at, column in enumerate(kind.columns):
            for suffix in (".xlsx", ".csv", *((".parquet",) if name == "roster" else ())):
                yield pytest.param(name, column.key, suffix, at, id=f"{name} {column.key}{suffix}")


@pytest.mark.parametrize(("name", "key", "suffix", "seed"), list(files(KINDS)))
def test_a_fault_is_told_with_its_own_cell(
    name: str, key: str, suffix: str, seed: int, tmp_path: Path
) -> None:
    kind = KINDS[name]
    sheet, path = Sheet(kind, seed % 2, seed), tmp_path / f"table{suffix}"
    sheet.plant(key, TOO_LONG)
    write = {".xlsx": sheet.as_workbook, ".csv": sheet.as_text, ".parquet": sheet.as_parquet}[suffix]
    where = write(path)
    errors = [problem for problem in kind.problems(path) if problem.severity == "error"]
    wanted = where(key)
    if (name, key) in BY_ROW:
        wanted = wanted.split(" ")[0] if suffix == ".csv" else f"表一!{ABOVE + FAULTY + 2}"
    assert wanted in [problem.where for problem in errors]
    [column] = [one for one in kind.columns if one.key == key]
    for problem in errors:
        if problem.where == wanted:
            assert problem.name == column.record.label
        else:  # the row of an override whose household cannot be read
            assert str(ABOVE + FAULTY + 2) in problem.where or f":{2 + FAULTY + 2}" in problem.where


@pytest.mark.parametrize("name", ["overrides"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("seed", range(4))
def test_a_count_that_is_no_whole_number_is_told_at_the_quantity(
    name: str, suffix: str, seed: int, tmp_path: Path
) -> None:
    sheet, path = Sheet(KINDS[name], seed % 2, seed), tmp_path / f"table{suffix}"
    sheet.plant("rule", "garages")
    sheet.plant("quantity", 1.5)
    where = (sheet.as_workbook if suffix == ".xlsx" else sheet.as_text)(path)
    [problem] = KINDS[name].problems(path)
    assert problem.where == where("quantity")


@pytest.mark.parametrize("seed", range(3))
def test_what_is_noted_of_a_column_is_noted_of_its_own(seed: int, tmp_path: Path) -> None:
    """Formulas in one column, merged cells in another: each warning names the column that it is about."""
    sheet, path = Sheet(KINDS["roster"], seed % 2, seed), tmp_path / "roster.xlsx"
    letter = {key: get_column_letter(LEFT + at + 1) for at, key in enumerate(sheet.keys)}
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表一")
        for at, cells in enumerate([sheet.texts, *sheet.rows], start=ABOVE):
            page.write_row(at, LEFT, cells)
        first, last = ABOVE + 2, ABOVE + ROWS + 1
        page.write_formula(f"{letter['soil']}{first + 1}", "=10+20", None, 30)
        page.merge_range(f"{letter['group']}{first}:{letter['group']}{last}", "一组")
    noted = {problem.where: problem.found for problem in read_roster(path, LUJIA).problems}
    assert "1" in noted[f"表一!{letter['soil']}"].en
    assert "formulas" in noted[f"表一!{letter['soil']}"].en
    assert "merged cells" in noted[f"表一!{letter['group']}"].en
    strangers = {f"表一!{get_column_letter(LEFT + 3 + 1)}{ABOVE + 1}"}
    assert set(noted) == {f"表一!{letter['soil']}", f"表一!{letter['group']}", *strangers}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_number_of_the_inputs_is_told_at_its_own_cell(lang: Any, tmp_path: Path) -> None:
    """A word in the cell of every number: as many problems as cells, each with the label of its input."""
    book, wanted = Filled(lang), {}
    for one in village().values():
        if one.record.kind in {"number", "whole", "share"} and not one.record.structural:
            wanted[f"{book.title('Inputs')}!{book.cell(one.path)}"] = one.record.label
            book.typed(one.path, "许多")
    path = tmp_path / "village.xlsx"
    path.write_bytes(book.bytes())
    from relocation.excel.read.project import read_workbook

    errors = [one for one in refused(lambda: read_workbook(path)) if one.severity == "error"]
    assert len(wanted) > 40
    assert {one.where: one.name for one in errors} == wanted
