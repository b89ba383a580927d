"""The account of an insurance fund, year by year, in whole fen.

    opening + premium + top-up - claims = carried forward, which opens the next year

A year that the fund cannot pay is topped up by what is missing; what is left over stays in the fund.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from relocation.households.money import Column, decimal_text
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.documents import CORRECT

COLUMNS = {
    "opening": Label("Opening", "期初结余"),
    "premium": Label("Premium", "保费收入"),
    "top_up": Label("Top-up", "财政补足"),
    "claims": Label("Claims", "补偿支出"),
    "carried_forward": Label("Carried forward", "结转下年"),
}


class IdentityBroken(AssertionError):
    """The account of a fund contradicts itself: a fault of the program."""


@dataclass(frozen=True, slots=True)
class FundYear:
    """One year of a fund [fen]."""

    year: int
    opening: int
    premium: int
    top_up: int
    claims: int
    carried_forward: int

    @property
    def difference(self) -> int:
        """opening + premium + top-up - claims - carried forward, which is nothing."""
        return self.opening + self.premium + self.top_up - self.claims - self.carried_forward


def fund_account(
    opening: int,
    premium: int,
    claims: Sequence[int],
    *,
    first_year: int = 1,
    top_ups: Sequence[int] | None = None,
) -> list[FundYear]:
    """The account over as many years as there are claims. `top_ups` are what was really added; else what is missing.

    Raises ProblemsFound, naming the year, for negative amounts, a wrong number of top-ups, or a year whose stated
    top-up does not pay its claims.
    """
    problems = _negative(opening, premium, claims, top_ups or ())
    if top_ups is not None and len(top_ups) != len(claims):
        expected = Label(f"{len(claims)} top-ups, one a year", f"{len(claims)} 个补足额，每年一个")
        problems.append(Problem("top_ups", str(len(top_ups)), expected, CORRECT))
    if problems:
        raise ProblemsFound(problems)
    years: list[FundYear] = []
    for place, spent in enumerate(claims):
        missing = max(0, spent - opening - premium)
        added = missing if top_ups is None else top_ups[place]
        if added < missing:
            expected = Label(
                f"at least {decimal_text(missing)} yuan, or claims stay unpaid",
                f"至少 {decimal_text(missing)} 元，否则有补偿未付",
            )
            problems.append(Problem(f"top_ups.{first_year + place}", decimal_text(added), expected, CORRECT))
        left = opening + premium + added - spent
        years.append(FundYear(first_year + place, opening, premium, added, spent, left))
        opening = max(0, left)
    if problems:
        raise ProblemsFound(problems)
    verify(years)
    return years


def verify(years: Sequence[FundYear]) -> None:
    """Raises IdentityBroken if a year does not add up, or does not open with what the year before carried forward."""
    for place, year in enumerate(years):
        if year.difference or (place and year.opening != years[place - 1].carried_forward):
            raise IdentityBroken(f"the fund does not add up in year {year.year}")


def _negative(*amounts: int | Sequence[int]) -> list[Problem]:
    names = ("opening", "premium", "claims", "top_ups")
    problems = []
    for name, amount in zip(names, amounts, strict=True):
        for value in [amount] if isinstance(amount, int) else amount:
            if value < 0:
                problems.append(Problem(name, decimal_text(value), Label("0 or more", "不小于0"), CORRECT))
    return problems


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
    def first_dry_year(self) -> Column:
        """The first year of each path that needs a top-up, counted from 1; 0 where none does."""
        dry = self.top_ups > 0
        first: Column = np.where(dry.any(axis=1), dry.argmax(axis=1) + 1, 0)
        return first

    @property
    def probability_of_top_up(self) -> float:
        """The share of paths in which the fund runs dry."""
        return float(np.mean(self.first_dry_year > 0))

    @property
    def probability_by_year(self) -> list[float]:
        """The share of paths that need a top-up in each year."""
        return [float(share) for share in np.mean(self.top_ups > 0, axis=0)]

    @property
    def first_dry_by_year(self) -> list[float]:
        """The share of paths in which the fund runs dry for the first time in each year."""
        counts = np.bincount(self.first_dry_year, minlength=self.years + 1)
        return [float(share) for share in counts[1:] / self.paths]

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
