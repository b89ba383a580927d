"""Compensation by tiers of what a household paid itself beyond a deductible, in whole fen.

    R = max(0, self-paid - deductible)
    whole       the tier that R falls in gives one rate for all of R
    marginal    every slice of R is paid at the rate of its own tier
    compensation = min(cap, rounded once, half away from zero)

The text of a scheme seldom says which of the two is meant, and they differ by thousands of yuan: `mode` is declared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np

from relocation.households.money import FEN, LARGEST, Ratio, Whole, plus, product, rounded
from relocation.labels import Label
from relocation.tables.numbers import fen_text

Mode = Literal["whole", "marginal"]


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier of the remainder R: its rate, and where it ends.

    `up_to` is the largest R of the tier [fen], None for the last. `includes_up_to` says whether R = up_to is still of
    this tier; it matters in whole mode only.
    """

    rate: Ratio
    up_to: int | None = None
    includes_up_to: bool = True

    @property
    def first_beyond(self) -> int:
        """The smallest R [fen] that belongs to the next tier."""
        assert self.up_to is not None, "the last tier has no end"
        return self.up_to + 1 if self.includes_up_to else self.up_to


@dataclass(frozen=True, slots=True)
class Part:
    """What one tier contributes: how much of the remainder lies in it [fen], and what is paid on that, unrounded."""

    tier: Tier
    start: int
    amount: int

    @property
    def paid(self) -> Fraction:
        """Before the sum is rounded [fen]."""
        return self.amount * self.tier.rate.fraction


