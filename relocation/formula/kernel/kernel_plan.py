"""The steps of a compiled kernel: a schedule whose loops are split into phases, with the numbers those need beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from relocation.formula.kernel.graph import Axis, Graph, Node, below
from relocation.formula.kernel.lane_operations import LANES
from relocation.formula.kernel.loop_fusion import guard, replayed, with_rate_parts
from relocation.formula.kernel.phases import Flags, Phase, evenly, phases
from relocation.formula.kernel.schedule import Loop, Schedule
from relocation.formula.language.reductions import REDUCTIONS


@dataclass(frozen=True)
class PlannedLoop:
    """A loop in phases. `singles` come before it, `scattered` series and even `powers` are begun before it.

    `guard` says which scenarios need it; a block of which none does goes without. None if all need it.
    """

    loop: Loop
    phases: tuple[Phase, ...]
    singles: tuple[Node, ...]
    scattered: tuple[Node, ...]
    powers: tuple[Node, ...]
    guard: Node | None


class KernelPlan:
    """What a kernel does, in order; and where series and sums are that several steps share."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule, self.rate_parts = with_rate_parts(replayed(schedule))
        self.graph = Graph()
        self.nothing: dict[Node, Flags] = {}
        self.done: set[Node] = set()
        self.shared: dict[Node, Node] = {}
        self.sums: list[Node] = []
        self.gathered: set[Node] = set()
        self.steps: list[tuple[Node, ...] | PlannedLoop] = [
            self._planned(step) if isinstance(step, Loop) else self._new(step.nodes)
            for step in self.schedule.steps
        ]
        self.grouped = max(len(self.sums), 1)
        self.width = self.grouped * LANES

    def previous(self, key: str, axis: Axis) -> Node:
        return self.graph.previous(key, axis)

    def shares(self, node: Node) -> Node:
        """The series in whose place another one is kept."""
        return self.shared.get(node, node)

    def place_in_group(self, node: Node) -> int:
        return self.sums.index(node)

    def is_read(self, node: Node, start: int, stop: int) -> bool:
        """Whether a later loop looks at a sum by group in one of these groups."""
        return any(
            node in phase.loaded.values() and phase.start < stop and start < phase.stop
            for step in self.steps
            if isinstance(step, PlannedLoop)
            for phase in step.phases
        )

    def members(self, loop: Loop) -> list[Node]:
        """The rows of groups that a loop adds to, unless each period is a group of its own."""
        rows = [node.arguments[1] for node in loop.gathered if node.op == "grouped"]
        return [by for by in dict.fromkeys(rows) if by.value is not None and not self.one_by_one(by)]

    def one_by_one(self, by: Node) -> bool:
        """Whether the periods are the groups."""
        remainder = self.schedule.remainder
        return evenly(by) == (1.0, 1.0) and remainder.groups == remainder.periods

    def goes_together(self, loop: Loop) -> bool:
        """Whether periods can be worked out together: not where each scenario chooses its own group."""
        return all(node.op != "grouped" or node.arguments[1].value is not None for node in loop.gathered)

    def _new(self, nodes: Iterable[Node]) -> tuple[Node, ...]:
        new = tuple(node for node in nodes if node not in self.done)
        self.done.update(new)
        return new

    def _planned(self, loop: Loop) -> PlannedLoop:
        self.sums += [node for node in loop.gathered if node.op == "grouped"]
        for node in self.sums:
            series, by = node.arguments
            if series in loop.kept and not series.missing and self.one_by_one(by):
                self.shared[node] = series
        in_phases = phases(self.graph, loop, self.nothing)
        self._note_nothing(loop, in_phases)
        roots = [
            *(node for phase in in_phases for node in (*phase.body, *phase.stands.values())),
            *(account.opening for account in loop.accounts.values()),
        ]
        along = _leaves(roots, loop.axis)
        scattered = tuple(node for node in along if node.op == "scattered")
        if scattered and loop.kept:
            self.shared[scattered[0]] = loop.kept[0]  # each number is read before the flow takes its place
        needed = guard(self.schedule.remainder.graph, loop, frozenset(self.gathered))
        self.gathered.update(loop.gathered)
        singles = self._singles([*roots, *along, *([needed] if needed else [])])
        powers = tuple(node for node in along if node.op == "geometric")
        return PlannedLoop(loop, tuple(in_phases), singles, scattered, powers, needed)

    def _note_nothing(self, loop: Loop, in_phases: list[Phase]) -> None:
        """Where kept series and sums by group stay zero."""
        for node in loop.kept:
            self.nothing[node] = np.concatenate(
                [np.full(phase.stop - phase.start, phase.stands[node].constant == 0) for phase in in_phases]
            )
        for node in loop.gathered:
            if node.op == "grouped" and node.arguments[1].value is not None:
                of = np.broadcast_to(np.asarray(node.arguments[1].value, dtype=float), loop.length)
                series = node.arguments[0]
                touched = [
                    of[phase.start : phase.stop] for phase in in_phases if phase.stands[series].constant != 0
                ]
                groups = np.arange(1.0, self.schedule.remainder.groups + 1)
                self.nothing[node] = ~np.isin(groups, np.concatenate([[0.0], *touched]))

    def _singles(self, roots: Iterable[Node]) -> tuple[Node, ...]:
        """The numbers of a scenario that are needed and not there yet, in order."""
        return self._new(below(_with_arguments(roots), self._is_missing))

    def _is_missing(self, node: Node) -> bool:
        is_there = node in self.done or node.is_leaf or node.op in REDUCTIONS
        return node.axis is Axis.SINGLE and not is_there


def _with_arguments(nodes: Iterable[Node]) -> Iterator[Node]:
    return (part for node in nodes for part in (node, *node.arguments))


def _leaves(roots: Iterable[Node], axis: Axis) -> list[Node]:
    """The payments and powers along an axis, each once."""
    leaves = (node for node in _with_arguments(roots) if node.axis is axis)
    return list(dict.fromkeys(node for node in leaves if node.op in {"scattered", "geometric"}))
