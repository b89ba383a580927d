"""The loans of a project, each with its account as a corkscrew, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    PERIOD,
    LineReference,
    highest,
    lowest,
    to_cents,
    total,
    when,
)
from relocation.items.loans.cash import declare_cash
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
    opening = book.line(
        f"{terms.path}.opening", terms.label("opening balance", "期初余额"), "yuan", closing.previous
    )
    weight = declare_interest_terms(book, terms)
    scheduled = declare_scheduled_drawdown(book, terms, loan.drawdowns)
    declare_scheduled_interest(book, terms, opening, scheduled, weight)
    owed = declare_scheduled_repayment(book, terms, scheduled, loan.repayments)
    turn.service = declare_due(book, terms, owed, turn.service)
    declare_reserve(book, terms, owed)
    turn.lacking = declare_drawdown(book, terms, scheduled, weight, turn.lacking)
    capitalised = declare_interest(book, terms, opening, drawdown, weight)
    turn.sweepable = declare_repayment(book, terms, owed, turn.sweepable)
    book.line(
        closing.key,
        terms.label("closing balance", "期末余额"),
        "yuan",
        opening + drawdown + capitalised - terms.line("principal_repaid"),
    )
    _declare_times(book, terms)


def _declare_times(book: Book, terms: Terms) -> None:
    """Declares in how many periods principal is repaid, and in which first and last: none, and n/a, where it never is."""
    repays = to_cents(terms.line("principal_repaid")) > 0
    flag = book.line(
        f"{terms.path}.repays",
        terms.label("principal is repaid (1 = yes)", "当期还本（1为是）"),
        "flag",
        repays,
    )
    paid_in = book.line(
        f"{terms.path}.repaid_in",
        terms.label("period, where principal is repaid", "还本期次"),
        "period",
        when(repays, PERIOD, NOT_AVAILABLE),
    )
    for key, en, zh, times in (
        ("repayments_made", "repayments of principal", "还本次数", total(flag)),
        ("first_repaid", "first repayment of principal, period", "首次还本期次", lowest(paid_in)),
        ("last_repaid", "last repayment of principal, period", "末次还本期次", highest(paid_in)),
    ):
        book.line(f"{terms.path}.{key}", terms.label(en, zh), "period", times)
