"""Rows that add up the rows above them: known by their word, or by their numbers. They are told to be deleted.

Whoever were told to fill in what such a row lacks, an id say, would count everything twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.labels import Label
from relocation.problems import Problem

WORD = r"(?:(?:grand|sub)?[\s-]*totals?|sums?|[合小总共累]\s*计|总\s*和)"
ALONE = re.compile(WORD + r"\s*[:：]?\s*(?:[（(【].*[)）】])?", re.IGNORECASE).fullmatch
WITHIN = re.compile(
    r".{1,16}(?:[合小总]\s*计)[:：]?|(?:[合总共]\s*计).{0,2}\d.{0,12}|.{1,20}\s(?:sub-?)?total:?",
    re.IGNORECASE,
).fullmatch
SUM_ABOVE = re.compile(
    r"=(?:SUM|SUBTOTAL)\((?:(?:10)?9,)?(?:(?P<column>[A-Z]+)\d+:(?P<to>[A-Z]+)(?P<last>\d+)|[^()]*\[[^()]*\])\)"
).fullmatch
LIKELY = re.compile("[计和]|otal|sum", re.IGNORECASE).search
WORDS = [
    *["合计", "小计", "总计", "共计", "累计", "总和"],
    *(
        change(word)
        for word in ("total", "totals", "subtotal", "sub-total", "grand total", "sum")
        for change in (str.lower, str.upper, str.capitalize, str.title)
    ),
]
LONGEST_WORD = 40
UNREAD = -1  # a number that is none, in a row that is refused
FEWEST = 2  # rows, and columns, that make sums of numbers more than a coincidence

Column = NDArray[np.int64]

A_TOTAL = Label("a row of totals", "合计行")
NO_TOTALS = Label("rows of single entries; totals are added up anew", "逐条填写的行；合计由程序自行计算")
DELETE = Label("delete this row", "请删除该行")


def names_a_total(cell: Any, *, label: bool) -> bool:
    """Whether a cell says that its row is a total; where rows are named, also with more words around it."""
    # Called for every row of any roster: what can be no such word is left as soon as it shows.
    if not isinstance(cell, str) or len(cell) > LONGEST_WORD or not LIKELY(cell):
        return False
    text = cell.strip()
    return bool(ALONE(text) or (label and WITHIN(text)))


def sums_a_column(formula: str, column: str, row: int) -> bool:
    """Whether a formula adds up cells above it in its own column, or the whole column of a table."""
    match = SUM_ABOVE(formula.replace("$", "").upper())
    if match is None:
        return False
    return match["column"] is None or (match["column"] == match["to"] == column and int(match["last"]) < row)


def total_row(where: str) -> Problem:
    """The problem of a row of totals."""
    return Problem(where, A_TOTAL, NO_TOTALS, DELETE)


def sums_of_rows_above(
    numbers: Mapping[str, Column], counted: NDArray[np.bool_], nameless: Collection[int]
) -> list[int]:
    """Rows whose numbers are those of the rows above them added up.

    Of `nameless` rows all rows above count, or those since the last such row; at least two, in two columns. A row that has a
    name is meant only if it is the last and adds up three rows or more in three columns, since a household may well be as
    large as the two before it. `counted` are the rows that count by themselves; what could not be read is UNREAD.
    """
    table = np.array(list(numbers.values()), dtype=np.int64)
    counts = np.where(counted, table, 0)
    before = np.cumsum(counts, axis=1) - counts
    rows_before: Column = np.cumsum(counted) - counted
    filled = (table > 0).sum(axis=0)

    def adds_up(at: int, start: int, fewest: int) -> bool:
        sums = before[:, at] - before[:, start]
        fits = bool(((table[:, at] == sums) | (table[:, at] == UNREAD)).all())
        return fits and min(rows_before[at] - rows_before[start], filled[at]) >= fewest

    found, start = list[int](), 0
    for at in sorted(nameless):
        if adds_up(at, start, FEWEST) or adds_up(at, 0, FEWEST):
            found.append(at)
            start = at
    last = int(max(np.flatnonzero(counted), default=-1))
    return [*found, last] if last >= 0 and adds_up(last, 0, FEWEST + 1) else found
