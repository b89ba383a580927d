"""Finding the columns of a roster by their headings: in either language, in any order, however they are spaced."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from relocation.households.columns import HOUSEHOLD, RosterColumn
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem

UNIT_IN_BRACKETS = re.compile(r"[（(\[【][^（(\[【]*[)）\]】]$")
SEARCHED_ROWS = 20  # headings stand near the top
FEWEST = 2  # headings that make a row the row of headings
OPTIONAL = {"name", "group", "registered", "bank_account", "village", "county"}


@dataclass(frozen=True, slots=True)
class Headings:
    """Which column stands where: key -> position, and what is wrong with the headings."""

    positions: dict[str, int]
    texts: dict[str, str]
    problems: tuple[Problem, ...]


def folded(text: Any) -> str:
    """A heading for comparison: width, case, spaces, underscores, a star and a unit in brackets do not matter."""
    plain = unicodedata.normalize("NFKC", "" if text is None else str(text)).strip(" \t\r\n\ufeff*")
    plain = UNIT_IN_BRACKETS.sub("", plain)
    return re.sub(r"[\s_\-*]+", "", plain).casefold()


def known_headings(rules: RuleSet) -> dict[str, RosterColumn]:
    """Every spelling of every heading, folded."""
    return {
        folded(word): column
        for column in rules.roster_columns
        for word in (column.key, column.record.label.en, column.record.label.zh)
    }


def heading_row(rows: Sequence[Sequence[Any]], rules: RuleSet) -> int | None:
    """The position of the row of headings among the first rows, None if there is none."""
    known = known_headings(rules)
    hits = [sum(folded(cell) in known for cell in row) for row in rows[:SEARCHED_ROWS]]
    best = max(hits, default=0)
    return hits.index(best) if best >= FEWEST else None


def find_columns(where: Sequence[str], cells: Sequence[Any], rules: RuleSet) -> Headings:
    """The columns under a row of headings. `where` names every heading's place for the problems."""
    known = known_headings(rules)
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    strangers: list[int] = []
    for at, cell in enumerate(cells):
        column = known.get(folded(cell))
        if column is None:
            strangers += [at] if folded(cell) else []
        elif column.key in positions:
            problems.append(_twice(where[at], where[positions[column.key]], column))
        else:
            positions[column.key] = at
    missing = [one for one in rules.roster_columns if one.key not in positions and one.key not in OPTIONAL]
    problems += [_stranger(where[at], str(cells[at]).strip(), rules, missing) for at in strangers]
    problems += [_missing(where[0] if where else "", column) for column in missing]
    return Headings(
        positions, {key: str(cells[at]).strip() for key, at in positions.items()}, tuple(problems)
    )


def no_headings(file: str, rules: RuleSet) -> Problem:
    """The problem of a file without a row of headings; what stands there instead is not repeated."""
    names = [one.record.label for one in rules.roster_columns if one.key not in OPTIONAL]
    expected = Label(
        "a row of headings: " + ", ".join(name.en for name in names),
        "标题行：" + "、".join(name.zh for name in names),
    )
    remedy = Label("copy the rows into the roster template", "请将各行复制到花名册模板中")
    return Problem(file, Label("no row of headings", "没有标题行"), expected, remedy)


def _twice(second: str, first: str, column: RosterColumn) -> Problem:
    found = Label(f"the column a second time, first at {first}", f"该列重复，首次见于 {first}")
    once = Label("every column once", "每列只出现一次")
    return Problem(second, found, once, Label("remove one of them", "请删除其中之一"), column.record.label)


def _missing(file: str, column: RosterColumn) -> Problem:
    label = column.record.label
    expected = Label(f"a column {label.en}", f"“{label.zh}”一列")
    remedy = (
        Label("add the column and fill it", "请补上该列并填写")
        if column.record.required
        else Label("add the column; leave its cells empty if there is none", "请补上该列；没有则留空")
    )
    return Problem(file, "", expected, remedy, label)


def _stranger(where: str, text: str, rules: RuleSet, missing: list[RosterColumn]) -> Problem:
    """A column nobody asked for: an error if it may be a missing one misspelt, else only mentioned."""
    words = {
        word: column
        for column in rules.roster_columns
        for word in (column.record.label.en, column.record.label.zh)
    }
    close = get_close_matches(text, list(words), n=3, cutoff=0.5)
    wanted = {column.key for column in missing} - {HOUSEHOLD}
    misspelt = any(words[word].key in wanted for word in close)
    shown: str | Label = text[:40] if sum(sign.isdigit() for sign in text) < 6 else Label("digits", "数字")
    expected = Label("a column of the roster", "花名册中的列")
    if close:
        remedy = Label(f"did you mean {', '.join(close)}?", f"是否应为 {'、'.join(close)}？")
    else:
        remedy = Label("nothing is read from it", "不读取该列")
    return Problem(where, shown, expected, remedy, severity="error" if misspelt else "warning")
