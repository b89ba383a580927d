"""Tables on worksheets: each cell is written as its record says, live where its amount names a line or a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from relocation.excel.write import styles
from relocation.excel.write.draft import CachedValue
from relocation.excel.write.page import Page
from relocation.excel.write.printing import lines_of
from relocation.excel.write.styles import Look
from relocation.excel.write.table_places import (
    ADDRESS,
    REPEATED,
    TEXT,
    KeyPlaces,
    Placed,
    TablePlaces,
    absolute,
)
from relocation.excel.write.validation import list_validation
from relocation.formula.language.expression import InputReference, LineReference
from relocation.formula.language.text import parse
from relocation.formula.targets.excel import excel_formula
from relocation.labels import LANGUAGES, Label
from relocation.tables.numbers import sheet_format, stated_format
from relocation.tables.record import Amount, Cell, Column, Row, Stacked, Table, ToFill, Tone, tone_of
from relocation.tables.sheets import Sheet

USUAL_WIDTH = 16.0
PERIODS_ON_A_PAGE = 10
HEADING_HEIGHT, LINE_HEIGHT, ROOM_OF_A_ROW = 30.0, 13.5, 4.0
# Away from the number that ends beside it.
SET_IN = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
STRONG: Look = {"bold": True, "fill": styles.TOTAL_FILL}
OPEN: Look = {"fill": styles.INPUT_FILL, "colour": styles.INPUT_INK, "protection": styles.UNLOCKED}
SMALL: Look = {"size": 8, "colour": styles.QUIET}
INKS: dict[Tone, str] = {
    "strong": styles.INK,
    "quiet": styles.QUIET,
    "good": styles.ACCENT,
    "bad": styles.WARNING,
    "warn": styles.WARNING,
}
FILLS: dict[Tone, PatternFill] = {"bad": styles.FAIL_FILL, "warn": styles.WARN_FILL, "good": styles.PASS_FILL}


def write_tables(tables: TablePlaces) -> None:
    """Writes all sheets that were added. Raises LookupError for lines of the book that no cell works out."""
    if strays := set(tables.draft.book.lines) - set(tables.lines):
        raise LookupError(f"lines that stand on no sheet: {sorted(strays)}")
    for sheet, page in tables.sheets.values():
        lang = page.draft.lang
        page.title(sheet.title, sheet.lead)
        for row, sentence in enumerate(sheet.said, start=sheet.first):
            page.text(f"A{row}", sentence.text(lang), bold=True)
        placed = [one for one in tables.placed.values() if one.page is page]
        for one in placed:
            _PlacedTable(tables, one).write()
        below = max((row for one in placed for row in (one.heading, *one.rows)), default=sheet.first)
        for row, sentence in enumerate(sheet.notes, start=below + 2):
            page.text(f"A{row}", sentence.text(lang), size=8, colour=styles.QUIET)
        _finish(page, sheet, placed)


def _finish(page: Page, sheet: Sheet, tables: list[Placed]) -> None:
    widths: dict[str, float] = {}
    for placed in tables:
        for column in placed.table.columns:
            letter = placed.letters[column.key]
            widths[letter] = max(widths.get(letter, 0.0), column.width)
    page.widths({letter: width or USUAL_WIDTH for letter, width in widths.items()})
    for placed in tables:
        _set_heights(placed)
    headed = next((table for table in tables if table.rows and table.rows[0] > table.heading), None)
    if headed is None:
        page.print_setup(titles="1:2", landscape=sheet.landscape)
        return
    page.ws.freeze_panes = f"{sheet.beside}{headed.rows[0]}"
    names = [position for position, column in enumerate(headed.table.columns, start=1) if not column.period]
    periods = len(headed.table.columns) - len(names)
    page.print_setup(
        titles=f"1:{headed.heading}",
        columns=f"A:{get_column_letter(max(names))}" if periods else None,
        landscape=sheet.landscape,
        pages_wide=max(-(-periods // PERIODS_ON_A_PAGE), 1),
    )


def _set_heights(placed: Placed) -> None:
    """Rows as high as their words need."""
    ws, lang = placed.page.ws, placed.page.draft.lang
    for row, stated in zip(placed.rows, placed.table.rows, strict=True):
        needed = 1
        for position, (column, cell) in enumerate(
            zip(placed.table.columns, stated.cells, strict=False), start=1
        ):
            if not stated.band and not column.unbroken and (column.words or column.below):
                width = ws.column_dimensions[get_column_letter(position)].width - 1.5
                letters = 0.85 if column.below else 1.0
                needed = max(needed, lines_of(placed.table.text(cell, lang), width / letters))
        if needed > 1:
            ws.row_dimensions[row].height = LINE_HEIGHT * needed + ROOM_OF_A_ROW


@dataclass
class _PlacedTable:
    """A table while it is written at its place."""

    tables: TablePlaces
    placed: Placed

    def write(self) -> None:
        page, table, heading = self.placed.page, self.placed.table, self.placed.heading
        if any(table.title):
            page.section(heading - 1, table.title, len(table.columns))
        titles = [_capital(column.heading(page.draft.lang)) for column in table.columns]
        if any(titles):
            page.heading(heading, titles)
            page.ws.row_dimensions[heading].height = HEADING_HEIGHT
            self._count_periods()
        for row, stated in zip(self.placed.rows, table.rows, strict=True):
            if stated.band:
                page.section(row, _label(table, stated), len(table.columns))
                continue
            for column, cell in zip(table.columns, stated.cells, strict=True):
                self._cell(row, stated, column, cell)
        self._validate()
        self._alarms()

    def _count_periods(self) -> None:
        """Over the columns of periods their numbers, each from the one before it."""
        page, row, before = self.placed.page, self.placed.heading, ""
        look: Look = {**styles.HEADING, "number_format": "0"}
        for column in self.placed.table.columns:
            address = f"{self.placed.letters[column.key]}{row}"
            if column.period and before:
                page.raw_formula(address, f"={before}+1", float(column.period), None, **look)
            elif column.period:
                page.number(address, column.period, "", **look)
            before = address if column.period else ""

    def _cell(self, row: int, stated: Row, column: Column, cell: Cell) -> None:
        address = f"{self.placed.letters[column.key]}{row}"
        cell = cell.cells[0] if isinstance(cell, Stacked) else cell
        look = self._look(stated, column, cell)
        if isinstance(cell, Amount):
            self._amount(address, stated, column, cell, look)
        else:
            self.placed.page.text(address, self.placed.table.text(cell, self.placed.page.draft.lang), **look)

    def _look(self, stated: Row, column: Column, cell: Cell) -> Look:
        look: Look = {"border": styles.HAIRLINE, "alignment": self._alignment(stated, column, cell)}
        if stated.strong:
            look |= STRONG
        if tone := tone_of(cell):
            look["colour"] = INKS[tone]
        if isinstance(cell, ToFill) or (isinstance(cell, Amount) and cell.open):
            look |= OPEN
        if column.below:
            look |= SMALL
            look["alignment"] = styles.RUN_OVER if column.unbroken else SET_IN
        if isinstance(cell, str) or (isinstance(cell, ToFill) and isinstance(cell.words, str)):
            look["number_format"] = "@"  # what people write stays a text, such as an id of eighteen digits
        return look

    def _alignment(self, stated: Row, column: Column, cell: Cell) -> Alignment:
        if isinstance(cell, Amount):
            return styles.RIGHT
        if not column.words:
            return styles.CENTRE
        if stated.depth:
            return Alignment(vertical="center", wrap_text=True, indent=stated.depth)
        number = self.placed.table.columns.index(column)
        return SET_IN if number and not self.placed.table.columns[number - 1].words else styles.LEFT

    def _amount(self, address: str, stated: Row, column: Column, cell: Amount, look: Look) -> None:
        page, table = self.placed.page, self.placed.table
        known = None if cell.live else cell.value
        code = stated_format(cell.unit) if cell.open else sheet_format(cell.unit, table.scale, known)
        look |= {"number_format": code}
        if cell.live:
            self._live(address, stated, column, cell, look)
        elif cell.plain is None:
            page.text(address, "" if cell.open else table.text(cell, page.draft.lang), **look)
        else:
            page.number(address, cell.plain, cell.unit, **look)
        if cell.defined:
            name = DefinedName(cell.defined, attr_text=f"'{page.ws.title}'!{absolute(address)}")
            page.draft.workbook.defined_names[cell.defined] = name

    def _live(self, address: str, stated: Row, column: Column, cell: Amount, look: Look) -> None:
        page = self.placed.page
        live = cell.formula(page.draft.lang)
        if not live.startswith(("=", "{", TEXT)):
            key = live.removeprefix(REPEATED)
            text, value = self._of_line(live, key, column)
            page.raw_formula(address, text, value, key, column.period or None, **look)
            return
        is_array = live.startswith("{=")
        if live.startswith(TEXT):
            text = self._of_text(live.removeprefix(TEXT))
        else:
            row = int(ADDRESS.sub(r"\2", address))
            text = self.tables.formula(live[1:-1] if is_array else live, self.placed, row)
        value = "" if cell.plain is None else float(cell.plain)
        path = ".".join(filter(None, (self.placed.table.key, stated.key, column.key)))
        page.raw_formula(address, text, value, path, array=is_array, **look)

    def _of_text(self, text: str) -> str:
        """The formula of a text over keys; a series counts in the first of its periods."""
        places = KeyPlaces(self.tables, self.placed.page.ws.title, self.tables.ends[0])
        book = self.tables.draft.book
        return excel_formula(book, parse(text, book.reference), places)

    def _of_line(self, live: str, key: str, column: Column) -> tuple[str, CachedValue]:
        """The formula of a line, or a link to where it or an input stands, and its value."""
        draft, letter = self.tables.draft, self.placed.letters[column.key]
        places = KeyPlaces(self.tables, self.placed.page.ws.title, letter)
        is_input = key in draft.book.inputs
        node = InputReference(key) if is_input else LineReference(key)
        expression = node if live.startswith(REPEATED) or is_input else draft.book.lines[key].formula
        value = float(draft.inputs[key]) if is_input else draft.value(key, column.period or None)
        return excel_formula(draft.book, expression, places), value

    def _validate(self) -> None:
        """Lists to choose from, one for each set of choices."""
        page = self.placed.page
        cells: dict[tuple[str, ...], list[str]] = {}
        for address, cell in self._cells():
            if isinstance(cell, ToFill) and cell.choices:
                names = tuple(label.text(page.draft.lang) for label in cell.choices)
                cells.setdefault(names, []).append(address)
        for names, addresses in cells.items():
            rule = list_validation(list(names))
            for address in _ranges(addresses):
                rule.add(address)
            page.ws.add_data_validation(rule)

    def _alarms(self) -> None:
        """Fills of numbers on the wrong side of zero."""
        cells: dict[tuple[str, Tone], list[str]] = {}
        for address, cell in self._cells():
            if isinstance(cell, Amount) and cell.alarm is not None:
                cells.setdefault(cell.alarm, []).append(address)
        for (side, tone), addresses in cells.items():
            operator: Literal["greaterThan", "lessThan"] = "greaterThan" if side == "above" else "lessThan"
            for address in _ranges(addresses):
                look = DifferentialStyle(fill=FILLS[tone])
                rule = Rule(type="cellIs", operator=operator, formula=["0"], dxf=look)
                self.placed.page.ws.conditional_formatting.add(address, rule)

    def _cells(self) -> Iterator[tuple[str, Cell]]:
        letters = list(self.placed.letters.values())
        for row, stated in zip(self.placed.rows, self.placed.table.rows, strict=True):
            for letter, cell in zip(letters, stated.cells, strict=False):
                yield f"{letter}{row}", cell


def _ranges(addresses: list[str]) -> Iterator[str]:
    """Cells as few ranges as stand below each other without a gap."""
    parted = sorted((re.sub(r"\d+", "", address), int(re.sub(r"\D+", "", address))) for address in addresses)
    numbered = enumerate(parted)
    for (letter, _), run in groupby(numbered, key=lambda one: (one[1][0], one[1][1] - one[0])):
        rows = [row for _, (_, row) in run]
        yield f"{letter}{rows[0]}:{letter}{rows[-1]}" if len(rows) > 1 else f"{letter}{rows[0]}"


def _label(table: Table, stated: Row) -> Label:
    return Label(*(table.text(stated.cells[0], lang) for lang in LANGUAGES))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
