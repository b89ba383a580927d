"""The stored lines of a ledger: every rule on every household, as columns, and as a data frame in long form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from relocation.households import amounts as on_columns
from relocation.households.amounts import Amounts, unit_scale
from relocation.households.columns import ID
from relocation.households.money import Column, total
from relocation.households.overrides import Override
from relocation.households.roster import Roster
from relocation.households.roster_rows import folded_id
from relocation.households.rules import Rule, RuleSet

if TYPE_CHECKING:
    import pandas as pd


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


def ledger_frame(ledger: LedgerLines, *, identified: bool = False) -> pd.DataFrame:
    """One row for each household and rule, household by household. Amounts are int64 fen, quantities stored units."""
    import pandas as pd

    rules, households = ledger.rules.rules, np.arange(1, len(ledger.roster) + 1, dtype=np.int64)
    columns: dict[str, Any] = {"household": np.repeat(households, len(rules))}
    if identified:
        columns["id"] = np.repeat(np.array(ledger.roster.texts[ID.key], dtype=object), len(rules))
    columns |= {name: _tiled(values, len(households)) for name, values in _by_rule(ledger).items()}
    columns["quantity"] = _interleaved([ledger.amounts[rule.id].quantity for rule in rules])
    columns["fen"] = _interleaved([ledger.amounts[rule.id].amount for rule in rules])
    columns["ruled_quantity"] = _interleaved([ledger.ruled[rule.id].quantity for rule in rules])
    columns["ruled_fen"] = _interleaved([ledger.ruled[rule.id].amount for rule in rules])
    columns |= _overrides(ledger, len(households) * len(rules))
    return pd.DataFrame(columns)


def _by_rule(ledger: LedgerLines) -> dict[str, list[Any]]:
    """What is the same for every household."""
    rules = ledger.rules.rules
    return {
        "rule": [rule.id for rule in rules],
        "side": [rule.side for rule in rules],
        "unit": [rule.unit for rule in rules],
        "stored_units": [unit_scale(ledger.rules, rule) for rule in rules],
        "rate": [str(rule.rate.fraction) for rule in rules],
        "parameter": [parameter(rule) for rule in rules],
        "rounding": [rule.rounding.label.en for rule in rules],
    }


def parameter(rule: Rule) -> str:
    """Where the rate of a rule is declared."""
    return f"rules.{rule.id}.rate"


def _tiled(values: list[Any], times: int) -> Any:
    return np.tile(np.array(values, dtype=object if isinstance(values[0], str) else np.int64), times)


def _interleaved(columns: list[Any]) -> Any:
    return np.stack(columns, axis=1).reshape(-1)


def _overrides(ledger: LedgerLines, lines: int) -> dict[str, Any]:
    """Author, reason and date beside the lines that people decided, empty beside all others."""
    found = {
        name: np.full(lines, "", dtype=object) for name in ("override", "author", "reason", "decided_on")
    }
    order = {rule.id: at for at, rule in enumerate(ledger.rules.rules)}
    for (household, rule), one in ledger.override_at.items():
        at = household * len(order) + order[rule]
        found["override"][at] = "amount" if one.amount is not None else "quantity"
        found["author"][at], found["reason"][at] = one.author, one.reason
        found["decided_on"][at] = one.day.isoformat() if one.day else ""
    return found
