"""Construction and reclamation (工程费、土地复垦费): quantity x rate, two contingencies beside it, spread over time.

    cost         [yuan] = quantity * rate
    contingency  [yuan] = cost * physical_contingency                          (基本预备费)
    base_t       [yuan] = (cost + contingency) * (S(x_t) - S(x_t-1))           at the prices of the estimate
    price rise_t [yuan] = base_t * ((1 + f)^y_t - 1)                           (涨价预备费)
    spending_t   [yuan] = base_t + price rise_t

x is the share of the construction time that is over; S(x) = x for uniform spending and S(x) = x^2 (3 - 2x) for
the S-curve, the smooth step that starts and ends slowly.

f is the yearly rise of prices and y the years over which they rise. Period s is the s-th since construction began,
which is the first period of any works with a cost, and m months long; the estimate is `lead` years older than that:

    third edition  y = lead + (s - 1/2) m / 12      the middle of the period; (1+f)^lead (1+f)^0.5 (1+f)^(t-1) by years
    older form     y = s m / 12                     the end of the period, the lead left out

Source: 建设项目经济评价方法与参数（第三版）.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from relocation.formula.book import Book
from relocation.formula.expression import (
    PERIOD,
    Expression,
    LineReference,
    Operand,
    smaller,
    sum_of,
    total,
    when,
)
from relocation.formula.timing import progress
from relocation.labels import Label

NEVER = 600  # the period in which works without a cost begin: the last there may be

# The headings under which an estimate of expenditure shows works with their contingencies, by construction.<id>.group.
HEADINGS = {
    "engineering": Label("of which engineering", "其中：工程费"),
    "reclamation": Label("of which land reclamation", "其中：土地复垦费"),
    "other": Label("of which other works", "其中：其他工程费"),
}


def declare_construction(book: Book, items: Iterable[tuple[str, Label]]) -> None:
    """Declares all construction items, each contingency of them as one line, and what each heading costs."""
    named = list(items)
    years = _declare_years(book, [identity for identity, _ in named])
    works = {identity: _declare_item(book, identity, name, years) for identity, name in named}
    contingencies = (
        (
            "contingency",
            Label("Physical contingency", "基本预备费"),
            [item.contingency for item in works.values()],
        ),
        (
            "price_rise",
            Label("Price contingency", "涨价预备费"),
            [item.price_rise for item in works.values()],
        ),
    )
    for key, label, parts in contingencies:
        book.line(f"construction.{key}", label, "yuan", sum_of(parts), kind="cost", section="fund")
    for heading, label in HEADINGS.items():
        costs = (
            when(book.choice(f"construction.{identity}.group", heading), sum_of(item))
            for identity, item in works.items()
        )
        book.line(f"construction.{heading}", label, "yuan", sum_of(costs), kind="memo", section="fund")


def _declare_years(book: Book, identities: Iterable[str]) -> LineReference:
    """Declares the years over which prices rise until a period."""
    begins: Operand = NEVER
    for identity in identities:
        cost, start = LineReference(f"construction.{identity}.cost"), f"construction.{identity}.start"
        begins = smaller(begins, when(cost > 0, book.reference(start), NEVER))
    first = book.line(
        "construction.first_period", Label("Construction begins in period", "开工期次"), "period", begins
    )
    months, passed = book.reference("timeline.months"), PERIOD - first
    third = book.reference("evaluation.estimate_lead") + (passed + 1 / 2) * months / 12
    return book.line(
        "construction.years_of_rise",
        Label("Years over which prices rise", "涨价年数"),
        "years",
        when(book.choice("evaluation.price_contingency_form", "older"), (passed + 1) * months / 12, third),
    )


class Works(NamedTuple):
    """What an item costs in all."""

    cost: Expression
    contingency: Expression
    price_rise: Expression


def _declare_item(book: Book, identity: str, name: Label, years: LineReference) -> Works:
    """Declares cost, contingencies and spending of one item."""
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
    return Works(
        cost, contingency, total(_declare_spending(book, path, name, cost + contingency, spent, years))
    )


def _declare_spending(
    book: Book, path: str, name: Label, at_old_prices: Expression, spent: LineReference, years: LineReference
) -> LineReference:
    """Declares the spending at the prices of the estimate, what their rise adds, and both; returns the second."""
    base = book.line(
        f"{path}.base",
        Label(f"{name.en}: spending at estimated prices", f"{name.zh}：按估算价支出"),
        "yuan",
        at_old_prices * (spent - spent.previous),
        summed=True,
    )
    rise = book.line(
        f"{path}.rise",
        Label(f"{name.en}: rise of prices since the estimate", f"{name.zh}：较估算价涨幅"),
        "share",
        (1 + book.reference(f"{path}.price_contingency")) ** years - 1,
    )
    price_rise = book.line(
        f"{path}.price_rise",
        Label(f"{name.en}: price contingency", f"{name.zh}：涨价预备费"),
        "yuan",
        base * rise,
        summed=True,
    )
    book.line(
        f"{path}.spending",
        Label(f"{name.en}: spending", f"{name.zh}：支出"),
        "yuan",
        base + price_rise,
        kind="cost",
        section="cash",
        summed=True,
    )
    return price_rise
