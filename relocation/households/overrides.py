"""Manual overrides: what people decided for one household against a rule, with author, reason and date.

Some entitlements cannot be settled by rule. An override replaces the amount or the quantity of one rule for one
household as it stands, past eligibility and caps; the ledger keeps what the rule had given beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from relocation.households.amounts import Replacement, unit_scale
from relocation.households.columns import ID
from relocation.households.roster import Roster, folded_id, unknown_household
from relocation.households.rule_file import shipped_rules
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.fields import FieldRecord
from relocation.reading.headings import TableColumn
from relocation.reading.rows import Places
from relocation.reading.table import TableKind, find_table, is_workbook, open_table
from relocation.reading.table_rows import TypedRow

AUTHOR, REASON, DAY = Label("Author", "决定人"), Label("Reason", "理由"), Label("Date", "日期")
RULE, QUANTITY, AMOUNT = (
    Label("Rule", "规则"),
    Label("Quantity", "数量"),
    Label("Amount (yuan)", "金额（元）"),
)
MOST = 10**15  # stored units, ten trillion yuan


@dataclass(frozen=True, slots=True, repr=False)
class Override:
    """One decision. Exactly one of quantity (stored units: hundredths of m2, counts) and amount (fen) is given."""

    household: str
    rule: str
    author: str
    reason: str
    day: date | None
    quantity: int | None = None
    amount: int | None = None
    where: str = ""

    def __repr__(self) -> str:
        return f"Override({self.rule}, {self.where or 'of one household'})"


def override_problems(overrides: Sequence[Override], roster: Roster, rules: RuleSet) -> list[Problem]:
    """Everything that is wrong with overrides; households are named by their place, never by their id."""
    known = {folded_id(identity) for identity in roster.texts[ID.key]}
    problems: list[Problem] = []
    seen: dict[tuple[str, str], str] = {}
    for position, override in enumerate(overrides):
        where = override.where or f"overrides[{position}]"
        problems += _unknown(override, where, known, rules)
        problems += _unsigned(override, where)
        problems += _values(override, where)
        key = folded_id(override.household), override.rule
        if key in seen:
            again = Label(f"the override of {seen[key]} again", f"与 {seen[key]} 重复的调整")
            once = Label("one override for each household and rule", "每户每条规则至多一项调整")
            problems.append(Problem(where, again, once, Label("remove one of them", "请删除其中之一"), RULE))
        seen.setdefault(key, where)
    return problems


def _unknown(override: Override, where: str, known: set[str], rules: RuleSet) -> Iterator[Problem]:
    if folded_id(override.household) not in known:
        yield unknown_household(where, override.household)
    if override.rule not in rules.by_id:
        expected = Label("the id of a rule", "规则代码")
        yield Problem(
            where, override.rule[:40], expected, near(override.rule, rules.by_id, _all_of(rules)), RULE
        )


def _all_of(rules: RuleSet) -> Label:
    return Label("one of " + ", ".join(rules.by_id), "、".join(rules.by_id) + " 之一")


def _unsigned(override: Override, where: str) -> Iterator[Problem]:
    state = Label("state it: an override without it cannot be defended", "请填写：缺少此项的调整无法说明依据")
    for name, text in ((AUTHOR, override.author), (REASON, override.reason)):
        if not text.strip():
            yield Problem(where, "", Label("a text", "文字"), state, name)
    if override.day is None:
        yield Problem(where, "", Label("a date such as 2016-01-31", "日期，如 2016-01-31"), state, DAY)


def _values(override: Override, where: str) -> Iterator[Problem]:
    if (override.quantity is None) == (override.amount is None):
        described = Label("neither", "两者皆无") if override.quantity is None else Label("both", "两者皆有")
        either = Label("either a quantity or an amount", "数量与金额二者取一")
        yield Problem(where, described, either, Label("leave one of them empty", "请只填其中一项"), AMOUNT)
    for name, value in ((QUANTITY, override.quantity), (AMOUNT, override.amount)):
        if value is not None and not 0 <= value <= MOST:
            expected = Label("a number from 0 on", "不小于0的数字")
            sign = Label(
                "write it without sign: the side of the rule gives the direction",
                "请去掉符号：方向由规则决定",
            )
            yield Problem(where, "", expected, sign, name)


def replacements(overrides: Iterable[Override], roster: Roster) -> dict[str, Replacement]:
    """Overrides that are sound, as the rules on columns take them."""
    rows = {folded_id(identity): position for position, identity in enumerate(roster.texts[ID.key])}
    by_rule: dict[str, list[Override]] = {}
    for override in overrides:
        by_rule.setdefault(override.rule, []).append(override)
    return {rule: _replacement(given, rows) for rule, given in by_rule.items()}


def _replacement(given: list[Override], rows: Mapping[str, int]) -> Replacement:
    quantities = [
        (rows[folded_id(override.household)], override.quantity)
        for override in given
        if override.quantity is not None
    ]
    amounts = [
        (rows[folded_id(override.household)], override.amount)
        for override in given
        if override.amount is not None
    ]
    columns = [np.array(part, dtype=np.int64).reshape(-1, 2).T for part in (quantities, amounts)]
    return Replacement(columns[0][0], columns[0][1], columns[1][0], columns[1][1])


def quantity_scale(rules: RuleSet, rule: str) -> int:
    """How many stored units make one unit of what a rule counts; 1 for a rule that does not exist."""
    declared = rules.by_id.get(rule)
    return 1 if declared is None else unit_scale(rules, declared)


SHEET = Label("Overrides", "人工调整")


def _column(key: str, label: Label, kind: Any, unit: str, en: str, zh: str, **more: Any) -> TableColumn:
    return TableColumn(key, FieldRecord(kind, unit, label, Label(en, zh), low=0, high=1e13), **more)


COLUMNS = (
    ID,
    _column(
        "rule", RULE, "text", "text", "Id of the rule, as the rule file names it", "规则文件中的规则代码"
    ),
    _column("quantity", QUANTITY, "number", "m2", "Either a quantity", "数量，与金额二者取一", optional=True),
    _column(
        "amount",
        AMOUNT,
        "number",
        "yuan",
        "or an amount in yuan",
        "金额（元），与数量二者取一",
        optional=True,
    ),
    _column("author", AUTHOR, "text", "text", "Who decided; required", "由谁决定，必填", spreads=True),
    _column("reason", REASON, "text", "text", "Why; required", "依据，必填", spreads=True),
    _column("day", DAY, "date", "date", "When; required", "何时决定，必填", spreads=True, synonyms=("date",)),
)
COPY = Label("copy the rows into the roster template", "请将各行复制到花名册模板中")
TABLE = TableKind(COLUMNS, 4, SHEET, COPY)


def read_overrides(
    path: Path | str,
    roster: Roster,
    rules: RuleSet | None = None,
    *,
    required: bool = False,
    warnings: list[Problem] | None = None,
) -> tuple[Override, ...]:
    """The overrides in the sheet of a roster workbook, or in a file of their own, which must have them: `required`.

    Raises ProblemsFound with all problems; what should be looked at is put into `warnings`.
    """
    path, rules = Path(path), rules or shipped_rules("lujia")
    table = open_table(path, TABLE) if required or not is_workbook(path) else find_table(path, TABLE)
    if table is None:
        return ()
    problems: list[Problem] = []
    overrides = [_override(row, table.places, rules, problems) for row in table.typed_rows(problems)]
    wrong = [problem for problem in problems if problem.severity == "error"]
    wrong += override_problems(overrides, roster, rules)
    if wrong:
        raise ProblemsFound(wrong)
    if warnings is not None:
        warnings += problems
    return tuple(overrides)


def _override(row: TypedRow, places: Places, rules: RuleSet, problems: list[Problem]) -> Override:
    values = row.values
    quantity = values["quantity"]
    if quantity is not None and quantity_scale(rules, values["rule"] or "") == 1:
        if quantity % 100:
            count, write = Label("a whole number", "整数"), Label("write a whole number", "请填写整数")
            problems.append(Problem(places.cell(row.number, "quantity"), "", count, write, QUANTITY))
        quantity //= 100  # not negative
    identity, rule, author, reason = (values[key] or "" for key in ("id", "rule", "author", "reason"))
    return Override(identity, rule, author, reason, values["day"], quantity, values["amount"], row.where)
