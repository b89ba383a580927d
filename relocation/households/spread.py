"""How amounts are spread, as counts in buckets: integers that add up, whatever the order and the split of the rows.

    |amount| < 2^14 fen    a bucket of its own
    else                   the first 14 binary digits of the magnitude: 8,192 buckets for each power of two

An amount differs from the middle of its bucket by at most 1/16,384 of itself, and so does a quartile that is read off.
Buckets are numbered in the order of the amounts, those below zero from -1 downwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from relocation.households.money import Column, magnitudes, rounded

DIGITS = 14
EXACT = 1 << DIGITS  # magnitudes below it stand alone
STEPS = 1 << (DIGITS - 1)  # buckets for each power of two above
BUCKETS = EXACT + (64 - DIGITS) * STEPS  # of one sign
WHOLE = 1 << 53  # up to here every whole number is a double
LEADING = (1023 + DIGITS) * STEPS  # exponent and first digits of EXACT as a double
ERROR = 2 * STEPS  # a quartile is right within 1/ERROR of itself


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Buckets in ascending order and how many amounts lie in each."""

    buckets: Column
    counts: Column


def spread_of(amounts: Column) -> Spread:
    """The buckets of a column."""
    buckets = bucket_of(amounts)
    first = int(buckets.min(initial=BUCKETS))
    counts = np.bincount(buckets - first)
    at = np.flatnonzero(counts)
    return Spread(at + first, counts[at].astype(np.int64))


def bucket_of(amounts: Column) -> Column:
    """The number of the bucket of every amount: the exponent and the first digits, as a double keeps them."""
    size = magnitudes(amounts)
    if int(size.max(initial=0)) >= WHOLE:
        # A double would round the last digits, perhaps up to the next power of two.
        size = np.where(size >= WHOLE, size & ~np.uint64(WHOLE // EXACT - 1), size)
    leading = size.astype(np.float64).view(np.int64) >> (53 - DIGITS)
    number = np.where(size < EXACT, size.view(np.int64), leading - LEADING + EXACT)
    found: Column = np.where(amounts < 0, ~number, number)
    return found


def bounds(bucket: int) -> tuple[int, int]:
    """The lowest and the highest amount [fen] of a bucket."""
    number = bucket if bucket >= 0 else ~bucket
    shift, leading = 0, number
    if number >= EXACT:
        above, rest = divmod(number - EXACT, STEPS)
        shift, leading = above + 1, STEPS + rest
    low, high = leading << shift, ((leading + 1) << shift) - 1
    return (low, high) if bucket >= 0 else (-high, -low)


class SpreadSum:
    """Spreads added up: one counter for each bucket."""

    def __init__(self) -> None:
        self.counts: Column = np.zeros(2 * BUCKETS, dtype=np.int64)

    def add(self, one: Spread) -> None:
        """Counts the amounts of another spread too."""
        self.counts[one.buckets + BUCKETS] += one.counts  # every bucket stands once in a spread

    def spread(self) -> Spread:
        """The buckets that hold any amount."""
        at = np.flatnonzero(self.counts)
        return Spread(at - BUCKETS, self.counts[at])

    def quartile(self, quarter: int) -> int:
        """The inclusive quartile, as `distribution` has it, of amounts in the middle of their buckets [fen]."""
        cumulated = np.cumsum(self.counts)
        at, rest = divmod((int(cumulated[-1]) - 1) * quarter, 4)
        low, high = (self._at(cumulated, at), self._at(cumulated, at + (rest > 0)))
        return rounded(low * (4 - rest) + high * rest, 8)

    @staticmethod
    def _at(cumulated: Column, position: int) -> int:
        """Twice the middle of the bucket in which an amount lies, by its position among the sorted."""
        return sum(bounds(int(np.searchsorted(cumulated, position, side="right")) - BUCKETS))
