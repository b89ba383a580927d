"""The data of a compiled kernel: known numbers, known rows, groups of periods, and runs of periods of one group.

They are arguments of the call and no part of the source, so that one compiled kernel serves all projects of a structure.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from relocation.formula.kernel.graph import Node
from relocation.formula.kernel.layout import Floats

Whole = NDArray[np.int64]


class KernelTables:
    """Collects the data while the source is written."""

    def __init__(self, periods: int, groups: int) -> None:
        self.periods = periods
        self.groups = groups
        self.numbers: dict[Node, int] = {}
        self.rows: dict[Node, tuple[int, int]] = {}
        self.groupings: dict[Node, int] = {}
        self.run_list: list[tuple[int, int]] = []

    def number(self, node: Node) -> int:
        """The place of a known number."""
        return self.numbers.setdefault(node, len(self.numbers))

    def row(self, node: Node, start: int) -> int:
        """The place of a known row, whose first number belongs to step `start`."""
        return self.rows.setdefault(node, (len(self.rows), start))[0]

    def member(self, by: Node) -> int:
        """The place of the row that tells the group of each period."""
        return self.groupings.setdefault(by, len(self.groupings))

    def add_runs(self, start: int, stop: int, groupings: list[Node]) -> tuple[int, int]:
        """The places of the runs of a phase: periods in a row that belong to one group."""
        first = len(self.run_list)
        changes = {
            at + 1
            for by in groupings
            for at, (before, after) in enumerate(pairwise(self._row(by, self.periods)[: self.periods]))
            if before != after and start <= at < stop - 1
        }
        self.run_list += list(pairwise([start, *sorted(changes), stop]))
        return first, len(self.run_list)

    def lengths(self, first: int, last: int) -> list[int]:
        return [stop - start for start, stop in self.run_list[first:last]]

    def arrays(self) -> tuple[Floats, Floats, Whole, Whole]:
        """Numbers (k,), rows (r, longest axis), groups from 0 (g, periods), runs (n, 2)."""
        numbers = np.array([node.value for node in self.numbers], dtype=float)
        known = np.zeros((len(self.rows), max(self.periods, self.groups)))
        for node, (at, start) in self.rows.items():
            values = np.asarray(node.value, dtype=float)
            known[at, start : start + len(values)] = values
        members = np.array([self._members(by) for by in self.groupings], dtype=np.int64)
        runs = np.array(self.run_list, dtype=np.int64).reshape(-1, 2)
        return numbers, known, members.reshape(-1, self.periods), runs

    def _members(self, by: Node) -> list[int]:
        known = range(1, self.groups + 1)
        return [int(group) - 1 if group in known else self.groups for group in self._row(by, self.periods)]

    @staticmethod
    def _row(node: Node, length: int) -> list[float]:
        found: list[float] = np.broadcast_to(np.asarray(node.value, dtype=float), length).tolist()
        return found
