"""One column of a CSV file as numbers, for a distribution from data."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.scenarios.tables.text_file import encoding_of

MOST_NAMED = 10  # cells that are no number


def read_column(path: Path, column: str | None) -> list[float]:
    """The numbers of a column, by its heading; a file of one column needs no name. Raises ProblemsFound."""
    try:
        with path.open(encoding=encoding_of(path), newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        expected = Label("a CSV file in UTF-8 or GB18030", "UTF-8 或 GB18030 编码的 CSV 文件")
        raise ProblemsFound([_problem(path, str(reason), expected)]) from None
    if not rows:
        raise ProblemsFound([_problem(path, "", Label("rows of numbers", "若干行数值"))])
    place = _place(path, rows[0], column)
    first = 0 if column is None and _number(rows[0][place]) is not None else 1
    cells = [(number, row[place] if place < len(row) else "") for number, row in enumerate(rows, 1)][first:]
    return _numbers(path, cells)


def _place(path: Path, heading: Sequence[str], column: str | None) -> int:
    names = [name.strip() for name in heading]
    if column is None and len(names) == 1:
        return 0
    if column in names:
        return names.index(column)
    shown = names[:MOST_NAMED]
    expected = Label(f"a column of the file: {', '.join(shown)}", f"该文件中的一列：{'、'.join(shown)}")
    remedy = Label("state column = one of them", "请用 column 指定其中一列")
    raise ProblemsFound([Problem(str(path), column or "", expected, remedy)])


def _numbers(path: Path, cells: Sequence[tuple[int, str]]) -> list[float]:
    found = [(number, cell, _number(cell)) for number, cell in cells]
    bad = [(number, cell) for number, cell, value in found if value is None]
    if bad:
        expected = Label("a number", "数值")
        raise ProblemsFound(_problem(f"{path}:{number}", cell, expected) for number, cell in bad[:MOST_NAMED])
    return [value for _, _, value in found if value is not None]


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _problem(where: Path | str, found: str, expected: Label) -> Problem:
    return Problem(str(where), found, expected, Label("check the file", "请检查该文件"))
