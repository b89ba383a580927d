"""What stands drawn in or above a table: bars, profiles, lines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from what a low value brings to what a high one does, past what is there now if there is anything, between ends."""

    low: float
    high: float
    now: float | None
    ends: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """How numbers are spread: how many lie in each of equal intervals."""

    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A chart of lines above the table that holds its figures: the name and the points of each, in one unit."""

    lines: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    unit: str
