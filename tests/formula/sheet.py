"""The smallest workbook that holds a book: one sheet, inputs above, one row per line. Enough to recalculate it elsewhere."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string

from relocation.formula.language.book import Book
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT
from relocation.formula.targets.excel import excel_formula
from relocation.formula.targets.scalar import Values
from tests.spreadsheet_programs import Address, CellValue

SHEET = "Book"
SINGLE, OPENING = "B", "C"  # period t stands in column C + t; row 1 holds the period numbers

Shown = float | str


@dataclass(frozen=True)
class Places:
    """Where things stand, seen from one column (the Placement of the Excel target)."""

    book: Book
    column: str

    def input(self, key: str) -> str:
        return f"${SINGLE}${2 + list(self.book.inputs).index(key)}"

    def choice(self, _key: str, choice: str) -> str:
        return choice

    def row(self, key: str) -> int:
        return 2 + len(self.book.inputs) + list(self.book.lines).index(key)

    def line(self, key: str) -> str:
        is_series = key in self.book.plan.series
        return f"{self.column}{self.row(key)}" if is_series else f"${SINGLE}${self.row(key)}"

    def previous(self, key: str) -> str:
        return f"{get_column_letter(column_index_from_string(self.column) - 1)}{self.row(key)}"

    def whole(self, key: str) -> str:
        return f"${period_column(1)}{self.row(key)}:{self.last(key)}"

    def last(self, key: str) -> str:
        return f"${period_column(self.book.periods)}{self.row(key)}"

    def period(self) -> str:
        return f"{self.column}$1"


def period_column(period: int) -> str:
    return get_column_letter(3 + period)


def cells(book: Book, inputs: Mapping[str, float | str]) -> dict[str, Shown]:
    """What stands in each cell: numbers, texts, and formulas with their leading '='."""
    here = Places(book, SINGLE)
    found: dict[str, Shown] = {here.input(key).replace("$", ""): inputs[key] for key in book.inputs}
    found |= {f"{period_column(period)}1": period for period in range(1, book.periods + 1)}
    for key, line in book.lines.items():
        row = here.row(key)
        if key not in book.plan.series:
            found[f"{SINGLE}{row}"] = excel_formula(book, line.formula, here)
            continue
        if line.opening is not None:
            found[f"{OPENING}{row}"] = excel_formula(book, line.opening, here)
        for period in range(1, book.periods + 1):
            column = period_column(period)
            found[f"{column}{row}"] = excel_formula(book, line.formula, Places(book, column))
    return found


def expected(book: Book, values: Values) -> dict[Address, Shown]:
    """What each formula cell has to show."""
    here = Places(book, SINGLE)
    found: dict[str, float] = {}
    for key, value in values.items():
        if isinstance(value, list):
            first = 0 if book.lines[key].opening is not None else 1
            for period in range(first, book.periods + 1):
                found[f"{period_column(period)}{here.row(key)}"] = value[period]
        else:
            found[f"{SINGLE}{here.row(key)}"] = value
    return {
        (SHEET, cell): NOT_AVAILABLE_TEXT if math.isnan(value) else value for cell, value in found.items()
    }


def workbook(book: Book, inputs: Mapping[str, float | str]) -> bytes:
    """The workbook, without any cached value."""
    made, file = Workbook(), io.BytesIO()
    sheet = made.active
    assert sheet is not None
    sheet.title = SHEET
    for cell, content in cells(book, inputs).items():
        sheet[cell] = content
    made.save(file)
    return file.getvalue()


def differences(
    wanted: Mapping[Address, Shown], found: Mapping[Address, CellValue], absolute: float = 1e-6
) -> dict[Address, tuple[Shown, CellValue]]:
    """Cells that differ: by more than `absolute` and more than 1e-9 of the value, or number against text."""
    return {
        cell: (want, found[cell]) for cell, want in wanted.items() if not _same(want, found[cell], absolute)
    }


def _same(want: Shown, found: CellValue, absolute: float) -> bool:
    if isinstance(want, str) or isinstance(found, str | bool) or not isinstance(found, int | float):
        return want == found
    return math.isclose(want, found, rel_tol=1e-9, abs_tol=absolute)
