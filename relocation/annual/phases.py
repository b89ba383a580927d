"""The phases of a plan: the construction period (建设期), up to when works are paid for, and from when debt is repaid (借款偿还期)."""

from __future__ import annotations

from relocation.annual.years import YEAR, declare_last_period
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    PERIOD,
    LineReference,
    as_number,
    equals,
    floor,
    larger,
    smaller,
    to_cents,
    total,
    when,
)
from relocation.labels import Label

CONSTRUCTION_ENDS = LineReference("timeline.construction_end")
IN_CONSTRUCTION = LineReference("timeline.in_construction")


def declare_construction_period(book: Book) -> None:
    """Declares in which period construction ends (0 where nothing is built), and which periods belong to it."""
    works, compensation = LineReference("cash.works"), LineReference("compensation.paid")
    exceeds_income = to_cents(LineReference("cash.before_financing")) < 0
    spent = book.line(
        "timeline.construction_spending",
        Label("Spending that makes up the construction period", "据以确定建设期的支出"),
        "yuan",
        when(
            to_cents(total(works)) > 0,
            works,
            when(
                to_cents(total(compensation)) > 0,
                compensation,
                when(exceeds_income, LineReference("cash.other_costs")),
            ),
        ),
    )
    ends = declare_last_period(
        book,
        LineReference("timeline.construction_at"),
        Label("Period if something is built in it", "有建设支出的期次"),
        CONSTRUCTION_ENDS,
        Label("Period in which construction ends", "建设期末所在期次"),
        to_cents(spent) > 0,
    )
    book.line(
        IN_CONSTRUCTION.key,
        Label("In the construction period (1 = yes)", "建设期内（1为是）"),
        "flag",
        as_number(ends >= PERIOD),
    )


OWED, RUNNING = LineReference("cover.owed"), LineReference("cover.running")
AVAILABLE, DUE, CHARGED = (LineReference(f"cover.{key}") for key in ("available", "due", "charged"))
CASH_BROUGHT, PREPAID = LineReference("cover.cash_brought"), LineReference("cover.prepaid")
DRAWN, CAPITAL = LineReference("loans.drawdown"), LineReference("cash.own_capital")


def declare_repayment_phase(book: Book) -> None:
    """Declares the debt of each period, whether repayment has begun, and what is available and due from then on."""
    _declare_beginning(book)
    _declare_available(book)
    _declare_due(book)


def _declare_beginning(book: Book) -> None:
    owed = book.line(
        OWED.key,
        Label("Debt at the beginning, with drawdowns", "期初债务（含当期提款）"),
        "yuan",
        LineReference("loans.outstanding").previous + DRAWN,
    )
    falls_due = to_cents(LineReference("loans.scheduled_principal")) > 0
    is_built = (to_cents(owed) > 0) & (CONSTRUCTION_ENDS < PERIOD)
    book.line(
        RUNNING.key,
        Label("Repayment has begun (1 = yes)", "已进入还款期（1为是）"),
        "flag",
        larger(RUNNING.previous, as_number(falls_due | is_built)),
    )


def _declare_available(book: Book) -> None:
    drawn, spent = LineReference("cover.financing_so_far"), LineReference("cover.spent_so_far")
    label = Label("Debt drawn and own capital put in so far", "累计提款与投入资本金")
    book.line(drawn.key, label, "yuan", drawn.previous + DRAWN + CAPITAL)
    works = LineReference("cash.works") + LineReference("compensation.net_paid")
    book.line(
        spent.key,
        Label("Works and compensation so far", "累计工程与补偿支出"),
        "yuan",
        spent.previous + larger(0, works),
    )
    financed = book.line(
        "cover.financed",
        Label("Works and compensation so far that are financed", "累计由借款与资本金支付的工程与补偿"),
        "yuan",
        smaller(drawn, spent),
    )
    book.line(
        AVAILABLE.key,
        Label("Cash flow available for debt service (CFADS)", "可用于还本付息的资金"),
        "yuan",
        RUNNING * (LineReference("cash.before_financing") + financed - financed.previous),
        summed=True,
    )
    year_before = floor((PERIOD - 2) * LineReference("timeline.months") / 12) + 1
    is_first = RUNNING * (1 - RUNNING.previous * as_number(equals(YEAR, year_before)))
    book.line(
        CASH_BROUGHT.key,
        Label("Cash brought forward into a year of repayment", "还款年度年初结余资金"),
        "yuan",
        LineReference("cash.opening") * is_first,
    )


def _declare_due(book: Book) -> None:
    borne = LineReference("loans.accrued") - LineReference("loans.subsidy_received")
    for line, label, amount in (
        (DUE, Label("Debt service due", "应还本付息额"), LineReference("loans.service_due")),
        (CHARGED, Label("Interest of the repayment period, less its subsidy", "还款期应付利息（扣除贴息）"), borne),
        (PREPAID, Label("Principal repaid ahead of its plan", "提前偿还本金"), LineReference("loans.prepaid")),
    ):  # fmt: skip
        book.line(line.key, label, "yuan", RUNNING * amount, summed=True)
