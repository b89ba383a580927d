"""The sinking fund (偿债准备金) of a bullet: cash that may not be spent, never a cost.

It sets aside (B - reserve) / n in each of the n periods left, and gives all of it back when the bullet falls due.
"""

from __future__ import annotations

from relocation.formula.book import Book
from relocation.formula.expression import LineReference, equals, larger, when
from relocation.items.loans.terms import Terms, declare_rounded


def declare_reserve(book: Book, terms: Terms, owed: LineReference) -> None:
    """Declares what is set aside for a bullet, what of it is released, and the balance."""
    path, remaining, reserve = terms.path, terms.remaining, terms.line("reserve")
    has_fund = book.choice(f"{path}.sinking_fund", "level") & book.choice(f"{path}.method", "bullet")
    part = (owed - reserve.previous) / larger(remaining, 1)
    set_aside = declare_rounded(
        book,
        terms,
        "set_aside",
        terms.label("set aside in the sinking fund", "提取偿债准备金"),
        when(has_fund & (remaining > 0), part),
        summed=True,
    )
    released = book.line(
        f"{path}.released",
        terms.label("released from the sinking fund", "偿债准备金释放"),
        "yuan",
        when(equals(remaining, 1), reserve.previous + set_aside),
        summed=True,
    )
    book.line(
        reserve.key,
        terms.label("sinking fund", "偿债准备金余额"),
        "yuan",
        reserve.previous + set_aside - released,
    )
