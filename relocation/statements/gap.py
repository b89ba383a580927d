"""The gap (资金缺口): cash that is missing and that nobody gives yet, and who bears it by stated shares (缺口分担).

    gap_t [yuan] = max(0, -closing cash_t)      at the end of period t; within a period cash may stand lower
    gap          = the highest gap_t            what must be found; each bearer's part = gap * its share, the shares sum to 1
    grows_t      = max(0, gap_t - gap_t-1)      what the bearers put in
    shrinks_t    = max(0, gap_t-1 - gap_t)      what later money gives back to them

This is the gap of every table: of sources and uses, of the county, of a stressed plan. What the fund balance lacks stands
beside it: where income after the move or other financing pays for it, it is nobody's to bear.
"""

from __future__ import annotations

from relocation.formula.language.book import Book
from relocation.formula.language.expression import LineReference, highest, larger, ratio
from relocation.labels import Label

OPEN, GAP = LineReference("cash.gap"), LineReference("gap.total")
GROWS, SHRINKS = LineReference("cash.gap_grows"), LineReference("cash.gap_shrinks")
BEARERS = {
    "county": Label("county", "县财政"),
    "collective": Label("village collective", "村集体"),
    "households": Label("households", "农户"),
}


def declare_gap(book: Book) -> None:
    """Declares the gap of each period, the highest, and who bears how much of it, also per household."""
    _declare_periods(book)
    gap = book.line(
        GAP.key,
        Label("Gap: most cash missing at the end of a period", "缺口：各期期末现金缺口的最高额"),
        "yuan",
        highest(OPEN),
    )
    book.line(
        "gap.fund",
        Label("Beside it: missing in the fund balance", "另列：资金平衡的缺口"),
        "yuan",
        larger(0, -LineReference("fund_balance.balance")),
    )
    for bearer, name in BEARERS.items():
        part = book.line(
            f"gap.{bearer}",
            Label(f"Gap borne by the {name.en}", f"{name.zh}承担的缺口"),
            "yuan",
            gap * book.reference(f"evaluation.gap_share_{bearer}"),
        )
        book.line(
            f"gap.{bearer}_per_household",
            Label(f"The same per household: {name.en}", f"折合每户：{name.zh}"),
            "yuan/household",
            ratio(part, book.reference("village.households")),
        )


def _declare_periods(book: Book) -> None:
    for line, label, amount in (
        (
            OPEN,
            Label("Cash missing at the end of the period", "期末现金缺口"),
            -LineReference("cash.closing"),
        ),
        (GROWS, Label("Gap: grows by", "缺口增加"), OPEN - OPEN.previous),
        (SHRINKS, Label("Gap: shrinks by", "缺口减少"), OPEN.previous - OPEN),
    ):
        book.line(line.key, label, "yuan", larger(0, amount), summed=line != OPEN)
