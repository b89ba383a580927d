"""The Scenarios sheet of a workbook -> scenarios. Everything is found by what the heads say, wherever they stand.

So a plain sheet that somebody made by hand, names in one column and paths beside it, is read like ours, and rows and
columns may be moved, sorted or added.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from openpyxl.utils import get_column_letter

from relocation.excel.gate.parts import SheetFacts
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.read.cells import LAST_ROW, Cells, FoundCell, calculated
from relocation.excel.read.frame import HIDDEN_SHEET, MERGED
from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.inputs import Inputs
from relocation.project.messages import field_at
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import unknown_path
from relocation.project.template import slots_on
from relocation.reading.headings import find_head
from relocation.reading.rows import Row
from relocation.reading.text_rows import HEAD_ROWS
from relocation.scenarios.scenario import Scenario
from relocation.scenarios.tables.headings import (
    BASES,
    NAME,
    NAME_HEAD,
    NOTE_HEAD,
    PARENT,
    TypedRow,
    TypedTable,
    heading,
    tidy,
)

A_VALUE = Label("a number, a choice, or *0.8 for 0.8 times", "数值、选项，或 *0.8（乘以0.8）")
A_NAME = Label("a name for the scenario of this row", "本行方案的名称")
A_PARENT = Label("the name of another scenario", "另一方案的名称")
A_HEAD = Label("the path of an input above this column", "本列上方的输入项路径")
HEADS_WANTED = Label(
    f"a row with the heads {NAME_HEAD.en} and paths of inputs such as land_quota.price",
    f"一行列标题：{NAME_HEAD.zh}，以及输入项路径（如 land_quota.price）",
)


@dataclass(frozen=True, slots=True)
class ScenarioSheet:
    """What a workbook says of scenarios: the table as it was typed, the scenarios made of it, and what is wrong.

    Whether values and parents fit is not known here: `relocation.scenarios` resolves them.
    """

    table: TypedTable | None = None  # None: the workbook has no such sheet
    scenarios: tuple[Scenario, ...] = ()
    problems: tuple[Problem, ...] = ()

    def with_paths(self, renamed: Callable[[str], str]) -> ScenarioSheet:
        """The same scenarios where inputs stand at other paths; the head of a slot that is gone is left empty."""
        if self.table is None:
            return self
        moved = (renamed(path) for path in self.table.paths)
        table = replace(self.table, paths=tuple("" if slots_on(path) else path for path in moved))
        return replace(
            self, table=table, scenarios=tuple(_with_paths(scenario, renamed) for scenario in self.scenarios)
        )


def _with_paths(scenario: Scenario, renamed: Callable[[str], str]) -> Scenario:
    changes = {renamed(path): value for path, value in scenario.changes.items()}
    places = {renamed(path): place for path, place in scenario.places.items()}
    return replace(scenario, changes=changes, places=places)


def read_scenarios(cells: Cells, sheets: Iterable[SheetFacts], known: Collection[str]) -> ScenarioSheet:
    """The scenarios of a workbook whose inputs have the paths `known`; nothing where it has no sheet of that name."""
    titles = {title.lower() for title in SHEETS["scenarios"]}
    called_so = [
        sheet for sheet in sheets if sheet.title.strip().lower() in titles and sheet.title in cells.titles
    ]
    if not called_so:
        return ScenarioSheet()
    facts = max(called_so, key=lambda sheet: len(cells.grid(sheet.title, values=True)))
    read = _read(_Sheet(cells, facts), known)
    others = (
        sheet.title for sheet in called_so if sheet is not facts and cells.grid(sheet.title, values=True)
    )
    return replace(read, problems=(*read.problems, *(_another(title, facts.title) for title in others)))


def _read(sheet: _Sheet, known: Collection[str]) -> ScenarioSheet:
    if not sheet.filled:
        return ScenarioSheet(TypedTable(()))
    head = _head(sheet, known)
    if head is None:
        first = min(sheet.filled)
        remedy = Label("write these heads above the table", "请在表格上方写明列标题")
        problem = Problem(sheet.at(*first), word(sheet.value(*first))[:60], HEADS_WANTED, remedy)
        return ScenarioSheet(TypedTable(()), problems=(problem,))
    reading = _Reading(sheet, head, known)
    reading.read()
    problems = [*reading.problems, *sheet.merged(head, reading.columns), *sheet.unseen(reading.rows)]
    return ScenarioSheet(reading.table(), tuple(reading.scenarios), tuple(problems))


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


def _head(sheet: _Sheet, known: Collection[str]) -> Head | None:
    """The row with the most known heads. Without a word for the names they stand in the first column that has no path."""
    head = find_head(sheet.rows(HEAD_ROWS), lambda cell: heading(cell, known), levels=1)
    if head is None:
        return None
    texts = {column: tidy(text) for column, text in enumerate(head.texts, start=1) if text}
    own = {key: column for column, key in reversed([*enumerate(head.keys, start=1)]) if key is not None}
    name, parent, note = (own.get(key.en) for key in (NAME, PARENT, NOTE_HEAD))
    if name is None:
        below = {column for row, column in sheet.filled if row > head.first}
        name = min((column for column in below if column not in texts), default=None)
    if name is None:
        return None
    paths = {column: text for column, text in texts.items() if column not in (name, parent, note)}
    return Head(head.first, name, parent, note, paths)


def word(value: Any) -> str:
    """What a cell says, without blanks around it; nothing for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


