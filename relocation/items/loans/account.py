"""The loans of a project, each with its account, and the cash that decides on drawdown on need and on sweeps.

Of one period, in this order: interest and principal that fall due, and what sinking funds take; drawdown on need for
what cash lacks then; sweeps with what the project has left of its own. So no formula leads back to itself within a period:

    lacking_t     = max(0, -(cash before loans_t + scheduled drawdown - interest - principal due - sinking funds))
    free_t        = cash before loans_t + drawdown - interest paid - principal due - sinking funds
    unspent_t     = max(0, min(unspent_t-1 + drawdown_t, free_t)), of what was borrowed, while debt is owed
    sweepable_t   = max(0, free_t - unspent_t)
    cash before loans_t = opening cash + cash flow before financing + other financing

A sweep takes cash that the project brought, never what a loan brought and waits for its use: what is spent is taken
from the project's own cash first, so that no money is swept that works still need.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from relocation.formula.book import Book
from relocation.formula.expression import Expression, LineReference, larger, smaller, sum_of
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
    return lacking, _declare_sweepable(book, before, due, reserve)


def _declare_sweepable(
    book: Book, before: LineReference, due: LineReference, reserve: LineReference
) -> LineReference:
    drawdown = LineReference("loans.drawdown")
    free = book.line(
        "loans.free_cash",
        Label("Cash after all that falls due, less sinking funds", "支付到期本息并扣除偿债准备金后的现金"),
        "yuan",
        before + drawdown - LineReference("loans.interest_paid") - due - reserve,
    )
    borrowed = book.line(
        "loans.borrowed_at_hand",
        Label("Borrowed money at hand, not spent yet", "已借入而尚未使用的资金"),
        "yuan",
        larger(0, smaller(LineReference("loans.unspent").previous + drawdown, free)),
    )
    return book.line(
        "loans.sweepable",
        Label("Own cash that can be swept", "可用于提前还款的自有现金"),
        "yuan",
        larger(0, free - borrowed),
    )


def _other_financing(book: Book) -> Expression:
    """What the planner's own lines bring as financing, less what they take."""
    lines = [line for line in book.lines.values() if line.section == "cash"]
    brought, taken = (
        sum_of(LineReference(line.key) for line in lines if line.kind == kind)
        for kind in ("financing_in", "financing_out")
    )
    return brought - taken
