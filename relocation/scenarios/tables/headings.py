"""A scenario table, in a file or on a sheet: its headings (name, parent, note, paths of inputs), and what is typed below them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from relocation.changes import changed_value
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.sourced_inputs import InputValue, SourcedInputs, unknown_path
from relocation.scenarios.batch import Array
from relocation.scenarios.scenario import BASE

PLAIN = re.compile(r"[-+.0-9eE\n]+").fullmatch
FACTOR = re.compile(r"\*\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII).fullmatch
MOST_REMEMBERED = 100_000

Problems = dict[int, tuple[Problem, ...]]


class CellReader:
    """Reads the cells of one input that may vary; remembers what texts it has read before."""

    def __init__(self, input_value: InputValue) -> None:
        self.input_value = input_value
        self.places = {choice.key: position for position, choice in enumerate(input_value.record.choices)}
        self._read: dict[str, tuple[float, tuple[Problem, ...]]] = {}

    def base(self) -> float:
        """The value of the project as a number; a choice is its place in the list."""
        return self._number(self.input_value.value)

    def read(self, cells: Sequence[str], before: Array) -> tuple[Array, Problems]:
        """The numbers that cells ask for where the values `before` stand, and what is wrong with them by place."""
        whole = self._plain(cells)
        if whole is None and all(cell[:1] == "*" for cell in cells):
            factors = self._plain([cell[1:] for cell in cells])
            whole = None if factors is None else before * factors
        if whole is not None:
            return whole, {}
        values, problems = before.copy(), {}
        for position, cell in enumerate(cells):
            text = cell.strip()
            if text:
                values[position], wrong = self._cell(text, float(before[position]))
                if wrong:
                    problems[position] = wrong
        return values, problems

    def _plain(self, cells: Sequence[str]) -> Array | None:
        """A column of nothing but digits; None where a cell is empty or says more."""
        if self.places or not PLAIN("\n".join(cells)) or "" in cells:
            return None
        try:
            return np.array([float(cell) for cell in cells])
        except ValueError:
            return None

    def _cell(self, text: str, before: float) -> tuple[float, tuple[Problem, ...]]:
        if FACTOR(text) and not self.places:
            return before * float(text[1:]), ()
        if text not in self._read:
            if len(self._read) >= MOST_REMEMBERED:
                self._read.clear()
            self._read[text] = self._slowly(text)
        return self._read[text]

    def _slowly(self, text: str) -> tuple[float, tuple[Problem, ...]]:
        value, problems = changed_value(self.input_value, self.input_value.value, text)
        if value is None:
            return np.nan, tuple(problem for problem in problems if problem.severity == "error")
        return self._number(value), ()

    def _number(self, value: float | str) -> float:
        return float(self.places[value]) if isinstance(value, str) else float(value)


NAME, PARENT = Label("name", "名称"), Label("parent", "上级方案")  # in a file that somebody writes
NAME_HEAD, PARENT_HEAD, NOTE_HEAD = (  # on the sheet of a workbook, and in a file saved from it
    Label("Scenario", "方案名称"),
    Label("Based on", "基于方案"),
    Label("Note", "说明"),
)


def _small(*heads: Label) -> set[str]:
    return {text.lower() for head in heads for text in head}


# What these columns are called, in small letters; with what else people write there.
NAMES = _small(NAME, NAME_HEAD) | {"scenario name", "方案"}
PARENTS = _small(PARENT, PARENT_HEAD) | {"基于"}
NOTES = _small(NOTE_HEAD) | {"notes", "备注"}
KEYS = {NAME.en: NAMES, PARENT.en: PARENTS, NOTE_HEAD.en: NOTES}
BASES = {BASE, "基准", "基准方案"}


@dataclass(frozen=True, slots=True)
class Headings:
    """Which column holds what; columns count from 0. Without a column of names the rows go by their numbers."""

    name: int | None
    parent: int | None
    paths: Mapping[int, str]
    width: int

    def name_in(self, cells: Sequence[str]) -> str:
        """The name that a row states; nothing if it states none."""
        return _cell(cells, self.name)

    def parent_in(self, cells: Sequence[str]) -> str:
        """The scenario that a row builds on; nothing if that is the base."""
        parent = _cell(cells, self.parent)
        return "" if parent.lower() in BASES else parent


def tidy(head: str) -> str:
    """A heading without blanks around it, and without the wide letters and signs of Chinese keyboards."""
    return unicodedata.normalize("NFKC", head).strip()


def heading(cell: object, known: Collection[str]) -> str | None:
    """What a cell says if it is a heading: one of the paths `known`, or the key of names, parents, notes."""
    text = tidy("" if cell is None else str(cell))
    key = _key(text)
    return key if key in KEYS or text in known else None


def read_headings(cells: Sequence[str], places: Sequence[str], known: Collection[str]) -> Headings:
    """The columns of a table; `places` says where each heading stands, `known` are the paths of the project.

    Empty columns at the end are ignored. Raises ProblemsFound with every heading that is unknown, empty, or there twice.
    """
    heads = [tidy(cell) for cell in cells]
    while heads and not heads[-1]:
        heads.pop()
    problems = []
    paths: dict[int, str] = {}
    special: dict[str, int] = {}
    for column, head in enumerate(heads):
        key = _key(head)
        if key in special or key in paths.values():
            problems.append(_twice(places[column], head))
        elif key in KEYS:
            special[key] = column
        elif key in known:
            paths[column] = key
        else:
            problems.append(_unknown(places[column], head, known))
    if not paths and not problems:
        problems.append(_no_path(places[0] if places else ""))
    if problems:
        raise ProblemsFound(problems)
    return Headings(special.get(NAME.en), special.get(PARENT.en), paths, len(heads))


def _key(head: str) -> str:
    """The key of a column that is no input; of any other the heading itself."""
    return next((key for key, words in KEYS.items() if head.lower() in words), head)


def _cell(cells: Sequence[str], column: int | None) -> str:
    return "" if column is None or column >= len(cells) else cells[column].strip()


def _unknown(place: str, head: str, known: Collection[str]) -> Problem:
    close = unknown_path(head, [*known, NAME.en, PARENT.en])
    expected = Label("name, parent, or the path of an input", "name、parent 或输入项路径")
    return Problem(place, head, expected, close.remedy)


def _twice(place: str, head: str) -> Problem:
    expected = Label("each heading once", "每个表头只出现一次")
    return Problem(place, head, expected, Label("delete one of the two columns", "请删除其中一列"))


def _no_path(place: str) -> Problem:
    expected = Label("at least one path of an input", "至少一个输入项路径")
    return Problem(place, "", expected, Label("such as land_quota.price", "如 land_quota.price"))


HEADS = (NAME_HEAD, PARENT_HEAD, NOTE_HEAD)

# What people figure in: the first inputs of these kinds stand in the heads of a fresh sheet.
USUAL = (
    ("land_quota", "price"),
    ("land_quota", "delay"),
    ("land_quota", "acceptance"),
    ("construction", "rate"),
    ("loans", "principal"),
    ("loans", "rate"),
)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as it was typed; `values` stand in the order of the paths, None where a cell is empty."""

    name: str
    parent: str
    note: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class TypedTable:
    """The heads and rows as they were typed, right or wrong, so that they can be written again."""

    paths: tuple[str, ...]
    rows: tuple[TypedRow, ...] = ()

    def used(self) -> Iterator[str]:
        """The paths for which at least one row states a value."""
        for at, path in enumerate(self.paths):
            if path and any(row.values[at] is not None for row in self.rows):
                yield path


def usual_table(project: SourcedInputs) -> TypedTable:
    """No scenario yet, below the inputs that scenarios usually change, as far as a project has them."""
    values = list(project.values())
    found = (_first(values, group, name) for group, name in USUAL)
    return TypedTable(tuple(path for path in found if path is not None))


def _first(values: list[InputValue], group: str, name: str) -> str | None:
    return next((one.path for one in values if (one.path.group, one.path.name) == (group, name)), None)
