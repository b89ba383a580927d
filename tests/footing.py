"""Tables as they are printed, cell by cell, and whether they foot: every total is the sum of the rows that stand above it.

Nothing here knows the model. A table is a list of rows with a level and printed numbers, read off a sheet or a terminal; a
printed number stands for anything that rounds to it, so a sum of n of them may be off by half a step each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from relocation.labels import Language
from relocation.tables.record import Table

NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?").fullmatch
SUM_IN_LABEL = re.compile(r"[(（](\d+(?:[+-]\d+)+)[)）]").search
IN_AND_OUT = (("Cash inflow", "Cash outflow"), ("现金流入", "现金流出"))
ACCOUNTS = ("owed at the end of the year", "年末借款余额")


@dataclass(frozen=True)
class Row:
    """A printed row: its label without its number, how deep it stands, its numbers, and the step each is rounded to."""

    label: str
    level: int
    numbers: tuple[float | None, ...]
    steps: tuple[float, ...]
    is_total: bool = False
    is_detail: bool = False


def off(whole: Row, parts: Sequence[tuple[int, Row]]) -> bool:
    """Whether a row is not the sum of its parts, each with its sign, in some column that has a number in the row."""
    for at, value in enumerate(whole.numbers):
        if value is None:
            continue
        total = sum(sign * (part.numbers[at] or 0) for sign, part in parts)
        step = max([whole.steps[at], *(part.steps[at] for _, part in parts)])
        if abs(total - value) > step * (len(parts) + 1) / 2 * 1.000001:
            return True
    return False


def tree_off(rows: Sequence[Row]) -> Iterator[str]:
    """Rows of a table by year that are not what the rows below them, or the numbers in their label, come to."""
    numbered = {row.label.split()[0]: row for row in rows if row.label[:1].isdigit() and not row.is_detail}
    for at, row in enumerate(rows):
        if row.is_detail or row.level == 0:
            continue
        if (found := SUM_IN_LABEL(row.label)) is not None:
            terms = re.findall(r"([+-]?)(\d+)", found[1])
            if off(row, [(-1 if sign == "-" else 1, numbered[number]) for sign, number in terms]):
                yield f"{row.label}: not what its label says"
        parts = list(_parts(rows[at + 1 :], row.level))
        if not parts:
            continue
        names = tuple(re.sub(r"^[\d.]+ ", "", part.label) for part in parts)
        if names in IN_AND_OUT:
            signs = [1, -1]
        elif row.label.endswith(ACCOUNTS):
            continue  # an account, told by `account_off`
        else:
            signs = [1] * len(parts)
        if off(row, list(zip(signs, parts, strict=True))):
            yield f"{row.label}: not the sum of its {len(parts)} rows"


def _parts(below: Sequence[Row], level: int) -> Iterator[Row]:
    for row in below:
        if row.level <= level and not row.is_detail:
            return
        if row.level == level + 1 and not row.is_detail:
            yield row


def accounts_off(rows: Sequence[Row]) -> Iterator[str]:
    """Loans whose balance at the end is not what their rows say: opening + drawn + added - repaid."""
    for at, row in enumerate(rows):
        if row.label.endswith(ACCOUNTS):
            opening, drawn, _, added, _, _, repaid = rows[at + 1 : at + 8]
            if off(row, [(1, opening), (1, drawn), (1, added), (-1, repaid)]):
                yield f"{row.label}: not opening + drawn + added - repaid"


def statement_off(name: str, rows: Sequence[Row]) -> Iterator[str]:
    """Totals of a statement that are not what the rows since the total before come to."""
    since: list[tuple[int, Row]] = []
    totals: list[Row] = []
    for row in rows:
        if row.is_detail:
            continue
        if not row.is_total:
            since.append((1, row))
            continue
        if name == "fund_balance" and len(totals) == 2:
            since = [(1, totals[0]), (-1, totals[1])]
        if name == "cash_plan" and not totals:
            opening, since = since[0][1], since[1:]
        if name == "cash_plan" and len(totals) == 2:
            since = [(1, opening), (1, totals[0]), (-1, totals[1])]
        if off(row, since):
            yield f"{row.label}: not the sum of its {len(since)} rows"
        totals.append(row)
        since = []
    wanted = {"fund_balance": 3, "sources_and_uses": 2, "cash_plan": 3}[name]
    if len(totals) != wanted:
        yield f"{name}: {len(totals)} totals"


def step_of(number_format: str) -> float:
    """The step to which a number format rounds money."""
    more = number_format.split(";")[0].rpartition("]")[2]  # without the condition of its section
    decimals = len(more.partition(".")[2].rstrip(",")) if "." in more else 0
    if more.startswith(
        r"0\.0"
    ):  # ten thousands, told to a tenth: thousands with a point before the last digit
        return 1000.0
    return 1000.0 ** (len(more) - len(more.rstrip(","))) / 10.0**decimals


def sheet_row(values: Worksheet, cells: Sequence[Cell]) -> Row:
    """A row of a sheet, from its label and its number cells; a cell without a number is empty."""
    name, *numbers = cells
    shown = [(cell, values[cell.coordinate].value) for cell in numbers]
    steps = tuple(step_of(cell.number_format) for cell in numbers)
    printed = (_printed(value, step) for (_, value), step in zip(shown, steps, strict=True))
    return Row(
        str(values[name.coordinate].value or ""),
        int(name.alignment.indent) + 1,
        tuple(printed),
        steps,
        bool(name.font.bold),
        bool(name.font.italic),
    )


def _printed(value: Any, step: float) -> float | None:
    if not isinstance(value, (int, float)) or not isfinite(value):
        return None
    return round(value / step) * step


def terminal_rows(table: Table, lang: Language, columns: Sequence[int]) -> Iterator[Row]:
    """The rows of a table of a report, by what a reader sees in its cells; a dash is nothing, rounded as its column is."""
    texts = [[table.text(cell, lang) for cell in row.cells] for row in table.readable]
    steps = [10.0 ** -max(len(row[column].partition(".")[2]) for row in texts) for column in columns]
    for row, cells in zip(table.readable, texts, strict=True):
        printed = (cells[column].replace(",", "") for column in columns)
        numbers = tuple(float(text) if NUMBER(text) else None for text in printed)
        yield Row(cells[0], 1, numbers, tuple(steps), row.strong, row.depth > 1)


def by_label(rows: Sequence[Row]) -> Mapping[str, Row]:
    return {row.label: row for row in rows}
