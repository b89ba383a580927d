"""The cells below one heading of a scenario table as numbers, a whole column at once where they are plain."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from relocation.changes import changed_value
from relocation.problems import Problem
from relocation.project.project import InputValue
from relocation.scenarios.batch import Array

PLAIN = re.compile(r"[-+.0-9eE\n]+").fullmatch
FACTOR = re.compile(r"\*\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII).fullmatch
MOST_REMEMBERED = 100_000

Problems = dict[int, tuple[Problem, ...]]


class CellReader:
    """Reads the cells of one input that may vary; remembers what texts it has read before."""

    def __init__(self, one: InputValue) -> None:
        self.one = one
        self.places = {choice.key: at for at, choice in enumerate(one.record.choices)}
        self._read: dict[str, tuple[float, tuple[Problem, ...]]] = {}

    def base(self) -> float:
        """The value of the project as a number; a choice is its place in the list."""
        return self._number(self.one.value)

    def read(self, cells: Sequence[str], before: Array) -> tuple[Array, Problems]:
        """The numbers that cells ask for where the values `before` stand, and what is wrong with them by place."""
        whole = self._plain(cells)
        if whole is None and all(cell[:1] == "*" for cell in cells):
            factors = self._plain([cell[1:] for cell in cells])
            whole = None if factors is None else before * factors
        if whole is not None:
            return whole, {}
        values, problems = before.copy(), {}
        for at, cell in enumerate(cells):
            text = cell.strip()
            if text:
                values[at], wrong = self._cell(text, float(before[at]))
                if wrong:
                    problems[at] = wrong
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
        value, found = changed_value(self.one, self.one.value, text)
        if value is None:
            return np.nan, tuple(one for one in found if one.severity == "error")
        return self._number(value), ()

    def _number(self, value: float | str) -> float:
        return float(self.places[value]) if isinstance(value, str) else float(value)
