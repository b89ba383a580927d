"""What an input cell accepts: its range in words, and the rule and prompt that a spreadsheet shows while one types."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation

from relocation.labels import Label, Language
from relocation.project.fields import UNITS, FieldRecord
from relocation.written_dates import FIRST_SERIAL, LAST_SERIAL

TEXT_KINDS = {"text", "formula"}
UNBOUNDED = 1e7  # bounds from here on only keep nonsense out and are not worth showing
LONGEST_PROMPT, LONGEST_ERROR, LONGEST_TITLE, LONGEST_LIST = 255, 225, 32, 254  # limits of the file format


def range_text(record: FieldRecord) -> Label:
    """What may be written, in words."""
    if record.choices:
        return Label("a choice", "选项")
    if record.kind in TEXT_KINDS:
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
    if record.kind in TEXT_KINDS:
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
