"""The ledger of a roster: every rule on every household, as stored int64 lines; every total is the sum of stored lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from relocation.households.amounts import amounts, breached, limit_scale, measured
from relocation.households.columns import COUNTY, ID, VILLAGE
from relocation.households.ledger_lines import LedgerLines, ledger_frame
from relocation.households.money import AmountTooLarge, Column
from relocation.households.overrides import Override, override_problems, replacements
from relocation.households.partial_sums import partial_sums, village_rows
from relocation.households.roll_up import RollUp
from relocation.households.roster import Roster, too_large
from relocation.households.roster_rows import folded_id
from relocation.households.rule_file import shipped_rules
from relocation.households.rules import Limit, RuleSet
from relocation.households.spread import By, Distribution, distribution, groups_of
from relocation.households.statement import Statement, statement_at
from relocation.labels import Label, said_twice
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.fields import PROVENANCE
from relocation.tables.units import UNITS

if TYPE_CHECKING:
    import pandas as pd


class Ledger(LedgerLines):
    """The stored lines with what is asked of them: totals, accounts, distributions, breaches of limits."""

    @cached_property
    def roll_up(self) -> RollUp:
        """The ledger by village, as many rosters together have it."""
        texts, empty = self.roster.texts, ("",) * len(self.roster)
        villages = village_rows(texts.get(COUNTY.key, empty), texts.get(VILLAGE.key, empty))
        found = RollUp(self.rules)
        found.add(partial_sums(self.rules, self.batch, self.amounts, villages))
        return found

    @property
    def sha256(self) -> str:
        """The digest of the totals of all villages."""
        return self.roll_up.sha256

    def record(self, rows_refused: int = 0) -> dict[str, Any]:
        """The totals as `relocation households -f json` prints them."""
        return {
            "rows_read": len(self.roster),
            "rows_refused": rows_refused,
            "totals": self.totals(),
            "sha256": self.sha256,
        }

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
        at = self.positions.get(folded_id(identity))
        if at is None:
            found = Label(f"an id of {len(identity)} characters", f"{len(identity)}个字符的户编号")
            expected = Label("the id of a household that was read", "已读取农户的编号")
            remedy = Label("compare it with the roster", "请与花名册核对")
            raise ProblemsFound([Problem(self.roster.places.file, found, expected, remedy, ID.record.label)])
        return statement_at(self, at)

    def statements(self) -> list[Statement]:
        """The accounts of all households in the order of the roster."""
        return [statement_at(self, at) for at in range(len(self.roster))]

    def breaches(self) -> list[Problem]:
        """Every household above a limit, by its row, as a warning."""
        return [problem for limit in self.rules.limits for problem in self._breaches(limit)]

    def _breaches(self, limit: Limit) -> list[Problem]:
        rows = np.flatnonzero(breached(self.rules, limit, self.batch, self.amounts))
        found = measured(self.rules, limit, self.batch, self.amounts)
        scale = limit_scale(self.rules, limit)
        return [self._breach(limit, int(at), int(found[at]), scale) for at in rows]

    def _breach(self, limit: Limit, at: int, found: int, scale: int) -> Problem:
        per = 1 if limit.allowance.per == "household" else int(self.batch[limit.allowance.per][at])
        each = limit.allowance.limit.fraction
        number, unit = f"{float(each * per):,.10g}", UNITS[limit.unit]
        source = said_twice(limit.source) if limit.source else PROVENANCE[limit.provenance]
        shown = Label(f"{found / scale:,.2f} {unit.en}", f"{found / scale:,.2f} {unit.zh}")
        most = Label(f"at most {number} {unit.en} ({source.en})", f"不超过 {number} {unit.zh}（{source.zh}）")
        check = Label("check the choice of the household; nothing was cut", "请核对该户的选择；金额未作削减")
        where = self.roster.places.row(int(self.roster.rows[at]))
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
