"""A file of any kind as sheets of rows, told apart by what is in it; and a table with declared columns in it: its sheet, its headings, and the rows below them, typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from relocation import hooks
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.headings import Head, TableColumn, Vocabulary, find_columns, find_head, no_headings
from relocation.reading.rows import Rows, place
from relocation.reading.table_rows import OpenTable
from relocation.reading.text_rows import IsHeading, open_text, unreadable

PARQUET, ZIP, OLE = b"PAR1", b"PK", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheets:
    """The tables that a file may hold, what should be looked at in it, and what it is if it is none that is wanted."""

    rows: tuple[Rows, ...]
    warnings: tuple[Problem, ...] = ()
    another: Callable[[Label], Problem | None] = lambda _: None


def sheets_of(path: Path, is_heading: IsHeading) -> Sheets:
    """The sheets of a workbook, or a text as one sheet. Raises ProblemsFound for a file that is neither."""
    if is_workbook(path):
        sheets: Sheets = hooks.call("open_workbook", path)
        return sheets
    return Sheets((open_text(path, is_heading),))


def is_parquet(path: Path) -> bool:
    """Whether a file is Parquet, by what is in it. Raises ProblemsFound where it cannot be read."""
    return first_bytes(path).startswith(PARQUET)


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by what is in it. Raises ProblemsFound where it cannot be read."""
    return first_bytes(path).startswith((ZIP, OLE))


def first_bytes(path: Path) -> bytes:
    """The first bytes of a file. Raises ProblemsFound where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise ProblemsFound([unreadable(path.name, error)]) from None


FEWEST = 2  # headings that tell the row of headings where there is but one table
FROM_TEMPLATE = Label("copy the rows into a fresh template", "请将各行复制到新模板中")


@dataclass(frozen=True)
class TableKind:
    """What a table is: its columns, the title of its sheet if it must have one, how many headings tell it."""

    columns: tuple[TableColumn, ...]
    fewest: int
    sheet: Label | None = None
    remedy: Label = FROM_TEMPLATE
    ignored: tuple[Label, ...] = ()  # columns that a program of ours has written beside them

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """All headings that are known."""
        return Vocabulary(self.columns, self.ignored)


def open_table(path: Path, kind: TableKind) -> OpenTable:
    """The table of a kind in a file. Raises ProblemsFound for none, for two, and for headings that do not do."""
    sheets = sheets_of(path, kind.vocabulary.key)
    table = _table_in(sheets, path.name, kind)
    if table is None:
        none = no_headings(path.name, kind.columns, kind.remedy)
        raise ProblemsFound([sheets.another(none.expected) or none])
    return table


def find_table(path: Path, kind: TableKind) -> OpenTable | None:
    """The table of a kind in a file, None for a workbook without it. Raises ProblemsFound as `open_table` does."""
    return _table_in(sheets_of(path, kind.vocabulary.key), path.name, kind)


def _table_in(sheets: Sheets, file: str, kind: TableKind) -> OpenTable | None:
    heads = [find_head(rows, kind.vocabulary.key) for rows in sheets.rows]
    named = [
        position
        for position, rows in enumerate(sheets.rows)
        if kind.sheet and rows.sheet.strip() in kind.sheet
    ]
    fewest = kind.fewest if len(heads) > 1 else FEWEST
    fitting = named or [position for position, head in enumerate(heads) if head and known_in(head) >= fewest]
    if len(fitting) > 1:
        raise ProblemsFound([_several(file, [sheets.rows[number].sheet for number in fitting])])
    if not fitting:
        return None
    rows, head = sheets.rows[fitting[0]], heads[fitting[0]]
    if head is None:
        raise ProblemsFound([no_headings(f"{file}, {rows.sheet}", kind.columns, kind.remedy)])
    headings = find_columns(head, lambda number: place(rows, head.last, number), kind.vocabulary).checked()
    return OpenTable(kind.columns, rows, head, headings, (*sheets.warnings, *headings.problems))


def known_in(head: Head) -> int:
    """How many columns the headings name."""
    return len({key for key in head.keys if key})


def _several(file: str, titles: list[str]) -> Problem:
    two = Label(
        "such a table on the sheets " + ", ".join(titles), "以下工作表均含此类表格：" + "、".join(titles)
    )
    single = Label("one sheet with all rows", "所有行在一张工作表中")
    return Problem(file, two, single, Label("put all rows on one sheet", "请将所有行合并到一张工作表"))
