"""What a later loop can do without.

replayed    a running sum that an earlier loop has kept: the flow it sums up is kept as well, and is summed again
guarded     a loop that counts turns of the money still to come: none where the running sum stays on one side of the total
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from relocation.formula.kernel.graph import Graph, Node
from relocation.formula.kernel.schedule import Loop, Schedule
from relocation.formula.kernel.specialise import Account


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
    found = [_one_sided(graph, node, loop, gathered) for node in loop.gathered]
    if not found or loop.kept or any(one is None for one in found):
        return None
    needed = graph.constant(False)
    for one in found:
        needed = graph.operation("or", needed, one)  # type: ignore[arg-type]
    return needed


def _one_sided(graph: Graph, node: Node, loop: Loop, gathered: frozenset[Node]) -> Node | None:
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
