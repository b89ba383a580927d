"""Where the numbers of a numpy kernel stand: the known ones, and in a loop what need not be worked out in every step.

An operation on a few thousand numbers takes no longer than fetching new memory for its result. So each value is put into
a buffer that nobody needs any more. Where a value may be another one as it stands (a choice, a sum with nothing), the
buffer of that one is kept for as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.formula.kernel.graph import Axis, Node, below
from relocation.formula.kernel.schedule import Loop, Schedule, Singles
from relocation.formula.language.operations import OPERATIONS

Floats = NDArray[np.float64]

WRITTEN = frozenset(name for name, kind in OPERATIONS.items() if "{out" in kind.numpy)
# These read each number before they write the result, so that it may take the place of an operand.
IN_PLACE = frozenset(name for name in WRITTEN if not OPERATIONS[name].is_condition) - {"ratio"}
OFTEN = 0.2  # a row with a larger part of zeros is asked for them


@dataclass(frozen=True)
class Known:
    """Known numbers (k,), rows by period (T, p) and rows by group (G, g), and the place of each node among those of its axis.

    Conditions are 1 or 0.
    """

    place: dict[Node, int]
    numbers: Floats
    periods: Floats
    groups: Floats


def known_of(schedule: Schedule) -> Known:
    """All known nodes that the steps name."""
    remainder = schedule.remainder
    roots = [*remainder.outputs]
    for account in remainder.accounts.values():
        roots += [account.opening, account.value]
    for step in schedule.steps:
        if isinstance(step, Singles):
            roots += step.nodes
        else:
            roots += [*step.body, *step.gathered]
            roots += [part for account in step.accounts.values() for part in (account.opening, account.value)]
    by_axis: dict[Axis, list[Node]] = {axis: [] for axis in Axis}
    for node in below(roots):
        if node.op == "given":
            by_axis[node.axis].append(node)
    place = {node: number for nodes in by_axis.values() for number, node in enumerate(nodes)}
    return Known(
        place,
        np.array([node.value for node in by_axis[Axis.SINGLE]], dtype=float),
        _rows(by_axis[Axis.PERIOD], remainder.periods),
        _rows(by_axis[Axis.GROUP], remainder.groups),
    )


def _rows(nodes: list[Node], length: int) -> Floats:
    rows = np.empty((length, len(nodes)))
    for number, node in enumerate(nodes):
        rows[:, number] = np.asarray(node.value, dtype=float)
    return rows


class Room:
    """Arrays that one block after another uses again, because fresh memory costs as much as the work in it."""

    def __init__(self) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}

    def floats(self, name: str, *shape: int) -> Floats:
        """An array with anything in it."""
        return self._array(name, shape, float)

    def flags(self, name: str, *shape: int) -> NDArray[Any]:
        """An array of truth values, with any of them in it."""
        return self._array(name, shape, bool)

    def _array(self, name: str, shape: tuple[int, ...], kind: type) -> NDArray[Any]:
        if name not in self.arrays:
            self.arrays[name] = np.empty(shape, kind)
        return self.arrays[name][..., : shape[-1]]


@dataclass
class Body:
    """How a loop is worked out.

    `order` are its nodes; those in `inside[choice]` are needed only where its condition holds, and stand right before it.
    `after` are the nodes that are needed at the end of a step. `sometimes_zero` are nodes that are the number zero, and no
    array, in some steps. `buffer` names where a value is put; there are as many as `floats` and `flags` say.
    """

    order: list[Node]
    inside: dict[Node, list[Node]]
    after: list[Node]
    sometimes_zero: set[Node]
    buffer: dict[Node, str] = field(default_factory=dict)
    floats: int = 0
    flags: int = 0

    def order_outside(self) -> list[Node]:
        """The nodes that each step needs."""
        inner = {node for nodes in self.inside.values() for node in nodes}
        return [node for node in self.order if node not in inner]

    def is_always_written(self, node: Node) -> bool:
        """Whether a node of the loop is an array of its own in each step."""
        here = node in self.order and is_written(node)
        return here and node not in self.sometimes_zero and not self.passed_on(node)

    def passed_on(self, node: Node) -> list[Node]:
        """The operands that may be the result as they stand."""
        parts = node.arguments
        match node.op:
            case "if":
                return list(parts[1:])
            case "+":
                return [part for part, other in (parts, parts[::-1]) if other in self.sometimes_zero]
            case "-":
                return [parts[0]] if parts[1] in self.sometimes_zero else []
        return []

    def take_buffers(self, own_places: Mapping[Node, str]) -> None:
        """Puts each value somewhere. `own_places` are nodes that have a place already."""
        ends: dict[int, list[Node]] = {}
        for node, place in self._last_uses().items():
            ends.setdefault(place, []).append(node)
        free: dict[bool, list[str]] = {False: [], True: []}
        made = {False: 0, True: 0}
        for place, node in enumerate(self.order):
            ending = [
                value for value in ends.get(place, ()) if value in self.buffer and value not in own_places
            ]
            early = [value for value in ending if node.op in IN_PLACE and value in node.arguments]
            for value in early:
                free[value.condition].append(self.buffer[value])
            if node in own_places:
                self.buffer[node] = own_places[node]
            elif is_written(node):
                kind = node.condition
                if not free[kind]:
                    free[kind].append(f"{'m' if kind else 'w'}{made[kind]}")
                    made[kind] += 1
                self.buffer[node] = free[kind].pop()
            for value in ending:
                if value not in early:
                    free[value.condition].append(self.buffer[value])
        self.floats, self.flags = made[False], made[True]

    def _last_uses(self) -> dict[Node, int]:
        """The place in the order where each value is needed for the last time."""
        end = len(self.order)
        last: dict[Node, int] = dict.fromkeys(self.after, end)
        for place in reversed(range(end)):
            node = self.order[place]
            last[node] = max(last.get(node, place), place)
            for value in node.arguments:
                last[value] = max(last.get(value, place), place)
            for value in self.passed_on(node):
                last[value] = max(last[value], last[node])
        return last


def arranged(loop: Loop) -> Body:
    """The body of a loop, before its values have buffers."""
    after = [*loop.kept, *(account.value for account in loop.accounts.values())]
    for node in loop.gathered:
        after += [node.arguments[0].arguments[0]] if counts(node) else node.arguments
    after = list(dict.fromkeys(after))
    used = {*after, *(argument for node in loop.body for argument in node.arguments)}
    order = [node for node in loop.body if node.op != "flag" or node in used]
    inside = _inside(order, after)
    body = Body(_moved(order, inside), inside, after, set())
    for node in body.order:
        if _is_sometimes_zero(node, body.sometimes_zero):
            body.sometimes_zero.add(node)
    return body


def counts(node: Node) -> bool:
    """Whether a total only counts how often something holds, so that there need not be a number for it."""
    return node.op == "total" and node.arguments[0].op == "flag"


def is_written(node: Node) -> bool:
    """Whether an operation writes its result into a buffer."""
    return node.op in WRITTEN or node.condition


def has_zeros(node: Node) -> bool:
    """Whether a known row is often zero."""
    known = node.op == "given" and node.axis is not Axis.SINGLE and not node.condition
    return known and bool(np.mean(np.asarray(node.value) == 0) > OFTEN)


def _inside(order: list[Node], after: list[Node]) -> dict[Node, list[Node]]:
    """For each choice what only its first branch needs."""
    readers: dict[Node, set[Node]] = {}
    for node in order:
        for argument in node.arguments:
            readers.setdefault(argument, set()).add(node)
    taken: set[Node] = set(after)
    insides: dict[Node, list[Node]] = {}
    for choice in reversed([node for node in order if node.op == "if"]):
        condition, value, otherwise = choice.arguments
        only: set[Node] = set()
        for node in reversed(order):
            by = readers.get(node, set())
            first = node is value and by == {choice} and node not in (condition, otherwise)
            if node not in taken and (first or (by and by <= only)):
                only.add(node)
        if only:
            insides[choice] = [node for node in order if node in only]
            taken |= only
    return insides


def _moved(order: list[Node], inside: Mapping[Node, list[Node]]) -> list[Node]:
    """What only a choice needs, right before it."""
    moved = {node for nodes in inside.values() for node in nodes}

    def before(node: Node) -> Iterator[Node]:
        yield from inside.get(node, ())
        yield node

    return [placed for node in order if node not in moved for placed in before(node)]


def _is_sometimes_zero(node: Node, zero: set[Node]) -> bool:
    parts = node.arguments
    match node.op:
        case "*" | "/" | "neg" if node.missing:
            return False  # what is not available stays so, whatever it is multiplied with
        case "*":
            return any(part in zero or has_zeros(part) for part in parts)
        case "/" | "neg":
            return parts[0] in zero
        case "+" | "-":
            return all(part in zero for part in parts)
        case "if" if parts[0].value is not None:
            return any(part in zero or part.constant == 0 for part in parts[1:])
    return False
