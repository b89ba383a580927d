"""The internal rate of return, with the question answered that spreadsheets leave open: how many are there?

A rate r > -1 at which sum of c_t (1 + r)^-t = 0 is a positive root x = 1 / (1 + r) of a polynomial. Descartes: the
roots between 0 and 1 are at most as many as the sign changes of the coefficients of (1 + x)^n p(1 / (1 + x)), and
exactly one where there is one change. Two uses are made of it:

- `sure_rate` looks at the running sums of the flows, which bound the number of roots in the same way (Norström).
  It is fast, and a spreadsheet can show the same test in its rows (`rate_of_return`).
- `internal_rate_of_return` halves the interval until the rule decides, in whole numbers, so that no rounding can
  make up a root or hide one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

Status = Literal["unique", "multiple", "none"]

DUST = 1e-13  # a running sum below this part of all flows is rounding, not money
NEAR = 0.1  # of itself, a root may be moved by dust
DEEPEST = 40  # halvings; two roots that share the last interval are told as one


class Interval(NamedTuple):
    """Where a polynomial has one root; `positive` tells its sign just above `low`."""

    low: float
    high: float
    positive: bool


@dataclass(frozen=True, slots=True)
class InternalRate:
    """All rates at which a cash flow is worth nothing; `value` only where there is exactly one."""

    status: Status
    rates: tuple[float, ...]

    @property
    def value(self) -> float | None:
        """The rate per period, or None where there is none or more than one."""
        return self.rates[0] if self.status == "unique" else None


def sure_rate(flows: Iterable[float], dust: float = 0.0) -> float:
    """The one rate per period, or NaN where the running sums leave open whether there is exactly one.

    Counted are the sign changes of the sums from the first flow on (rates above 0), those of the sums from the last
    flow back (rates below 0), and a total of nothing (the rate 0). One in all means exactly one rate. Sums of no more than
    `dust` count as nothing; a rate that only such sums have, at either end, is none.
    """
    whole = _trimmed(flows)
    dust = max(dust, DUST * math.fsum(map(abs, whole)))
    coefficients = _from_the_first_sum(_from_the_first_sum(whole, dust)[::-1], dust)[::-1]
    if not coefficients:
        return math.nan
    above = sign_changes(accumulate(coefficients), dust)
    below = sign_changes(accumulate(reversed(coefficients)), dust)
    total = math.fsum(coefficients)
    if above + below + (abs(total) <= dust) != 1:
        return math.nan
    if abs(total) <= dust:  # the rate is so small that one step of Newton's from 0 reaches it
        value, slope = _value(coefficients[::-1], 1.0)
        return 0.0 if total == 0 else value / (slope - value)
    if below:
        coefficients, whole = coefficients[::-1], whole[::-1]
    root = _root(coefficients, Interval(0.0, 1.0, total < 0))
    if len(coefficients) < len(whole):
        root = _near(whole, root)
    return root - 1 if below else 1 / root - 1


def internal_rate_of_return(flows: Iterable[float]) -> InternalRate:
    """Every rate per period r > -1 with sum of flows[t] (1 + r)^-t = 0, in rising order.

    Flows that are not finite, all zero, or of one sign have no rate: status "none".
    """
    coefficients = _trimmed(flows)
    if sign_changes(coefficients) == 0:
        return InternalRate("none", ())
    sure = sure_rate(coefficients)
    if sure == sure:
        return InternalRate("unique", (sure,))
    whole = _whole_numbers(coefficients)
    rates = [1 / _root(coefficients, interval) - 1 for interval in _isolated(whole)]
    rates += [_root(coefficients[::-1], interval) - 1 for interval in _isolated(whole[::-1])]
    rates += [0.0] if sum(whole) == 0 else []
    rising = tuple(sorted(rates))
    return InternalRate("none" if not rising else "unique" if len(rising) == 1 else "multiple", rising)


def sign_changes(values: Iterable[float], dust: float = 0.0) -> int:
    """How often neighbouring values differ in sign; values of no more than `dust` are left out."""
    signs = [value > 0 for value in values if abs(value) > dust]
    return sum(left != right for left, right in pairwise(signs))


def _trimmed(flows: Iterable[float]) -> list[float]:
    """The flows from the first to the last that is not zero; none if one is not finite."""
    money = [float(flow) for flow in flows]
    if not all(map(math.isfinite, money)) or not any(money):
        return []
    first = next(place for place, flow in enumerate(money) if flow)
    last = next(place for place, flow in enumerate(reversed(money)) if flow)
    return money[first : len(money) - last]


def _from_the_first_sum(coefficients: list[float], dust: float) -> list[float]:
    """The flows from the one on with which they sum to more than dust."""
    sums = enumerate(accumulate(coefficients))
    return coefficients[next((place for place, total in sums if abs(total) > dust), len(coefficients)) :]


def _whole_numbers(coefficients: Sequence[float]) -> list[int]:
    """The same polynomial times a power of two, so that nothing is rounded from here on."""
    exact = [value.as_integer_ratio() for value in coefficients]
    scale = max(below for _, below in exact)
    return _reduced([above * (scale // below) for above, below in exact])


def _reduced(numbers: list[int]) -> list[int]:
    """Divided by the power of two that all of them share."""
    every = 0
    for number in numbers:
        every |= number
    shift = (every & -every).bit_length() - 1
    return [number >> shift for number in numbers] if shift > 0 else numbers


def _isolated(polynomial: list[int]) -> Iterator[Interval]:
    """Intervals with one root each that hold all roots between 0 and 1, both excluded; a point for a root hit."""
    pending = [(0.0, 0, polynomial)]
    while pending:
        low, depth, piece = pending.pop()
        width = 2.0**-depth
        changes = sign_changes(_shifted(piece[::-1]))
        if changes == 0:
            continue
        if changes == 1:
            yield Interval(low, low + width, piece[0] > 0)
        elif depth == DEEPEST:
            yield Interval(low + width / 2, low + width / 2, False)
        else:
            left = _reduced([number << (len(piece) - 1 - power) for power, number in enumerate(piece)])
            right = _shifted(left)
            if right[0] == 0:
                yield Interval(low + width / 2, low + width / 2, False)
                right = right[1:]
            pending += [(low, depth + 1, left), (low + width / 2, depth + 1, right)]


def _shifted(polynomial: list[int]) -> list[int]:
    """The coefficients of p(x + 1), by Horner's rule on whole rows."""
    row, shifted = polynomial[::-1], []
    while row:
        row = list(accumulate(row))
        shifted.append(row.pop())
    return shifted


