"""One cell of a table -> one stored value, or a problem that names the cell and never a name, id or account.

Numbers are read with the leniency of every other input (full-width digits, thousands separators: accepted with a
warning); a third decimal of a measure is refused, because measures are kept in whole hundredths.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any, NamedTuple

from relocation.labels import Label
from relocation.problems import Problem, Severity, near
from relocation.project.messages import expectation
from relocation.reading.headings import YES_NO, TableColumn
from relocation.reading.rows import SPACES, FormulaCell, is_blank
from relocation.reading.values import (
    DECIMAL,
    ERROR_VALUES,
    FIX,
    NotHundredths,
    hundredths,
    hundredths_of_double,
    read_value,
    without_invisible,
)
from relocation.tables.programs import FORMULA_SIGNS
from relocation.written_dates import read_date

LONGEST_TEXT = 100
SCIENTIFIC = re.compile(r"\d([.,]\d+)?[eE]\+?\d+").fullmatch
NUMBER_LIKE = re.compile(r"[-+0-9０-９.,，%eE]{1,12}\s?[^\d\s]{0,3}").fullmatch
# The apostrophe that keeps a text from being a formula, or a number.
GUARDED = re.compile(rf"'(?=[{re.escape(''.join(FORMULA_SIGNS))}]|\d)").match
DATE_LIKE = re.compile(r"[\d年月日号/.,:\sT-]{1,25}").fullmatch
CUT_ID = re.compile(r"\d{15}0{3,}").fullmatch
YES_NO_WORDS = {"true": 0, "1": 0, "y": 0, "√": 0, "✓": 0, "false": 1, "0": 1, "n": 1, "×": 1, "✗": 1}

TWO_DECIMALS = Label("a number with at most two decimals", "最多两位小数的数字")
ROUND_IT = Label("round it to 0.01 and write that", "请四舍五入到0.01后填写")
AS_TEXT = Label("a text", "文本")
REWRITE = Label(
    "write the column as texts, again from the document: numbers lose leading zeros, and in Excel all digits beyond 15",
    "请将该列改为文本并按证件重新填写：数值会丢失前导零，Excel 只保留15位数字",
)
CHOOSE = Label("choose from the list", "请从列表中选择")
PLAIN_TEXT = Label(f"a text of at most {LONGEST_TEXT} characters", f"不超过{LONGEST_TEXT}字的文本")
WRITE_TEXT = Label("write the text itself", "请直接填写文字")
FILL_IN = Label(
    "fill it in, or delete the row if it is a sum or a note", "请填写；如该行为合计或说明，请删除该行"
)
MEND = Label("mend the formula, or write the value itself", "请修正公式，或直接填写数值")
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
    if isinstance(cell, FormulaCell):
        return Label("a formula that was never calculated", "从未计算过的公式")
    if isinstance(cell, bool):
        return Label("a truth value", "逻辑值")
    if isinstance(cell, (int, float, Decimal)):
        digits = len(str(abs(int(cell)))) if math.isfinite(cell) else 0
        return f"{cell:.15g}" if digits < 10 else Label(f"a number of {digits} digits", f"{digits}位数字")
    if isinstance(cell, (date, time)):
        return Label("a date", "日期")
    if isinstance(cell, bytes):
        return Label(f"{len(cell)} bytes", f"{len(cell)}个字节")
    text = str(cell)
    if NUMBER_LIKE(text) or text in ERROR_VALUES:
        return text
    return Label(f"a text of {len(text)} characters", f"{len(text)}个字符的文本")


def take(where: str, cell: Any, column: TableColumn, *, typed: bool) -> Taken:
    """The stored value of a cell. `typed` says that the file tells numbers from texts, as workbooks do."""
    if isinstance(cell, FormulaCell):
        return _calculated(where, cell, column)
    kind = column.record.kind
    if kind == "text":
        return _text(where, cell, column)
    if kind == "choice":
        return _choice(where, cell, column)
    return _date(where, cell, column, typed) if kind == "date" else _number(where, cell, column, typed)


def _calculated(where: str, cell: FormulaCell, column: TableColumn) -> Taken:
    """The result of a formula; what is wrong with it is mended in the formula."""
    if cell.value is None:
        return refused(where, cell, column, expectation(column.record), CALCULATE)
    value, problems = take(where, cell.value, column, typed=True)
    mended = (
        problem if problem.severity == "warning" else replace(problem, remedy=MEND) for problem in problems
    )
    return Taken(value, tuple(mended))


def _text(where: str, cell: Any, column: TableColumn) -> Taken:
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool) and not column.long_number:
        cell = f"{cell:.15g}"
    if cell is None:
        cell = ""
    if not isinstance(cell, str):
        number = Label("a number, not a text", "数值而非文本")
        return refused(where, number if isinstance(cell, (int, float)) else cell, column, AS_TEXT, REWRITE)
    text, told = seen(where, cell.strip(SPACES), column)
    if GUARDED(text):
        text = text[1:]
    if column.long_number and SCIENTIFIC(text):
        cut = Label("a number in scientific notation", "科学计数法的数字")
        return refused(where, cut, column, AS_TEXT, REWRITE)
    if not text and column.record.required:
        return refused(where, "", column, AS_TEXT, FILL_IN)
    if len(text) > LONGEST_TEXT or text in ERROR_VALUES or _has_unprintable(text):
        return refused(where, text, column, PLAIN_TEXT, WRITE_TEXT)
    if column.long_number and CUT_ID(text):
        told += (_cut_id(where, column),)
    return Taken(text, told)


def seen(where: str, text: str, column: TableColumn) -> tuple[str, tuple[Problem, ...]]:
    """The text without signs that nobody sees, such as those that turn the direction of reading; they are mentioned."""
    plain = without_invisible(text)
    if plain == text:
        return text, ()
    found = Label("signs that nobody sees", "不可见字符")
    said = Label("they were left out; write the text again", "已略去这些字符；请重新填写该文字")
    return plain, (Problem(where, found, PLAIN_TEXT, said, column.record.label, "warning"),)


def _cut_id(where: str, column: TableColumn) -> Problem:
    found = Label("digits that end in 000", "末尾为000的数字")
    wanted = Label("all digits of the document", "证件上的全部数字")
    look = Label(
        "compare it with the document: spreadsheet programs keep 15 digits and write 0 for the others",
        "请与证件核对：表格软件只保留15位数字，其余写为0",
    )
    return Problem(where, found, wanted, look, column.record.label, "warning")


def _has_unprintable(text: str) -> bool:
    """Control signs and halves of signs; rare characters of names may lie in private use."""
    return not text.isprintable() and any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text)


def _choice(where: str, cell: Any, column: TableColumn) -> Taken:
    text = _word(cell)
    record = column.record
    if not text and not record.required:
        return Taken(-1)
    for code, choice in enumerate(record.choices):
        if text in {choice.key, choice.label.en.lower(), choice.label.zh.lower()}:
            return Taken(code)
    if record.choices == YES_NO and text in YES_NO_WORDS:
        return Taken(YES_NO_WORDS[text])
    words = [word for choice in record.choices for word in (choice.key, choice.label.en, choice.label.zh)]
    remedy = near(text, dict.fromkeys(words), CHOOSE) if text else CHOOSE
    return refused(where, cell, column, expectation(record), remedy)


def _word(cell: Any) -> str:
    """What a cell of a choice says; 1 and 1.0 say the same."""
    if cell is None:
        return ""
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        cell = f"{cell:.15g}"
    return without_invisible(unicodedata.normalize("NFKC", str(cell))).strip(SPACES).lower()


def _date(where: str, cell: Any, column: TableColumn, typed: bool) -> Taken:
    record = column.record
    if is_blank(cell):
        return (
            Taken(None) if not record.required else refused(where, "", column, expectation(record), FILL_IN)
        )
    day, remedy, spelt = read_date(without_invisible(cell) if isinstance(cell, str) else cell)
    if remedy is None or (spelt and not typed):  # a text file has no other way to write a date
        return Taken(day)
    shown = str(cell) if DATE_LIKE(str(cell)) else described(cell)
    severity: Severity = "warning" if day else "error"
    return Taken(day, (Problem(where, shown, expectation(record), remedy, record.label, severity),))


def _number(where: str, cell: Any, column: TableColumn, typed: bool) -> Taken:
    record, scale = column.record, column.scale
    if isinstance(cell, str):
        cell = without_invisible(cell).strip(SPACES)
        if not typed and DECIMAL(cell) and len(cell) <= 20:
            cell = Decimal(cell)
    if cell in (None, "") and not record.required:
        return Taken(0)
    value, faults = read_value(where, float(cell) if isinstance(cell, Decimal) else cell, record)
    problems = tuple(_masked(problem, cell) for problem in faults)
    if value is None:
        return Taken(None, problems)
    try:
        stored = int(value) if scale == 1 else _hundredths(cell)
    except NotHundredths:
        return refused(where, cell, column, TWO_DECIMALS, ROUND_IT)
    return Taken(stored, (*problems, *unusual(where, stored / scale, column)))


def _hundredths(cell: Any) -> int:
    if isinstance(cell, (str, Decimal)):
        plain = unicodedata.normalize("NFKC", str(cell)).replace(",", "")
        return hundredths(plain) if DECIMAL(plain) else hundredths_of_double(float(plain))
    return hundredths_of_double(float(cell))


def _masked(problem: Problem, cell: Any) -> Problem:
    """The same problem without a text that might be a name or an identity number in the wrong column."""
    shown = described(cell)
    return (
        replace(problem, found=shown) if isinstance(shown, str) else replace(problem, found=shown, remedy=FIX)
    )


def unusual(where: str, value: float, column: TableColumn) -> tuple[Problem, ...]:
    """A warning about a number that is possible, but more likely a slip of unit or magnitude."""
    usual = column.record.usual
    if usual is None or value == 0 or usual[0] <= value <= usual[1]:
        return ()
    expected = Label(f"usually {usual[0]:g} to {usual[1]:g}", f"通常为 {usual[0]:g} 至 {usual[1]:g}")
    look = Label("look at the number and its unit", "请核对数字与单位")
    return (Problem(where, f"{value:.15g}", expected, look, column.record.label, "warning"),)


def refused(where: str, found: Any, column: TableColumn, expected: Label, remedy: Label) -> Taken:
    """A cell that cannot be used."""
    shown = found if isinstance(found, Label) else described(found)
    return Taken(None, (Problem(where, shown, expected, remedy, column.record.label),))
