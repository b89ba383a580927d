"""The check of a schedule for cliffs: places where a household that pays more itself is compensated less.

At the end b of a tier, whole mode goes from rate r of all b to rate r' of all b:

    lost = min(cap, r b) - min(cap, r' b)        recovered at the R from which the compensation is min(cap, r b) again

Marginal mode has neither cliffs nor leaps, for its compensation is continuous.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from relocation.after_move.tiers import TierSchedule
from relocation.households.money import rounded
from relocation.households.statement_page import number_text
from relocation.labels import Label


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
        place, size = number_text(self.self_paid), number_text(abs(self.lost))
        before, after = number_text(self.before), number_text(self.after)
        if self.lost < 0:
            return Label(
                f"at {place} yuan self-paid the compensation leaps by {size}, from {before} to {after}",
                f"自付 {place} 元处，补偿突增 {size} 元（{before} → {after}）",
            )
        if self.recovered is None:
            end = Label("never recovered", "此后不再恢复")
        else:
            back = number_text(self.recovered)
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
    for at, tier in enumerate(schedule.tiers[:-1]):
        bound = tier.up_to
        assert bound is not None
        before = _capped(schedule, bound * tier.rate.fraction)
        after = _capped(schedule, bound * schedule.tiers[at + 1].rate.fraction)
        if before != after:
            back = _recovery(schedule, at + 1, before) if after < before else None
            recovered = None if back is None else back + schedule.deductible
            place = bound + schedule.deductible
            yield Cliff(bound, place, _fen(before), _fen(after), recovered)


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
