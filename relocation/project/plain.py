"""Values of other libraries as plain ones, so that an analyst may hand over what numpy, pandas or decimal hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

PLAIN_TYPES = (bool, int, float, str, date, type(None))
MISSING = {"NAType", "NaTType"}  # how pandas says that nothing is known
LARGEST = 2**1023  # of an integer that has a float


def plain(value: Any) -> Any:
    """A number, a text, a day or nothing as Python has it; whatever is none of them stays what it is."""
    kind = type(value)
    if kind in PLAIN_TYPES:
        return value
    if kind.__name__ in MISSING:
        return None
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    if kind.__module__ == "numpy" and getattr(value, "shape", None) == ():
        found = value.astype("datetime64[us]") if value.dtype.kind == "M" else value
        return plain(found.item())
    if isinstance(value, (Decimal, Fraction)):
        return _number(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return str(value) if isinstance(value, str) else value


def is_finite(value: Any) -> bool:
    """Whether something is a number that a float holds; a truth value is none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LARGEST


def _number(value: Decimal | Fraction) -> float | int:
    if isinstance(value, Decimal) and not value.is_finite():
        return float(value)
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    return float(exact) if abs(exact) < LARGEST else exact.numerator
