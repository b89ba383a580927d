"""The mark beside an input cell that no project accepts: live, while the planner types, from the record that validates it.

A validation keeps a person from typing a wrong value, but not from pasting it. So each row says itself whether its value
may stand there, and the number of those that may not is an input of the checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle

from relocation.excel import styles
from relocation.excel.cell_styles import Look
from relocation.excel.input_validation import TEXT_KINDS
from relocation.excel.inputs_layout import InputRow
from relocation.excel.layout import DELIVERED_COLUMN
from relocation.excel.page import Page
from relocation.labels import Language
from relocation.project.book_inputs import REFUSED, day_number
from relocation.project.dates import FIRST_DAY
from relocation.project.fields import FieldRecord

COLUMN, TOTAL = "A", "A4"
SIGN = '"✗";;""'  # 1 is a refused value, 0 shows nothing


def write_marks(page: Page, rows: Sequence[InputRow], latest: date) -> None:
    """Writes the mark of every row, and their number. A plan may begin on the day `latest`, but not after it."""
    look: Look = {"number_format": SIGN, "bold": True, "alignment": styles.CENTRE}
    marked = [row for row in rows if row.one.record.kind not in TEXT_KINDS or row.one.record.structural]
    for row in marked:
        text = f"=1-{_stands(row, page.draft.lang, latest)}"
        page.raw_formula(f"{COLUMN}{row.row}", text, 0.0, None, **look)
        page.draft.uncompared.add((page.ws.title, f"{COLUMN}{row.row}"))
    span = f"{COLUMN}{marked[0].row}:{COLUMN}{marked[-1].row}"
    page.raw_formula(TOTAL, f"=SUM({span})", 0.0, REFUSED, **look)
    page.draft.uncompared.add((page.ws.title, TOTAL))
    refused = Rule(
        type="cellIs", operator="equal", formula=["1"], dxf=DifferentialStyle(fill=styles.FAIL_FILL)
    )
    page.ws.conditional_formatting.add(span, refused)


def _stands(row: InputRow, lang: Language, latest: date) -> str:
    """The condition that a cell holds what it may: where the rows of the file follow from it, what it was written with."""
    record, delivered = row.one.record, f"{DELIVERED_COLUMN}{row.row}"
    if record.kind in TEXT_KINDS:
        return f"({row.cell}={delivered})" if row.one.value else f'({row.cell}="")'
    within = accepted(record, row.cell, lang, latest)
    return f"AND({within},{row.cell}={delivered})" if record.structural else within


def accepted(record: FieldRecord, cell: str, lang: Language, latest: date) -> str:
    """The condition that a cell holds a value of its kind within its range, or nothing where that counts as a value."""
    if record.choices:
        chosen = (f'{cell}="{choice.label.text(lang)}"' for choice in record.choices)
        return f"OR({','.join(chosen)})"
    if record.kind == "date":
        return f"AND(ISNUMBER({cell}),{cell}>={day_number(FIRST_DAY):.0f},{cell}<={day_number(latest):.0f})"
    bounds = [f"ISNUMBER({cell})"]
    if record.low is not None:
        bounds.append(f"{cell}{'>' if record.low_open else '>='}{record.low:.15g}")
    if record.high is not None:
        bounds.append(f"{cell}<={record.high:.15g}")
    if record.kind == "whole":
        bounds.append(f"ROUND(SUM({cell}),0)={cell}")  # SUM takes a text for nothing instead of failing
    within = f"AND({','.join(bounds)})"
    return within if record.empty_value is None else f'OR({cell}="",{within})'
