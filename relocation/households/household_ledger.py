"""The ledger of a roster: every rule on every household, as stored int64 lines; every total is the sum of stored lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from relocation.households import amounts as on_columns
from relocation.households.amounts import Amounts, amounts, breached, limit_scale, measured, unit_scale
from relocation.households.columns import COUNTY, ID, NAME, PERSONS, POOR_PERSONS, VILLAGE, Part
from relocation.households.money import AmountTooLarge, Column, total
from relocation.households.overrides import Override, override_problems, replacements
from relocation.households.roll_up import RollUp
from relocation.households.roster import Roster, folded_id, too_large, unknown_household
from relocation.households.rule_file import shipped_rules
from relocation.households.rules import SIDES, Limit, Rule, RuleSet, Side
from relocation.households.spread import By, Distribution, distribution, groups_of
from relocation.households.statement import Statement, StatementLine
from relocation.households.village_sums import partial_sums, village_rows
from relocation.labels import Label, said_twice
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.fields import PROVENANCE
from relocation.tables.units import UNITS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False, eq=False)
class Ledger:
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
        return {rule: total(lines.amount) for rule, lines in self.amounts.items()}

    def sums(self) -> dict[str, int]:
        """Received, paid and left of all households [fen]."""
        return {"received": total(self.received), "paid": total(self.paid), "left": total(self.left)}

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where every household stands, by its folded id."""
        return {folded_id(identity): position for position, identity in enumerate(self.roster.texts[ID.key])}

    @cached_property
    def override_at(self) -> dict[tuple[int, str], Override]:
        """The overrides by position and rule."""
        return {
            (self.positions[folded_id(override.household)], override.rule): override
            for override in self.overrides
        }

    @cached_property
    def roll_up(self) -> RollUp:
        """The ledger by village, as many rosters together have it."""
        texts, empty = self.roster.texts, ("",) * len(self.roster)
        villages = village_rows(texts.get(COUNTY.key, empty), texts.get(VILLAGE.key, empty))
        roll_up = RollUp(self.rules)
        roll_up.add(partial_sums(self.rules, self.batch, self.amounts, villages))
        return roll_up

    @property
    def sha256(self) -> str:
        """The digest of the totals of all villages."""
        return self.roll_up.sha256

    def column(self, of: str) -> Column:
        """The amounts of a rule, or "received", "paid", "left". Raises ProblemsFound with close matches."""
        if of in self.amounts:
            return self.amounts[of].amount
        if of in self._sides():
            return self._sides()[of]
        known = [*self._sides(), *self.amounts]
        expected = Label("a rule, received, paid or left", "规则代码、received、paid 或 left")
        raise ProblemsFound([Problem(of, of, expected, near(of, known, Label(*[", ".join(known)] * 2)))])

    def _sides(self) -> dict[str, Column]:
        return {"received": self.received, "paid": self.paid, "left": self.left}

    def distribution(self, of: str = "left", by: By | None = None) -> list[Distribution]:
        """The spread of an amount over all households, or over each of the groups that exist."""
        column = self.column(of)
        if by is None:
            return [distribution(column)] if len(column) else []
        return [distribution(column[rows], label) for label, rows in groups_of(self.roster, self.rules, by)]

    def statement(self, identity: str) -> Statement:
        """The account of the household with an id. Raises ProblemsFound, which does not repeat the id."""
        position = self.positions.get(folded_id(identity))
        if position is None:
            raise ProblemsFound([unknown_household(self.roster.places.file, identity)])
        return statement_at(self, position)

    def statements(self) -> list[Statement]:
        """The accounts of all households in the order of the roster."""
        return [statement_at(self, position) for position in range(len(self.roster))]

    def breaches(self) -> list[Problem]:
        """Every household above a limit, by its row, as a warning."""
        return [problem for limit in self.rules.limits for problem in self._breaches(limit)]

    def _breaches(self, limit: Limit) -> list[Problem]:
        rows = np.flatnonzero(breached(self.rules, limit, self.batch, self.amounts))
        measures = measured(self.rules, limit, self.batch, self.amounts)
        scale = limit_scale(self.rules, limit)
        return [self._breach(limit, int(position), int(measures[position]), scale) for position in rows]

    def _breach(self, limit: Limit, position: int, measure: int, scale: int) -> Problem:
        per = 1 if limit.allowance.per == "household" else int(self.batch[limit.allowance.per][position])
        each = limit.allowance.limit.fraction
        number, unit = f"{float(each * per):,.10g}", UNITS[limit.unit]
        source = said_twice(limit.source) if limit.source else PROVENANCE[limit.provenance]
        shown = Label(f"{measure / scale:,.2f} {unit.en}", f"{measure / scale:,.2f} {unit.zh}")
        most = Label(f"at most {number} {unit.en} ({source.en})", f"不超过 {number} {unit.zh}（{source.zh}）")
        check = Label("check the choice of the household; nothing was cut", "请核对该户的选择；金额未作削减")
        where = self.roster.places.row(int(self.roster.rows[position]))
        return Problem(where, shown, most, check, limit.label, "warning")

    def frame(self, *, identified: bool = False) -> pd.DataFrame:
        """The ledger in long form, one row for each household and rule: amounts in fen, quantities in stored units.

        Households are numbered from 1 in the order of the roster; `identified` adds their ids.
        """
        return ledger_frame(self, identified=identified)


