"""A loop over periods in phases: where a known row is zero throughout, what it is multiplied with needs no work.

Before the loan is repaid there is no instalment, after the works there is no invoice. A phase is a run of periods in which
the same rows are zero; inside it the body of the loop is written again with what is known there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from relocation.formula.kernel.graph import Axis, Graph, Node, below
from relocation.formula.kernel.patterns import recognised
from relocation.formula.kernel.schedule import Loop
from relocation.formula.kernel.sums import Sums

Flags = NDArray[np.bool_]

SHORTEST = 4  # periods; a shorter phase joins a neighbour
MOST = 6


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
    found = [*loop.kept, *(account.value for account in loop.accounts.values())]
    return list(dict.fromkeys([*found, *(one for node in loop.gathered for one in node.arguments)]))


def _zeros(loop: Loop, nothing: Mapping[Node, Flags]) -> Flags:
    """Which known rows are zero in which steps, shape (rows, steps)."""
    nodes = dict.fromkeys([*(one for node in loop.body for one in node.arguments), *wanted(loop)])
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
            at
            for at in range(1, len(edges) - 1)
            if not short or min(edges[at] - edges[at - 1], edges[at + 1] - edges[at]) < SHORTEST
        ]
        edges.pop(min(inner, key=lambda at: _loss(zeros, edges, at)))
    return list(pairwise(edges))


def _lengths(edges: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise(edges)]


def _loss(zeros: Flags, edges: Sequence[int], at: int) -> int:
    """How much work two neighbours save that they would not save together."""
    left, right = (zeros[:, edges[at - 1] : edges[at]], zeros[:, edges[at] : edges[at + 1]])
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
    for at, node in enumerate(loop.loaded):
        is_zero = node in nothing and bool(nothing[node][start:stop].all())
        name = f"{at}{'?' if node.condition else ''}{'~' if node.missing else ''}"
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
            known[node] = _again(graph, node.op, [inside(one) for one in node.arguments])
    sums = Sums(graph, loop.axis)
    made = {node: sums.made(inside(node)) for node in wanted(loop)}
    body = tuple(in_order(made.values(), loop.axis))
    looked_at = {*made.values(), *(one for node in body for one in node.arguments)}
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


LEAVES = frozenset({"input", "previous", "geometric", "scattered", "tent", "loaded"})
