"""What the operations come to that are more than a sign, in plain floats; and how many decimals count.

What follows from the decimals for comparing and cutting numbers: see `ties`.
"""

from __future__ import annotations

import math

CENTS, COARSE, FINE = 2, 3, 6
LARGE = 500_000_000.0
PLACES = {False: FINE, True: COARSE}  # by whether a number is large
HALF_CENT = 0.005
NUDGE, MOST_NUDGE = 2.0**-51, 0.1  # a part of the number, and units of its last decimal
ALL_WHOLE = 2.0**52  # a float of this size has no decimals


def ratio(numerator: float, denominator: float) -> float:
    """A quotient, not available (NaN) where the denominator is zero."""
    return numerator / denominator if denominator else math.nan


def payment(rate: float, periods: float, principal: float) -> float:
    """A = P i / (1 - (1 + i)^-n), exact for tiny rates because the denominator is never formed by subtraction."""
    if rate == 0:
        return principal / periods
    return principal * rate / -math.expm1(-periods * math.log1p(rate))


def decimals(value: float, places: float) -> float:
    """The value to so many decimals, halves away from zero as a spreadsheet rounds.

    A half is meant as it is written: 1.005 becomes 1.01 although its float lies a little below. Hence the nudge.
    """
    scale: float = 10.0**places
    units = abs(value) * scale
    if units >= ALL_WHOLE:
        return value
    rounded: float = math.floor(units + 0.5 + min(units * NUDGE, MOST_NUDGE)) / scale
    return rounded if value > 0 else -rounded if rounded else 0.0


def _threshold(places: int) -> float:
    """The smallest number that is not rounded to nothing: by halving, down to neighbouring floats."""
    half: float = 0.5 / 10.0**places
    low, high = 0.9 * half, 1.1 * half
    while math.nextafter(low, high) < high:
        middle = (low + high) / 2
        low, high = (low, middle) if decimals(middle, places) else (middle, high)
    return high


# decimals(x, n) > 0 holds exactly where x >= THRESHOLDS[n], since rounding keeps order.
THRESHOLDS = {places: _threshold(places) for places in (CENTS, COARSE, FINE)}
