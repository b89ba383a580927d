"""The script of the formulas inside Python: numbers go in and come out as their bytes, so that no text can round them.

lines = JavaScript(book)
lines.values(inputs)             what `compile_scalar(book)(inputs)` gives, or REFUSED
differences(book, wanted, given)
"""

from __future__ import annotations

import json
import struct
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from math import isclose, isfinite, nan
from typing import Any

import quickjs

from relocation.formula.language.book import Book
from relocation.formula.language.expression import Expression, Operation, Reduction, walk
from relocation.formula.language.line_items import FormulaError, Link
from relocation.formula.targets.javascript import book_data, calculator_script
from relocation.formula.targets.scalar import Values, running, scalar_code

BOUND = 4e-15  # of a number that a power, a payment or a rate of return reaches
FLAG = "flag"  # the unit of lines that say yes or no: checks, verdict, warnings
REFUSED = "refused"
VALUES = set(Link) - {Link.GUESS}  # how lines lean on values

TRANSFER = """
function numbersOf(words) {
  return Array.from(new Float64Array(Uint32Array.from(words).buffer));
}
function wordsOf(numbers) {
  return new Uint32Array(Float64Array.from(numbers).buffer).join();
}
function valuesInWords(calculate, inputs, periods, groups) {
  try {
    const numbers = [];
    for (const value of calculate(numbersOf(JSON.parse(inputs)), periods, groups)) {
      if (typeof value === "number") numbers.push(value);
      else for (const number of value) numbers.push(number);
    }
    return wordsOf(numbers);
  } catch (error) {
    if (error instanceof RangeError && error.message.includes("a number grows too large")) return "refused";
    throw error;
  }
}
"""


def words(numbers: Sequence[float]) -> list[int]:
    """The bytes of numbers, four at a time."""
    return list(struct.unpack(f"<{2 * len(numbers)}I", struct.pack(f"<{len(numbers)}d", *numbers)))


def numbers(text: str) -> tuple[float, ...]:
    """The numbers of such words."""
    given = [int(word) for word in text.split(",")] if text else []
    return struct.unpack(f"<{len(given) // 2}d", struct.pack(f"<{len(given)}I", *given))


def bits(number: float) -> bytes:
    """What tells numbers apart, 0 from -0 among them; all that is not available is alike."""
    return struct.pack("<d", nan if number != number else number)


def engine(script: str | None = None) -> Any:
    """An engine with the script, which may be another one than that of the package."""
    context = quickjs.Context()
    context.eval(calculator_script() if script is None else script)
    context.eval(TRANSFER)
    return context


OWN_POWER = "function powerAboveZero(x, y) {"


def script_with_powers_of_python() -> str:
    """The script with the power of the engine, which calls the C library that Python calls: then nothing at all may differ."""
    assert calculator_script().count(OWN_POWER) == 1
    return calculator_script().replace(OWN_POWER, f"{OWN_POWER} return x ** y;")


class JavaScript:
    """A book that the script calculates."""

    def __init__(self, book: Book, context: Any = None) -> None:
        self.book = book
        self.context = engine() if context is None else context
        self.context.set("told", json.dumps(book_data(book), allow_nan=False))
        self.context.eval("var calculate = calculator(JSON.parse(told))")

    def values(self, inputs: Mapping[str, float | str], periods: int = 0, groups: int = 0) -> Values | str:
        """The values of all lines over so many periods and groups, those of the book unless told."""
        periods, groups = periods or self.book.periods, groups or self.book.groups
        self.context.set("inputs", json.dumps(words(self.book.input_vector(inputs))))
        text = self.context.eval(f"valuesInWords(calculate, inputs, {periods}, {groups})")
        return REFUSED if text == REFUSED else by_line(self.book, numbers(text), periods, groups)


def by_line(book: Book, given: tuple[float, ...], periods: int, groups: int) -> Values:
    """The numbers of all lines, which come one after another."""
    place, values = 0, Values()
    for key in book.lines:
        if key not in book.plan.series:
            values[key] = given[place]
            place += 1
            continue
        length = (groups if key in book.plan.grouped else periods) + 1
        values[key] = list(given[place : place + length])
        place += length
    assert place == len(given)
    return values


