"""Rows of a table -> entries of a points ledger: by their headings, in either language, each problem by its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from relocation.after_move.points import KINDS, EntryKind, PointsEntry, PointsLedger
from relocation.households.columns import ID, RosterColumn
from relocation.households.roster import Places
from relocation.households.roster_cells import SPACES, take
from relocation.households.roster_csv import decoded, file_bytes, records
from relocation.households.roster_headings import SEARCHED_ROWS, folded
from relocation.households.roster_rows import Row, is_blank
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import Choice, FieldRecord
from relocation.reading.values import read_value

SHEET = Label("Points", "积分")
MOST_POINTS = 10_000_000  # of one entry


def _column(key: str, kind: Any, en: str, zh: str, help_en: str, help_zh: str, **more: Any) -> RosterColumn:
    record = FieldRecord(kind, "quantity", Label(en, zh), Label(help_en, help_zh), **more)
    return RosterColumn(key, record)


COLUMNS = (
    _column("number", "text", "Entry", "编号", "Number of the entry, its own", "本笔编号，不重复"),
    _column("day", "date", "Date", "日期", "Such as 2018-03-31, in order", "如 2018-03-31，按先后排列"),
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
    _column("reason", "text", "Reason", "事由", "What for", "因何事"),
    _column("approver", "text", "Approved by", "审批人", "Who approved it", "由谁审批"),
)
HEADINGS = {
    folded(word): one.key for one in COLUMNS for word in (one.key, one.record.label.en, one.record.label.zh)
}
HEADINGS |= {folded(word): key for word, key in (("date", "day"), ("household", "id"), ("kind", "kind"))}
REQUIRED = ("day", "id", "kind", "points", "reason", "approver")


def read_points_csv(path: Path) -> PointsLedger:
    """The ledger in a text file. Raises ProblemsFound with everything that is wrong."""
    text = decoded(file_bytes(path), path.name)
    sign = max(",;\t|", key=text.splitlines()[0].count)
    rows = list(records(text, sign, path.name))
    number, positions = headings_of(rows, path.name)
    titles = {key: str(rows[number - 1][1][at]).strip() for key, at in positions.items()}
    return ledger_of(rows[number:], positions, Places(path.name, titles), typed=False)


def headings_of(rows: Iterable[Row], file: str) -> tuple[int, dict[str, int]]:
    """The number of the row of headings and where every column stands. Raises ProblemsFound if one is missing."""
    best: dict[str, int] = {}
    at = 0
    for number, cells in islice(rows, SEARCHED_ROWS):
        found = {
            HEADINGS[folded(cell)]: place for place, cell in enumerate(cells) if folded(cell) in HEADINGS
        }
        if len(found) > len(best):
            best, at = found, number
    missing = [one.record.label for one in COLUMNS if one.key in REQUIRED and one.key not in best]
    if missing:
        names = Label(
            "the headings " + ", ".join(one.en for one in missing),
            "标题 " + "、".join(one.zh for one in missing),
        )
        remedy = Label("add the columns", "请补充这些列")
        raise ProblemsFound([Problem(file, Label("headings are missing", "缺少标题"), names, remedy)])
    return at, best


def ledger_of(
    rows: Iterable[Row], positions: Mapping[str, int], places: Places, *, typed: bool
) -> PointsLedger:
    """The ledger in rows of cells. Raises ProblemsFound with everything that is wrong with any of them."""
    problems: list[Problem] = []
    entries = []
    for number, cells in rows:
        if all(is_blank(_cell(cells, at)) for at in positions.values()):
            continue
        entry = _entry(number, cells, positions, places, problems, typed)
        if entry is not None:
            entries.append(entry)
    try:
        ledger = PointsLedger.of(entries)
    except ProblemsFound as found:
        problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    return ledger


def _entry(
    number: int,
    cells: Sequence[Any],
    positions: Mapping[str, int],
    places: Places,
    problems: list[Problem],
    typed: bool,
) -> PointsEntry | None:
    """One entry, None where a cell cannot be used; an entry without a number of its own is called by its row."""
    values: dict[str, Any] = {}
    wrong: list[Problem] = []
    for column in COLUMNS:
        at = positions.get(column.key)
        values[column.key] = _value(
            places.cell(number, column.key), None if at is None else _cell(cells, at), column, wrong, typed
        )
    problems += wrong
    if wrong:
        return None
    kinds: list[EntryKind] = list(KINDS)
    return PointsEntry(
        values["number"] or places.row(number),
        values["day"],
        values["id"],
        kinds[values["kind"]],
        values["points"],
        values["reason"],
        values["approver"],
    )


def _cell(cells: Sequence[Any], at: int) -> Any:
    return cells[at] if at < len(cells) else None


def _value(where: str, cell: Any, column: RosterColumn, wrong: list[Problem], typed: bool) -> Any:
    if column.record.kind == "date":
        if isinstance(cell, datetime):
            return cell.date()
        value, found = read_value(where, cell.strip(SPACES) if isinstance(cell, str) else cell, column.record)
        errors = [problem for problem in found if problem.severity == "error"]
        if not isinstance(value, date) and not errors:
            expected = Label("a date", "日期")
            remedy = Label("write it as 2018-01-31", "请写作 2018-01-31")
            errors = [Problem(where, "", expected, remedy, column.record.label)]
        wrong += errors
        return value
    taken = take(where, cell, column, typed=typed)
    wrong += [problem for problem in taken.problems if problem.severity == "error"]
    return taken.value
