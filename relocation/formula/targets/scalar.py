"""One scenario in plain Python floats: no compiler, well under a millisecond once the book is loaded."""

from __future__ import annotations

import marshal
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from types import CodeType

from relocation.formula.language.book import Book, FormulaError
from relocation.formula.language.decimals import decimals
from relocation.formula.language.irr import sure_rate
from relocation.formula.targets.program import Dialect, program

Series = list[float]
Values = dict[str, float | Series]
DAY_ZERO = date(1899, 12, 30)  # spreadsheets count from here, and agree from March 1900 on
HALF_CENT = 0.005


def divide(numerator: float, denominator: float) -> float:
    """A quotient, not available (NaN) where the denominator is zero."""
    return numerator / denominator if denominator else math.nan


def level_payment(rate: float, periods: float, principal: float) -> float:
    """A = P i / (1 - (1 + i)^-n), exact for tiny rates because the denominator is never formed by subtraction."""
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


Members = list[slice | list[int]]  # the periods of each group, as a slice where they are neighbours


def _members(by: Sequence[float], groups: int) -> Members:
    found: list[list[int]] = [[] for _ in range(groups + 1)]
    place = {float(group): periods for group, periods in enumerate(found) if group}
    for period, group in enumerate(by[1:], start=1):
        if group in place:
            place[group].append(period)
    return [
        slice(periods[0], periods[-1] + 1)
        if periods and periods[-1] - periods[0] == len(periods) - 1
        else periods
        for periods in found
    ]


def _grouped(series: list[float], members: Members) -> list[float]:
    return [
        _sum_of_known(series[periods] if isinstance(periods, slice) else [series[at] for at in periods])
        for periods in members
    ]


def _sum_of_known(values: Sequence[float]) -> float:
    found = math.fsum(values)
    return found if found == found else math.fsum(value for value in values if value == value)


SCALAR = Dialect(
    operations={
        "/": "({0} / {1})",
        "^": "({0} ** {1})",
        "neg": "(0.0 - {0})",
        "and": "({0} and {1})",
        "or": "({0} or {1})",
        "not": "(not {0})",
        "if": "({1} if {0} else {2})",
        "min": "min({0}, {1})",
        "max": "max({0}, {1})",
        "abs": "abs({0})",
        "sign": "float(({0} > 0) - ({0} < 0))",
        "floor": "float(floor({0}))",
        "decimals": "decimals({0}, {1})",
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
    series="[{0}] + [0.0] * {1}",
    members="members({0}, groups)",
    grouped="grouped({0}, {1})",
)

SCALAR_NAMES = {
    "divide": divide,
    "payment": level_payment,
    "month_after": day_after_months,
    "decimals": decimals,
    "floor": math.floor,
    "nan": math.nan,
    "total": lambda series: math.fsum(_available(series)),
    "lowest": _lowest,
    "highest": _highest,
    "average": _average,
    "discounted": _discounted,
    "members": _members,
    "grouped": _grouped,
    "irr": lambda series: sure_rate(series[1:], HALF_CENT),
}


def compile_scalar(book: Book) -> Callable[[Mapping[str, float | str]], Values]:
    """A function from {input: number or choice} to {line: number or series}.

    A series has periods + 1 entries, of which entry 0 is the opening value. What is not available is NaN. The
    function raises FormulaError where a number grows too large for a float.
    """
    return running(book, scalar_code(book))


def scalar_code(book: Book) -> CodeType:
    """The compiled program of a book, which `running` runs."""
    return compile(program(book, SCALAR), "<book>", "exec")


def running(book: Book, code: CodeType) -> Callable[[Mapping[str, float | str]], Values]:
    """The function that `compile_scalar` makes of a book, from its program."""
    names = dict(SCALAR_NAMES)
    exec(code, names)
    calculate = names["calculate"]

    def run(values: Mapping[str, float | str]) -> Values:
        numbers = book.input_vector(values)
        try:
            result: Values = calculate(numbers, book.periods, book.groups)  # type: ignore[operator]
        except (ArithmeticError, ValueError) as error:
            raise FormulaError(
                "a number grows too large, or an input lies outside its range",
                "数值过大，或某项输入超出允许范围",
            ) from error
        return result

    return run


@dataclass(frozen=True)
class Calculation:
    """A book, and the function that works out its lines in plain floats, compiled when it is first asked for."""

    book: Book

    @cached_property
    def code(self) -> CodeType:
        return scalar_code(self.book)

    @cached_property
    def run(self) -> Callable[[Mapping[str, float | str]], Values]:
        return running(self.book, self.code)

    def __getstate__(self) -> tuple[Book, bytes]:
        return self.book, marshal.dumps(self.code)

    def __setstate__(self, state: tuple[Book, bytes]) -> None:
        book, code = state
        self.__dict__.update(book=book, code=marshal.loads(code))
