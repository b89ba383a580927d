"""All tables by year, in the order in which they are printed, and what they share."""

from __future__ import annotations

from collections.abc import Callable

from relocation.annual.debt_cover import declare_debt_cover
from relocation.annual.loan_table import declare_loan_table
from relocation.annual.years import declare_years
from relocation.formula.book import Book
from relocation.labels import Label

# A table's key stands in the keys of its lines: annual.<table>.<row>.
TABLES: dict[str, tuple[Label, Callable[[Book], None]]] = {
    "loans": (Label("Loan repayment and interest", "借款还本付息计划表"), declare_loan_table),
    "debt_cover": (Label("Debt cover by year", "偿债能力分析表"), declare_debt_cover),
}


def declare_annual(book: Book) -> None:
    """Declares the axis of years and every table on it."""
    declare_years(book)
    for _, declare in TABLES.values():
        declare(book)


def rows_of(book: Book, table: str) -> list[str]:
    """The lines of a table in the order in which they are printed."""
    return [key for key in book.lines if key.startswith(f"annual.{table}.")]
