"""One cell of a roster -> one stored value, or a problem that names the cell and never a name, id or account.

Numbers are read with the leniency of every other input (full-width digits, thousands separators: accepted with a
warning); a third decimal of a measure is refused, because areas are kept in whole hundredths.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any, NamedTuple

from relocation.households.columns import BANK_ACCOUNT, ID, RosterColumn
from relocation.labels import Label
from relocation.problems import Problem, near
from relocation.project.messages import expectation
from relocation.reading.hundredths import DECIMAL, NotHundredths, hundredths, hundredths_of_double
from relocation.reading.values import ERROR_VALUES, FIX, read_value

LONGEST_TEXT = 100
SPACES = " \t\r\n\u3000\u00a0\ufeff"
SCIENTIFIC = re.compile(r"\d([.,]\d+)?[eE]\+?\d+").fullmatch
NUMBER_LIKE = re.compile(r"[-+0-9０-９.,，%eE]{1,12}\s?[^\d\s]{0,3}").fullmatch
GUARDED = re.compile(r"'(?=[=+\-@\t\r]|\d)").match  # the apostrophe that keeps a text from being a formula
NO_VALUE = object()  # a formula that was never calculated

TWO_DECIMALS = Label("a number with at most two decimals", "最多两位小数的数字")
ROUND_IT = Label("round it to 0.01 and write that", "请四舍五入到0.01后填写")
AS_TEXT = Label("a text", "文本")
REWRITE = Label(
    "give the column the text format and write the number again from the document: Excel keeps only 15 digits",
    "请将该列设为文本格式并按证件重新填写：Excel 只保留15位数字",
)
CHOOSE = Label("choose from the list", "请从列表中选择")
PLAIN_TEXT = Label(f"a text of at most {LONGEST_TEXT} characters", f"不超过{LONGEST_TEXT}字的文本")
CALCULATE = Label(
    "open the file in a spreadsheet program, let it calculate and save it, or write the value itself",
    "请在表格软件中打开、重新计算并保存，或直接填写数值",
)


class Taken(NamedTuple):
    """What became of a cell: a stored value, None if it cannot be used, and what to say about it."""

    value: Any
    problems: tuple[Problem, ...] = ()


def described(cell: Any) -> str | Label:
    """A cell as a message may show it: short numbers as they are, everything else by its kind and length."""
    if cell is None or cell == "":
        return ""
    if cell is NO_VALUE:
        return Label("a formula without a value", "没有计算结果的公式")
    if isinstance(cell, bool):
        return Label("a truth value", "逻辑值")
    if isinstance(cell, (int, float, Decimal)):
        digits = len(str(abs(int(cell)))) if math.isfinite(cell) else 0
        return f"{cell:.15g}" if digits < 10 else Label(f"a number of {digits} digits", f"{digits}位数字")
    if isinstance(cell, (date, time)):
        return Label("a date", "日期")
    text = str(cell)
    if NUMBER_LIKE(text) or text in ERROR_VALUES:
        return text
    return Label(f"a text of {len(text)} characters", f"{len(text)}个字符的文本")


def take(where: str, cell: Any, column: RosterColumn, *, typed: bool) -> Taken:
    """The stored value of a cell. `typed` says that the file tells numbers from texts, as workbooks do."""
    if cell is NO_VALUE:
        return _refused(where, cell, column, expectation(column.record), CALCULATE)
    if column.record.kind == "text":
        return _text(where, cell, column)
    if column.record.kind == "choice":
        return _choice(where, cell, column)
    return _number(where, cell, column, typed=typed)


def _text(where: str, cell: Any, column: RosterColumn) -> Taken:
    long_number = column in (ID, BANK_ACCOUNT)
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool) and not long_number:
        cell = f"{cell:.15g}"
    if cell is None:
        cell = ""
    if not isinstance(cell, str):
        kind = (
            Label("a number, not a text", "数值而非文本")
            if isinstance(cell, (int, float))
            else described(cell)
        )
        return _refused(where, kind, column, AS_TEXT, REWRITE)
    text = cell.strip(SPACES)
    if GUARDED(text):
        text = text[1:]
    if long_number and SCIENTIFIC(text):
        cut = Label("a number in scientific notation", "科学计数法的数字")
        return _refused(where, cut, column, AS_TEXT, REWRITE)
    if not text and column.record.required:
        return _refused(where, "", column, AS_TEXT, Label("write the id of the household", "请填写户编号"))
    if len(text) > LONGEST_TEXT or text in ERROR_VALUES or _has_unprintable(text):
        return _refused(
            where, described(cell), column, PLAIN_TEXT, Label("write the text itself", "请直接填写文字")
        )
    return Taken(text)


def _has_unprintable(text: str) -> bool:
    """Control signs and halves of signs; rare characters of names may lie in private use."""
    return not text.isprintable() and any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text)


def _choice(where: str, cell: Any, column: RosterColumn) -> Taken:
    text = "" if cell is None else str(cell).strip(SPACES).lower()
    if not text and not column.record.required:
        return Taken(-1)
    for code, choice in enumerate(column.record.choices):
        if text in {choice.key, choice.label.en.lower(), choice.label.zh.lower()}:
            return Taken(code)
    words = [word for one in column.record.choices for word in (one.key, one.label.en, one.label.zh)]
    remedy = near(text, dict.fromkeys(words), CHOOSE) if text else CHOOSE
    return _refused(where, described(cell), column, expectation(column.record), remedy)


def _number(where: str, cell: Any, column: RosterColumn, *, typed: bool) -> Taken:
    record, scale = column.record, column.scale
    if isinstance(cell, str):
        cell = cell.strip(SPACES)
        if not typed and DECIMAL(cell) and len(cell) <= 20:
            cell = Decimal(cell)
    if cell in (None, "") and not record.required:
        return Taken(0)
    value, found = read_value(where, float(cell) if isinstance(cell, Decimal) else cell, record)
    problems = tuple(_masked(problem, cell) for problem in found)
    if value is None:
        return Taken(None, problems)
    try:
        stored = int(value) if scale == 1 else _hundredths(cell)
    except NotHundredths:
        return _refused(where, described(cell), column, TWO_DECIMALS, ROUND_IT)
    return Taken(stored, (*problems, *unusual(where, stored / scale, column)))


def _hundredths(cell: Any) -> int:
    if isinstance(cell, (str, Decimal)):
        folded = unicodedata.normalize("NFKC", str(cell)).replace(",", "")
        return hundredths(folded) if DECIMAL(folded) else hundredths_of_double(float(folded))
    return hundredths_of_double(float(cell))


def _masked(problem: Problem, cell: Any) -> Problem:
    """The same problem without a text that might be a name or an identity number in the wrong column."""
    shown = described(cell)
    return (
        replace(problem, found=shown) if isinstance(shown, str) else replace(problem, found=shown, remedy=FIX)
    )


def unusual(where: str, value: float, column: RosterColumn) -> tuple[Problem, ...]:
    """A warning about a number that is possible, but more likely a slip of unit or magnitude."""
    usual = column.record.usual
    if usual is None or value == 0 or usual[0] <= value <= usual[1]:
        return ()
    expected = Label(f"usually {usual[0]:g} to {usual[1]:g}", f"通常为 {usual[0]:g} 至 {usual[1]:g}")
    look = Label("look at the number and its unit", "请核对数字与单位")
    return (Problem(where, f"{value:.15g}", expected, look, column.record.label, "warning"),)


def _refused(where: str, found: Any, column: RosterColumn, expected: Label, remedy: Label) -> Taken:
    shown = found if isinstance(found, (str, Label)) else described(found)
    return Taken(None, (Problem(where, shown, expected, remedy, column.record.label),))
