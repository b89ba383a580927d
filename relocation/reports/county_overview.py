"""The page of a county: its villages ranked, what they cost, their common purse, the loans they share, checks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from relocation.county.consolidation import CarriedLoan, County
from relocation.county.figures import FIGURES
from relocation.labels import COMMA, Label, joined
from relocation.reports.county import CHECKS, ONE_PURSE, PERIODS, WHOLE, county_report
from relocation.reports.county_figures import (
    VILLAGES,
    balances_figure,
    loan_figure,
    purse_figure,
    ranked_villages,
    villages_figure,
)
from relocation.tables.overview import KeyFigure, Overview, chapter
from relocation.tables.record import Amount, Cell, Column, Report, Row, Said, Sentence, Table

RANKED = Label("The villages, by what is left", "各村（按结余由低到高）")
SHARED = Label("Loans that villages share", "各村统贷")
UNREAD = Label("Files that are not in the county", "未计入全县的文件")
CARRIED = Label("What each village carries of it", "各村承担")
CARRIED_COLUMNS = (
    Column("village", Label("village", "村庄"), words=True),
    Column("share", Label("share", "份额")),
    Column("pays", Label("pays in all", "付款合计")),
)
MOST_BESIDE = 8  # villages of a shared loan in one table with it
MOST_NAMED = 6


def county_overview(county: County, scale: str) -> Overview:
    """Pictures and tables of a county; money on a scale."""
    told = county_report(county, scale)
    totals = {figure.key: county.total(figure) for figure in FIGURES}
    villages, households, persons = len(county.villages), totals["households"], totals["persons"]
    return Overview(
        told.title,
        Label(
            f"Villages: {villages} · households: {households:,.0f} · persons: {persons:,.0f}",
            f"{villages}个村 · {households:,.0f}户 · {persons:,.0f}人",
        ),
        _result(county),
        (*told.answers, *_below(county)),
        tuple(_key_figures(county, totals)),
        tuple(_chapters(county, told)),
        scale,
    )


def _chapters(county: County, told: Report) -> Iterator[Report]:
    villages, periods, *loans, checks = told.tables
    yield chapter("villages", RANKED, (balances_figure(county),), (_ranked(county, villages),))
    yield chapter("costs", VILLAGES, (villages_figure(county),))
    yield chapter("periods", PERIODS, (purse_figure(county),), (periods,))
    if loans:
        drawn = (
            part
            for loan, table in zip(county.loans, loans, strict=True)
            for part in _carried(county, loan, table)
        )
        yield chapter(
            "loans", SHARED, tuple(loan_figure(county, loan) for loan in county.loans), tuple(drawn)
        )
    yield chapter("checks", CHECKS, (), (checks,))
    if told.notes:
        yield chapter("unread", UNREAD, notes=told.notes)


def _carried(county: County, loan: CarriedLoan, table: Table) -> Iterator[Table]:
    """A shared loan by period; what the villages carry stands below it where they are too many to stand beside."""
    whole, beside = len(WHOLE) + 1, len(table.columns)
    if beside - whole <= MOST_BESIDE:
        yield table
        return
    rows = tuple(replace(row, cells=row.cells[:whole]) for row in table.rows)
    yield replace(table, columns=table.columns[:whole], rows=rows)
    shares = loan.to_record(county)["shares"]
    names = {village.file: Label(village.name("en"), village.name("zh")) for village in county.villages}
    paid = {
        column.key: math.fsum(_number(row.cells[place]) for row in table.rows)
        for place, column in enumerate(table.columns)
        if place >= whole
    }
    carried = (
        Row((names[file], Amount(shares[file], "share"), Amount(amount, "yuan")))
        for file, amount in paid.items()
    )
    yield Table("carried", CARRIED, CARRIED_COLUMNS, tuple(carried), scale=table.scale, scaled=True)


def _number(cell: Cell) -> float:
    return float(cell.value or 0) if isinstance(cell, Amount) else 0.0


def _ranked(county: County, table: Table) -> Table:
    """The villages as the picture has them, the county below; files are named where villages are called the same."""
    *rows, whole = table.rows
    names = [Label(village.name("en"), village.name("zh")) for village in county.villages]
    if len(set(names)) == len(names):
        rows = [replace(row, cells=(name, *row.cells[1:])) for name, row in zip(names, rows, strict=True)]
    place = {id(village): number for number, village in enumerate(county.villages)}
    ranked = [rows[place[id(village)]] for village in ranked_villages(county)]
    return replace(table, rows=(*ranked, whole))


def _result(county: County) -> Said:
    """Whether every village is viable, and which are not."""
    failing = [village for village in county.villages if village.viable is False]
    if county.viable:
        return Said(Label("Every village is viable.", "各村均可行。"), "good")
    if not failing:
        return Said(
            Label("Unfinished: not every village can be judged yet.", "未完成：部分村庄尚不能评判。"), "warn"
        )
    named = [Label(village.name("en"), village.name("zh")) for village in failing[:MOST_NAMED]]
    more = len(failing) - len(named)
    names = joined([*named, *([Label(f"and {more} more", "等")] if more else [])], COMMA)
    count, all_villages = len(failing), len(county.villages)
    verb = "is" if count == 1 else "are"
    return Said(
        Label(
            f"{count} of {all_villages} villages {verb} not viable: {names.en}.",
            f"{all_villages}个村中{count}个不可行：{names.zh}。",
        ),
        "bad",
    )


def _below(county: County) -> Iterator[Sentence]:
    if len(county.villages) > 1:
        yield ONE_PURSE


def _key_figures(county: County, totals: dict[str, float]) -> Iterator[KeyFigure]:
    yield KeyFigure(Label("Balance", "结余"), Amount(totals["balance"], "yuan"))
    yield KeyFigure(
        Label("Lowest cash of the common purse", "统一资金池最低现金"), Amount(county.lowest_cash, "yuan")
    )
    yield KeyFigure(Label("Loans drawn", "贷款提款"), Amount(totals["loan"], "yuan"))
    yield KeyFigure(
        Label("Net cash per household", "户均净得现金"),
        Amount(county.net_cash_per_household, "yuan/household"),
    )
