"""Claims of an insurance scheme over years that have not come yet, and what they mean for its fund.

For every year of every path and every schedule a number of cases is drawn, for every case a self-paid amount; the
schedule compensates it. Draws come from Philox streams, one for each schedule and block of paths, so that a result
depends on the seed alone, and two readings of the same tiers are compared on the same cases.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.random import Generator, Philox, SeedSequence
from numpy.typing import NDArray

from relocation.after_move.scheme import Scheme
from relocation.after_move.tiers import Mode, TierSchedule
from relocation.households.money import Column

Array = NDArray[np.float64]
BLOCK = 256  # paths drawn at once


class Quantile(Protocol):
    """A distribution by its quantile function; the distributions of `scenarios` fit."""

    def quantile(self, u: Array) -> Array:
        """The values below which the shares `u` lie."""
        ...


@dataclass(frozen=True)
class Points:
    """A distribution by a few points of it, straight between them: levels from 0 to 1 and ascending values."""

    levels: tuple[float, ...]
    values: tuple[float, ...]

    def quantile(self, u: Array) -> Array:
        """The value at each share."""
        return np.interp(u, self.levels, self.values)

    @property
    def mean(self) -> float:
        """The exact mean: every stretch counts with its middle."""
        low, high = np.array(self.values[:-1]), np.array(self.values[1:])
        return float(np.sum(np.diff(self.levels) * (low + high) / 2))


@dataclass(frozen=True)
class PoissonCases:
    """The number of cases a year when each comes by itself: Poisson with a stated mean."""

    mean: float

    def quantile(self, u: Array) -> Array:
        """The smallest number whose share is at least u."""
        if self.mean == 0:
            return np.zeros_like(u)
        farthest = int(self.mean + 40 * math.sqrt(self.mean) + 40)
        logs = [k * math.log(self.mean) - self.mean - math.lgamma(k + 1) for k in range(farthest + 1)]
        shares = np.cumsum(np.exp(logs))
        return np.searchsorted(shares / shares[-1], u, side="left").astype(float)


@dataclass(frozen=True)
class ClaimSource:
    """A schedule with how often it is called upon a year and what is then self-paid [yuan]."""

    schedule: TierSchedule
    cases: Quantile
    self_paid: Quantile


def declared_sources(scheme: Scheme, mode: Mode | None = None) -> list[ClaimSource]:
    """What the file of a scheme says of its claims, read as it says or in another mode."""
    found = []
    for one in scheme.incidence.values():
        values = (one.lowest, one.median, one.ninth_decile, one.ninety_ninth, one.highest)
        points = Points((0.0, 0.5, 0.9, 0.99, 1.0), values)
        found.append(ClaimSource(scheme.tier_schedule(one.schedule, mode), PoissonCases(one.cases), points))
    return found


def simulate_claims(sources: Sequence[ClaimSource], *, years: int, paths: int, seed: int) -> Column:
    """Claims paid [fen] as an array of paths x years."""
    total = np.zeros((paths, years), dtype=np.int64)
    for position, source in enumerate(sources):
        for block, first in enumerate(range(0, paths, BLOCK)):
            stream = Generator(Philox(SeedSequence(seed, spawn_key=(position, block))))
            drawn = _block(source, years, stream)
            total[first : first + BLOCK] += drawn[: paths - first]
    return total


def _block(source: ClaimSource, years: int, stream: Generator) -> Column:
    """The claims of a whole block of paths, so that fewer paths are the beginning of more."""
    cases = np.rint(source.cases.quantile(stream.random((BLOCK, years)))).astype(np.int64)
    amounts = np.rint(source.self_paid.quantile(stream.random(int(cases.sum()))) * 100).astype(np.int64)
    paid = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(source.schedule.compensation(amounts))])
    ends = np.cumsum(cases.ravel())
    of_year: Column = paid[ends] - paid[ends - cases.ravel()]
    return of_year.reshape(cases.shape)


@dataclass(frozen=True)
class FundOutlook:
    """What simulated claims mean for the fund. Arrays are paths x years [fen]; quantiles over the paths."""

    claims: Column
    top_ups: Column
    carried_forward: Column

    @property
    def probability_of_top_up(self) -> float:
        """The share of paths that need a top-up in any year."""
        return float(np.mean(self.top_ups.sum(axis=1) > 0))

    @property
    def probability_by_year(self) -> list[float]:
        """The share of paths that need a top-up in each year."""
        return [float(one) for one in np.mean(self.top_ups > 0, axis=0)]

    def claims_by_quantile(self, levels: Sequence[float]) -> Mapping[float, int]:
        """Claims of a single year [fen] at each level, over all years and paths."""
        return _at(self.claims.ravel(), levels)

    def top_up_by_quantile(self, levels: Sequence[float]) -> Mapping[float, int]:
        """The top-up of all years together [fen] that suffices in a share of the paths."""
        return _at(self.top_ups.sum(axis=1), levels)


def _at(values: Column, levels: Sequence[float]) -> dict[float, int]:
    """Quantiles that are themselves one of the values: the smallest that suffices in the share asked for."""
    return {level: int(np.quantile(values, level, method="inverted_cdf")) for level in levels}


def fund_outlook(claims: Column, *, opening: int, premium: int) -> FundOutlook:
    """The fund under every path of claims: topped up by what is missing, year after year."""
    top_ups, carried = np.zeros_like(claims), np.zeros_like(claims)
    left = np.full(claims.shape[0], opening, dtype=np.int64)
    for year in range(claims.shape[1]):
        balance = left + premium - claims[:, year]
        top_ups[:, year] = np.maximum(0, -balance)
        left = np.maximum(0, balance)
        carried[:, year] = left
    return FundOutlook(claims, top_ups, carried)
