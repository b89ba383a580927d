"""Whether the debt is covered: over its life, by year, and by the cash that is at hand.

    DSCR, ICR  lowest and average of the yearly ratios (`annual.debt_cover`); of yearly models, those of the periods
    LLCR       = present value of the cash flow before financing over the rest of the loans / debt outstanding,
                 both at the beginning of the first period in which principal is repaid
    multiple   = (all flow before financing + all drawdowns) / all debt service
    of bonds   = the same flow / debt service of the special bonds alone
    uncovered  = debt service paid out of an overdraft + debt left at the end

LLCR is discounted at what the debt itself costs in each period, interest less its subsidy / (opening balance +
drawdowns), which is the loan's rate where there is one loan. So a flow that is exactly the debt service gives an LLCR of 1.

Quota money comes once and the loan is a bridge, so the flow of a single year may be nothing in years that the cash
at hand pays for easily, and ample until the year of a bullet: lowest cash and `uncovered` decide, not the DSCR.
"""

from __future__ import annotations

from relocation.annual.debt_cover import CENT, TABLE
from relocation.formula.book import Book
from relocation.formula.expression import (
    NOT_AVAILABLE,
    LineReference,
    as_number,
    average,
    final,
    larger,
    lowest,
    magnitude,
    ratio,
    smaller,
    to_cents,
    total,
    when,
)
from relocation.labels import Label

FLOW = LineReference("cash.before_financing")
SERVICE, REPAID = LineReference("loans.debt_service"), LineReference("loans.principal_repaid")
# What the village itself bears: an interest subsidy never passes through its accounts.
BORNE = LineReference("loans.accrued") - LineReference("loans.subsidy_received")
OUTSTANDING, DRAWN = LineReference("loans.outstanding"), LineReference("loans.drawdown")


def declare_debt_indicators(book: Book) -> None:
    """Declares the date of lowest cash, what cash does not cover, and the ratios of debt cover."""
    _declare_lowest_cash_date(book)
    _declare_uncovered(book)
    _declare_yearly_cover(book)
    _declare_loan_life_cover(book)
    _declare_coverage(book)


def _declare_lowest_cash_date(book: Book) -> None:
    closing, minimum = LineReference("cash.closing"), LineReference("cash.minimum")
    at_minimum = book.line(
        "cash.date_at_minimum",
        Label("First day of the period if cash is lowest in it", "现金最低之期的起始日（逐期）"),
        "date",
        when(to_cents(closing - minimum) <= 0, LineReference("timeline.date"), NOT_AVAILABLE),
    )
    book.line(
        "cash.minimum_date",
        Label("Lowest cash: first day of the period", "现金最低之期的起始日"),
        "date",
        lowest(at_minimum),
    )


def _declare_uncovered(book: Book) -> None:
    overdrawn = book.line(
        "loans.paid_from_overdraft",
        Label("Debt service that cash does not cover", "现金不足以支付的还本付息"),
        "yuan",
        smaller(larger(0, SERVICE), larger(0, -LineReference("cash.closing"))),
        summed=True,
    )
    book.line(
        "loans.uncovered",
        Label("Debt not repaid from cash, or still owed", "未能以现金偿还或期末仍欠的债务"),
        "yuan",
        total(overdrawn) + magnitude(final(OUTSTANDING)),
    )


def _declare_yearly_cover(book: Book) -> None:
    cover, with_cash, interest, year = (
        LineReference(f"{TABLE}.{row}") for row in ("dscr", "dscr_with_cash", "icr", "year_of_lowest")
    )
    for key, label, unit, formula in (
        ("dscr_min", Label("Lowest DSCR of a year", "最低年度偿债备付率（DSCR）"), "times", lowest(cover)),
        ("dscr_min_year", Label("Project year of the lowest DSCR", "偿债备付率最低的项目年序"), "number", lowest(year)),
        ("dscr_avg", Label("Average DSCR", "平均偿债备付率"), "times", average(cover)),
        (
            "dscr.with_cash_min",
            Label("Lowest DSCR counting opening cash", "最低偿债备付率（含年初现金）"),
            "times",
            lowest(with_cash),
        ),
        ("icr_min", Label("Lowest interest cover (ICR) of a year", "最低年度利息备付率（ICR）"), "times", lowest(interest)),
    ):  # fmt: skip
        book.line(key, label, unit, formula)


def _declare_loan_life_cover(book: Book) -> None:
    running = LineReference("llcr.running")
    book.line(
        running.key,
        Label("Repayment has begun (1 = yes)", "已开始还本（1为是）"),
        "flag",
        larger(running.previous, as_number(to_cents(REPAID) > 0)),
    )
    owed = book.line(
        "llcr.owed",
        Label("Debt at the beginning, with drawdowns", "期初债务（含当期提款）"),
        "yuan",
        OUTSTANDING.previous + DRAWN,
    )
    active = book.line(
        "llcr.active",
        Label("Repayment has begun and debt is owed (1 = yes)", "还本期内且尚有债务（1为是）"),
        "flag",
        running * as_number(to_cents(owed) > 0),
    )
    cost = book.line(
        "llcr.cost_of_debt",
        Label("What the debt costs in the period", "当期债务成本率"),
        "share",
        active * larger(0, BORNE) / larger(owed, CENT),
    )
    factor = LineReference("llcr.factor")
    book.line(
        factor.key,
        Label("Discount factor at the cost of debt", "按债务成本的折现系数"),
        "share",
        factor.previous / (1 + cost),
        opening=1,
    )
    worth = book.line(
        "llcr.worth",
        Label("Flow over the loan's life, discounted", "贷款期内折现现金流量"),
        "yuan",
        FLOW * factor * active,
        summed=True,
    )
    begins = book.line(
        "llcr.debt",
        Label("Debt when repayment begins", "开始还本时的债务"),
        "yuan",
        when(to_cents(owed) > 0, owed * (running - running.previous)),
        summed=True,
    )
    book.line(
        "llcr", Label("Loan life cover ratio (LLCR)", "贷款期偿债备付率（LLCR）"), "times", ratio(total(worth), total(begins))
    )  # fmt: skip


def _declare_coverage(book: Book) -> None:
    available = book.line(
        "coverage_multiple.available",
        Label("All flow before financing and all drawdowns", "融资前净现金流量与提款合计"),
        "yuan",
        total(FLOW) + total(DRAWN),
    )
    service = book.line(
        "coverage_multiple.service", Label("All debt service", "还本付息总额"), "yuan", total(SERVICE)
    )
    book.line(
        "coverage_multiple",
        Label("Coverage multiple of principal and interest", "本息覆盖倍数"),
        "times",
        ratio(available, service),
    )
    bonds = book.line(
        "coverage_multiple.bond_service",
        Label("Debt service of special bonds", "专项债券还本付息总额"),
        "yuan",
        total(LineReference("loans.bonds_interest_paid"))
        + total(LineReference("loans.bonds_principal_repaid")),
    )
    book.line(
        "coverage_multiple.bonds",
        Label("Coverage multiple of special bonds alone", "专项债券本息覆盖倍数"),
        "times",
        ratio(available, bonds),
    )
