"""The figures of a cross-check that have a row of their own, and what any number is called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relocation.indicators import INDICATORS
from relocation.labels import Label
from relocation.statements import fund_balance_rows, gap_rows, loan_paths
from relocation.tables.numbers import HALF_A_FEN
from relocation.verify.record import CrossCheck, Place

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

FUND, CASH = Label("Fund balance", "资金平衡"), Label("Cash", "资金")
LOANS, INDICATED = Label("Loans", "贷款"), Label("Indicators", "指标")
HELD = Label("Checks", "检查")
CASH_KEYS = (
    "cash.inflow",
    "cash.outflow",
    "cash.minimum",
    "cash.minimum_period",
    "cash.peak_funding_need",
    "sources.total",
    "uses.total",
)
LOAN_FLOWS = ("drawdown", "interest_paid", "principal_repaid")
IN_DETAIL = ("critical.", "elasticity.")  # indicators without a row
CHECK_KEYS = ("checks.all_passed", "verdict.viable")


def figure_bands(appraisal: Appraisal, check: CrossCheck) -> Iterator[tuple[Label, list[Place]]]:
    """The figures with a row, by what they belong to; what nobody gives, or is nothing, has none."""
    book = appraisal.book
    fund = [Place(row.key) for row in fund_balance_rows(book)]
    cash = [
        *map(Place, CASH_KEYS),
        *(Place(row.key) for row in gap_rows(book)),
        Place("cash.closing", book.periods),
    ]
    seen: set[Place] = set()
    loans = [place for path in loan_paths(book) for place in _of_loan(check, path)]
    for band, places in (
        (FUND, fund),
        (CASH, cash),
        (LOANS, loans),
        (INDICATED, [Place(key) for key in INDICATORS if not key.startswith(IN_DETAIL)]),
        (HELD, [Place(key) for key in CHECK_KEYS]),
    ):
        there = [place for place in places if place not in seen and _has_a_row(check, place)]
        seen.update(there)
        if there:
            yield band, there


def _has_a_row(check: CrossCheck, place: Place) -> bool:
    return place in check.checked and abs(check.ours[place]) >= HALF_A_FEN


def _of_loan(check: CrossCheck, path: str) -> Iterator[Place]:
    yield from (Place(f"{path}.{key}") for key in LOAN_FLOWS)
    levels = (
        place
        for engine in check.engines
        for place in engine.numbers
        if place.key == f"{path}.level_payment" and place.period and engine.key == "numpy_financial"
    )
    yield from list(levels)[:1]


def place_label(appraisal: Appraisal, place: Place) -> Label:
    """What a number is called: its line, and its period if it has one."""
    label = appraisal.book.lines[place.key].label
    if place.period is None:
        is_sum = isinstance(appraisal.values[place.key], list)
        return Label(f"{label.en}, all periods", f"{label.zh}，各期合计") if is_sum else label
    yearly = place.key in appraisal.book.plan.grouped
    return Label(
        f"{label.en}, {'year' if yearly else 'period'} {place.period}",
        f"{label.zh}，第{place.period}{'年' if yearly else '期'}",
    )
