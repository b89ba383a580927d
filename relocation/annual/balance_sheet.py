"""资产负债表: what the relocation fund has, what it owes, and what is its own, in every period and by year.

Fund accounting on a cash basis: works and compensation are spent when they are paid, for houses, roads and land pass
to others and bring the fund nothing back; quota money and subsidies count when they arrive. Interest counts when it
accrues, whether it is paid or added to a loan.

    assets      = cash + other financing repaid beyond what was received
    liabilities = loans + interest on them not yet due + cash overdrawn + other financing received and not repaid
    net fund_t  = net fund_t-1 + own capital_t + revenue_t + subsidies_t, of interest too - costs_t
                  - interest accrued_t - issue costs of debt_t

Assets and liabilities come from the accounts of cash and loans, the net fund from the flows alone: that they meet
in every period is the check. While a loan bridges the time until the quota money comes, liabilities exceed assets
and the net fund is negative; what was paid for the relocation so far stands below the sheet.
"""

from __future__ import annotations

from relocation.annual.rows import Entry, balance, check, row_of
from relocation.annual.years import at_year_end
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    Expression,
    LineReference,
    larger,
    magnitude,
    ratio,
    sum_of,
    to_cents,
    when,
)
from relocation.labels import Label

WAN = 10_000
TABLE = "balance_sheet"
TITLE = Label("Balance sheet", "资产负债表")
NOTE = Label(
    "Cash basis: works and compensation are spent when paid and no asset; interest counts when it accrues.",
    "收付实现制：工程与补偿于付款时列支，不形成资产；利息按期计提。",
)
ASSETS = {
    "cash": Label("Cash", "货币资金"),
    "other_beyond": Label("Other financing repaid beyond what was received", "其他融资净流出"),
}
LIABILITIES = {
    "loans": Label("Loans outstanding", "借款余额"),
    "interest_owed": Label("Interest accrued, not yet due", "应付利息（应计未到期）"),
    "overdraft": Label("Cash overdrawn, no source yet", "资金缺口（尚无来源）"),
    "other_financing": Label("Other financing received, not repaid", "其他融资余额"),
}
FUND = Label("Net fund: own capital and surplus so far", "净资产（资本金及累计结余）")
CAPITAL = Label("of which own capital put in", "其中：投入资本金")
SPENT = Label("Paid for the relocation so far", "累计搬迁支出")


def declare_balances(book: Book) -> None:
    """Declares the balance sheet of every period, and how far its two sides are apart."""
    cash = LineReference("cash.closing")
    other = _account(
        book,
        "other_account",
        Label("Other financing received less repaid so far", "其他融资累计净流入"),
        LineReference("cash.other_financing_in") - LineReference("cash.other_financing_out"),
    )
    spent = [LineReference(key) for key in ("cash.works", "compensation.net_paid", "cash.other_costs")]
    _declare(book, "cash", ASSETS["cash"], larger(0, cash))
    _account(book, "relocation", SPENT, sum_of(spent))
    _declare(book, "other_beyond", ASSETS["other_beyond"], larger(0, -other))
    _declare(book, "assets", Label("Assets", "资产"), sum_of(map(_of, ASSETS)))
    _declare(book, "loans", LIABILITIES["loans"], LineReference("loans.outstanding"))
    _declare(book, "interest_owed", LIABILITIES["interest_owed"], LineReference("loans.interest_owed"))
    _declare(book, "overdraft", LIABILITIES["overdraft"], LineReference("cash.gap"))
    _declare(book, "other_financing", LIABILITIES["other_financing"], larger(0, other))
    _declare(book, "liabilities", Label("Liabilities", "负债"), sum_of(map(_of, LIABILITIES)))
    _declare_fund(book)


def _of(key: str) -> LineReference:
    return LineReference(f"{TABLE}.{key}")


def _declare(book: Book, key: str, label: Label, value: Expression, *, flow: bool = False) -> LineReference:
    return book.line(f"{TABLE}.{key}", label, "yuan", value, summed=flow)


def _account(book: Book, key: str, label: Label, change: Expression) -> LineReference:
    return _declare(book, key, label, _of(key).previous + change)


def _declare_fund(book: Book) -> None:
    came = (LineReference(key) for key in ("cash.revenue", "cash.subsidy", "loans.subsidy_received"))
    cost_of_debt = (LineReference(f"loans.{key}") for key in ("accrued", "issue_costs"))
    result = _declare(
        book,
        "result",
        Label("Surplus of the period", "当期结余"),
        sum_of(came) - LineReference("cash.cost") - sum_of(cost_of_debt),
        flow=True,
    )
    capital = LineReference("cash.own_capital")
    _account(book, "capital", CAPITAL, capital)
    fund = _account(book, "fund", FUND, result + capital)
    difference = magnitude(_of("assets") - _of("liabilities") - fund)
    _declare(
        book, "difference", Label("Assets less liabilities and net fund", "资产减负债与净资产"), difference
    )


def balance_sheet(book: Book) -> list[Entry]:
    """The balance sheet at the end of each year."""

    def stand(labels: dict[str, Label]) -> list[Entry]:
        return [balance(key, label, at_year_end(f"{TABLE}.{key}")) for key, label in labels.items()]

    cash, *beyond = stand(ASSETS)
    reserve = Entry(
        "reserve",
        Label("of which set aside in sinking funds", "其中：偿债准备金"),
        at_year_end("loans.reserve"),
        flow=False,
        style="detail",
    )
    assets, liabilities, fund = (row_of(TABLE, key) for key in ("assets", "liabilities", "fund"))
    return [
        balance("assets", book.lines[f"{TABLE}.assets"].label, parts=(cash, reserve, *beyond)),
        balance("liabilities", book.lines[f"{TABLE}.liabilities"].label, parts=tuple(stand(LIABILITIES))),
        balance("fund", FUND, at_year_end(f"{TABLE}.fund"), parts=(_detail("capital", CAPITAL),)),
        balance(
            "both", Label("Liabilities and net fund (2+3)", "负债和净资产合计（2+3）"), liabilities + fund
        ),
        _share_of_debt(assets, liabilities),
        _detail("spent", SPENT, "relocation"),
        check(Label("Check: 1 = 4", "检查：1＝4"), assets, row_of(TABLE, "both")),
    ]


def _detail(key: str, label: Label, account: str = "") -> Entry:
    """A row that explains the one above by how an account stands at the end of the year."""
    return Entry(key, label, at_year_end(f"{TABLE}.{account or key}"), flow=False, style="detail")


def are_assets(assets: Expression, liabilities: Expression) -> Expression:
    """Whether there are assets to speak of: a fen at least, and more than a millionth of what is owed, since less than that
    is what floats leave of large sums.
    """
    return (to_cents(assets) > 0) & (assets * WAN * 100 > liabilities)


def liabilities_to_assets(assets: Expression, liabilities: Expression) -> Expression:
    """The ratio (资产负债率), n/a where there are no assets to speak of."""
    return ratio(liabilities, when(are_assets(assets, liabilities), assets))


def _share_of_debt(assets: LineReference, liabilities: LineReference) -> Entry:
    return Entry(
        "liabilities_to_assets",
        Label("Liabilities to assets", "资产负债率"),
        liabilities_to_assets(assets, liabilities),
        flow=False,
        unit="share",
        style="detail",
    )
