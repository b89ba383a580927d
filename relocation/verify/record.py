"""What a cross-check found: the numbers of every engine beside those of Python, and what an engine could not do.

agreement    money to 0.01 yuan or 1e-9 of itself, any other number to 1e-9 of itself or of 1; n/a only with n/a
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import isclose, isfinite, nan
from typing import NamedTuple

from relocation.labels import Label

MONEY_TOLERANCE, TOLERANCE = 0.01, 1e-9


class Place(NamedTuple):
    """Which number: that of a line, of one of its periods, or, without a period, its total if it is a series."""

    key: str
    period: int | None = None

    def __str__(self) -> str:
        return self.key if self.period is None else f"{self.key}[{self.period}]"


Number = float | str  # NaN is not available; a text is what a program shows instead of a number


@dataclass(frozen=True, slots=True)
class Limit:
    """What an engine could not do, and why; how many numbers it left out for that."""

    reason: Label
    count: int = 0


@dataclass(frozen=True, slots=True)
class Weakness:
    """What an engine is known to do wrong, what is done about it, and the script of findings/ that shows it."""

    said: Label
    finding: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What an engine gives: its version, its numbers, and what it could not do."""

    version: str
    numbers: Mapping[Place, Number] = field(default_factory=dict)
    cannot: tuple[Limit, ...] = ()
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """An engine that was asked; without answers it is not installed, and `remedy` says how it would be."""

    key: str
    name: Label
    gives: Label
    remedy: Label
    weaknesses: tuple[Weakness, ...] = ()
    answers: Answers | None = None

    @property
    def numbers(self) -> Mapping[Place, Number]:
        """What it gives."""
        return self.answers.numbers if self.answers else {}


class Difference(NamedTuple):
    """A number on which an engine does not agree."""

    place: Place
    engine: Asked
    ours: float
    theirs: Number


@dataclass(frozen=True)
class CrossCheck:
    """Every number of a case by Python, and by the engines that were asked."""

    ours: Mapping[Place, float]
    money: Collection[str]  # lines that are in yuan
    engines: tuple[Asked, ...]

    def agrees(self, place: Place, theirs: Number) -> bool:
        """Whether a number of an engine is that of Python."""
        return agree(self.ours.get(place, nan), theirs, is_money=place.key in self.money)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Every number on which an engine does not agree."""
        return tuple(
            Difference(place, engine, self.ours.get(place, nan), theirs)
            for engine in self.engines
            for place, theirs in engine.numbers.items()
            if not self.agrees(place, theirs)
        )

    @property
    def holds(self) -> bool:
        """Whether all engines agree wherever they give a number."""
        return not self.differences

    @cached_property
    def differing(self) -> frozenset[Place]:
        """The numbers on which any engine does not agree."""
        return frozenset(difference.place for difference in self.differences)

    @cached_property
    def checked(self) -> frozenset[Place]:
        """The numbers that at least one engine has worked out again."""
        return frozenset(place for engine in self.engines for place in engine.numbers)

    def largest_gap(self, places: Collection[Place]) -> float:
        """The largest amount by which an engine is off Python in some numbers."""
        gaps = (
            abs(theirs - self.ours[place])
            for engine in self.engines
            for place in places
            if isinstance(theirs := engine.numbers.get(place), float) and isfinite(theirs - self.ours[place])
        )
        return max(gaps, default=nan)


def agree(ours: float, theirs: Number, *, is_money: bool) -> bool:
    """Whether two numbers are the same for a reader."""
    if isinstance(theirs, str):
        return False
    if not (isfinite(ours) and isfinite(theirs)):
        return not isfinite(ours) and not isfinite(theirs)
    return isclose(ours, theirs, rel_tol=TOLERANCE, abs_tol=MONEY_TOLERANCE if is_money else TOLERANCE)
