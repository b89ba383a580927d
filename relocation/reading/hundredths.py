"""Numbers with two decimals as whole hundredths: from texts exactly, from doubles where their own inexactness allows it."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII).fullmatch
LARGEST_DOUBLE = 2.0**50  # hundredths; up to here a double tells two decimals apart with room to spare
NEAR = 1e-6  # of a hundredth: what a spreadsheet's own sums may be off


class NotHundredths(ValueError):
    """Something that is no number, or has more than two decimals."""


def hundredths(text: str) -> int:
    """The hundredths in a plain decimal text: 14999 for "149.99". Raises NotHundredths; never through a float."""
    if DECIMAL(text) is None:
        raise NotHundredths("no decimal number")
    exact = Decimal(text) * 100 if len(text) <= 25 else Decimal("NaN")
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise NotHundredths("more than two decimals")
    return int(exact)


def hundredths_of_double(value: float) -> int:
    """The hundredths in a double from a spreadsheet, which must be two decimals apart from its own inexactness."""
    column = np.array([value], dtype=np.float64)
    nearest, sound = hundredths_of_doubles(column)
    if not sound[0]:
        raise NotHundredths("more than two decimals")
    return int(nearest[0])


def hundredths_of_doubles(values: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The hundredths in a column of doubles, and which of them are sound; the others come back as 0."""
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = values * 100.0
    usable = np.abs(scaled) <= LARGEST_DOUBLE  # False for a NaN
    scaled = np.where(usable, scaled, 0.0)
    nearest = np.rint(scaled)
    sound = usable & (np.abs(scaled - nearest) <= np.maximum(NEAR, 1.5 * np.spacing(np.abs(scaled))))
    return np.where(sound, nearest, 0.0).astype(np.int64), sound
