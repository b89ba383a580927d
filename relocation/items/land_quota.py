"""Land-quota transfer (增减挂钩节余指标调剂): reclaimed land becomes quota, quota is sold, the money comes in instalments.

    sold    [mu]   = area * acceptance - resettlement area - retained area
    revenue [yuan] = sold * price
    receipt_t      = revenue * share_k * max(0, 1 - |t - (period_k + delay / months per period)|)

A delay that is not a whole number of periods splits an instalment between two neighbouring periods. A share that
no instalment names is received in period 1. Source: 国土资发〔2008〕138号 for the terms; Hou, line 93, for Lujia.
"""

from __future__ import annotations

from collections.abc import Iterable

from relocation.formula.language.book import Book
from relocation.formula.language.expression import Expression, LineReference, as_number, sum_of
from relocation.formula.language.timing import share_around
from relocation.labels import Label


def declare_land_quota(book: Book, instalments: Iterable[tuple[str, Label]]) -> None:
    """Declares the quota sold, its revenue and the receipts by period. `instalments` are ids with labels."""
    area, price = book.reference("land_quota.area"), book.reference("land_quota.price")
    sold = book.line(
        "land_quota.sold",
        Label("Quota sold", "节余指标出让面积"),
        "mu",
        area * book.reference("land_quota.acceptance")
        - book.reference("land_quota.resettlement_area")
        - book.reference("land_quota.retained_area"),
    )
    revenue = book.line(
        "land_quota.revenue",
        Label("Land-quota transfer revenue", "增减挂钩节余指标调剂收入"),
        "yuan",
        sold * price,
        kind="revenue",
        section="fund",
    )
    delay = book.line(
        "land_quota.delay_periods",
        Label("Delay of quota money in periods", "指标款延迟期数"),
        "period",
        book.reference("land_quota.delay") / book.reference("timeline.months"),
    )
    _declare_receipts(book, revenue, delay, instalments)


def _declare_receipts(
    book: Book, revenue: LineReference, delay: LineReference, instalments: Iterable[tuple[str, Label]]
) -> None:
    unnamed: Expression = as_number(1)
    received: list[Expression] = []
    for identity, name in instalments:
        path = f"land_quota.receipts.{identity}"
        share = book.reference(f"{path}.share")
        unnamed = unnamed - share
        line = book.line(
            f"{path}.received",
            Label(f"Quota money: {name.en}", f"指标款：{name.zh}"),
            "yuan",
            revenue * share * share_around(book.reference(f"{path}.period") + delay),
            kind="memo",
            section="cash",
            summed=True,
        )
        received.append(line)
    rest = book.line(
        "land_quota.unscheduled",
        Label("Share of quota money without an instalment", "未列入分期的指标款比例"),
        "share",
        unnamed,
    )
    book.line(
        "land_quota.received",
        Label("Quota money received", "指标款到账"),
        "yuan",
        sum_of([*received, revenue * rest * share_around(1 + delay)]),
        kind="revenue",
        section="cash",
        summed=True,
    )
