"""A spider on the terminal: one output against the factor of each input, a letter for each line, and the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from string import ascii_uppercase
from typing import Any

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from relocation.formula.language.book import LineItem
from relocation.labels import Label, Language
from relocation.terminal.tables import amount, heading, table_of, width
from relocation.terminal.variation_tables import REFUSED, with_unit

Row = dict[str, Any]
Point = tuple[float, float]

LABEL_WIDTH = 34
LINES, ROWS, COLUMNS = 6, 13, (40, 61)  # drawn of all inputs; height and narrowest and widest of the grid
EDGE, TICK, NOTHING = "│", "┤", "-"


def spider_parts(rows: Sequence[Row], line: LineItem, lang: Language, scale: str) -> Iterator[RenderableType]:
    """The lines of the strongest inputs, then one row per input and one column per factor."""
    title = Label(
        f"{with_unit(line, 'en', scale)}: each input alone times the factor",
        f"{with_unit(line, 'zh', scale)}：各输入项单独乘以系数",
    )
    yield heading(title, lang)
    factors = list(dict.fromkeys(row["factor"] for row in rows))
    inputs = {path: list(its) for path, its in groupby(rows, lambda row: row["path"])}
    marks = _marks(inputs)
    points = {mark: _points(inputs[path]) for path, mark in marks.items()}
    yield Text("\n".join(grid_lines(points, factors, line, scale)))
    table = table_of("", ["", "", *(f"× {factor:g}" for factor in factors)], texts=(0, 1))
    table.columns[1].max_width = LABEL_WIDTH
    for path, its in inputs.items():
        cells = [REFUSED if row["problem"] else _amount(row["output"], line, scale) for row in its]
        table.add_row(marks.get(path, ""), its[0]["label"], *cells)
    yield table
    if problems := list(filter(None, map(_problem, inputs.values()))):
        yield Text("\n".join(f"{REFUSED} {problem}" for problem in problems))


def _marks(inputs: Mapping[str, Sequence[Row]]) -> dict[str, str]:
    """A letter for each of the first lines, the same for inputs whose lines are the same."""
    letters: dict[tuple[Point, ...], str] = {}
    marks: dict[str, str] = {}
    for path, its in inputs.items():
        places = tuple((x, float(f"{y:.9g}")) for x, y in _points(its))
        if len(places) > 1 and places not in letters and len(letters) < LINES:
            letters[places] = ascii_uppercase[len(letters)]
        if places in letters:
            marks[path] = letters[places]
    return marks


def _points(its: Sequence[Row]) -> list[Point]:
    """The places of a line where the output is known."""
    return [(row["factor"], row["output"]) for row in its if not row["problem"] and row["output"] is not None]


def _problem(its: Sequence[Row]) -> str | None:
    """Why an input has no output at some factor, the first reason of several."""
    return next((row["problem"] for row in its if row["problem"]), None)


def grid_lines(
    points: dict[str, list[Point]], factors: Sequence[float], line: LineItem, scale: str
) -> list[str]:
    """The grid as lines of text; the stronger of two inputs at one place is seen. None where nothing can be drawn."""
    known = [value for line_points in points.values() for _, value in line_points]
    if not known or min(known) == max(known):
        return []
    least, most = min(known), max(known)
    ends = [amount(least + (most - least) * row / (ROWS - 1), line.unit, scale) for row in range(ROWS)]
    margin = max(map(cell_len, ends))
    columns = min(max(width() - margin - 4, COLUMNS[0]), COLUMNS[1])
    cells = [[" "] * columns for _ in range(ROWS)]
    span = (min(factors), max(factors))
    for mark, line_points in reversed(points.items()):
        for x, y in _drawn(line_points, span, columns):
            cells[round((y - least) / (most - least) * (ROWS - 1))][x] = mark
    labelled = {0, ROWS // 2, ROWS - 1}
    drawn = [
        f"{ends[row] if row in labelled else '':>{margin}} {TICK if row in labelled else EDGE} {''.join(cells[row])}"
        for row in reversed(range(ROWS))
    ]
    return [line.rstrip() for line in [*drawn, " " * (margin + 3) + _axis(factors, columns)]]


def _drawn(points: Sequence[Point], span: Point, columns: int) -> Iterator[tuple[int, float]]:
    """The output in each column of the grid, in a straight line from point to point."""
    place = {factor: _column(factor, span, columns) for factor, _ in points}
    for (left, low), (right, high) in pairwise(points):
        steps = max(place[right] - place[left], 1)
        for step in range(steps + 1):
            yield place[left] + step, low + (high - low) * step / steps


def _column(factor: float, span: Point, columns: int) -> int:
    low, high = span
    return round((factor - low) / ((high - low) or 1) * (columns - 1))


def _axis(factors: Sequence[float], columns: int) -> str:
    """The factors below their columns, the outer ones inside the grid."""
    text = [" "] * columns
    for factor in factors:
        said = f"×{factor:g}"
        middle = _column(factor, (min(factors), max(factors)), columns) - len(said) // 2
        start = min(max(middle, 0), columns - len(said))
        text[start : start + len(said)] = said
    return "".join(text)


def _amount(value: float | None, line: LineItem, scale: str) -> str:
    return NOTHING if value is None else amount(value, line.unit, scale)
