"""One scenario in plain Python floats: no compiler, well under a millisecond once the book is loaded."""

from __future__ import annotations

import marshal
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import CodeType
from typing import Any

from relocation.calendar import day_of, month_after
from relocation.formula.language.arithmetic import HALF_CENT, decimals, payment, ratio
from relocation.formula.language.book import Book
from relocation.formula.language.irr import sure_rate
from relocation.formula.language.line_items import FormulaError
from relocation.formula.targets.program import Dialect, program

Series = list[float]
Values = dict[str, float | Series]


def _month_after(day: float, months: float) -> float:
    """A month after, refused beyond the years that a date has."""
    later = month_after(day, months)
    day_of(later)
    return later


def _available(series: Sequence[float]) -> list[float]:
    return [value for value in series[1:] if value == value]


def _lowest(series: Sequence[float]) -> float:
    return min(_available(series), default=math.nan)


def _highest(series: Sequence[float]) -> float:
    return max(_available(series), default=math.nan)


def _average(series: Sequence[float]) -> float:
    available = _available(series)
    return ratio(math.fsum(available), len(available))


def _discounted(series: Sequence[float], factors: Sequence[float]) -> float:
    return math.fsum(value * factor for value, factor in zip(series[1:], factors[1:], strict=True))


Members = list[slice | list[int]]  # the periods of each group, as a slice where they are neighbours


def _members(by: Sequence[float], groups: int) -> Members:
    members: list[list[int]] = [[] for _ in range(groups + 1)]
    of_group = {float(group): periods for group, periods in enumerate(members) if group}
    for period, group in enumerate(by[1:], start=1):
        if group in of_group:
            of_group[group].append(period)
    return [
        slice(periods[0], periods[-1] + 1)
        if periods and periods[-1] - periods[0] == len(periods) - 1
        else periods
        for periods in members
    ]


def _grouped(series: list[float], members: Members) -> list[float]:
    return [
        _sum_of_known(
            series[periods] if isinstance(periods, slice) else [series[period] for period in periods]
        )
        for periods in members
    ]


def _sum_of_known(values: Sequence[float]) -> float:
    total = math.fsum(values)
    return total if total == total else math.fsum(value for value in values if value == value)


SCALAR = Dialect(
    operation=lambda kind: kind.python,
    reduction=lambda fold: fold.python,
    function="def calculate(inputs, periods, groups):",
    inputs="{0}, = inputs",
    variable="{0} = {1}",
    loop="for t in range(1, {0} + 1):",
    element="{0}[t] = {1}",
    end="",
    result="return {{{0}}}",
    entry="{0}: {1}",
    series="[{0}] + [0.0] * {1}",
    members="members({0}, groups)",
    grouped="grouped({0}, {1})",
)

CALLED: dict[str, Any] = {
    "ratio": ratio,
    "payment": payment,
    "month_after": _month_after,
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
    names = dict(CALLED)
    exec(code, names)
    calculate = names["calculate"]

    def run(values: Mapping[str, float | str]) -> Values:
        numbers = book.input_vector(values)
        try:
            result: Values = calculate(numbers, book.periods, book.groups)
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
