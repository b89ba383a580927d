"""Demolition compensation (拆迁补偿) and what households pay for their new homes, which is netted against it.

    gross [yuan]     = sum of quantity * rate by structure type and other group
    purchases [yuan] = sum of quantity * rate of flats and garages
    net [yuan]       = gross - purchases                         (现金兑付, the published cash redemption)

Purchases are never revenue: the published revenue lists no household payments (Hou, lines 93-95).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relocation.formula.language.book import Book
from relocation.formula.language.expression import LineReference, ratio, sum_of
from relocation.formula.language.timing import spread_evenly
from relocation.labels import Label


def declare_compensation(
    book: Book, compensation: Iterable[tuple[str, Label]], purchases: Iterable[tuple[str, Label]]
) -> None:
    """Declares compensation, purchases, the net cash redemption and the average household's position."""
    paid = [_declare_flow(book, f"compensation.{identity}", name) for identity, name in compensation]
    bought = [_declare_flow(book, f"purchases.{identity}", name) for identity, name in purchases]
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


Flow = tuple[LineReference, LineReference]


def _declare_flow(book: Book, path: str, name: Label) -> Flow:
    amount = book.line(
        f"{path}.total",
        name,
        "yuan",
        book.reference(f"{path}.quantity") * book.reference(f"{path}.rate"),
        kind="memo",
        section="fund",
    )
    flow = book.line(
        f"{path}.paid",
        Label(f"{name.en}: paid", f"{name.zh}：支付"),
        "yuan",
        spread_evenly(amount, book.reference(f"{path}.start"), book.reference(f"{path}.duration")),
        kind="memo",
        section="cash",
        summed=True,
    )
    return amount, flow


def _declare_totals(book: Book, group: str, name: Label, flows: Sequence[Flow]) -> Flow:
    amount = book.line(
        f"{group}.total", name, "yuan", sum_of(part for part, _ in flows), kind="memo", section="fund"
    )
    flow = book.line(
        f"{group}.paid",
        Label(f"{name.en}: paid", f"{name.zh}：支付"),
        "yuan",
        sum_of(part for _, part in flows),
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
