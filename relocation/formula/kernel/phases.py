"""A loop over periods in phases: where a known row is zero throughout, what it is multiplied with needs no work.

Before the loan is repaid there is no instalment, after the works there is no invoice. A phase is a run of periods in which
the same rows are zero; inside it the body of the loop is written again with what is known there. Two shapes of a series are
got more cheaply than by their formula:

tent        max(0, 1 - |t - s|)    not zero in two periods at most: a payment between two dates
geometric   base ^ row             the row rises evenly, as in a discount factor: one product a period
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from relocation.formula.kernel.factored_sums import Sums
from relocation.formula.kernel.graph import Axis, Graph, Node, below
from relocation.formula.kernel.schedule import Loop

Flags = NDArray[np.bool_]

EVEN = 4 * np.finfo(float).eps
SHORTEST = 4  # periods; a shorter phase joins a neighbour
MOST = 6
LEAVES = frozenset({"input", "previous", "geometric", "scattered", "tent", "loaded"})


@dataclass(frozen=True)
class Phase:
    """The steps from `start` to before `stop`.

    `body` is worked out in each of them, in order; `stands` says what a wanted node of the loop is here, and `loaded` which
    series of an earlier loop a leaf stands for.
    """

    start: int
    stop: int
    body: tuple[Node, ...]
    stands: Mapping[Node, Node]
    loaded: Mapping[Node, Node]


def phases(graph: Graph, loop: Loop, nothing: Mapping[Node, Flags]) -> list[Phase]:
    """The phases of a loop in order. `nothing` tells of a series that is loaded in which steps it is zero."""
    leaves = recognised(graph, loop)
    zeros = _zeros(loop, nothing)
    return [_phase(graph, loop, start, stop, leaves, nothing) for start, stop in _bounds(zeros, loop.length)]


def wanted(loop: Loop) -> list[Node]:
    """The nodes whose values a loop is for."""
    nodes = [*loop.kept, *(account.value for account in loop.accounts.values()), *_arguments(loop.gathered)]
    return list(dict.fromkeys(nodes))


def _arguments(nodes: Iterable[Node]) -> Iterator[Node]:
    return (argument for node in nodes for argument in node.arguments)


def _zeros(loop: Loop, nothing: Mapping[Node, Flags]) -> Flags:
    """Which known rows are zero in which steps, shape (rows, steps)."""
    nodes = dict.fromkeys([*_arguments(loop.body), *wanted(loop)])
    rows = [
        np.broadcast_to(np.asarray(node.value) == 0, loop.length)
        for node in nodes
        if node.op == "given" and node.axis is loop.axis
    ]
    rows += [nothing[node] for node in loop.loaded if node in nothing]
    return np.array(rows, dtype=bool).reshape(len(rows), loop.length)


def _bounds(zeros: Flags, length: int) -> list[tuple[int, int]]:
    changes = np.flatnonzero((zeros[:, 1:] != zeros[:, :-1]).any(axis=0)) + 1
    edges = [0, *changes.tolist(), length]
    while len(edges) > 2 and (len(edges) - 1 > MOST or min(_lengths(edges)) < SHORTEST):
        short = min(_lengths(edges)) < SHORTEST
        inner = [
            place
            for place in range(1, len(edges) - 1)
            if not short or min(_lengths(edges[place - 1 : place + 2])) < SHORTEST
        ]
        edges.pop(min(inner, key=lambda place: _loss(zeros, *edges[place - 1 : place + 2])))
    return list(pairwise(edges))


def _lengths(edges: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise(edges)]


def _loss(zeros: Flags, start: int, middle: int, stop: int) -> int:
    """How much work two neighbours save that they would not save together."""
    left, right = zeros[:, start:middle], zeros[:, middle:stop]
    before, after = left.all(axis=1), right.all(axis=1)
    both = before & after
    return int((before & ~both).sum() * left.shape[1] + (after & ~both).sum() * right.shape[1])


def _phase(
    graph: Graph,
    loop: Loop,
    start: int,
    stop: int,
    leaves: Mapping[Node, Node],
    nothing: Mapping[Node, Flags],
) -> Phase:
    known: dict[Node, Node] = dict(leaves)
    loaded: dict[Node, Node] = {}
    for number, node in enumerate(loop.loaded):
        is_zero = node in nothing and bool(nothing[node][start:stop].all())
        name = f"{number}{'?' if node.condition else ''}{'~' if node.missing else ''}"
        leaf = graph.node("loaded", name=name, axis=loop.axis, missing=node.missing, condition=node.condition)
        known[node] = graph.constant(0.0) if is_zero else leaf
        if not is_zero:
            loaded[leaf] = node

    def inside(node: Node) -> Node:
        if node not in known:
            known[node] = _restricted(graph, node, loop.axis, start, stop)
        return known[node]

    for node in loop.body:
        if node not in known:
            known[node] = _again(graph, node.op, [inside(argument) for argument in node.arguments])
    sums = Sums(graph, loop.axis)
    made = {node: sums.made(inside(node)) for node in wanted(loop)}
    body = tuple(in_order(made.values(), loop.axis))
    looked_at = {*made.values(), *_arguments(body)}
    used = {leaf: node for leaf, node in loaded.items() if leaf in looked_at}
    return Phase(start, stop, body, made, used)


def _restricted(graph: Graph, node: Node, axis: Axis, start: int, stop: int) -> Node:
    if node.op == "constant":
        return graph.constant(node.value)  # type: ignore[arg-type]
    if node.op != "given" or node.axis is not axis:
        return node
    values = np.asarray(node.value)
    values = values[start:stop] if values.ndim else np.broadcast_to(values, stop - start)
    name = f"{node.name}[{start}:{stop}]"
    if bool((values == values[0]).all()) and values.dtype != bool:
        return graph.given(name, Axis.SINGLE, values[0])
    return graph.given(name, axis, values)


def _again(graph: Graph, op: str, arguments: list[Node]) -> Node:
    """The operation on what its arguments are now; a division by a power is a product with its reciprocal."""
    if op == "/" and arguments[1].op == "geometric":
        base, first, step = arguments[1].arguments
        minus = graph.constant(-1.0)
        turned = (base, graph.operation("*", first, minus), graph.operation("*", step, minus))
        return graph.operation("*", arguments[0], graph.node("geometric", turned, axis=arguments[1].axis))
    return graph.operation(op, *arguments)


def in_order(roots: Iterable[Node], axis: Axis) -> Iterator[Node]:
    """What is worked out along an axis to reach the roots, each node after its arguments."""
    return below(roots, lambda node: node.axis is axis and node.value is None and node.op not in LEAVES)


def recognised(graph: Graph, loop: Loop) -> dict[Node, Node]:
    """The nodes of a loop with such a shape, and the leaves that stand for them."""
    leaves: dict[Node, Node] = {}
    if loop.axis is not Axis.PERIOD:
        return leaves
    for node in loop.body:
        leaf = _tent(graph, node) or _geometric(graph, node)
        if leaf is not None:
            leaves[node] = leaf
    return leaves


def _tent(graph: Graph, node: Node) -> Node | None:
    """max(0, 1 - |row - s|), where the row counts the periods."""
    match node:
        case Node(
            op="max", arguments=(low, Node(op="-", arguments=(high, Node(op="abs", arguments=(gap,)))))
        ):
            fits = low.constant == 0 and high.constant == 1 and gap.op == "-"
        case _:
            return None
    if not fits:
        return None
    row, place = gap.arguments
    even = evenly(row)
    if even is None or even[1] != 1.0 or place.axis is not Axis.SINGLE:
        return None
    first = graph.given(f"first of {row.name}", Axis.SINGLE, even[0])
    return graph.node("tent", (graph.operation("-", place, first),), axis=Axis.PERIOD)


def _geometric(graph: Graph, node: Node) -> Node | None:
    if node.op != "^" or node.arguments[0].axis is not Axis.SINGLE:
        return None
    base, row = node.arguments
    even = evenly(row)
    if even is None:
        return None
    first, step = (
        graph.given(f"{what} of {row.name}", Axis.SINGLE, value)
        for what, value in zip(("first", "step"), even, strict=True)
    )
    return graph.node("geometric", (base, first, step), axis=Axis.PERIOD)


def evenly(row: Node) -> tuple[float, float] | None:
    """The first value and the step of a known row that rises evenly, up to rounding."""
    if row.op != "given" or row.value is None:
        return None
    values = np.asarray(row.value, dtype=float)
    if values.ndim != 1 or len(values) < 2:
        return None
    first = float(values[0])
    step = float(values[-1] - values[0]) / (len(values) - 1)
    line = first + step * np.arange(len(values))
    close = np.abs(values - line) <= EVEN * max(1.0, float(np.abs(values).max()))
    return (first, step) if bool(close.all()) else None
