"""The rules of a scheme compiled: one pass over the households, all rules at once, the same fen as `amounts`.

    compiled = compile_amounts(rules)                # None without numba (extra `fast`)
    compiled.amounts(batch)                          # as amounts(rules, batch)
    compiled.rule_sums(batch, villages)              # as rule_sums(rules, batch, villages)
    stream(paths, rules, sums=compiled_rule_sums)    # the same in place of rule_sums, compiled when first called

Compiled are the numbers that a roster may hold, from zero to the highest value of each column, and only if no rule comes
near 2**53 on them. A batch with any other number goes to the functions on columns, which refuse by row what is too large;
so both ways give the same answer to everything. Kernels hold no lock, so that threads may share them, and are kept on
the disk for the next process (`formula.compiled.kernel_file`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from relocation.formula.kernel.kernel_file import compiled
from relocation.households import amounts as on_columns
from relocation.households.amounts import Amounts, Batch, highest_values, largest_number
from relocation.households.money import LARGEST, Column
from relocation.households.rule_loop import OPTION, WHOLE, AmountsSource, counted_columns
from relocation.households.rules import RuleSet
from relocation.households.spread import spread_of
from relocation.households.village_sums import (
    PartialSums,
    VillageRows,
    are_short,
    measures,
    rule_sums,
    run_starts,
)

Kernel = Callable[..., bool]


def compile_amounts(rules: RuleSet) -> CompiledAmounts | None:
    """The rules compiled; None where numba is not installed, or where a roster may hold numbers too large for that."""
    highest = highest_values(rules, counted_columns(rules))
    most = largest_number(rules, highest)
    if most is None or most > WHOLE:
        return None
    try:
        import numba  # noqa: F401
    except ImportError:
        return None
    return CompiledAmounts(rules, highest, LARGEST // most)


@lru_cache(maxsize=16)
def _kept(rules: RuleSet) -> CompiledAmounts | None:
    return compile_amounts(rules)


def compiled_rule_sums(rules: RuleSet, batch: Batch, villages: VillageRows) -> PartialSums:
    """As `rule_sums`, compiled once in every process where that can be done. Raises AmountTooLarge."""
    made = _kept(rules)
    return rule_sums(rules, batch, villages) if made is None else made.rule_sums(batch, villages)


class CompiledAmounts:
    """The kernels of a rule set, each compiled when first used. `most_rows` may be summed without leaving 64 bits."""

    def __init__(self, rules: RuleSet, highest: Mapping[str, int], most_rows: int) -> None:
        self.rules = rules
        self.highest = highest
        self.most_rows = most_rows
        self._source = AmountsSource(rules, highest)
        self._measures = len(measures(rules))

    def amounts(self, batch: Batch) -> dict[str, Amounts]:
        """Every rule on every household, as `amounts` without replacements. Raises AmountTooLarge with the rows."""
        rows = len(batch[OPTION])
        columns = self._columns(batch, rows)
        quantities, fen = np.empty((2, len(self.rules.rules), rows), dtype=np.int64)
        if not self._lines(*columns, quantities, fen):
            return on_columns.amounts(self.rules, batch)
        return {
            rule.id: Amounts(quantities[place], fen[place]) for place, rule in enumerate(self.rules.rules)
        }

    def rule_sums(self, batch: Batch, villages: VillageRows) -> PartialSums:
        """The sums of a batch by village, without keeping any line. Raises AmountTooLarge."""
        summed = self._summed(batch, villages)
        if summed is None:
            return rule_sums(self.rules, batch, villages)
        return PartialSums(villages.names, summed.sums, summed.lowest, summed.highest, spread_of(summed.left))

    def sums(self, batch: Batch, villages: VillageRows) -> Column:
        """Nothing but the sums, measures x villages; how amounts are spread takes longer than the rules."""
        summed = self._summed(batch, villages)
        return rule_sums(self.rules, batch, villages).sums if summed is None else summed.sums

    def _summed(self, batch: Batch, villages: VillageRows) -> _Summed | None:
        groups, rows = len(villages.names), len(villages.of_row)
        if rows > self.most_rows:
            return None
        starts, places, columns = _runs(villages, self._columns(batch, rows))
        sums = np.zeros((self._measures, groups), dtype=np.int64)
        lowest, highest = np.full((2, groups), [[LARGEST], [-LARGEST]], dtype=np.int64)
        left = np.empty(rows, dtype=np.int64)
        sound = self._sums(*columns, starts, places, sums, lowest, highest, left)
        return _Summed(sums, lowest, highest, left) if sound else None

    def _columns(self, batch: Batch, rows: int) -> list[Column]:
        """As a kernel takes them. Looked at first, since it reads and writes wherever it is told to."""
        keys = (OPTION, *self._source.columns)
        columns = [np.ascontiguousarray(batch[key], dtype=np.int64) for key in keys]
        if any(column.shape != (rows,) for column in columns):
            raise ValueError(f"every column of a batch has {rows} rows")
        return columns

    @cached_property
    def _lines(self) -> Kernel:
        return compiled(self._source.lines(), "kernel")

    @cached_property
    def _sums(self) -> Kernel:
        return compiled(self._source.sums(), "kernel")


class _Summed(NamedTuple):
    sums: Column
    lowest: Column
    highest: Column
    left: Column  # by household, in no order


def _runs(villages: VillageRows, columns: list[Column]) -> tuple[Column, Column, list[Column]]:
    """Where each run of rows of one village starts, with the end behind them; its village; and the columns.

    Rows are brought together by village first where they are not: a run of a few is no work for a processor.
    """
    of_row = np.asarray(villages.of_row, dtype=np.int64)
    starts = run_starts(of_row)
    if are_short(starts, of_row):
        few = len(villages.names) <= np.iinfo(np.uint16).max  # numpy sorts short numbers much faster
        order = np.argsort(of_row.astype(np.uint16) if few else of_row, kind="stable")
        of_row, columns = of_row[order], [column[order] for column in columns]
        starts = run_starts(of_row)
    places = of_row[starts]
    if len(places) and not 0 <= int(places.min()) <= int(places.max()) < len(villages.names):
        raise IndexError("a row belongs to none of the villages")
    return np.append(starts, len(of_row)), places, columns
