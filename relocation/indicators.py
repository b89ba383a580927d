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
    equals,
    highest,
    irr,
    larger,
    lowest,
    magnitude,
    ratio,
    sign,
    to_cents,
    total,
    when,
)
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
    direction = LineReference("irr.direction")
    book.line(
        "irr.direction",
        Label("Sign of the last flow that was not zero", "最近一期非零净流量的符号"),
        "flag",
        when(equals(to_cents(flow), 0), direction.previous, sign(flow)),
    )
    turn = book.line(
        "irr.turn",
        Label("The flow changes sign (1 = yes)", "净流量变号（1为是）"),
        "flag",
        (direction * direction.previous) < 0,
    )
    turns = book.line(
        "irr.sign_changes", Label("Sign changes of the cash flow", "净现金流量变号次数"), "times", total(turn)
    )
    guess = _declare_first_guess(book, flow)
    rate = book.line(
        "irr.per_period",
        Label("Rate of return per period", "每期内部收益率"),
        "share",
        when(equals(turns, 1), irr(flow, guess), NOT_AVAILABLE),
    )
    book.line(
        "irr",
        Label("Internal rate of return (IRR), yearly", "内部收益率（IRR，年）"),
        "1/year",
        (1 + rate) ** (12 / months) - 1,
    )


def _declare_first_guess(book: Book, flow: LineReference) -> LineReference:
    """The rate that would be exact if all inflow and all outflow fell on their mean dates."""
    sides = {}
    for side, formula, label in (
        ("inflow", larger(0, flow), Label("Net inflow", "净流入")),
        ("outflow", larger(0, -flow), Label("Net outflow", "净流出")),
    ):
        one = book.line(f"irr.{side}", label, "yuan", formula, summed=True)
        dated = book.line(
            f"irr.{side}_dated",
            Label(f"{label.en} times period", f"{label.zh}×期次"),
            "yuan",
            one * PERIOD,
            summed=True,
        )
        amount = larger(total(one), 1)
        sides[side] = (
            amount,
            book.line(
                f"irr.{side}_date",
                Label(f"Mean period of {label.en.lower()}", f"{label.zh}平均期次"),
                "period",
                total(dated) / amount,
            ),
        )
    (received, late), (spent, early) = sides["inflow"], sides["outflow"]
    gap = late - early
    power = when(gap < 0, -1, 1) / larger(magnitude(gap), 1)
    return book.line(
        "irr.guess",
        Label("First estimate for the search of IRR", "内部收益率试算初值"),
        "share",
        (received / spent) ** power - 1,
    )


def _declare_payback(book: Book, flow: LineReference, months: Operand) -> None:
    so_far = LineReference("cash.cumulative_before_financing")
    crossing = book.line(
        "payback.crossing",
        Label("Years to this period if the cumulative flow turns positive in it", "累计净流量转正所需年数"),
        "years",
        when(
            (to_cents(so_far.previous) < 0) & (to_cents(so_far) >= 0),
            (PERIOD - 2 - so_far.previous / when(equals(flow, 0), 1, flow)) * months / 12,
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
