"""Operations of the language for one scenario, written so that numba compiles them; they run in plain Python as well.

A generated kernel carries the text of these functions, and of the calendar's, so that the hash of its source covers them too.
"""

from __future__ import annotations

from math import nan
from typing import Any

from numpy import expm1, floor, log1p

from relocation.formula.language.arithmetic import ALL_WHOLE, MOST_NUDGE, NUDGE

LANES = 64  # scenarios of a block
MOST_PERIODS = 0xFFFF  # as a mask it tells the compiler that a period is no negative number


def ratio(numerator: float, denominator: float) -> float:
    """A quotient, not available where the denominator is zero."""
    return nan if denominator == 0.0 else numerator / denominator


def payment(rate: float, periods: float, principal: float) -> float:
    """A = P i / (1 - (1 + i)^-n), and P / n where the rate is zero."""
    if rate == 0.0:
        return principal / periods
    level: float = principal * rate / -expm1(-periods * log1p(rate))
    return level


def sign(value: float) -> float:
    """1, -1 or 0, and not available for what is not."""
    return 1.0 if value > 0.0 else -1.0 if value < 0.0 else value


def decimals(value: float, places: float) -> float:
    """So many decimals, halves away from zero. See arithmetic.decimals."""
    scale = 100.0 if places == 2.0 else 1000.0 if places == 3.0 else 1000000.0
    units = abs(value) * scale
    nudge = units * NUDGE if units * NUDGE < MOST_NUDGE else MOST_NUDGE
    rounded: float = floor(units + 0.5 + nudge) / scale
    return value if units >= ALL_WHOLE else rounded if value > 0.0 else 0.0 - rounded


def choose(condition: bool, value: float, otherwise: float) -> float:
    """One of two numbers that are both worked out."""
    return value if condition else otherwise


def direction(is_small: bool, before: float, value: float) -> float:
    """The sign of a number, or the sign before where the number is small."""
    return before if is_small else 1.0 if value > 0.0 else -1.0


def available(value: float) -> float:
    """A number, and nothing where it is not available."""
    return value if value == value else 0.0


def smaller_known(known: float, value: float) -> float:
    """The smaller of a number that is one and another; what is not a number wins."""
    return known if known < value else value


def larger_known(known: float, value: float) -> float:
    """The larger of a number that is one and another; what is not a number wins."""
    return known if known > value else value


def smaller(left: float, right: float) -> float:
    """The smaller of two numbers; what is not a number wins."""
    return left if (left < right) | (left != left) else right


def larger(left: float, right: float) -> float:
    """The larger of two numbers; what is not a number wins."""
    return left if (left > right) | (left != left) else right


def place_in(group: float, groups: int) -> int:
    """The place of a group counted from 1; the place after the last for what is no group."""
    inside = (group >= 1.0) & (group <= groups)
    place = int(group) if inside else groups + 1
    return place - 1 if not inside or place == group else groups


def clear(series: Any, stride: int, periods: int) -> None:
    """Begins a series of a block with nothing; its periods stand `stride` numbers apart."""
    for t in range(periods):
        row = series[t * stride :]
        for k in range(LANES):
            row[k] = 0.0


def add_payments(series: Any, stride: int, periods: int, work: Any, amount: int, place: int) -> None:
    """Adds max(0, 1 - |t - place|) of an amount to the period t of a block; both stand in rows of `work`."""
    first, last = float(periods), -1.0
    for k in range(LANES):
        date = work[place + k]
        first = date if date < first else first
        last = date if date > last else last
    begin = int(floor(first)) if first > 0.0 else 0
    end = int(floor(last)) + 2 if last < periods - 2.0 else periods
    for t in range(begin, end):
        row, period = series[t * stride :], float(t)
        for k in range(LANES):
            part = 1.0 - abs(period - work[place + k])
            row[k] += work[amount + k] * (0.0 if part < 0.0 else part)