@dataclass(frozen=True)
class TierSchedule:
    """What is compensated of a self-paid amount. Amounts in fen; `base` is the unit of rounding, fen if not stated.

    Raises ValueError for tiers out of order; a scheme file has its own messages for a planner's slips.
    """

    deductible: int
    tiers: tuple[Tier, ...]
    mode: Mode
    cap: int | None = None
    base: int = FEN

    def __post_init__(self) -> None:
        ends = [tier.up_to for tier in self.tiers[:-1]]
        ascending = all(end is not None and end > 0 for end in ends) and all(
            (low or 0) < (high or 0) for low, high in pairwise(ends)
        )
        if not self.tiers or not ascending or self.tiers[-1].up_to is not None:
            raise ValueError("tiers end at ascending bounds above zero, and the last has none")
        if any(tier.rate.numerator < 0 for tier in self.tiers) or min(self.deductible, self.cap or 0) < 0:
            raise ValueError("rates, deductible and cap are not negative")

    def in_mode(self, mode: Mode) -> TierSchedule:
        """The same schedule read the other way."""
        return replace(self, mode=mode)

    def remainder(self, self_paid: Whole) -> Whole:
        """What was paid beyond the deductible [fen], zero where nothing was."""
        if isinstance(self_paid, int):
            return max(0, self_paid - self.deductible)
        return np.maximum(self_paid, self.deductible) - self.deductible

    def tier_of(self, remainder: int) -> int:
        """The position of the tier that a remainder falls in, counted from 0."""
        return sum(remainder >= tier.first_beyond for tier in self.tiers[:-1])

    def parts(self, self_paid: int) -> list[Part]:
        """What each tier contributes to a compensation; in whole mode one tier has all of the remainder."""
        remainder = self.remainder(self_paid)
        reached = self.tier_of(remainder)
        starts: list[int] = [0, *(tier.up_to or 0 for tier in self.tiers[:-1])]
        parts = []
        for place, (tier, start) in enumerate(zip(self.tiers, starts, strict=True)):
            end = remainder if tier.up_to is None else min(remainder, tier.up_to)
            inside = remainder * (place == reached) if self.mode == "whole" else max(0, end - start)
            parts.append(Part(tier, start, inside))
        return parts

    def before_cap(self, self_paid: Whole) -> Whole:
        """The compensation before the cap [fen]. Raises AmountTooLarge beyond 64 bits."""
        remainder = self.remainder(self_paid)
        numerator = self._whole(remainder) if self.mode == "whole" else self._marginal(remainder)
        return rounded(numerator, self._denominator, self.base)

    def compensation(self, self_paid: Whole) -> Whole:
        """What is paid on a self-paid amount [fen], or on an int64 column of them."""
        amount = self.before_cap(self_paid)
        if self.cap is None:
            return amount
        return min(amount, self.cap) if isinstance(amount, int) else np.minimum(amount, self.cap)

    @cached_property
    def _denominator(self) -> int:
        return math.lcm(*(tier.rate.denominator for tier in self.tiers))

    @cached_property
    def _numerators(self) -> tuple[int, ...]:
        return tuple(
            tier.rate.numerator * (self._denominator // tier.rate.denominator) for tier in self.tiers
        )

    def _whole(self, remainder: Whole) -> Whole:
        if isinstance(remainder, int):
            return remainder * self._numerators[self.tier_of(remainder)]
        ends = [tier.first_beyond for tier in self.tiers[:-1]]
        reached = np.searchsorted(ends, remainder, side="right")
        parts = [
            product(np.where(reached == tier, remainder, 0), factor)
            for tier, factor in enumerate(self._numerators)
        ]
        return plus(*parts)

    def _marginal(self, remainder: Whole) -> Whole:
        starts: list[int] = [0, *(tier.up_to or 0 for tier in self.tiers[:-1])]
        ends = [*starts[1:], LARGEST]
        if isinstance(remainder, int):
            slices = [max(0, min(remainder, end) - start) for start, end in zip(starts, ends, strict=True)]
            return sum(part * factor for part, factor in zip(slices, self._numerators, strict=True))
        columns = [np.clip(remainder, start, end) - start for start, end in zip(starts, ends, strict=True)]
        return plus(*(product(part, factor) for part, factor in zip(columns, self._numerators, strict=True)))


@dataclass(frozen=True, slots=True)
class Cliff:
    """A jump of the compensation at a bound between two tiers [fen].

    `remainder` and `self_paid` are the place; `before` and `after` the compensation on either side, `recovered` the
    self-paid amount from which a household is no worse off than before, None where that never happens. A jump upwards
    is a leap; it has nothing to recover.
    """

    remainder: int
    self_paid: int
    before: int
    after: int
    recovered: int | None = None

    @property
    def lost(self) -> int:
        """The compensation lost by paying more [fen]; negative for a leap."""
        return self.before - self.after

    @property
    def label(self) -> Label:
        """The jump in one sentence."""
        place, size = fen_text(self.self_paid), fen_text(abs(self.lost))
        before, after = fen_text(self.before), fen_text(self.after)
        if self.lost < 0:
            return Label(
                f"at {place} yuan self-paid the compensation leaps by {size}, from {before} to {after}",
                f"自付 {place} 元处，补偿突增 {size} 元（{before} → {after}）",
            )
        if self.recovered is None:
            end = Label("never recovered", "此后不再恢复")
        else:
            back = fen_text(self.recovered)
            end = Label(f"recovered at {back}", f"自付 {back} 元起恢复")
        return Label(
            f"at {place} yuan self-paid the compensation falls by {size}, from {before} to {after}; {end.en}",
            f"自付 {place} 元处，补偿减少 {size} 元（{before} → {after}），{end.zh}",
        )


def cliffs(schedule: TierSchedule) -> list[Cliff]:
    """Every place where paying more loses compensation."""
    return [jump for jump in _jumps(schedule) if jump.lost > 0]


def leaps(schedule: TierSchedule) -> list[Cliff]:
    """Every place where one fen more of own payment brings a jump in compensation: a reason to overstate it."""
    return [jump for jump in _jumps(schedule) if jump.lost < 0]


def _jumps(schedule: TierSchedule) -> Iterator[Cliff]:
    if schedule.mode == "marginal":
        return
    for number, (tier, following) in enumerate(pairwise(schedule.tiers), start=1):
        bound = tier.up_to
        assert bound is not None
        before = _capped(schedule, bound * tier.rate.fraction)
        after = _capped(schedule, bound * following.rate.fraction)
        if before != after:
            back = _recovery(schedule, number, before) if after < before else None
            recovered = None if back is None else back + schedule.deductible
            yield Cliff(bound, bound + schedule.deductible, _fen(before), _fen(after), recovered)


def _recovery(schedule: TierSchedule, first: int, wanted: Fraction) -> int | None:
    """The smallest R from a tier on [fen] whose compensation, before it is rounded, is the wanted one again."""
    start = schedule.tiers[first - 1].first_beyond
    for tier in schedule.tiers[first:]:
        reached = max(start, _ceiling(wanted / tier.rate.fraction)) if tier.rate.numerator else None
        if reached is not None and (tier.up_to is None or reached < tier.first_beyond):
            return reached
        start = tier.first_beyond if tier.up_to is not None else start
    return None


def _capped(schedule: TierSchedule, amount: Fraction) -> Fraction:
    return amount if schedule.cap is None else min(amount, Fraction(schedule.cap))


def _fen(amount: Fraction) -> int:
    return rounded(amount.numerator, amount.denominator)


def _ceiling(amount: Fraction) -> int:
    return rounded(amount.numerator, amount.denominator, direction="up")
