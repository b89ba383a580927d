"""What the terminal draws of letters and blocks: bars, profiles, a chart of lines, a tree."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.cells import cell_len
from rich.text import Text
from rich.tree import Tree

from relocation.labels import Label, Language
from relocation.tables.numbers import number_text
from relocation.tables.record import Bar, Branch, Lines, tone_of

BAR_WIDTH = (12, 40)
LOW, HIGH, NOW = "▒", "█", "│"
LEGEND = Label(
    f"{LOW} low value of the input, {HIGH} high value, {NOW} as it stands",
    f"{LOW} 输入项取低值，{HIGH} 取高值，{NOW} 现状",
)
LEVELS = " ▁▂▃▄▅▆▇█"
ROWS, COLUMNS = 13, (40, 61)  # height, and narrowest and widest, of a chart of lines
EDGE, TICK = "│", "┤"

Point = tuple[float, float]


def bar_text(bar: Bar, room: int) -> str:
    """What the low value does in one shade, what the high value does in the other; a bar with one side is full."""
    least, most = bar.ends
    if most == least:
        return ""
    columns = min(max(room, BAR_WIDTH[0]), BAR_WIDTH[1])
    low, high = (round((value - least) / (most - least) * columns) for value in (bar.low, bar.high))
    if bar.now is None:
        return " " * low + HIGH * (high - low)
    now = round((bar.now - least) / (most - least) * columns)
    cells = [" "] * (columns + 1)
    for end, mark in ((low, LOW), (high, HIGH)):
        for place in range(min(end, now), max(end, now) + 1):
            cells[place] = mark
    cells[now] = NOW
    return "".join(cells).rstrip()


def line_of_blocks(counts: Sequence[int]) -> str:
    """One block for each count, the highest for the most; a space where there is nothing."""
    most, full = max(counts), len(LEVELS) - 1
    return "".join(LEVELS[math.ceil(count / most * full)] for count in counts)


def grid_lines(chart: Lines, scale: str, room: int) -> list[str]:
    """A chart as lines of text; the first of two lines at one place is seen. None where nothing can be drawn."""
    known = [value for _, points in chart.lines for _, value in points]
    if not known or min(known) == max(known):
        return []
    least, most = min(known), max(known)
    ends = [number_text(least + (most - least) * row / (ROWS - 1), chart.unit, scale) for row in range(ROWS)]
    margin = max(map(cell_len, ends))
    columns = min(max(room - margin - 4, COLUMNS[0]), COLUMNS[1])
    factors = sorted({factor for _, points in chart.lines for factor, _ in points})
    cells = [[" "] * columns for _ in range(ROWS)]
    for mark, points in reversed(chart.lines):
        for column, value in _drawn(points, factors, columns):
            cells[round((value - least) / (most - least) * (ROWS - 1))][column] = mark
    labelled = {0, ROWS // 2, ROWS - 1}
    drawn = [
        f"{ends[row] if row in labelled else '':>{margin}} {TICK if row in labelled else EDGE} {''.join(cells[row])}"
        for row in reversed(range(ROWS))
    ]
    return [line.rstrip() for line in [*drawn, " " * (margin + 3) + _axis(factors, columns)]]


def _drawn(points: Sequence[Point], factors: Sequence[float], columns: int) -> Iterator[tuple[int, float]]:
    """The value in each column of the grid, in a straight line from point to point."""
    places = [(_column(factor, factors, columns), value) for factor, value in points]
    for (left, low), (right, high) in pairwise(places):
        steps = max(right - left, 1)
        for step in range(steps + 1):
            yield left + step, low + (high - low) * step / steps


def _column(factor: float, factors: Sequence[float], columns: int) -> int:
    low, high = factors[0], factors[-1]
    return round((factor - low) / ((high - low) or 1) * (columns - 1))


def _axis(factors: Sequence[float], columns: int) -> str:
    """The factors below their columns, the outer ones inside the grid."""
    text = [" "] * columns
    for factor in factors:
        said = f"×{factor:g}"
        middle = _column(factor, factors, columns) - len(said) // 2
        start = min(max(middle, 0), columns - len(said))
        text[start : start + len(said)] = said
    return "".join(text)


def tree_of(branch: Branch, lang: Language) -> Tree:
    """A branch with all that it comes from."""
    tree = Tree(_head(branch, lang))
    _grow(tree, branch, lang)
    return tree


def _grow(tree: Tree, branch: Branch, lang: Language) -> None:
    for below in branch.below:
        _grow(tree.add(_head(below, lang)), below, lang)


def _head(branch: Branch, lang: Language) -> Text:
    text = Text(branch.head.text(lang), style="bold").append(f"  {branch.key}", style="not bold cyan")
    for sentence in branch.said:
        text.append(f"\n{sentence.text(lang)}", style="not bold" + " dim" * (tone_of(sentence) == "quiet"))
    return text
