"""Override tables -> overrides, from a sheet of the roster workbook or a text file of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from relocation.households.columns import ID, RosterColumn
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
from relocation.households.roster import Places, Roster
from relocation.households.roster_cells import SPACES, take
from relocation.households.roster_csv import decoded, file_bytes, records
from relocation.households.roster_headings import SEARCHED_ROWS, folded
from relocation.households.roster_rows import Row, is_blank
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import FieldRecord
from relocation.reading.values import read_value

SHEET = Label("Overrides", "人工调整")
HELP = {
    "rule": Label("Id of the rule, as the rule file names it", "规则文件中的规则代码"),
    "quantity": Label("Either a quantity", "数量，与金额二者取一"),
    "amount": Label("or an amount in yuan", "金额（元），与数量二者取一"),
    "author": Label("Who decided; required", "由谁决定，必填"),
    "reason": Label("Why; required", "依据，必填"),
    "day": Label("When; required", "何时决定，必填"),
}


def _column(key: str, label: Label, kind: Any, unit: str) -> RosterColumn:
    return RosterColumn(key, FieldRecord(kind, unit, label, HELP[key], low=0, high=1e13))


COLUMNS = (
    ID,
    _column("rule", RULE, "text", "text"),
    _column("quantity", QUANTITY, "number", "m2"),
    _column("amount", AMOUNT, "number", "yuan"),
    _column("author", AUTHOR, "text", "text"),
    _column("reason", REASON, "text", "text"),
    _column("day", DAY, "date", "date"),
)
HEADINGS = {
    folded(word): one.key for one in COLUMNS for word in (one.key, one.record.label.en, one.record.label.zh)
}
HEADINGS["date"] = "day"
FEWEST = 4


def read_overrides_csv(path: Path, roster: Roster, rules: RuleSet) -> tuple[Override, ...]:
    """The overrides in a text file. Raises ProblemsFound with everything that is wrong."""
    text = decoded(file_bytes(path), path.name)
    sign = max(",;\t|", key=text.splitlines()[0].count)
    rows = list(records(text, sign, path.name))
    heading = override_headings(rows)
    if heading is None:
        raise ProblemsFound([without_headings(path.name)])
    number, positions = heading
    titles = {key: str(rows[number - 1][1][at]).strip() for key, at in positions.items()}
    return overrides_of(rows[number:], positions, Places(path.name, titles), roster, rules, typed=False)


def override_headings(rows: Iterable[Row]) -> tuple[int, dict[str, int]] | None:
    """The number of the row of headings and where every column stands."""
    for number, cells in islice(rows, SEARCHED_ROWS):
        found = {HEADINGS[folded(cell)]: at for at, cell in enumerate(cells) if folded(cell) in HEADINGS}
        if len(found) >= FEWEST:
            return number, found
    return None


def without_headings(file: str) -> Problem:
    """The problem of a table of overrides without headings."""
    names = Label(
        ", ".join(one.record.label.en for one in COLUMNS), "、".join(one.record.label.zh for one in COLUMNS)
    )
    copy = Label("copy the rows into the roster template", "请将各行复制到花名册模板中")
    return Problem(file, Label("no row of headings", "没有标题行"), names, copy)


def overrides_of(
    rows: Iterable[Row],
    positions: dict[str, int],
    places: Places,
    roster: Roster,
    rules: RuleSet,
    *,
    typed: bool,
) -> tuple[Override, ...]:
    """The overrides in rows of cells. Raises ProblemsFound with everything that is wrong with any of them."""
    problems: list[Problem] = []
    found = [
        _override(number, cells, positions, places, rules, problems, typed)
        for number, cells in rows
        if not all(is_blank(cell) for cell in cells)
    ]
    problems += override_problems(found, roster, rules)
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)


def _override(
    number: int,
    cells: Sequence[Any],
    positions: dict[str, int],
    places: Places,
    rules: RuleSet,
    problems: list[Problem],
    typed: bool,
) -> Override:
    values: dict[str, Any] = {}
    for column in COLUMNS:
        at = positions.get(column.key)
        cell = cells[at] if at is not None and at < len(cells) else None
        where = places.cell(number, column.key)
        values[column.key] = _value(where, cell, column, problems, typed)
    scale = quantity_scale(rules, values["rule"] or "")
    quantity = values["quantity"]
    if quantity is not None and scale == 1:
        whole = quantity % 100 == 0
        if not whole:
            count = Label("a whole number", "整数")
            where = places.cell(number, "quantity")
            problems.append(Problem(where, "", count, Label("write a whole number", "请填写整数"), QUANTITY))
        quantity //= 100  # not negative
    return Override(
        values["id"] or "",
        values["rule"] or "",
        values["author"] or "",
        values["reason"] or "",
        values["day"],
        quantity,
        values["amount"],
        places.row(number),
    )


def _value(where: str, cell: Any, column: RosterColumn, problems: list[Problem], typed: bool) -> Any:
    if column.record.kind == "number" and is_blank(cell):
        return None
    if column.record.kind == "date":
        return _day(where, cell, column, problems)
    taken = take(where, cell, column, typed=typed)
    problems += [problem for problem in taken.problems if problem.severity == "error"]
    return taken.value


def _day(where: str, cell: Any, column: RosterColumn, problems: list[Problem]) -> date | None:
    if is_blank(cell):
        return None
    if isinstance(cell, datetime):
        return cell.date()
    value, found = read_value(where, cell.strip(SPACES) if isinstance(cell, str) else cell, column.record)
    problems += [problem for problem in found if problem.severity == "error"]
    return value if isinstance(value, date) else None
