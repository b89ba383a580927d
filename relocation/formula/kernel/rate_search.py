"""The rates of return of a block of scenarios inside a compiled kernel, with the meaning of `irr.sure_rate`.

The functions are plain Python, and a generated kernel carries their text. A block has LANES scenarios; number `t` of the
series of scenario `k` stands at `flows[t * stride + k]`. All scenarios of a block take the steps of Newton's method
together, since that is what a processor does fastest; the few that it does not lead to their root are bracketed one by one.
What needs more care still, dust before or after the money and rates that leave the range of a float, is marked as rare and
left to the scalar kernel.
"""

from __future__ import annotations

from math import inf, nan
from typing import Any

from numpy import exp

from relocation.formula.kernel.lane_operations import LANES
from relocation.formula.language.irr import DUST
from relocation.formula.targets.irr_block import FAR

MOST_STEPS = 16  # of the block; then one by one
MOST_HALVINGS = 200
CLOSE = 1e-9  # a step of Newton's that is smaller than this part of x leaves an error of about its square

# Rows of the scratch array.
ROWS = 15
TOTAL, RECEIVED, LATE, DATED, LEAST, SO_FAR, UP, ABOVE, DOWN, BELOW, X, VALUE, SLOPE, KIND, MOVES = range(
    0, ROWS * LANES, LANES
)
NONE, POSITIVE, NEGATIVE, ZERO = 0.0, 1.0, 2.0, 3.0


def find_rates(
    flows: Any, stride: int, periods: int, dust: float, scratch: Any, work: Any, out: int,
    rare: int, total: int, received: int, dated: int, late: int, lowest: int, highest: int, turns: int,
) -> None:  # fmt: skip
    """Writes the one sure rate of every scenario to `work[out + k]`, or NaN; marks in `work[rare + k]` what is rare.

    The last arguments are rows of `work`: see `loop_fusion.RateParts`.
    """
    unsure = 0.0
    for k in range(LANES):
        scratch[TOTAL + k] = work[total + k]
        scratch[RECEIVED + k] = work[received + k]
        scratch[DATED + k] = work[dated + k]
        scratch[LATE + k] = work[late + k]
        rounding = DUST * (2.0 * work[received + k] - work[total + k])
        least = dust if dust > rounding else rounding
        scratch[LEAST + k] = least
        scratch[ABOVE + k] = work[turns + k]
        scratch[BELOW + k] = 0.0
        # Money still to come never changes its sign if the running sum stays on one side of the total.
        most = 0.0 if work[highest + k] < 0.0 else work[highest + k]
        fewest = 0.0 if work[lowest + k] > 0.0 else work[lowest + k]
        one_sided = (work[total + k] - most > -least) | (work[total + k] - fewest < least)
        unsure += 0.0 if one_sided & (rounding < dust) else 1.0
    if unsure > 0.0:
        count_turns(flows, stride, periods, scratch)
    judge(scratch)
    estimate(scratch)
    approach(flows, stride, periods, scratch)
    for k in range(LANES):
        work[out + k] = settled(flows[k:], stride, periods, scratch, k)
    nearest = exp(-FAR / periods)
    for k in range(LANES):
        x = 1.0 / (1.0 + work[out + k])
        work[rare + k] += 1.0 if (x < nearest) | (x * nearest > 1.0) else 0.0
    mark_dust(flows, stride, periods, 0, 1, scratch, work, rare)
    mark_dust(flows, stride, periods, periods - 1, -1, scratch, work, rare)


def count_turns(flows: Any, stride: int, periods: int, scratch: Any) -> None:
    """How often the sums from the first flow on change their sign, and those to the last."""
    for k in range(LANES):
        scratch[SO_FAR + k] = scratch[UP + k] = scratch[ABOVE + k] = scratch[DOWN + k] = scratch[
            BELOW + k
        ] = 0.0
    for t in range(periods):
        row = flows[t * stride :]
        for k in range(LANES):
            least = scratch[LEAST + k]
            before = scratch[SO_FAR + k]
            to_come = scratch[TOTAL + k] - before
            now = before + row[k]
            scratch[SO_FAR + k] = now
            last = scratch[UP + k]
            up = now if abs(now) > least else last
            scratch[UP + k] = up
            scratch[ABOVE + k] += 1.0 if up * last < 0.0 else 0.0
            last = scratch[DOWN + k]
            down = to_come if abs(to_come) > least else last
            scratch[DOWN + k] = down
            scratch[BELOW + k] += 1.0 if down * last < 0.0 else 0.0


def mark_dust(
    flows: Any, stride: int, periods: int, first: int, step: int, scratch: Any, work: Any, rare: int
) -> None:
    """Marks scenarios with a flow before the first sum that is more than nothing, from one end of the timeline on."""
    for k in range(LANES):
        scratch[SO_FAR + k] = 0.0
        scratch[UP + k] = 1.0 if scratch[KIND + k] == NONE else 0.0
    for t in range(periods):
        row = flows[(first + t * step) * stride :]
        waiting = 0.0
        for k in range(LANES):
            now = scratch[SO_FAR + k] + row[k]
            begun = (scratch[UP + k] > 0.0) | (abs(now) > scratch[LEAST + k])
            scratch[SO_FAR + k] = now
            scratch[UP + k] = 1.0 if begun else 0.0
            work[rare + k] += 0.0 if begun | (row[k] == 0.0) else 1.0
            waiting += 0.0 if begun else 1.0
        if waiting == 0.0:
            break


