"""The rate of return of many cash flows at once, with the meaning of `irr.sure_rate`: a number only where it is certain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relocation.formula.language.irr import DUST, sure_rate

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST_STEPS = 200
# Where a step is less than CLOSE of x, and less than SURE of x from Newton's, so little is left to gain that a bend which is
# quite wrong would leave an error of SURE; a bend that is right leaves none.
CLOSE = 1e-7
SURE = 3e-13
FAR = 400.0  # where (1 + r)^T or its reciprocal is above e^FAR, flows after many empty periods may be too small for a float


@dataclass(frozen=True, slots=True)
class RunningSums:
    """What is seen along the running sums of each flow. Sums of no more than `least` count as nothing.

    `rises` says that one above nothing follows one below, `falls` the opposite; both together are two turns at least.
    `total` is the last sum; `lowest` and `highest` are of all before it, the empty one included.
    """

    least: Floats
    total: Floats
    lowest: Floats
    highest: Floats
    rises: Flags
    falls: Flags

    @property
    def turn_once(self) -> Flags:
        return self.rises ^ self.falls

    @property
    def never_turn(self) -> Flags:
        return ~(self.rises | self.falls)

    @property
    def never_turn_backwards(self) -> Flags:
        """The sums from the last flow back are the total less those before: all on one side of nothing."""
        return (self.total - self.lowest <= self.least) | (self.total - self.highest >= -self.least)


@np.errstate(all="ignore")
def sure_rates(flows: Floats, dust: float = 0.0) -> Floats:
    """The one rate per period of each column of `flows` (periods, n); NaN where not exactly one rate is certain."""
    rates = np.full(flows.shape[1], np.nan)
    size = _sizes(flows)
    sums = _running_sums(flows, np.maximum(dust, DUST * size))
    balanced = np.abs(sums.total) <= sums.least
    usable = np.isfinite(size) & (size > 0)
    zero = usable & balanced & sums.never_turn & sums.never_turn_backwards
    above = usable & ~balanced & sums.turn_once & sums.never_turn_backwards
    below = usable & ~balanced & sums.never_turn & ~sums.never_turn_backwards
    if zero.any():
        rates[zero] = _tiny_rate(flows[:, zero])
    if above.any():
        rates[above] = 1 / _roots(_columns(flows, above)) - 1
    if below.any():
        turned = flows[::-1, below]
        once = _running_sums(turned, sums.least[below]).turn_once
        rates[np.flatnonzero(below)[once]] = _roots(turned[:, once]) - 1
    alone = np.abs(np.log1p(rates)) * len(flows) > FAR
    alone |= _begins_with_dust(flows, sums.least) | _begins_with_dust(flows[::-1], sums.least)
    for lane in np.flatnonzero(alone & usable):
        rates[lane] = sure_rate(flows[:, lane].tolist(), dust)
    return rates


def _sizes(flows: Floats) -> Floats:
    """The sum of all money, whatever its sign."""
    sizes, amount = np.zeros(flows.shape[1]), np.empty(flows.shape[1])
    for row in flows:
        np.abs(row, out=amount)
        sizes += amount
    return sizes


def _running_sums(flows: Floats, least: Floats) -> RunningSums:
    size = flows.shape[1]
    so_far, lowest, highest, minus = np.zeros(size), np.zeros(size), np.zeros(size), -least
    above, below, been_above, been_below, rises, falls = np.zeros((6, size), dtype=bool)
    for row in flows:
        np.minimum(lowest, so_far, out=lowest)
        np.maximum(highest, so_far, out=highest)
        so_far += row
        np.greater(so_far, least, out=above)
        np.less(so_far, minus, out=below)
        been_above |= above
        been_below |= below
        above &= been_below
        below &= been_above
        rises |= above
        falls |= below
    return RunningSums(least, so_far, lowest, highest, rises, falls)


def _begins_with_dust(flows: Floats, least: Floats) -> Flags:
    """Whether there is a flow before the first sum of more than `least`."""
    so_far = np.zeros(flows.shape[1])
    dusty, begun = np.zeros((2, flows.shape[1]), dtype=bool)
    for row in flows:
        so_far += row
        begun |= np.abs(so_far) > least
        dusty |= ~begun & (row != 0)
        if begun.all():
            break
    return dusty


def _columns(flows: Floats, chosen: Flags) -> Floats:
    return flows if chosen.all() else flows[:, chosen]


def _tiny_rate(flows: Floats) -> Floats:
    """One step of Newton's from the rate 0, for flows that sum to nothing."""
    value, slope = _value(flows[::-1], np.ones(flows.shape[1]))
    return np.where(value == 0, 0.0, value / np.where(value == 0, 1.0, slope - value))


