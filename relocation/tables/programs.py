"""A report for programs: strict JSON of all of it, CSV of its first table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from relocation.labels import Language
from relocation.tables.record import Report

if TYPE_CHECKING:
    import pandas as pd

FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def report_json(report: Report, lang: Language) -> str:
    """All of a report as JSON."""
    return json_text(report.record(lang))


def report_csv(report: Report, lang: Language) -> str:
    """The first table of a report as CSV, or what programs rely on instead."""
    if report.csv is not None:
        return report.csv(lang)
    first = report.tables[0]
    keys = [column.key for column in first.columns]
    return csv_text(keys, (list(record.values()) for record in first.records(lang)))


def unformulated(text: str) -> str:
    """A text as a CSV cell may hold it: what a spreadsheet program could run as a formula gets an apostrophe first.

    Reading a table takes the apostrophe away again.
    """
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _csv_cell(value: Any) -> Any:
    """A value of a CSV cell: numbers, written out or not, keep their sign."""
    if not isinstance(value, str):
        return value
    try:
        float(value)
    except ValueError:
        return unformulated(value)
    return value


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A row of headings and the rows below it as CSV; no text of theirs is a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for cells in (heads, *rows):
        writer.writerow(map(_csv_cell, cells))
    return buffer.getvalue()


def frame_csv(frame: pd.DataFrame, *, headed: bool = True, end: str = "\n") -> str:
    """A data frame as CSV, with a row of headings or without; no text in it is a formula."""
    plain = frame.apply(lambda column: column.map(_csv_cell) if column.dtype.kind == "O" else column)
    return str(plain.to_csv(index=False, header=headed, lineterminator=end))


def json_text(record: Any) -> str:
    """Strict JSON: a number that is not available must be null by now."""
    return json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
