"""What the cash flow before financing is worth: NPV, IRR, static and dynamic payback.

Period 1 is the base date, year 0: its flow is not discounted and the years to payback are counted from it. Yearly
rates: the discount factor is (1 + r)^-((t-1) m / 12) with m months per period, and a rate of return per period
becomes (1 + i)^(12/m) - 1.

    NPV      = sum of flow_t * factor_t
    payback  = (T - 2 + shortfall before T / flow of T) * m / 12, T the period in which the cumulative flow turns
               positive for the last time; not available if it never was negative, or is negative at the end

The dynamic payback is the same of the discounted flow. Source: 建设项目经济评价方法与参数（第三版）.
"""

from __future__ import annotations

from relocation.formula.book import Book
from relocation.formula.expression import (
    NOT_AVAILABLE,
    PERIOD,
    LineReference,
    Operand,
    discounted,
    highest,
    ratio,
    to_cents,
    total,
    when,
)
from relocation.formula.rate_of_return import declare_rate_of_return
from relocation.labels import Label


def declare_returns(book: Book) -> None:
    """Declares the indicators of the cash flow before financing."""
    flow, so_far = LineReference("cash.before_financing"), LineReference("cash.cumulative_before_financing")
    months = book.reference("timeline.months")
    factor = _declare_net_present_value(book, flow, months)
    _declare_internal_rate(book, flow, months)
    _declare_payback(book, "payback", flow, so_far, Label("Payback", "静态投资回收期"))
    _declare_dynamic_payback(book, flow, factor)


def _declare_net_present_value(book: Book, flow: LineReference, months: Operand) -> LineReference:
    factor = book.line(
        "npv.factor",
        Label("Discount factor", "折现系数"),
        "share",
        1 / (1 + book.reference("evaluation.discount_rate")) ** ((PERIOD - 1) * months / 12),
    )
    book.line("npv", Label("Net present value (NPV)", "净现值（NPV）"), "yuan", discounted(flow, factor))
    return factor


def _declare_internal_rate(book: Book, flow: LineReference, months: Operand) -> None:
    rate = declare_rate_of_return(book, "irr", flow, LineReference("cash.cumulative_before_financing"))
    book.line(
        "irr",
        Label("Internal rate of return (IRR), yearly", "内部收益率（IRR，年）"),
        "1/year",
        (1 + rate) ** (12 / months) - 1,
    )


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
        Label(f"{name.en}, years after the first period", f"{name.zh}（自首期起算的年数）"),
        "years",
        when(to_cents(total(flow)) < 0, NOT_AVAILABLE, highest(crossing)),
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
