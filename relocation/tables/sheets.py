"""Sheets of a workbook, stated: their tables, live where an amount says how. Nothing here knows who writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from relocation.labels import Label
from relocation.tables.record import NO_WORDS, Cell, Column, Row, Sentence, Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its key, what is said above its tables, and the row at which these begin.

    Tables follow each other down the sheet, those with a title below a band. Rows above the first data row stay in sight, and columns before `beside`.
    """

    key: str
    title: Label
    lead: Label
    tables: tuple[Table, ...]
    first: int = 4
    said: tuple[Sentence, ...] = ()
    notes: tuple[Sentence, ...] = ()
    beside: str = "A"
    landscape: bool = True


def widened(
    table: Table, columns: Iterable[Column], cells: Iterable[Iterable[Cell]], before: str = ""
) -> Table:
    """A table with further columns, last or before one of its own, and the cells that these have in each row."""
    keys = [column.key for column in table.columns]
    at = keys.index(before) if before else len(keys)
    rows = (
        replace(row, cells=(*row.cells[:at], *more, *row.cells[at:]))
        for row, more in zip(table.rows, cells, strict=True)
    )
    return replace(table, columns=(*table.columns[:at], *columns, *table.columns[at:]), rows=tuple(rows))


def running_over(table: Table) -> Table:
    """A table whose small words run over into the empty cells beside them, below one with wide columns for such."""
    columns = (
        replace(column, unbroken=column.unbroken or column.below, width=0.0) for column in table.columns
    )
    return replace(table, columns=tuple(columns))


def untitled(table: Table) -> Table:
    """A table whose title its sheet says already."""
    return replace(table, title=NO_WORDS)


def terms(key: str, rows: Iterable[Row], columns: Iterable[Column] = ()) -> Table:
    """Names, each with its number in the second column and what `columns` add; without headings."""
    heads = (Column("name", NO_WORDS, words=True, width=34), Column("value", NO_WORDS, width=18), *columns)
    return Table(key, NO_WORDS, heads, tuple(rows))


def whole_fen(amount: str, decimals: int = 2) -> str:
    """The formula of an amount rounded to decimals, whole fen unless said otherwise.

    Rounded to eight first, as many as a rate of six decimals leaves: 3 * 0.335 is half a fen then in every program, which
    floats and programs see each in a way of their own (see formula.ties).
    """
    return f"=ROUND(ROUND({amount},8),{decimals})"
