"""The pictures of the money of a plan: cash and loans by period, sources and uses, budget, an average household.

A live page draws them anew from the values of lines. Where a picture shows another number than that of a line, its key says
so: `-key` is the number turned round, `key/other` the part of it that falls to one of the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from relocation.labels import Label, same
from relocation.project.book_inputs import items_of
from relocation.reports.statements import line_label, period_names
from relocation.statements import fund_balance_rows, sources_and_uses_rows
from relocation.tables.figures import Figure, Group, Mark, Series
from relocation.tables.numbers import number_text
from relocation.tables.wording import in_words
from relocation.verdict.judgement import SUMMARIES

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

CASH = Label("Cash and loans by period", "各期现金与贷款")
SOURCES_AND_USES = Label("Sources and uses of funds", "资金来源与运用")
BUDGET = Label("What the relocation costs", "搬迁支出构成")
LOANS = Label("Loans: what is paid and what is owed", "贷款还本付息与余额")
HOUSEHOLD = Label("What an average household keeps", "户均净得的构成")
HOUSEHOLDS = "village.households"


def each_amount(value: float) -> Label:
    """What falls to a household, in whole yuan."""
    text = number_text(value, "yuan")
    return Label(f"{text} yuan", f"{text}元")


def percent(share: float) -> Label:
    """A share in a sentence."""
    text = number_text(share, "share")
    return Label(text, text.replace(" ", ""))


def unjudged(verdicts: Iterable[bool | None]) -> tuple[int, ...]:
    """The positions of plans of which nothing can be judged yet."""
    return tuple(place for place, viable in enumerate(verdicts) if viable is None)


def told_of(appraisal: Appraisal, told: Label) -> Label:
    """What is told of a plan, unless it states no money: then nothing can be seen."""
    return told if appraisal.number("verdict.money") else SUMMARIES["no_money"].text


def cash_figure(appraisal: Appraisal) -> Figure:
    """Cash at the end of each period, what it would be without loans, and what is owed."""
    names = period_names(appraisal)
    keys = {
        "cash": ("cash.closing", Label("Closing cash", "期末现金")),
        "before_financing": (
            "cash.cumulative_before_financing",
            Label("Cumulative cash before financing", "融资前累计现金"),
        ),
        "debt": ("loans.outstanding", Label("Loans outstanding", "贷款余额")),
    }
    series = [_series(appraisal, key, name, role) for role, (key, name) in keys.items()]
    if not any(series[-1].values):
        series.pop()
    closing, owed = appraisal.series("cash.closing"), appraisal.series("loans.outstanding")
    lowest = int(appraisal.number("cash.minimum_period")) - 1
    period, least, last, most = (
        names[lowest],
        in_words(closing[lowest]),
        in_words(closing[-1]),
        in_words(max(owed)),
    )
    told = Label(
        f"Closing cash is lowest in {period}, at {least.en}, and stands at {last.en} in the end; "
        f"the most that is owed is {most.en}.",
        f"期末现金最低为{least.zh}（{period}），期末结存{last.zh}；贷款余额最高{most.zh}。",
    )
    return Figure(
        "cash",
        "lines",
        CASH,
        "yuan",
        tuple(map(same, names)),
        tuple(series),
        (Mark(Label("lowest cash", "最低现金"), 0, lowest, "cash.minimum_period"),),
        told_of(appraisal, told),
    )


def _series(appraisal: Appraisal, key: str, name: Label, role: str) -> Series:
    return Series(name, tuple(appraisal.series(key)), role, key)


def sources_figure(appraisal: Appraisal) -> Figure:
    """Where the money comes from and where it goes, over the whole life."""
    rows = [row for row in sources_and_uses_rows(appraisal.book) if not row.is_total]
    sides = [appraisal.book.lines[row.key].group for row in rows]
    sources, uses = Label("Sources of funds", "资金来源"), Label("Uses of funds", "资金运用")
    series = tuple(
        Series(
            name,
            tuple(
                appraisal.number(row.key) if own == side else None
                for row, own in zip(rows, sides, strict=True)
            ),
            role,
            tuple(row.key if own == side else "" for row, own in zip(rows, sides, strict=True)),
        )
        for name, side, role in ((sources, "sources", "source"), (uses, "uses", "use"))
    )
    in_all = in_words(appraisal.number("sources.total"))
    largest = [
        _largest(rows_of_side)
        for rows_of_side in (
            [
                (line_label(appraisal, row), appraisal.number(row.key))
                for row in rows
                if row.key.startswith(side)
            ]
            for side in ("sources.", "uses.")
        )
    ]
    told = Label(
        f"Sources and uses are {in_all.en} each. The largest source is {largest[0].en}, the largest use {largest[1].en}.",
        f"资金来源与运用各为{in_all.zh}。最大的来源是{largest[0].zh}，最大的运用是{largest[1].zh}。",
    )
    return Figure(
        "sources",
        "bars",
        SOURCES_AND_USES,
        "yuan",
        tuple(line_label(appraisal, row) for row in rows),
        series,
        told=told_of(appraisal, told),
        groups=(Group(sources, 0), Group(uses, sides.index("uses"))),
        sparse=True,
    )


def _largest(named: Sequence[tuple[Label, float]]) -> Label:
    name, value = max(named, key=lambda pair: pair[1])
    said = in_words(value)
    return Label(f"“{name.en}” with {said.en}", f"“{name.zh}”（{said.zh}）")


def budget_figure(appraisal: Appraisal) -> Figure:
    """What the relocation costs, the largest first."""
    rows = [
        row
        for row in fund_balance_rows(appraisal.book)
        if appraisal.book.lines[row.key].kind == "cost" and not row.is_total and not row.is_detail
    ]
    rows.sort(key=lambda row: -appraisal.number(row.key))
    keys = tuple(row.key for row in rows)
    values = tuple(appraisal.number(key) for key in keys)
    in_all = in_words(appraisal.number("fund_balance.expenditure"))
    largest = _largest(
        [(line_label(appraisal, row), appraisal.number(row.key)) for row in rows] or [(CASH, 0.0)]
    )
    told = Label(
        f"The relocation costs {in_all.en}; the largest part is {largest.en}.",
        f"搬迁支出合计{in_all.zh}，最大的一项是{largest.zh}。",
    )
    return Figure(
        "budget",
        "bars",
        BUDGET,
        "yuan",
        tuple(line_label(appraisal, row) for row in rows),
        (Series(Label("Expenditure", "支出"), values, "use", keys),),
        told=told_of(appraisal, told),
        sparse=True,
    )


def loans_figure(appraisal: Appraisal) -> Figure:
    """What is paid for all loans by period, and what is still owed."""
    names = period_names(appraisal)
    series = (
        _series(appraisal, "loans.principal_repaid", Label("Principal repaid", "偿还本金"), "principal"),
        _series(appraisal, "loans.interest_paid", Label("Interest paid", "支付利息"), "interest"),
        _series(appraisal, "loans.outstanding", Label("Outstanding at the end", "期末余额"), "outstanding"),
    )
    service = [math.fsum(pair) for pair in zip(series[0].values, series[1].values, strict=True)]  # type: ignore[arg-type]
    heaviest = max(range(len(service)), key=service.__getitem__)
    interest, most = in_words(appraisal.number("loans.interest_total")), in_words(service[heaviest])
    told = Label(
        f"Interest is {interest.en} in all; the most is paid in {names[heaviest]}, {most.en}.",
        f"利息共计{interest.zh}；还本付息最多的一期为{names[heaviest]}，{most.zh}。",
    )
    if not any(service):
        told = Label("There is no loan.", "没有贷款。")
    return Figure(
        "loans",
        "columns",
        LOANS,
        "yuan",
        tuple(map(same, names)),
        series,
        told=told_of(appraisal, told),
        stacked=True,
    )


def household_figure(appraisal: Appraisal) -> Figure:
    """What an average household gets for what it gives up, what it pays for its new home, and what it keeps."""
    book, count = appraisal.book, appraisal.project.village.households
    gets = {path / "total": name for path, name in items_of(book, "compensation").items()}
    pays = {path / "total": name for path, name in items_of(book, "purchases").items()}
    each = {key: appraisal.number(key) / count if count else math.nan for key in (*gets, *pays)}
    kept, net = "household.net_cash", appraisal.number("household.net_cash")
    names = (*gets.values(), *pays.values(), Label("Net cash of a household", "户均净得现金"))
    series = (
        _part(
            Label("Gets", "得到"),
            "received",
            [(each[key], f"{key}/{HOUSEHOLDS}") for key in gets],
            0,
            len(names),
        ),
        _part(
            Label("Pays", "支付"),
            "paid",
            [(-each[key], f"-{key}/{HOUSEHOLDS}") for key in pays],
            len(gets),
            len(names),
        ),
        _part(Label("Keeps", "净得"), "kept", [(net, kept)], len(names) - 1, len(names)),
    )
    got, paid, left = (
        each_amount(appraisal.number(f"household.{key}")) for key in ("compensation", "purchases", "net_cash")
    )
    told = Label(
        f"On average a household gets {got.en}, pays {paid.en} for its new home and keeps {left.en}.",
        f"平均每户得到补偿{got.zh}，购房支出{paid.zh}，净得{left.zh}。",
    )
    return Figure(
        "household",
        "bars",
        HOUSEHOLD,
        "yuan/household",
        names,
        series,
        told=told_of(appraisal, told),
        strong=(len(names) - 1,),
        running=True,
        sparse=True,
    )


def _part(name: Label, role: str, parts: Iterable[tuple[float, str]], before: int, length: int) -> Series:
    """A series that has numbers only at some places, from one on."""
    values: list[float | None] = [None] * length
    live = [""] * length
    for position, (value, key) in enumerate(parts, start=before):
        values[position], live[position] = known(value), key
    return Series(name, tuple(values), role, tuple(live))


def known(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
