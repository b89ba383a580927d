"""The head row of a table of scenarios, found by what stands in it: the word for names, and paths of inputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from relocation.scenarios.tables.headings import NAMES, NOTES, PARENTS, tidy
from relocation.scenarios.tables.text_file import LAST_HEAD_ROW

Grid = Mapping[tuple[int, int], Any]


@dataclass(frozen=True, slots=True)
class Head:
    """Where the table begins: the head row, and the numbers of the columns; those of the paths with what they say."""

    row: int
    name: int
    parent: int | None
    note: int | None
    paths: Mapping[int, str]

    @property
    def own(self) -> set[int]:
        """The columns that hold no values of inputs."""
        return {column for column in (self.name, self.parent, self.note) if column is not None}


def find_head(grid: Grid, known: Collection[str]) -> Head | None:
    """The row with the most known heads, of equals the one with most cells, then the first; None if there is none.

    Without a word for the names they stand in the first column that has no path.
    """
    rows: dict[int, dict[int, str]] = {}
    for (row, column), value in sorted(grid.items()):
        if row <= LAST_HEAD_ROW:
            rows.setdefault(row, {})[column] = tidy(word(value))
    scores = {row: _score(texts, known) for row, texts in rows.items()}
    if not scores or not max(scores.values()):
        return None
    row = max(scores, key=lambda one: (scores[one], len(rows[one]), -one))
    texts = rows[row]
    name = _column(texts, NAMES)
    if name is None:
        filled = {column for (at, column) in grid if at > row}
        name = min((column for column in filled if column not in texts), default=None)
    parent, note = _column(texts, PARENTS), _column(texts, NOTES)
    if name is None:
        return None
    paths = {column: text for column, text in texts.items() if column not in (name, parent, note)}
    return Head(row, name, parent, note, paths)


def word(value: Any) -> str:
    """What a cell says, without blanks around it; nothing for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _score(texts: Mapping[int, str], known: Collection[str]) -> int:
    heads = (_column(texts, words) is not None for words in (NAMES, PARENTS, NOTES))
    return sum(text in known for text in texts.values()) + sum(heads)


def _column(texts: Mapping[int, str], words: set[str]) -> int | None:
    return next((column for column, text in texts.items() if text.lower() in words), None)
