"""The pictures of several plans: cases side by side, and the villages of a county."""

from __future__ import annotations

import math
from collections.abc import Sequence

from relocation.county.consolidation import County, Village
from relocation.county.figures import FIGURES
from relocation.formula.language.line_items import LineItem
from relocation.labels import Label, same
from relocation.reports.money_figures import amount, known
from relocation.reports.statements import period_names
from relocation.scenarios.comparison import Comparison
from relocation.tables.figures import Figure, Mark, Series
from relocation.verdict import RULES

SIDE_BY_SIDE = Label("Cases side by side", "方案对比")
CASES_CASH = Label("Closing cash of each case", "各方案期末现金")
VILLAGES = Label("What each village costs", "各村支出")
BALANCES = Label("Balance and lowest cash of each village", "各村结余与最低现金")
PURSE = Label("Cash of the county as one purse", "全县统一资金池的现金")
SHOWN = ("fund_balance.balance", "cash.minimum", "npv", "coverage_multiple")
LIMITS = {"coverage_multiple": 1.0}
MOST_LINES = 5  # of cases in one picture
LOWEST = Label("lowest cash", "最低现金")


def comparison_figures(comparison: Comparison) -> tuple[Figure, ...]:
    """The cases by their main numbers, and their cash by period."""
    return comparison_figure(comparison), cases_cash_figure(comparison)


def comparison_figure(comparison: Comparison) -> Figure:
    """A row for each case, a column for each of its main numbers, by sign and colour where it does not hold."""
    base = comparison.appraisals[comparison.base]
    limits = LIMITS | {rule.value: base.number(f"verdict.{rule.key}.threshold") for rule in RULES}
    names = list(comparison.appraisals)
    series = []
    for key in SHOWN:
        values = tuple(known(comparison.value(name, key)) for name in names)
        if any(value is not None for value in values):
            line = base.book.lines[key]
            series.append(Series(line.label, values, "number", key, _own(line), limits.get(key, 0.0)))
    short = [name for name in names if comparison.value(name, "cash.minimum") < 0]
    told = Label(
        f"Cash runs out in {len(short)} of {len(names)} cases.",
        f"{len(names)}个方案中，{len(short)}个出现现金缺口。",
    )
    return Figure(
        "comparison", "heat", SIDE_BY_SIDE, "yuan", tuple(map(same, names)), tuple(series), told=told
    )


def _own(line: LineItem) -> str:
    return "" if line.unit == "yuan" else line.unit


def cases_cash_figure(comparison: Comparison) -> Figure:
    """Closing cash by period: the base and the first cases beside it. A shorter case ends earlier."""
    appraisals = dict(list(comparison.appraisals.items())[:MOST_LINES])
    names = max((period_names(appraisal) for appraisal in appraisals.values()), key=len)
    series = []
    for name, appraisal in appraisals.items():
        values: list[float | None] = [None] * len(names)
        values[: appraisal.book.periods] = appraisal.series("cash.closing")
        series.append(Series(same(name), tuple(values), "case"))
    lowest = {name: appraisal.number("cash.minimum") for name, appraisal in appraisals.items()}
    worst = min(lowest, key=lowest.__getitem__)
    least = amount(lowest[worst])
    told = Label(
        f"Cash is lowest in the case “{worst}”: {least.en}.", f"现金最低的方案是“{worst}”：{least.zh}。"
    )
    return Figure(
        "cases_cash", "lines", CASES_CASH, "yuan", tuple(map(same, names)), tuple(series), told=told
    )


def county_figures(county: County) -> tuple[Figure, ...]:
    """The villages by what they cost, by what is left, and the county's cash as one purse."""
    return villages_figure(county), balances_figure(county), purse_figure(county)


def villages_figure(county: County) -> Figure:
    """Villages as areas as large as their expenditure; a village whose cash runs out is marked."""
    spent, left = (_numbers(county.villages, key) for key in ("expenditure", "balance"))
    lowest = [village.appraisal.number("cash.minimum") for village in county.villages]
    signs = tuple(min(pair) for pair in zip(left, lowest, strict=True))
    short = sum(1 for value in signs if value < 0)
    in_all = amount(math.fsum(spent))
    told = Label(
        f"{len(spent)} villages cost {in_all.en}; in {short} of them cash or balance falls below zero.",
        f"{len(spent)}个村共支出{in_all.zh}；其中{short}个村现金或结余低于零。",
    )
    return Figure(
        "villages",
        "areas",
        VILLAGES,
        "yuan",
        _village_names(county.villages),
        (
            Series(Label("Expenditure", "支出"), tuple(spent), "cost"),
            Series(Label("Least of balance and cash", "结余与现金的较低者"), signs, "number"),
        ),
        told=told,
    )


def _numbers(villages: Sequence[Village], key: str) -> list[float]:
    [figure] = [figure for figure in FIGURES if figure.key == key]
    return [figure.of(village.appraisal) for village in villages]


def _village_names(villages: Sequence[Village]) -> tuple[Label, ...]:
    return tuple(Label(village.name("en"), village.name("zh")) for village in villages)


def balances_figure(county: County) -> Figure:
    """Each village with its balance and its lowest cash, by sign and colour where they fall below zero."""
    lowest = tuple(village.appraisal.number("cash.minimum") for village in county.villages)
    balances = tuple(_numbers(county.villages, "balance"))
    in_all = amount(math.fsum(balances))
    told = Label(f"The villages have {in_all.en} left in all.", f"各村结余合计{in_all.zh}。")
    return Figure(
        "balances",
        "heat",
        BALANCES,
        "yuan",
        _village_names(county.villages),
        (
            Series(Label("balance", "结余"), balances, "number", limit=0.0),
            Series(LOWEST, lowest, "number", limit=0.0),
        ),
        told=told,
    )


def purse_figure(county: County) -> Figure:
    """What the county holds at the end of each calendar period, all villages in one purse."""
    closing = county.closing
    names = tuple(same(f"{day:%Y}" if county.period == "year" else f"{day:%Y-%m}") for day in county.days)
    place = min(range(len(closing)), key=closing.__getitem__, default=0)
    least = amount(county.lowest_cash)
    told = Label(
        f"As one purse the lowest cash of the county is {least.en}.",
        f"作为统一资金池，全县最低现金为{least.zh}。",
    )
    return Figure(
        "purse",
        "lines",
        PURSE,
        "yuan",
        names,
        (Series(Label("Closing cash", "期末现金"), tuple(closing), "cash"),),
        (Mark(LOWEST, 0, place),) if closing else (),
        told,
    )
