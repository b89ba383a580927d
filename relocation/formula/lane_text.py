"""How an operation is written for one scenario of a block, and the innermost loop that goes over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from relocation.formula.graph import Node

PLAIN = {
    "+": "({0} + {1})",
    "-": "({0} - {1})",
    "*": "({0} * {1})",
    "/": "({0} / {1})",
    "neg": "(-{0})",
    "abs": "abs({0})",
    "sign": "sign({0})",
    "floor": "floor({0})",
    "round": "cents({0})",
    "ratio": "ratio({0}, {1})",
    "payment": "payment({0}, {1}, {2})",
    "month_after": "month_after({0}, {1})",
    "=": "({0} == {1})",
    "<>": "({0} != {1})",
    "<": "({0} < {1})",
    "<=": "({0} <= {1})",
    ">": "({0} > {1})",
    ">=": "({0} >= {1})",
    "and": "({0} & {1})",
    "or": "({0} | {1})",
    "not": "(not {0})",
    "if": "({1} if {0} else {2})",
    "flag": "(1.0 if {0} else 0.0)",
    "^": "({0} ** {1})",
    "na": "nan",
}
# What is not a number wins, as in numpy: in the last place where it is compared with a number that always is one.
EXTREMES = {"min": ("<", "smaller"), "max": (">", "larger")}
MOST_FACTORS = 64  # a whole power up to here is written as products


def operation(node: Node, operands: list[str]) -> str:
    """The right side of `name = ...`."""
    if node.op in EXTREMES:
        return _extreme(node, operands)
    if signed_unless_small(node):
        return "({1} if {0} else 1.0 if {2} > 0.0 else -1.0)".format(*operands)
    return PLAIN[node.op].format(*operands)


def _extreme(node: Node, operands: list[str]) -> str:
    sign, name = EXTREMES[node.op]
    left, right = node.arguments
    if left.value is not None:
        return f"({operands[0]} if {operands[0]} {sign} {operands[1]} else {operands[1]})"
    if right.value is not None:
        return f"({operands[1]} if {operands[1]} {sign} {operands[0]} else {operands[0]})"
    return f"{name}({operands[0]}, {operands[1]})"


def signed_unless_small(node: Node) -> tuple[Node, ...] | None:
    """Of `if |x| < c then y else sign of x`: the condition, y and x. There the sign is 1 or -1."""
    match node:
        case Node(op="if", arguments=(Node(op="<", arguments=(size, limit)) as small, other, Node(op="sign") as sign)):
            value = sign.arguments[0]
            fits = size.op == "abs" and size.arguments[0] is value and (limit.constant or 0.0) > 0
            return (small, other, value) if fits else None
    return None


def literal(value: float | bool) -> str:
    """A number built into the source."""
    return {"nan": "nan", "inf": "inf", "-inf": "(-inf)"}.get(repr(value), f"({value!r})")


def powers(base: str, exponent: int, name: str) -> list[str]:
    """The lines that leave a whole power, at least 1, in `name`, by squaring."""
    lines, factor = [f"{name}_square = {base}"], f"{name}_square"
    started = False
    while exponent:
        if exponent & 1:
            lines.append(f"{name} = {name} * {factor}" if started else f"{name} = {factor}")
            started = True
        exponent >>= 1
        if exponent:
            lines.append(f"{factor} = {factor} * {factor}")
    return lines


@dataclass
class LaneLoop:
    """The innermost loop: what stands before it, what it reads first, its body, and what it writes last."""

    before: dict[str, str] = field(default_factory=dict)
    reads: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    writes: dict[str, str] = field(default_factory=dict)

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
