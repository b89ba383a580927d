"""Where the tables of a workbook stand, and what a formula over their columns, rows and lines means in one of their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openpyxl.utils import column_index_from_string, get_column_letter

from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page
from relocation.labels import Label
from relocation.tables.record import Amount, Table
from relocation.tables.sheets import Sheet

REFERENCE = re.compile(r"\{(?:(\w+)!)?(\^|\.\.)?(?:([\w.-]+)\.)?(\w+)(:)?\}")
KEY = re.compile(r"\{@([\w.]+)\}")
HEAD = "head"  # instead of the key of a row: the headings
REPEATED, TEXT = "->", "~"  # before the key of a line that is worked out elsewhere, and before a formula text
ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def absolute(address: str) -> str:
    """Cells that stay when their formula moves."""
    return ADDRESS.sub(r"$\1$\2", address)


def worked_out(live: str) -> bool:
    """Whether the cell of an amount is where the line of a key is worked out."""
    return bool(live) and not live.startswith(("=", "{", REPEATED, TEXT))


@dataclass
class Placed:
    """Where a table stands: the page, its heading and the rows of its rows."""

    page: Page
    table: Table
    heading: int
    rows: list[int]

    @property
    def letters(self) -> dict[str, str]:
        """The letter of each column."""
        return {
            column.key: get_column_letter(position)
            for position, column in enumerate(self.table.columns, start=1)
        }

    def row(self, key: str) -> int:
        """The row of a key. Raises LookupError."""
        if key == HEAD:
            return self.heading
        for row, stated in zip(self.rows, self.table.rows, strict=True):
            if stated.key == key:
                return row
        raise LookupError(f"{self.table.key} has no row {key}")

    def all_rows(self, letter: str) -> str:
        """The cells of a column, sums and bands left out."""
        rows = [
            row
            for row, stated in zip(self.rows, self.table.rows, strict=True)
            if not (stated.strong or stated.band)
        ]
        return f"{letter}{min(rows)}:{letter}{max(rows)}"


@dataclass(frozen=True, slots=True)
class KeyPlaces:
    """Where inputs and lines stand, seen from a column of a sheet (the Placement of the formulas)."""

    tables: TablePlaces
    sheet: str
    column: str

    def of(self, key: str) -> str:
        """The cell of an input or of a single line."""
        return self.input(key) if key in self.tables.inputs else self.line(key)

    def _seen(self, sheet: str, address: str) -> str:
        return address if sheet == self.sheet else f"{sheet}!{address}"

    def input(self, key: str) -> str:
        return self._seen(*self.tables.inputs[key])

    def choice(self, key: str, choice: str) -> str:  # noqa: ARG002
        raise LookupError(f"{key}: no line of tables depends on a choice")

    def line(self, key: str) -> str:
        sheet, row, column = self.tables.lines[key]
        return self._seen(sheet, f"{f'${column}$' if column else self.column}{row}")

    def previous(self, key: str) -> str:
        sheet, row, _ = self.tables.lines[key]
        before = get_column_letter(column_index_from_string(self.column) - 1)
        return self._seen(sheet, f"{before}{row}")

    def whole(self, key: str) -> str:
        sheet, row, _ = self.tables.lines[key]
        first, last = self.tables.ends
        return self._seen(sheet, f"${first}{row}:${last}{row}")

    def last(self, key: str) -> str:
        sheet, row, _ = self.tables.lines[key]
        return self._seen(sheet, f"${self.tables.ends[1]}{row}")

    def period(self) -> str:
        return self._seen(self.tables.axis[0], f"{self.column}{self.tables.axis[1]}")


@dataclass
class TablePlaces:
    """The sheets of a workbook with their tables. `inputs` say on which sheet and in which cell each input stands."""

    draft: Draft
    inputs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sheets: dict[str, tuple[Sheet, Page]] = field(default_factory=dict)
    placed: dict[str, Placed] = field(default_factory=dict)
    lines: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    axis: tuple[str, int] = ("", 0)  # the sheet and row of the numbers of periods
    ends: tuple[str, str] = ("", "")  # the columns of the first period and the last

    def add(self, sheets: Iterable[Sheet], titles: Mapping[str, Label]) -> None:
        """Gives sheets and their tables their places, before anything is written; `titles` are what the sheets are called."""
        for sheet in sheets:
            page = Page.of(self.draft, sheet.key, titles)
            self.sheets[sheet.key] = sheet, page
            row = sheet.first + len(sheet.said) + bool(sheet.said)
            for table in sheet.tables:
                row = self._place(page, table, row) + 2

    def _place(self, page: Page, table: Table, row: int) -> int:
        """The last row of a table that begins in a row, with the band of its title if it has one."""
        heading = row + any(table.title)
        has_heads = any(any(column.title) for column in table.columns)
        rows = [heading + has_heads + position for position in range(len(table.rows))]
        self.placed[table.key] = placed = Placed(page, table, heading, rows)
        periods = [column.key for column in table.columns if column.period]
        if periods:
            self.axis = page.ws.title, heading
            self.ends = placed.letters[periods[0]], placed.letters[periods[-1]]
        for at, stated in zip(rows, table.rows, strict=True):
            for column, cell in zip(table.columns, stated.cells, strict=False):
                live = cell.formula(self.draft.lang) if isinstance(cell, Amount) else ""
                if worked_out(live):
                    letter = "" if column.period else placed.letters[column.key]
                    self.lines[live] = page.ws.title, at, letter
        return rows[-1] if rows else heading

    def formula(self, live: str, there: Placed, row: int) -> str:
        """A formula over columns and rows, in a cell of a row: there relative to it, elsewhere absolute."""
        places = KeyPlaces(self, there.page.ws.title, "")
        keyed = KEY.sub(lambda found: places.of(found[1]), live)
        return REFERENCE.sub(lambda found: self._cells(found, there, row), keyed)

    def _cells(self, found: re.Match[str], own: Placed, row: int) -> str:
        table, reach, key, name, is_all = found.groups()
        there = self.placed[table] if table else own
        letter, is_near = there.letters[name], there.page is own.page
        if is_all:
            cells = there.all_rows(letter)
            cells = cells if is_near else absolute(cells)
        elif key:
            cells = f"${letter}${there.row(key)}"
        elif reach == "..":
            cells = f"${letter}${there.rows[0]}:{letter}{row}"
        else:
            cells = f"{letter}{row - 1 if reach else row}"
        return cells if is_near else f"{there.page.ws.title}!{cells}"
