"""Where a table begins: its row of headings, or its rows where they stand on several levels, and the column of each heading.

Headings are known in either language, in any order, however they are spaced; a title and notes may stand above them. On
several levels a group (old house) stands above its parts (brick, soil), as with merged cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import Any

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import Choice, FieldRecord
from relocation.reading.rows import Row, is_blank
from relocation.reading.text_rows import HEAD_ROWS

MEASURES = {"m2", "mu", "yuan"}  # units with two decimals
YES_NO = (Choice("yes", Label("yes", "是")), Choice("no", Label("no", "否")))


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column.

    A private one never leaves in a message. `long_number` says that its digits are no number: spreadsheets cut them. A
    column that `names_row` says what a row is about. A value of one that `spreads` may hold for several rows, as where
    cells are merged downwards.
    """

    key: str
    record: FieldRecord
    private: bool = False
    long_number: bool = False
    optional: bool = False  # the column may be missing
    names_row: bool = False
    spreads: bool = False
    synonyms: tuple[str, ...] = ()

    @property
    def scale(self) -> int:
        """How many stored units make one unit of the column."""
        return 100 if self.record.unit in MEASURES else 1

    @property
    def is_number(self) -> bool:
        """Whether the column holds a quantity."""
        return self.record.kind in {"number", "whole"}


UNIT_IN_BRACKETS = re.compile(r"[（(\[【][^（(\[【]*[)）\]】]$")
MOST_LEVELS = 3
# What a heading says under another that names the column.
MEASURED = {
    "面积",
    "数量",
    "人数",
    "个数",
    "area",
    "quantity",
    "number",
    "m2",
    "平方米",
    "个",
    "人",
    "元",
    "金额",
}
KeyOf = Callable[[Any], str | None]


@dataclass(frozen=True, slots=True)
class Head:
    """The rows of headings, from `first` to `last`; what each column says, in all and below, and the keys of the known."""

    first: int
    last: int
    texts: tuple[str, ...]
    below: tuple[str, ...]
    keys: tuple[str | None, ...]


def folded(text: Any) -> str:
    """A heading for comparison: width, case, spaces, underscores, a star and a unit in brackets do not matter."""
    plain = unicodedata.normalize("NFKC", "" if text is None else str(text)).strip(" \t\r\n\ufeff*:")
    while (bare := UNIT_IN_BRACKETS.sub("", plain).rstrip(" \t\r\n*:")) != plain:
        plain = bare
    return re.sub(r"[\s_\-*]+", "", plain).casefold()


def find_head(rows: Iterable[Row], key_of: KeyOf, *, levels: int = MOST_LEVELS) -> Head | None:
    """The rows among the first hundred that hold the most known headings; None if there is none at all.

    A row below that only parts or measures what stands above it (rooms and area, a row of units) is one of them too.
    """
    top = [row for row in islice(rows, HEAD_ROWS) if row.torn is None]
    best, most = None, 0
    for deep in range(levels):
        for position in range(len(top) - deep):
            if all(_may_be_headings(following) for following in top[position + 1 : position + 1 + deep]):
                head = _combined(top[position : position + 1 + deep], key_of)
                count = len({key for key in head.keys if key})
                if count > most or (count == most and best and _goes_on(best, head, top[position + deep])):
                    best, most = head, count
    return best


def _may_be_headings(row: Row) -> bool:
    """A lower level of headings: texts, and no digits but those of a unit such as m2."""
    cells = [folded(cell) for cell in row.cells if not is_blank(cell)]
    return bool(cells) and not any(cell.replace("m2", "").strip(".,").isdigit() for cell in cells)


def _goes_on(best: Head, head: Head, last: Row) -> bool:
    """Whether a head is another one and a row more that says nothing below its first known heading, as a row of data would."""
    first = next((position for position, key in enumerate(best.keys) if key), 0)
    blank = first >= len(last.cells) or not str(last.cells[first] or "").strip(" -—/")
    return head.first == best.first and head.last == last.number > best.last and blank


def _combined(rows: Sequence[Row], key_of: KeyOf) -> Head:
    width = max(len(row.cells) for row in rows)
    texts, below = [""] * width, [""] * width
    keys: list[str | None] = [None] * width
    for level, row in enumerate(rows):
        said = ["" if is_blank(cell) else str(cell).strip() for cell in row.cells]
        said += [""] * (width - len(said))
        above, group = list(texts), ""
        for position in range(width):
            # A group that is merged over several columns says its name in the first of them.
            group = above[position] or group
            if not said[position]:
                continue
            parted = position + 1 < width and said[position + 1] and not above[position + 1]
            keys[position] = _key(said[position], group, None if parted else keys[position], key_of)
            texts[position] = (
                f"{group} {said[position]}" if level and group and group != said[position] else said[position]
            )
            below[position] = said[position]
    return Head(rows[0].number, rows[-1].number, tuple(texts), tuple(below), tuple(keys))


