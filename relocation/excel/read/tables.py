"""The sheets of a workbook as rows for the readers of tables, and what kind of workbook it is. The gate looks at the file first."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from relocation.excel.gate.gate import Admitted, admit
from relocation.excel.gate.parts import SheetFacts
from relocation.excel.layout.kinds import POINTS, ROSTER, ROSTER_SHEET, TITLED, Kind
from relocation.excel.read.cells import formula_text, plain_text, readable, usable_result
from relocation.excel.read.stored_cells import StoredCell, open_book, stored_rows
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.headings import find_head
from relocation.reading.rows import Area, FormulaCell, Row, Rows
from relocation.reading.table import Sheets, TableKind, known_in

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
        kind = kind_of(admitted, rows)
        return None if kind is None else another_kind(path.name, kind, wanted)

    return Sheets(rows, admitted.warnings, another)


def rows_of(admitted: Admitted, file: str) -> tuple[SheetRows, ...]:
    """The sheets of an admitted workbook."""
    book = _Book(admitted)
    return tuple(SheetRows(file, facts, book) for facts in admitted.sheets)


def refuse_another(admitted: Admitted, file: str, wanted: Kind) -> None:
    """Raises ProblemsFound with one problem where a file is of another kind; what it is may not be known."""
    kind = kind_of(admitted, rows_of(admitted, file))
    if kind is not None and kind != wanted:
        raise ProblemsFound([another_kind(file, kind, wanted.label)])


def another_kind(file: str, kind: Kind, wanted: Label) -> Problem:
    """The problem of a workbook of another kind."""
    return Problem(file, kind.label, wanted, kind.read_with())


def kind_of(admitted: Admitted, sheets: Sequence[Rows]) -> Kind | None:
    """The kind of a workbook by its mark, by the titles of its sheets, or by the headings in its rows."""
    titles = {facts.title.strip() for facts in admitted.sheets}
    marked = (kind for kind in TITLED if kind.marks(io.BytesIO(admitted.data)))
    titled = (kind for kind in TITLED if kind.is_known_by(titles))
    return next(marked, None) or next(titled, None) or _by_table(sheets, titles)


def _by_table(sheets: Sequence[Rows], titles: set[str]) -> Kind | None:
    """A ledger of points, or a roster: by the title of its sheet, or by its headings where somebody made it by hand."""
    from relocation.households.columns import roster_columns
    from relocation.points.entries import TABLE as POINTS_TABLE

    tables = {POINTS: POINTS_TABLE, ROSTER: TableKind(roster_columns((), ()), 3, ROSTER_SHEET)}
    for kind, table in tables.items():
        if table.sheet is not None and not titles.isdisjoint(table.sheet):
            return kind
    for kind, table in tables.items():
        heads = (find_head(sheet, table.vocabulary.key) for sheet in sheets)
        if any(head and known_in(head) >= table.fewest for head in heads):
            return kind
    return None
