"""What the search for a rate of return needs of a flow, gathered by the loop that works the flow out.

Totals tell where to begin; turns and extremes of the running sum tell whether there is one rate (see `irr.sure_rate`).
Equal nodes are one node, so that what the book gathers itself is not gathered twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from relocation.formula.kernel.graph import Axis, Graph, Node, below
from relocation.formula.kernel.schedule import Loop, Schedule, is_leaf
from relocation.formula.kernel.specialise import Account
from relocation.formula.language.decimals import CENTS, STEPS


@dataclass(frozen=True)
class RateParts:
    """Reductions of a flow f and of its running sum s; dates count from 0."""

    total: Node
    received: Node
    dated: Node
    late: Node
    lowest: Node
    highest: Node
    turns: Node

    def nodes(self) -> tuple[Node, ...]:
        return tuple(getattr(self, one.name) for one in fields(self))


def with_rate_parts(schedule: Schedule) -> tuple[Schedule, dict[Node, RateParts]]:
    """The schedule with these reductions in its loops, and where they are for each flow a rate is sought of."""
    graph = schedule.remainder.graph
    sought = {
        node.arguments[0]
        for step in schedule.steps
        if not isinstance(step, Loop)
        for node in step.nodes
        if node.op == "irr"
    }
    parts: dict[Node, RateParts] = {}
    steps = []
    for step in schedule.steps:
        if isinstance(step, Loop):
            for flow in (flow for flow in step.kept if flow in sought):
                step, parts[flow] = _with_parts(graph, step, flow)
        steps.append(step)
    return replace(schedule, steps=tuple(steps)), parts


def _with_parts(graph: Graph, loop: Loop, flow: Node) -> tuple[Loop, RateParts]:
    zero = graph.constant(0.0)
    accounts = dict(loop.accounts)
    so_far = _account(accounts, "so_far", zero, lambda before: graph.operation("+", before, flow), graph)
    nothing = graph.operation("<", graph.operation("abs", so_far), graph.constant(STEPS[CENTS]))
    sign = graph.operation("sign", so_far)
    direction = _account(
        accounts, "direction", zero, lambda before: graph.operation("if", nothing, before, sign), graph
    )
    before = graph.previous(next(key for key, one in accounts.items() if one.value is direction), Axis.PERIOD)
    turn = graph.operation("flag", graph.operation("<", graph.operation("*", direction, before), zero))
    is_inflow = graph.operation(">=", flow, graph.constant(STEPS[CENTS]))
    received = graph.operation("if", is_inflow, flow, zero)
    date = graph.given("date", Axis.PERIOD, np.arange(float(loop.length)))
    parts = RateParts(
        graph.reduce("total", flow),
        graph.reduce("total", received),
        graph.reduce("total", graph.operation("*", flow, date)),
        graph.reduce("total", graph.operation("*", received, date)),
        graph.reduce("lowest", so_far),
        graph.reduce("highest", so_far),
        graph.reduce("total", turn),
    )
    gathered = tuple(dict.fromkeys([*loop.gathered, *parts.nodes()]))
    wanted = [*(node.arguments[0] for node in parts.nodes()), *(one.value for one in accounts.values())]
    there = {*loop.body, *loop.loaded}
    added = below(
        wanted,
        lambda node: (
            node.axis is loop.axis and node not in there and not is_leaf(node) and node.op != "previous"
        ),
    )
    return replace(loop, body=(*loop.body, *added), gathered=gathered, accounts=accounts), parts


def _account(
    accounts: dict[str, Account], name: str, zero: Node, value: Callable[[Node], Node], graph: Graph
) -> Node:
    """The line of an account that begins with nothing, one that is there already if it has that value."""
    for key, account in accounts.items():
        if account.opening.constant == 0 and account.value is value(graph.previous(key, Axis.PERIOD)):
            return account.value
    key = f"{name} of {len(accounts)}"
    accounts[key] = Account(zero, value(graph.previous(key, Axis.PERIOD)))
    return accounts[key].value
