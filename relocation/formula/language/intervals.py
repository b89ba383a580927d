"""Arithmetic of bounds: between which numbers a result lies if its operands lie between theirs.

Rounding keeps order, so bounds found with floats hold for floats.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from itertools import product

Bounds = tuple[float, float]  # lowest and highest, both included; what is not available lies outside

ANYTHING: Bounds = (-math.inf, math.inf)
NO_NUMBER: Bounds = (math.inf, -math.inf)
FLAG: Bounds = (0.0, 1.0)
LARGEST = sys.float_info.max


def never_zero(bounds: Bounds) -> bool:
    """Whether a number within the bounds can be divided by."""
    return bounds[0] > 0 or bounds[1] < 0


def power_is_real(base: Bounds, exponent: Bounds) -> bool:
    """Whether base ^ exponent is a number in every program: they differ on 0 ^ 0, and (-8) ^ (1/3) has none."""
    whole = exponent[0] == exponent[1] and exponent[0] >= 1 and float(exponent[0]).is_integer()
    return whole or base[0] > 0 or (base[0] >= 0 and exponent[0] > 0)


def corners(operation: Callable[[float, float], float]) -> Callable[[Bounds, Bounds], Bounds]:
    """The bounds of an operation that rises or falls steadily with each of its operands."""

    def run(left: Bounds, right: Bounds) -> Bounds:
        values = [operation(a, b) for a, b in product(left, right)]
        return ANYTHING if any(value != value for value in values) else (min(values), max(values))

    return run


def times(left: float, right: float) -> float:
    return left * right if left and right else 0.0


def quotient(left: Bounds, right: Bounds) -> Bounds:
    """Nothing is infinite when it is divided by, so a positive number stays above zero however large the divisor."""
    if not never_zero(right):
        return ANYTHING
    finite = max(right[0], -LARGEST), min(right[1], LARGEST)
    return corners(lambda a, b: a / b)(left, finite)


def power(base: Bounds, exponent: Bounds) -> Bounds:
    if base[0] > 0:
        return corners(_power)(base, exponent)
    return (0.0, math.inf) if base[0] >= 0 else ANYTHING


def _power(base: float, exponent: float) -> float:
    try:
        return float(base**exponent)
    except OverflowError:
        return math.inf


def negative(value: Bounds) -> Bounds:
    return -value[1], -value[0]


def smallest(*values: Bounds) -> Bounds:
    return min(low for low, _ in values), min(high for _, high in values)


def largest(*values: Bounds) -> Bounds:
    return max(low for low, _ in values), max(high for _, high in values)


def either(_: Bounds, value: Bounds, otherwise: Bounds) -> Bounds:
    return min(value[0], otherwise[0]), max(value[1], otherwise[1])


def magnitude(value: Bounds) -> Bounds:
    low, high = value
    return (0.0 if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))


def sign(value: Bounds) -> Bounds:
    low, high = (1.0 if bound > 0 else -1.0 if bound < 0 else 0.0 for bound in value)
    return low, high


def whole_below(value: Bounds) -> Bounds:
    low, high = (math.floor(bound) if math.isfinite(bound) else bound for bound in value)
    return float(low), float(high)


def rounded(value: Bounds, _places: Bounds = ANYTHING) -> Bounds:
    """Rounding moves a number by half a cent at most."""
    return value[0] - 0.01, value[1] + 0.01


def total(series: Bounds) -> Bounds:
    return (0.0 if series[0] >= 0 else -math.inf), (0.0 if series[1] <= 0 else math.inf)


def rate(_: Bounds) -> Bounds:
    return math.nextafter(-1, 0), math.inf
