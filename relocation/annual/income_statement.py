"""利润与利润分配表: what the fund earns and spends by year, and how its surplus is applied to the relocation.

There is no tax and no distribution to owners in the model. The surplus pays for the relocation; what is then left is
the free surplus, which may be negative until the quota money arrives.
"""

from __future__ import annotations

from relocation.annual.rows import (
    COSTS,
    INCOME,
    INTEREST_SUBSIDIES,
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
from relocation.formula.language.expression import Expression, LineReference
from relocation.labels import Label

TABLE = "income_statement"
TITLE = Label("Income and appropriation of surplus", "利润与利润分配表")
NOTE = Label(
    "No tax is assumed; loans are never revenue; interest as it accrues, paid or added to a loan.",
    "未计税费；贷款不计入收入；利息按应计额列支，无论支付或计入本金。",
)


def income_statement(book: Book) -> list[Entry]:
    """Revenue, costs, interest, surplus, and what is left of it after the relocation."""
    revenue, costs, earned, interest, surplus, applied, free, before, so_far = map(
        _row,
        ("revenue", "costs", "earned", "interest", "surplus", "applied", "free", "brought_forward", "so_far"),
    )
    return [
        Entry(
            "revenue", Label("Revenue", "收入"), parts=flows(book, RELOCATION_IN, INTEREST_SUBSIDIES, INCOME)
        ),
        Entry("costs", Label("Operating costs", "经营成本"), parts=flows(book, COSTS)),
        Entry("earned", Label("Surplus before interest (1-2)", "息前结余（1-2）"), revenue - costs),
        Entry(
            "interest",
            Label("Interest accrued and issue costs", "财务费用（应计利息与发行费用）"),
            of_year("loans.accrued") + of_year("loans.issue_costs"),
            parts=(
                detail(
                    "accrued", Label("of which interest accrued", "其中：应计利息"), of_year("loans.accrued")
                ),
                detail(
                    "issue_costs",
                    Label("of which issue costs", "其中：发行费用"),
                    of_year("loans.issue_costs"),
                ),
            ),
        ),
        Entry("surplus", Label("Surplus of the year (3-4)", "本年结余（3-4）"), earned - interest),
        Entry(
            "applied", Label("Applied to the relocation", "用于搬迁支出"), parts=flows(book, RELOCATION_OUT)
        ),
        Entry("free", Label("Free surplus of the year (5-6)", "本年可用结余（5-6）"), surplus - applied),
        balance("brought_forward", Label("Brought forward", "年初累计可用结余"), so_far.previous),
        balance("so_far", Label("Free surplus so far (7+8)", "年末累计可用结余（7+8）"), before + free),
        check(
            Label("Check: 9 = cash less what is owed and own capital", "检查：9＝货币资金减负债与资本金"),
            so_far,
            _cash_less_debt(),
        ),
    ]


def _row(key: str) -> LineReference:
    return row_of(TABLE, key)


def _cash_less_debt() -> Expression:
    owed = at_year_end("balance_sheet.liabilities") + at_year_end("balance_sheet.capital")
    return at_year_end("balance_sheet.assets") - owed
