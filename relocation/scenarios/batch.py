"""One project asked many times: some inputs differ from scenario to scenario, some outputs are wanted.

A matrix of inputs goes in, one row per input and one column per scenario; a matrix of outputs comes out. A scenario that
the project itself would refuse has no outputs: they are not available, and `refusals` tells why.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.formula.language.line_items import stated_key
from relocation.formula.targets.block import Block, compile_block
from relocation.labels import Label
from relocation.model import book_inputs, book_of
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import FieldRecord
from relocation.project.rule_book import BETWEEN_INPUTS, RuleBook, rule_book
from relocation.project.sourced_inputs import SourcedInputs, unknown_path
from relocation.reading.values import read_value
from relocation.scenarios.outputs import output_names

Array = NDArray[np.float64]

LARGEST = sys.float_info.max
VARIABLE = {"number", "whole", "share", "choice"}


class Batch:
    """Works out `outputs` of `project` for many values of the inputs `varied`.

    Raises ProblemsFound for an unknown path or output, and for an input that cannot vary inside one calculation: a text,
    a date, or the timeline, which decide the rows of the model.
    """

    def __init__(self, project: SourcedInputs, varied: Iterable[str], outputs: Iterable[str]) -> None:
        self.project = project
        self.varied = list(dict.fromkeys(varied))
        self.records = _records(project, self.varied)
        self.book = book_of(project)
        self.outputs = output_names(self.book, list(outputs))

    @cached_property
    def base(self) -> dict[str, float | str]:
        """The inputs of the project as it stands, by path; what varies is stated."""
        flags = (stated_key(path) for path in self.varied)
        return {**book_inputs(self.project), **{flag: 1.0 for flag in flags if flag in self.book.inputs}}

    @cached_property
    def _block(self) -> Block:
        return compile_block(self.book, self.base, self.varied, self.outputs)

    @cached_property
    def _rules(self) -> RuleBook:
        return rule_book(self.project)

    @cached_property
    def _broken(self) -> Block:
        """How many rules between inputs a scenario breaks."""
        return compile_block(self._rules.book, self.base, self.varied, [BETWEEN_INPUTS.broken.key])

    def column(self, values: Mapping[str, Any]) -> Array:
        """One scenario as a column: the values given, the project's own elsewhere; a choice becomes its index."""
        plain = {path: values.get(path, self.base[path]) for path in self.varied}
        numbers = [self._index(path, value) for path, value in plain.items()]
        return np.array(numbers, dtype=float).reshape(len(self.varied), 1)

    def numbers(self, path: str, values: Sequence[Any]) -> Array:
        """Values of one varied input as a row; a choice becomes its index."""
        return np.array([self._index(path, value) for value in values], dtype=float)

    def _index(self, path: str, value: Any) -> float:
        choices = self.book.inputs[path].choices
        return float(choices.index(value) if isinstance(value, str) else value)

    def run(self, columns: Array) -> Array:
        """The outputs, shape (len(outputs), n), of scenarios of shape (len(varied), n). Not available is NaN."""
        allowed = self.allowed(columns)
        if allowed.all():
            return np.asarray(self._block(columns))
        outputs = np.full((len(self.outputs), columns.shape[1]), np.nan)
        if allowed.any():
            outputs[:, allowed] = self._block(columns[:, allowed])
        return outputs

    def allowed(self, columns: Array) -> NDArray[np.bool_]:
        """Which scenarios the project would accept."""
        inside = self.inside(columns)
        if inside.any():
            inside[inside] = self._broken(columns[:, inside])[0] == 0
        return inside

    def refusals(self, columns: Array, most: int = 10) -> dict[int, list[Problem]]:
        """Why scenarios are refused, by the place of their column; at most so many of them."""
        places = np.flatnonzero(~self.allowed(columns))[:most]
        return {int(place): self.problems(columns[:, place].tolist()) for place in places}

    def problems(self, column: Sequence[float]) -> list[Problem]:
        """Everything that is wrong with one scenario."""
        values = zip(self.varied, self.records, column, strict=True)
        wrong = [
            problem for path, record, value in values for problem in _range_problems(path, value, record)
        ]
        if wrong:
            return wrong
        broken = self._rules.broken(BETWEEN_INPUTS, {**self.base, **self._stated(column)})
        return [problem for _, problem in broken]

    def _stated(self, column: Sequence[float]) -> dict[str, float | str]:
        values = zip(self.varied, self.records, column, strict=True)
        return {path: stated(record, value) for path, record, value in values}

    def inside(self, columns: Array) -> NDArray[np.bool_]:
        """Which scenarios keep every input in its own range."""
        low, high, whole = self._ranges
        fits = (columns >= low) & (columns <= high)
        if whole.any():
            fits[whole] &= columns[whole] == np.floor(columns[whole])
        return np.asarray(fits.all(axis=0))

    @cached_property
    def _ranges(self) -> tuple[Array, Array, NDArray[np.bool_]]:
        """The lowest and highest number of each input, as columns; and which inputs are whole numbers."""
        low, high = np.array([_range(record) for record in self.records]).reshape(-1, 2).T
        whole = [record.kind in {"whole", "choice"} for record in self.records]
        return low[:, None], high[:, None], np.array(whole, dtype=bool)


