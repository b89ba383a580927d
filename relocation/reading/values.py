"""Reading what a person typed as a number, a date or a choice: helpful with spelling, never guessing a magnitude.

Full-width digits and thousands separators are accepted with a warning. Whatever could change the magnitude
(万, 亿, %, a dash, circled digits) is an error that says what to write instead.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.fields import FieldRecord
from relocation.project.messages import expectation, outside, within
from relocation.project.values import LARGEST, PLAIN_TYPES, plain
from relocation.written_dates import read_date

DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII).fullmatch
LARGEST_DOUBLE = 2.0**50  # hundredths; up to here a double tells two decimals apart with room to spare
NEAR = 1e-6  # of a hundredth: what a spreadsheet's own sums may be off


class NotHundredths(ValueError):
    """Something that is no number, or has more than two decimals."""


def hundredths(text: str) -> int:
    """The hundredths in a plain decimal text: 14999 for "149.99". Raises NotHundredths; never through a float."""
    if DECIMAL(text) is None:
        raise NotHundredths("no decimal number")
    exact = Decimal(text) * 100 if len(text) <= 25 else Decimal("NaN")
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise NotHundredths("more than two decimals")
    return int(exact)


def hundredths_of_double(value: float) -> int:
    """The hundredths in a double from a spreadsheet, which must be two decimals apart from its own inexactness."""
    column = np.array([value], dtype=np.float64)
    nearest, sound = hundredths_of_doubles(column)
    if not sound[0]:
        raise NotHundredths("more than two decimals")
    return int(nearest[0])


def hundredths_of_doubles(values: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The hundredths in a column of doubles, and which of them are sound; the others come back as 0."""
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = values * 100.0
    usable = np.abs(scaled) <= LARGEST_DOUBLE  # False for a NaN
    scaled = np.where(usable, scaled, 0.0)
    nearest = np.rint(scaled)
    sound = usable & (np.abs(scaled - nearest) <= np.maximum(NEAR, 1.5 * np.spacing(np.abs(scaled))))
    return np.where(sound, nearest, 0.0).astype(np.int64), sound


PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII).fullmatch
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII).fullmatch
WITH_UNIT = re.compile(
    r"(?:[¥￥]|RMB|人民币)?\s*(?P<number>[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>m2|[^\d\s.,;()/-]*)(?P<per>/[^\d\s/]{1,4})?",
    re.ASCII,
).fullmatch
FACTORS = {"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "million": 1e6, "wan": 1e4}
PERCENT = "%"
COUNTED_IN = {
    "",
    "元",
    "yuan",
    "rmb",
    "cny",
    "亩",
    "mu",
    "平方米",
    "m2",
    "平米",
    "户",
    "人",
    "月",
    "个月",
    "期",
    "年",
    "套",
    "栋",
    "间",
}
ERROR_VALUES = {"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
FIX = Label("correct the value", "请更正该值")

# Signs without width that turn the direction of reading or show nothing; joiners, which some writings need, are none.
INVISIBLE = dict.fromkeys(
    [0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)
HAS_INVISIBLE = re.compile(f"[{''.join(map(chr, INVISIBLE))}]").search

Read = tuple[Any, list[Problem]]


def read_value(where: str, stated: Any, record: FieldRecord) -> Read:
    """The value of one input, with problems. The value is None where an error was found."""
    stated = plain(stated)
    if not isinstance(stated, PLAIN_TYPES):
        return None, [_problem(where, str(stated), record, FIX)]
    if record.kind in {"text", "formula"}:
        return _text(where, stated, record)
    if isinstance(stated, str):
        stated = without_invisible(stated).strip().strip("\u3000\u00a0")
    if stated is None or stated == "":
        return None, [_problem(where, "", record, _default_remedy(record))]
    if record.kind == "choice":
        return _choice(where, stated, record)
    if record.kind == "date":
        return _date(where, stated, record)
    return _number(where, stated, record)


def without_invisible(text: str) -> str:
    """A text without signs that nobody sees."""
    return text.translate(INVISIBLE) if HAS_INVISIBLE(text) else text


def _text(where: str, stated: Any, record: FieldRecord) -> Read:
    typed = "" if stated is None else str(stated).strip()
    text = without_invisible(typed)
    if text in ERROR_VALUES:
        return None, [_problem(where, text, record, Label("write the text itself", "请直接填写文字"))]
    if len(text) > 500 or any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        return None, [
            _problem(
                where, text[:40], record, Label("shorten it, plain characters only", "请缩短并只用普通字符")
            )
        ]
    if text != typed:
        said = Label("signs that nobody sees were left out; write it again", "已略去不可见字符；请重新填写")
        return text, [_problem(where, text, record, said, "warning")]
    return text, []


def _choice(where: str, stated: Any, record: FieldRecord) -> Read:
    wanted = str(stated).strip().lower()
    for choice in record.choices:
        if wanted in {choice.key, choice.label.en.lower(), choice.label.zh.lower()}:
            return choice.key, []
    return None, [_problem(where, str(stated), record, Label("choose from the list", "请从列表中选择"))]


def _number(where: str, stated: Any, record: FieldRecord) -> Read:
    if isinstance(stated, (bool, date)):
        return None, [
            _problem(
                where,
                str(stated),
                record,
                Label("write the number and give the cell a number format", "请填写数字并设为数值格式"),
            )
        ]
    if isinstance(stated, (int, float)):
        return _checked(where, stated, float(stated) if abs(stated) < LARGEST else math.inf, record, [])
    plain = (
        unicodedata.normalize("NFKC", str(stated)).replace("，", ",").strip()
        if _only_digits(str(stated))
        else str(stated)
    )
    if not (PLAIN(plain) or GROUPED(plain)):
        return None, [_problem(where, str(stated), record, _suggestion(str(stated), record))]
    number = float(plain.replace(",", "")) + 0.0
    said = Label(f"read as {number:.15g}; write it as a number", f"已读作 {number:.15g}；请改为数字格式")
    return _checked(where, stated, number, record, [_problem(where, str(stated), record, said, "warning")])


def _only_digits(text: str) -> bool:
    """Whether folding widths is safe: circled digits and the like would become other numbers."""
    return all(sign.isascii() or sign in "０１２３４５６７８９．，－＋" for sign in text)


def _checked(where: str, stated: Any, number: float, record: FieldRecord, warnings: list[Problem]) -> Read:
    if not math.isfinite(number):
        return None, [_problem(where, str(stated), record, FIX)]
    if record.kind == "whole" and not number.is_integer():
        return None, [_problem(where, str(stated), record, _write(number, record), number=number)]
    if not within(number, record):
        return None, [_problem(where, str(stated), record, outside(number, record), number=number)]
    return (int(number) if record.kind == "whole" else number), warnings


def _suggestion(stated: str, record: FieldRecord) -> Label:
    """What to write instead of a number with a unit, a currency sign or a percent sign.

    A comma that does not part thousands may be meant as a decimal point, so nothing is suggested for it.
    """
    folded = unicodedata.normalize("NFKC", stated).strip()
    match = WITH_UNIT(folded) if _no_circles(stated) else None
    factor = None if match is None else _factor(match["unit"].lower(), record)
    if match is None or factor is None:
        return Label("write digits only", "请只填写数字")
    return _write(float(match["number"].replace(",", "")) * factor, record)


def _write(number: float, record: FieldRecord) -> Label:
    """What to write for a number: a whole one where that is wanted, and none that would be refused again."""
    fitting = float(round(number)) if record.kind == "whole" else number
    if not within(fitting, record):
        return outside(fitting, record)
    return Label(f"write {fitting:.12g}", f"请填 {fitting:.12g}")


def _factor(unit: str, record: FieldRecord) -> float | None:
    if unit == PERCENT:
        return 0.01 if record.kind == "share" else None
    bare = next((unit.removesuffix(money) for money in ("元", "yuan") if unit.endswith(money)), unit).strip()
    return 1.0 if unit in COUNTED_IN or bare in COUNTED_IN else FACTORS.get(bare)


def _no_circles(text: str) -> bool:
    return not any(unicodedata.category(sign) == "No" for sign in text)


def _date(where: str, stated: Any, record: FieldRecord) -> Read:
    day, remedy, _ = read_date(stated)
    if remedy is None:
        return day, []
    return day, [_problem(where, str(stated), record, remedy, "warning" if day else "error")]


def _default_remedy(record: FieldRecord) -> Label:
    if record.kind in {"number", "whole", "share"} and record.low == 0 and not record.default:
        return Label("write the number, 0 if there is none", "请填写数字，没有则填0")
    if record.default is None or record.default == "":
        return Label("fill the cell", "请填写")
    shown = next((choice.label for choice in record.choices if choice.key == record.default), None)
    usual = shown or Label(f"{record.default:g}", f"{record.default:g}")
    return Label(f"write {usual.en}, the usual value", f"请填写，通常为 {usual.zh}")


def _problem(
    where: str,
    found: str,
    record: FieldRecord,
    remedy: Label,
    severity: Any = "error",
    number: float | None = None,
) -> Problem:
    return Problem(where, found[:60], expectation(record, number), remedy, record.label, severity)
