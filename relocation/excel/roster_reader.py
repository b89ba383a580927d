"""A roster in a workbook -> households. The gate looks at the file first; every row is read or refused by its cell."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from relocation.excel.gate import Admitted, admit
from relocation.excel.sheet_cells import formula_text, readable
from relocation.households.roster import Places, RosterRead
from relocation.households.roster_cells import NO_VALUE
from relocation.households.roster_headings import (
    FEWEST,
    SEARCHED_ROWS,
    find_columns,
    folded,
    heading_row,
    known_headings,
    no_headings,
)
from relocation.households.roster_rows import Row, RowReader
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound

Cells = Sequence[Any]


def read_roster_workbook(path: Path, rules: RuleSet) -> RosterRead:
    """The roster in a workbook. Raises ProblemsFound when nothing can be read from it."""
    admitted = admit(path)
    with readable(path.name):
        values = _opened(admitted, values=True)
        sheet = roster_sheet(values, admitted, path.name, rules)
        head = list(_rows(values, sheet, 1, min(SEARCHED_ROWS, admitted.sheet(sheet).filled_to)))
        at = heading_row([cells for _, cells in head], rules)
        assert at is not None, "roster_sheet gives a sheet with headings"
        number, cells = head[at]
        reader = _reader(sheet, path.name, number, cells, rules)
        reader.problems += [*admitted.warnings, *_hidden(admitted, sheet, number)]
        reader.read(_data_rows(admitted, values, sheet, number + 1, reader))
    return reader.finish()


def _opened(admitted: Admitted, *, values: bool) -> Workbook:
    return load_workbook(io.BytesIO(admitted.data), read_only=True, data_only=values)


def _rows(book: Workbook, sheet: str, first: int, last: int) -> Iterator[Row]:
    """The rows of a sheet with their numbers. The end is given, since formatted rows may go on to the last of all."""
    if last < first:
        return
    worksheet: Any = book[sheet]
    worksheet.reset_dimensions()  # the stored dimension may lie
    yield from enumerate(worksheet.iter_rows(min_row=first, max_row=last, values_only=True), start=first)


def roster_sheet(book: Workbook, admitted: Admitted, file: str, rules: RuleSet) -> str:
    """The one sheet with the headings of a roster. Raises ProblemsFound for none, and for two."""
    known = known_headings(rules)
    hits: dict[str, int] = {}
    for facts in admitted.sheets:
        if facts.title in book.sheetnames:
            head = [cells for _, cells in _rows(book, facts.title, 1, min(SEARCHED_ROWS, facts.filled_to))]
            hits[facts.title] = max(
                (len({folded(cell) for cell in row} & known.keys()) for row in head), default=0
            )
    found = [title for title, count in hits.items() if count > FEWEST]
    if not found:
        raise ProblemsFound([no_headings(file, rules)])
    if len(found) > 1:
        two = Label("rosters on the sheets " + ", ".join(found), "以下工作表均含花名册：" + "、".join(found))
        one = Label("one sheet with all households", "所有农户在一张工作表中")
        raise ProblemsFound(
            [Problem(file, two, one, Label("put all rows on one sheet", "请将所有行合并到一张工作表"))]
        )
    return found[0]


def _reader(sheet: str, file: str, number: int, cells: Cells, rules: RuleSet) -> RowReader:
    where = [f"{sheet}!{get_column_letter(at + 1)}{number}" for at in range(len(cells))]
    headings = find_columns(where, cells, rules)
    if any(problem.severity == "error" for problem in headings.problems):
        raise ProblemsFound(headings.problems)
    letters = {key: get_column_letter(at + 1) for key, at in headings.positions.items()}
    reader = RowReader(rules, Places(file, letters, sheet), headings.positions, typed=True)
    reader.problems += headings.problems
    return reader


def _data_rows(
    admitted: Admitted, values: Workbook, sheet: str, first: int, reader: RowReader
) -> Iterator[Row]:
    """The rows below the headings; a formula that was never calculated is marked, one that was is mentioned."""
    facts = admitted.sheet(sheet)
    rows = _rows(values, sheet, first, facts.filled_to)
    if not facts.formulas:
        yield from rows
        return
    calculated: dict[int, int] = {}
    formulas = _rows(_opened(admitted, values=False), sheet, first, facts.filled_to)
    for (number, cells), (_, raw) in zip(rows, formulas, strict=True):
        wide = [*cells, *[None] * (len(raw) - len(cells))]
        for at in reader.positions.values():
            if at < len(raw) and formula_text(raw[at], wide[at]) is not None:
                calculated[at] = calculated.get(at, 0) + 1
                wide[at] = NO_VALUE if wide[at] is None else wide[at]
        yield number, wide
    for at, count in sorted(calculated.items()):
        reader.problems.append(_mentioned(sheet, get_column_letter(at + 1), count))


def _mentioned(sheet: str, letter: str, count: int) -> Problem:
    found = Label(f"formulas in {count} cells", f"{count}个单元格为公式")
    said = Label("read with the values last calculated", "按其最近一次计算结果读取")
    return Problem(
        f"{sheet}!{letter}", found, Label("plain values", "直接填写的数值"), said, severity="warning"
    )


def _hidden(admitted: Admitted, sheet: str, heading: int) -> Iterator[Problem]:
    facts = admitted.sheet(sheet)
    hidden = sum(row > heading for row in facts.hidden_rows if row <= facts.filled_to)
    if hidden:
        found = Label(f"{hidden} hidden rows", f"{hidden}行被隐藏")
        read = Label("they are read like all others; show them", "与其他行一样读取；请取消隐藏")
        yield Problem(sheet, found, Label("rows that can be seen", "可见的行"), read, severity="warning")