def _key(said: str, group: str, above: str | None, key_of: KeyOf) -> str | None:
    """The column of a heading: by itself, with its group, or by its group, where it is no more than a measure of it."""
    known = key_of(said) or (key_of(f"{group}{said}") if group else None) or above
    return known or (key_of(group) if group and (folded(said) in MEASURED or not folded(said)) else None)


@dataclass(frozen=True)
class Vocabulary:
    """The headings of a table with declared columns; other names of a column count where nobody has the first."""

    columns: tuple[TableColumn, ...]
    ignored: tuple[Label, ...] = ()
    words: Mapping[str, str] = field(init=False)
    synonyms: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        words = {
            folded(word): column.key for column in self.columns for word in (column.key, *column.record.label)
        }
        others = {folded(word): column.key for column in self.columns for word in column.synonyms}
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "synonyms", {word: key for word, key in others.items() if word not in words})

    def key(self, cell: Any) -> str | None:
        """The column that a cell names."""
        word = folded(cell)
        return self.words.get(word) or self.synonyms.get(word)


@dataclass(frozen=True, slots=True)
class Headings:
    """Which column stands where: key -> position, and what there is to say about the headings."""

    positions: dict[str, int]
    texts: dict[str, str]
    problems: tuple[Problem, ...]

    def checked(self) -> Headings:
        """The headings, if a table can be read below them. Raises ProblemsFound."""
        if any(problem.severity == "error" for problem in self.problems):
            raise ProblemsFound(self.problems)
        return self


def find_columns(head: Head, where: Callable[[int], str], vocabulary: Vocabulary) -> Headings:
    """The columns under a head; `where` names a heading's place by its position."""
    positions, problems, strangers = _placed(head, where, vocabulary)
    ignored = {folded(word) for words in vocabulary.ignored for word in words}
    strangers = [stranger for stranger in strangers if folded(head.texts[stranger]) not in ignored]
    missing = [column for column in vocabulary.columns if column.key not in positions and not column.optional]
    problems += [
        _stranger(where(stranger), head.texts[stranger], vocabulary, missing) for stranger in strangers
    ]
    problems += [_missing(where(0), column) for column in missing]
    texts = {key: head.texts[position] for key, position in positions.items()}
    return Headings(positions, texts, tuple(problems))


def _placed(
    head: Head, where: Callable[[int], str], vocabulary: Vocabulary
) -> tuple[dict[str, int], list[Problem], list[int]]:
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    strangers: list[int] = []
    columns = {column.key: column for column in vocabulary.columns}
    first = [folded(text) in vocabulary.words for text in head.below]
    named = [key for key, sure in zip(head.keys, first, strict=True) if not sure]
    # The columns that go by another name come last.
    for position in sorted(range(len(head.keys)), key=lambda number: not first[number]):
        key = head.keys[position]
        if key is None or (not first[position] and (key in positions or named.count(key) > 1)):
            strangers += [position] if head.texts[position] else []
        elif key in positions:
            problems.append(_twice(where(position), where(positions[key]), columns[key]))
        else:
            positions[key] = position
    return positions, problems, sorted(strangers)


def no_headings(where: str, columns: Iterable[TableColumn], copy: Label) -> Problem:
    """The problem of a file without a row of headings; what stands there instead is not repeated."""
    names = [column.record.label for column in columns if not column.optional]
    expected = Label(
        "a row of headings: " + ", ".join(name.en for name in names),
        "标题行：" + "、".join(name.zh for name in names),
    )
    return Problem(where, Label("no row of headings", "没有标题行"), expected, copy)


def _twice(second: str, first: str, column: TableColumn) -> Problem:
    found = Label(f"the column a second time, first at {first}", f"该列重复，首次见于 {first}")
    once = Label("every column once", "每列只出现一次")
    return Problem(second, found, once, Label("remove one of them", "请删除其中之一"), column.record.label)


def _missing(file: str, column: TableColumn) -> Problem:
    label = column.record.label
    expected = Label(f"a column {label.en}", f"“{label.zh}”一列")
    remedy = (
        Label("add the column and fill it", "请补上该列并填写")
        if column.record.required
        else Label("add the column; leave its cells empty if there is none", "请补上该列；没有则留空")
    )
    return Problem(file, "", expected, remedy, label)


def _stranger(where: str, text: str, vocabulary: Vocabulary, missing: list[TableColumn]) -> Problem:
    """A column nobody asked for: an error if it may be a missing one misspelt, else only mentioned."""
    words = {word: column for column in vocabulary.columns for word in column.record.label}
    close = get_close_matches(text, list(words), n=3, cutoff=0.5)
    wanted = {column.key for column in missing}
    misspelt = any(words[word].key in wanted for word in close)
    shown: str | Label = text[:40] if sum(sign.isdigit() for sign in text) < 6 else Label("digits", "数字")
    expected = Label("a column of the table", "表中的列")
    if close:
        remedy = Label(f"did you mean {', '.join(close)}?", f"是否应为 {'、'.join(close)}？")
    else:
        remedy = Label("nothing is read from it", "不读取该列")
    return Problem(where, shown, expected, remedy, severity="error" if misspelt else "warning")
