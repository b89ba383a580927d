"""Rows of cells with their addresses: all that the readers of tables know of a file, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from relocation.labels import Label

SPACES = " \t\r\n\u3000\u00a0\ufeff"


class Row(NamedTuple):
    """One row: its number, and its cells, or why it cannot be cut into cells."""

    number: int
    cells: Sequence[Any]
    torn: Label | None = None


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell that is calculated: its formula, and its result as it was last calculated, None if it never was."""

    formula: str
    value: Any


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area: columns and rows, counted from 1, both ends included."""

    left: int
    top: int
    right: int
    bottom: int


class Rows(Protocol):
    """The rows of a text or of a sheet, from the top, as often as one goes through them."""

    @property
    def file(self) -> str:
        """The name of the file."""

    @property
    def sheet(self) -> str:
        """The title of the sheet, empty for a text."""

    @property
    def typed(self) -> bool:
        """Whether the file tells numbers from texts."""

    @property
    def merged(self) -> Sequence[Area]:
        """Merged areas."""

    @property
    def hidden(self) -> bool:
        """Whether nobody sees the sheet."""

    @property
    def hidden_rows(self) -> frozenset[int]:
        """Rows that nobody sees."""

    def __iter__(self) -> Iterator[Row]: ...


@dataclass(frozen=True)
class Places:
    """Where the rows of a file are, for messages: Households!D7, or roster.csv:7 Persons."""

    file: str
    titles: Mapping[str, str]  # column key -> letter in a sheet, or heading in a text file
    sheet: str = ""

    def cell(self, row: int, key: str) -> str:
        """One cell of a row."""
        title = self.titles.get(key, "")
        return f"{self.sheet}!{title}{row}" if self.sheet else f"{self.file}:{row} {title}".rstrip()

    def row(self, row: int) -> str:
        """A row."""
        return f"{self.sheet}!{row}" if self.sheet else f"{self.file}:{row}"


def place(rows: Rows, row: int, column: int) -> str:
    """A cell by its position, as a spreadsheet program names it."""
    address = f"{letters(column)}{row}"
    return f"{rows.sheet}!{address}" if rows.sheet else f"{rows.file}:{row} {letters(column)}"


def letters(position: int) -> str:
    """The column as a spreadsheet program letters it: 0 is A, 26 is AA."""
    found, rest = "", position + 1
    while rest:
        rest, at = divmod(rest - 1, 26)
        found = chr(65 + at) + found
    return found


def is_blank(cell: Any) -> bool:
    """Whether there is nothing in a cell; a formula that was never calculated is something."""
    if isinstance(cell, FormulaCell):
        return cell.value is not None and is_blank(cell.value)
    return cell is None or (isinstance(cell, str) and not cell.strip(SPACES))
