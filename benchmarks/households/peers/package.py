"""The package itself: the rules on columns in batches, compiled, and all that the roll-up of `relocation households` keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np

from benchmarks.households.question import ASKED, RULES, VILLAGE, Column, Roster, Run, ten_rules, villages
from relocation.households.amounts import amounts, left
from relocation.households.compiled_amounts import compile_amounts
from relocation.households.roll_up import RollUp
from relocation.households.roster_file import BATCH
from relocation.households.village_sums import (
    LEFT,
    PartialSums,
    VillageRows,
    measures,
    rule_sums,
    village_sums,
)

Sums = Callable[[Roster, VillageRows], Column]
FEN = tuple(f"fen.{rule}" for rule in RULES)


def make_numpy(roster: Roster) -> Run:
    """amounts() and left() of batches of rows, and their sums by village."""
    rules = ten_rules()

    def sums(batch: Roster, places: VillageRows) -> Column:
        found = amounts(rules, batch)
        columns = [*(found[rule].amount for rule in RULES), left(rules, found)]
        return village_sums(columns, places.of_row, len(places.names))

    return lambda: _added(roster, sums)


def make_numba(roster: Roster) -> Run:
    """CompiledAmounts.sums() of the same batches, which works out quantities, people and limits too."""
    compiled = compile_amounts(ten_rules())
    assert compiled is not None
    names = measures(ten_rules())
    rows = [names.index(one) for one in (*FEN, LEFT)]
    return lambda: _added(roster, lambda batch, places: compiled.sums(batch, places)[rows])


def make_roll_up(roster: Roster) -> Run:
    """rule_sums() of the same batches, put into a RollUp."""
    rules = ten_rules()
    return lambda: _rolled_up(roster, lambda batch, places: rule_sums(rules, batch, places))


def make_compiled_roll_up(roster: Roster) -> Run:
    """CompiledAmounts.rule_sums() of the same batches, put into a RollUp."""
    compiled = compile_amounts(ten_rules())
    assert compiled is not None
    return lambda: _rolled_up(roster, compiled.rule_sums)


def _added(roster: Roster, sums: Sums) -> Column:
    found = np.zeros((len(ASKED), villages(roster)), dtype=np.int64)
    for first, batch, places in batches(roster):
        found[:, first : first + len(places.names)] += sums(batch, places)
    return found


def _rolled_up(roster: Roster, partial: Callable[[Roster, VillageRows], PartialSums]) -> Column:
    roll_up = RollUp(ten_rules())
    for _, batch, places in batches(roster):
        roll_up.add(partial(batch, places))
    found = roll_up.partial()
    order = np.argsort([int(name) for _, name in found.villages])
    return found.sums[[roll_up.measures[one] for one in (*FEN, LEFT)]][:, order]


def batches(roster: Roster, rows: int = BATCH) -> Iterator[tuple[int, Roster, VillageRows]]:
    """Rows as a reader of files hands them on: the lowest village of the batch, its columns, and which rows are whose."""
    names = _names(villages(roster))
    for start in range(0, len(roster[VILLAGE]), rows):
        batch = {key: column[start : start + rows] for key, column in roster.items()}
        first, last = int(batch[VILLAGE].min()), int(batch[VILLAGE].max())
        yield first, batch, VillageRows(names[first : last + 1], batch[VILLAGE] - first)


@lru_cache(maxsize=2)
def _names(count: int) -> tuple[tuple[str, str], ...]:
    return tuple(("", str(at)) for at in range(count))
