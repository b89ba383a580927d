"""How many operations on doubles one scenario needs, counted in what is left of the book for the ten outputs.

All targets are generated from that remainder: each of its nodes is worked out once, times the periods or years it
stands for. Arithmetic, comparisons, choices, smallest and largest count as one operation each; so do quotients, powers
and logarithms, which take far more. What joins conditions counts nothing. A reduction counts one per period or year, two
where it also multiplies or counts. The rate of return counts its first estimate, by the mean dates of what comes in and
what goes out, and two multiply-adds per period for each step of Newton's method from there, as many steps as the
scenarios of the sample take on average. A multiply-add is two operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from benchmarks.model import OUTPUTS, VARIED, Array, project, sample
from relocation.formula.kernel.graph import Axis, Node, below
from relocation.formula.kernel.specialise import Remainder, specialise
from relocation.formula.targets.scalar import compile_scalar
from relocation.model import book_inputs, build_book

FREE = {"constant", "given", "input", "previous", "flag", "and", "or", "not", "na"}
REDUCTIONS = {
    "total": 1,
    "final": 0,
    "lowest": 1,
    "highest": 1,
    "average": 2,
    "discounted": 2,
    "grouped": 1,
    "irr": 0,
}
SEVERAL = {"ratio": 2, "payment": 6}  # a quotient and whether its denominator is zero; P i / (1 - (1 + i)^-n)
ESTIMATE = 8  # per period: two sums, two sums weighted by date, each of one sign only
FLOW = "cash.before_financing"
SCENARIOS, MOST_STEPS = 500, 60
CLOSE = 1e-8  # a step this small leaves an error of its square
STEP_OF_NEWTON = 4  # per period: two multiply-adds


class Count(NamedTuple):
    """Operations of one scenario: per period, per year, once, and in one of the steps of the search for a rate of return."""

    per_period: int
    per_year: int
    once: int
    per_step: int
    steps: float
    periods: int
    years: int

    @property
    def total(self) -> float:
        """All operations."""
        fixed = self.per_period * self.periods + self.per_year * self.years + self.once
        return fixed + self.steps * self.per_step


def count(periods: int) -> Count:
    """Counts the model on a timeline."""
    stated = project(periods)
    left = specialise(build_book(stated), book_inputs(stated), VARIED, OUTPUTS)
    nodes = list(_nodes(left))
    each = {axis: sum(_cost(node) for node in nodes if _loop(node) is axis) for axis in Axis}
    rates = sum(node.op == "irr" for node in nodes)
    return Count(
        each[Axis.PERIOD] + rates * ESTIMATE,
        each[Axis.GROUP],
        each[Axis.SINGLE],
        rates * STEP_OF_NEWTON * (left.periods - 1),
        _steps(periods),
        left.periods,
        left.groups,
    )


def _nodes(left: Remainder) -> Iterator[Node]:
    accounts = (node for one in left.accounts.values() for node in (one.opening, one.value))
    return below([*left.outputs, *accounts])


def _loop(node: Node) -> Axis:
    """The loop in which a node is worked out: a reduction in that of its series."""
    return node.arguments[0].axis if node.op in REDUCTIONS else node.axis


def _cost(node: Node) -> int:
    if node.op in FREE or node.value is not None:
        return 0
    return REDUCTIONS.get(node.op, SEVERAL.get(node.op, 1))


def _steps(periods: int) -> float:
    """How many steps Newton's method takes on average from the first estimate until they no longer matter."""
    flows = _flows(periods)
    dates = np.arange(periods)
    came, went = np.maximum(flows, 0), np.maximum(-flows, 0)
    gap = dates @ came / came.sum(axis=0) - dates @ went / went.sum(axis=0)
    x = (went.sum(axis=0) / came.sum(axis=0)) ** (1 / gap)
    taken = 0
    for _ in range(MOST_STEPS):
        value, slope = flows[-1].copy(), np.zeros_like(x)
        for row in flows[-2::-1]:
            slope = slope * x + value
            value = value * x + row
        step = value / slope
        x = x - step
        taken += x.size
        far = np.abs(step) > CLOSE * x
        if not far.any():
            break
        flows, x = flows[:, far], x[far]
    return taken / SCENARIOS


def _flows(periods: int) -> Array:
    """The flows whose rate of return is sought, shape (periods, SCENARIOS)."""
    stated = project(periods)
    run, inputs = compile_scalar(build_book(stated)), book_inputs(stated)
    scenarios = (dict(zip(VARIED, column, strict=True)) for column in sample(SCENARIOS).T.tolist())
    return np.array([run({**inputs, **scenario})[FLOW] for scenario in scenarios]).T[1:]
