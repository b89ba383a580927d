"""A book as data, and the one script that calculates with it in a browser: the same text for every book.

    calculator(bookData)  ->  (inputs, periods, groups) => values      a number or a Float64Array for each line
    ratesOfReturn(row)    ->  {status, rates}                          as `internal_rate_of_return`, of such a series;
    ratesOfReturn(row, times)                                          per so many periods in one, as an appraisal tells them

`book_data` numbers all that has a value: first the inputs, then the lines, then the parts of all formulas. A part is the place
of its name in `names`, and what the name goes with:

    "number" 12             a constant
    "+" 3 -1                an operation, by its name in `operations`; an operand below 0 is the part so many places before
    "total" 12              a reduction of line 12; "discounted" 12 13 also takes a second line
    "previous" 12           line 12 one period before
    "grouped" 12 13 4       the sum of line 12 over the periods of a group, by line 13; first asked for in stage 4
    "period"                the number of the period or group

A part that several formulas have is there once. How long the timeline is does not stand in it.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache, reduce
from typing import Any

from relocation.calendar import DAYS_OF_400_YEARS, FIRST_YEAR_DAYS, day_number
from relocation.formula.language import arithmetic, irr
from relocation.formula.language.arithmetic import ALL_WHOLE
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    ChoiceIs,
    Constant,
    Expression,
    Grouped,
    InputReference,
    LineReference,
    Operation,
    Period,
    Previous,
    Reduction,
)
from relocation.formula.language.operations import OPERATIONS
from relocation.formula.language.reductions import REDUCTIONS, By
from relocation.formula.language.ties import with_thresholds
from relocation.javascript import script

FILES = ("arithmetic", "powers", "sums", "rates", "calculator")
NAMES = "abc"  # of the operands of an operation


def book_data(book: Book) -> dict[str, Any]:
    """The book as what JSON can hold."""
    return _Writer(book).data()


class _Writer:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.inputs = {key: number for number, key in enumerate(book.inputs)}
        self.lines = {key: number for number, key in enumerate(book.lines)}
        self.first_part = len(self.inputs) + len(self.lines)
        self.numbers: dict[tuple[object, ...], int] = {}
        self.names: dict[str, int] = {}
        self.parts: list[list[float]] = []
        self.stage = 0

    def data(self) -> dict[str, Any]:
        formulas: dict[str, int] = {}
        openings: dict[str, int] = {}
        for number, stage in enumerate(self.book.plan.stages):
            self.stage = number
            for key in (*stage.singles, *stage.series, *stage.grouped):
                line = self.book.lines[key]
                formulas[key] = self.written(line.formula)
                if line.opening is not None:
                    openings[key] = self.written(line.opening)
        return {
            "inputs": len(self.inputs),
            "names": list(self.names),
            "parts": self.parts,
            "formulas": [formulas[key] for key in self.lines],
            "openings": [[self.lines[key], part] for key, part in openings.items()],
            "stages": [
                [[self.lines[key] for key in keys] for keys in (stage.singles, stage.series, stage.grouped)]
                for stage in self.book.plan.stages
            ],
        }

    def written(self, expression: Expression) -> int:
        return self.write(with_thresholds(self.book.plan.without_ties(expression)))

    def write(self, node: Expression) -> int:
        """The number of a node."""
        match node:
            case Constant(value):
                return self.part("number", _shortest(value))
            case InputReference(key):
                return self.inputs[key]
            case ChoiceIs(key, choice):
                chosen = self.part("number", self.book.inputs[key].choices.index(choice))
                return self.operation("=", self.inputs[key], chosen)
            case LineReference(key):
                return len(self.inputs) + self.lines[key]
            case Previous(key):
                return self.part("previous", self.lines[key])
            case Period():
                return self.part("period")
            case Grouped(key, by):
                return self.grouped(self.lines[key], self.lines[by])
            case Reduction(name, key, by):
                second = [self.lines[by]] if by and REDUCTIONS[name].by is By.SERIES else []
                return self.part(name, self.lines[key], *second)
            case Operation(name, arguments):
                operands = [self.write(argument) for argument in arguments]
                if OPERATIONS[name].operands is None:
                    return reduce(lambda left, right: self.operation(name, left, right), operands)
                return self.operation(name, *operands)
        raise TypeError(f"no such node: {node!r}")

    def grouped(self, line: int, by: int) -> int:
        """A sum by groups, with the stage that asks for it first."""
        known = self.numbers.get(("grouped", line, by))
        if known is None:
            known = self.numbers["grouped", line, by] = self.part("grouped", line, by, self.stage)
        return known

    def operation(self, name: str, *operands: int) -> int:
        """The number of an operation, whose operands have numbers."""
        if (name, operands) not in self.numbers:
            number = self.first_part + len(self.parts)
            near = (operand - number if operand >= self.first_part else operand for operand in operands)
            self.numbers[name, operands] = self.append(name, *near)
        return self.numbers[name, operands]

    def part(self, name: str, *what: float) -> int:
        """The number of a part that is no operation."""
        key = (name, repr(what))  # -0.0 is another number than 0
        if key not in self.numbers:
            self.numbers[key] = self.append(name, *what)
        return self.numbers[key]

    def append(self, name: str, *what: float) -> int:
        self.parts.append([self.names.setdefault(name, len(self.names)), *what])
        return self.first_part + len(self.parts) - 1


def _shortest(value: float) -> float:
    """The same number as a whole one where that is shorter, which -0.0 cannot be."""
    whole = int(value) if abs(value) < ALL_WHOLE else value
    return whole if str(float(whole)) == str(float(value)) else value


def inner_script() -> str:
    """All functions of the script, in the open."""
    return "\n".join([_constants(), *(script(f"formula.javascript.{name}") for name in FILES), _operations()])


@cache
def calculator_script() -> str:
    """The script, in which only `calculator` and `ratesOfReturn` can be seen from outside."""
    inner = "".join(f"  {line}\n" if line else "\n" for line in inner_script().splitlines())
    return (
        "const { calculator, ratesOfReturn } = (function () {\n"
        f'  "use strict";\n{inner}'
        "  return { calculator, ratesOfReturn };\n})();\n"
    )


def _constants() -> str:
    """The numbers that the method itself consists of, from where they stand."""
    numbers: dict[str, float] = {
        "NUDGE": arithmetic.NUDGE,
        "MOST_NUDGE": arithmetic.MOST_NUDGE,
        "ALL_WHOLE": ALL_WHOLE,
        "HALF_CENT": arithmetic.HALF_CENT,
        "DUST": irr.DUST,
        "NEAR": irr.NEAR,
        "DEEPEST": irr.DEEPEST,
        "FIRST_YEAR_DAYS": FIRST_YEAR_DAYS,
        "DAYS_OF_400_YEARS": DAYS_OF_400_YEARS,
        "FIRST_DAY": int(day_number(date.min)),
        "LAST_DAY": int(day_number(date.max)),
    }
    return "\n".join(f"const {name} = {json.dumps(number)};" for name, number in numbers.items())


def _operations() -> str:
    """The tables from which parts become functions, made of the templates of the language."""
    operations = [
        _entry(name, NAMES[: 2 if kind.operands is None else kind.operands], "(t) =>", kind.javascript, "(t)")
        for name, kind in OPERATIONS.items()
        if kind.javascript
    ]
    reductions = [
        _entry(name, NAMES[: 2 if fold.by is By.SERIES else 1], "() =>", fold.javascript, ".row")
        for name, fold in REDUCTIONS.items()
    ]
    return "\n".join(
        ["const OPERATIONS = {", *operations, "};", "", "const REDUCTIONS = {", *reductions, "};"]
    )


def _entry(name: str, operands: str, arrow: str, template: str, value: str) -> str:
    """A function of functions, or of series: `"+": (a, b) => (t) => (a(t) + b(t)),`."""
    text = template.format(*(operand + value for operand in operands))
    return f"  {json.dumps(name)}: ({', '.join(operands)}) => {arrow} {text},"
