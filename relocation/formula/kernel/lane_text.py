"""How an operation is written for one scenario of a block, and the innermost loop that goes over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from relocation.formula.kernel.graph import Axis, Node
from relocation.formula.kernel.phases import Phase
from relocation.formula.language.operations import OPERATIONS

MOST_FACTORS = 64  # a whole power up to here is written as products


class Names(Protocol):
    """How nodes are named where they are used."""

    def name(self, node: Node, ahead: int = 0) -> str: ...

    def value(self, node: Node, lanes: LaneLoop, ahead: int = 0) -> str: ...


def assignment(node: Node, names: Names, lanes: LaneLoop, ahead: int = 0) -> list[str]:
    """The lines that work a node out."""
    name = names.name(node, ahead)
    exponent = _whole(node.arguments[1]) if node.op == "^" else 0
    if 0 < abs(exponent) <= MOST_FACTORS:
        lines = _power(names.value(node.arguments[0], lanes, ahead), exponent, name)
    else:
        arguments = _signed_unless_small(node) or node.arguments
        operands = [names.value(argument, lanes, ahead) for argument in arguments]
        lines = [f"{name} = {_operation(node, operands)}"]
    lanes.here.add(node)
    return lines


def _whole(node: Node) -> int:
    """A known whole number as such, else 0."""
    if node.axis is not Axis.SINGLE or node.value is None or node.condition:
        return 0
    number = float(node.value)
    return int(number) if number.is_integer() and abs(number) <= MOST_FACTORS else 0


def _operation(node: Node, operands: list[str]) -> str:
    if _signed_unless_small(node):
        return f"direction({', '.join(operands)})"
    kind = OPERATIONS[node.op]
    if kind.lane_known and any(argument.value is not None for argument in node.arguments):
        known_first = operands if node.arguments[0].value is not None else operands[::-1]
        return kind.lane_known.format(*known_first)
    return kind.lane.format(*operands)


def _signed_unless_small(node: Node) -> tuple[Node, ...] | None:
    """Of `if |x| < c then y else sign of x`: the condition, y and x. There the sign is 1 or -1."""
    match node:
        case Node(
            op="if",
            arguments=(Node(op="<", arguments=(size, limit)) as small, other, Node(op="sign") as sign),
        ):
            value = sign.arguments[0]
            fits = size.op == "abs" and size.arguments[0] is value and (limit.constant or 0.0) > 0
            return (small, other, value) if fits else None
    return None


def _power(base: str, exponent: int, name: str) -> list[str]:
    """The lines of a whole power other than 0, by squaring; each name is given once."""
    lines: list[str] = []
    factors: list[str] = []
    square, rest = base, abs(exponent)
    while rest:
        if rest & 1:
            factors.append(square)
        rest >>= 1
        if rest:
            lines.append(f"{name}_{len(lines)} = {square} * {square}")
            square = f"{name}_{len(lines) - 1}"
    product = " * ".join(factors)
    return [*lines, f"{name} = {product}" if exponent > 0 else f"{name} = 1.0 / ({product})"]


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
