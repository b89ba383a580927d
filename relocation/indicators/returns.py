"""What the cash flow before financing is worth: NPV, IRR, static and dynamic payback.

Period 1 is the base date, year 0: its flow is not discounted and the years to payback are counted from it, as a
spreadsheet's IRR counts. Yearly rates: the discount factor is (1 + r)^-((t-1) m / 12) with m months per period, and a rate of return per period
becomes (1 + i)^(12/m) - 1.

    NPV      = sum of flow_t * factor_t
    payback  = (T - 2 + shortfall before T / flow of T) * m / 12, T the period in which the cumulative flow turns
               positive for the last time; not available if it never was negative, or is negative at the end
    Pt       = (T - B + shortfall before T / flow of T) * m / 12, B the period in which money first moves

The dynamic payback is the same of the discounted flow. Pt is the payback of 建设项目经济评价方法与参数（第三版）, which counts from the
beginning of construction: (T - 1) + |cumulative flow of T - 1| / flow of T with the first year of construction as year 1.
So with money moving from period 1 on it is a period longer than ours. That edition also discounts the first year: its
NPV is ours / (1 + r)^(m/12).

Own capital (项目资本金) sees the flow that is left after debt
service, with what loans pay for:

    flow to capital_t   = flow before financing_t + paid by loans_t + other financing, received less repaid_t
                          - interest paid_t - principal repaid_t - issue costs_t
    paid by loans_t     = drawdown_t - increase of borrowed money not spent yet_t

Where it is negative own capital is put in, whoever gives it and whether the plan states it or cash runs short; where it is
positive it goes to capital, be it paid out or kept. Own capital that the plan states is therefore no part of the flow. NPV and
IRR of capital (资本金财务净现值、资本金财务内部收益率) are those of this flow. Source: 建设项目经济评价方法与参数（第三版）,
项目资本金现金流量表: 项目资本金, 借款本金偿还 and 借款利息支付 are outflows, and a drawdown is no inflow.
"""

from __future__ import annotations

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    PERIOD,
    LineReference,
    Operand,
    discounted,
    highest,
    lowest,
    ratio,
    sum_of,
    to_cents,
    total,
    when,
)
from relocation.formula.language.rate_of_return import declare_rate_of_return
from relocation.labels import Label

# Each net present value and each yearly rate of return, and the flow that it is of.
NET_PRESENT_VALUES = {"npv": "cash.before_financing", "npv.capital": "capital.flow"}
RATES_OF_RETURN = {"irr": "cash.before_financing", "irr.capital": "capital.flow"}


def declare_returns(book: Book) -> None:
    """Declares the indicators of the cash flow before financing."""
    flow, so_far = LineReference("cash.before_financing"), LineReference("cash.cumulative_before_financing")
    months = book.reference("timeline.months")
    factor = _declare_net_present_value(book, flow, months)
    _declare_internal_rate(book, flow, months)
    _declare_payback(book, "payback", flow, so_far, Label("Payback", "静态投资回收期"))
    _declare_payback_from_construction(book, months)
    _declare_dynamic_payback(book, flow, factor)
    _declare_capital(book, factor, months)


def _declare_net_present_value(book: Book, flow: LineReference, months: Operand) -> LineReference:
    factor = book.line(
        "npv.factor",
        Label("Discount factor", "折现系数"),
        "share",
        1 / (1 + book.reference("evaluation.discount_rate")) ** ((PERIOD - 1) * months / 12),
    )
    book.line(
        "npv",
        Label("Net present value (NPV), first period not discounted", "财务净现值（FNPV，首期不折现）"),
        "yuan",
        discounted(flow, factor),
    )
    return factor


def _declare_internal_rate(book: Book, flow: LineReference, months: Operand) -> None:
    rate = declare_rate_of_return(book, "irr", flow, LineReference("cash.cumulative_before_financing"))
    name = Label("Internal rate of return (IRR), yearly", "财务内部收益率（FIRR，年）")
    book.line("irr", name, "1/year", (1 + rate) ** (12 / months) - 1)


def _declare_capital(book: Book, factor: LineReference, months: Operand) -> None:
    unspent, so_far = LineReference("loans.unspent"), LineReference("capital.so_far")
    paid = book.line(
        "capital.paid_by_loans",
        Label("Paid out of loans", "由借款支付"),
        "yuan",
        LineReference("loans.drawdown") - unspent + unspent.previous,
        summed=True,
    )
    other = LineReference("cash.other_financing_in") - LineReference("cash.other_financing_out")
    flow = book.line(
        "capital.flow",
        Label("Cash flow to own capital", "资本金净现金流量"),
        "yuan",
        LineReference("cash.before_financing")
        + paid
        + other
        - LineReference("loans.debt_service")
        - LineReference("loans.issue_costs"),
        summed=True,
    )
    book.line(
        so_far.key,
        Label("Cumulative cash flow to own capital", "资本金累计净现金流量"),
        "yuan",
        so_far.previous + flow,
    )
    worth = Label("Net present value of own capital", "资本金财务净现值")
    book.line("npv.capital", worth, "yuan", discounted(flow, factor))
    rate = declare_rate_of_return(book, "irr.capital", flow, so_far)
    name = Label("Internal rate of return of own capital, yearly", "资本金财务内部收益率（年）")
    book.line("irr.capital", name, "1/year", (1 + rate) ** (12 / months) - 1)


def _declare_payback(book: Book, key: str, flow: LineReference, so_far: LineReference, name: Label) -> None:
    crossing = book.line(
        f"{key}.crossing",
        Label(
            f"{name.en}: years to this period if the sum turns positive in it", f"{name.zh}：累计转正所需年数"
        ),
        "years",
        when(
            (to_cents(so_far.previous) < 0) & (to_cents(so_far) >= 0),
            (PERIOD - 2 - ratio(so_far.previous, flow)) * book.reference("timeline.months") / 12,
            NOT_AVAILABLE,
        ),
    )
    book.line(
        key,
        Label(f"{name.en}, years after the first period", f"{name.zh}（首期之后的年数，不含首期）"),
        "years",
        when(to_cents(total(flow)) < 0, NOT_AVAILABLE, highest(crossing)),
    )


def _declare_payback_from_construction(book: Book, months: Operand) -> None:
    moved = sum_of(LineReference(f"cash.{kind}") for kind in ("revenue", "subsidy", "cost"))
    moves = book.line(
        "payback.moves",
        Label("Period if money moves in it", "有资金收付的期次"),
        "period",
        when(to_cents(moved) > 0, PERIOD, NOT_AVAILABLE),
    )
    begins = book.line(
        "payback.begins",
        Label("Period in which money first moves", "首次收付所在期次"),
        "period",
        lowest(moves),
    )
    book.line(
        "payback.pt",
        Label(
            "Payback Pt (third edition), years from the beginning of construction",
            "投资回收期 Pt（第三版口径，自建设开始年算起）",
        ),
        "years",
        LineReference("payback") + (2 - begins) * months / 12,
    )


def _declare_dynamic_payback(book: Book, flow: LineReference, factor: LineReference) -> None:
    worth = book.line(
        "npv.discounted", Label("Discounted flow", "折现净现金流量"), "yuan", flow * factor, summed=True
    )
    so_far = LineReference("npv.discounted_so_far")
    book.line(
        so_far.key, Label("Cumulative discounted flow", "累计折现净现金流量"), "yuan", so_far.previous + worth
    )
    _declare_payback(book, "payback_dynamic", worth, so_far, Label("Dynamic payback", "动态投资回收期"))
