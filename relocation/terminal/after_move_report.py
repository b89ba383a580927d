"""A report of life after the move in each of its forms: for a reader, as JSON, as CSV of its first table."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Drawn
from rich.text import Text

from relocation.labels import Language
from relocation.tables.report import Report, Table, cell_text
from relocation.terminal.tables import csv_text, heading, json_text, table_of, text_of

NO_BREAK = "\ue000"  # as wide as a space and no space to a wrapping program; it never leaves this module


def report_text(report: Report, form: str, lang: Language, *, plain: bool = False) -> str:
    """The report as a table for a reader, json or csv; `plain` for a file."""
    if form == "json":
        return json_text(report.record(lang))
    if form == "csv":
        first = report.tables[0]
        records = first.records(lang)
        return csv_text([column.key for column in first.columns], [list(one.values()) for one in records])
    return text_of(_parts(report, lang), plain=plain).replace(NO_BREAK, " ")


def unbroken(text: str, lang: Language) -> str:
    """A text that may be broken anywhere if it is Chinese: at a space a line would end far from the margin."""
    return text.replace(" ", NO_BREAK) if lang == "zh" else text


def _parts(report: Report, lang: Language) -> Iterator[RenderableType]:
    yield heading(report.title, lang)
    for answer in report.answers:
        yield Text(unbroken(answer.text(lang), lang), overflow="fold")
    for table in report.tables:
        if table.rows:
            yield _drawn(table, lang)
    for note in report.notes:
        yield Text(unbroken(note.text(lang), lang), style="dim", overflow="fold")


def _drawn(table: Table, lang: Language) -> Drawn:
    beside = table.beside
    columns = [table.columns[at] for at in beside]
    words = [place for place, column in enumerate(columns) if column.words]
    drawn = table_of(table.title.text(lang), [column.title.text(lang) for column in columns], texts=words)
    for row in table.readable:
        first, *rest = (cell_text(row.cells[at], lang) for at in beside)
        entry = _entry(unbroken(first, lang), unbroken(table.below(row, lang), lang))
        drawn.add_row(entry, *(unbroken(one, lang) for one in rest), style="bold" if row.strong else "")
    return drawn


def _entry(said: str, below: str) -> RenderableType:
    if not below:
        return said
    return Group(Text(said), Padding(Text(below, style="dim", overflow="fold"), (0, 0, 0, 2)))
