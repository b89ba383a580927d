"""资本金现金流量表: what the project's own money sees after loans are drawn and served."""

from __future__ import annotations

from relocation.annual.flows import (
    COSTS,
    FINANCING_IN,
    FINANCING_OUT,
    INCOME,
    RELOCATION_IN,
    RELOCATION_OUT,
    flows,
)
from relocation.annual.rows import Entry, balance, check, row_of
from relocation.annual.years import of_year
from relocation.formula.book import Book
from relocation.labels import Label

TABLE = "capital_cash_flow"
TITLE = Label("Cash flow of the project's own capital", "资本金现金流量表")
NOTE = Label(
    "After debt service; what loans pay for is no outflow of own capital in the year in which they are drawn.",
    "偿债后口径；由借款支付的部分，在提款当年不构成自有资金流出。",
)


def capital_cash_flow(book: Book) -> list[Entry]:
    """The project's inflow and outflow with its loans, net and cumulative."""
    inflow, outflow, net, cumulative = (
        row_of(TABLE, key) for key in ("inflow", "outflow", "net", "cumulative")
    )
    return [
        Entry(
            "inflow",
            Label("Cash inflow", "现金流入"),
            parts=flows(book, RELOCATION_IN, INCOME, FINANCING_IN),
        ),
        Entry(
            "outflow",
            Label("Cash outflow", "现金流出"),
            parts=flows(book, RELOCATION_OUT, COSTS, FINANCING_OUT),
        ),
        Entry("net", Label("Net cash flow (1-2)", "净现金流量（1-2）"), inflow - outflow),
        balance("cumulative", Label("Cumulative net cash flow", "累计净现金流量"), cumulative.previous + net),
        check(
            Label("Check: 3 = flow before financing + financing", "检查：3＝融资前净流量＋融资净流量"),
            net,
            of_year("cash.before_financing") + of_year("cash.financing_in") - of_year("cash.financing_out"),
        ),
    ]
