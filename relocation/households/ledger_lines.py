"""The stored lines of a ledger: every rule on every household, as columns. What is read off them stands elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from relocation.households import amounts as on_columns
from relocation.households.amounts import Amounts
from relocation.households.columns import ID
from relocation.households.money import Column, total
from relocation.households.overrides import Override
from relocation.households.roster import Roster
from relocation.households.roster_rows import folded_id
from relocation.households.rules import RuleSet


@dataclass(frozen=True, repr=False, eq=False)
class LedgerLines:
    """Lines by rule: `ruled` as the rules alone give them, `amounts` with the overrides. Money is int64 fen."""

    roster: Roster
    rules: RuleSet
    batch: Mapping[str, Column]
    ruled: Mapping[str, Amounts]
    amounts: Mapping[str, Amounts]
    overrides: tuple[Override, ...] = ()

    def __len__(self) -> int:
        return len(self.roster) * len(self.rules.rules)

    def __repr__(self) -> str:
        return f"Ledger({len(self.roster)} households x {len(self.rules.rules)} rules of {self.roster.places.file})"

    @cached_property
    def received(self) -> Column:
        """What every household receives in cash [fen]."""
        return on_columns.received(self.rules, self.amounts)

    @cached_property
    def paid(self) -> Column:
        """What every household pays [fen]."""
        return on_columns.paid(self.rules, self.amounts)

    @cached_property
    def left(self) -> Column:
        """What is left to every household in cash [fen]."""
        return on_columns.left(self.rules, self.amounts)

    def totals(self) -> dict[str, int]:
        """The sum of the stored lines of every rule [fen]."""
        return {rule: total(found.amount) for rule, found in self.amounts.items()}

    def sums(self) -> dict[str, int]:
        """Received, paid and left of all households [fen]."""
        return {"received": total(self.received), "paid": total(self.paid), "left": total(self.left)}

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where every household stands, by its folded id."""
        return {folded_id(identity): at for at, identity in enumerate(self.roster.texts[ID.key])}

    @cached_property
    def override_at(self) -> dict[tuple[int, str], Override]:
        """The overrides by position and rule."""
        return {(self.positions[folded_id(one.household)], one.rule): one for one in self.overrides}
