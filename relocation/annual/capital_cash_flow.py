"""项目资本金现金流量表: what own capital puts in and gets, after loans have paid for their part and are served.

As in the third edition (建设项目经济评价方法与参数（第三版）) a drawdown is no inflow: what loans pay for is no outlay of own
capital in the year in which it is spent, and principal and interest are outlays when they are paid. `indicators.returns`
says how the flow is worked out by period.
"""

from __future__ import annotations

from relocation.annual.project_cash_flow import indicators
from relocation.annual.rows import (
    COSTS,
    FINANCING_OUT,
    INCOME,
    OTHER_FINANCING_IN,
    RELOCATION_IN,
    RELOCATION_OUT,
    Entry,
    balance,
    check,
    detail,
    flows,
    row_of,
)
from relocation.annual.years import at_year_end, of_year
from relocation.formula.language.book import Book
from relocation.formula.language.expression import sum_of
from relocation.labels import Label

TABLE = "capital_cash_flow"
TITLE = Label("Cash flow of the project's own capital", "项目资本金现金流量表")
NOTE = Label(
    "A drawdown counts when it is spent. A negative net flow is own capital put in, whether the plan states it or cash "
    "runs short; a positive one goes to capital, paid out or kept.",
    "借款于使用时计列。净流量为负即投入资本金（方案列明或以资金缺口体现）；为正即归资本金，无论分配或留存。",
)


def capital_cash_flow(book: Book) -> list[Entry]:
    """The project's inflow, what its own capital pays, net, cumulative, and what that is worth."""
    inflow, outflow, net, cumulative = (
        row_of(TABLE, key) for key in ("inflow", "outflow", "net", "cumulative")
    )
    return [
        Entry(
            "inflow",
            Label("Cash inflow", "现金流入"),
            parts=flows(book, RELOCATION_IN, INCOME, OTHER_FINANCING_IN),
        ),
        Entry(
            "outflow",
            Label("Cash outflow", "现金流出"),
            parts=(_own_part(), *flows(book, COSTS, FINANCING_OUT)),
        ),
        Entry("net", Label("Net cash flow (1-2)", "净现金流量（1-2）"), inflow - outflow),
        balance("cumulative", Label("Cumulative net cash flow", "累计净现金流量"), cumulative.previous + net),
        *indicators(book, ("npv.capital", "irr.capital")),
        check(
            Label("Check: 4 = cumulative flow by period", "检查：4＝逐期累计净现金流量"),
            cumulative,
            at_year_end("capital.so_far"),
        ),
    ]


def _own_part() -> Entry:
    """What of the relocation, and of the service of loans, no loan pays for."""
    spent, paid = sum_of(map(of_year, RELOCATION_OUT.values())), of_year("capital.paid_by_loans")
    return Entry(
        "own_part",
        Label("Relocation less what loans pay for", "搬迁支出扣除借款支付部分"),
        spent - paid,
        parts=(
            detail("relocation", Label("relocation", "搬迁支出"), spent),
            detail("paid_by_loans", Label("less paid out of loans", "减：由借款支付"), paid),
        ),
    )
