"""What pydantic finds wrong, said in the words of the field: expected a number in yuan per mu > 0."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from relocation.labels import Label
from relocation.problems import Problem, near
from relocation.project.fields import FieldRecord, record_of
from relocation.tables.units import UNITS
from relocation.tables.wording import filled
from relocation.written_dates import SUCH_AS, read_date

UNBOUNDED = 1e7  # bounds from here on only keep nonsense out


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """One Problem for each thing that pydantic found in the values of a model."""
    return [_problem(model, fault) for fault in error.errors()]


def expectation(record: FieldRecord, found: Any = None) -> Label:
    """What an input should look like. Bounds that only keep nonsense out are said to what is `found` beyond them."""
    if record.choices:
        en = ", ".join(_choice(choice.label.en, choice.key) for choice in record.choices)
        zh = "、".join(f"{choice.label.zh}（{choice.key}）" for choice in record.choices)
        return Label(f"one of {en}", f"{zh} 之一")
    if record.is_text:
        return Label("a text of at most 500 characters", "不超过500字的文字")
    if record.kind == "date":
        return Label("a date such as 2016-01-01", "日期，如 2016-01-01")
    noun = Label("a whole number", "整数") if record.kind == "whole" else Label("a number", "数字")
    above = is_number(found) and record.high is not None and found > record.high
    return Label(
        f"{noun.en} in {UNITS[record.unit].en}{_bounds(record, 'en', above)}",
        f"{noun.zh}（{UNITS[record.unit].zh}）{_bounds(record, 'zh', above)}",
    )


def _choice(label: str, key: str) -> str:
    """A choice as a list offers it, and beside it the word in a file where that is another."""
    return label if label == key else f"{label} ({key})"


def _bounds(record: FieldRecord, lang: str, above: bool) -> str:
    words = {"en": (" >", " >=", " and <="), "zh": ("，大于", "，不小于", "，不大于")}[lang]
    low = "" if record.low is None else f"{words[0] if record.low_open else words[1]} {record.low:g}"
    shown = record.high is not None and (above or record.high < UNBOUNDED)
    return low + (f"{words[2]} {record.high:,.15g}" if shown else "")


def is_number(value: Any) -> bool:
    """Whether something is a number; a truth value is none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


# What to write instead of a number beyond the bounds of its field; figures are the number, its bounds, and it as a percentage.
REMEDIES: dict[str, Label] = {
    "percentage": Label(
        "write {part:digits12} for {number:digits6} %", "{number:digits6}% 请写作 {part:digits12}"
    ),
    "minus": Label(
        "write it without the minus sign: amounts are positive, their kind gives the direction",
        "请去掉负号：金额一律为正，方向由性质决定",
    ),
    "no_number": Label("write a number", "请填写数字"),
    "above": Label(
        "look at the number and its unit; at most {high:stated}", "请核对数字与单位；不得超过 {high:stated}"
    ),
    "at_low": Label("write a number above {low:stated}", "请填写大于 {low:stated} 的数"),
    "below": Label("write a number from {low:stated} on", "请填写不小于 {low:stated} 的数"),
    "inside": Label("correct the number", "请更正该数字"),
    "no_date": SUCH_AS,
    "day": Label("write a date between 1950 and 2300", "请填写1950年至2300年之间的日期"),
}
# From here on more likely a percentage than a slip.
PERCENTAGES_FROM = {"1/year": 1.01, "share": 2}


def outside(number: float, record: FieldRecord) -> Label:
    """What to write instead of a number beyond the bounds of its field."""
    remedy = _beyond(number, record)
    typed = {"number": number, "part": number / 100} if remedy == "percentage" else {}
    bounds = {"low": record.low, "high": record.high}
    return filled(
        REMEDIES[remedy], typed | {name: bound for name, bound in bounds.items() if bound is not None}
    )


def _beyond(number: float, record: FieldRecord) -> str:
    """Which remedy a number beyond the bounds of its field needs."""
    percent = PERCENTAGES_FROM.get(record.unit)
    if percent is not None and percent <= number <= 100 and within(number / 100, record):
        return "percentage"
    if number < 0 and record.low == 0:
        return "minus"
    if number != number:
        return "no_number"
    if record.high is not None and number > record.high:
        return "above"
    return "at_low" if record.low_open else "below"


def within(number: float, record: FieldRecord) -> bool:
    """Whether a number lies between the bounds of its field."""
    low, high = record.low, record.high
    above = low is None or number > low or (number == low and not record.low_open)
    return above and (high is None or number <= high)


def _problem(model: type[BaseModel], fault: Any) -> Problem:
    parts = [str(part) for part in fault["loc"]]
    path, (record, known) = ".".join(parts), field_at(model, parts)
    if fault["type"] == "extra_forbidden":
        return Problem(path, parts[-1], Label("a known key", "已知的键"), near(parts[-1], known))
    if record is None:
        found = "" if fault["type"] == "missing" else _quoted(fault["input"])
        remedy = Label(f"add a table [{path}]", f"请补上 [{path}] 一节")
        return Problem(path, found, Label("a table of inputs", "一组输入项"), remedy)
    if fault["type"] == "missing":
        return Problem(path, "", expectation(record), Label("state the value", "请填写该值"), record.label)
    found = fault["input"]
    return Problem(path, _quoted(found), expectation(record, found), _remedy(record, found), record.label)


def field_at(model: type[BaseModel], parts: Sequence[str]) -> tuple[FieldRecord | None, list[str]]:
    """The record of the field at a path, and the keys known in its group."""
    here: type[BaseModel] | None = model
    known: list[str] = []
    for position, part in enumerate(parts):
        if here is None:
            break
        known = [name for name in here.model_fields if name != "sources"]
        info = here.model_fields.get(part)
        if info is None:
            return None, known
        record = record_of(info)
        if record is not None:
            return (record if position == len(parts) - 1 else None), known
        inner = info.annotation
        arguments = getattr(inner, "__args__", ())
        if arguments:
            here = arguments[-1]
            rest = parts[position + 2 :]
            return field_at(here, rest) if rest and here is not None else (None, known)
        here = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
    return None, known


def _remedy(record: FieldRecord, found: Any) -> Label:
    if record.is_text and not isinstance(found, str):
        return Label("write a text", "请填写文字")
    if record.kind == "date":
        return read_date(found).remedy or Label("write it as 2016-01-01", "请写作 2016-01-01")
    if is_number(found):
        return REMEDIES["inside"] if within(found, record) else outside(found, record)
    if isinstance(found, date):
        return Label("write the number itself", "请直接填写数字")
    return Label("correct the value", "请更正该值")


def _quoted(value: Any) -> str:
    return "" if value is None else str(value)[:60]
