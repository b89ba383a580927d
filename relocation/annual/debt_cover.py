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

from relocation.annual.rows import Entry, detail, row_of, work
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

KEY = "debt_cover"
TABLE = f"annual.{KEY}"
TITLE = Label("Debt cover by year", "偿债能力分析表")
NOTE = Label(
    "Ratios are n/a in years without debt service; the small rows at the end are worked with, not read.",
    "无还本付息的年度显示 n/a；表末小字各行仅供计算。",
)
CENT = 0.01  # less money than this is none
WAN = 10_000


def debt_cover(book: Book) -> list[Entry]:
    """The flow and the debt service of each year, their ratios, what is missing to the thresholds, and work rows."""
    return [
        Entry(
            "flow",
            Label("Cash flow before financing (EBIT, EBITDA less tax)", "融资前净现金流量（息税前利润）"),
            of_year("cash.before_financing"),
        ),
        Entry(
            "service",
            Label("Principal and interest paid", "应还本付息额"),
            of_year("loans.debt_service"),
            parts=(
                detail(
                    "principal",
                    Label("of which principal", "其中：应还本金"),
                    of_year("loans.principal_repaid"),
                ),
                detail(
                    "interest",
                    Label("interest accrued, less its subsidy", "应计利息（扣除贴息）"),
                    of_year("loans.accrued") - of_year("loans.subsidy_received"),
                ),
            ),
        ),
        *_ratios(),
        *(_short(book, *short) for short in SHORT),
        *_work_rows(),
    ]


SHORT = (
    ("dscr", "due", Label("Cash short of the DSCR asked for", "距要求的偿债备付率所缺现金")),
    ("icr", "charged", Label("Earnings short of the ICR asked for", "距要求的利息备付率所缺收益")),
)


def _row(key: str) -> LineReference:
    return row_of(KEY, key)


def _ratios() -> tuple[Entry, ...]:
    flow, cash = _row("flow"), _row("closing_cash").previous
    rows: tuple[tuple[str, Label, Expression, str], ...] = (
        ("dscr_all", Label("DSCR, every year with debt service", "偿债备付率（各付息还本年度）"), flow, "service"),
        ("dscr", Label("DSCR, years in which principal falls due", "偿债备付率（还本年度）"), flow, "due"),
        ("dscr_with_cash", Label("DSCR counting opening cash", "偿债备付率（含年初现金）"), cash + flow, "due"),
        ("icr_all", Label("Interest cover (ICR), every year with interest", "利息备付率（各计息年度）"), flow, "interest"),
        ("icr", Label("ICR, years in which principal falls due", "利息备付率（还本年度）"), flow, "charged"),
    )  # fmt: skip
    return tuple(
        Entry(
            key, label, ratio(above, when(to_cents(_row(below)) > 0, _row(below))), flow=False, unit="times"
        )
        for key, label, above, below in rows
    )


def _short(book: Book, key: str, owed: str, label: Label) -> Entry:
    asked = book.reference(f"evaluation.minimum_{key}")
    return Entry(f"{key}_short", label, short_of(asked * _row(owed), _row("flow"), _row(owed)))


def short_of(asked: Expression, found: Operand, owed: Operand) -> Expression:
    """How much is missing to what is asked for, where anything is owed."""
    return when(to_cents(owed) > 0, larger(0, asked - found))


def _work_rows() -> tuple[Entry, ...]:
    """A ratio that may be n/a cannot be compared, so years without principal get a cover beyond all others."""
    due, ranked, falls_due = _row("due"), _row("ranked"), to_cents(_row("principal")) > 0
    beyond = as_number(WAN) * WAN * WAN
    is_lowest = (to_cents(due) > 0) & (to_cents((ranked - LineReference("dscr.ranked_min")) * WAN) <= 0)
    return (
        work(
            "due",
            Label("Debt service, years in which principal falls due", "还本年度的还本付息额"),
            when(falls_due, _row("service")),
        ),
        work(
            "charged",
            Label("Interest, years in which principal falls due", "还本年度的应计利息"),
            when(falls_due, _row("interest")),
        ),
        work("closing_cash", Label("Cash at the end of the year", "年末现金"), at_year_end("cash.closing")),
        work(
            "ranked",
            Label("DSCR to find the lowest", "用于求最低值的偿债备付率"),
            when(to_cents(due) > 0, _row("flow") / larger(due, CENT), beyond),
            "times",
        ),
        work(
            "year_of_lowest",
            Label("Year if DSCR is lowest in it", "偿债备付率最低的年序"),
            when(is_lowest, LineReference("annual.year"), NOT_AVAILABLE),
            "number",
        ),
    )


def declare_lowest_cover(book: Book) -> None:
    """Declares the lowest DSCR among years with principal, however far below zero."""
    book.line("dscr.ranked_min", Label("Lowest of these", "其最低值"), "times", lowest(_row("ranked")))
