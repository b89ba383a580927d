"""The internal rate of return, with the question answered that spreadsheets leave open: how many are there?

A rate r > -1 at which sum of c_t (1 + r)^-t = 0 is a positive root x = 1 / (1 + r) of a polynomial. The roots are
isolated by subdividing the polynomial in Bernstein form, where the number of sign changes of the coefficients
bounds the number of roots of a piece (Descartes): none means none, one means exactly one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import comb
from typing import Literal

import numpy as np
import numpy_financial as npf
from numpy.typing import NDArray

Status = Literal["unique", "multiple", "none"]
Polynomial = NDArray[np.float64]

NARROWEST = 2.0**-40  # two roots closer than this are told as one


@dataclass(frozen=True, slots=True)
class InternalRate:
    """All rates at which a cash flow is worth nothing; `value` only where there is exactly one."""

    status: Status
    rates: tuple[float, ...]

    @property
    def value(self) -> float | None:
        """The rate per period, or None where there is none or more than one."""
        return self.rates[0] if self.status == "unique" else None


def internal_rate_of_return(flows: Sequence[float] | NDArray[np.float64]) -> InternalRate:
    """Every rate per period r > -1 with sum of flows[t] (1 + r)^-t = 0, in rising order.

    Flows that are not finite, all zero, or of one sign have no rate: status "none".
    """
    coefficients = np.trim_zeros(np.asarray(flows, dtype=float))
    if not np.all(np.isfinite(coefficients)) or sign_changes(coefficients) == 0:
        return InternalRate("none", ())
    coefficients = coefficients / np.max(np.abs(coefficients))
    rates = {1 / x - 1 for x in _roots_between_0_and_1(coefficients)}
    rates |= {y - 1 for y in _roots_between_0_and_1(coefficients[::-1])}
    if abs(float(coefficients.sum())) <= 1e-15 * len(coefficients):
        rates = {rate for rate in rates if abs(rate) > 1e-9} | {0.0}
    found = tuple(sorted(float(rate) for rate in rates))
    return InternalRate("none" if not found else "unique" if len(found) == 1 else "multiple", found)


def present_value(rate: float, flows: Sequence[float]) -> float:
    """The worth of flows at `rate` per period, the first of them not discounted: sum of c_t (1 + r)^-(t-1)."""
    return float(npf.npv(rate, np.asarray(flows, dtype=float)))


def sign_changes(values: NDArray[np.float64]) -> int:
    """How often neighbouring values differ in sign, zeros left out."""
    signs = np.sign(values[values != 0])
    return int(np.count_nonzero(signs[1:] != signs[:-1]))


def _roots_between_0_and_1(coefficients: Polynomial) -> list[float]:
    """Roots x with 0 < x < 1 of sum of coefficients[t] x^t."""
    degree = len(coefficients) - 1
    scaled = [coefficient / comb(degree, power) for power, coefficient in enumerate(coefficients)]
    bernstein = np.array([sum(comb(j, i) * scaled[i] for i in range(j + 1)) for j in range(degree + 1)])
    pieces: list[tuple[float, float, Polynomial]] = [(0.0, 1.0, bernstein)]
    roots: list[float] = []
    while pieces:
        low, high, piece = pieces.pop()
        changes = sign_changes(piece)
        if changes == 0:
            continue
        middle = (low + high) / 2
        if high - low < NARROWEST:
            roots.append(middle)
        elif changes == 1 and piece[0] * piece[-1] < 0:
            roots.append(_refine(coefficients, low, high))
        else:
            left, right = _halves(piece)
            if right[0] == 0:
                roots.append(middle)
            pieces += [(low, middle, left), (middle, high, right)]
    return _apart(roots)


def _halves(piece: Polynomial) -> tuple[Polynomial, Polynomial]:
    """The two halves of a polynomial in Bernstein form (de Casteljau)."""
    left, right, row = [piece[0]], [piece[-1]], piece
    while len(row) > 1:
        row = (row[1:] + row[:-1]) / 2
        left.append(row[0])
        right.append(row[-1])
    return np.array(left), np.array(right[::-1])


def _refine(coefficients: Polynomial, low: float, high: float) -> float:
    """The one root between low and high: Newton's step where it stays inside, else halving."""
    sign_low = np.sign(_value(coefficients, low)[0]) or np.sign(
        _value(coefficients, low + (high - low) * 1e-9)[0]
    )
    x = (low + high) / 2
    for _ in range(200):
        value, slope = _value(coefficients, x)
        step = value / slope if slope else high - low
        # The step is judged before the bracket: near the root the bracket's own width says nothing.
        if value == 0 or abs(step) <= 1e-15 * abs(x):
            return x - step if low < x - step < high else x
        low, high = (x, high) if np.sign(value) == sign_low else (low, x)
        x = x - step if low < x - step < high else (low + high) / 2
    return x


def _value(coefficients: Polynomial, x: float) -> tuple[float, float]:
    """The polynomial and its derivative at x (Horner)."""
    value = slope = 0.0
    for coefficient in coefficients[::-1]:
        slope = slope * x + value
        value = value * x + float(coefficient)
    return value, slope


def _apart(roots: list[float]) -> list[float]:
    """Roots that neighbouring pieces found twice are told once."""
    ordered = sorted(roots)
    return ordered[:1] + [b for a, b in pairwise(ordered) if b - a > 4 * NARROWEST]
