"""What a finance officer asks of a cash flow: NPV, IRR, payback, debt service cover, coverage multiple.

All rest on the cash flow before financing. Period 1 is the base date, year 0: its flow is not discounted and the
years to payback are counted from it. Yearly rates: the discount factor is (1 + r)^-((t-1) m / 12) with m months per
period, and a rate of return per period becomes (1 + i)^(12/m) - 1.

    NPV       = sum of flow_t * factor_t
    payback   = (T - 2 + shortfall before T / flow of T) * m / 12, T the period in which the cumulative flow turns
                positive for the last time; not available if it never was negative, or is negative at the end
    DSCR_t    = cash flow before financing_t / (interest paid_t + principal repaid_t), where principal falls due
    with cash = (opening cash_t + cash flow before financing_t) / the same
    multiple  = (all flow before financing + all drawdowns) / all debt service

Quota money comes once and the loan is a bridge, so the flow of a single period may be nothing in years that the cash
at hand pays for easily: the DSCR with opening cash stands beside the plain one, and lowest cash decides.
"""

from __future__ import annotations

from relocation.formula.book import Book
from relocation.formula.expression import (
    NOT_AVAILABLE,
    PERIOD,
    LineReference,
    Operand,
    average,
    discounted,
    highest,
    lowest,
    ratio,
    to_cents,
    total,
    when,
)
from relocation.formula.rate_of_return import declare_rate_of_return
from relocation.labels import Label

INDICATORS = (
    "cash.minimum",
    "cash.minimum_period",
    "cash.peak_funding_need",
    "loans.interest_total",
    "household.compensation",
    "household.purchases",
    "household.net_cash",
    "npv",
    "irr",
    "payback",
    "dscr_min",
    "dscr_avg",
    "dscr.with_cash_min",
    "coverage_multiple",
)


def declare_indicators(book: Book) -> None:
    """Declares the indicators of the cash flow before financing and of the debt."""
    flow = LineReference("cash.before_financing")
    months = book.reference("timeline.months")
    _declare_net_present_value(book, flow, months)
    _declare_internal_rate(book, flow, months)
    _declare_payback(book, flow, months)
    _declare_debt_cover(book, flow)


def _declare_net_present_value(book: Book, flow: LineReference, months: Operand) -> None:
    factor = book.line(
        "npv.factor",
        Label("Discount factor", "折现系数"),
        "share",
        1 / (1 + book.reference("evaluation.discount_rate")) ** ((PERIOD - 1) * months / 12),
    )
    book.line("npv", Label("Net present value (NPV)", "净现值（NPV）"), "yuan", discounted(flow, factor))


def _declare_internal_rate(book: Book, flow: LineReference, months: Operand) -> None:
    rate = declare_rate_of_return(book, "irr", flow, LineReference("cash.cumulative_before_financing"))
    book.line(
        "irr",
        Label("Internal rate of return (IRR), yearly", "内部收益率（IRR，年）"),
        "1/year",
        (1 + rate) ** (12 / months) - 1,
    )


def _declare_payback(book: Book, flow: LineReference, months: Operand) -> None:
    so_far = LineReference("cash.cumulative_before_financing")
    crossing = book.line(
        "payback.crossing",
        Label("Years to this period if the cumulative flow turns positive in it", "累计净流量转正所需年数"),
        "years",
        when(
            (to_cents(so_far.previous) < 0) & (to_cents(so_far) >= 0),
            (PERIOD - 2 - ratio(so_far.previous, flow)) * months / 12,
            NOT_AVAILABLE,
        ),
    )
    book.line(
        "payback",
        Label("Payback, years after the first period", "投资回收期（自首期起算的年数）"),
        "years",
        when(to_cents(total(flow)) < 0, NOT_AVAILABLE, highest(crossing)),
    )


def _declare_debt_cover(book: Book, flow: LineReference) -> None:
    service, repaid = LineReference("loans.debt_service"), LineReference("loans.principal_repaid")
    due = book.line(
        "dscr.service",
        Label("Debt service of periods in which principal falls due", "还本期的还本付息额"),
        "yuan",
        when(to_cents(repaid) > 0, service),
    )
    cover = book.line(
        "dscr", Label("Debt service cover ratio (DSCR)", "偿债备付率（DSCR）"), "times", ratio(flow, due)
    )
    with_cash = book.line(
        "dscr.with_cash",
        Label("DSCR counting opening cash", "偿债备付率（含期初现金）"),
        "times",
        ratio(LineReference("cash.opening") + flow, due),
    )
    for key, label, formula in (
        (
            "dscr_min",
            Label("Lowest DSCR, flow of the period alone", "最低偿债备付率（仅当期净流量）"),
            lowest(cover),
        ),
        (
            "dscr_avg",
            Label("Average DSCR, flow of the period alone", "平均偿债备付率（仅当期净流量）"),
            average(cover),
        ),
        (
            "dscr.with_cash_min",
            Label("Lowest DSCR counting opening cash", "最低偿债备付率（含期初现金）"),
            lowest(with_cash),
        ),
    ):
        book.line(key, label, "times", formula)
    available = total(flow) + total(LineReference("loans.drawdown"))
    book.line(
        "coverage_multiple",
        Label("Coverage multiple of principal and interest", "本息覆盖倍数"),
        "times",
        ratio(available, total(service)),
    )
