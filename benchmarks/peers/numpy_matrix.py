"""The model in numpy, written by hand: a row per period, a column per scenario, in chunks that stay in the cache."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.model import Array
from benchmarks.peers.schedule import Schedule, schedule

CHUNK = 1024  # columns; the flows of 120 periods are then 1 MB
MOST_STEPS = 60
CLOSE = 1e-9  # a step of Newton's this small leaves an error of its square


def make(periods: int) -> Callable[[Array], Array]:
    """All scenarios of a chunk at once."""
    when = schedule(periods)

    def run(columns: Array) -> Array:
        starts = range(0, columns.shape[1], CHUNK)
        return np.concatenate([_appraise(when, columns[:, at : at + CHUNK]) for at in starts], axis=1)

    return run


def _appraise(when: Schedule, columns: Array) -> Array:
    (
        area, acceptance, price, delay, beneficiaries, subsidy_rate,
        housing_area, housing_rate, housing_contingency,
        reclaimed, reclamation_rate, reclamation_contingency,
        infrastructure, infrastructure_rate, infrastructure_contingency,
        brick, brick_rate, soil, soil_rate, flats, flat_rate,
        principal, rate, discount_rate, income, costs,
    ) = columns  # fmt: skip
    quota = area * acceptance * price
    subsidy = beneficiaries * subsidy_rate
    housing = housing_area * housing_rate * (1 + housing_contingency)
    works = reclaimed * reclamation_rate * (1 + reclamation_contingency)
    works = works + infrastructure * infrastructure_rate * (1 + infrastructure_contingency)
    compensation = brick * brick_rate + soil * soil_rate - flats * flat_rate
    amounts = np.array([subsidy, -housing, -works, -compensation, income - costs])
    shares = np.array([when.subsidy, when.housing, when.works, when.compensation, when.running])
    flows = shares.T @ amounts
    _add_instalments(when, flows, quota, delay)
    cumulative = np.cumsum(flows, axis=0)
    interest, service, drawn_less_service = _loan(when, principal, rate * when.months / 12)
    worth = _present_value(flows, (1 + discount_rate) ** (-when.months / 12))
    cover = _by_year(when, flows) / _by_year(when, service)
    return np.array(
        [
            quota + subsidy - housing - works - compensation,
            (cumulative + np.cumsum(drawn_less_service, axis=0)).min(axis=0),
            np.maximum(0, -cumulative.min(axis=0)),
            worth,
            (1 + _internal_rate(flows)) ** when.per_year - 1,
            _payback(when, flows, cumulative),
            cover.min(axis=0),
            cover.mean(axis=0),
            (cumulative[-1] + principal) / service.sum(axis=0),
            interest.sum(axis=0),
        ]
    )


def _add_instalments(when: Schedule, flows: Array, quota: Array, delay: Array) -> None:
    """A delay that ends inside a period splits an instalment between this period and the next."""
    late, place = delay / when.months, np.arange(flows.shape[1])
    whole = np.floor(late).astype(int)
    for share, period in when.instalments:
        for at, part in ((period + whole, 1 - (late - whole)), (period + whole + 1, late - whole)):
            inside = at < when.periods
            flows[at[inside], place[inside]] += (share * quota * part)[inside]


def _loan(when: Schedule, principal: Array, rate: Array) -> tuple[Array, Array, Array]:
    """Interest, debt service, and drawdown less debt service, by period."""
    shape = (when.periods, len(principal))
    interest, service, net = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    owed = np.zeros_like(principal)
    for t in range(when.term):
        drawn = principal if t == 0 else 0.0
        interest[t] = (owed + drawn / 2) * rate
        repaid = owed / (when.term - t) if t >= when.grace else 0.0
        owed = owed + drawn - repaid
        service[t] = interest[t] + repaid
        net[t] = drawn - service[t]
    return interest, service, net


def _by_year(when: Schedule, rows: Array) -> Array:
    years = rows.reshape(when.years, when.per_year, -1).sum(axis=1)
    return np.asarray(years[when.first_year_of_repayment : when.last_year_of_repayment + 1])


def _present_value(flows: Array, factor: Array) -> Array:
    worth: Array = flows[-1].copy()
    for row in flows[-2::-1]:
        worth *= factor
        worth += row
    return worth


def _payback(when: Schedule, flows: Array, cumulative: Array) -> Array:
    """Years to the last period in which the cumulative flow turns positive."""
    turns = (cumulative[:-1] < 0) & (cumulative[1:] >= 0)
    last = len(turns) - np.argmax(turns[::-1], axis=0)
    place = np.arange(flows.shape[1])
    years = (last - 1 - cumulative[last - 1, place] / flows[last, place]) * when.months / 12
    return np.where(turns.any(axis=0) & (cumulative[-1] >= 0), years, np.nan)


def _internal_rate(flows: Array) -> Array:
    """Newton's method in x = 1 / (1 + rate), on all columns until the slowest is there."""
    x = np.ones(flows.shape[1])
    for _ in range(MOST_STEPS):
        value, slope = flows[-1].copy(), np.zeros_like(x)
        for row in flows[-2::-1]:
            slope *= x
            slope += value
            value *= x
            value += row
        step = value / slope
        x -= step
        if np.max(np.abs(step) / x) <= CLOSE:
            return np.asarray(1 / x - 1)
    return np.full_like(x, np.nan)
