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

from relocation.contingencies import beginning, declare_physical, declare_reserves, declare_years_of_rise
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    ChoiceIs,
    Expression,
    LineReference,
    as_number,
    smaller,
    sum_of,
    total,
    when,
)
from relocation.formula.language.timing import progress, rise_of_prices
from relocation.labels import Label

# The headings under which an estimate of expenditure shows works with their contingencies. Whatever is neither reclamation
# nor other by its group is engineering.
HEADINGS = {
    "engineering": Label("of which engineering", "其中：工程费"),
    "reclamation": Label("of which land reclamation", "其中：土地复垦费"),
    "other": Label("of which other works", "其中：其他工程费"),
}


def declare_construction(book: Book, items: Iterable[tuple[str, Label]]) -> None:
    """Declares all construction items, each contingency of them as one line, and what each heading costs."""
    named = list(items)
    paths = [f"construction.{identity}" for identity, _ in named]
    years = _declare_years(book, paths)
    for path, (_, name) in zip(paths, named, strict=True):
        _declare_item(book, path, name, years)
    declare_reserves(
        book,
        "construction",
        paths,
        Label("Physical contingency", "基本预备费"),
        Label("Price contingency", "涨价预备费"),
    )
    for heading, label in HEADINGS.items():
        costs = (LineReference(f"{path}.in_all") * under_heading(path, heading) for path in paths)
        book.line(f"construction.{heading}", label, "yuan", sum_of(costs), kind="memo", section="fund")


def under_heading(path: str, heading: str) -> Expression:
    """Whether an item stands under a heading, as 1 or 0."""
    if heading == "engineering":
        return LineReference(f"{path}.is_engineering")
    return as_number(ChoiceIs(f"{path}.group", heading))


def _declare_years(book: Book, paths: Iterable[str]) -> LineReference:
    """Declares the years over which prices rise until a period."""
    first = book.line(
        "construction.first_period",
        Label("Construction begins in period", "开工期次"),
        "period",
        smaller(book.reference("timeline.periods"), *(beginning(book, path, "cost") for path in paths)),
    )
    label = Label("Years over which prices rise", "涨价年数")
    return declare_years_of_rise(book, "construction.years_of_rise", label, first)


def _declare_item(book: Book, path: str, name: Label, years: LineReference) -> None:
    """Declares cost, contingencies and spending of one item."""
    reclamation, other = (as_number(book.choice(f"{path}.group", key)) for key in ("reclamation", "other"))
    book.line(
        f"{path}.is_engineering",
        Label(f"{name.en}: engineering (1 = yes)", f"{name.zh}：属工程（1为是）"),
        "flag",
        1 - reclamation - other,
    )
    cost = book.line(
        f"{path}.cost",
        name,
        "yuan",
        book.reference(f"{path}.quantity") * book.reference(f"{path}.rate"),
        kind="cost",
        section="fund",
    )
    contingency = declare_physical(book, path, name, cost)
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
    price_rise = _declare_spending(book, path, name, cost + contingency, spent, years)
    book.line(
        f"{path}.in_all",
        Label(f"{name.en}: with contingencies", f"{name.zh}：含预备费"),
        "yuan",
        cost + contingency + total(price_rise),
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
        rise_of_prices(book.reference(f"{path}.price_contingency"), years),
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
