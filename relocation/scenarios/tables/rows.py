"""Rows of a scenario table as scenarios in columns of numbers, parents first; what cannot be read is named by its place.

A row takes what its parent says and changes it. In a table that is run block by block a parent stands above its rows.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from relocation.changes import changed_value
from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.project import Project
from relocation.reading.rows import Row
from relocation.scenarios.batch import Array, may_vary
from relocation.scenarios.scenario import BASE
from relocation.scenarios.tables.headings import CellReader, Headings
from relocation.scenarios.tables.scenario_table import ScenarioFile, wrong_row, wrong_shape


@dataclass(frozen=True)
class Survey:
    """`parents` are the names that rows build on. Of names only their hashes are kept, 8 bytes a row."""

    rows: int
    parents: Set[str]
    twice: Set[int]

    def stands_twice(self, name: str) -> bool:
        """Whether more than one row has this name."""
        return hash(name) in self.twice


def survey(table: ScenarioFile, headings: Headings) -> Survey:
    """Counts the rows of a table and takes note of names and parents."""
    rows, parents, hashes = 0, set(), array("q")
    for line in table.lines():
        rows += 1
        if name := headings.name_in(line.cells):
            hashes.append(hash(name))
        if parent := headings.parent_in(line.cells):
            parents.add(parent)
    distinct, times = np.unique(np.frombuffer(hashes, dtype=np.int64), return_counts=True)
    return Survey(rows, parents, set(distinct[times > 1].tolist()))


Fixed = tuple[Any, ...]


@dataclass
class Block:
    """Rows that are worked out together.

    `columns` has a row for each input that may vary and a column for each row of the table; `fixed` holds the values
    of the inputs that decide the rows of the model. `problems` are those of the rows that are refused, by their place.
    """

    rows: list[int]
    names: list[str]
    parents: list[str]
    columns: Array
    fixed: list[Fixed]
    problems: dict[int, list[Problem]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ancestor:
    """What rows further down build on; `refused` if it cannot be used itself."""

    values: Array
    fixed: Fixed
    refused: bool = False


class RowReader:
    """Reads the lines of one table of scenarios of one project."""

    def __init__(self, project: Project, table: ScenarioFile, headings: Headings, survey: Survey) -> None:
        self.table, self.headings, self.survey = table, headings, survey
        known = project.by_path()
        columns = {path: column for column, path in headings.paths.items()}
        self.varied = [path for path in columns if may_vary(known[path].record)]
        self.records = [known[path].record for path in self.varied]
        self.fixed = [path for path in columns if path not in self.varied]
        self._cells = [CellReader(known[path]) for path in self.varied]
        self._places = [columns[path] for path in self.varied]
        self._fixed_places = [columns[path] for path in self.fixed]
        self._fixed_inputs = [known[path] for path in self.fixed]
        self._fixed_cell = cache(self._read_fixed)
        start = np.array([cell.base() for cell in self._cells])
        self.base = Ancestor(start, tuple(fixed_input.value for fixed_input in self._fixed_inputs))
        self._ancestors: dict[str, Ancestor] = {}

    def read(self, lines: Sequence[Row]) -> Block:
        """The rows of a block."""
        block = Block(
            [line.number for line in lines],
            [self._name(line) for line in lines],
            [self.headings.parent_in(line.cells) for line in lines],
            np.full((len(self.varied), len(lines)), np.nan),
            [self.base.fixed] * len(lines),
        )
        for position, line in enumerate(lines):
            wrong = self._wrong(line, block.names[position])
            if wrong is not None:
                block.problems[position] = [wrong]
        for places in self._generations(block):
            self._fill(block, lines, places)
        return block

    def settle(self, block: Block) -> None:
        """Refuses the rows whose parent was refused, once it is known which those are; keeps what later rows build on."""
        if not self.survey.parents:
            return
        for position, (name, parent) in enumerate(zip(block.names, block.parents, strict=True)):
            ancestor = self._ancestors.get(parent, self.base)
            if ancestor.refused and position not in block.problems:
                block.problems[position] = [_refused(self.where(block, position, "parent"), parent)]
            if name in self.survey.parents and position in block.problems:
                self._ancestors[name] = replace(self._ancestors.get(name, self.base), refused=True)

    def where(self, block: Block, position: int, path: str) -> str:
        """A cell as messages name it: the row of the file, the name of the scenario, the path."""
        return f"{self.table.where(block.rows[position])}: {block.names[position]}: {path}"

    def _wrong(self, line: Row, name: str) -> Problem | None:
        """What is wrong with a row before its cells are read."""
        wrong = wrong_shape(line, self.headings)
        if wrong is not None:
            return wrong_row(self.table.where(line.number), wrong)
        if self.survey.stands_twice(name) or (name == BASE and self._changes(line)):
            return _bad_name(self.table.where(line.number), name)
        return None

    def _generations(self, block: Block) -> Iterator[list[int]]:
        """Places of readable rows in runs without a parent inside the run; and where no parent stands above, a problem."""
        if not self.survey.parents:
            yield [position for position in range(len(block.rows)) if position not in block.problems]
            return
        run: list[int] = []
        inside: set[str] = set()
        for position, (name, parent) in enumerate(zip(block.names, block.parents, strict=True)):
            if position in block.problems:
                continue
            if parent in inside:
                yield run
                run, inside = [], set()
            if parent and parent not in self._ancestors:
                block.problems[position] = [_no_parent(self.where(block, position, "parent"), parent)]
                continue
            if parent in self._ancestors and self._ancestors[parent].refused:
                block.problems[position] = [_refused(self.where(block, position, "parent"), parent)]
                continue
            run.append(position)
            if name in self.survey.parents:
                inside.add(name)
        yield run

    def _fill(self, block: Block, lines: Sequence[Row], places: Sequence[int]) -> None:
        if not places:
            return
        before = self._above(block, places)
        for number, (reader, column) in enumerate(zip(self._cells, self._places, strict=True)):
            values, problems = reader.read([lines[place].cells[column] for place in places], before[number])
            block.columns[number, places] = values
            for place, wrong in problems.items():
                row = places[place]
                told = [replace(problem, where=self.where(block, row, problem.where)) for problem in wrong]
                block.problems.setdefault(row, []).extend(told)
        if self.fixed:
            for row in places:
                above = self._ancestors.get(block.parents[row], self.base)
                block.fixed[row] = self._fixed_of(block, row, lines[row], above.fixed)
        for row in places if self.survey.parents else ():
            if block.names[row] in self.survey.parents:
                here = Ancestor(block.columns[:, row].copy(), block.fixed[row], row in block.problems)
                self._ancestors[block.names[row]] = here

    def _above(self, block: Block, places: Sequence[int]) -> Array:
        """What the parents of rows say, one a column; without parents the project."""
        if not self.survey.parents:
            return np.repeat(self.base.values[:, np.newaxis], len(places), axis=1)
        above = [self._ancestors.get(block.parents[place], self.base).values for place in places]
        return np.array(above).T.reshape(len(self.varied), len(places))

    def _fixed_of(self, block: Block, position: int, line: Row, before: Fixed) -> Fixed:
        """The values of a row that decide the rows of the model; hardly ever any, so they are read one by one."""
        values = list(before)
        for number, column in enumerate(self._fixed_places):
            if text := line.cells[column].strip():
                values[number], wrong = self._fixed_cell(number, before[number], text)
                told = [
                    replace(problem, where=self.where(block, position, problem.where)) for problem in wrong
                ]
                if told:
                    block.problems.setdefault(position, []).extend(told)
        return tuple(values)

    def _read_fixed(self, number: int, before: Any, text: str) -> tuple[Any, tuple[Problem, ...]]:
        value, problems = changed_value(self._fixed_inputs[number], before, text)
        return value, tuple(problem for problem in problems if problem.severity == "error")

    def _name(self, line: Row) -> str:
        return self.headings.name_in(line.cells) or f"row {line.number}"

    def _changes(self, line: Row) -> bool:
        return any(line.cells[column].strip() for column in self.headings.paths)


def _bad_name(where: str, name: str) -> Problem:
    expected = Label(
        "a name that no other row has, and that is not base", "不与其他行重复、且不是 base 的名称"
    )
    return Problem(where, name, expected, Label("rename it", "请改名"))


def _no_parent(where: str, parent: str) -> Problem:
    expected = Label("the name of a row above, or base", "位于其上方某行的名称，或 base")
    return Problem(where, parent, expected, Label("move the parent up", "请将上级方案移到前面"))


def _refused(where: str, parent: str) -> Problem:
    expected = Label("a parent that can be calculated", "可以计算的上级方案")
    return Problem(where, parent, expected, Label("correct the parent first", "请先更正上级方案"))