@dataclass(frozen=True)
class _Sheet:
    """The cells of the sheet. One that holds blanks only is empty; a formula without a value is not."""

    cells: Cells
    facts: SheetFacts

    @cached_property
    def filled(self) -> frozenset[tuple[int, int]]:
        values, formulas = (self.cells.grid(self.facts.title, values=shown) for shown in (True, False))
        stated = {place for place, value in values.items() if word(value)}
        unknown = {place for place in formulas if place not in values and self.formula(*place)}
        return frozenset(stated | unknown)

    def value(self, row: int, column: int) -> Any:
        value = self.cells.grid(self.facts.title, values=True).get((row, column))
        return value if word(value) else None

    def rows(self, last: int) -> Iterator[Row]:
        """What the cells of the first rows say."""
        near = [place for place in self.filled if place[0] <= last]
        for number in range(1, max((row for row, _ in near), default=0) + 1):
            width = max((column for row, column in near if row == number), default=0)
            yield Row(number, [word(self.value(number, column)) for column in range(1, width + 1)])

    def formula(self, row: int, column: int) -> str | None:
        return self.cells.formula(FoundCell(self.facts.title, get_column_letter(column), row))

    def at(self, row: int, column: int) -> str:
        return f"{self.facts.title}!{get_column_letter(column)}{row}"

    def merged(self, head: Head, columns: Collection[int]) -> Iterator[Problem]:
        """Merged cells keep one value and lose the others."""
        wide = {*columns, *head.own}
        for area in self.facts.merged:
            if area.bottom >= head.row and any(area.left <= column <= area.right for column in wide):
                alone = Label("every value in a cell of its own", "每个数值单独占用一个单元格")
                where = self.at(area.top, area.left)
                yield Problem(where, MERGED, alone, Label("unmerge the cells", "请取消合并"))

    def unseen(self, rows: Collection[int]) -> Iterator[Problem]:
        """Hidden rows, which were read; rows beyond the last, which were not."""
        seen = Label("scenarios that everybody sees", "所有人都能看到的方案")
        show = Label("it was read all the same; unhide it", "已照常读取；请取消隐藏")
        if self.facts.hidden:
            yield Problem(self.facts.title, HIDDEN_SHEET, seen, show, severity="warning")
        for row in sorted(self.facts.hidden_rows.intersection(rows)):
            yield Problem(
                f"{self.facts.title}!A{row}",
                Label("a hidden row", "隐藏的行"),
                seen,
                show,
                severity="warning",
            )
        if rows and max(rows) >= LAST_ROW:
            most = Label(f"a table that ends above row {LAST_ROW}", f"在第{LAST_ROW}行之前结束的表格")
            other = Label("give so many scenarios as a CSV file", "方案过多时请改用CSV文件")
            yield Problem(f"{self.facts.title}!A{LAST_ROW}", Label("more rows", "更多的行"), most, other)


