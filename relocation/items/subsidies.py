"""Subsidies (财政补助): rate x quantity on a stated basis, received evenly over `duration` periods from `start`.

amount [yuan] = quantity [person, household, m2, mu or 1] * rate [yuan per unit]
"""

from __future__ import annotations

from relocation.formula.language.book import Book
from relocation.formula.language.timing import spread_evenly
from relocation.labels import Label


def declare_subsidy(book: Book, identity: str, name: Label) -> None:
    """Declares the amount of one subsidy and its receipts."""
    path = f"subsidies.{identity}"
    amount = book.line(
        f"{path}.total",
        name,
        "yuan",
        book.reference(f"{path}.quantity") * book.reference(f"{path}.rate"),
        kind="subsidy",
        section="fund",
    )
    book.line(
        f"{path}.received",
        Label(f"{name.en}: received", f"{name.zh}：到账"),
        "yuan",
        spread_evenly(amount, book.reference(f"{path}.start"), book.reference(f"{path}.duration")),
        kind="subsidy",
        section="cash",
        summed=True,
    )
