"""The rate of return of many cash flows at once, with the meaning of `irr.sure_rate`: a number only where it is certain."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from relocation.formula.irr import DUST

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST_STEPS = 200
CLOSE = 1e-10  # a step of Newton's that is smaller than this part of x leaves an error far below rounding


def sure_rates(flows: Floats, dust: float = 0.0) -> Floats:
    """The one rate per period of each column of `flows` (periods, n); NaN where not exactly one rate is certain."""
    found = np.full(flows.shape[1], np.nan)
    least = np.maximum(dust, DUST * np.abs(flows).sum(axis=0))
    above, total = _turns(flows, least)
    below, _ = _turns(flows[::-1], least)
    balanced = np.abs(total) <= least
    sure = (above + below + balanced == 1) & np.isfinite(least) & flows.any(axis=0)
    zero, positive, negative = sure & balanced, sure & (above == 1), sure & (below == 1)
    if zero.any():
        found[zero] = _tiny_rate(flows[:, zero])
    if positive.any():
        found[positive] = 1 / _roots(flows[:, positive]) - 1
    if negative.any():
        found[negative] = _roots(flows[::-1, negative]) - 1
    return found


def _turns(rows: Floats, least: Floats) -> tuple[Floats, Floats]:
    """How often the running sum changes its sign, sums of no more than `least` left out; and the last sum."""
    size = rows.shape[1]
    so_far, last, turns = np.zeros(size), np.zeros(size), np.zeros(size)
    for row in rows:
        so_far += row
        sign = np.where(np.abs(so_far) > least, np.sign(so_far), last)
        turns += sign * last < 0
        last = sign
    return turns, so_far


def _tiny_rate(flows: Floats) -> Floats:
    """One step of Newton's from the rate 0, for flows that sum to nothing."""
    value, slope = _value(flows[::-1], np.ones(flows.shape[1]))
    return np.where(value == 0, 0.0, value / np.where(value == 0, 1.0, slope - value))


def _roots(coefficients: Floats) -> Floats:
    """The one root between 0 and 1 of each polynomial, whose coefficients stand in rows from the lowest power up."""
    size = coefficients.shape[1]
    falling = coefficients[::-1]
    falls = coefficients.sum(axis=0) < 0  # the sign just above 0 is the other one than at 1
    low, high = np.zeros(size), np.ones(size)
    x = _estimates(coefficients)
    found = np.full(size, np.nan)
    lanes = np.arange(size)
    for _ in range(MOST_STEPS):
        value, slope = _value(falling, x)
        step = np.where(value == 0, 0.0, value / slope)
        to = x - step
        inside = (low < to) & (to < high)
        # The step is judged before the bracket: near the root the bracket's own width says nothing.
        done = np.abs(step) <= CLOSE * x
        found[lanes] = np.where(inside, to, x)
        if done.all():
            break
        left = (value > 0) == falls
        low, high = np.where(left, x, low), np.where(left, high, x)
        x = np.where((low < to) & (to < high), to, (low + high) / 2)
        if done.any():
            go = ~done
            falling, falls, low, high, x, lanes = (
                falling[:, go],
                falls[go],
                low[go],
                high[go],
                x[go],
                lanes[go],
            )
    return found


def _estimates(coefficients: Floats) -> Floats:
    """The roots if all that comes in and all that goes out moved to their mean dates; the middle where that fails."""
    dates = np.arange(float(len(coefficients)))
    received, spent = np.maximum(coefficients, 0), np.maximum(-coefficients, 0)
    came, went = received.sum(axis=0), spent.sum(axis=0)
    gap = dates @ received / came - dates @ spent / went
    estimate = (went / came) ** (1 / gap)
    return np.where((estimate > 0) & (estimate < 1), estimate, 0.5)


def _value(falling: Iterable[Floats], x: Floats) -> tuple[Floats, Floats]:
    """The polynomials and their derivatives at x (Horner); rows from the highest power down."""
    value, slope = np.zeros_like(x), np.zeros_like(x)
    for row in falling:
        slope *= x
        slope += value
        value *= x
        value += row
    return value, slope
