"""Where a kernel finds its data: known numbers and rows, which are arguments of the call and not part of the source."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relocation.formula.kernel.graph import Axis, Node, below
from relocation.formula.kernel.schedule import Schedule, Singles

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class KernelData:
    """Known numbers (k,), rows by period (T, p) and rows by group (G, g). Conditions are 1 or 0."""

    numbers: Floats
    periods: Floats
    groups: Floats


@dataclass(frozen=True)
class KernelLayout:
    """The place of each known node in the data of its axis."""

    place: dict[Node, int]
    data: KernelData


def lay_out(schedule: Schedule) -> KernelLayout:
    """Numbers all known nodes that the steps name."""
    remainder = schedule.remainder
    roots = [*remainder.outputs]
    for account in remainder.accounts.values():
        roots += [account.opening, account.value]
    for step in schedule.steps:
        if isinstance(step, Singles):
            roots += step.nodes
        else:
            roots += [
                *step.body,
                *step.gathered,
                *(part for one in step.accounts.values() for part in (one.opening, one.value)),
            ]
    by_axis: dict[Axis, list[Node]] = {axis: [] for axis in Axis}
    for node in below(roots):
        if node.op == "given":
            by_axis[node.axis].append(node)
    place = {node: at for nodes in by_axis.values() for at, node in enumerate(nodes)}
    data = KernelData(
        np.array([node.value for node in by_axis[Axis.SINGLE]], dtype=float),
        _rows(by_axis[Axis.PERIOD], remainder.periods),
        _rows(by_axis[Axis.GROUP], remainder.groups),
    )
    return KernelLayout(place, data)


def _rows(nodes: list[Node], length: int) -> Floats:
    rows = np.empty((length, len(nodes)))
    for at, node in enumerate(nodes):
        rows[:, at] = np.asarray(node.value, dtype=float)
    return rows


START = {"lowest": "inf", "highest": "-inf"}  # before the first step; other reductions begin with nothing


def literal(node: Node) -> str:
    """A number that is built into the source."""
    return {"nan": "nan", "inf": "inf", "-inf": "(-inf)"}.get(repr(node.value), f"({node.value!r})")


def start(node: Node) -> str:
    """What a reduction is before its first step."""
    return START.get(node.op, "0.0")
