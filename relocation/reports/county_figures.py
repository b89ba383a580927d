"""The pictures of a county: its villages by what they cost and by what is left, its common purse, the loans they share."""

from __future__ import annotations

import math
from collections.abc import Sequence

from relocation.county.consolidation import CarriedLoan, County, Village
from relocation.county.figures import FIGURES
from relocation.labels import Label, same
from relocation.reports.money_figures import unjudged
from relocation.tables.figures import Figure, Mark, Series
from relocation.tables.wording import in_words

VILLAGES = Label("What each village costs", "各村支出")
BALANCES = Label("Balance and lowest cash of each village, the least first", "各村结余与最低现金（由低到高）")
PURSE = Label("Cash of the county as one purse", "全县统一资金池的现金")
LOWEST = Label("lowest cash", "最低现金")
OTHERS = Label("other villages", "其他村")
MOST_ROWS = 40  # of villages in one picture
MOST_PARTS = 4  # villages of a loan by themselves, beside all others


def county_figures(county: County) -> tuple[Figure, ...]:
    """The villages by what they cost, by what is left, and the county's cash as one purse."""
    return villages_figure(county), balances_figure(county), purse_figure(county)


def villages_figure(county: County) -> Figure:
    """Villages as areas as large as their expenditure; a village whose cash runs out is marked."""
    spent, left = (_numbers(county.villages, key) for key in ("expenditure", "balance"))
    lowest = [village.appraisal.number("cash.minimum") for village in county.villages]
    signs = tuple(min(pair) for pair in zip(left, lowest, strict=True))
    short = sum(1 for value in signs if value < 0)
    in_all = in_words(math.fsum(spent))
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


def ranked_villages(county: County) -> list[Village]:
    """The villages by what is left, the least first."""
    left = _numbers(county.villages, "balance")
    return [
        village for _, village in sorted(zip(left, county.villages, strict=True), key=lambda pair: pair[0])
    ]


def balances_figure(county: County) -> Figure:
    """Each village with its balance and its lowest cash, the least first, by sign and colour where they fall below zero."""
    ranked = ranked_villages(county)
    shown = ranked[:MOST_ROWS]
    lowest = tuple(village.appraisal.number("cash.minimum") for village in shown)
    balances = tuple(_numbers(shown, "balance"))
    in_all = in_words(math.fsum(_numbers(ranked, "balance")))
    told = Label(f"The villages have {in_all.en} left in all.", f"各村结余合计{in_all.zh}。")
    if len(shown) < len(ranked):
        told = Label(
            f"{told.en} Shown are the {len(shown)} of {len(ranked)} villages in which least is left.",
            f"{told.zh}图中为{len(ranked)}个村中结余最低的{len(shown)}个。",
        )
    return Figure(
        "balances",
        "heat",
        BALANCES,
        "yuan",
        _village_names(shown),
        (
            Series(Label("balance", "结余"), balances, "number", limit=0.0),
            Series(LOWEST, lowest, "number", limit=0.0),
        ),
        told=told,
        unjudged=unjudged(village.viable for village in shown),
    )


def purse_figure(county: County) -> Figure:
    """What the county holds at the end of each calendar period, all villages in one purse."""
    closing = county.closing
    names = period_names(county)
    place = min(range(len(closing)), key=closing.__getitem__, default=0)
    least = in_words(county.lowest_cash)
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


def loan_figure(county: County, loan: CarriedLoan) -> Figure:
    """What the villages owe of a loan that they share, at the end of each calendar period: the largest shares by themselves."""
    record = loan.to_record(county)
    owed = {
        village.file: record["villages"].get(village.file, {}).get("closing") for village in county.villages
    }
    carried = {file: values for file, values in owed.items() if values}
    largest = sorted(carried, key=lambda file: -record["shares"].get(file, 0.0))
    names = {village.file: Label(village.name("en"), village.name("zh")) for village in county.villages}
    series = [Series(names[file], tuple(carried[file]), "part") for file in largest[:MOST_PARTS]]
    rest = [carried[file] for file in largest[MOST_PARTS:]]
    if rest:
        series.append(Series(OTHERS, tuple(map(math.fsum, zip(*rest, strict=True))), "part"))
    most = in_words(max(record["whole"]["closing"], default=0.0))
    return Figure(
        "shared_loan",
        "columns",
        Label(f"{loan.label.en}: loan owed by each village", f"{loan.label.zh}：各村贷款余额"),
        "yuan",
        period_names(county),
        tuple(series),
        told=Label(
            f"{len(carried)} villages share the loan; together they owe {most.en} at the most.",
            f"{len(carried)}个村共担此贷款；余额最高时合计{most.zh}。",
        ),
        stacked=True,
    )


def period_names(county: County) -> tuple[Label, ...]:
    """The calendar periods as they stand below a picture."""
    return tuple(same(f"{day:%Y}" if county.period == "year" else f"{day:%Y-%m}") for day in county.days)
