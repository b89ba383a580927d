"""The operations of the language on numbers and arrays alike, without exceptions: NaN or infinite where nothing fits."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.formula.language.decimals import ALL_WHOLE, MOST_NUDGE, NUDGE
from relocation.formula.targets.scalar import DAY_ZERO

Array = NDArray[Any]


def ratio(numerator: Any, denominator: Any, out: Any = None) -> Any:
    """A quotient, not available (NaN) where the denominator is zero."""
    nothing = np.equal(denominator, 0)
    found = np.divide(numerator, denominator, out)
    return np.where(nothing, np.nan, found) if np.count_nonzero(nothing) else found


def level_payment(rate: Any, periods: Any, principal: Any) -> Any:
    """A = P i / (1 - (1 + i)^-n), and P / n where the rate is zero."""
    part = -np.expm1(-np.multiply(periods, np.log1p(rate)))
    level = np.multiply(principal, rate) / np.where(np.equal(rate, 0), 1, part)
    return np.where(np.equal(rate, 0), np.divide(principal, periods), level)


def decimals(value: Any, places: Any) -> Any:
    """So many decimals, halves away from zero. See decimals.decimals."""
    scale = np.power(10.0, places)
    units = np.abs(value) * scale
    rounded = np.floor(units + 0.5 + np.minimum(units * NUDGE, MOST_NUDGE)) / scale
    return np.where(units >= ALL_WHOLE, value, np.sign(value) * rounded + 0.0)


def day_after_months(day: Any, months: Any) -> Any:
    """The day number `months` whole months later; not available for what is no day."""
    usable = np.isfinite(day) & np.isfinite(months) & (np.abs(day) < 1e7) & (np.abs(months) < 1e6)
    whole_days, whole_months = (np.where(usable, value, 0).astype(np.int64) for value in (day, months))
    dates = np.datetime64(DAY_ZERO) + whole_days.astype("timedelta64[D]")
    month = dates.astype("datetime64[M]")
    wanted = month + whole_months.astype("timedelta64[M]")
    first, following = (date.astype("datetime64[D]") for date in (wanted, wanted + 1))
    days_in = np.minimum(dates - month.astype("datetime64[D]"), following - first - np.timedelta64(1, "D"))
    found = (first + days_in - np.datetime64(DAY_ZERO)).astype(float)
    return np.where(usable, found, np.nan)


OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": lambda base, exponent: np.power(np.asarray(base, dtype=float), exponent),
    "neg": lambda value: np.subtract(0.0, value),
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "and": np.logical_and,
    "or": np.logical_or,
    "not": np.logical_not,
    "if": np.where,
    "min": np.minimum,
    "max": np.maximum,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "decimals": decimals,
    "ratio": ratio,
    "payment": level_payment,
    "month_after": day_after_months,
    "flag": lambda condition: np.multiply(condition, 1.0),
    "na": lambda: math.nan,
}
