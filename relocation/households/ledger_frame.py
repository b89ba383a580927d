"""The ledger as a data frame in long form: household, rule, quantity, rate, fen, parameter, rounding, override."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from relocation.households.amounts import unit_scale
from relocation.households.columns import ID
from relocation.households.ledger_lines import LedgerLines
from relocation.households.money import FEN, JIAO, YUAN
from relocation.households.rules import Rounding, Rule
from relocation.labels import Label

if TYPE_CHECKING:
    import pandas as pd

BASES = {FEN: Label("1 fen", "1分"), JIAO: Label("1 jiao", "1角"), YUAN: Label("1 yuan", "1元")}
DIRECTIONS = {
    "nearest": Label("nearest, half away from zero", "四舍五入"),
    "up": Label("up", "向上"),
    "down": Label("down", "向下"),
}


def rounding_text(rounding: Rounding) -> Label:
    """How a rule rounds: 1 fen, nearest, half away from zero."""
    yuan = f"{rounding.base / YUAN:g}"
    base, direction = (
        BASES.get(rounding.base, Label(f"{yuan} yuan", f"{yuan}元")),
        DIRECTIONS[rounding.direction],
    )
    return Label(f"{base.en}, {direction.en}", f"{base.zh}，{direction.zh}")


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
        "rounding": [rounding_text(rule.rounding).en for rule in rules],
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
