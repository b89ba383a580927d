"""The loans of a project, each with its account, and the cash that decides on drawdown on need and on sweeps.

Of one period, in this order: interest and principal that fall due, and what sinking funds take; drawdown on need for
what cash lacks then; sweeps with what cash has left then. So no formula leads back to itself within a period:

    lacking_t   = max(0, -(cash before loans_t + scheduled drawdown - interest - principal due - sinking funds))
    sweepable_t = max(0, cash before loans_t + drawdown - interest paid - principal due - sinking funds)
    cash before loans_t = opening cash + cash flow before financing + other financing
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from relocation.formula.book import Book
from relocation.formula.expression import Expression, LineReference, larger, sum_of
from relocation.items.loans.drawdown import declare_drawdown, declare_scheduled_drawdown
from relocation.items.loans.interest import (
    declare_interest,
    declare_interest_terms,
    declare_scheduled_interest,
)
from relocation.items.loans.repayment import (
    declare_repayment,
    declare_reserve,
    declare_scheduled_repayment,
)
from relocation.items.loans.terms import declare_terms
from relocation.labels import Label


class LoanParts(NamedTuple):
    """A loan as the book needs to know it: its id, its name, the ids of its drawdowns and of its rate steps."""

    identity: str
    name: Label
    drawdowns: list[str]
    rate_steps: list[str]


def declare_loans(book: Book, loans: Iterable[LoanParts]) -> None:
    """Declares all loans, in the order in which they are drawn on need and repaid by sweep."""
    every = list(loans)
    if not every:
        return
    lacking, sweepable = _declare_cash(book, [f"loans.{one.identity}" for one in every])
    for one in every:
        lacking, sweepable = _declare_loan(book, one, lacking, sweepable)


def _declare_loan(
    book: Book, loan: LoanParts, lacking: LineReference, sweepable: LineReference
) -> tuple[LineReference, LineReference]:
    """Declares the account of one loan; returns what it leaves of the need and of the cash to sweep."""
    terms = declare_terms(book, f"loans.{loan.identity}", loan.name, loan.rate_steps)
    closing, drawdown = terms.line("closing"), terms.line("drawdown")
    opening = book.line(
        f"{terms.path}.opening", terms.label("opening balance", "期初余额"), "yuan", closing.previous
    )
    weight = declare_interest_terms(book, terms)
    scheduled = declare_scheduled_drawdown(book, terms, loan.drawdowns)
    declare_scheduled_interest(book, terms, opening, scheduled, weight)
    owed = declare_scheduled_repayment(book, terms, scheduled)
    declare_reserve(book, terms, owed)
    lacking = declare_drawdown(book, terms, scheduled, weight, lacking)
    capitalised = declare_interest(book, terms, opening, drawdown, weight)
    sweepable = declare_repayment(book, terms, owed, sweepable)
    book.line(
        closing.key,
        terms.label("closing balance", "期末余额"),
        "yuan",
        opening + drawdown + capitalised - terms.line("principal_repaid"),
    )
    return lacking, sweepable


def _declare_cash(book: Book, paths: list[str]) -> tuple[LineReference, LineReference]:
    """Declares the cash that lacks before drawdown on need, and the cash that can be swept after it."""

    def of_all(key: str) -> Expression:
        return sum_of(LineReference(f"{path}.{key}") for path in paths)

    before = book.line(
        "loans.cash_before",
        Label("Cash before loans", "贷款前现金"),
        "yuan",
        LineReference("cash.opening") + LineReference("cash.before_financing") + _other_financing(book),
    )
    for key, label in (
        ("scheduled_drawdown", Label("All loans: drawdown by schedule", "贷款计划提款合计")),
        ("scheduled_interest", Label("All loans: interest due before drawdown on need", "贷款应付利息合计")),
        ("scheduled_principal", Label("All loans: principal due", "贷款应还本金合计")),
    ):
        book.line(f"loans.{key}", label, "yuan", of_all(key))
    drawn, interest, due = (
        LineReference(f"loans.scheduled_{key}") for key in ("drawdown", "interest", "principal")
    )
    reserve = LineReference("loans.reserve")
    lacking = book.line(
        "loans.lacking",
        Label("Cash lacking before drawdown on need", "按需提款前的资金缺口"),
        "yuan",
        larger(0, interest + due + reserve - before - drawn),
    )
    sweepable = book.line(
        "loans.sweepable",
        Label("Cash that can be swept", "可用于提前还款的现金"),
        "yuan",
        larger(
            0,
            before + LineReference("loans.drawdown") - LineReference("loans.interest_paid") - due - reserve,
        ),
    )
    return lacking, sweepable


def _other_financing(book: Book) -> Expression:
    """What the planner's own lines bring as financing, less what they take."""
    lines = [line for line in book.lines.values() if line.section == "cash"]
    brought, taken = (
        sum_of(LineReference(line.key) for line in lines if line.kind == kind)
        for kind in ("financing_in", "financing_out")
    )
    return brought - taken
