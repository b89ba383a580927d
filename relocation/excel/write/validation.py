"""The mark beside an input cell that no project accepts: live, while the planner types, from the record that validates it.

A validation keeps a person from typing a wrong value, but not from pasting it. So each row says itself whether its value
may stand there, and the number of those that may not is an input of the checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openpyxl.worksheet.datavalidation import DataValidation

from relocation.calendar import day_number
from relocation.excel.layout.inputs import DELIVERED_COLUMN, InputRow
from relocation.excel.write import styles
from relocation.excel.write.page import Page
from relocation.excel.write.styles import Look
from relocation.labels import Label, Language
from relocation.project.book_inputs import REFUSED
from relocation.project.fields import FieldRecord
from relocation.project.values import FIRST_DAY
from relocation.tables.units import UNITS
from relocation.written_dates import FIRST_SERIAL, LAST_SERIAL

UNBOUNDED = 1e7  # bounds from here on only keep nonsense out and are not worth showing
LONGEST_PROMPT, LONGEST_ERROR, LONGEST_TITLE, LONGEST_LIST = 255, 225, 32, 254  # limits of the file format


def range_text(record: FieldRecord) -> Label:
    """What may be written, in words."""
    if record.choices:
        return Label("a choice", "选项")
    if record.is_text:
        return Label("text", "文字")
    if record.kind == "date":
        return Label("a date", "日期")
    low, high = record.low, None if record.high is not None and record.high >= UNBOUNDED else record.high
    sign = ">" if record.low_open else "≥"
    if low is not None and high is not None:
        text = f"{low:g} – {high:g}" if not record.low_open else f"> {low:g}, ≤ {high:g}"
        return Label(text, text)
    text = f"{sign} {low:g}" if low is not None else f"≤ {high:g}" if high is not None else ""
    return Label(text or "any number", text or "任意数字")


def validation(record: FieldRecord, lang: Language) -> DataValidation:
    """The validation of an input, with the prompt that appears beside its cell."""
    rule, unit, title = _rule(record, lang), UNITS[record.unit].text(lang), record.label.text(lang)
    allowed = f"{range_text(record).text(lang)} [{unit}]"
    rule.promptTitle = rule.errorTitle = title[:LONGEST_TITLE]
    rule.prompt = f"{record.help.text(lang)} · {allowed}"[:LONGEST_PROMPT]
    rule.error = allowed[:LONGEST_ERROR]
    rule.showInputMessage = rule.showErrorMessage = True
    return rule


def _rule(record: FieldRecord, lang: Language) -> DataValidation:
    if record.choices:
        return list_validation([choice.label.text(lang) for choice in record.choices])
    if record.is_text:
        return DataValidation(type="textLength", operator="lessThanOrEqual", formula1="500", allow_blank=True)
    if record.kind == "date":
        return _between("date", str(FIRST_SERIAL), str(LAST_SERIAL))
    low = -1e15 if record.low is None else record.low
    high = 1e15 if record.high is None else record.high
    return _between("whole" if record.kind == "whole" else "decimal", f"{low:.15g}", f"{high:.15g}")


def list_validation(names: list[str]) -> DataValidation:
    """One of a short list, which stands in the rule itself."""
    joined = ",".join(names)
    assert len(joined) <= LONGEST_LIST, "a longer list would damage the file"
    return DataValidation(type="list", formula1=f'"{joined}"', allow_blank=True)


def _between(kind: str, low: str, high: str) -> DataValidation:
    rule = DataValidation(operator="between", formula1=low, formula2=high, allow_blank=True)
    rule.type = kind  # type: ignore[assignment]
    return rule


COLUMN, TOTAL = "A", "A4"
SIGN = '"✗";;""'  # 1 is a refused value, 0 shows nothing


def write_marks(page: Page, rows: Sequence[InputRow], latest: date) -> None:
    """Writes the mark of every row, and their number. A plan may begin on the day `latest`, but not after it."""
    look: Look = {"number_format": SIGN, "bold": True, "alignment": styles.CENTRE}
    marked = [row for row in rows if not row.record.is_text or row.record.structural]
    for row in marked:
        text = f"=1-{_stands(row, page.draft.lang, latest)}"
        page.raw_formula(f"{COLUMN}{row.row}", text, 0.0, None, **look)
        page.draft.uncompared.add((page.ws.title, f"{COLUMN}{row.row}"))
    span = f"{COLUMN}{marked[0].row}:{COLUMN}{marked[-1].row}"
    page.raw_formula(TOTAL, f"=SUM({span})", 0.0, REFUSED, **look)
    page.draft.uncompared.add((page.ws.title, TOTAL))
    page.colour_where(span, "equal", "1", styles.FAIL_FILL)


def _stands(row: InputRow, lang: Language, latest: date) -> str:
    """The condition that a cell holds what it may: where the rows of the file follow from it, what it was written with."""
    record, delivered = row.record, f"{DELIVERED_COLUMN}{row.row}"
    if record.is_text:
        return f"({row.cell}={delivered})" if row.stated.value else f'({row.cell}="")'
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
