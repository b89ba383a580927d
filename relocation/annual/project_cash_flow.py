"""项目投资现金流量表: the cash flow before any financing, as it is and discounted, with what is judged by it.

Discounting goes by period, not by year, so that the sum of the years is the net present value.
"""

from __future__ import annotations

from relocation.annual.rows import (
    COSTS,
    INCOME,
    RELOCATION_IN,
    RELOCATION_OUT,
    Entry,
    balance,
    check,
    figure,
    flows,
    row_of,
)
from relocation.annual.years import at_year_end, of_year
from relocation.formula.language.book import Book
from relocation.formula.language.expression import LineReference
from relocation.labels import Label

TABLE = "project_cash_flow"
TITLE = Label("Cash flow of the project before financing", "项目投资现金流量表")
NOTE = Label(
    "Before loans and interest; period 1 is the base date: it is not discounted, and payback counts from it, Pt from its beginning.",
    "融资前口径，不含借款与利息；以第1期为基准，不折现；回收期自第1期之后算起，Pt 自建设开始年算起。",
)


def project_cash_flow(book: Book) -> list[Entry]:
    """Inflow, outflow, net, cumulative, the same discounted, and the indicators."""
    inflow, outflow, net, cumulative, discounted, discounted_so_far = (
        row_of(TABLE, key)
        for key in ("inflow", "outflow", "net", "cumulative", "discounted", "discounted_so_far")
    )
    return [
        Entry("inflow", Label("Cash inflow", "现金流入"), parts=flows(book, RELOCATION_IN, INCOME)),
        Entry("outflow", Label("Cash outflow", "现金流出"), parts=flows(book, RELOCATION_OUT, COSTS)),
        Entry("net", Label("Net cash flow (1-2)", "净现金流量（1-2）"), inflow - outflow),
        balance("cumulative", Label("Cumulative net cash flow", "累计净现金流量"), cumulative.previous + net),
        Entry("discounted", Label("Discounted net cash flow", "折现净现金流量"), of_year("npv.discounted")),
        balance(
            "discounted_so_far",
            Label("Cumulative discounted net cash flow", "累计折现净现金流量"),
            discounted_so_far.previous + discounted,
        ),
        *indicators(book, ("npv", "irr", "payback", "payback.pt", "payback_dynamic")),
        check(
            Label("Check: 4 = cumulative flow by period", "检查：4＝逐期累计净现金流量"),
            cumulative,
            at_year_end("cash.cumulative_before_financing"),
        ),
    ]


def indicators(book: Book, keys: tuple[str, ...]) -> list[Entry]:
    """Figures that stand elsewhere in the book, below the table from which a reader would work them out."""
    return [
        figure(key.replace(".", "_"), line.label, LineReference(key), line.unit)
        for key, line in ((key, book.lines[key]) for key in keys if key in book.lines)
    ]
