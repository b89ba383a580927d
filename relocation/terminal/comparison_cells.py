"""The cells of a comparison on the terminal, and how many columns of them fit beside each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from relocation.formula.language.book import LineItem
from relocation.formula.targets.scalar import day_of
from relocation.labels import Label, Language
from relocation.scenarios.comparison import Comparison
from relocation.terminal.tables import RATE_STATUS, amount, signed, unit_name, wrapped

HEAD_WIDTH = 12  # columns of a heading above figures, before it goes on in the next line


def cell(
    found: Comparison, name: str, line: LineItem, lang: Language, scale: str, *, differ: bool = False
) -> str:
    """An output of a case, or how far it is from the base."""
    if differ:
        return signed(found.difference(name, line.key), line.unit, scale)
    value = found.value(name, line.key)
    if math.isnan(value):
        status = found.statuses[name]
        is_told = line.key == "irr" and status != "unique"
        return RATE_STATUS[status].text(lang) if is_told else amount(value, line.unit, scale)
    return day_of(value).isoformat() if line.unit == "date" else amount(value, line.unit, scale)


def line_of(found: Comparison, key: str) -> LineItem:
    return next(one.book.lines[key] for one in found.appraisals.values() if key in one.book.lines)


def unit_of(line: LineItem, lang: Language, scale: str, *, differ: bool) -> str:
    if differ and line.unit in {"1/year", "change"}:
        return Label("percentage points", "百分点").text(lang)
    if line.unit == "date":
        return Label("days", "天").text(lang) if differ else ""
    return unit_name(line.unit, lang, scale)


def head(text: str) -> str:
    """A heading above figures, broken where it is long."""
    return wrapped(text, HEAD_WIDTH)


def widest(cells: Iterable[str]) -> int:
    """Columns that the widest line of some cells takes."""
    return max(cell_len(line) for text in cells for line in text.splitlines() or [""])


def fitting(widths: Sequence[int], room: int) -> Iterator[list[int]]:
    """The places of columns of these widths in groups that fit beside each other, at least one to a group."""
    group: list[int] = []
    used = 0
    for at, needed in enumerate(widths):
        if group and used + needed + 2 > room:
            yield group
            group, used = [], 0
        group.append(at)
        used += needed + 2
    yield group
