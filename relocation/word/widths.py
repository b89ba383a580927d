"""How wide the columns of a table are, and where the table does not fit: on a page that lies on its side, or in parts.

Widths are counted in halves of a Chinese character, which is about the width of a digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from relocation.labels import Language
from relocation.tables.record import Stacked, Table, cell_text
from relocation.word.styles import MARGIN, PAGE, TABLE_SIZE
from relocation.word.texts import length

CM_PER_POINT = 2.54 / 72
PADDING = 0.25  # cm beside a text, both sides together
SIZES = (TABLE_SIZE, 8.0)  # points
ROOM = {False: PAGE[0] - 2 * MARGIN, True: PAGE[1] - 2 * MARGIN}  # cm, upright and on its side
NARROWEST_ENTRY, NARROWEST_WORDS, LONGEST_WORDS = 24, 8, 46
ONE_LINE = 16  # of a heading above figures that stands in one line where there is room
CHINESE_WORD, LONGEST_WORD = 8, 20  # what is longer is broken


SHARE_OF_FIRST = 3.0  # of what is left over, for the first column beside one for each other


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table, or a part of it, is set: which columns, how wide each [cm], in which size, and whether on its side."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]
    size: float
    sideways: bool


def layouts(table: Table, columns: Sequence[int], lang: Language) -> list[Layout]:
    """The table in one piece where it fits anywhere, else in as few parts as fit on a page that lies on its side."""
    measured = {column: _Measure.of(table, column, lang) for column in columns}
    for sideways in (False, True):
        for size in SIZES:
            if _least(measured, columns, size) <= ROOM[sideways]:
                return [_layout(measured, columns, size, sideways=sideways)]
    size = SIZES[-1]
    parts = list(_parts(table, columns, measured, size))
    return [_layout(measured, part, size, sideways=True) for part in parts]


@dataclass(frozen=True, slots=True)
class _Measure:
    """The least and the natural width of a column, and whether it holds words."""

    least: int
    natural: int
    words: bool

    @classmethod
    def of(cls, table: Table, position: int, lang: Language) -> _Measure:
        column = table.columns[position]
        texts = [_first_line(table, row.cells[position], lang) for row in table.readable if not row.band]
        longest = max(map(length, texts), default=0)
        heading = column.heading(lang)
        head = _longest_word([heading]) + 1  # it is bold
        if not column.words:
            least = max(longest, head)
            return cls(least, max(least, min(length(heading) + 1, ONE_LINE)), False)
        if column.unbroken:
            least = min(longest, LONGEST_WORDS)
            return cls(max(least, head), max(least, head), True)
        narrowest = NARROWEST_ENTRY if position == table.entry else NARROWEST_WORDS
        natural = min(max(longest, length(heading)), LONGEST_WORDS)
        return cls(max(min(narrowest, natural), head, _longest_word(texts)), max(natural, head), True)


def _longest_word(texts: Iterable[str]) -> int:
    """The width of the longest word; Chinese is broken between any two characters, but not after one or two."""
    words = (word for text in texts for word in re.split(r"\s", text))
    widths = (min(length(word), CHINESE_WORD if length(word) > len(word) else LONGEST_WORD) for word in words)
    return max(widths, default=0)


def _first_line(table: Table, cell: object, lang: Language) -> str:
    first = cell.cells[0] if isinstance(cell, Stacked) else cell
    return cell_text(first, lang, table.scale)  # type: ignore[arg-type]


def _unit(size: float) -> float:
    return size / 2 * CM_PER_POINT * 1.04


def _least(measured: dict[int, _Measure], columns: Sequence[int], size: float) -> float:
    return sum(measured[column].least * _unit(size) + PADDING for column in columns)


def _layout(measured: dict[int, _Measure], columns: Sequence[int], size: float, *, sideways: bool) -> Layout:
    """The least widths, and what is left by need: first to words that would be broken, then to all words alike."""
    widths = {column: measured[column].least * _unit(size) + PADDING for column in columns}
    left = max(ROOM[sideways] - sum(widths.values()), 0)
    lacking = {
        column: (measured[column].natural - measured[column].least) * _unit(size) for column in columns
    }
    wanted = sum(lacking.values())
    given = min(left / wanted, 1.0) if wanted else 0.0
    for column in columns:
        widths[column] += lacking[column] * given
    left -= wanted * given
    shares = {
        column: SHARE_OF_FIRST if column == columns[0] else 1.0
        for column in columns
        if measured[column].words
    }
    shares = shares or dict.fromkeys(columns, 1.0)
    for column, share in shares.items():
        widths[column] += left * share / sum(shares.values())
    return Layout(tuple(columns), tuple(widths[column] for column in columns), size, sideways)


def _parts(
    table: Table, columns: Sequence[int], measured: dict[int, _Measure], size: float
) -> Iterator[list[int]]:
    """Columns of figures in even groups, each beside those that are kept."""
    kept = [column for column in columns if table.columns[column].kept] or list(columns[:1])
    others = [column for column in columns if column not in kept]
    for count in range(2, len(others) + 1):
        groups = [others[len(others) * at // count : len(others) * (at + 1) // count] for at in range(count)]
        if all(_least(measured, [*kept, *group], size) <= ROOM[True] for group in groups):
            break
    else:
        groups = [[column] for column in others]
    for group in groups:
        yield [*kept, *group]
