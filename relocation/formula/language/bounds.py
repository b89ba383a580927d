"""What is known of a number before it is calculated: between which bounds it lies, from the bounds of the inputs.

The plan proves with it that no valid input makes a formula divide by zero or take a root of a negative number, so
that no cell of a workbook can show an error. Rounding keeps order, so bounds found with floats hold for floats.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    Constant,
    Expression,
    Grouped,
    InputReference,
    LineReference,
    Operation,
    Period,
    Reduction,
)

Bounds = tuple[float, float]  # lowest and highest, both included; what is not available lies outside

ANYTHING: Bounds = (-math.inf, math.inf)
NOTHING: Bounds = (math.inf, -math.inf)
LARGEST = sys.float_info.max


def never_zero(bounds: Bounds) -> bool:
    """Whether a number within the bounds can be divided by."""
    return bounds[0] > 0 or bounds[1] < 0


def power_is_real(base: Bounds, exponent: Bounds) -> bool:
    """Whether base ^ exponent is a number in every program: they differ on 0 ^ 0, and (-8) ^ (1/3) has none."""
    whole = exponent[0] == exponent[1] and exponent[0] >= 1 and float(exponent[0]).is_integer()
    return whole or base[0] > 0 or (base[0] >= 0 and exponent[0] > 0)


@dataclass
class KnownBounds:
    """The bounds of expressions over a book, each worked out once.

    `lines` are the bounds of its lines as far as they are known; those that an expression names must be known before it.
    """

    book: Book
    lines: dict[str, Bounds] = field(default_factory=dict)
    _found: dict[int, tuple[Expression, Bounds]] = field(default_factory=dict, repr=False)

    def of(self, node: Expression) -> Bounds:
        """The lowest and the highest value of an expression."""
        match node:
            case Operation():
                kept = self._found.get(id(node))
                if kept is None or kept[0] is not node:
                    self._found[id(node)] = kept = node, self._operation(node)
                return kept[1]
            case Constant(value):
                return value, value
            case Period():
                return 1.0, float(max(self.book.periods, self.book.groups))
            case InputReference(key):
                item = self.book.inputs[key]
                return (0.0, len(item.choices) - 1.0) if item.choices else (item.lowest, item.highest)
            case LineReference(key):
                return self.lines.get(key, ANYTHING)
            case Grouped(key):
                return _reduced("total", self.lines.get(key, ANYTHING))
            case Reduction(name, key):
                return _reduced(name, self.lines.get(key, ANYTHING))
        return ANYTHING

    def _operation(self, node: Operation) -> Bounds:
        if node.name == "if":
            value, otherwise = map(self.of, node.arguments[1:])
            return min(value[0], otherwise[0]), max(value[1], otherwise[1])
        if node.name in OPERATIONS:
            known = [self.of(argument) for argument in node.arguments]
            return NOTHING if NOTHING in known else OPERATIONS[node.name](*known)
        return {"na": NOTHING, "flag": (0.0, 1.0)}.get(node.name, ANYTHING)


def _corners(operation: Callable[[float, float], float]) -> Callable[[Bounds, Bounds], Bounds]:
    """The bounds of an operation that rises or falls steadily with each of its operands."""

    def run(left: Bounds, right: Bounds) -> Bounds:
        found = [operation(a, b) for a, b in product(left, right)]
        return ANYTHING if any(value != value for value in found) else (min(found), max(found))

    return run


def _times(left: float, right: float) -> float:
    return left * right if left and right else 0.0


def _over(left: Bounds, right: Bounds) -> Bounds:
    """Nothing is infinite when it is divided by, so a positive number stays above zero however large the divisor."""
    if not never_zero(right):
        return ANYTHING
    finite = max(right[0], -LARGEST), min(right[1], LARGEST)
    return _corners(lambda a, b: a / b)(left, finite)


def _raised(base: Bounds, exponent: Bounds) -> Bounds:
    if base[0] > 0:
        return _corners(_power)(base, exponent)
    return (0.0, math.inf) if base[0] >= 0 else ANYTHING


def _power(base: float, exponent: float) -> float:
    try:
        return float(base**exponent)
    except OverflowError:
        return math.inf


def _magnitude(value: Bounds) -> Bounds:
    low, high = value
    return (0.0 if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))


def _sign(value: Bounds) -> Bounds:
    return (1.0 if value[0] > 0 else -1.0 if value[0] < 0 else 0.0), (
        -1.0 if value[1] < 0 else 1.0 if value[1] > 0 else 0.0
    )


def _whole_below(value: Bounds) -> Bounds:
    low, high = (math.floor(bound) if math.isfinite(bound) else bound for bound in value)
    return float(low), float(high)


def _widened(value: Bounds) -> Bounds:
    """Rounding moves a number by half a cent at most."""
    return value[0] - 0.01, value[1] + 0.01


def _reduced(name: str, series: Bounds) -> Bounds:
    if name == "total":
        return (0.0 if series[0] >= 0 else -math.inf), (0.0 if series[1] <= 0 else math.inf)
    if name == "irr":
        return math.nextafter(-1, 0), math.inf
    return ANYTHING if name == "discounted" else series


OPERATIONS: dict[str, Callable[..., Bounds]] = {
    "+": _corners(lambda a, b: a + b),
    "-": _corners(lambda a, b: a - b),
    "*": _corners(_times),
    "/": _over,
    "ratio": _over,
    "^": _raised,
    "neg": lambda value: (-value[1], -value[0]),
    "min": lambda *known: (min(low for low, _ in known), min(high for _, high in known)),
    "max": lambda *known: (max(low for low, _ in known), max(high for _, high in known)),
    "abs": _magnitude,
    "sign": _sign,
    "floor": _whole_below,
    "round": lambda value: _widened(value),
    "decimals": lambda value, _: _widened(value),
}
