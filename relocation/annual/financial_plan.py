"""财务计划现金流量表: cash by activity, down to the cash at the end of each year.

Operating is what follows the move; investing is the relocation itself with the quota money and the subsidies that
pay for it; financing is loans and other money that goes back.
"""

from __future__ import annotations

from relocation.annual.project_cash_flow import indicators
from relocation.annual.rows import (
    COSTS,
    FINANCING_IN,
    FINANCING_OUT,
    INCOME,
    RELOCATION_IN,
    RELOCATION_OUT,
    Entry,
    balance,
    check,
    flows,
    row_of,
)
from relocation.annual.years import at_year_end
from relocation.formula.language.book import Book
from relocation.labels import Label

TABLE = "financial_plan"
TITLE = Label("Financial plan cash flow", "财务计划现金流量表")
NOTE = Label(
    "Row 5 is the cash at the end of the year; within a year cash may stand lower, as the figures below say.",
    "第5行为年末现金；年度之内现金可能更低，见表下指标。",
)
ACTIVITIES = (
    ("operating", Label("Operating, after the move", "经营活动净现金流量（搬迁后）"), INCOME, COSTS),
    (
        "investing",
        Label("Investing, the relocation", "投资活动净现金流量（搬迁）"),
        RELOCATION_IN,
        RELOCATION_OUT,
    ),
    ("financing", Label("Financing", "筹资活动净现金流量"), FINANCING_IN, FINANCING_OUT),
)


def financial_plan(book: Book) -> list[Entry]:
    """Each activity with what comes in and goes out, the net of all, and cash at the end."""
    net, closing = row_of(TABLE, "net"), row_of(TABLE, "closing")
    activities = [_activity(book, *activity) for activity in ACTIVITIES]
    operating, investing, financing = (row_of(TABLE, key) for key, *_ in ACTIVITIES)
    return [
        *activities,
        Entry(
            "net",
            Label("Net cash flow (1+2+3)", "净现金流量（1+2+3）"),
            operating + investing + financing,
        ),
        balance("closing", Label("Cumulative surplus cash", "累计盈余资金"), closing.previous + net),
        *indicators(book, ("cash.minimum", "cash.minimum_period")),
        check(
            Label("Check: 5 = closing cash of the cash plan", "检查：5＝资金计划期末现金"),
            closing,
            at_year_end("cash.closing"),
        ),
    ]


def _activity(book: Book, key: str, label: Label, inflow: dict[str, str], outflow: dict[str, str]) -> Entry:
    ins, outs = row_of(TABLE, f"{key}_in"), row_of(TABLE, f"{key}_out")
    return Entry(
        key,
        label,
        ins - outs,
        parts=(
            Entry(f"{key}_in", Label("Cash inflow", "现金流入"), parts=flows(book, inflow)),
            Entry(f"{key}_out", Label("Cash outflow", "现金流出"), parts=flows(book, outflow)),
        ),
    )
