"""What a kernel's loops over periods do for one another, so that fewer passes are needed and fewer series kept.

gathered    what the search for a rate of return needs of a flow, by the loop that works the flow out: totals tell where to
            begin, turns and extremes of the running sum whether there is one rate (see `irr.sure_rate`)
replayed    a running sum that an earlier loop has kept: the flow it sums up is kept as well, and is summed again
guarded     a loop that counts turns of the money still to come: none where the running sum stays on one side of the total

Equal nodes are one node, so that what the book gathers itself is not gathered twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from relocation.formula.kernel.graph import Axis, Graph, Node, below
from relocation.formula.kernel.schedule import Loop, Schedule, Singles
from relocation.formula.kernel.specialise import Account
from relocation.formula.language.arithmetic import CENTS, THRESHOLDS


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
        return tuple(getattr(self, part.name) for part in fields(self))


def with_rate_parts(schedule: Schedule) -> tuple[Schedule, dict[Node, RateParts]]:
    """The schedule with these reductions in its loops, and where they are for each flow a rate is sought of."""
    graph = schedule.remainder.graph
    nodes = [node for step in schedule.steps if isinstance(step, Singles) for node in step.nodes]
    sought = {node.arguments[0] for node in nodes if node.op == "irr"}
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
    nothing = graph.operation("<", graph.operation("abs", so_far), graph.constant(THRESHOLDS[CENTS]))
    sign = graph.operation("sign", so_far)
    direction = _account(
        accounts, "direction", zero, lambda before: graph.operation("if", nothing, before, sign), graph
    )
    name = next(key for key, account in accounts.items() if account.value is direction)
    before = graph.previous(name, Axis.PERIOD)
    turn = graph.operation("flag", graph.operation("<", graph.operation("*", direction, before), zero))
    is_inflow = graph.operation(">=", flow, graph.constant(THRESHOLDS[CENTS]))
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
    wanted = [node.arguments[0] for node in parts.nodes()]
    wanted += [account.value for account in accounts.values()]
    there = {*loop.body, *loop.loaded}

    def is_new(node: Node) -> bool:
        return node.axis is loop.axis and node not in there and not node.is_leaf and node.op != "previous"

    added = below(wanted, is_new)
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


def replayed(schedule: Schedule) -> Schedule:
    """The schedule without kept running sums that later loops can work out again."""
    loops = [step for step in schedule.steps if isinstance(step, Loop)]
    sums = {node: account for loop in loops for node in loop.kept if (account := _running_sum(node, loop))}
    steps = [_replayed(step, sums) if isinstance(step, Loop) else step for step in schedule.steps]
    return replace(schedule, steps=tuple(steps))


def _running_sum(node: Node, loop: Loop) -> Account | None:
    """The account of a running sum of a series that is kept as well, if the node is the sum before its period."""
    account = loop.accounts.get(node.name) if node.op == "previous" else None
    if account is None or account.value.op != "+" or account.value.arguments[0] is not node:
        return None
    return account if account.value.arguments[1] in loop.kept else None


def _replayed(loop: Loop, sums: Mapping[Node, Account]) -> Loop:
    again = {node: sums[node] for node in loop.loaded if node in sums}
    flows = [account.value.arguments[1] for account in again.values()]
    return replace(
        loop,
        body=(*(account.value for account in again.values()), *loop.body),
        loaded=tuple(dict.fromkeys([*(node for node in loop.loaded if node not in sums), *flows])),
        kept=tuple(node for node in loop.kept if node not in sums),
        accounts={**{node.name: account for node, account in again.items()}, **loop.accounts},
    )


def guard(graph: Graph, loop: Loop, gathered: frozenset[Node]) -> Node | None:
    """Whether a scenario needs a loop that only counts turns of `total - running sum`; None if all do.

    A turn takes money on both sides of the total. `gathered` are the reductions of earlier loops.
    """
    if not loop.gathered or loop.kept:
        return None
    needed = graph.constant(False)
    for node in loop.gathered:
        turns = _may_turn(graph, node, loop, gathered)
        if turns is None:
            return None
        needed = graph.operation("or", needed, turns)
    return needed


def _may_turn(graph: Graph, node: Node, loop: Loop, gathered: frozenset[Node]) -> Node | None:
    """Of a total that counts sign changes of `total - running sum`: whether there can be any."""
    match node:
        case Node(
            op="total",
            arguments=(
                Node(
                    op="flag",
                    arguments=(Node(op="<", arguments=(Node(op="*", arguments=(now, before)), zero)),),
                ),
            ),
        ) if zero.constant == 0 and before.op == "previous":
            account = loop.accounts.get(before.name)
        case _:
            return None
    if account is None or account.value is not now or account.opening.constant != 0:
        return None
    match now:
        case Node(
            op="if",
            arguments=(
                Node(op="<", arguments=(Node(op="abs", arguments=(gap,)), least)),
                other,
                Node(op="sign", arguments=(signed,)),
            ),
        ) if other is before and signed is gap and gap.op == "-" and (least.constant or 0.0) > 0:
            return _both_sides(graph, gap, least, loop, gathered)
    return None


def _both_sides(graph: Graph, gap: Node, least: Node, loop: Loop, gathered: frozenset[Node]) -> Node | None:
    """Whether the running sum, nothing included, comes below the total and above it."""
    total, before = gap.arguments
    account = loop.accounts.get(before.name) if before.op == "previous" else None
    if account is None or account.opening.constant != 0 or total.axis is loop.axis:
        return None
    lowest, highest = graph.reduce("lowest", account.value), graph.reduce("highest", account.value)
    if not {lowest, highest} <= gathered:
        return None
    zero = graph.constant(0.0)
    above = graph.operation("-", total, graph.operation("min", zero, lowest))
    below = graph.operation("-", graph.operation("max", zero, highest), total)
    return graph.operation("and", graph.operation(">=", above, least), graph.operation(">=", below, least))
