"""The cash that decides on drawdown on need, on sculpted repayment and on sweeps.

Of one period, in this order: interest and principal that fall due, and what sinking funds take; drawdown on need for
what cash lacks then; sweeps with what the project has left of its own. So no formula leads back to itself within a period:

    lacking_t     = max(0, -(cash before loans_t + scheduled drawdown less issue costs - interest - principal due
                             - sinking funds))
    free_t        = cash before loans_t + drawdown less issue costs - interest paid - principal due - sinking funds
    unspent_t     = max(0, min(unspent_t-1 + drawdown_t, free_t)), of what was borrowed, while debt is owed
    sweepable_t   = max(0, free_t - unspent_t)
    cash before loans_t = opening cash + cash flow before financing + other financing

A sweep takes cash that the project brought, never what a loan brought and waits for its use: what is spent is taken
from the project's own cash first, so that no money is swept that works still need.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    PERIOD,
    Expression,
    LineReference,
    highest,
    larger,
    lowest,
    smaller,
    sum_of,
    to_cents,
    total,
    when,
)
from relocation.items.loans.drawdown import declare_drawdown, declare_scheduled_drawdown
from relocation.items.loans.interest import (
    declare_interest,
    declare_interest_terms,
    declare_scheduled_interest,
)
from relocation.items.loans.repayment import (
    declare_due,
    declare_repayment,
    declare_reserve,
    declare_scheduled_repayment,
)
from relocation.items.loans.terms import Terms, declare_terms
from relocation.labels import Label

SUMS = {
    "scheduled_drawdown": Label("All loans: drawdown by schedule", "贷款计划提款合计"),
    "scheduled_issue_costs": Label(
        "All loans: issue costs before drawdown on need", "贷款按需提款前的发行费用合计"
    ),
    "scheduled_interest": Label("All loans: interest due before drawdown on need", "贷款应付利息合计"),
    "planned_principal": Label("All loans: principal due by their own plans", "贷款按计划应还本金合计"),
}


def declare_cash(book: Book, paths: list[str]) -> tuple[LineReference, LineReference, LineReference]:
    """Declares the cash that lacks before drawdown on need, the debt service before sculpting, and the cash to sweep."""
    before = book.line(
        "loans.cash_before",
        Label("Cash before loans", "贷款前现金"),
        "yuan",
        LineReference("cash.opening") + LineReference("cash.before_financing") + _other_financing(book),
    )
    due = LineReference("loans.scheduled_principal")
    drawn, costs, interest, planned = (
        book.line(f"loans.{key}", label, "yuan", sum_of(LineReference(f"{path}.{key}") for path in paths))
        for key, label in SUMS.items()
    )
    service = book.line(
        "loans.planned_service",
        Label("Debt service before sculpted repayment", "按目标备付率还本前的还本付息"),
        "yuan",
        interest + planned,
    )
    reserve = LineReference("loans.reserve")
    lacking = book.line(
        "loans.lacking",
        Label("Cash lacking before drawdown on need", "按需提款前的资金缺口"),
        "yuan",
        larger(0, interest + due + reserve + costs - before - drawn),
    )
    return lacking, service, _declare_sweepable(book, before - due - reserve)


def _declare_sweepable(book: Book, left: Expression) -> LineReference:
    """Declares the own cash that can be swept, of what is `left` before drawdowns and interest."""
    drawdown = LineReference("loans.drawdown")
    free = book.line(
        "loans.free_cash",
        Label("Cash after all that falls due, less sinking funds", "支付到期本息并扣除偿债准备金后的现金"),
        "yuan",
        left + drawdown - LineReference("loans.issue_costs") - LineReference("loans.interest_paid"),
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
    """What the planner's own lines bring as financing and own capital, less what they take."""
    lines = [line for line in book.lines.values() if line.section == "cash"]
    brought, taken = (
        sum_of(LineReference(line.key) for line in lines if line.kind in kinds)
        for kinds in ({"financing_in", "capital"}, {"financing_out"})
    )
    return brought - taken


class LoanParts(NamedTuple):
    """A loan as the book needs to know it: its id, its name, the ids of its drawdowns, rate steps and stated repayments."""

    identity: str
    name: Label
    drawdowns: list[str]
    rate_steps: list[str]
    repayments: list[str]


@dataclass(slots=True)
class Turn:
    """What the loans so far leave to the next one: of the cash that lacks, of the flow to sculpt to, of the cash to sweep."""

    lacking: LineReference
    service: LineReference
    sweepable: LineReference


def declare_loans(book: Book, loans: Iterable[LoanParts]) -> None:
    """Declares all loans, in the order in which they are drawn on need, sculpted and repaid by sweep."""
    every = list(loans)
    if not every:
        return
    turn = Turn(*declare_cash(book, [f"loans.{parts.identity}" for parts in every]))
    for parts in every:
        _declare_loan(book, parts, turn)


def _declare_loan(book: Book, loan: LoanParts, turn: Turn) -> None:
    """Declares the account of one loan, which takes its turn."""
    terms = declare_terms(book, f"loans.{loan.identity}", loan.name, loan.rate_steps)
    closing, drawdown = terms.line("closing"), terms.line("drawdown")
    opening = terms.declare("opening", "opening balance", "期初余额", closing.previous)
    weight = declare_interest_terms(terms)
    scheduled = declare_scheduled_drawdown(terms, loan.drawdowns)
    declare_scheduled_interest(terms, opening, scheduled, weight)
    owed = declare_scheduled_repayment(terms, scheduled, loan.repayments)
    turn.service = declare_due(terms, owed, turn.service)
    declare_reserve(terms, owed)
    turn.lacking = declare_drawdown(terms, scheduled, weight, turn.lacking)
    capitalised = declare_interest(terms, opening, drawdown, weight)
    turn.sweepable = declare_repayment(terms, owed, turn.sweepable)
    terms.declare(
        "closing",
        "closing balance",
        "期末余额",
        opening + drawdown + capitalised - terms.line("principal_repaid"),
    )
    _declare_times(terms)


def _declare_times(terms: Terms) -> None:
    """Declares in how many periods principal is repaid, and in which first and last: none, and n/a, where it never is."""
    repays = to_cents(terms.line("principal_repaid")) > 0
    flag = terms.declare("repays", "principal is repaid (1 = yes)", "当期还本（1为是）", repays, unit="flag")
    paid_in = terms.declare(
        "repaid_in",
        "period, where principal is repaid",
        "还本期次",
        when(repays, PERIOD, NOT_AVAILABLE),
        unit="period",
    )
    for key, en, zh, times in (
        ("repayments_made", "repayments of principal", "还本次数", total(flag)),
        ("first_repaid", "first repayment of principal, period", "首次还本期次", lowest(paid_in)),
        ("last_repaid", "last repayment of principal, period", "末次还本期次", highest(paid_in)),
    ):
        terms.declare(key, en, zh, times, unit="period")
