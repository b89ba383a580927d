"""Rows of a table -> entries of a points ledger, from a file of any kind; each problem by its cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from relocation.households.columns import ID
from relocation.labels import Label
from relocation.points.ledger import KINDS, EntryKind, PointsEntry, PointsLedger
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import Choice, FieldRecord
from relocation.reading.headings import TableColumn
from relocation.reading.table import TableKind, open_table
from relocation.reading.table_rows import TypedRow

SHEET = Label("Points", "积分")
MOST_POINTS = 10_000_000  # of one entry


def _column(
    key: str, kind: Any, en: str, zh: str, help_en: str, help_zh: str, *synonyms: str, **more: Any
) -> TableColumn:
    flags = {name: more.pop(name) for name in ("optional", "names_row", "spreads") if name in more}
    record = FieldRecord(kind, "quantity", Label(en, zh), Label(help_en, help_zh), **more)
    return TableColumn(key, record, synonyms=synonyms, **flags)


COLUMNS = (
    _column(
        "number",
        "text",
        "Entry",
        "编号",
        "Number of the entry, its own",
        "本笔编号，不重复",
        optional=True,
        names_row=True,
    ),
    _column(
        "day",
        "date",
        "Date",
        "日期",
        "Such as 2018-03-31, in order",
        "如 2018-03-31，按先后排列",
        required=True,
        spreads=True,
    ),
    ID,
    _column(
        "kind",
        "choice",
        "Earned or redeemed",
        "获得或兑换",
        "earned or redeemed",
        "获得或兑换",
        choices=tuple(Choice(key, label) for key, label in KINDS.items()),
        required=True,
    ),
    _column(
        "points",
        "whole",
        "Points",
        "积分",
        "Whole, above 0",
        "正整数",
        low=1,
        high=MOST_POINTS,
        required=True,
    ),
    _column("reason", "text", "Reason", "事由", "What for", "因何事", spreads=True),
    _column("approver", "text", "Approved by", "审批人", "Who approved it", "由谁审批", spreads=True),
)
# What the workbook of a ledger shows beside its entries.
BALANCE, CHANGE = Label("Balance after it", "该笔后结余"), Label("It changes the balance by", "结余变动")
TABLE = TableKind(COLUMNS, 4, SHEET, ignored=(BALANCE, CHANGE))


def read_points(path: Path, warnings: list[Problem] | None = None) -> PointsLedger:
    """The ledger in a workbook or text file; what should be looked at is put into `warnings`.

    Raises ProblemsFound with everything that is wrong.
    """
    table = open_table(path, TABLE)
    problems: list[Problem] = []
    entries = [_entry(row) for row in table.typed_rows(problems) if row.sound]
    try:
        ledger = PointsLedger.of(entries)
    except ProblemsFound as refused:
        problems += refused.problems
    wrong = [problem for problem in problems if problem.severity == "error"]
    if wrong:
        raise ProblemsFound(wrong)
    if warnings is not None:
        warnings += problems
    return ledger


def _entry(row: TypedRow) -> PointsEntry:
    """One entry; one without a number of its own is called by its row."""
    values = row.values
    kinds: list[EntryKind] = list(KINDS)
    return PointsEntry(
        values["number"] or row.where,
        values["day"],
        values["id"],
        kinds[values["kind"]],
        values["points"],
        values["reason"],
        values["approver"],
        row.where,
    )