def _roots(coefficients: Floats) -> Floats:
    """The one root between 0 and 1 of each polynomial, whose coefficients stand in rows from the lowest power up.

    Halley's method, v / (1 - v b) with Newton's step v and the bend b = p'' / (2 p'), which costs nothing: it follows from
    the values and slopes here and at the place before.
    """
    falling = coefficients[::-1]
    falls, x, bend = _estimates(coefficients)
    low, high = np.zeros_like(x), np.ones_like(x)
    roots, lanes = np.full(x.shape, np.nan), np.arange(len(x))
    before: tuple[Floats, ...] = ()
    for _ in range(MOST_STEPS):
        value, slope = _value(falling, x)
        if before:
            bend = _bend(before, (x, value, slope))
        newton = np.where(value == 0, 0.0, value / slope)
        step = newton / (1 - newton * bend)
        to = x - step
        # The step is judged before the bracket: near the root the bracket's own width says nothing.
        done = (np.abs(step) <= CLOSE * x) & (np.abs(step - newton) <= SURE * x)
        roots[lanes[done]] = np.where((low < to) & (to < high), to, x)[done]
        if done.all():
            break
        left = (value > 0) == falls
        low, high = np.where(left, x, low), np.where(left, high, x)
        before, x = (x, value, slope), np.where((low < to) & (to < high), to, (low + high) / 2)
        if done.any():
            go = ~done
            falling, falls, lanes = falling[:, go], falls[go], lanes[go]
            low, high, x = low[go], high[go], x[go]
            before = tuple(array[go] for array in before)
    return roots


def _bend(before: tuple[Floats, ...], here: tuple[Floats, ...]) -> Floats:
    """p'' / (2 p') here, of the cubic with the values and slopes of both places."""
    (x, value, slope), (last_x, last_value, last_slope) = here, before
    gap = last_x - x
    return (3 * (last_value - value) / gap - 2 * slope - last_slope) / gap / slope


def _estimates(coefficients: Floats) -> tuple[Flags, Floats, Floats]:
    """Whether each polynomial falls at its root; the root if all that comes in and all that goes out moved to their
    mean dates a and b, or the middle where that fails; and a bend for the first step.

    Then the bend at the root would be (a + b - 1) / 2x. Half of it does for money that is spread out.
    """
    last = len(coefficients) - 1
    total, size, totals, sizes, amount = np.zeros((5, coefficients.shape[1]))
    for row in coefficients:
        totals += total
        sizes += size
        np.abs(row, out=amount)
        total += row
        size += amount
    came, went = (size + total) / 2, (size - total) / 2
    late, early = last - (sizes + totals) / (2 * came), last - (sizes - totals) / (2 * went)
    estimate = (went / came) ** (1 / (late - early))
    x = np.where((estimate > 0) & (estimate < 1), estimate, 0.5)
    return total < 0, x, (late + early - 1) / (4 * x)  # just above 0 the sign is the other one than at 1


def _value(falling: Iterable[Floats], x: Floats) -> tuple[Floats, Floats]:
    """The polynomials and their derivatives at x (Horner); rows from the highest power down."""
    value, slope = np.zeros_like(x), np.zeros_like(x)
    for row in falling:
        slope *= x
        slope += value
        value *= x
        value += row
    return value, slope
