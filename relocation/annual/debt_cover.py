"""偿债能力: what each year brings against the debt service of that year.

    DSCR_y     = cash flow before financing_y / (interest paid_y + principal repaid_y)
    with cash  = (cash at the beginning of the year + cash flow before financing_y) / the same
    ICR_y      = EBIT_y / (interest accrued_y less its subsidy)

There is neither tax nor depreciation in a relocation fund, so the cash flow before financing stands for EBIT and
for EBITDA less tax. The lowest ratios count the years in which principal falls due: a year of building has a negative
flow beside its interest, and says nothing of repayment. The rows of all years show the other ones too, so that a
reader sees how a bullet loan is covered fourfold for years and not at all in the last.
"""

from __future__ import annotations

from relocation.annual.years import at_year_end, of_year
from relocation.formula.book import Book
from relocation.formula.expression import (
    NOT_AVAILABLE,
    Expression,
    LineReference,
    Operand,
    as_number,
    larger,
    lowest,
    ratio,
    to_cents,
    when,
)
from relocation.labels import Label

TABLE = "annual.debt_cover"
CENT = 0.01  # less money than this is none
WAN = 10_000


def declare_debt_cover(book: Book) -> None:
    """Declares the flow and the debt service of each year, their ratios, and what is missing to the thresholds."""
    flow, service, due, interest, charged = _declare_amounts(book)
    _declare_ratios(book, flow, service, due, interest, charged)
    _declare_year_of_lowest(book, flow, due)
    for key, owed, label in (
        ("dscr", due, Label("Cash short of the DSCR asked for", "距要求的偿债备付率所缺现金")),
        ("icr", charged, Label("Earnings short of the ICR asked for", "距要求的利息备付率所缺收益")),
    ):
        asked = book.reference(f"evaluation.minimum_{key}")
        book.line(f"{TABLE}.{key}_short", label, "yuan", short_of(asked * owed, flow, owed), summed=True)


def short_of(asked: Expression, found: Operand, owed: Operand) -> Expression:
    """How much is missing to what is asked for, where anything is owed."""
    return when(to_cents(owed) > 0, larger(0, asked - found))


def _declare_amounts(book: Book) -> tuple[LineReference, ...]:
    flow = book.line(
        f"{TABLE}.flow",
        Label("Cash flow before financing (EBIT, EBITDA less tax)", "融资前净现金流量（息税前利润）"),
        "yuan",
        of_year("cash.before_financing"),
        summed=True,
    )
    borne = of_year("loans.accrued") - of_year("loans.subsidy_received")
    principal, service, interest = (
        book.line(f"{TABLE}.{row}", label, "yuan", amount, summed=True)
        for row, amount, label in (
            ("principal", of_year("loans.principal_repaid"), Label("Principal falling due", "应还本金")),
            ("service", of_year("loans.debt_service"), Label("Principal and interest paid", "应还本付息额")),
            ("interest", borne, Label("Interest accrued, less its subsidy", "应计利息（扣除贴息）")),
        )
    )
    due, charged = (
        book.line(f"{TABLE}.{row}", label, "yuan", when(to_cents(principal) > 0, amount), summed=True)
        for row, label, amount in (
            (
                "due",
                Label("Debt service, years in which principal falls due", "还本年度的还本付息额"),
                service,
            ),
            (
                "charged",
                Label("Interest, years in which principal falls due", "还本年度的应计利息"),
                interest,
            ),
        )
    )
    book.line(
        f"{TABLE}.closing_cash",
        Label("Cash at the end of the year", "年末现金"),
        "yuan",
        at_year_end("cash.closing"),
    )
    return flow, service, due, interest, charged


def _declare_ratios(
    book: Book,
    flow: LineReference,
    service: LineReference,
    due: LineReference,
    interest: LineReference,
    charged: LineReference,
) -> None:
    cash = LineReference(f"{TABLE}.closing_cash").previous
    rows: tuple[tuple[str, Label, Expression, LineReference], ...] = (
        ("dscr_all", Label("DSCR, every year with debt service", "偿债备付率（各付息还本年度）"), flow, service),
        ("dscr", Label("DSCR, years in which principal falls due", "偿债备付率（还本年度）"), flow, due),
        ("dscr_with_cash", Label("DSCR counting opening cash", "偿债备付率（含年初现金）"), cash + flow, due),
        ("icr_all", Label("Interest cover (ICR), every year with interest", "利息备付率（各计息年度）"), flow, interest),
        ("icr", Label("ICR, years in which principal falls due", "利息备付率（还本年度）"), flow, charged),
    )  # fmt: skip
    for row, label, above, below in rows:
        book.line(f"{TABLE}.{row}", label, "times", ratio(above, when(to_cents(below) > 0, below)))


def _declare_year_of_lowest(book: Book, flow: LineReference, due: LineReference) -> None:
    """A ratio that may be n/a cannot be compared, so years without principal get a cover beyond all others."""
    beyond = as_number(WAN) * WAN * WAN
    ranked = book.line(
        f"{TABLE}.ranked",
        Label("DSCR to find the lowest", "用于求最低值的偿债备付率"),
        "times",
        when(to_cents(due) > 0, flow / larger(due, CENT), beyond),
    )
    bottom = book.line("dscr.ranked_min", Label("Lowest of these", "其最低值"), "times", lowest(ranked))
    book.line(
        f"{TABLE}.year_of_lowest",
        Label("Year if DSCR is lowest in it", "偿债备付率最低的年序"),
        "number",
        when(
            (to_cents(due) > 0) & (to_cents((ranked - bottom) * WAN) <= 0),
            LineReference("annual.year"),
            NOT_AVAILABLE,
        ),
    )
