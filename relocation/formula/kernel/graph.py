"""What is left of a book when some inputs are known: a graph of shared nodes, with everything known worked out.

A node stands for a number of each scenario: one (SINGLE), one per period or one per group. Equal nodes are the same
object, so a common part is worked out once. A node that no varied input reaches is `given`: it carries its value, which
the kernels receive as data. Only what decides the structure is built in: which inputs vary, fixed choices, and numbers
that are exactly 0 or 1, with which a sum or a product needs no work.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np

from relocation.formula.language.operations import OPERATIONS
from relocation.formula.language.reductions import REDUCTIONS
from relocation.formula.targets.numpy_operations import FUNCTIONS, Array

Value = float | bool | Array


class Axis(IntEnum):
    """Along what a node varies inside one scenario."""

    SINGLE = 0
    PERIOD = 1
    GROUP = 2


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """One number of each scenario, or one for each period or group of it.

    `name` is the input of an "input", the line of a "previous", the origin of a "given". `missing` says that it may be
    not available; `condition` that it holds or does not hold.
    """

    op: str
    arguments: tuple[Node, ...] = field(default=(), repr=False)  # a line of a book is pages long
    name: str = ""
    axis: Axis = Axis.SINGLE
    missing: bool = False
    condition: bool = False
    value: Value | None = None

    @property
    def constant(self) -> float | None:
        """The number built into the source: 0 or 1, or a number of the method itself."""
        return float(self.value) if self.op == "constant" and self.value is not None else None

    @property
    def is_leaf(self) -> bool:
        """Whether it is there before any work."""
        return self.value is not None or self.op == "input"

    @property
    def literal(self) -> str:
        """A number that is built into the source."""
        return {"nan": "nan", "inf": "inf", "-inf": "(-inf)"}.get(repr(self.value), f"({self.value!r})")


@dataclass
class Graph:
    """Makes nodes, each only once, and simplifies as it does."""

    known: dict[Any, Node] = field(default_factory=dict)
    terms: dict[Node, dict[Node, Node] | None] = field(default_factory=dict)  # see `hoisted_sums`

    def constant(self, value: float | bool) -> Node:
        condition = isinstance(value, (bool, np.bool_))
        kept = bool(value) if condition else float(value)
        missing = kept != kept
        return self._once(Node("constant", name=repr(kept), missing=missing, condition=condition, value=kept))

    def given(self, name: str, axis: Axis, value: Any) -> Node:
        """A known value. 0 and 1 throughout become constants, and so does a condition that never changes."""
        values = np.asarray(value)
        first = values.flat[0] if values.size else 0.0
        condition = values.dtype == bool
        if (condition or first in (0.0, 1.0)) and bool((values == first).all()):
            return self.constant(first.item() if hasattr(first, "item") else first)
        if axis is Axis.SINGLE:
            value = float(values)
        missing = not condition and bool(np.isnan(values).any())
        return self._once(Node("given", (), name, axis, missing, condition, value))

    def input(self, key: str) -> Node:
        return self._once(Node("input", name=key))

    def previous(self, key: str, axis: Axis) -> Node:
        return self._once(Node("previous", name=key, axis=axis))

    def node(
        self,
        op: str,
        arguments: tuple[Node, ...] = (),
        name: str = "",
        *,
        axis: Axis,
        missing: bool = False,
        condition: bool = False,
    ) -> Node:
        """A node that only some kernels know, such as a series that is recognised by its shape."""
        return self._once(Node(op, arguments, name, axis, missing, condition))

    def reduce(self, name: str, series: Node, by: Node | None = None) -> Node:
        """A reduction of a series to one number; in parts where the series is a sum of singles times known rows."""
        arguments = (series,) if by is None else (series, by)
        fold = REDUCTIONS[name]
        missing = fold.may_be_missing or (fold.passes_missing and _is_missing(arguments))
        return self._once(Node(name, arguments, missing=missing))

    def grouped(self, series: Node, by: Node) -> Node:
        """The sum of a series by groups."""
        return self._once(Node("grouped", (series, by), axis=Axis.GROUP))

    def operation(self, name: str, *arguments: Node) -> Node:
        """An operation of the language over nodes."""
        kind = OPERATIONS[name]
        if kind.operands is None and len(arguments) != 2:
            first, *rest = arguments
            for argument in rest:
                first = self.operation(name, first, argument)
            return first
        simple = self._simplified(name, arguments)
        if simple is not None:
            return simple
        if all(argument.value is not None for argument in arguments):
            return self._worked_out(name, arguments)
        missing = kind.may_be_missing or _is_missing(arguments)
        return self._once(Node(name, arguments, "", _axis(arguments), missing, kind.is_condition))

    def _worked_out(self, name: str, arguments: tuple[Node, ...]) -> Node:
        with np.errstate(all="ignore"):
            value = FUNCTIONS[name](*(argument.value for argument in arguments))
        if all(argument.op == "constant" for argument in arguments) and np.ndim(value) == 0:
            return self.constant(value.item() if hasattr(value, "item") else value)
        origin = f"{name}({','.join(argument.name for argument in arguments)})"
        return self.given(origin, _axis(arguments), value)

    def _simplified(self, name: str, arguments: tuple[Node, ...]) -> Node | None:
        rule = SIMPLER.get(name)
        return rule(self, *arguments) if rule else None

    def _once(self, node: Node) -> Node:
        key = (node.op, node.arguments, node.name, node.axis)
        return self.known.setdefault(key, node)


def _axis(arguments: tuple[Node, ...]) -> Axis:
    return max((argument.axis for argument in arguments), default=Axis.SINGLE)


def _is_missing(arguments: tuple[Node, ...]) -> bool:
    return any(argument.missing for argument in arguments)


def _sum(_: Graph, left: Node, right: Node) -> Node | None:
    return right if left.constant == 0 else left if right.constant == 0 else None


def _difference(graph: Graph, left: Node, right: Node) -> Node | None:
    if right.constant == 0:
        return left
    if left is right and not left.missing:
        return graph.constant(0.0)
    return graph.operation("neg", right) if left.constant == 0 and right.value is None else None


def _product(graph: Graph, left: Node, right: Node) -> Node | None:
    for factor, other in ((left, right), (right, left)):
        if factor.constant == 1:
            return other
        if factor.constant == 0 and not other.missing:
            return factor
    for factor, other in ((left, right), (right, left)):
        if factor.op == "flag" and not other.missing and factor.value is None:
            return graph.operation("if", factor.arguments[0], other, graph.constant(0.0))
    return None


def _quotient(_: Graph, left: Node, right: Node) -> Node | None:
    return left if right.constant == 1 else None


def _ratio(graph: Graph, _: Node, right: Node) -> Node | None:
    return graph.constant(math.nan) if right.constant == 0 else None


def _power(graph: Graph, base: Node, exponent: Node) -> Node | None:
    if exponent.constant == 1 or base.constant == 1:
        return base
    return graph.operation("*", base, base) if exponent.constant == 2 and base.value is None else None


def _choice(graph: Graph, condition: Node, value: Node, otherwise: Node) -> Node | None:
    if condition.op == "constant":
        return value if condition.value else otherwise
    if otherwise.op == "if" and otherwise.arguments[0] is condition:
        return graph.operation("if", condition, value, otherwise.arguments[2])
    return value if value is otherwise else None


def _flag(graph: Graph, condition: Node) -> Node | None:
    return graph.constant(float(bool(condition.value))) if condition.op == "constant" else None


def _both(_: Graph, left: Node, right: Node) -> Node | None:
    for condition, other in ((left, right), (right, left)):
        if condition.op == "constant":
            return other if condition.value else condition
    return left if left is right else None


def _either(_: Graph, left: Node, right: Node) -> Node | None:
    for condition, other in ((left, right), (right, left)):
        if condition.op == "constant":
            return condition if condition.value else other
    return left if left is right else None


def _negation(_: Graph, value: Node) -> Node | None:
    return value.arguments[0] if value.op == "neg" else None


def _of_flag(_: Graph, left: Node, right: Node) -> Node | None:
    """flag <> 0 is the condition itself."""
    return left.arguments[0] if left.op == "flag" and right.constant == 0 else None


SIMPLER: dict[str, Callable[..., Node | None]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
    "ratio": _ratio,
    "^": _power,
    "if": _choice,
    "flag": _flag,
    "and": _both,
    "or": _either,
    "neg": _negation,
    "<>": _of_flag,
}


def below(roots: Iterable[Node], into: Callable[[Node], bool] = lambda _: True) -> Iterator[Node]:
    """The nodes the roots are made of, each once, after those it is made of. What a state becomes is not followed.

    A node for which `into` does not hold is left out, with all that only it is made of.
    """
    seen: set[Node] = set()
    pending = [(root, iter(root.arguments)) for root in reversed(list(roots)) if into(root)]
    while pending:
        node, rest = pending[-1]
        if node in seen:
            pending.pop()
            continue
        argument = next(rest, None)
        if argument is None:
            pending.pop()
            seen.add(node)
            yield node
        elif argument not in seen and into(argument):
            pending.append((argument, iter(argument.arguments)))
