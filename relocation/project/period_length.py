"""The same project counted in periods of another length: years become months, or months years where they fit.

A moment (the first period of a payment, the period of a receipt) stays at the beginning of its old period; 0, which
means never, stays 0. A length (a duration, a term, a grace period, the timeline itself) keeps its time. What falls on
the last day of a period (a stated repayment, the drawdowns of a loan that bear no interest in their period) stays on
that day. With k new periods in an old one:

    moment' = (moment - 1) k + 1,   length' = length k,   last day' = last day k

Of a loan drawn on the last day of a period, grace and a term that holds it count from that period on, so that they are
moments rather than lengths.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import FieldRecord
from relocation.project.groups import MONTHS
from relocation.project.inputs import Inputs
from relocation.project.names import is_slot
from relocation.project.paths import InputPath, leaves

Period = Literal["month", "quarter", "year"]
Leaf = tuple[InputPath, FieldRecord, Any]  # path, what is known of the input, value
MOMENTS = {"start", "period"}
DRAWN, COUNTED_FROM_DRAWDOWN = ("start", "drawdowns"), ("grace", "term")
CHINESE = {"month": "月", "quarter": "季", "year": "年"}


def times_in(inputs: Inputs, period: Period) -> dict[str, int]:
    """Every input that counts periods, by path, counted in periods of another length.

    Raises ProblemsFound, naming each input, where a number of months is not a whole number of longer periods.
    """
    counted = list(_counted(inputs, Fraction(MONTHS[inputs.timeline.period], MONTHS[period])))
    uneven = [leaf for leaf, number in counted if number.denominator != 1]
    if uneven:
        raise ProblemsFound(_uneven(leaf, period) for leaf in uneven)
    return {path: int(number) for (path, _, _), number in counted}


def _counted(inputs: Inputs, per_old: Fraction) -> Iterator[tuple[Leaf, Fraction]]:
    for path, record, value in leaves(inputs):
        if record.unit != "period" or is_slot(path):
            continue
        is_moment = _is_moment(inputs, path) and value > 0
        yield (path, record, value), (value - 1) * per_old + 1 if is_moment else value * per_old


def _is_moment(inputs: Inputs, path: InputPath) -> bool:
    """Whether an input stands at the beginning of a period, rather than for a length or at the end of one."""
    is_moment = path.name in MOMENTS
    if path.group != "loans":
        return is_moment
    _, identity, key, *_ = path.parts
    loan = inputs.loans[identity]
    if loan.draw_interest == "none":
        if key in DRAWN:
            return False
        if key in COUNTED_FROM_DRAWDOWN:
            return loan.grace > 0 and (key == "grace" or loan.grace_basis == "inside")
    return is_moment and key != "repayments"


def _uneven(leaf: Leaf, period: Period) -> Problem:
    path, record, value = leaf
    return Problem(
        path,
        str(value),
        Label(f"a time that can be counted in periods of a {period}", f"可按{CHINESE[period]}计的时间"),
        Label(
            "change it to a whole number of the longer periods first",
            "请先调整为较长期间的整数倍",
        ),
        record.label,
    )
