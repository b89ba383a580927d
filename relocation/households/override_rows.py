"""Override tables -> overrides, from a sheet of the roster workbook or a file of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from relocation.households.columns import ID
from relocation.households.overrides import (
    AMOUNT,
    AUTHOR,
    DAY,
    QUANTITY,
    REASON,
    RULE,
    Override,
    override_problems,
    quantity_scale,
)
from relocation.households.roster import Roster
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import FieldRecord
from relocation.reading.columns import TableColumn
from relocation.reading.files import is_workbook
from relocation.reading.rows import Places
from relocation.reading.table import TableKind, find_table, open_table
from relocation.reading.table_rows import TypedRow

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


def overrides_of(
    path: Path, roster: Roster, rules: RuleSet, *, required: bool, warnings: list[Problem]
) -> tuple[Override, ...]:
    """The overrides in a file; a workbook may have none, unless they are `required`.

    Raises ProblemsFound with everything that is wrong with any of them; what should be looked at is put into `warnings`.
    """
    table = open_table(path, TABLE) if required or not is_workbook(path) else find_table(path, TABLE)
    if table is None:
        return ()
    problems: list[Problem] = []
    rows = table.typed_rows(problems)
    found = [_override(row, table.places, rules, problems) for row in rows]
    wrong = [one for one in problems if one.severity == "error"] + override_problems(found, roster, rules)
    if wrong:
        raise ProblemsFound(wrong)
    warnings += problems
    return tuple(found)


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
