"""In which loops the nodes of a remainder are worked out, and which series must be kept for a later loop.

    level 0   singles, then a loop over the periods, then a loop over the groups
    level 1   singles that need a reduction of level 0, then loops again, ...

A loop goes along its axis once for a whole block of scenarios. What it yields are reductions and sums by group, gathered
on the way; a series is kept only where a later loop, or the search for a rate of return, looks at it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from relocation.formula.kernel.graph import Axis, Node, below
from relocation.formula.kernel.specialise import Account, Remainder
from relocation.formula.language.operations import OPERATIONS
from relocation.formula.language.reductions import REDUCTIONS

# A series of at most so many operations on singles and known rows is worked out again rather than kept.
AGAIN = 3
COSTLY = {"previous", "grouped", *(name for name, kind in OPERATIONS.items() if kind.costly)}


@dataclass(frozen=True)
class Singles:
    """Numbers that each scenario has once, in order."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Loop:
    """One pass along an axis.

    `body` are the nodes worked out in it, in order; `loaded` those an earlier loop has kept; `kept` those it keeps
    itself; `gathered` the reductions and sums by group it yields; `accounts` the lines it carries from step to step.
    """

    axis: Axis
    length: int
    body: tuple[Node, ...]
    loaded: tuple[Node, ...]
    kept: tuple[Node, ...]
    gathered: tuple[Node, ...]
    accounts: Mapping[str, Account]


@dataclass(frozen=True)
class Schedule:
    """What is left to do, and the steps that do it."""

    remainder: Remainder
    steps: tuple[Singles | Loop, ...]

    @property
    def size(self) -> int:
        """How many nodes are worked out, each counted once."""
        return sum(len(step.body if isinstance(step, Loop) else step.nodes) for step in self.steps)


def make_schedule(remainder: Remainder) -> Schedule:
    """Orders what is left to do."""
    return Schedule(remainder, tuple(_Scheduler(remainder).steps()))


class _Scheduler:
    def __init__(self, remainder: Remainder) -> None:
        self.remainder = remainder
        roots = [*remainder.outputs]
        for account in remainder.accounts.values():
            roots += [account.opening, account.value]
        self.nodes = list(below(roots))
        self.level = self._levels()
        self.again = self._cheap()
        self.kept = {
            node.arguments[0] for node in self.nodes if node.op == "irr" and node.arguments[0].value is None
        }

    def steps(self) -> list[Singles | Loop]:
        """From the last level to the first, because a loop must know what later ones want it to keep."""
        steps: list[Singles | Loop] = []
        for level in reversed(range(max(self.level.values(), default=0) + 1)):
            for axis in (Axis.GROUP, Axis.PERIOD):
                loop = self._loop(axis, level)
                if loop.gathered or loop.kept or loop.accounts:
                    steps.append(loop)
            singles = tuple(node for node in self.nodes if self._is_worked_out_at(node, level))
            if singles:
                steps.append(Singles(singles))
        return steps[::-1]

    def _is_worked_out_at(self, node: Node, level: int) -> bool:
        gathered = node.op in REDUCTIONS and node.op != "irr"
        return node.axis is Axis.SINGLE and self.level[node] == level and not node.is_leaf and not gathered

    def _levels(self) -> dict[Node, int]:
        """Repeats because an account may be worked out of nodes that come after its own past."""
        level = dict.fromkeys(self.nodes, 0)
        changed = True
        while changed:
            changed = False
            for node in self.nodes:
                higher = self._level(node, level)
                if higher > level[node]:
                    level[node], changed = higher, True
        return level

    def _level(self, node: Node, level: Mapping[Node, int]) -> int:
        if node.op == "previous":
            account = self.remainder.accounts[node.name]
            return max(level[account.opening], level[account.value])
        after = node.op in REDUCTIONS or node.op == "grouped"
        return max((level[argument] + after for argument in node.arguments), default=0)

    def _cheap(self) -> set[Node]:
        cost: dict[Node, int] = {}
        for node in self.nodes:
            if node.axis is Axis.SINGLE or node.is_leaf:
                cost[node] = 0
            elif node.op in COSTLY:
                cost[node] = AGAIN + 1
            else:
                cost[node] = 1 + sum(cost[argument] for argument in node.arguments)
        return {node for node, value in cost.items() if value <= AGAIN}

    def _loop(self, axis: Axis, level: int) -> Loop:
        accounts = {
            node.name: self.remainder.accounts[node.name]
            for node in self.nodes
            if node.op == "previous" and node.axis is axis and self.level[node] == level
        }
        gathered = tuple(node for node in self.nodes if self._is_gathered_in(node, axis, level))
        kept = tuple(
            node
            for node in self.nodes
            if node in self.kept and node.axis is axis and self.level[node] == level
        )
        wanted = [*kept, *(account.value for account in accounts.values())]
        wanted += [argument for node in gathered for argument in node.arguments]
        body, loaded = self._body(wanted, axis, level)
        self.kept.update(node for node in loaded if node.op != "grouped")
        length = self.remainder.groups if axis is Axis.GROUP else self.remainder.periods
        return Loop(axis, length, body, loaded, kept, gathered, accounts)

    def _is_gathered_in(self, node: Node, axis: Axis, level: int) -> bool:
        if node.op == "irr" or not (node.op in REDUCTIONS or node.op == "grouped"):
            return False
        along = max(argument.axis for argument in node.arguments)
        return along is axis and self.level[node] - 1 == level

    def _body(
        self, wanted: Iterable[Node], axis: Axis, level: int
    ) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        """The nodes a loop works out, in order, and those it takes from an earlier loop."""
        order: list[Node] = []
        loaded: list[Node] = []
        seen: set[Node] = set()

        def visit(node: Node) -> None:
            if node in seen or node.is_leaf or node.axis is not axis:
                return
            seen.add(node)
            if node.op == "grouped" or (self.level[node] < level and node not in self.again):
                loaded.append(node)
                return
            for argument in node.arguments:
                visit(argument)
            if node.op != "previous":
                order.append(node)

        for node in wanted:
            visit(node)
        return tuple(order), tuple(loaded)