def stated(record: FieldRecord, number: float) -> float | int | str:
    """A number of a column as the project states it: a whole number, or the choice of that index."""
    if record.choices:
        return record.choices[int(number)].key
    return int(number) if record.kind == "whole" else float(number)


def _range(record: FieldRecord) -> tuple[float, float]:
    """The lowest and the highest float an input may be. NaN and infinite numbers lie outside any range."""
    if record.choices:
        return 0.0, len(record.choices) - 1.0
    low = -LARGEST if record.low is None else float(record.low)
    high = LARGEST if record.high is None else float(record.high)
    return math.nextafter(low, math.inf) if record.low_open else low, high


def _range_problems(path: str, value: float, record: FieldRecord) -> list[Problem]:
    if record.choices:
        in_list = value in range(len(record.choices))
        return [] if in_list else read_value(path, f"{value:g}", record)[1]
    return read_value(path, value, record)[1]


def _records(project: SourcedInputs, varied: Sequence[str]) -> list[FieldRecord]:
    known = project.by_path()
    problems = [unknown_path(path, list(known)) for path in varied if path not in known]
    records = {path: known[path].record for path in varied if path in known}
    problems += [_fixed(path, record) for path, record in records.items() if not may_vary(record)]
    if problems:
        raise ProblemsFound(problems)
    return [records[path] for path in varied]


def may_vary(record: FieldRecord) -> bool:
    """Whether an input may differ inside one calculation; texts, dates and the timeline decide its rows."""
    return record.kind in VARIABLE and not record.structural


def _fixed(path: str, record: FieldRecord) -> Problem:
    expected = Label(
        "a number or choice that does not decide the rows of the model", "不改变模型行列结构的数值或选项"
    )
    remedy = Label("compare named scenarios instead", "请改用命名方案对比（compare）")
    return Problem(path, path, expected, remedy, record.label)


NUMBERS_AT_ONCE = 20_000_000  # of all lines in all periods
FEWEST, MOST = 64, 4096


def scenarios_at_once(batch: Batch) -> int:
    """How many scenarios a batch takes at once, the fewer the longer its timeline."""
    numbers = len(batch.book.lines) * (batch.book.periods + 1)
    return min(max(NUMBERS_AT_ONCE // numbers, FEWEST), MOST)


def run_in_chunks(batch: Batch, columns: Array) -> Array:
    """What `Batch.run` gives, shape (len(outputs), n)."""
    size = scenarios_at_once(batch)
    starts = range(0, columns.shape[1], size)
    outputs = [batch.run(columns[:, start : start + size]) for start in starts]
    return np.concatenate(outputs, axis=1) if outputs else np.empty((len(batch.outputs), 0))


def failures(batch: Batch, outputs: Array) -> NDArray[np.bool_]:
    """Which of the scenarios that the project allows could not be calculated after all, because a number outgrew a float.

    They have an output that is infinite, or one that is not available although nothing in its formula may be.
    """
    sure = [
        position for position, key in enumerate(batch.outputs) if key not in batch.book.plan.maybe_missing
    ]
    return np.asarray(np.isinf(outputs).any(axis=0) | np.isnan(outputs[sure]).any(axis=0))


def too_large(where: str) -> Problem:
    """The problem of a scenario in which a number outgrows a float."""
    found = Label("a number that grows too large", "过大的数值")
    expected = Label("a scenario that can be calculated", "可以计算的方案")
    return Problem(where, found, expected, Label("correct its changes", "请更正其变动"))
