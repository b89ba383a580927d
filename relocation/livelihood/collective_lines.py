"""The village collective year by year: income, whose it is, and who carries the costs of running the village.

amount of a year = amount * (1 + growth)^(year - first year)             from its first year on
collective's part = share * income;   members' dividends = income - collective's part
left after running costs = collective's part - running costs;   short in year t if it is below zero in whole fen
"""

from __future__ import annotations

from typing import Literal

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    PERIOD,
    Expression,
    LineReference,
    Operation,
    as_number,
    to_cents,
    when,
)
from relocation.labels import Label
from relocation.livelihood.livelihood import Livelihood
from relocation.project.names import item_name


def declare_collective(book: Book, livelihood: Livelihood) -> None:
    """Declares the yearly lines of the collective."""
    of = book.reference
    income = _declare_sum(book, livelihood, "income", Label("Income of the collective", "集体收入"))
    costs = _declare_sum(book, livelihood, "costs", Label("Running costs of the village", "村庄运行费用"))
    own = book.line(
        "collective.own",
        Label("Collective's part", "集体股所得"),
        "yuan",
        income * of("collective.share"),
        summed=True,
        series=True,
    )
    members = book.line(
        "collective.dividends",
        Label("Members' dividends", "成员分红"),
        "yuan",
        income - own,
        summed=True,
        series=True,
    )
    book.line(
        "collective.dividend_per_member",
        Label("Dividend per member", "人均分红"),
        "yuan/person",
        Operation("ratio", (members, of("collective.members"))),
        series=True,
    )
    after_costs = Label("Left of the collective's part after running costs", "集体股所得扣除运行费用")
    _declare_left(book, "collective.after_costs", after_costs, own - costs)
    income_after_costs = Label("Left of all income after running costs", "全部集体收入扣除运行费用")
    _declare_left(book, "collective.income_after_costs", income_after_costs, income - costs)
    book.line(
        "collective.times",
        Label("Income of the collective, times before", "集体收入为搬迁前的倍数"),
        "times",
        Operation("ratio", (income, of("collective.before"))),
        series=True,
    )


def _declare_left(book: Book, key: str, name: Label, amount: Expression) -> None:
    """What is left after running costs, and the years in which it is not enough."""
    left = book.line(key, name, "yuan", amount, summed=True, series=True)
    short = Label(f"{name.en}: the year, if short of half a fen", f"{name.zh}：不足的年份（0为不缺）")
    book.line(f"{key}.short_in", short, "period", when(to_cents(left) < 0, PERIOD), series=True)


def _declare_sum(
    book: Book, livelihood: Livelihood, group: Literal["income", "costs"], name: Label
) -> LineReference:
    """The yearly flows of a group and their sum."""
    total: Expression = as_number(0)
    for identity, flow in getattr(livelihood.collective, group).items():
        path = f"collective.{group}.{identity}"
        of = book.reference
        first = of(f"{path}.first_year")
        running = of(f"{path}.amount") * (1 + of(f"{path}.growth")) ** (PERIOD - first)
        total = total + book.line(
            f"{path}.flow",
            item_name(path, flow.label_en, flow.label_zh),
            "yuan",
            when(first <= PERIOD, running),
            summed=True,
            series=True,
        )
    return book.line(f"collective.{group}.total", name, "yuan", total, summed=True, series=True)
