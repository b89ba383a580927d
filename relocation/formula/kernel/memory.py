"""Where a compiled kernel keeps its numbers, and how its innermost loops, which go over the scenarios of a block, name them.

work     one row of LANES numbers for each input, number that a later loop reads, account and reduction; after them the
         series that are kept, side by side for each period. One array, so that the compiler can tell that they differ
sums     sums by group, one row per group and sum
tables   what all scenarios share: known numbers, known rows with one number per period, groups of periods, and runs of
         periods of one group. They are arguments of the call and no part of the source, so that one compiled kernel
         serves all projects of a structure
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from relocation.formula.kernel.graph import Axis, Node
from relocation.formula.kernel.kernel_plan import KernelPlan
from relocation.formula.kernel.lane_operations import LANES
from relocation.formula.kernel.phases import Phase

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

BAD = "what is not a finite number"
RARE = "what the scalar kernel works out"


@dataclass
class LaneLoop:
    """The innermost loop: what stands before it, what it reads first, its body, and what it writes last.

    `phase` is the phase of the loop around it; `here` are the nodes that it has worked out, and `now` the latest
    names of numbers that change in it.
    """

    phase: Phase | None = None
    before: dict[str, str] = field(default_factory=dict)
    reads: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    writes: dict[str, str] = field(default_factory=dict)
    here: set[Node] = field(default_factory=set)
    now: dict[str, str] = field(default_factory=dict)

    def carried(self, name: str, place: str) -> str:
        """The latest name of a number that the loop reads, changes and writes."""
        self.reads.setdefault(name, place)
        return self.now.get(name, name)

    def carry(self, name: str, value: str, ahead: int) -> None:
        """Gives such a number its next value, under a new name: the compiler is slow with names given twice."""
        self.now[name] = f"{name}_{ahead}"
        self.body.append(f"{name}_{ahead} = {value}")
        self.writes[self.reads[name]] = self.now[name]

    def lines(self) -> Iterator[str]:
        if not (self.body or self.writes):
            return
        for name, text in self.before.items():
            yield f"{name} = {text}"
        yield "for k in range(LANES):"
        for name, place in self.reads.items():
            yield f"    {name} = {place}"
        for line in self.body:
            yield f"    {line}"
        for place, name in self.writes.items():
            yield f"    {place} = {name}"


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
            period
            for by in groupings
            for period, (before, after) in enumerate(pairwise(self._row(by, self.periods)[: self.periods]), 1)
            if before != after and start < period < stop
        }
        self.run_list += list(pairwise([start, *sorted(changes), stop]))
        return first, len(self.run_list)

    def lengths(self, first: int, last: int) -> list[int]:
        return [stop - start for start, stop in self.run_list[first:last]]

    def arrays(self) -> tuple[Floats, Floats, Whole, Whole]:
        """Numbers (k,), rows (r, longest axis), groups from 0 (g, periods), runs (n, 2)."""
        numbers = np.array([node.value for node in self.numbers], dtype=float)
        known = np.zeros((len(self.rows), max(self.periods, self.groups)))
        for node, (row, start) in self.rows.items():
            values = np.asarray(node.value, dtype=float)
            known[row, start : start + len(values)] = values
        members = np.array([self._members(by) for by in self.groupings], dtype=np.int64)
        runs = np.array(self.run_list, dtype=np.int64).reshape(-1, 2)
        return numbers, known, members.reshape(-1, self.periods), runs

    def _members(self, by: Node) -> list[int]:
        known = range(1, self.groups + 1)
        return [int(group) - 1 if group in known else self.groups for group in self._row(by, self.periods)]

    @staticmethod
    def _row(node: Node, length: int) -> list[float]:
        row: list[float] = np.broadcast_to(np.asarray(node.value, dtype=float), length).tolist()
        return row


class KernelMemory:
    """Hands out rows and names. `before` is that of a first writing, which knows what is read by later loops."""

    def __init__(self, plan: KernelPlan, before: KernelMemory | None = None) -> None:
        self.plan = plan
        self.before = before
        remainder = plan.schedule.remainder
        self.tables = KernelTables(remainder.periods, remainder.groups)
        self.read_later: set[Node] = set()
        self.rows: dict[object, int] = {}
        self.names: dict[Node, str] = {}
        self.series: dict[Node, int] = {}

    @property
    def fixed_rows(self) -> int:
        """How many rows of `work` stand before the series."""
        return len(self.before.rows) if self.before else 0

    @property
    def kept_series(self) -> int:
        """How many series are kept, side by side for each period."""
        return len(self.before.series) if self.before else 1

    def is_stored(self, node: Node) -> bool:
        """Whether a number is written to `work` when it is worked out."""
        return node.axis is Axis.SINGLE and (self.before is None or node in self.before.read_later)

    def first(self, key: object) -> int:
        """The first number of a row of `work`."""
        return self.rows.setdefault(key, len(self.rows)) * LANES

    def place(self, key: object) -> str:
        """A number of a row of `work`."""
        return f"work[{self.first(key)} + k]"

    def stored(self, node: Node) -> int:
        """The row of a number that a function of the kernel finds by its place."""
        if node.op == "input":
            return self.first(("input", node.name))
        self.read_later.add(node)
        return self.first(node)

    def short(self, letter: str, key: object) -> str:
        """The name of a number that a loop carries along."""
        return f"{letter}{self.first(key) // LANES}"

    def name(self, node: Node, ahead: int = 0) -> str:
        name = self.names.setdefault(node, f"v{len(self.names)}")
        return f"{name}_{ahead}" if ahead else name

    def kept(self, node: Node) -> int:
        """The number of a kept series."""
        return self.series.setdefault(self.plan.shares(node), len(self.series))

    def whole_series(self, node: Node) -> str:
        """A kept series as functions of the kernel take it: from its first number on, and how far its periods are apart."""
        return f"work[{(self.fixed_rows + self.kept(node)) * LANES}:], {self.kept_series * LANES}"

    def state(self, node: Node, lanes: LaneLoop) -> str:
        """The name of what an account or a power was before the period."""
        return lanes.carried(self.state_name(node), self.place((node.op, node.name, node.arguments)))

    def state_name(self, node: Node) -> str:
        return self.short("a", (node.op, node.name, node.arguments))

    def value(self, node: Node, lanes: LaneLoop, ahead: int = 0) -> str:
        """How a node is written in an innermost loop, `ahead` periods after the first of the loop."""
        match node.op:
            case "constant":
                return node.literal
            case "given":
                return self._known(node, lanes, ahead)
            case "previous" | "geometric":
                return self.state(node, lanes)
            case "scattered" | "loaded":
                return self._series_value(node, lanes, ahead)
        if node in lanes.here:
            return self.name(node, ahead)
        lanes.reads[self.name(node)] = f"work[{self.stored(node)} + k]"
        return f"({self.name(node)} != 0.0)" if node.condition else self.name(node)

    def _known(self, node: Node, lanes: LaneLoop, ahead: int) -> str:
        if node.axis is Axis.SINGLE:
            number = self.tables.number(node)
            name = f"n{number}"
            lanes.before[name] = f"numbers[{number}]"
        else:
            assert lanes.phase is not None
            row = self.tables.row(node, lanes.phase.start)
            name = f"r{row}_{ahead}"
            lanes.before[name] = f"known[{row}, t + {ahead}]"
        return f"({name} != 0.0)" if node.condition else name

    def _series_value(self, node: Node, lanes: LaneLoop, ahead: int) -> str:
        name = self.name(node, ahead)
        loaded = lanes.phase.loaded[node] if lanes.phase and node.op == "loaded" else node
        line = f"{name} = {self.in_series(loaded, lanes, ahead)}"
        if line not in lanes.body:
            lanes.body.append(line)
        return f"({name} != 0.0)" if node.condition else name

    def in_series(self, node: Node, lanes: LaneLoop, ahead: int) -> str:
        """The number of a kept series, or of a sum by group, in a period or group."""
        if node.op == "grouped" and not self.plan.one_by_one(node.arguments[1]):
            lanes.before["group"] = f"(t & MOST_PERIODS) * {self.plan.width}"
            row = ahead * self.plan.grouped + self.plan.place_in_group(node)
            return f"sums[group + {row * LANES} + k]"
        width = self.kept_series * LANES
        lanes.before["at"] = f"{self.fixed_rows * LANES} + (t & MOST_PERIODS) * {width}"
        return f"work[at + {ahead * width + self.kept(node) * LANES} + k]"
