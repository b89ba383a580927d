"""The sheets of a workbook as rows for the readers of tables. The gate looks at the file first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from relocation.excel.gate import Admitted, admit
from relocation.excel.gate_parts import SheetFacts
from relocation.excel.kinds import another_kind, kind_of
from relocation.excel.sheet_cells import formula_text, open_book, plain_text, readable, usable_result
from relocation.labels import Label
from relocation.problems import Problem
from relocation.reading.files import Sheets
from relocation.reading.rows import Area, FormulaCell, Row

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
        values = self.book.cells(self.facts, values=True)
        if not self.facts.formulas:
            for number, cells in enumerate(values, start=1):
                yield Row(number, [plain_text(cell) for cell in cells])
            return
        formulas = self.book.cells(self.facts, values=False)
        for number, (cells, raw) in enumerate(zip(values, formulas, strict=True), start=1):
            wide = [*cells, *[None] * (len(raw) - len(cells))]
            yield Row(number, [self._cell(value, found) for value, found in zip(wide, raw, strict=False)])

    def _cell(self, value: Any, found: Any) -> Any:
        formula = formula_text(found, value)
        if formula is None:
            return plain_text(value)
        return FormulaCell(formula, plain_text(usable_result(value, self.book.admitted)))


@dataclass(frozen=True)
class _Book:
    """The workbook, opened for values and, where they are asked for, for formulas."""

    admitted: Admitted

    @cached_property
    def _values(self) -> Workbook:
        return open_book(self.admitted, values=True)

    @cached_property
    def _formulas(self) -> Workbook:
        return open_book(self.admitted, values=False)

    def cells(self, facts: SheetFacts, *, values: bool) -> Iterator[tuple[Any, ...]]:
        if not facts.filled_to:
            return
        sheet: Any = (self._values if values else self._formulas)[facts.title]
        sheet.reset_dimensions()  # the stored dimension may lie
        # The end is given, since formatted rows may go on to the last of all.
        yield from sheet.iter_rows(max_row=facts.filled_to, values_only=True)


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
