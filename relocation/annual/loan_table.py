"""借款还本付息计划表: all loans by year, as an account from the opening to the closing balance."""

from __future__ import annotations

from relocation.annual.years import at_year_end, of_year
from relocation.formula.book import Book
from relocation.formula.expression import LineReference
from relocation.labels import Label


def declare_loan_table(book: Book) -> None:
    """Declares the loans together by year: opening + drawn + capitalised - repaid = closing."""
    table = "annual.loans"
    closing = LineReference(f"{table}.closing")
    book.line(
        f"{table}.opening",
        Label("Principal and interest owed at the beginning", "年初借款本息累计"),
        "yuan",
        closing.previous,
    )
    for row, source, label in (
        ("drawdown", "loans.drawdown", Label("Drawn in the year", "本年借款")),
        ("accrued", "loans.accrued", Label("Interest accrued", "本年应计利息")),
        ("capitalised", "loans.capitalised", Label("  of which capitalised", "其中：计入本金")),
        ("interest_paid", "loans.interest_paid", Label("Interest paid", "本年付息")),
        ("principal_repaid", "loans.principal_repaid", Label("Principal repaid", "本年还本")),
    ):
        book.line(f"{table}.{row}", label, "yuan", of_year(source), summed=True)
    book.line(
        closing.key,
        Label("Principal and interest owed at the end", "年末借款本息累计"),
        "yuan",
        at_year_end("loans.outstanding"),
    )
