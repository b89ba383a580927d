"""How amounts are spread, as counts in buckets: integers that add up, whatever the order and the split of the rows.

    |amount| < 2^14 fen    a bucket of its own
    else                   the first 14 binary digits of the magnitude: 8,192 buckets for each power of two

An amount differs from the middle of its bucket by at most 1/16,384 of itself, and so does a quartile that is read off.
Buckets are numbered in the order of the amounts, those below zero from -1 downwards.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from relocation.households.columns import GROUP
from relocation.households.money import Column, magnitudes, rounded, total
from relocation.households.roster import Roster
from relocation.households.rules import RuleSet
from relocation.labels import Label, Language

By = Literal["group", "option", "registered"]

ALL = Label("all households", "全部农户")
REGISTERED_OR_NOT = (Label("not registered", "非建档立卡户"), Label("registered poor", "建档立卡户"))
NO_GROUP = Label("without group", "未分组")
HEADINGS: dict[str, Label] = {
    "group": Label("Group", "分组"),
    "households": Label("Households", "户数"),
    "below_zero": Label("Below zero", "低于零的户数"),
    "minimum": Label("Minimum", "最小值"),
    "lower_quartile": Label("Lower quartile", "下四分位数"),
    "median": Label("Median", "中位数"),
    "upper_quartile": Label("Upper quartile", "上四分位数"),
    "maximum": Label("Maximum", "最大值"),
    "mean": Label("Mean", "平均值"),
    "total": Label("Total", "合计"),
}


@dataclass(frozen=True, slots=True)
class Distribution:
    """The spread of one amount [fen] over the households of one group; no quartiles where they were not kept."""

    group: Label
    households: int
    below_zero: int
    minimum: int
    lower_quartile: int | None
    median: int | None
    upper_quartile: int | None
    maximum: int
    mean: int
    total: int

    def record(self, lang: Language = "en") -> dict[str, Any]:
        """The distribution as plain data, amounts in fen."""
        return {**asdict(self), "group": self.group.text(lang)}


def distribution(amounts: Column, group: Label = ALL) -> Distribution:
    """The spread of amounts, of which there is at least one."""
    ordered = np.sort(amounts)
    count, whole = len(ordered), total(ordered)
    lower, median, upper = (_quartile(ordered, quarter) for quarter in (1, 2, 3))
    below = int((ordered < 0).sum())
    mean = rounded(whole, count)
    low, high = int(ordered[0]), int(ordered[-1])
    return Distribution(group, count, below, low, lower, median, upper, high, mean, whole)


def _quartile(ordered: Column, quarter: int) -> int:
    position, rest = divmod((len(ordered) - 1) * quarter, 4)
    low, high = int(ordered[position]), int(ordered[min(position + 1, len(ordered) - 1)])
    return rounded(low * (4 - rest) + high * rest, 4)


def groups_of(roster: Roster, rules: RuleSet, by: By) -> list[tuple[Label, Column]]:
    """The groups of households that exist, each with the positions of its households."""
    if by == "group":
        names = np.array(roster.texts[GROUP.key], dtype=object)
        return [(_named(name), np.flatnonzero(names == name)) for name in sorted(set(names.tolist()))]
    if by == "option":
        codes, labels = roster.batch(rules)["option"], [option.label for option in rules.options]
    else:
        codes, labels = roster.numbers["registered"], list(REGISTERED_OR_NOT)
    parts = [(label, np.flatnonzero(codes == code)) for code, label in enumerate(labels)]
    return [(label, rows) for label, rows in parts if len(rows)]


def _named(name: str) -> Label:
    return Label(name, name) if name else NO_GROUP


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
    filled = np.flatnonzero(counts)
    return Spread(filled + first, counts[filled].astype(np.int64))


def bucket_of(amounts: Column) -> Column:
    """The number of the bucket of every amount: the exponent and the first digits, as a double keeps them."""
    size = magnitudes(amounts)
    if int(size.max(initial=0)) >= WHOLE:
        # A double would round the last digits, perhaps up to the next power of two.
        size = np.where(size >= WHOLE, size & ~np.uint64(WHOLE // EXACT - 1), size)
    leading = size.astype(np.float64).view(np.int64) >> (53 - DIGITS)
    number = np.where(size < EXACT, size.view(np.int64), leading - LEADING + EXACT)
    buckets: Column = np.where(amounts < 0, ~number, number)
    return buckets


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

    def add(self, spread: Spread) -> None:
        """Counts the amounts of another spread too."""
        self.counts[spread.buckets + BUCKETS] += spread.counts  # every bucket stands once in a spread

    def spread(self) -> Spread:
        """The buckets that hold any amount."""
        filled = np.flatnonzero(self.counts)
        return Spread(filled - BUCKETS, self.counts[filled])

    def quartile(self, quarter: int) -> int:
        """The inclusive quartile, as `distribution` has it, of amounts in the middle of their buckets [fen]."""
        cumulated = np.cumsum(self.counts)
        position, rest = divmod((int(cumulated[-1]) - 1) * quarter, 4)
        low, high = (
            self._twice_middle(cumulated, position),
            self._twice_middle(cumulated, position + (rest > 0)),
        )
        return rounded(low * (4 - rest) + high * rest, 8)

    def counted(self, edges: Column) -> Column:
        """How many amounts lie in each interval between edges [fen], each taken as the middle of its bucket."""
        filled = self.spread()
        middles = [sum(bounds(int(bucket))) / 2 for bucket in filled.buckets]
        counts: Column = np.histogram(middles, edges, weights=filled.counts)[0].astype(np.int64)
        return counts

    @staticmethod
    def _twice_middle(cumulated: Column, position: int) -> int:
        """Twice the middle of the bucket in which an amount lies, by its position among the sorted."""
        return sum(bounds(int(np.searchsorted(cumulated, position, side="right")) - BUCKETS))
