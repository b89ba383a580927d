"""One scenario in plain Python floats: no compiler, well under a millisecond once the book is loaded."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from relocation.formula.book import Book
from relocation.formula.irr import internal_rate_of_return
from relocation.formula.program import Dialect, program

Series = list[float]
Values = dict[str, float | Series]
DAY_ZERO = date(
    1899, 12, 30
)  # the day before the first in a spreadsheet's count, as they all agree after February 1900


def divide(numerator: float, denominator: float) -> float:
    """A quotient, not available (NaN) where the denominator is zero."""
    return numerator / denominator if denominator else math.nan


def power(base: float, exponent: float) -> float:
    """A power, not available where the real numbers have none or it is too large."""
    try:
        result = base**exponent
    except (OverflowError, ZeroDivisionError):
        return math.nan
    return math.nan if isinstance(result, complex) else float(result)


def level_payment(rate: float, periods: float, principal: float) -> float:
    """A = P i / (1 - (1 + i)^-n), exact for tiny rates because the denominator is never formed by subtraction."""
    if periods <= 0:
        return math.nan
    if rate == 0:
        return principal / periods
    return principal * rate / -math.expm1(-periods * math.log1p(rate))


def day_after_months(day: float, months: float) -> float:
    """The day number `months` whole months later; the last day of a shorter month stands for a day it lacks."""
    start = day_of(day)
    year, month = divmod(start.year * 12 + start.month - 1 + int(months), 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return float((date(year, month + 1, min(start.day, last)) - DAY_ZERO).days)


def day_of(number: float) -> date:
    """The date of a day number."""
    return DAY_ZERO + timedelta(days=int(number))


def to_cents(value: float) -> float:
    """Two decimals, halves away from zero as a spreadsheet rounds."""
    scaled = math.floor(abs(value) * 100 + 0.5) / 100
    return math.copysign(scaled, value) if scaled else 0.0


def _available(series: Sequence[float]) -> list[float]:
    return [value for value in series[1:] if value == value]


def _lowest(series: Sequence[float]) -> float:
    return min(_available(series), default=math.nan)


def _highest(series: Sequence[float]) -> float:
    return max(_available(series), default=math.nan)


def _average(series: Sequence[float]) -> float:
    found = _available(series)
    return divide(math.fsum(found), len(found))


def _discounted(series: Sequence[float], factors: Sequence[float]) -> float:
    return math.fsum(value * factor for value, factor in zip(series[1:], factors[1:], strict=True))


def _irr(series: Sequence[float]) -> float:
    found = internal_rate_of_return(series[1:])
    return math.nan if found.value is None else found.value


SCALAR = Dialect(
    operations={
        "/": "divide({0}, {1})",
        "^": "power({0}, {1})",
        "neg": "(-{0})",
        "and": "({0} and {1})",
        "or": "({0} or {1})",
        "not": "(not {0})",
        "if": "({1} if {0} else {2})",
        "min": "min({0}, {1})",
        "max": "max({0}, {1})",
        "abs": "abs({0})",
        "sign": "float(({0} > 0) - ({0} < 0))",
        "floor": "float(floor({0}))",
        "round": "to_cents({0})",
        "ratio": "divide({0}, {1})",
        "payment": "payment({0}, {1}, {2})",
        "month_after": "month_after({0}, {1})",
        "flag": "(1.0 if {0} else 0.0)",
        "na": "nan",
    },
    reductions={
        "total": "total({0})",
        "final": "{0}[-1]",
        "lowest": "lowest({0})",
        "highest": "highest({0})",
        "average": "average({0})",
        "discounted": "discounted({0}, {1})",
        "irr": "irr({0})",
    },
    series="[{0}] + [0.0] * periods",
)

_NAMES = {
    "divide": divide,
    "power": power,
    "payment": level_payment,
    "month_after": day_after_months,
    "to_cents": to_cents,
    "floor": math.floor,
    "nan": math.nan,
    "total": lambda series: math.fsum(_available(series)),
    "lowest": _lowest,
    "highest": _highest,
    "average": _average,
    "discounted": _discounted,
    "irr": _irr,
}


def compile_scalar(book: Book) -> Callable[[Mapping[str, float | str]], Values]:
    """A function from {input: number or choice} to {line: number or series}.

    A series has periods + 1 entries, of which entry 0 is the opening value. What is not available is NaN.
    """
    names = dict(_NAMES)
    exec(compile(program(book, SCALAR), "<book>", "exec"), names)
    calculate = names["calculate"]

    def run(values: Mapping[str, float | str]) -> Values:
        result: Values = calculate(book.input_vector(values), book.periods)  # type: ignore[operator]
        return result

    return run