def _root(coefficients: list[float], interval: Interval) -> float:
    """The one root in an interval: Newton's step where it stays inside, else halving."""
    low, high, positive = interval
    if low == high:
        return low
    falling = coefficients[::-1]
    x = _estimate(coefficients)
    x = x if low < x < high else (low + high) / 2
    for _ in range(200):
        value, slope = _value(falling, x)
        step = value / slope if slope else math.inf
        # The step is judged before the bracket: near the root the bracket's own width says nothing.
        if value == 0 or abs(step) <= 1e-15 * x:
            return x - step if low < x - step < high else x
        low, high = (x, high) if (value > 0) == positive else (low, x)
        x = x - step if low < x - step < high else (low + high) / 2
    return x


def _near(coefficients: list[float], root: float) -> float:
    """The root of a polynomial near the root of one that is almost the same; NaN if there is none."""
    x, step = root, math.inf
    for _ in range(10):
        value, slope = _value(coefficients[::-1], x)
        step = value / slope if slope else math.inf
        x -= step
    return x if abs(step) <= 1e-14 * x and abs(x - root) <= NEAR * root else math.nan


def _estimate(coefficients: list[float]) -> float:
    """The root if all that comes in and all that goes out moved together to their mean dates; 0 if there is none."""
    received = spent = late = early = 0.0
    for date, flow in enumerate(coefficients):
        if flow > 0:
            received, late = received + flow, late + flow * date
        else:
            spent, early = spent - flow, early - flow * date
    gap = late / received - early / spent
    try:
        return float((spent / received) ** (1 / gap))
    except ArithmeticError:
        return 0.0


def _value(falling: Iterable[float], x: float) -> tuple[float, float]:
    """The polynomial and its derivative at x (Horner); coefficients from the highest power down."""
    value = slope = 0.0
    for coefficient in falling:
        slope = slope * x + value
        value = value * x + coefficient
    return value, slope
