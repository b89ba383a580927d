"""Operations on arrays with one entry per scenario, without exceptions: NaN or infinite where nothing fits.

Some write into an array, or do nothing where nothing is to do. The source of a numpy kernel calls them by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.calendar import days_months_later
from relocation.formula.language.arithmetic import ALL_WHOLE, MOST_NUDGE, NUDGE
from relocation.formula.language.operations import OPERATIONS, Kind

Array = NDArray[Any]
Floats = NDArray[np.float64]


def ratio(numerator: Any, denominator: Any, out: Any = None) -> Any:
    """A quotient, not available (NaN) where the denominator is zero."""
    nothing = np.equal(denominator, 0)
    quotient = np.divide(numerator, denominator, out)
    return np.where(nothing, np.nan, quotient) if np.count_nonzero(nothing) else quotient


def payment(rate: Any, periods: Any, principal: Any) -> Any:
    """A = P i / (1 - (1 + i)^-n), and P / n where the rate is zero."""
    part = -np.expm1(-np.multiply(periods, np.log1p(rate)))
    level = np.multiply(principal, rate) / np.where(np.equal(rate, 0), 1, part)
    return np.where(np.equal(rate, 0), np.divide(principal, periods), level)


def decimals(value: Any, places: Any) -> Any:
    """So many decimals, halves away from zero. See arithmetic.decimals."""
    scale = np.power(10.0, places)
    units = np.abs(value) * scale
    rounded = np.floor(units + 0.5 + np.minimum(units * NUDGE, MOST_NUDGE)) / scale
    return np.where(units >= ALL_WHOLE, value, np.sign(value) * rounded + 0.0)


def month_after(day: Any, months: Any) -> Any:
    """The day number so many whole months later; not available for what is no day. See calendar.month_after."""
    usable = (np.abs(day) < 1e7) & (np.abs(months) < 1e6)
    whole_day, whole_months = (np.where(usable, value, 0).astype(np.int64) for value in (day, months))
    return np.where(usable, np.minimum(*days_months_later(whole_day, whole_months)), np.nan)


def choose(condition: Any, value: Any, otherwise: Any) -> Any:
    """As `where`, but one of the two as it stands where the condition says the same of all scenarios."""
    holds = np.count_nonzero(condition)
    if holds == 0:
        return otherwise
    return value if holds == np.size(condition) else np.where(condition, value, otherwise)


def add_available(total: Floats, series: Any) -> None:
    """Adds the numbers that are available."""
    known = np.equal(series, series)
    count = np.count_nonzero(known)
    if count:
        total += series if count == np.size(known) else np.where(known, series, 0.0)


def add_and_count(total: Floats, counted: Floats, series: Any) -> None:
    """Adds the numbers that are available, and counts them."""
    known = np.equal(series, series)
    count = np.count_nonzero(known)
    if count == np.size(known):
        total += series
        counted += 1.0
    elif count:
        total += np.where(known, series, 0.0)
        counted += known


def into_group(sums: Floats, amount: Any, group: int, first: bool) -> None:
    """Adds an amount of one period to the sum of its group, of which it may be the first; groups count from 0."""
    if group < 0:
        return
    if first:
        sums[group] = amount
    elif amount is not NOTHING:
        sums[group] += amount


def into_groups(sums: Floats, amount: Any, groups: Any) -> None:
    """Adds an amount of one period to the sum of the group that each scenario has it in; groups count from 1."""
    for number in range(len(sums)):
        sums[number] += np.where(groups == number + 1, amount, 0.0)


NOTHING = 0.0
CALLED = (
    "add", "subtract", "multiply", "divide", "absolute", "sign", "floor", "power", "equal", "not_equal", "less",
    "less_equal", "greater", "greater_equal", "logical_and", "logical_or", "logical_not", "minimum", "maximum", "fmin",
    "fmax", "copyto", "count_nonzero", "zeros", "full", "where", "isinf", "inf", "nan",
)  # fmt: skip
NAMES: dict[str, Any] = {
    **{name: getattr(np, name) for name in CALLED},
    "zero": NOTHING,
    "choose": choose,
    "ratio": ratio,
    "decimals": decimals,
    "payment": payment,
    "month_after": month_after,
    "add_available": add_available,
    "add_and_count": add_and_count,
    "into_group": into_group,
    "into_groups": into_groups,
}


def _function(kind: Kind) -> Callable[..., Any]:
    operands = ["left", "middle", "right"][: 2 if kind.operands is None else kind.operands]
    text = kind.numpy.format(*operands, out="", out_by_name="")
    function: Callable[..., Any] = eval(
        f"lambda {', '.join(operands)}: {text}", {**NAMES, "choose": np.where}
    )
    return function


# Each operation as a function, for numbers that are known beforehand.
FUNCTIONS = {name: _function(kind) for name, kind in OPERATIONS.items() if kind.numpy}
