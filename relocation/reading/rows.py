"""Rows of cells with their addresses: all that the readers of tables know of a file, whatever its format; and the rows among them that add up others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from relocation.labels import Label
from relocation.problems import Problem

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
    text, rest = "", position + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(65 + digit) + text
    return text


def is_blank(cell: Any) -> bool:
    """Whether there is nothing in a cell; a formula that was never calculated is something."""
    if isinstance(cell, FormulaCell):
        return cell.value is not None and is_blank(cell.value)
    return cell is None or (isinstance(cell, str) and not cell.strip(SPACES))


WORD = r"(?:(?:grand|sub)?[\s-]*totals?|sums?|[合小总共累]\s*计|总\s*和)"
ALONE = re.compile(WORD + r"\s*[:：]?\s*(?:[（(【].*[)）】])?", re.IGNORECASE).fullmatch
WITHIN = re.compile(
    r".{1,16}(?:[合小总]\s*计)[:：]?|(?:[合总共]\s*计).{0,2}\d.{0,12}|.{1,20}\s(?:sub-?)?total:?",
    re.IGNORECASE,
).fullmatch
SUM_ABOVE = re.compile(
    r"=(?:SUM|SUBTOTAL)\((?:(?:10)?9,)?(?:(?P<column>[A-Z]+)\d+:(?P<to>[A-Z]+)(?P<last>\d+)|[^()]*\[[^()]*\])\)"
).fullmatch
LIKELY = re.compile("[计和]|otal|sum", re.IGNORECASE).search
WORDS = [
    *["合计", "小计", "总计", "共计", "累计", "总和"],
    *(
        change(word)
        for word in ("total", "totals", "subtotal", "sub-total", "grand total", "sum")
        for change in (str.lower, str.upper, str.capitalize, str.title)
    ),
]
LONGEST_WORD = 40
UNREAD = -1  # a number that is none, in a row that is refused
FEWEST = 2  # rows, and columns, that make sums of numbers more than a coincidence

Column = NDArray[np.int64]

A_TOTAL = Label("a row of totals", "合计行")
NO_TOTALS = Label("rows of single entries; totals are added up anew", "逐条填写的行；合计由程序自行计算")
DELETE = Label("delete this row", "请删除该行")


def names_a_total(cell: Any, *, label: bool) -> bool:
    """Whether a cell says that its row is a total; where rows are named, also with more words around it."""
    # Called for every row of any roster: what can be no such word is left as soon as it shows.
    if not isinstance(cell, str) or len(cell) > LONGEST_WORD or not LIKELY(cell):
        return False
    text = cell.strip()
    return bool(ALONE(text) or (label and WITHIN(text)))


def sums_a_column(formula: str, column: str, row: int) -> bool:
    """Whether a formula adds up cells above it in its own column, or the whole column of a table."""
    match = SUM_ABOVE(formula.replace("$", "").upper())
    if match is None:
        return False
    return match["column"] is None or (match["column"] == match["to"] == column and int(match["last"]) < row)


def total_row(where: str) -> Problem:
    """The problem of a row of totals."""
    return Problem(where, A_TOTAL, NO_TOTALS, DELETE)


def sums_of_rows_above(
    numbers: Mapping[str, Column], counted: NDArray[np.bool_], nameless: Collection[int]
) -> list[int]:
    """Rows whose numbers are those of the rows above them added up.

    Of `nameless` rows all rows above count, or those since the last such row; at least two, in two columns. A row that has a
    name is meant only if it is the last and adds up three rows or more in three columns, since a household may well be as
    large as the two before it. `counted` are the rows that count by themselves; what could not be read is UNREAD.
    """
    table = np.array(list(numbers.values()), dtype=np.int64)
    counts = np.where(counted, table, 0)
    before = np.cumsum(counts, axis=1) - counts
    rows_before: Column = np.cumsum(counted) - counted
    filled = (table > 0).sum(axis=0)

    def adds_up(position: int, start: int, fewest: int) -> bool:
        sums = before[:, position] - before[:, start]
        fits = bool(((table[:, position] == sums) | (table[:, position] == UNREAD)).all())
        return fits and min(rows_before[position] - rows_before[start], filled[position]) >= fewest

    adding, start = list[int](), 0
    for row in sorted(nameless):
        if adds_up(row, start, FEWEST) or adds_up(row, 0, FEWEST):
            adding.append(row)
            start = row
    last = int(max(np.flatnonzero(counted), default=-1))
    return [*adding, last] if last >= 0 and adds_up(last, 0, FEWEST + 1) else adding
