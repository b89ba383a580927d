"""How deep in debt the plan stands at its worst, by the balance sheet of every period.

    liabilities to assets = liabilities / assets             n/a where there are no assets (资产负债率, LOAR = TL / TA)
    final net fund        = assets - liabilities in the last period

Assets are cash and what is due, for works and compensation are spent when they are paid: while a loan bridges the
time until quota money comes, liabilities exceed assets. At the end they must not. A period that owes without owning anything
has no ratio, and then there is no highest one either. Source: 建设项目经济评价方法与参数（第三版）.
"""

from __future__ import annotations

from relocation.annual.balance_sheet import are_assets, liabilities_to_assets
from relocation.formula.book import Book
from relocation.formula.expression import (
    NOT_AVAILABLE,
    LineReference,
    as_number,
    final,
    highest,
    to_cents,
    total,
    when,
)
from relocation.labels import Label

ASSETS, LIABILITIES, FUND = (
    LineReference(f"balance_sheet.{key}") for key in ("assets", "liabilities", "fund")
)


def declare_position(book: Book) -> None:
    """Declares the highest ratio of liabilities to assets and the net fund at the end."""
    share = book.line(
        "balance_sheet.liabilities_to_assets",
        Label("Liabilities to assets", "资产负债率"),
        "times",
        liabilities_to_assets(ASSETS, LIABILITIES),
    )
    without = book.line(
        "balance_sheet.without_assets",
        Label("Something is owed and nothing owned (1 = yes)", "有负债而无资产（1为是）"),
        "flag",
        as_number((to_cents(LIABILITIES) > 0) & ~are_assets(ASSETS, LIABILITIES)),
    )
    book.line(
        "liabilities_to_assets_max",
        Label("Highest liabilities to assets", "最高资产负债率"),
        "times",
        when(total(without) > 0, NOT_AVAILABLE, highest(share)),
    )
    book.line("balance_sheet.final_fund", Label("Net fund at the end", "期末净资产"), "yuan", final(FUND))
