"""The seam between rules and executors: partial(batch) -> integer sums by village, merge = addition.

    lines   = amounts(rules, batch)                          what a row gives, from nothing but the row
    partial = partial_sums(rules, batch, lines, villages)    both together are rule_sums(rules, batch, villages)
    roll_up.add(partial)                                     in any order, split in any way

A kernel of another kind takes the place of `rule_sums` and keeps its signature.

Sums and counts are int64 and exact: what does not fit raises AmountTooLarge. The lowest and highest amounts merge by
minimum and maximum, which do not care about order either. So every executor, batch size and order of rows gives
identical totals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from relocation.households import amounts as on_columns
from relocation.households import arrow_columns as arrow
from relocation.households.amounts import Amounts, Batch
from relocation.households.columns import PERSONS, POOR_PERSONS, REGISTERED
from relocation.households.money import LARGEST, AmountTooLarge, Column, largest, total
from relocation.households.rules import RuleSet
from relocation.households.spread import Spread, spread_of

if TYPE_CHECKING:
    import pyarrow as pa

SHORT = 16  # rows of a run that are not worth it


def run_starts(of_row: Column) -> Column:
    """The first row of every run of equal villages."""
    return np.flatnonzero(np.concatenate([[True], of_row[1:] != of_row[:-1]])) if len(of_row) else of_row


def are_short(starts: Column, of_row: Column) -> bool:
    """Whether runs are so short that rows had better be taken one by one."""
    return len(starts) * SHORT > len(of_row)


def village_sums(columns: Sequence[Column], of_row: Column, groups: int) -> Column:
    """The exact sums of columns in every village, shape (columns, groups). Raises AmountTooLarge beyond 64 bits."""
    starts = run_starts(of_row)
    short = are_short(starts, of_row)
    sums = np.zeros((len(columns), groups), dtype=np.int64)
    for number, column in enumerate(columns):
        if not len(column) or largest(column) > LARGEST // len(column):
            sums[number] = _slow_sums(column, of_row, groups)
        elif short:
            np.add.at(sums[number], of_row, column)
        else:
            np.add.at(sums[number], of_row[starts], np.add.reduceat(column, starts))
    return sums


def _slow_sums(column: Column, of_row: Column, groups: int) -> list[int]:
    """For amounts that nobody is paid: in numbers without limit."""
    exact = [total(column[of_row == group]) for group in range(groups)]
    if any(abs(whole) > LARGEST for whole in exact):
        raise AmountTooLarge
    return exact


Village = tuple[str, str]  # county, village
RuleSums = Callable[[RuleSet, Batch, "VillageRows"], "PartialSums"]

HOUSEHOLDS, LEFT, BELOW_ZERO = "households", "left", "below_zero"


@dataclass(frozen=True, slots=True, eq=False)
class VillageRows:
    """Which village every row of a batch belongs to, as positions in `names`; each stands once, some for no row."""

    names: tuple[Village, ...]
    of_row: Column


@dataclass(frozen=True, slots=True, eq=False)
class PartialSums:
    """What some rows add to their villages: `sums` are measures x villages, in the order of `measures`."""

    villages: tuple[Village, ...]
    sums: Column
    lowest: Column  # of what is left [fen], by village
    highest: Column
    spread: Spread  # of what is left, all villages together


def village_rows(counties: Sequence[str], villages: Sequence[str]) -> VillageRows:
    """The villages of rows, by the names that stand in them."""
    places: dict[Village, int] = {}
    of_row = [places.setdefault(village, len(places)) for village in zip(counties, villages, strict=True)]
    return VillageRows(tuple(places), np.array(of_row, dtype=np.int64))


def measures(rules: RuleSet) -> tuple[str, ...]:
    """The names of what is summed: people, quantities and fen by rule, what is left, households above each limit."""
    ids = [rule.id for rule in rules.rules]
    return (
        HOUSEHOLDS,
        *(REGISTERED.key, PERSONS.key, POOR_PERSONS.key),
        *(f"quantity.{rule}" for rule in ids),
        *(f"fen.{rule}" for rule in ids),
        *("received", "paid", LEFT, BELOW_ZERO),
        *(f"above.{limit.id}" for limit in rules.limits),
    )


def partial_sums(
    rules: RuleSet, batch: Batch, worked_out: Mapping[str, Amounts], villages: VillageRows
) -> PartialSums:
    """The sums of a batch by village. Raises AmountTooLarge."""
    columns = _columns(rules, batch, worked_out)
    left, groups = columns[LEFT], len(villages.names)
    sums = village_sums(list(columns.values()), villages.of_row, groups)
    lowest = np.full(groups, LARGEST, dtype=np.int64)
    highest = np.full(groups, -LARGEST, dtype=np.int64)
    np.minimum.at(lowest, villages.of_row, left)
    np.maximum.at(highest, villages.of_row, left)
    return PartialSums(villages.names, sums, lowest, highest, spread_of(left))


def rule_sums(rules: RuleSet, batch: Batch, villages: VillageRows) -> PartialSums:
    """The rules on a batch and their sums by village: the whole of what an executor does with a batch."""
    return partial_sums(rules, batch, on_columns.amounts(rules, batch), villages)


def _columns(rules: RuleSet, batch: Batch, worked_out: Mapping[str, Amounts]) -> dict[str, Column]:
    """The measures of every row, in the order of `measures`."""
    left = on_columns.left(rules, worked_out)
    ids = [rule.id for rule in rules.rules]
    values = [
        np.ones(left.shape, dtype=np.int64),
        *(batch[column.key] for column in (REGISTERED, PERSONS, POOR_PERSONS)),
        *(worked_out[rule].quantity for rule in ids),
        *(worked_out[rule].amount for rule in ids),
        *(on_columns.received(rules, worked_out), on_columns.paid(rules, worked_out), left),
        (left < 0).astype(np.int64),
        *(on_columns.breached(rules, limit, batch, worked_out).astype(np.int64) for limit in rules.limits),
    ]
    return dict(zip(measures(rules), values, strict=True))


PAIR = 1 << 31  # names of villages at most


class Names:
    """The texts of one column in the order in which they were first seen."""

    def __init__(self) -> None:
        self.known: pa.Array | None = None

    def positions(self, texts: pa.Array) -> Column:
        """The position of the text of every row. `texts` have no nulls."""
        import pyarrow as pa
        import pyarrow.compute as pc

        encoded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
        words = encoded.dictionary
        known = self.known if self.known is not None else words.slice(0, 0)
        new = pc.is_null(pc.index_in(words, known))
        if pc.any(new).as_py():
            known = pa.concat_arrays([known, words.filter(new)])
        self.known = known
        of_word = arrow.numbers(pc.index_in(words, known))
        of_row: Column = of_word[arrow.numbers(encoded.indices)].astype(np.int64)
        return of_row


class VillageTable:
    """Pairs of county and village in the order in which they were first seen."""

    def __init__(self) -> None:
        self.counties, self.villages = Names(), Names()
        self.pairs: Column = np.zeros(0, dtype=np.int64)  # ascending
        self.places: Column = np.zeros(0, dtype=np.int64)  # of each of them in `names`
        self.names: tuple[Village, ...] = ()

    def rows(self, counties: pa.Array, villages: pa.Array) -> VillageRows:
        """The villages of rows, by the texts of two columns; all that are known, unless most have no row here."""
        of_pair = self.counties.positions(counties) * PAIR + self.villages.positions(villages)
        starts = run_starts(of_pair)  # rows of one village mostly stand together
        pairs = of_pair[starts]
        place = np.searchsorted(self.pairs, pairs)
        if len(pairs) and not self._all_known(place, pairs):
            self._learn(np.setdiff1d(pairs, self.pairs))
            place = np.searchsorted(self.pairs, pairs)
        of_row = np.repeat(self.places[place], np.diff(starts, append=len(of_pair)))
        here = np.flatnonzero(np.bincount(of_row, minlength=len(self.names)))
        if 2 * len(here) >= len(self.names):
            return VillageRows(self.names, of_row)
        names = tuple(self.names[position] for position in here.tolist())
        return VillageRows(names, np.searchsorted(here, of_row).astype(np.int64))

    def _all_known(self, place: Column, pairs: Column) -> bool:
        if not len(self.pairs):
            return False
        return bool((self.pairs[np.minimum(place, len(self.pairs) - 1)] == pairs).all())

    def _learn(self, pairs: Column) -> None:
        """Names pairs that are new."""
        county, village = np.divmod(pairs, PAIR)
        assert self.counties.known is not None
        assert self.villages.known is not None
        counties, villages = (
            names.take(arrow.integers(positions))
            for names, positions in ((self.counties.known, county), (self.villages.known, village))
        )
        new = np.arange(len(self.names), len(self.names) + len(pairs))
        self.names += tuple(zip(counties.to_pylist(), villages.to_pylist(), strict=True))
        order = np.argsort(np.concatenate([self.pairs, pairs]))
        self.pairs = np.concatenate([self.pairs, pairs])[order]
        self.places = np.concatenate([self.places, new])[order]
