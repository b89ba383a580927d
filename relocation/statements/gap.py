"""Who bears the gap (缺口分担): what is missing in cash or in the fund, split by stated shares.

cash gap [yuan] = max(0, -lowest closing cash)      money that must be bridged or found
fund gap [yuan] = max(0, -balance of the fund)      money that never comes back
gap             = the larger of the two; each bearer's part = gap * its share, the shares sum to 1
"""

from __future__ import annotations

from relocation.formula.book import Book
from relocation.formula.expression import LineReference, larger, ratio
from relocation.labels import Label

BEARERS = {
    "county": Label("county", "县财政"),
    "collective": Label("village collective", "村集体"),
    "households": Label("households", "农户"),
}


def declare_gap(book: Book) -> None:
    """Declares the gap of the cash plan and of the fund, and who bears how much of it, also per household."""
    cash = book.line(
        "gap.cash",
        Label("Cash missing at the lowest point", "现金最低点的缺口"),
        "yuan",
        larger(0, -LineReference("cash.minimum")),
    )
    fund = book.line(
        "gap.fund",
        Label("Missing in the fund balance", "资金平衡的缺口"),
        "yuan",
        larger(0, -LineReference("fund_balance.balance")),
    )
    total = book.line(
        "gap.total", Label("Gap: the larger of the two", "缺口：两者取大"), "yuan", larger(cash, fund)
    )
    for bearer, name in BEARERS.items():
        part = book.line(
            f"gap.{bearer}",
            Label(f"Gap borne by the {name.en}", f"{name.zh}承担的缺口"),
            "yuan",
            total * book.reference(f"evaluation.gap_share_{bearer}"),
        )
        book.line(
            f"gap.{bearer}_per_household",
            Label(f"The same per household: {name.en}", f"折合每户：{name.zh}"),
            "yuan/household",
            ratio(part, book.reference("village.households")),
        )
