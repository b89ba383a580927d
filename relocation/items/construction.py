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

# The headings under which an estimate of expenditure shows works with their contingency, by construction.<id>.group.
HEADINGS = {
    "engineering": Label("of which engineering", "其中：工程费"),
    "reclamation": Label("of which land reclamation", "其中：土地复垦费"),
    "other": Label("of which other works", "其中：其他工程费"),
}


def declare_construction(book: Book, items: Iterable[tuple[str, Label]]) -> None:
    """Declares all construction items, their physical contingency as one line, and what each heading costs."""
    works = {identity: _declare_item(book, identity, name) for identity, name in items}
    book.line(
        "construction.contingency",
        Label("Physical contingency", "基本预备费"),
        "yuan",
        sum_of(contingency for _, contingency in works.values()),
        kind="cost",
        section="fund",
    )
    for heading, label in HEADINGS.items():
        costs = (
            when(book.choice(f"construction.{identity}.group", heading), cost + contingency)
            for identity, (cost, contingency) in works.items()
        )
        book.line(f"construction.{heading}", label, "yuan", sum_of(costs), kind="memo", section="fund")


def _declare_item(book: Book, identity: str, name: Label) -> tuple[LineReference, LineReference]:
    """Declares cost, contingency and spending of one item; returns the first two."""
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
    return cost, contingency
