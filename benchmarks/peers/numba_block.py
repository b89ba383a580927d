"""The model as a numba kernel, written by hand for speed: blocks of 64 scenarios, one workspace, one loop per phase.

Every row of the workspace holds one quantity of 64 scenarios, and all rows belong to one array, so that the compiler
knows they do not overlap and works on eight scenarios per instruction. The loop over the periods is split where grace
ends; the rate of return is sought for the whole block at once. It also counts how often the cumulative flow changes its
sign, as the package does, and gives no rate of return unless that is once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.model import OUTPUTS, VARIED, Array
from benchmarks.peers.schedule import schedule

LANES = 64
MOST_STEPS = 60
CLOSE = 1e-8  # a step of Newton's this small leaves an error of its square


def make(periods: int) -> Callable[[Array], Array]:
    """Compiles the kernel for one thread; the first call with a new `periods` takes seconds."""
    when = schedule(periods)
    shares = np.array([when.subsidy, when.housing, when.works, when.compensation, when.running])
    dates = np.array([period for _, period in when.instalments])
    parts = np.array([share for share, _ in when.instalments])
    kernel = _compiled(periods, when.months, when.grace, when.term)

    def run(columns: Array) -> Array:
        found = np.empty((len(OUTPUTS), columns.shape[1]))
        kernel(np.ascontiguousarray(columns), shares, dates, parts, found)
        return found

    return run


def _compiled(periods: int, months: int, grace: int, term: int) -> Any:
    """The kernel with the timing of the model as constants, which the compiler unrolls and folds."""
    import numba

    jit = numba.njit(fastmath={"contract", "reassoc", "nsz", "arcp"}, error_model="numpy", boundscheck=False)
    per_year = 12 // months
    first_year, last_year = grace // per_year, (term - 1) // per_year
    years_of_repayment = last_year - first_year + 1
    # Rows of the workspace: scalars of a scenario, running values, then one row of flows per period.
    quota, subsidy, housing, works, compensation, surplus = range(0, 6 * LANES, LANES)
    principal, rate, owed, cash, lowest, so_far, trough, payback = range(6 * LANES, 14 * LANES, LANES)
    interest, service, year_flow, year_service, cover_low, cover_sum, turns, worth = range(
        14 * LANES, 22 * LANES, LANES
    )
    x, value, slope, factor = range(22 * LANES, 26 * LANES, LANES)
    flows = 26 * LANES

    @jit
    def load(columns: Any, start: int, count: int, w: Any) -> None:
        for k in range(LANES):
            s = start + min(k, count - 1)
            w[quota + k] = columns[0, s] * columns[1, s] * columns[2, s]
            w[subsidy + k] = columns[4, s] * columns[5, s]
            w[housing + k] = columns[6, s] * columns[7, s] * (1 + columns[8, s])
            w[works + k] = columns[9, s] * columns[10, s] * (1 + columns[11, s]) + columns[12, s] * columns[
                13, s
            ] * (1 + columns[14, s])
            w[compensation + k] = (
                columns[15, s] * columns[16, s]
                + columns[17, s] * columns[18, s]
                - columns[19, s] * columns[20, s]
            )
            w[principal + k] = columns[21, s]
            w[rate + k] = columns[22, s] * months / 12
            w[factor + k] = (1 + columns[23, s]) ** (-months / 12)
            w[surplus + k] = columns[24, s] - columns[25, s]

    @jit
    def fill(w: Any, shares: Any) -> None:
        for t in range(grace):
            for k in range(LANES):
                w[flows + t * LANES + k] = (
                    w[subsidy + k] * shares[0, t]
                    - w[housing + k] * shares[1, t]
                    - w[works + k] * shares[2, t]
                    - w[compensation + k] * shares[3, t]
                )
        for t in range(grace, periods):
            for k in range(LANES):
                w[flows + t * LANES + k] = w[surplus + k] * shares[4, t]

    @jit
    def receive(columns: Any, start: int, count: int, dates: Any, parts: Any, w: Any) -> None:
        for k in range(LANES):
            late = columns[3, start + min(k, count - 1)] / months
            whole = int(late)
            for one in range(len(dates)):
                amount, at = parts[one] * w[quota + k], dates[one] + whole
                if at < periods:
                    w[flows + at * LANES + k] += amount * (1 - (late - whole))
                if at + 1 < periods:
                    w[flows + (at + 1) * LANES + k] += amount * (late - whole)

    @jit
    def open_accounts(w: Any) -> None:
        for k in range(LANES):
            w[owed + k] = w[cash + k] = w[so_far + k] = w[trough + k] = w[turns + k] = 0.0
            w[interest + k] = w[service + k] = w[cover_sum + k] = 0.0
            w[lowest + k] = w[cover_low + k] = np.inf
            w[payback + k] = np.nan

    @jit
    def turn(w: Any, t: int, k: int) -> None:
        before = w[so_far + k]
        w[so_far + k] = before + w[flows + t * LANES + k]
        w[trough + k] = min(w[trough + k], w[so_far + k])
        upward = (before < 0) & (w[so_far + k] >= 0)
        w[payback + k] = (
            (t - 1 - before / w[flows + t * LANES + k]) * months / 12 if upward else w[payback + k]
        )
        w[turns + k] += 1.0 if before * w[so_far + k] < 0 else 0.0

    @jit
    def in_grace(w: Any) -> None:
        for t in range(grace):
            for k in range(LANES):
                drawn = w[principal + k] if t == 0 else 0.0
                due = (w[owed + k] + drawn / 2) * w[rate + k]
                w[owed + k] += drawn
                w[interest + k] += due
                w[cash + k] += w[flows + t * LANES + k] + drawn - due
                w[lowest + k] = min(w[lowest + k], w[cash + k])
                turn(w, t, k)
        for k in range(LANES):
            w[service + k] = w[interest + k]

    @jit
    def in_repayment(w: Any) -> None:
        for year in range(first_year, last_year + 1):
            for k in range(LANES):
                w[year_flow + k] = w[year_service + k] = 0.0
            for t in range(year * per_year, (year + 1) * per_year):
                left = 1.0 / (term - t)
                for k in range(LANES):
                    due = w[owed + k] * w[rate + k]
                    repaid = w[owed + k] * left
                    w[owed + k] -= repaid
                    w[interest + k] += due
                    w[year_service + k] += due + repaid
                    w[year_flow + k] += w[flows + t * LANES + k]
                    w[cash + k] += w[flows + t * LANES + k] - due - repaid
                    w[lowest + k] = min(w[lowest + k], w[cash + k])
                    turn(w, t, k)
            for k in range(LANES):
                cover = w[year_flow + k] / w[year_service + k]
                w[service + k] += w[year_service + k]
                w[cover_sum + k] += cover
                w[cover_low + k] = min(w[cover_low + k], cover)

    @jit
    def after_the_loan(w: Any) -> None:
        for t in range(term, periods):
            for k in range(LANES):
                w[cash + k] += w[flows + t * LANES + k]
                w[lowest + k] = min(w[lowest + k], w[cash + k])
                turn(w, t, k)

    @jit
    def discount(w: Any) -> None:
        for k in range(LANES):
            w[worth + k] = w[flows + (periods - 1) * LANES + k]
        for t in range(periods - 2, -1, -1):
            for k in range(LANES):
                w[worth + k] = w[worth + k] * w[factor + k] + w[flows + t * LANES + k]

    @jit
    def find_rate(w: Any) -> None:
        for k in range(LANES):
            w[x + k] = 1.0
        for _ in range(MOST_STEPS):
            for k in range(LANES):
                w[value + k], w[slope + k] = w[flows + (periods - 1) * LANES + k], 0.0
            for t in range(periods - 2, -1, -1):
                for k in range(LANES):
                    w[slope + k] = w[slope + k] * w[x + k] + w[value + k]
                    w[value + k] = w[value + k] * w[x + k] + w[flows + t * LANES + k]
            furthest = 0.0
            for k in range(LANES):
                step = w[value + k] / w[slope + k]
                w[x + k] -= step
                furthest = max(furthest, abs(step / w[x + k]) if w[turns + k] == 1.0 else 0.0)
            if furthest <= CLOSE:
                break

    @jit
    def store(w: Any, start: int, count: int, found: Any) -> None:
        for k in range(count):
            s = start + k
            found[0, s] = w[quota + k] + w[subsidy + k] - w[housing + k] - w[works + k] - w[compensation + k]
            found[1, s] = w[lowest + k]
            found[2, s] = -w[trough + k]
            found[3, s] = w[worth + k]
            found[4, s] = w[x + k] ** -per_year - 1 if w[turns + k] == 1.0 else np.nan
            found[5, s] = w[payback + k] if w[so_far + k] >= 0 else np.nan
            found[6, s] = w[cover_low + k]
            found[7, s] = w[cover_sum + k] / years_of_repayment
            found[8, s] = (w[so_far + k] + w[principal + k]) / w[service + k]
            found[9, s] = w[interest + k]

    @jit
    def kernel(columns: Any, shares: Any, dates: Any, parts: Any, found: Any) -> None:
        w = np.empty(flows + periods * LANES)
        for start in range(0, columns.shape[1], LANES):
            count = min(LANES, columns.shape[1] - start)
            load(columns, start, count, w)
            fill(w, shares)
            receive(columns, start, count, dates, parts, w)
            open_accounts(w)
            in_grace(w)
            in_repayment(w)
            after_the_loan(w)
            discount(w)
            find_rate(w)
            store(w, start, count, found)

    return kernel


assert len(VARIED) == 26, "the rows of `load` are those of benchmarks.model.RANGES"
