"""Two shapes of a series that a loop gets more cheaply than by its formula.

tent        max(0, 1 - |t - s|)    not zero in two periods at most: a payment between two dates
geometric   base ^ row             the row rises evenly, as in a discount factor: one product a period
"""

from __future__ import annotations

import numpy as np

from relocation.formula.kernel.graph import Axis, Graph, Node
from relocation.formula.kernel.schedule import Loop

EVEN = 4 * np.finfo(float).eps


def recognised(graph: Graph, loop: Loop) -> dict[Node, Node]:
    """The nodes of a loop with such a shape, and the leaves that stand for them."""
    found: dict[Node, Node] = {}
    if loop.axis is not Axis.PERIOD:
        return found
    for node in loop.body:
        leaf = _tent(graph, node) or _geometric(graph, node)
        if leaf is not None:
            found[node] = leaf
    return found


def _tent(graph: Graph, node: Node) -> Node | None:
    """max(0, 1 - |row - s|), where the row counts the periods."""
    match node:
        case Node(op="max", arguments=(low, Node(op="-", arguments=(one, Node(op="abs", arguments=(gap,)))))):
            fits = low.constant == 0 and one.constant == 1 and gap.op == "-"
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
