"""Values as a planner states them: dates that can be counted, numbers of other libraries as plain ones, and the arithmetic of a derived value."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.groups import MONTHS, Timeline

FIRST_DAY, LAST_YEAR = date(1950, 1, 1), 2300


def last_start(timeline: Timeline) -> date:
    """The last day on which a timeline of this length may begin."""
    years = timeline.periods * MONTHS[timeline.period] // 12
    return date(max(LAST_YEAR - years, FIRST_DAY.year), 12, 31)


def odd_dates(timeline: Timeline) -> Iterator[Problem]:
    """A timeline that begins or ends outside the years in which dates can be counted."""
    first, years = timeline.start.year, timeline.periods * MONTHS[timeline.period] / 12
    if not FIRST_DAY.year <= first <= LAST_YEAR:
        yield Problem(
            "timeline.start",
            timeline.start.isoformat(),
            Label("a date between 1950 and 2300", "1950年至2300年之间的日期"),
            Label("correct the date", "请更正日期"),
        )
    elif timeline.start > last_start(timeline):
        yield Problem(
            "timeline.periods",
            f"{timeline.periods}",
            Label(
                f"a timeline that ends by 2300, not one of {years:g} years",
                f"不晚于2300年结束的时间轴，而非{years:g}年",
            ),
            Label(
                "write fewer periods, or quarters or months (timeline.period)",
                "请减少期数，或改为按季、按月（timeline.period）",
            ),
        )


CHANGE = re.compile(r"\s*([+\-\u2212]\s*\d+(?:\.\d+)?)\s*[%％]\s*")
TIMES = re.compile(r"\s*[*×]\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*")


def factor_of(value: Any) -> Any:
    """What "-20%" and "*0.8" multiply by; whatever is no such text stays what it is."""
    if not isinstance(value, str):
        return value
    if change := CHANGE.fullmatch(value):
        share = Fraction(change[1].replace(" ", "").replace("\u2212", "-"))
        return float(1 + share / 100)
    times = TIMES.fullmatch(value)
    return float(times[1]) if times else value


PLAIN_TYPES = (bool, int, float, str, date, type(None))
MISSING = {"NAType", "NaTType"}  # how pandas says that nothing is known
LARGEST = 2**1023  # of an integer that has a float


def plain(value: Any) -> Any:
    """A number, a text, a day or nothing as Python has it; whatever is none of them stays what it is."""
    kind = type(value)
    if kind in PLAIN_TYPES:
        return value
    if kind.__name__ in MISSING:
        return None
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    if kind.__module__ == "numpy" and getattr(value, "shape", None) == ():
        scalar = value.astype("datetime64[us]") if value.dtype.kind == "M" else value
        return plain(scalar.item())
    if isinstance(value, (Decimal, Fraction)):
        return _number(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return str(value) if isinstance(value, str) else value


def is_finite(value: Any) -> bool:
    """Whether something is a number that a float holds; a truth value is none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LARGEST


def _number(value: Decimal | Fraction) -> float | int:
    if isinstance(value, Decimal) and not value.is_finite():
        return float(value)
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    return float(exact) if abs(exact) < LARGEST else exact.numerator


OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
LONGEST = 200


class NotArithmetic(ValueError):
    """The text is not plain arithmetic on numbers."""


def evaluate(text: str) -> float:
    """The value of a text made of numbers, + - * / and parentheses. Raises NotArithmetic for anything else."""
    value: float = _evaluated(text, float)
    if not math.isfinite(value):
        raise NotArithmetic("not a finite number")
    return value


def evaluate_exactly(text: str) -> Fraction:
    """The value of such a text as a fraction, of its numbers as they are written."""
    exact: Fraction = _evaluated(text, decimal_fraction)
    return exact


def decimal_fraction(number: float) -> Fraction:
    """The fraction that the shortest decimal text of a number says: of 0.1 a tenth."""
    return Fraction(repr(number))


def _evaluated(text: str, number: Callable[[Any], Any]) -> Any:
    if len(text) > LONGEST:
        raise NotArithmetic(f"longer than {LONGEST} characters")
    try:
        return _value(ast.parse(text.strip(), mode="eval").body, number)
    except (SyntaxError, ValueError, RecursionError, ZeroDivisionError, OverflowError) as error:
        raise NotArithmetic(str(error)) from error


def _value(node: ast.expr, number: Callable[[Any], Any]) -> Any:
    match node:
        case ast.Constant(int() | float() as value) if not isinstance(value, bool):
            return number(value)
        case ast.UnaryOp(ast.USub(), operand):
            return -_value(operand, number)
        case ast.BinOp(left, sign, right) if type(sign) in OPERATORS:
            return OPERATORS[type(sign)](_value(left, number), _value(right, number))
    raise NotArithmetic(f"only numbers, + - * / and parentheses, not {ast.unparse(node)}")
