"""Construction and reclamation (工程费、土地复垦费): quantity x rate, physical contingency beside it, spread over time.

    cost        [yuan] = quantity * rate
    contingency [yuan] = cost * physical_contingency            (基本预备费)
    spending_t  [yuan] = (cost + contingency) * (S(x_t) - S(x_t-1))

x is the share of the construction time that is over; S(x) = x for uniform spending and S(x) = x^2 (3 - 2x) for
the S-curve, the smooth step that starts and ends slowly.
"""

from __future__ import annotations

from collections.abc import Iterable

from relocation.formula.book import Book
from relocation.formula.expression import LineReference, sum_of, when
from relocation.formula.timing import progress
from relocation.labels import Label


def declare_construction(book: Book, items: Iterable[tuple[str, Label]]) -> None:
    """Declares all construction items and their physical contingency, which an estimate shows as one line."""
    contingencies = [_declare_item(book, identity, name) for identity, name in items]
    book.line(
        "construction.contingency",
        Label("Physical contingency", "基本预备费"),
        "yuan",
        sum_of(contingencies),
        kind="cost",
        section="fund",
    )


def _declare_item(book: Book, identity: str, name: Label) -> LineReference:
    """Declares cost, contingency and spending of one item; returns the contingency."""
    path = f"construction.{identity}"
    cost = book.line(
        f"{path}.cost",
        name,
        "yuan",
        book.reference(f"{path}.quantity") * book.reference(f"{path}.rate"),
        kind="cost",
        section="fund",
    )
    contingency = book.line(
        f"{path}.contingency",
        Label(f"{name.en}: physical contingency", f"{name.zh}：基本预备费"),
        "yuan",
        cost * book.reference(f"{path}.physical_contingency"),
        kind="memo",
        section="fund",
    )
    over = book.line(
        f"{path}.progress",
        Label(f"{name.en}: time elapsed", f"{name.zh}：工期进度"),
        "share",
        progress(book.reference(f"{path}.start"), book.reference(f"{path}.duration")),
    )
    spent = book.line(
        f"{path}.spent",
        Label(f"{name.en}: spent so far", f"{name.zh}：累计支出比例"),
        "share",
        when(book.choice(f"{path}.shape", "s_curve"), over * over * (3 - 2 * over), over),
    )
    book.line(
        f"{path}.spending",
        Label(f"{name.en}: spending", f"{name.zh}：支出"),
        "yuan",
        (cost + contingency) * (spent - spent.previous),
        kind="cost",
        section="cash",
        summed=True,
    )
    return contingency
