"""Contingencies (预备费) of works and of compensation, which are set aside beside their amounts.

    contingency [yuan] = amount * physical_contingency      (基本预备费)

Prices rise from the first period in which something with an amount begins, over years in the form that the evaluation chooses
(`formula.language.timing.years_of_rise`).

Source: 建设项目经济评价方法与参数（第三版）.
"""

from __future__ import annotations

from collections.abc import Sequence

from relocation.formula.language.book import Book
from relocation.formula.language.expression import Expression, LineReference, sum_of, total, when
from relocation.formula.language.timing import years_of_rise
from relocation.labels import Label


def beginning(book: Book, path: str, amount: str) -> Expression:
    """The first period of an item with an amount; of one without, the last period, so that it comes before nothing."""
    is_there = LineReference(f"{path}.{amount}") > 0
    return when(is_there, book.reference(f"{path}.start"), book.reference("timeline.periods"))


def declare_years_of_rise(book: Book, key: str, label: Label, first: LineReference) -> LineReference:
    """Declares the years over which prices rise until a period, from a first one on."""
    years = years_of_rise(
        first,
        book.reference("timeline.months"),
        book.reference("evaluation.estimate_lead"),
        at_end=book.choice("evaluation.price_contingency_form", "older"),
    )
    return book.line(key, label, "years", years)


def declare_physical(book: Book, path: str, name: Label, amount: LineReference) -> LineReference:
    """Declares the physical contingency of an item."""
    return book.line(
        f"{path}.contingency",
        Label(f"{name.en}: physical contingency", f"{name.zh}：基本预备费"),
        "yuan",
        amount * book.reference(f"{path}.physical_contingency"),
        kind="memo",
        section="fund",
    )


def declare_reserves(book: Book, group: str, paths: Sequence[str], physical: Label, price: Label) -> None:
    """Declares each contingency of all items of a group as one line of the fund balance."""
    for key, label, parts in (
        ("contingency", physical, [LineReference(f"{path}.contingency") for path in paths]),
        ("price_rise", price, [total(LineReference(f"{path}.price_rise")) for path in paths]),
    ):
        book.line(f"{group}.{key}", label, "yuan", sum_of(parts), kind="cost", section="fund")
