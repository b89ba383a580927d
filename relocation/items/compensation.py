"""Demolition compensation (拆迁补偿) and what households pay for their new homes, which is netted against it.

    gross [yuan]       = sum of quantity * rate by structure type and other group
    purchases [yuan]   = sum of quantity * rate of flats and garages
    net [yuan]         = gross - purchases                       (现金兑付, the published cash redemption)
    contingency [yuan] = gross * physical_contingency            (基本预备费)
    price rise_t       = (gross + contingency)_t * ((1 + f)^y_t - 1)   (涨价预备费)
    paid_t             = (gross + contingency)_t + price rise_t

Purchases are never revenue: the published revenue lists no household payments (Hou, lines 93-95).

Contingencies are money of the plan, not of the households: they stand beside the net cash and in what is paid, and in no
average of the households. f is the yearly rise of the rates; y are the years over which they rise, in the form that the
evaluation chooses for works too (`items.construction`), counted from the first period in which anything is built or
compensated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relocation.contingencies import beginning, declare_physical, declare_reserves, declare_years_of_rise
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    Expression,
    LineReference,
    ratio,
    smaller,
    sum_of,
)
from relocation.formula.language.timing import rise_of_prices, spread_evenly
from relocation.labels import Label

Named = tuple[str, Label]  # path of an item, its name


def declare_compensation(
    book: Book, compensation: Iterable[tuple[str, Label]], purchases: Iterable[tuple[str, Label]]
) -> None:
    """Declares compensation with its contingencies, purchases, the net cash redemption and the average household."""
    paid = [(f"compensation.{identity}", name) for identity, name in compensation]
    bought = [(f"purchases.{identity}", name) for identity, name in purchases]
    for path, name in (*paid, *bought):
        _declare_amount(book, path, name)
    _declare_contingencies(book, paid)
    for path, name in bought:
        _declare_paid(book, path, name, spread_item(book, path, LineReference(f"{path}.total")))
    gross, gross_paid = _declare_totals(book, "compensation", Label("Gross compensation", "补偿总额"), paid)
    price, price_paid = _declare_totals(
        book, "purchases", Label("Purchases by households", "农户购房款"), bought
    )
    net = book.line(
        "compensation.net",
        Label("Cash redemption, net of purchases", "现金兑付（扣除购房款）"),
        "yuan",
        gross - price,
        kind="cost",
        section="fund",
    )
    declare_reserves(
        book,
        "compensation",
        [path for path, _ in paid],
        Label("Physical contingency on compensation", "补偿基本预备费"),
        Label("Price contingency on compensation", "补偿涨价预备费"),
    )
    book.line(
        "compensation.net_paid",
        Label("Cash redemption, net of purchases: paid", "现金兑付（扣除购房款）：支付"),
        "yuan",
        gross_paid - price_paid,
        kind="cost",
        section="cash",
        summed=True,
    )
    _declare_average_household(book, gross, price, net)


def _declare_amount(book: Book, path: str, name: Label) -> None:
    book.line(
        f"{path}.total",
        name,
        "yuan",
        book.reference(f"{path}.quantity") * book.reference(f"{path}.rate"),
        kind="memo",
        section="fund",
    )


def spread_item(book: Book, path: str, amount: Expression) -> Expression:
    """The part of an amount of an item that falls into this period."""
    return spread_evenly(amount, book.reference(f"{path}.start"), book.reference(f"{path}.duration"))


def _declare_paid(book: Book, path: str, name: Label, flow: Expression) -> None:
    book.line(
        f"{path}.paid",
        Label(f"{name.en}: paid", f"{name.zh}：支付"),
        "yuan",
        flow,
        kind="memo",
        section="cash",
        summed=True,
    )


def _declare_contingencies(book: Book, compensation: Sequence[Named]) -> None:
    """Declares the contingencies of each item, and what is paid with them."""
    paths = [path for path, _ in compensation]
    begins = (beginning(book, path, "total") for path in paths)
    first = book.line(
        "compensation.first_period",
        Label("Building or compensation begins in period", "开工或开始补偿期次"),
        "period",
        smaller(LineReference("construction.first_period"), *begins),
    )
    label = Label("Years over which compensation rates rise", "补偿标准上涨年数")
    years = declare_years_of_rise(book, "compensation.years_of_rise", label, first)
    for path, name in compensation:
        _declare_contingency(book, path, name, years)


def _declare_contingency(book: Book, path: str, name: Label, years: LineReference) -> None:
    """Declares both contingencies of an item and what is paid."""
    amount = LineReference(f"{path}.total")
    contingency = declare_physical(book, path, name, amount)
    base = book.line(
        f"{path}.base",
        Label(f"{name.en}: paid at estimated rates", f"{name.zh}：按估算标准支付"),
        "yuan",
        spread_item(book, path, amount + contingency),
        summed=True,
    )
    rise = book.line(
        f"{path}.price_rise",
        Label(f"{name.en}: price contingency", f"{name.zh}：涨价预备费"),
        "yuan",
        base * rise_of_prices(book.reference(f"{path}.price_contingency"), years),
        summed=True,
    )
    _declare_paid(book, path, name, base + rise)


def _declare_totals(
    book: Book, group: str, name: Label, items: Sequence[Named]
) -> tuple[LineReference, LineReference]:
    amount = book.line(
        f"{group}.total",
        name,
        "yuan",
        sum_of(LineReference(f"{path}.total") for path, _ in items),
        kind="memo",
        section="fund",
    )
    flow = book.line(
        f"{group}.paid",
        Label(f"{name.en}: paid", f"{name.zh}：支付"),
        "yuan",
        sum_of(LineReference(f"{path}.paid") for path, _ in items),
        kind="memo",
        section="cash",
        summed=True,
        series=True,
    )
    return amount, flow


def _declare_average_household(
    book: Book, gross: LineReference, price: LineReference, net: LineReference
) -> None:
    households = book.reference("village.households")
    for key, name, amount in (
        ("compensation", Label("Average household: compensation", "户均补偿"), gross),
        ("purchases", Label("Average household: pays for the new home", "户均购房支出"), price),
        ("net_cash", Label("Average household: net cash received", "户均净得现金"), net),
    ):
        book.line(f"household.{key}", name, "yuan/household", ratio(amount, households), section="household")