class _Reading:
    """The rows below a head, one after the other."""

    def __init__(self, sheet: _Sheet, head: Head, known: Collection[str]) -> None:
        self.sheet, self.head, self.known = sheet, head, known
        below = {(row, column) for row, column in sheet.filled if row > head.row}
        self.rows = sorted({row for row, _ in below})
        self.columns = sorted((set(head.paths) | {column for _, column in below}) - head.own)
        self.paths: dict[int, str] = {}  # of the columns that can be used
        self.scenarios: list[Scenario] = []
        self.problems: list[Problem] = []

    def read(self) -> None:
        for column, path in sorted(self.head.paths.items()):
            problem = self.wrong_head(column, path)
            if problem is None:
                self.paths[column] = path
            else:
                self.problems.append(problem)
        for row in self.rows:
            self.take(row)

    def table(self) -> TypedTable:
        """Everything as it was typed."""
        return TypedTable(
            tuple(self.head.paths.get(column, "") for column in self.columns),
            tuple(self.typed(row) for row in self.rows),
        )

    def typed(self, row: int) -> TypedRow:
        own = (self.head.name, self.head.parent, self.head.note)
        name, parent, note = (word(self.sheet.value(row, column)) if column else "" for column in own)
        return TypedRow(name, parent, note, tuple(self.sheet.value(row, column) for column in self.columns))

    def wrong_head(self, column: int, path: str) -> Problem | None:
        where = self.sheet.at(self.head.row, column)
        first = next((before for before, other in self.paths.items() if other == path), None)
        if first is not None:
            there = self.sheet.at(self.head.row, first)
            once = Label(f"every path once; it stands in {there}", f"每个路径只出现一次；已在 {there}")
            remove = Label("write another path or delete the column", "请改为其他路径或删除该列")
            return Problem(where, path, once, remove)
        return None if path in self.known else _unknown_head(where, path, self.known)

    def take(self, row: int) -> None:
        """The scenario of a row. A row without a name and without values is none."""
        filled = [column for column in self.columns if (row, column) in self.sheet.filled]
        name = self.content(row, self.head.name, A_NAME)
        if not filled and name is None:
            return
        if name is None and (row, self.head.name) not in self.sheet.filled:
            write = Label("write a name, or empty the row", "请填写名称，或清空该行")
            self.problems.append(Problem(self.sheet.at(row, self.head.name), "", A_NAME, write))
        changes = {
            column: self.content(row, column, A_VALUE) for column in filled if self.has_head(row, column)
        }
        usable = {self.paths[column]: value for column, value in changes.items() if column in self.paths}
        if name is not None:
            self.scenarios.append(self.scenario(row, word(name), usable))
            if not filled:
                self.problems.append(_changes_nothing(self.sheet.at(row, self.head.name), word(name)))

    def scenario(self, row: int, name: str, values: Mapping[str, Any]) -> Scenario:
        parent, where = self.head.parent, self.sheet.at(row, self.head.name)
        above = "" if parent is None else word(self.content(row, parent, A_PARENT))
        places = {path: self.sheet.at(row, column) for column, path in self.paths.items()}
        places |= {"": where, "parent": where if parent is None else self.sheet.at(row, parent)}
        changes = {path: value for path, value in values.items() if value is not None}
        return Scenario(name, changes, None if above.lower() in {"", *BASES} else above, where, places)

    def has_head(self, row: int, column: int) -> bool:
        if column not in self.head.paths:
            choose = Label("write a path above it, or empty the cell", "请在上方填写路径，或清空该单元格")
            found = word(self.sheet.value(row, column))[:60]
            self.problems.append(Problem(self.sheet.at(row, column), found, A_HEAD, choose))
        return column in self.head.paths

    def content(self, row: int, column: int, wanted: Label) -> Any:
        """The value of a cell; what a formula says of itself is told."""
        value, formula = self.sheet.value(row, column), self.sheet.formula(row, column)
        if formula is None:
            return value
        value, said = calculated(self.sheet.at(row, column), formula, value, wanted)
        self.problems.append(said)
        return value


def _unknown_head(where: str, path: str, known: Collection[str]) -> Problem:
    """A head that is no path: what was probably meant, also where the label of an input stands there."""
    problem = replace(unknown_path(path, list(known)), where=where)
    records = {other: field_at(Inputs, InputPath.of(other).parts)[0] for other in known}
    called = [other for other, record in records.items() if record and path in record.label]
    if not called:
        return problem
    meant = ", ".join(called[:3])
    return replace(problem, remedy=Label(f"did you mean {meant}?", f"是否应为 {meant}？"))


def _changes_nothing(where: str, name: str) -> Problem:
    wanted = Label(
        "at least one value, unless the scenario shall equal what it is based on",
        "至少一个数值，除非该方案与其基础相同",
    )
    write = Label("write what differs, or empty the row", "请填写不同之处，或清空该行")
    return Problem(where, name, wanted, write, severity="warning")


def _another(where: str, read: str) -> Problem:
    single = Label(f"one sheet of scenarios; {read} was read", f"仅一个方案表；已读取“{read}”")
    return Problem(
        where,
        Label("another sheet of scenarios", "另一个方案表"),
        single,
        Label("delete or rename one", "请删除或改名其中一个"),
    )
