"""The sheets of a workbook as rows for the readers of tables. The gate looks at the file first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from relocation.excel.gate.gate import Admitted, admit
from relocation.excel.gate.parts import SheetFacts
from relocation.excel.read.kinds import another_kind, kind_of
from relocation.excel.read.sheet_cells import formula_text, plain_text, readable, usable_result
from relocation.excel.read.stored_cells import StoredCell, open_book, stored_rows
from relocation.labels import Label
from relocation.problems import Problem
from relocation.reading.rows import Area, FormulaCell, Row
from relocation.reading.table import Sheets

AT_ONCE = 1_000  # rows


@dataclass(frozen=True)
class SheetRows:
    """The rows of one sheet, down to the last that holds anything."""

    file: str
    facts: SheetFacts
    book: _Book

    typed = True

    @property
    def sheet(self) -> str:
        """Its title."""
        return self.facts.title

    @property
    def merged(self) -> Sequence[Area]:
        """Merged areas."""
        return self.facts.merged

    @property
    def hidden(self) -> bool:
        """Whether nobody sees the sheet."""
        return self.facts.hidden

    @property
    def hidden_rows(self) -> frozenset[int]:
        """Rows that nobody sees and that hold anything."""
        return frozenset(row for row in self.facts.hidden_rows if row <= self.facts.filled_to)

    def __iter__(self) -> Iterator[Row]:
        rows = self._rows()
        while True:
            # In pieces, because what `readable` does to warnings must not last while a caller works.
            with readable(self.file):
                piece = list(islice(rows, AT_ONCE))
            if not piece:
                return
            yield from piece

    def _rows(self) -> Iterator[Row]:
        following = 1
        for number, cells in stored_rows(self.book.opened, self.sheet, self.facts.filled_to):
            yield from (Row(empty, []) for empty in range(following, number))
            yield Row(number, self._cells(cells))
            following = number + 1
        yield from (Row(empty, []) for empty in range(following, self.facts.filled_to + 1))

    def _cells(self, cells: list[StoredCell]) -> list[Any]:
        row: list[Any] = [None] * max((cell.column for cell in cells), default=0)
        for cell in cells:
            row[cell.column - 1] = self._cell(cell)
        return row

    def _cell(self, cell: StoredCell) -> Any:
        formula = formula_text(cell.content, cell.value)
        if formula is None:
            return plain_text(cell.value)
        return FormulaCell(formula, plain_text(usable_result(cell.value, self.book.admitted)))


@dataclass(frozen=True)
class _Book:
    """The workbook, opened when its rows are asked for."""

    admitted: Admitted

    @cached_property
    def opened(self) -> Workbook:
        return open_book(self.admitted)


def open_sheets(path: Path) -> Sheets:
    """The sheets of a workbook. Raises ProblemsFound for a file that the gate or the library refuses."""
    admitted = admit(path)
    rows = rows_of(admitted, path.name)

    def another(wanted: Label) -> Problem | None:
        kind = kind_of(admitted, lambda: rows)
        return None if kind is None else another_kind(path.name, kind, wanted)

    return Sheets(rows, admitted.warnings, another)


def rows_of(admitted: Admitted, file: str) -> tuple[SheetRows, ...]:
    """The sheets of an admitted workbook."""
    book = _Book(admitted)
    return tuple(SheetRows(file, facts, book) for facts in admitted.sheets)
