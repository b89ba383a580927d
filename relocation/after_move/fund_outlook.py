"""What simulated claims mean for the fund: when it runs dry, how likely, and what would have to be added.

A fund runs dry in the first year whose claims are more than opening and premium; that year is topped up by what is
missing, and so is every later one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from relocation.households.money import Column


@dataclass(frozen=True)
class FundOutlook:
    """The fund under every path of claims. Arrays are paths x years [fen]; quantiles over the paths."""

    opening: int
    premium: int
    claims: Column
    top_ups: Column
    carried_forward: Column

    @property
    def paths(self) -> int:
        """How many futures there are."""
        return int(self.claims.shape[0])

    @property
    def years(self) -> int:
        """How many years each has."""
        return int(self.claims.shape[1])

    @property
    def openings(self) -> Column:
        """What each year opens with: what the year before carried forward."""
        first = np.full((self.paths, 1), self.opening, dtype=np.int64)
        return np.concatenate([first, self.carried_forward[:, :-1]], axis=1)

    @property
    def first_dry_year(self) -> Column:
        """The first year of each path that needs a top-up, counted from 1; 0 where none does."""
        dry = self.top_ups > 0
        found: Column = np.where(dry.any(axis=1), dry.argmax(axis=1) + 1, 0)
        return found

    @property
    def probability_of_top_up(self) -> float:
        """The share of paths in which the fund runs dry."""
        return float(np.mean(self.first_dry_year > 0))

    @property
    def probability_by_year(self) -> list[float]:
        """The share of paths that need a top-up in each year."""
        return [float(one) for one in np.mean(self.top_ups > 0, axis=0)]

    @property
    def first_dry_by_year(self) -> list[float]:
        """The share of paths in which the fund runs dry for the first time in each year."""
        counts = np.bincount(self.first_dry_year, minlength=self.years + 1)
        return [float(one) for one in counts[1:] / self.paths]

    def claims_by_quantile(self, levels: Sequence[float]) -> Mapping[float, int]:
        """Claims of a single year [fen] at each level, over all years and paths."""
        return quantiles(self.claims.ravel(), levels)

    def top_up_by_quantile(self, levels: Sequence[float]) -> Mapping[float, int]:
        """The top-up of all years together [fen] that suffices in a share of the paths."""
        return quantiles(self.top_ups.sum(axis=1), levels)


def quantiles(values: Column, levels: Sequence[float]) -> dict[float, int]:
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
    return FundOutlook(opening, premium, claims, top_ups, carried)
