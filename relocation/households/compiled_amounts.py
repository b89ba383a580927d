"""The rules of a scheme compiled: one pass over the households, all rules at once, the same fen as `amounts`.

    compiled = compile_amounts(rules)                # None without numba (extra `fast`)
    compiled.amounts(batch)                          # as amounts(rules, batch)
    compiled.rule_sums(batch, villages)              # as rule_sums(rules, batch, villages)
    stream(paths, rules, sums=compiled_rule_sums)    # the same in place of rule_sums, compiled when first called

Compiled are the numbers that a roster may hold, from zero to the highest value of each column, and only if no rule can
leave 64 bits on them. A batch with any other number goes to the functions on columns, which refuse by row what is too
large; so both ways give the same answer to everything. Kernels hold no lock: threads may share them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from relocation.households import amounts as on_columns
from relocation.households.amounts import Amounts, Batch
from relocation.households.amounts_source import OPTION, AmountsSource, counted_columns
from relocation.households.columns import REGISTERED
from relocation.households.money import LARGEST, AmountTooLarge, Column
from relocation.households.partial_sums import PartialSums, VillageRows, measures, rule_sums
from relocation.households.rules import Allowance, Eligibility, RuleSet
from relocation.households.spread import spread_of

Kernel = Callable[..., bool]


def compile_amounts(rules: RuleSet) -> CompiledAmounts | None:
    """The rules compiled; None where numba is not installed, or where the highest numbers of a roster leave 64 bits."""
    highest = {key: _highest(rules, key) for key in counted_columns(rules)}
    most = largest_number(rules, highest)
    if most is None:
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
    compiled = _kept(rules)
    return rule_sums(rules, batch, villages) if compiled is None else compiled.rule_sums(batch, villages)


class CompiledAmounts:
    """The kernels of a rule set, each compiled when first used. `most_rows` may be summed without leaving 64 bits."""

    def __init__(self, rules: RuleSet, highest: Mapping[str, int], most_rows: int) -> None:
        self.rules = rules
        self.highest = highest
        self.most_rows = most_rows
        self._source = AmountsSource(rules, highest)

    def amounts(self, batch: Batch) -> dict[str, Amounts]:
        """Every rule on every household, as `amounts` without replacements. Raises AmountTooLarge with the rows."""
        columns = self._columns(batch)
        quantities, found = np.empty((2, len(self.rules.rules), len(columns[0])), dtype=np.int64)
        if not self._lines(*columns, quantities, found):
            return on_columns.amounts(self.rules, batch)
        return {rule.id: Amounts(quantities[at], found[at]) for at, rule in enumerate(self.rules.rules)}

    def rule_sums(self, batch: Batch, villages: VillageRows) -> PartialSums:
        """The sums of a batch by village, without keeping any line. Raises AmountTooLarge."""
        columns, groups = self._columns(batch), len(villages.names)
        sums = np.zeros((len(measures(self.rules)), groups), dtype=np.int64)
        lowest, highest = np.full((2, groups), [[LARGEST], [-LARGEST]], dtype=np.int64)
        left = np.empty(len(columns[0]), dtype=np.int64)
        within = len(left) <= self.most_rows
        if not (within and self._sums(*columns, _places(villages), sums, lowest, highest, left)):
            return rule_sums(self.rules, batch, villages)
        return PartialSums(villages.names, sums, lowest, highest, spread_of(left))

    def _columns(self, batch: Batch) -> list[Column]:
        keys = (OPTION, *self._source.columns)
        return [np.ascontiguousarray(batch[key], dtype=np.int64) for key in keys]

    @cached_property
    def _lines(self) -> Kernel:
        return _compiled(self._source.lines())

    @cached_property
    def _sums(self) -> Kernel:
        return _compiled(self._source.sums())


def _compiled(source: str) -> Kernel:
    namespace: dict[str, Any] = {"CACHE": False}
    exec(source, namespace)
    kernel: Kernel = namespace["kernel"]
    return kernel


def _places(villages: VillageRows) -> Column:
    """Looked at first, since a compiled loop writes wherever a wrong place points."""
    of_row = np.require(villages.of_row, np.int64, ["C", "W"])
    if len(of_row) and not 0 <= int(of_row.min()) <= int(of_row.max()) < len(villages.names):
        raise IndexError("a row belongs to none of the villages")
    return of_row


def _highest(rules: RuleSet, key: str) -> int:
    """The largest value of a column in a roster [stored units]."""
    if key == REGISTERED.key:
        return 1
    column = rules.column(key)
    return int(column.record.high or 0) * column.scale


def largest_number(rules: RuleSet, highest: Mapping[str, int]) -> int | None:
    """The largest number that any rule may come to while every column is at most its highest; None beyond 64 bits.

    Nothing falls when a column rises, as long as no rate is negative, so the household that has the most of everything
    tells it: by rules that leave nobody out and nothing uncounted.
    """
    batch = {key: np.array([value], dtype=np.int64) for key, value in highest.items()}
    unlimited = [
        replace(rule, eligibility=Eligibility(), above=None, quantity_cap=None, amount_cap=None)
        for rule in rules.rules
    ]
    widest = replace(rules, rules=tuple(unlimited))
    try:
        found = on_columns.amounts(widest, batch)
        numbers = [one for line in found.values() for one in (line.quantity, line.amount)]
        numbers += [on_columns.received(rules, found), on_columns.paid(rules, found)]
        numbers += [on_columns.allowed(rules, one, scale, batch) for one, scale in _allowances(rules)]
        numbers += [on_columns.measured(rules, limit, batch, found) for limit in rules.limits]
    except AmountTooLarge:
        return None
    return max(1, *(int(one[0]) for one in numbers)) if _never_negative(rules) else None


def _allowances(rules: RuleSet) -> Iterator[tuple[Allowance, int]]:
    """Every allowance, and how many stored units make one unit of what it limits."""
    for rule in rules.rules:
        scale = on_columns.unit_scale(rules, rule)
        yield from ((one, scale) for one in (rule.above, rule.quantity_cap) if one is not None)
        if rule.amount_cap is not None:
            yield rule.amount_cap, 100
    yield from ((limit.allowance, on_columns.limit_scale(rules, limit)) for limit in rules.limits)


def _never_negative(rules: RuleSet) -> bool:
    rates = [rule.rate for rule in rules.rules] + [one.limit for one, _ in _allowances(rules)]
    return all(rate.numerator >= 0 for rate in rates)
