"""One column of a CSV file as numbers, for a distribution from data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.rows import Row, is_blank
from relocation.reading.text_rows import A_TEXT, SAVE_AGAIN, open_text

MOST_NAMED = 10  # cells that are no number


def read_column(path: Path, column: str | None) -> list[float]:
    """The numbers of a column, by its heading; a file of one column needs no name. Raises ProblemsFound."""
    rows = open_text(path, lambda cell: column is not None and cell.strip() == column)
    filled = [row for row in rows if row.torn or not all(map(is_blank, row.cells))]
    torn = [Problem(f"{path}:{row.number}", row.torn, A_TEXT, SAVE_AGAIN) for row in filled if row.torn]
    if torn:
        raise ProblemsFound(torn[:MOST_NAMED])
    at, place = _place(path, filled, column)
    first = at if column is None and _number(filled[0].cells[place]) is not None else at + 1
    cells = [(row.number, row.cells[place] if place < len(row.cells) else "") for row in filled[first:]]
    return _numbers(path, cells)


def _place(path: Path, rows: Sequence[Row], column: str | None) -> tuple[int, int]:
    """The row of the heading, if there is one, and the column."""
    for at, row in enumerate(rows):
        names = [name.strip() for name in row.cells]
        if column in names:
            return at, names.index(column)
    names = [name.strip() for name in rows[0].cells]
    if column is None and len(names) == 1:
        return 0, 0
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
