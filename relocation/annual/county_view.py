"""县级财政视角（有无对比）: what public budgets pay and get with the project, against nothing without it.

The model does not know which level of government pays a subsidy, and says so: all of them stand together. Of the gap, the
cash that is missing at the end of a period, the county bears its share (`evaluation.gap_share_county`): it puts in what
the gap grows by and gets back what it shrinks by, period by period. The highest stands below the table, as in the
statement of who bears the gap. Cash that is left at the very end falls to the county.
Quota money passes through its accounts (收支两条线) but is spent on the village, so it is neither paid nor got.
"""

from __future__ import annotations

from relocation.annual.rows import Entry, balance, check, detail, figure, row_of
from relocation.annual.years import at_year_end, of_year
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    Expression,
    LineReference,
    as_number,
    equals,
    final,
    larger,
    when,
)
from relocation.labels import Label

TABLE = "county_view"
TITLE = Label("County finance with and without the project", "县级财政有无项目对比表")
NOTE = Label(
    "Subsidies of all budgets together: the model does not split them by level. Without the project nothing is paid or got.",
    "各级财政补助合并列示，模型不区分级次；无项目时不收不支。",
)


def county_view(book: Book) -> list[Entry]:
    """Paid, got, net with the project, without it, and the difference."""
    paid, got, with_project, without, difference, so_far = map(
        _row, ("paid", "got", "with_project", "without", "difference", "so_far")
    )
    return [
        Entry("paid", Label("Public budgets pay", "财政支出"), parts=_payments(book)),
        Entry("got", Label("The county gets", "财政收回"), parts=_receipts(book)),
        Entry("with_project", Label("Net with the project (2-1)", "有项目净额（2-1）"), got - paid),
        Entry("without", Label("Net without the project", "无项目净额"), as_number(0)),
        Entry("difference", Label("Difference (3-4)", "有无对比差额（3-4）"), with_project - without),
        balance("so_far", Label("Difference so far", "累计差额"), so_far.previous + difference),
        detail(
            "quota",
            Label("quota money passing through county accounts", "经县级账户的指标款"),
            of_year("land_quota.received"),
        ),
        Entry(
            "loans_owed",
            Label(
                "loans outstanding, a burden if the county stands behind them",
                "借款余额（若由县级承担，为或有负担）",
            ),
            at_year_end("loans.outstanding"),
            flow=False,
            style="detail",
        ),
        figure("gap_highest", _highest_gap(book), LineReference("gap.county")),
        check(
            Label("Check: 6 = gap or cash at the end less subsidies", "检查：6＝期末缺口或结存减补助"),
            so_far,
            _at_end_of_year(),
        ),
    ]


def _row(key: str) -> LineReference:
    return row_of(TABLE, key)


def _payments(book: Book) -> tuple[Entry, ...]:
    share = book.reference("evaluation.gap_share_county")
    return (
        Entry("subsidies", book.lines["cash.subsidy"].label, of_year("cash.subsidy")),
        Entry(
            "interest_subsidies",
            book.lines["loans.subsidy_received"].label,
            of_year("loans.subsidy_received"),
        ),
        Entry(
            "gap_paid",
            Label("Put into the gap by the county", "县财政垫付缺口"),
            of_year("cash.gap_grows") * share,
        ),
        Entry(
            "gap_at_end",
            Label("the county's share of the gap at the end of the year", "年末资金缺口中县财政承担部分"),
            at_year_end("cash.gap") * share,
            flow=False,
            style="detail",
        ),
    )


def _receipts(book: Book) -> tuple[Entry, ...]:
    year = LineReference("annual.year")
    returned = of_year("cash.gap_shrinks") * book.reference("evaluation.gap_share_county")
    left = when(equals(year, final(year)), larger(0, at_year_end("cash.closing")))
    return (
        Entry("gap_returned", Label("Paid back of the gap", "收回垫付缺口"), returned),
        Entry("left", Label("Cash left at the end of the plan", "期末结存资金"), left),
    )


def _highest_gap(book: Book) -> Label:
    name = book.lines["gap.county"].label
    return Label(f"{name.en}, at its highest", f"{name.zh}（最高额）")


def _at_end_of_year() -> Expression:
    """The difference so far from balances alone: all subsidies, the gap that stands, the cash left at the very end."""
    return _row("left") - _row("gap_at_end") - at_year_end("cash.subsidies_so_far")