class Python:
    """The same book in Python, over any number of periods."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def code(self) -> Any:
        return scalar_code(self.book)

    def values(self, inputs: Mapping[str, float | str], periods: int = 0, groups: int = 0) -> Values | str:
        book = replace(self.book, periods=periods or self.book.periods, groups=groups or self.book.groups)
        book.plan = self.book.plan
        try:
            return running(book, self.code)(inputs)
        except FormulaError:
            return REFUSED


POWERS = {"^", "payment"}


def reached_by_powers(book: Book) -> frozenset[str]:
    """The lines that a power, a payment or a rate of return reaches: the C library of Python rounds these a little otherwise."""
    first = [
        key
        for key, line in book.lines.items()
        if any(
            (isinstance(node, Operation) and node.name in POWERS)
            or (isinstance(node, Reduction) and node.name == "irr")
            for node in line.formula_nodes
        )
    ]
    return book.reached(first, VALUES)


def reached_by_powers_of_powers(book: Book) -> frozenset[str]:
    """The lines that a power reaches whose base is another one: what the base is off, it multiplies by its exponent."""
    near = reached_by_powers(book)
    first = [
        key
        for key, line in book.lines.items()
        for node in line.formula_nodes
        if isinstance(node, Operation) and node.name == "^" and _has_power(node.arguments[0], near)
    ]
    return book.reached(first, VALUES)


def _has_power(expression: Expression, near: Collection[str]) -> bool:
    return any(
        getattr(node, "key", "") in near or (isinstance(node, Operation) and node.name in POWERS)
        for node in walk(expression)
    )


def bounds(book: Book, periods: int) -> dict[str, float]:
    """By how much of itself a number of a line may differ; other lines may not, nor does what is yes or no."""
    near = dict.fromkeys(reached_by_powers(book), BOUND)
    near |= dict.fromkeys(reached_by_powers_of_powers(book), BOUND * periods**2)
    return {key: bound for key, bound in near.items() if book.lines[key].unit != FLAG}


def unequal(wanted: Values | str, given: Values | str) -> list[str]:
    """The lines in which a single bit differs."""
    if isinstance(wanted, str) or isinstance(given, str):
        return [] if wanted == given else [f"{wanted!s:.20} and {given!s:.20}"]
    return [
        key for key, value in wanted.items() if [*map(bits, _row(value))] != [*map(bits, _row(given[key]))]
    ]


def differences(
    book: Book, wanted: Values | str, given: Values | str, periods: int = 0
) -> list[tuple[str, int, float, float]]:
    """Line, place in its series, and the two numbers, wherever they differ and may not.

    What may differ, may do so by its part of the largest number of its unit: a check of the accounts is a difference of amounts, and
    nothing but their last digits.
    """
    if isinstance(wanted, str) or isinstance(given, str):
        return [] if wanted == given else [(f"{wanted!s:.20} and {given!s:.20}", 0, 0.0, 0.0)]
    near, largest = bounds(book, periods or book.periods), _largest_of_units(book, wanted)
    return [
        (key, place, *pair)
        for key, value in wanted.items()
        for place, pair in enumerate(zip(_row(value), _row(given[key]), strict=True))
        if bits(pair[0]) != bits(pair[1])
        and not isclose(
            *pair, rel_tol=near.get(key, 0), abs_tol=near.get(key, 0) * largest[book.lines[key].unit]
        )
    ]


def _largest_of_units(book: Book, values: Values) -> dict[str, float]:
    largest: dict[str, float] = {}
    for key, value in values.items():
        unit = book.lines[key].unit
        sizes = [abs(number) for number in _row(value) if isfinite(number)]
        largest[unit] = max(largest.get(unit, 0.0), *sizes, 0.0)
    return largest


def _row(value: float | list[float]) -> list[float]:
    return value if isinstance(value, list) else [value]
