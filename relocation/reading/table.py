"""A table with declared columns in a file of any kind: its sheet, its headings, and the rows below them, typed.

    opened = open_table(path, OVERRIDES)             # raises ProblemsFound: no such table, headings missing or twice
    for row in opened.typed_rows(problems): ...      # every problem of every row is put into `problems`

Merged cells are filled down where a value may hold for several rows, and refused elsewhere; rows of totals are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.files import Sheets, sheets_of
from relocation.reading.headings import Head, TableColumn, Vocabulary, find_columns, find_head, no_headings
from relocation.reading.rows import place
from relocation.reading.table_rows import OpenTable

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
