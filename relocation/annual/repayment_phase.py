"""From when debt is repaid, and by period what there is for it and what is due (借款偿还期).

    repayment begins  with the first principal that falls due, or with the first period after construction in which debt is
                      owed, if that is earlier: a bullet is served from income for years before its principal is due
    due_t             = interest paid_t + principal due by plan_t     what a sweep repays ahead of its plan is not due
    available_t       = cash flow before financing_t + works and compensation_t as far as they are financed     (CFADS)
    financed_t        = min(drawn and own capital so far, works and compensation so far)_t - the same_t-1

Works that a loan pays for are paid twice where they lower the flow that repays the loan, and own capital is put in for works;
works that are paid from the flow itself lower it. Before repayment begins there is neither: interest is then part of the investment.
"""

from __future__ import annotations

from relocation.annual.construction_period import CONSTRUCTION_ENDS
from relocation.annual.years import YEAR
from relocation.formula.book import Book
from relocation.formula.expression import (
    PERIOD,
    LineReference,
    as_number,
    equals,
    floor,
    larger,
    smaller,
    to_cents,
)
from relocation.labels import Label

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