def ledger(roster: Roster, rules: RuleSet | None = None, overrides: Sequence[Override] = ()) -> Ledger:
    """Every rule on every household. Raises ProblemsFound for overrides that are not sound and amounts too large."""
    rules = rules or shipped_rules("lujia")
    batch = roster.batch(rules)
    problems = override_problems(overrides, roster, rules)
    if problems:
        raise ProblemsFound(problems)
    try:
        ruled = amounts(rules, batch)
        final = amounts(rules, batch, replacements(overrides, roster)) if overrides else ruled
        made = Ledger(roster, rules, batch, ruled, final, tuple(overrides))
        _ = made.left  # sums that do not fit are found now, with the rows at hand
        _ = made.roll_up
    except AmountTooLarge as error:
        raise ProblemsFound(too_large(roster.places, roster.rows, error)) from None
    return made


def statement_at(ledger: Ledger, position: int) -> Statement:
    """The account of the household at a position of the roster."""
    roster, sides = ledger.roster, {side: _rule_lines(ledger, position, side) for side in SIDES}
    numbers = roster.numbers
    received, paid = (sum(line.amount or 0 for line in sides[side]) for side in ("received", "paid"))
    return Statement(
        roster.texts[ID.key][position],
        roster.texts[NAME.key][position],
        roster.places.row(int(roster.rows[position])),
        int(numbers[PERSONS.key][position]),
        int(numbers[POOR_PERSONS.key][position]),
        ledger.rules.options[int(ledger.batch["option"][position])],
        _things(ledger, position, "given_up") + sides["given_up"],
        sides["received"],
        _things(ledger, position, "chosen") + sides["in_kind"],
        sides["paid"],
        sides["fund"],
        received,
        paid,
        received - paid,
        roster.synthetic,
    )


def _things(ledger: Ledger, position: int, part: Part) -> tuple[StatementLine, ...]:
    """The quantities of a household themselves: the old home, the new one."""
    columns = [
        column
        for column in ledger.rules.columns
        if column.part == part and ledger.batch[column.key][position] > 0
    ]
    return tuple(
        StatementLine(
            column.record.label, int(ledger.batch[column.key][position]), column.scale, column.record.unit
        )
        for column in columns
    )


def _rule_lines(ledger: Ledger, position: int, side: Side) -> tuple[StatementLine, ...]:
    lines = (_rule_line(ledger, position, rule) for rule in ledger.rules.rules if rule.side == side)
    return tuple(line for line in lines if line.amount or line.quantity or line.override)


def _rule_line(ledger: Ledger, position: int, rule: Rule) -> StatementLine:
    final, ruled = ledger.amounts[rule.id], ledger.ruled[rule.id]
    override = ledger.override_at.get((position, rule.id))
    return StatementLine(
        rule.label,
        int(final.quantity[position]),
        unit_scale(ledger.rules, rule),
        rule.unit,
        rule.rate,
        int(final.amount[position]),
        int(ruled.amount[position]),
        override,
    )


def ledger_frame(ledger: Ledger, *, identified: bool = False) -> pd.DataFrame:
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


def _by_rule(ledger: Ledger) -> dict[str, list[Any]]:
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


def _overrides(ledger: Ledger, lines: int) -> dict[str, Any]:
    """Author, reason and date beside the lines that people decided, empty beside all others."""
    columns = {
        name: np.full(lines, "", dtype=object) for name in ("override", "author", "reason", "decided_on")
    }
    order = {rule.id: place for place, rule in enumerate(ledger.rules.rules)}
    for (household, rule), override in ledger.override_at.items():
        line = household * len(order) + order[rule]
        columns["override"][line] = "amount" if override.amount is not None else "quantity"
        columns["author"][line], columns["reason"][line] = override.author, override.reason
        columns["decided_on"][line] = override.day.isoformat() if override.day else ""
    return columns