def judge(scratch: Any) -> None:
    """What rates those turns allow."""
    for k in range(LANES):
        balanced = abs(scratch[TOTAL + k]) <= scratch[LEAST + k]
        number = scratch[ABOVE + k] + scratch[BELOW + k] + (1.0 if balanced else 0.0)
        kind = POSITIVE if scratch[ABOVE + k] == 1.0 else NEGATIVE if scratch[BELOW + k] == 1.0 else ZERO
        sure = (number == 1.0) & (scratch[LEAST + k] < inf) & (scratch[RECEIVED + k] > 0.0)
        scratch[KIND + k] = kind if sure else NONE


def estimate(scratch: Any) -> None:
    """The roots if all that comes in and all that goes out moved to their mean dates, by a fraction near the power."""
    for k in range(LANES):
        received = scratch[RECEIVED + k]
        spent = received - scratch[TOTAL + k]
        gap = scratch[LATE + k] / received - (scratch[LATE + k] - scratch[DATED + k]) / spent
        part = (spent - received) / ((spent + received) * gap)
        x = (1.0 + part) / (1.0 - part)
        fits = (x > 0.0) & (x < inf) & (scratch[KIND + k] != NONE)
        scratch[X + k] = x if fits else 1.0


def approach(flows: Any, stride: int, periods: int, scratch: Any) -> None:
    """Steps of Newton's until all scenarios that have a rate stand still; one that does is not moved by its neighbours."""
    for k in range(LANES):
        scratch[MOVES + k] = 1.0 if scratch[KIND + k] != NONE else 0.0
    for _ in range(MOST_STEPS):
        for k in range(LANES):
            scratch[VALUE + k] = scratch[SLOPE + k] = 0.0
        value_and_slope(flows, stride, periods, scratch)
        moving = 0.0
        for k in range(LANES):
            x, moves = scratch[X + k], scratch[MOVES + k]
            step = scratch[VALUE + k] / scratch[SLOPE + k]
            scratch[X + k] = x - step if moves > 0.0 else x
            moves = moves if abs(step) > CLOSE * abs(x) else 0.0
            scratch[MOVES + k] = moves
            moving += moves
        if moving == 0.0:
            break


def value_and_slope(flows: Any, stride: int, periods: int, scratch: Any) -> None:
    """The polynomials and their derivatives at X (Horner), several periods at a time."""
    whole = periods - periods % 4
    for t in range(periods - 1, whole - 1, -1):
        row = flows[t * stride :]
        for k in range(LANES):
            x, value = scratch[X + k], scratch[VALUE + k]
            scratch[SLOPE + k] = scratch[SLOPE + k] * x + value
            scratch[VALUE + k] = value * x + row[k]
    for t in range(whole - 4, -1, -4):
        row = flows[t * stride :]
        for k in range(LANES):
            x, value, slope = scratch[X + k], scratch[VALUE + k], scratch[SLOPE + k]
            slope = slope * x + value
            value = value * x + row[3 * stride + k]
            slope = slope * x + value
            value = value * x + row[2 * stride + k]
            slope = slope * x + value
            value = value * x + row[stride + k]
            slope = slope * x + value
            value = value * x + row[k]
            scratch[SLOPE + k] = slope
            scratch[VALUE + k] = value


def settled(flows: Any, stride: int, periods: int, scratch: Any, k: int) -> float:
    """The rate of one scenario: from where the block has come, or bracketed where that is not its root."""
    kind: float = scratch[KIND + k]
    x: float = scratch[X + k]
    if kind == NONE:
        return nan
    if kind == ZERO:
        return tiny_rate(flows, stride, periods)
    stands = scratch[MOVES + k] == 0.0
    if kind == POSITIVE:
        root = x if stands & (x > 0.0) & (x < 1.0) else bracketed(flows, 0, stride, periods)
        return 1.0 / root - 1.0
    if stands & (x > 1.0) & (x < inf):
        return 1.0 / x - 1.0
    return bracketed(flows, (periods - 1) * stride, -stride, periods) - 1.0


def tiny_rate(flows: Any, stride: int, periods: int) -> float:
    """One step of Newton's from the rate 0, for flows that sum to nothing."""
    value = slope = 0.0
    for t in range(periods - 1, -1, -1):
        slope = slope + value
        value = value + flows[t * stride]
    return 0.0 if value == 0.0 else value / (slope - value)


def bracketed(flows: Any, first: int, stride: int, periods: int) -> float:
    """The one root between 0 and 1 of a polynomial whose coefficients stand `stride` apart from the lowest power up."""
    total = 0.0
    for t in range(periods):
        total += flows[first + t * stride]
    low, high, x = 0.0, 1.0, 0.5
    for _ in range(MOST_HALVINGS):
        value = slope = 0.0
        for t in range(periods - 1, -1, -1):
            slope = slope * x + value
            value = value * x + flows[first + t * stride]
        if value == 0.0:
            return x
        step = value / slope
        to = x - step
        # The step is judged before the bracket: near the root the bracket's own width says nothing.
        if abs(step) <= CLOSE * x:
            return to if (low < to) & (to < high) else x
        if (value > 0.0) == (total < 0.0):
            low = x
        else:
            high = x
        x = to if (low < to) & (to < high) else 0.5 * (low + high)
    return x
